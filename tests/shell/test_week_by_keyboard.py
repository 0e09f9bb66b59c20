"""A whole week by keyboard alone, through the real window: nothing is clicked, nothing is focused by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QWidget

from app.harvest.queries import suggestions
from app.kernel.periods import Period
from app.shell.pages.my_week import MyWeekPage
from app.timesheets.domain import TimeState
from app.timesheets.queries import EntryRow, entries, expenses
from app.timesheets.ui import ApprovalsPage
from tests.samples.harvest import Event, at, calendar
from tests.shell.conftest import Demo

WEEK = Period(date(2026, 4, 27), date(2026, 5, 3))
NAMES = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class Keys:
    """Somebody without a mouse: keys go to where the keyboard is, and nowhere else."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo

    @property
    def here(self) -> QWidget:
        """Where the keyboard is."""
        found = QApplication.focusWidget()
        assert found is not None, "the keyboard is nowhere"
        return found

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for one in keys:
            *held, last = one.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= NAMES[name]
            key = getattr(Qt.Key, f"Key_{last}") if len(last) > 1 else Qt.Key(ord(last.upper()))
            QTest.keyClick(self.here, key, modifiers)
            self._rest()

    def _rest(self) -> None:
        """Everything comes to rest, and the topmost window is the active one, as window managers have it."""
        self.demo.player.settle()
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        top = dialogs[-1] if dialogs else self.demo.frame
        if QApplication.activeWindow() is not top and QApplication.activePopupWidget() is None:
            top.activateWindow()
            self.demo.player.settle()

    def type(self, text: str) -> None:
        """Type text, letter by letter, wherever the keyboard goes meanwhile."""
        for letter in text:
            QTest.keyClicks(self.here, letter)
        self._rest()

    def tab_to(self, wanted: QWidget | str, *, key: str = "Tab") -> None:
        """Tab until a widget, or one with these words, has the keyboard."""
        for _step in range(40):
            here = self.here
            if here is wanted or (isinstance(wanted, str) and here.accessibleName().startswith(wanted)):
                return
            self.press(key)
        names = wanted if isinstance(wanted, str) else wanted.accessibleName()
        raise AssertionError(f"Tab never reached {names}")

    def region(self, wanted: QWidget) -> None:
        """F6 until a region has the keyboard."""
        for _step in range(9):
            self.press("F6")
            if self.here is wanted or wanted.isAncestorOf(self.here) or wanted.focusProxy() is self.here:
                return
        raise AssertionError(f"F6 never reached {wanted.accessibleName()}")


@pytest.fixture
def keys(demo: Demo) -> Keys:
    return Keys(demo)


def week_page(demo: Demo) -> MyWeekPage:
    page = demo.frame.current
    assert isinstance(page, MyWeekPage)
    return page


def mine(demo: Demo) -> list[EntryRow]:
    return demo.player.read(entries, person_id=demo.people["PR"].id, period=WEEK)


def agrees(demo: Demo) -> None:
    """The sums on screen are those of the book."""
    page = week_page(demo)
    kept = mine(demo)
    formats = demo.window.session.formats
    by_day = [sum(one.seconds for one in kept if one.day == day) for day in WEEK.days()]
    assert [one.text for one in page.grid.foot.totals] == [formats.hours(one) if one else "" for one in by_day]
    assert page.grid.foot.words[2] == formats.hours(sum(by_day))


def test_a_week_is_written_handed_in_and_approved(demo: Demo, keys: Keys, tmp_path: Path) -> None:
    demo.become("PR")
    demo.at("clients")
    keys.press("Ctrl+L")
    page = week_page(demo)
    assert page.line.edit.hasFocus()
    for step in (log_lines, write_cells, fill_cells, add_a_row, add_a_receipt):
        step(demo, keys, page)
        agrees(demo)
    path = tmp_path / "PR.ics"
    path.write_bytes(calendar(Event("new", "Foxglove pricing workshop 3", at(30, "11:00"), at(30, "12:00"))))
    take_the_calendar(demo, keys, path)
    agrees(demo)
    hand_in(demo, keys, page)
    approve(demo, keys)


def log_lines(demo: Demo, keys: Keys, page: MyWeekPage) -> None:
    """The line, its undo without leaving it, and a line that must be made clear."""
    keys.type("bri steer 1 tue call with A. Mercer")
    keys.press("Return")
    (entry,) = [one for one in mine(demo) if one.task_name == "Steering"]
    assert (entry.day.day, entry.note) == (28, "call with A. Mercer")
    keys.press("Ctrl+Z")
    assert "Steering" not in {one.task_name for one in mine(demo)}
    agrees(demo)
    keys.press("Ctrl+Shift+Z")
    assert "Steering" in {one.task_name for one in mine(demo)}
    keys.type("steer 1 1/5 agenda")
    keys.press("Return", "Down", "Down", "Return")
    assert page.line.edit.text() == ""
    assert [one.client_name for one in mine(demo) if one.note == "agenda"] == ["Nordhavn Logistics A/S"]


