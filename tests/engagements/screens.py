"""What tests of this room's screens share: the page, and somebody who fills a form without a mouse."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.shell.pages.engagements import EngagementsPage
from tests.windows import follow, press

FORMATS = Formats("en-GB", "Europe/London")
TODAY = date(2026, 4, 30)


def page_of(qtbot: QtBot, operations: SynchronousOperations) -> EngagementsPage:
    page = EngagementsPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1180, 620)
    page.show()
    page.activateWindow()
    return page


def write(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)
    QApplication.processEvents()


class Typist:
    """Somebody who fills a form without a mouse: Tab from field to field, typing."""

    def __init__(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.activateWindow()

    def go(self, widget: QWidget) -> None:
        """Press Tab until a widget has the focus."""
        for _step in range(80):
            if self.dialog.focusWidget() is widget:
                return
            press(self.dialog.focusWidget(), Qt.Key.Key_Tab)
        message = f"Tab never reaches {widget.accessibleName()}"
        raise AssertionError(message)

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        editor = self.dialog.form.editor(name)
        self.go(editor)
        self.type(editor, text)

    def type(self, editor: QWidget, text: str) -> None:
        if isinstance(editor, QComboBox):
            write(editor, text)
        elif isinstance(editor, QPlainTextEdit):
            editor.selectAll()
            for place, line in enumerate(text.split("\n")):
                if place:
                    press(editor, Qt.Key.Key_Return)
                write(editor, line)
        elif isinstance(editor, QLineEdit):
            editor.selectAll()
            write(editor, text)

    def submit(self) -> None:
        press(self.dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def run_step(dialog: FormDialog, texts: dict[str, str]) -> None:
    dialog.show()
    hand = Typist(dialog)
    for name, text in texts.items():
        hand.fill(name, text)
    hand.submit()
    assert not dialog.isVisible(), [dialog.form.error_of(name) for name in texts]
