"""The billing run's screen as a whole: list, panel, the lower card, large runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.invoices.commands import hold_draft
from app.invoices.domain import Sums
from app.invoices.queries import RunOverview, run_overview
from app.invoices.ui.columns import draft_columns
from app.kernel.money import Money
from app.qt.columns import total_text
from app.qt.operations import SynchronousOperations
from tests.asked import asked
from tests.books import Office
from tests.examples import examples
from tests.invoices.run_scene import FORMATS, approve_two, ask_issue, choose, drafts, page_of
from tests.samples.engagements import pounds, small_review
from tests.samples.invoices import APRIL_END, collected, rows
from tests.samples.timesheets import log
from tests.windows import press

pytestmark = pytest.mark.usefixtures("light_look")


def test_a_line_of_what_is_not_ready_leads_to_its_draft(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    held = next(row for row in rows(sqlite_office) if row.client_name.startswith("Quayside"))
    sqlite_office.book.perform(hold_draft, draft_id=held.draft_id, reason="Anna is away")
    page = page_of(qtbot, operations)
    assert page.why.text().splitlines() == [
        "Quayside Theatre Trust: Anna is away, \u00a310,200.00"
        if held.sums.gross == pounds(10200)
        else f"Quayside Theatre Trust: Anna is away, {FORMATS.money(held.sums.gross)}",
        "Nordhavn Logistics A/S: rate below SOW, \u00a3100.00 short",
    ]
    page.list.choose_cut("hold")
    line = page.why.lines()[1]
    line.setFocus()
    press(line, Qt.Key.Key_Return)
    chosen = page.current()
    assert chosen is not None
    assert chosen.client_name == "Nordhavn Logistics A/S"
    assert page.table.view.hasFocus()


def test_tab_goes_from_the_list_to_the_panel_and_last_to_what_issues(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations, (1300, 830))
    choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_A)
    choose(page, "Nordhavn")
    met: list[str] = []
    for _stop in range(12):
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        assert here is not None
        met.append(here.accessibleName())
    wanted = ["Use SOW rate", "Keep \u00a3125.00\u2026", "Nordhavn Logistics A/S: rate below SOW, \u00a3100.00 short"]
    places = [met.index(words) for words in (*wanted, "Preview 1 PDF", page.issue_button.words())]
    assert places == sorted(places)


def test_the_month_before_is_held_against_the_run(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    assert page.why.against() == ""
    approve_two(page)
    ask_issue(page)
    sample = small_review(sqlite_office, next(row.client_id for row in rows(sqlite_office)))
    log(sqlite_office, "PR", sample.tasks["Reading"], date(2026, 4, 30), "2")
    collected(sqlite_office, date(2026, 5, 31))
    page.refresh()
    assert "Net invoiced in April \u00a336,383.10" in page.why.against()


def test_the_buttons_of_the_panel_step_through_the_drafts(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    assert (page.panel.place.text(), page.panel.before.isEnabled()) == ("1 of 3", False)
    QTest.mouseClick(page.panel.after, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert page.panel.place.text() == "2 of 3"


def test_a_small_window_keeps_rows_and_gives_up_the_lower_card(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations, (960, 600))
    page._take(many(sqlite_office.book.read(run_overview), 12))
    QApplication.processEvents()
    assert not page.why.isVisible()
    assert page.table.view.viewport().height() >= 4 * page.table.view.rowHeight(0)
    assert not page.panel.isVisible()
    QTest.keyClick(page.table.view, Qt.Key.Key_F4)
    assert page.panel.isVisible()


def many(overview: RunOverview, count: int) -> RunOverview:
    made = tuple(
        replace(overview.rows[place % len(overview.rows)], draft_id=1000 + place, client_name=f"Client {place:03}")
        for place in range(count)
    )
    return replace(overview, rows=made)


def test_two_hundred_drafts_are_one_list(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    page._take(many(sqlite_office.book.read(run_overview), 200))
    assert len(page.table.shown_rows()) == 200
    assert page.why._more.text().startswith("and ")
    for _turn in range(30):
        press(page.table.view, Qt.Key.Key_J)
    assert page.panel.place.text() == "31 of 200"


def test_more_drafts_need_no_more_statements(sqlite_office: Office) -> None:
    counts = []
    drafts(sqlite_office)
    for number in range(3):
        with asked(sqlite_office.book) as reads:
            sqlite_office.book.read(run_overview)
        counts.append(len(reads))
        client_id = rows(sqlite_office)[0].client_id
        if number == 0:
            sample = small_review(sqlite_office, client_id)
            log(sqlite_office, "PR", sample.tasks["Reading"], date(2026, 4, 9), "2")
            collected(sqlite_office, APRIL_END)
    assert counts[0] == counts[1] == counts[2] > 0


AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=40)


@given(amounts=AMOUNTS, currencies=st.lists(st.sampled_from(["GBP", "EUR"]), min_size=40, max_size=40))
@settings(max_examples=examples(40), deadline=None)
def test_the_totals_row_is_the_sum_of_the_rows_for_each_currency(amounts: list[int], currencies: list[str]) -> None:
    made = []
    for minor, currency in zip(amounts, currencies, strict=False):
        amount = Money(minor, currency)
        zero = Money.zero(currency)
        made.append(Sums(work=amount, adjusted=zero, expenses=zero, net=amount, tax=zero, gross=amount))
    column = next(one for one in draft_columns() if one.key == "total")
    listed = [_Line(sums) for sums in made]
    expected = []
    for currency in dict.fromkeys(item.gross.currency for item in made):
        total = sum((item.gross.minor for item in made if item.gross.currency == currency), 0)
        expected.append(FORMATS.money(Money(total, currency)))
    assert total_text(column, listed, FORMATS) == " + ".join(expected)


class _Line:
    def __init__(self, sums: Sums) -> None:
        self.sums = sums
