"""What tests of screens share: the light look, operations without threads, pages that hear changes, typing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.qt.feed import ChangeFeed
from app.qt.forms import Form
from app.qt.operations import SynchronousOperations
from app.qt.page import Page
from app.qt.theme import Theme
from tests.books import Office

PLAIN = Qt.KeyboardModifier.NoModifier
ROOM = 30_000
"""Milliseconds that a window may take to open on a busy computer."""


@pytest.fixture
def light_look(qapp: QApplication) -> None:
    """The light look, whatever the test before left behind."""
    Theme(qapp).apply("light")


@pytest.fixture
def operations(sqlite_office: Office) -> Iterator[SynchronousOperations]:
    """Operations on the founded firm; a room with a scene of its own has its own fixture of this name."""
    made = SynchronousOperations(sqlite_office.book)
    yield made
    made.close()


def follow(operations: SynchronousOperations, page: Page) -> None:
    """Let a page hear what is changed, as it does in the window."""
    feed = ChangeFeed(page)
    operations.changed.connect(feed.publish)
    feed.subscribe(page)


def press(widget: QWidget | None, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key and let the window work."""
    assert widget is not None
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def retype(editor: QWidget, text: str) -> None:
    """Type over what stands in an editor."""
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)


def type_into(form: Form, name: str, text: str) -> QWidget:
    """Go to a field of a form, empty it by keys and type."""
    editor = form.editor(name)
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    return editor


def picture(widget: QWidget, name: str) -> None:
    """Leave a picture in the folder WATERTIGHT_PICTURES names, where somebody asked for pictures."""
    folder = os.environ.get("WATERTIGHT_PICTURES")
    if folder:
        widget.grab().save(str(Path(folder) / f"{name}.png"))
