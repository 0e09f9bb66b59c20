"""The list of engagements: who, what, until when and how much; by keyboard."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.engagements.queries import sow_list
from app.engagements.ui import SowDialog
from app.qt.operations import SynchronousOperations
from app.shell.pages.engagement_list import engagement_list
from app.shell.pages.engagements import EngagementsPage
from tests.asked import asked
from tests.books import Office
from tests.engagements.screens import page_of, write
from tests.samples.clients import brightwater, castlegate
from tests.samples.engagements import (
    billing_review,
    clinic_retainer,
    margin_diagnostic,
    operating_model,
    pounds,
    small_review,
)
from tests.samples.timesheets import log
from tests.windows import picture, press

pytestmark = pytest.mark.usefixtures("light_look")


def shown_titles(page: EngagementsPage) -> list[str]:
    return [row.number for row in page.table.shown_rows()]


def test_the_list_shows_who_what_until_when_and_how_much(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    client = castlegate(sqlite_office)
    operating_model(sqlite_office, client)
    clinic_retainer(sqlite_office, client)
    page = page_of(qtbot, operations)
    picture(page, "engagements")
    assert shown_titles(page) == ["SOW-2026-014", "SOW-2025-041", "SOW-2026-017"]
    text = page.table.to_csv()
    for words in (
        "Billing controls review",
        "Brightwater Utilities",
        "Time and materials, capped",
        "96000.00,GBP",
        "2026-05-29",
    ):
        assert words in text


def test_typing_filters_and_enter_opens(qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    sample = clinic_retainer(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations)
    page.table.setFocus()
    press(page.table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    first = page.list.filter
    write(first, "clin")
    assert shown_titles(page) == ["SOW-2026-017"]
    with qtbot.waitSignal(page.opened) as opened:
        press(first, Qt.Key.Key_Return)
    assert opened.args == [sample.sow_id]
    press(first, Qt.Key.Key_Down)
    assert page.focusWidget() is page.table.view
    with qtbot.waitSignal(page.opened):
        press(page.table.view, Qt.Key.Key_Return)


def test_finished_engagements_are_under_all(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    from app.engagements.commands import finish_sow

    sample = billing_review(sqlite_office, brightwater(sqlite_office))
    page = page_of(qtbot, operations)
    operations.run(finish_sow, sow_id=sample.sow_id)
    assert shown_titles(page) == []
    page.list.choose_cut("finished")
    assert shown_titles(page) == ["SOW-2026-014"]


def test_a_budget_that_crossed_a_line_is_to_be_watched_and_says_so_in_a_word(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    sample = small_review(sqlite_office, brightwater(sqlite_office))
    clinic_retainer(sqlite_office, castlegate(sqlite_office))
    log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 28), "6", "Review")
    sqlite_office.act_as("EF")
    page = page_of(qtbot, operations)
    page.list.choose_cut("watch")
    assert shown_titles(page) == ["SOW-2026-090"]
    said = [page.table.model.sentence(0, place) for place in range(len(page.table.model.columns))]
    assert "Used: £990.00" in said
    assert "Part of the budget used: 99%" in said
    assert "State: Watch" in said
    assert any(sentence.startswith("Forecast: ") for sentence in said)
    assert page.head.detail() == "2 open, 1 to watch: a budget line crossed or past its end"
    log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 29), "1", "Review")
    sqlite_office.act_as("EF")
    page.refresh()
    assert "State: Used up" in [page.table.model.sentence(0, place) for place in range(len(page.table.model.columns))]


def test_the_list_takes_the_same_statements_however_long_it_is(office: Office) -> None:
    def statements() -> int:
        with asked(office.book) as seen:
            office.book.read(engagement_list)
        return len(seen)

    bright, castle = brightwater(office), castlegate(office)
    billing_review(office, bright)
    operating_model(office, castle)
    clinic_retainer(office, castle)
    few = statements()
    small_review(office, bright)
    margin_diagnostic(office, castle)
    assert statements() == few


def test_an_agreement_past_its_end_says_so(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    sqlite_office.clock.set(datetime(2026, 6, 1, 9, tzinfo=UTC))
    page = page_of(qtbot, operations)
    assert "Past its end" in page.table.to_csv()


def test_a_consultant_sees_no_budgets_and_no_form(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    sample = billing_review(sqlite_office, brightwater(sqlite_office))
    log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 28), "2", "Interviews")
    sqlite_office.act_as("PR")
    page = page_of(qtbot, operations)
    assert shown_titles(page) == ["SOW-2026-014"]
    assert "96000" not in page.table.to_csv()
    assert sqlite_office.book.read(sow_list).rows[0].budget == pounds(0)
    assert not page.new_button.isVisible()
    press(page.table.view, Qt.Key.Key_N)
    page.ask()
    assert page.window().findChildren(SowDialog) == []


def test_another_part_of_the_window_may_point_at_an_engagement(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    sample = clinic_retainer(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations)
    page.open(sample.sow_id)
    current = page.table.current_row()
    assert current is not None
    assert current.sow_id == sample.sow_id
    page.open("billing")
    assert shown_titles(page) == ["SOW-2026-014"]
    press(page.list.filter, Qt.Key.Key_Down)
    press(page.table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.focusWidget() is page.list.filter
    assert page.regions() == [page.head, page.list.bar, page.table]
    hints = page.keys()
    assert ("N", "new SOW") in hints
