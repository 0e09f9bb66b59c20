"""The panel beside the week reads a calendar file, and says what could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.harvest.ui import SuggestionPanel
from app.qt.operations import Operations
from tests.harvest.panel_scene import FORMATS, logged, press, titles, wait_for
from tests.samples.harvest import CALL, STANDUP, WEEK, Event, Workplace, at, calendar

pytestmark = pytest.mark.usefixtures("light_look")


def test_before_a_calendar_was_read_it_says_what_to_do(panel: SuggestionPanel) -> None:
    assert panel._nothing.text().startswith("Read a calendar file")
    assert panel._read_when.text() == "No calendar has been read yet."
    assert panel.cards.cards() == []


def test_a_file_is_read_and_what_could_not_be_read_is_said(
    place: Workplace, panel: SuggestionPanel, tmp_path: Path
) -> None:
    endless = Event("bad", "Every second", at(28, "09:00"), at(28, "09:01"), more=("RRULE:FREQ=SECONDLY",))
    path = tmp_path / "Calendar (2).ics"
    path.write_bytes(calendar(CALL, STANDUP, endless))
    panel.take_file(path)
    assert titles(panel) == [CALL.title, STANDUP.title]
    assert "Every second" in panel.banner.text()
    assert panel.view is not None
    assert panel.view.name == "Calendar"
    path.write_bytes(calendar(CALL, STANDUP))
    panel.take_file(path)
    assert panel.banner.text() == ""
    assert len(place.view().rows) == 2


def test_events_gone_all_at_once_are_asked_about(place: Workplace, panel: SuggestionPanel, tmp_path: Path) -> None:
    many = [Event(f"m{day}", f"Controls testing {day}", at(day, "09:00"), at(day, "10:00")) for day in range(20, 30)]
    path = tmp_path / "Calendar.ics"
    path.write_bytes(calendar(*many, CALL))
    panel.take_file(path)
    path.write_bytes(calendar(CALL))
    panel.take_file(path)
    assert panel.banner.text() == "10 events are no longer in this file. Nothing was withdrawn."
    assert len(titles(panel)) == 4
    panel.banner.button.click()
    assert titles(panel) == [CALL.title]


@pytest.mark.parametrize(("content", "words"), [(b"<html>", "not a calendar file"), (None, "cannot be read")])
def test_a_file_that_cannot_be_read_says_why(
    panel: SuggestionPanel, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "x.ics"
    if content is not None:
        path.write_bytes(content)
    panel.take_file(path)
    assert words in panel.banner.text()
    assert panel.read_button.isEnabled()


def test_the_button_opens_a_file_chooser(panel: SuggestionPanel, tmp_path: Path) -> None:
    path = tmp_path / "PR.ics"
    path.write_bytes(calendar(CALL))
    panel.read_button.click()
    (dialog,) = panel.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    assert titles(panel) == [CALL.title]


def test_with_real_threads_a_file_arrives_and_is_added(place: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    operations = Operations(place.office.book)
    panel = SuggestionPanel(operations, FORMATS, person_id=place.office.people["PR"])
    qtbot.addWidget(panel)
    panel.show_period(WEEK)
    panel.show()
    path = tmp_path / "PR.ics"
    path.write_bytes(calendar(CALL))
    panel.take_file(path)
    assert not panel.read_button.isEnabled()
    qtbot.waitUntil(lambda: titles(panel) == [CALL.title])
    press(qtbot, panel, Qt.Key.Key_A, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: titles(panel) == [])
    operations.close()
    assert len(logged(place)) == 1


def test_a_reading_that_failed_is_said_until_one_succeeds(place: Workplace, panel: SuggestionPanel) -> None:
    wait_for(place, panel, CALL)
    place.office.act_as("TO")
    panel.refresh()
    assert "your own calendar only" in panel.banner.text()
    assert titles(panel) == [CALL.title]
    place.office.act_as("PR")
    panel.refresh()
    assert panel.banner.text() == ""