def write_cells(demo: Demo, keys: Keys, page: MyWeekPage) -> None:
    """Hours into a cell, F2 and a note, then what the client pays."""
    keys.region(page.grid)
    keys.press("Home", *["Up"] * 9)
    while (here := page.grid.here()) is not None and here[0].task_name != "Business development":
        keys.press("Down")
    keys.press("Right", "Right")
    keys.type("1.25")
    keys.press("F2")
    assert page.note.note.hasFocus()
    keys.type("Proposal")
    keys.press("Return")
    assert page.grid.view.hasFocus()
    (entry,) = [one for one in mine(demo) if one.note == "Proposal"]
    assert (entry.task_name, entry.day.day, entry.seconds) == ("Business development", 29, 4500)


def fill_cells(demo: Demo, keys: Keys, _page: MyWeekPage) -> None:
    """Once more on the next day; then both are emptied and come back."""

    def proposals() -> list[int]:
        return [one.day.day for one in mine(demo) if one.note == "Proposal"]

    keys.press("Ctrl+D")
    assert proposals() == [29, 30]
    keys.press("Shift+Left", "Delete")
    assert proposals() == []
    agrees(demo)
    keys.press("Ctrl+Z")
    assert proposals() == [29, 30]


def add_a_row(demo: Demo, keys: Keys, page: MyWeekPage) -> None:
    """N, the task, and hours on it."""
    keys.press("N")
    keys.type("Foxglove Foods Ltd · Trade")
    keys.press("Ctrl+Return")
    assert page.grid.view.hasFocus()
    keys.type(".5")
    keys.press("Return")
    assert [one.seconds for one in mine(demo) if one.task_name == "Trade terms"] == [1800]


def add_a_receipt(demo: Demo, keys: Keys, page: MyWeekPage) -> None:
    """E, the facts from field to field, Ctrl+Enter; the first field that is wrong has the keyboard."""
    keys.press("E")
    keys.press("Ctrl+Return")
    assert keys.here.accessibleName().startswith("Engagement")
    keys.type("Brightwater")
    keys.tab_to("Amount without tax")
    keys.type("46.15")
    keys.tab_to("What was bought")
    keys.type("Rail, Bristol to Exeter")
    keys.press("Ctrl+Return")
    assert "Rail, Bristol to Exeter" in {one.text for one in demo.player.read(expenses)}
    assert page.grid.view.hasFocus()
    keys.press("E", "Escape")
    assert page.grid.view.hasFocus()


def take_the_calendar(demo: Demo, keys: Keys, path: Path) -> None:
    """Ctrl+O, the path, Enter; then A adds, Enter asks, Esc leaves, Del is not work."""
    keys.press("Ctrl+O")
    demo.player.dialog(QFileDialog)
    assert isinstance(keys.here, QLineEdit)
    keys.type(str(path))
    keys.press("Return")

    def waiting() -> list[str]:
        return [row.title for row in demo.player.read(suggestions, person_id=demo.people["PR"].id, period=WEEK).rows]

    assert "Foxglove pricing workshop 3" in waiting()
    panel = week_page(demo).regions()[-1]
    keys.region(panel)
    first, count = waiting()[0], len(mine(demo))
    keys.press("A")
    assert len(mine(demo)) == count + 1
    assert first not in waiting()
    keys.press("Return", "Escape")
    assert len(mine(demo)) == count + 1
    second = waiting()[0]
    keys.press("Delete")
    assert second not in waiting()
    keys.press("Ctrl+Z")
    assert second in waiting()


def hand_in(demo: Demo, keys: Keys, page: MyWeekPage) -> None:
    """The button of the bar, reached by Tab."""
    keys.region(page.line)
    keys.tab_to("Submit week")
    keys.press("Space")
    assert {one.state for one in mine(demo)} == {TimeState.SUBMITTED, TimeState.APPROVED}


def approve(demo: Demo, keys: Keys) -> None:
    """The partner ticks the week, approves it, thinks again, approves it after all."""
    demo.become("EF")
    keys.press("Ctrl+5")
    page = demo.frame.current
    assert isinstance(page, ApprovalsPage)
    assert page.table.view.hasFocus()
    keys.press("Return", "A")
    assert {one.state for one in mine(demo)} == {TimeState.APPROVED}
    keys.press("Ctrl+Z")
    assert TimeState.SUBMITTED in {one.state for one in mine(demo)}
    keys.press("Ctrl+Shift+Z")
    assert {one.state for one in mine(demo)} == {TimeState.APPROVED}


def test_tab_visits_every_control_of_the_week_and_comes_round(demo: Demo, keys: Keys) -> None:
    demo.become("PR")
    demo.at("week")
    page = week_page(demo)
    start = keys.here
    seen: list[QWidget] = []
    for _step in range(80):
        keys.press("Tab")
        if keys.here is start:
            break
        seen.append(keys.here)
    assert keys.here is start, "Tab never came round"
    inside = [one for one in seen if page.isAncestorOf(one)]
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    missed = [
        one.accessibleName() for one in buttons if one not in inside and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert missed == []
    assert page.grid.view in inside
