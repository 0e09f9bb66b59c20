"""All time through the real page: periods, search, order, Enter, what changes meanwhile, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.qt.operations import SynchronousOperations
from app.qt.progress import Cancelled
from app.qt.theme import Theme
from app.timesheets.ui import AllTimePage
from app.timesheets.ui.all_time import EVER, LAST_MONTH, LAST_YEAR, MONTH, WEEK, YEAR, period_of
from tests.books import Office
from tests.samples.timesheets import log
from tests.samples.timesheets_window import FORMATS, THURSDAY, WEDNESDAY, Window

TODAY = date(2026, 4, 30)


@pytest.fixture
def window(sqlite_office: Office, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    Theme(qapp).apply("light")
    made = Window(sqlite_office, qtbot)
    office, fieldwork = made.office, made.review.tasks["Fieldwork"]
    log(office, "PR", fieldwork, THURSDAY, 3, "Interviews")
    log(office, "TO", made.margin.tasks["Margin model"], WEDNESDAY, 2, "Model")
    log(office, "TO", made.meeting, WEDNESDAY, 1, "Stand-up", approved=False)
    log(office, "PR", fieldwork, TODAY - timedelta(45), 4, "Site visit")
    yield made
    made.operations.close()


def opened(window: Window, who: str) -> AllTimePage:
    window.office.act_as(who)
    page: AllTimePage = window.open(
        AllTimePage(
            window.operations,
            FORMATS,
            today=lambda: TODAY,
            everybody=who == "EF",
            own_id=window.office.people[who],
        )
    )
    return page


def notes(page: AllTimePage) -> list[str]:
    return [row.note for row in page.table.rows() if row is not None]


def choose(page: AllTimePage, key: str) -> None:
    page.period.write(key)
    page.period.activated.emit(page.period.currentIndex())


def test_a_partner_sees_the_month_of_everybody_and_chooses_other_periods(window: Window) -> None:
    page = opened(window, "EF")
    assert notes(page) == ["Interviews", "Stand-up", "Model"]
    assert page.head.detail() == "3 entries \u00b7 6.0\u00a0h"
    assert page.table.foot.texts()[-1] == "6.0"
    choose(page, EVER)
    assert notes(page)[-1] == "Site visit"
    choose(page, LAST_MONTH)
    assert notes(page) == ["Site visit"]
    choose(page, LAST_YEAR)
    assert page.table.nothing.isVisible()
    assert page.head.detail() == "0 entries \u00b7 0.0\u00a0h"


def test_a_consultant_sees_the_own_time_without_a_column_of_names(window: Window) -> None:
    page = opened(window, "PR")
    assert page.title == "All my time"
    assert notes(page) == ["Interviews"]
    assert "person" not in [column.key for column in page.table.model.columns]


def test_the_filter_searches_the_book_and_says_when_nothing_matches(window: Window, qtbot: QtBot) -> None:
    page = opened(window, "EF")
    choose(page, EVER)
    page.list.open_filter()
    QTest.keyClicks(page.list.filter, "site")
    qtbot.waitUntil(lambda: notes(page) == ["Site visit"])
    QTest.keyClicks(page.list.filter, "zzz")
    qtbot.waitUntil(page.table.nothing.isVisible)
    QTest.keyClick(page.list.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(notes(page)) == 4)


def test_a_search_from_outside_looks_into_all_years(window: Window) -> None:
    page = opened(window, "EF")
    page.open("site")
    assert (page.period.read(), notes(page), page.list.filter.text()) == (EVER, ["Site visit"], "site")


def test_the_heading_of_the_day_turns_the_order_round(window: Window) -> None:
    page = opened(window, "EF")
    header = page.table.view.horizontalHeader()
    header.sectionClicked.emit(0)
    assert notes(page) == ["Model", "Stand-up", "Interviews"]
    assert page.list.words.text() == "by Day, rising"


def test_enter_leads_to_the_own_week(window: Window) -> None:
    page = opened(window, "PR")
    weeks: list[date] = []
    page.week_wanted.connect(weeks.append)
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert weeks == [THURSDAY]


def test_time_of_others_leads_to_the_engagement_and_internal_time_nowhere(window: Window) -> None:
    page = opened(window, "EF")
    sows: list[int] = []
    page.sow_wanted.connect(sows.append)
    page.open_button.click()
    assert sows == [window.review.sow_id]
    page.table.view.go(1)
    assert not page.open_button.isEnabled()
    page.open_current()
    assert sows == [window.review.sow_id]


def test_what_is_logged_meanwhile_comes_and_the_current_row_stays_the_entry_it_was(window: Window) -> None:
    page = opened(window, "EF")
    page.table.view.go(2)
    log(window.office, "PR", window.meeting, WEDNESDAY, 1, "Later", approved=False)
    page.refresh()
    assert notes(page) == ["Interviews", "Later", "Stand-up", "Model"]
    assert page.table.view.currentIndex().row() == 3, "a line further down, as the entry is"
    assert page.head.detail() == "4 entries \u00b7 7.0\u00a0h"


def test_the_paper_has_all_rows_and_too_many_are_told(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(window, "EF")
    printed: list[list[tuple[str, ...]]] = []

    def take(_operations: object, made: object, **_how: object) -> None:
        printed.append(list(getattr(made, "rows")))  # noqa: B009 - what it is is not of interest here

    monkeypatch.setattr("app.timesheets.ui.all_time.print_list", take)
    page.list.print_rows()
    assert [row[3] for row in printed[0]] == ["Interviews", "Stand-up", "Model"]
    monkeypatch.setattr("app.timesheets.ui.all_time.PRINTED", 2)
    page.list.print_rows()
    assert len(printed) == 1
    assert "too many to print" in page.list.banner.text()


def test_the_periods_are_whole_weeks_months_and_years() -> None:
    found = {key: period_of(key, TODAY) for key in (WEEK, MONTH, LAST_MONTH, YEAR, LAST_YEAR, EVER)}
    assert {key: period and (str(period.first), str(period.last)) for key, period in found.items()} == {
        WEEK: ("2026-04-27", "2026-05-03"),
        MONTH: ("2026-04-01", "2026-04-30"),
        LAST_MONTH: ("2026-03-01", "2026-03-31"),
        YEAR: ("2026-01-01", "2026-12-31"),
        LAST_YEAR: ("2025-01-01", "2025-12-31"),
        EVER: None,
    }
    assert str(period_of(LAST_MONTH, date(2026, 1, 31))) == str(period_of(LAST_MONTH, date(2026, 1, 1)))


class Late(SynchronousOperations):
    """Reads that are answered when somebody lets them."""

    waiting: list[Callable[[], None]]

    def read(self, query: Any, then: Any, **kwargs: Any) -> None:
        self.waiting.append(partial(super().read, query, then, **kwargs))

    def answer(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def test_a_part_that_is_wanted_while_another_list_is_on_its_way_is_one_of_the_old_list(
    window: Window, qtbot: QtBot
) -> None:
    window.office.act_as("EF")
    window.operations = Late(window.office.book)
    window.operations.waiting = []
    page = opened(window, "EF")
    window.operations.answer()
    assert len(notes(page)) == 3
    choose(page, EVER)
    page.table.wanted.emit(0, 3)
    window.operations.answer()
    assert notes(page) == ["Interviews", "Stand-up", "Model", "Site visit"]


def test_letters_that_are_not_searched_for_yet_change_no_part_and_no_file(window: Window) -> None:
    page = opened(window, "EF")
    page.table.set_filter("model")
    page.table.wanted.emit(0, 3)
    assert notes(page) == ["Interviews", "Stand-up", "Model"]
    assert [row.note for row in page.table.rows_to_write()[:]] == ["Interviews", "Stand-up", "Model"]
    page.table.search_now()
    assert notes(page) == ["Model"]


def test_a_file_holds_what_one_person_saw_and_ends_when_another_one_comes(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.qt.window_table.TOGETHER", 1)
    page = opened(window, "PR")
    choose(page, EVER)
    rows = page.table.rows_to_write()
    assert [row.note for row in rows[:1]] == ["Interviews"]
    window.office.act_as("EF")
    with pytest.raises(Cancelled):
        rows[1:]
