"""The gates find what a person would call a fault: each is shown one, and the same thing done right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import gates
from app.bootstrap.gates.contrast import ratio
from app.qt.accessible import Role, install
from app.qt.buttons import Button, IconButton
from app.qt.elided import ElidedLabel
from app.qt.labels import label

LONG = "Next number INV-2026-0118, given on issue without gaps"
Window = Callable[..., QWidget]


@pytest.fixture(autouse=True)
def _look(light_look: None) -> None:
    del light_look


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    def show(*widgets: QWidget, width: int = 400, height: int = 300) -> QWidget:
        made = QWidget()
        box = QVBoxLayout(made)
        for one in widgets:
            box.addWidget(one)
        qtbot.addWidget(made)
        made.setMinimumSize(1, 1)
        box.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        made.resize(width, height)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return show


def test_words_that_do_not_fit_are_cut_and_words_that_end_in_an_ellipsis_are_not(window: Window) -> None:
    tight = label(LONG)
    tight.setMinimumWidth(1)
    assert any("INV-2026" in fault for fault in gates.clipped(window(tight, width=120)))
    assert gates.clipped(window(ElidedLabel(LONG), width=120)) == []
    assert gates.clipped(window(label(LONG), width=600)) == []


def test_wrapped_words_need_their_height(window: Window) -> None:
    flat = label(LONG, wrap=True)
    flat.setFixedHeight(18)
    assert gates.clipped(window(flat, width=160))
    assert gates.clipped(window(label(LONG, wrap=True), width=160)) == []


def test_a_button_below_its_words_is_cut(window: Window) -> None:
    fixed = Button("Issue 3 invoices")
    fixed.setFixedWidth(60)
    assert gates.clipped(window(fixed))
    squeezed = Button("Issue 3 invoices")
    squeezed.setMinimumWidth(1)
    assert gates.clipped(window(squeezed, width=70))


def test_what_sticks_out_of_its_holder_is_cut(window: Window) -> None:
    holder = QWidget()
    holder.setFixedSize(100, 40)
    child = QLabel("Hours", holder)
    child.setGeometry(60, 10, 80, 20)
    assert any("sticks out" in fault for fault in gates.clipped(window(holder)))


def test_what_scrolls_sideways_is_told_unless_it_is_meant_to(window: Window) -> None:
    area = QScrollArea()
    inside = QLabel("Hours")
    inside.setMinimumWidth(900)
    area.setWidget(inside)
    root = window(area, width=400)
    assert any("sideways" in fault for fault in gates.clipped(root))
    area.setProperty("scrollsSideways", True)
    assert gates.clipped(root) == []


def test_neighbors_that_lie_on_each_other_overlap(window: Window) -> None:
    holder = QWidget()
    one, other = QLabel("Hours", holder), QLabel("Rate", holder)
    one.setGeometry(0, 0, 60, 20)
    other.setGeometry(40, 0, 60, 20)
    holder.setFixedSize(200, 40)
    root = window(holder)
    assert len(gates.overlapping(root)) == 1
    other.move(60, 0)
    assert gates.overlapping(root) == []


def test_a_control_without_a_name_and_a_painted_part_without_words_are_told(window: Window) -> None:
    class Bar(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            QPainter(self).end()

    Bar.__module__ = "app.room.ui"
    bar = Bar()
    bar.setMinimumSize(50, 20)
    named = IconButton("x", "Close")
    silent = QPushButton()
    root = window(bar, named, silent)
    found = gates.nameless(root)
    assert len(found) == 2
    assert any("painted" in fault for fault in found)
    assert any("takes the keyboard" in fault for fault in found)
    bar.setAccessibleName("76% used")
    silent.setAccessibleName("Close")
    assert gates.nameless(root) == []


def test_a_painted_control_is_read_by_its_role(window: Window) -> None:
    install()

    class Chart(QWidget):
        accessible_role = Role.Chart

    plain, chart = QWidget(), Chart()
    for one in (plain, chart):
        one.setAccessibleName("76% used")
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        one.setMinimumSize(20, 20)
    (fault,) = gates.nameless(window(plain, chart))
    assert "read as Client" in fault


def test_faint_words_are_measured_in_the_picture(window: Window) -> None:
    words = QLabel("Next number INV-2026-0118")
    root = window(words)
    words.setStyleSheet("color: #C8D2D7; background: #FFFFFF")
    assert gates.faint(root, root.grab().toImage())
    words.setStyleSheet("color: #14212A; background: #FFFFFF")
    assert gates.faint(root, root.grab().toImage()) == []


def test_the_contrast_of_black_on_white_is_21_to_1() -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert ratio((20, 33, 42), (255, 255, 255)) == pytest.approx(16.40, abs=0.01)


def test_what_tab_does_not_reach_is_told_and_the_keyboard_stays_where_it_was(window: Window) -> None:
    class Trap(QPushButton):
        def focusNextPrevChild(self, _forward: bool) -> bool:
            return True

    first, trap, last = Button("Save"), Trap("More"), Button("Cancel")
    root = window(first, trap, last)
    first.setFocus()
    found = gates.unreachable(root)
    assert any("Cancel" in fault for fault in found)
    assert first.hasFocus()
    assert gates.unreachable(window(Button("Save"), Button("Cancel"))) == []


def test_a_button_for_the_mouse_only_is_told(window: Window) -> None:
    mouse = Button("Undo")
    mouse.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addWidget(mouse)
    found = gates.unreachable(window(holder, Button("Save"), QPushButton("Cancel")))
    assert [fault for fault in found if "mouse only" in fault]
