"""The panel beside the week, worked by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.engagements.commands import change_sow
from app.harvest.queries import OutsideRow, SuggestionsView
from app.harvest.ui import SuggestionPanel
from app.harvest.ui.cards import NewsCard
from app.harvest.ui.wording import outside
from app.kernel import words
from app.kernel.formats import Formats
from app.qt.frame import Frame
from app.timesheets.commands import log_time
from tests.harvest.panel_scene import FORMATS, button, current, logged, press, titles, wait_for
from tests.samples.harvest import CALL, DENTIST, STANDUP, WORKSHOP, Event, Workplace, at, starting_later
from tests.samples.timesheets import log
from tests.windows import picture

VAGUE = Event("x", "Catch-up", at(28, "09:00"), at(28, "10:00"), ("someone@elsewhere.example",))
MOVED = replace(CALL, start=at(29, "10:00"), end=at(29, "11:30"))
pytestmark = pytest.mark.usefixtures("light_look")


def test_it_shows_what_waits_with_value_reason_and_what_is_left_out(place: Workplace, panel: SuggestionPanel) -> None:
    log(place.office, "PR", place.tasks["Pricing workshops"], date(2026, 4, 22), "1.5", "Pricing workshop 1")
    place.take(WORKSHOP, CALL, STANDUP, DENTIST)
    place.office.clock.set(place.office.clock.now() + timedelta(minutes=4))
    panel.refresh()
    assert [card.accessibleName().replace("\u00a0", " ").split(", ") for card in panel.cards.cards()] == [
        [
            "Foxglove pricing workshop 2",
            "Wed 29 Apr · 14:00–15:30",
            "1.5 h",
            "Foxglove · Pricing workshops",
            "£247.50",
            "Workshop 1 went here; 3 guests from the client",
        ],
        [
            "Call with A. Mercer",
            "Tue 28 Apr · 16:00–17:00",
            "1.0 h",
            "Brightwater · Steering",
            "£165.00",
            "A. Mercer is a Brightwater contact",
        ],
        [
            "Team stand-up",
            "Thu 30 Apr · 09:00–09:30",
            "0.5 h",
            "Internal · Team meeting",
            "Not billable",
            "Repeats every Thursday",
        ],
    ]
    assert panel.sentences() == ["1 private event left out"]
    assert panel._read_when.text() == "Calendar file read 4 min ago. Titles stay on this computer."
    assert panel.suggested()[place.tasks["Pricing workshops"], date(2026, 4, 29)] == 5400


def test_j_moves_a_adds_and_the_keyboard_stays_in_the_list(
    place: Workplace, panel: SuggestionPanel, qtbot: QtBot
) -> None:
    wait_for(place, panel, WORKSHOP, CALL, STANDUP)
    press(qtbot, panel, Qt.Key.Key_J, Qt.Key.Key_A)
    assert titles(panel) == [WORKSHOP.title, STANDUP.title]
    assert [entry.task_name for entry in logged(place)] == ["Steering"]
    assert panel.cards.hasFocus()
    assert current(panel).accessibleName().startswith("Team stand-up")
    QTest.keyClick(panel.cards, Qt.Key.Key_Up)
    assert current(panel).accessibleName().startswith("Foxglove")
    QTest.keyClick(panel.cards, Qt.Key.Key_K)
    assert current(panel).accessibleName().startswith("Foxglove")


def test_adding_can_be_undone_from_the_notice_of_the_window(
    place: Workplace, panel: SuggestionPanel, qtbot: QtBot
) -> None:
    frame = Frame()
    qtbot.addWidget(frame)
    frame.setCentralWidget(panel)
    frame.show()
    wait_for(place, panel, CALL)
    press(qtbot, panel, Qt.Key.Key_A)
    assert frame.notices.text() == "Added: Call with A. Mercer."
    assert len(logged(place)) == 1
    frame.undo()
    assert logged(place) == []
    assert titles(panel) == [CALL.title]
    frame.redo()
    assert len(logged(place)) == 1
    frame.undo()
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert titles(panel) == []
    frame.undo()
    assert titles(panel) == [CALL.title]
    frame.redo()
    assert (titles(panel), logged(place)) == ([], [])


def test_enter_changes_task_hours_and_note_before_adding(
    place: Workplace, panel: SuggestionPanel, qtbot: QtBot
) -> None:
    wait_for(place, panel, CALL)
    press(qtbot, panel, Qt.Key.Key_Return)
    dialog = panel.decisions.dialog
    assert dialog is not None
    assert dialog.form.values() == {
        "task_id": place.tasks["Steering"],
        "seconds": 3600,
        "note": "Call with A. Mercer",
    }
    dialog.form.set_values({"task_id": place.tasks["Fieldwork"], "seconds": 5400, "note": "Interview"})
    dialog.form.submit()
    (entry,) = logged(place)
    assert (entry.task_name, entry.seconds, entry.note) == ("Fieldwork", 5400, "Interview")
    assert titles(panel) == []
    assert panel._nothing.text() == "Nothing waits in the calendar for these days."
    panel.undo()
    assert titles(panel) == [CALL.title]


def test_a_task_that_is_not_offered_says_why(place: Workplace, panel: SuggestionPanel, qtbot: QtBot) -> None:
    later = starting_later(place, "PR")
    wait_for(place, panel, VAGUE)
    press(qtbot, panel, Qt.Key.Key_Return)
    dialog = panel.decisions.dialog
    assert dialog is not None
    choice = dialog.form.editor("task_id")
    assert isinstance(choice, QComboBox)
    assert choice.findText("Interviews", Qt.MatchFlag.MatchContains) < 0
    sentence = "Operating model starts on 4 May 2026; this meeting was on 28 April 2026."
    assert dialog.form.below("task_id") == sentence
    assert sentence in choice.accessibleDescription()
    picture(dialog, "why a task is not offered")
    dialog.reject()

    place.office.act_as("EF")
    place.office.book.perform(change_sow, sow_id=later, version=1, start_on=date(2026, 4, 27))
    place.office.act_as("PR")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    press(qtbot, panel, Qt.Key.Key_Return)
    dialog = panel.decisions.dialog
    assert dialog is not None
    choice = dialog.form.editor("task_id")
    assert isinstance(choice, QComboBox)
    assert choice.findText("Interviews", Qt.MatchFlag.MatchContains) >= 0
    assert dialog.form.below("task_id") == ""
    dialog.reject()


def test_why_a_statement_of_work_takes_no_time_is_said_in_the_reader_s_language() -> None:
    def said(day: date, *, finished: bool = False, formats: Formats = FORMATS) -> str:
        return outside(OutsideRow("Review", "", date(2026, 4, 6), date(2026, 4, 24), finished), day, formats)

    assert said(date(2026, 4, 3)) == "Review starts on 6 April 2026; this meeting was on 3 April 2026."
    assert said(date(2026, 4, 28)) == "Review ended on 24 April 2026; this meeting was on 28 April 2026."
    assert said(date(2026, 4, 20), finished=True) == "Review is finished; no more time goes on it."
    words.install("de")
    german = Formats("de-DE", "Europe/Berlin")
    sentence = "Review beginnt am 6. April 2026; dieser Termin war am 3. April 2026."
    assert said(date(2026, 4, 3), formats=german) == sentence


def test_a_meeting_without_a_task_asks_for_one(place: Workplace, panel: SuggestionPanel, qtbot: QtBot) -> None:
    wait_for(place, panel, VAGUE)
    press(qtbot, panel, Qt.Key.Key_A)
    dialog = panel.decisions.dialog
    assert dialog is not None
    dialog.form.submit()
    assert dialog.form.error_of("task_id")
    assert logged(place) == []
    dialog.reject()


def test_delete_is_not_work_and_can_be_restored(place: Workplace, panel: SuggestionPanel, qtbot: QtBot) -> None:
    wait_for(place, panel, STANDUP, CALL)
    press(qtbot, panel, Qt.Key.Key_J, Qt.Key.Key_Delete)
    assert titles(panel) == [CALL.title]
    assert panel.sentences() == ["1 called not work"]
    button(panel, "Show").click()
    button(panel, "Restore").click()
    assert titles(panel) == [CALL.title, STANDUP.title]


def test_add_all_adds_every_proposal_and_leaves_what_has_no_task(place: Workplace, panel: SuggestionPanel) -> None:
    wait_for(place, panel, WORKSHOP, CALL, STANDUP, VAGUE)
    button(panel, "Add all").click()
    assert titles(panel) == [VAGUE.title]
    assert sum(entry.seconds for entry in logged(place)) == 10800
    panel.undo()
    assert len(titles(panel)) == 4
    assert logged(place) == []


def test_a_refused_addition_is_said_and_the_card_stays(place: Workplace, panel: SuggestionPanel, qtbot: QtBot) -> None:
    wait_for(place, panel, CALL)
    log(place.office, "PR", place.tasks["Fieldwork"], date(2026, 4, 28), "24.5")
    press(qtbot, panel, Qt.Key.Key_A)
    assert "more than a day has" in panel.banner.text()
    assert titles(panel) == [CALL.title]
    assert len(logged(place)) == 1


def test_a_coming_meeting_is_shown_but_cannot_be_added(place: Workplace, panel: SuggestionPanel, qtbot: QtBot) -> None:
    wait_for(place, panel, replace(CALL, start=at(30, "17:00"), end=at(30, "18:00")))
    press(qtbot, panel, Qt.Key.Key_A, Qt.Key.Key_Return)
    assert logged(place) == []
    assert panel.decisions.dialog is None
    assert not current(panel).button("Add").isEnabled()
    assert panel.suggested() == {}


def test_news_can_be_followed_with_one_key(place: Workplace, panel: SuggestionPanel, qtbot: QtBot) -> None:
    wait_for(place, panel, CALL)
    press(qtbot, panel, Qt.Key.Key_A)
    wait_for(place, panel, MOVED)
    assert isinstance(current(panel), NewsCard)
    press(qtbot, panel, Qt.Key.Key_A)
    assert [(entry.day, entry.seconds) for entry in logged(place)] == [(date(2026, 4, 29), 5400)]
    assert panel.cards.cards() == []


def test_news_can_be_answered_with_keep(place: Workplace, panel: SuggestionPanel, qtbot: QtBot) -> None:
    wait_for(place, panel, CALL)
    press(qtbot, panel, Qt.Key.Key_A)
    wait_for(place, panel, replace(CALL, more=("STATUS:CANCELLED",)))
    current(panel).button("Keep as logged").click()
    assert len(logged(place)) == 1
    assert panel.cards.cards() == []


def test_time_typed_elsewhere_takes_its_suggestion_away(place: Workplace, panel: SuggestionPanel) -> None:
    wait_for(place, panel, CALL)
    views: list[SuggestionsView] = []
    panel.shown.connect(views.append)
    panel._operations.run(
        log_time,
        person_id=place.office.people["PR"],
        task_id=place.tasks["Steering"],
        day=date(2026, 4, 28),
        seconds=3600,
    )
    assert titles(panel) == []
    assert views[-1].rows == ()


def test_a_hidden_panel_reads_again_when_it_is_seen(place: Workplace, panel: SuggestionPanel) -> None:
    wait_for(place, panel, CALL)
    panel.hide()
    assert panel.view is not None
    (row,) = panel.view.rows
    panel.decisions.add(row.suggestion_id, row.title)
    assert titles(panel) == [CALL.title]
    panel.show()
    assert titles(panel) == []


def test_the_panel_fits_beside_the_week(place: Workplace, panel: SuggestionPanel) -> None:
    wait_for(place, panel, WORKSHOP, CALL, STANDUP)
    assert panel.minimumSizeHint().width() <= 300
