"""A cell of the week, its note and the line in two windows: what the other one changed stays, and what is typed too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.kernel.typed import AtWork, LeftTyped, Typed
from app.qt.keeping import Other
from app.qt.telling import Subject
from app.qt.versions import VersionsDialog
from app.shell.pages.my_week import MyWeekPage
from app.timesheets.commands import change_entry
from app.timesheets.queries import EntryRow
from tests.books import NOW
from tests.samples.timesheets import log
from tests.samples.timesheets_window import MONDAY, H, Window, type_line
from tests.windows import press, retype


class Memory:
    """A keeper that keeps in memory."""

    window = "here"

    def __init__(self) -> None:
        self.kept: dict[str, Typed] = {}
        self.pending: LeftTyped | None = None

    def keep(self, typed: Typed) -> None:
        self.kept[typed.key] = typed

    def forget(self, key: str) -> None:
        self.kept.pop(key, None)

    def at_work(self, about: Subject, then: Callable[[Sequence[AtWork]], object]) -> None:
        then([])

    def changed_by(self, about: Subject, then: Callable[[Other | None], object]) -> None:
        then(None)

    def taken_up(self, form: str, about: Subject | None) -> LeftTyped | None:
        left, self.pending = self.pending, None
        assert left is None or (left.typed.form, left.typed.about) == (form, about)
        return left

    def lost(self, at: datetime = NOW) -> Typed:
        """The one form that is kept; the next one goes on with it."""
        (typed,) = self.kept.values()
        self.pending = LeftTyped(typed, at, at)
        return typed


@pytest.fixture
def desk(week_window: Window) -> Window:
    return week_window


@pytest.fixture
def keeper(desk: Window) -> Memory:
    made = Memory()
    desk.frame.keeper = made
    return made


def fieldwork(desk: Window) -> int:
    return desk.review.tasks["Fieldwork"]


def entry(desk: Window) -> EntryRow:
    (found,) = desk.entries()
    return found


def elsewhere(desk: Window, **changed: Any) -> None:
    """The same entry is changed in another window, of which this one knows nothing."""
    desk.office.book.perform(change_entry, entry_id=entry(desk).entry_id, **changed)


def type_hours(desk: Window, page: MyWeekPage, text: str) -> None:
    QTest.keyClick(begin_hours(desk, page, text), Qt.Key.Key_Return)


def begin_hours(desk: Window, page: MyWeekPage, text: str) -> QLineEdit:
    page.grid.go_to(fieldwork(desk), MONDAY)
    QTest.keyClicks(page.grid.view, text[0])
    (editor,) = [one for one in page.grid.view.viewport().findChildren(QLineEdit) if one.isVisible()]
    QTest.keyClicks(editor, text[1:])
    return editor


def asked(page: MyWeekPage) -> VersionsDialog:
    (found,) = [one for one in page.window().findChildren(VersionsDialog) if one.isVisible()]
    return found


def test_hours_of_one_window_and_the_note_of_another_are_both_kept(desk: Window) -> None:
    log(desk.office, "PR", fieldwork(desk), MONDAY, "2", approved=False, note="Interviews")
    page = desk.week()
    elsewhere(desk, note="Interviews, first round")
    type_hours(desk, page, "3.5")
    assert (entry(desk).seconds, entry(desk).note) == (3.5 * H, "Interviews, first round")
    told = "This was changed in another window meanwhile; both changes are kept."
    assert page.banner.text() == told
    page.banner.clear()
    page.grid.go_to(fieldwork(desk), MONDAY)
    elsewhere(desk, seconds=4 * H)
    page.note.edit_note()
    retype(page.note.note, "Second round")
    press(page.note.note, Qt.Key.Key_Return)
    assert (entry(desk).seconds, entry(desk).note) == (4 * H, "Second round")
    assert page.banner.text() == told
    page.banner.clear()
    type_hours(desk, page, "5")
    assert page.banner.text() == "", "nobody else was at it this time"


def test_hours_that_two_windows_changed_are_shown_in_both_versions(desk: Window) -> None:
    log(desk.office, "PR", fieldwork(desk), MONDAY, "2", approved=False)
    page = desk.week()
    elsewhere(desk, seconds=5 * H)
    type_hours(desk, page, "3")
    question = asked(page)
    (row,) = question.rows
    assert [text.replace("\u00a0", " ") for text in (row.found.mine, row.found.theirs, row.found.was)] == [
        "3.0 h", "5.0 h", "2.0 h",
    ]  # fmt: skip
    assert entry(desk).seconds == 5 * H
    press(question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert entry(desk).seconds == 3 * H
    type_hours(desk, page, "4")
    type_hours(desk, page, "6")
    assert entry(desk).seconds == 6 * H, "one's own hours from a moment ago are nobody else's"


def test_notes_that_two_windows_wrote_are_both_kept_unless_somebody_says_otherwise(desk: Window) -> None:
    log(desk.office, "PR", fieldwork(desk), MONDAY, "2", approved=False, note="Interviews")
    page = desk.week()
    page.grid.go_to(fieldwork(desk), MONDAY)
    page.note.edit_note()
    retype(page.note.note, "Interviews in Exeter")
    elsewhere(desk, note="Interviews with the plant")
    press(page.note.note, Qt.Key.Key_Return)
    question = asked(page)
    assert [one.choice.current for one in question.rows] == ["both"]
    press(question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert entry(desk).note == "Interviews in Exeter; Interviews with the plant"


def test_a_line_is_kept_until_it_is_logged_and_stands_there_again(desk: Window, keeper: Memory) -> None:
    page = desk.week()
    type_line(page, "bri steer 1 tue call", enter=False)
    page.line.keeping.keep()
    assert keeper.lost().shown[0][1] == "bri steer 1 tue call"
    page.line.edit.setText("")
    page.line.take_up()
    assert page.line.edit.text() == "bri steer 1 tue call"
    QTest.keyClick(page.line.edit, Qt.Key.Key_Return)
    assert keeper.kept == {}
    assert entry(desk).note == "call"


def test_a_note_is_kept_until_it_is_saved_and_goes_on_against_the_record_as_it_is(desk: Window, keeper: Memory) -> None:
    log(desk.office, "PR", fieldwork(desk), MONDAY, "2", approved=False, note="Interviews")
    page = desk.week()
    page.grid.go_to(fieldwork(desk), MONDAY)
    page.note.edit_note()
    retype(page.note.note, "Interviews in Exeter, then lunch")
    page.note.keeping.keep()
    typed = keeper.lost()
    assert (typed.about, typed.form) == (("entry", entry(desk).entry_id), "week_note")
    press(page.note.note, Qt.Key.Key_Escape)
    assert keeper.kept == {}
    elsewhere(desk, note="Interviews with the plant")
    page.refresh()
    page.note.take_up(fieldwork(desk), MONDAY)
    assert page.note.note.text() == "Interviews in Exeter, then lunch"
    press(page.note.note, Qt.Key.Key_Return)
    assert [row.found.theirs for row in asked(page).rows] == ["Interviews with the plant"]
    keeper.pending = LeftTyped(replace(typed, version=None), NOW, NOW)
    page.note.take_up(fieldwork(desk), MONDAY.replace(day=28))
    assert keeper.pending is not None, "what belongs to another cell stays away from this one"


def test_hours_in_a_cell_are_kept_before_enter_and_go_on_against_the_cell_as_it_is(
    desk: Window, keeper: Memory
) -> None:
    log(desk.office, "PR", fieldwork(desk), MONDAY, "2", approved=False, note="Interviews")
    page = desk.week()
    editor = begin_hours(desk, page, "7")
    page.note.keeping.flush()
    assert len(keeper.kept) == 1, "one digit is typing, too"
    QTest.keyClicks(editor, ".25")
    elsewhere(desk, seconds=5 * H)
    page.refresh()
    page.note.keeping.flush()
    typed = keeper.lost()
    assert (typed.form, typed.base["hours"], typed.content["hours"]) == ("week_note", "2.0", "7.25")
    assert typed.base["note"] == typed.content["note"] == "Interviews"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert (keeper.kept, entry(desk).seconds) == ({}, 5 * H)
    page.note.take_up(fieldwork(desk), MONDAY)
    press(page.note.hours, Qt.Key.Key_Return)
    assert [(row.found.mine, row.found.theirs) for row in asked(page).rows] == [("7.25\u00a0h", "5.0\u00a0h")]


def test_hours_that_were_entered_are_not_kept_any_more(desk: Window, keeper: Memory) -> None:
    log(desk.office, "PR", fieldwork(desk), MONDAY, "2", approved=False)
    page = desk.week()
    editor = begin_hours(desk, page, "3.5")
    page.note.keeping.flush()
    assert len(keeper.kept) == 1
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert (keeper.kept, entry(desk).seconds) == ({}, 3.5 * H)


def test_hours_that_could_not_be_saved_are_saved_when_they_are_typed_again(desk: Window) -> None:
    """They were expected in the book, so the second wish seemed to change nothing."""
    log(desk.office, "PR", fieldwork(desk), MONDAY, "2", approved=False)
    page = desk.week()
    desk.office.book.read_only = "The disk is full."
    type_hours(desk, page, "3")
    assert "The disk is full." in page.banner.text()
    desk.office.book.read_only = ""
    type_hours(desk, page, "3")
    assert entry(desk).seconds == 3 * H
