"""The demo firm: every figure of the pictures that today's rooms can compute, from entries made by commands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from app.burn.queries import alerts, burn_of, burn_views
from app.demo import build
from app.firm.queries import next_number, people
from app.harvest.queries import suggestions
from app.invoices.queries import invariants, invoices, run_rows
from app.kernel.money import Money
from app.kernel.periods import Period
from app.receivables.queries import aging, owed
from app.receivables.queries import invariants as cash_invariants
from app.storage.actor import Actor
from app.storage.book import Book
from app.storage.chain import chain_problems
from app.storage.check import file_problems
from app.timesheets.queries import week

pytestmark = pytest.mark.xdist_group("demo")
BRIGHTWATER = "SOW-2026-014"


def gbp(text: str) -> Money:
    return Money.of(text.replace(",", ""), "GBP")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with build(tmp_path_factory.mktemp("demo") / "demo.watertight") as book:
        yield book


def act_as(book: Book, initials: str) -> int:
    row = next(item for item in book.read(people) if item.initials == initials)
    book.actor = Actor(row.id, row.name, row.access_role.value, row.zone)
    return row.id


def test_brightwater_s_april_bill_is_right_to_the_penny(demo: Book) -> None:
    act_as(demo, "GB")
    row = next(item for item in demo.read(run_rows) if item.sow_number == BRIGHTWATER)
    assert row.seconds == 130.5 * 3600
    assert row.sums.work == gbp("18,962.50")
    assert row.sums.expenses == gbp("420.60")
    assert row.sums.tax == gbp("3,876.62")
    assert row.sums.gross == gbp("23,259.72")


@pytest.mark.parametrize(
    ("sow", "hours", "work", "adjusted", "expenses", "tax", "total", "shown"),
    [
        ("SOW-2026-014", "130.5", "18,962.50", "0", "420.60", "3,876.62", "23,259.72", "approved"),
        ("SOW-2025-041", "96.0", "30,000.00", "0", "0", "6,000.00", "36,000.00", "approved"),
        ("SOW-2026-017", "66.5", "9,475.00", "0", "0", "1,895.00", "11,370.00", "approved"),
        ("SOW-2026-009", "85.0", "10,775.00", "0", "0", "0", "10,775.00", "check"),
        ("SOW-2025-036", "11.0", "1,045.00", "-104.50", "0", "188.10", "1,128.60", "check"),
        ("SOW-2026-011", "39.5", "5,277.50", "-250.00", "0", "1,005.50", "6,033.00", "blocked"),
        ("SOW-2026-020", "41.0", "7,000.00", "0", "0", "1,400.00", "8,400.00", "hold"),
    ],
)
def test_each_draft_of_the_april_run_is_like_its_picture(  # noqa: PLR0917 - a row of the picture
    demo: Book, sow: str, hours: str, work: str, adjusted: str, expenses: str, tax: str, total: str, shown: str
) -> None:
    act_as(demo, "GB")
    row = next(item for item in demo.read(run_rows) if item.sow_number == sow)
    assert Decimal(row.seconds) / 3600 == Decimal(hours)
    found = (row.sums.work, row.sums.adjusted, row.sums.expenses, row.sums.tax, row.sums.gross)
    assert found == tuple(gbp(text) for text in (work, adjusted, expenses, tax, total))
    assert row.shown.value == shown


def test_the_run_adds_up_to_the_picture(demo: Book) -> None:
    act_as(demo, "GB")
    rows = demo.read(run_rows)
    assert len(rows) == 7
    assert sum(row.seconds for row in rows) == 469.5 * 3600
    for name, text in (
        ("work", "82,535.00"),
        ("adjusted", "-354.50"),
        ("expenses", "420.60"),
        ("tax", "14,365.22"),
        ("gross", "96,966.32"),
    ):
        assert sum(getattr(row.sums, name).minor for row in rows) == gbp(text).minor


def test_brightwater_has_used_three_quarters_of_its_budget(demo: Book) -> None:
    act_as(demo, "EF")
    view = next(item for item in demo.read(burn_views) if item.number == BRIGHTWATER)
    assert (view.used, view.budget, view.held) == (gbp("73,147.50"), gbp("96,000"), gbp("1,072.50"))
    assert view.reached == (75,)
    detail = demo.read(burn_of, sow_id=view.sow_id)
    assert [(crossing.percent, crossing.day) for crossing in detail.crossings] == [(75, date(2026, 4, 29))]
    assert detail.forecast is not None
    assert round(detail.forecast.middle.amount / 10) * 10 == 91770
    assert round(detail.forecast.low.amount / 10) * 10 == 84500
    assert round(detail.forecast.high.amount / 10) * 10 == 100690


def test_the_crossing_raised_one_alert(demo: Book) -> None:
    act_as(demo, "EF")
    found = [row for row in demo.read(alerts) if row.number == BRIGHTWATER]
    assert [(row.percent, row.crossed_on) for row in found] == [(75, date(2026, 4, 29))]


def test_what_is_owed_stands_in_the_right_ages(demo: Book) -> None:
    act_as(demo, "GB")
    rows = demo.read(owed)
    assert sum(row.balance.minor for row in rows) == gbp("121,032.00").minor
    assert {row.number: row.days_late for row in rows if row.days_late > 0} == {
        "INV-2026-0062": 69,
        "INV-2026-0084": 40,
        "INV-2025-0431": 105,
        "INV-2026-0091": 18,
        "INV-2026-0102": 6,
    }
    view = demo.read(aging, currency="GBP")
    sums = [bucket.amount for bucket in view.buckets]
    assert sums == [gbp(text) for text in ("56,646.00", "47,250.00", "9,432.00", "4,104.00", "3,600.00")]


def test_numbers_run_on_from_before_the_book(demo: Book) -> None:
    act_as(demo, "GB")
    numbers = sorted(row.number for row in demo.read(invoices) if row.origin.value == "issued")
    assert numbers == [f"INV-2026-{n:04d}" for n in range(107, 118)]
    assert demo.read(next_number, key="invoice", on=date(2026, 4, 30)) == "INV-2026-0118"


def test_priya_s_week_is_like_its_picture(demo: Book) -> None:
    person_id = act_as(demo, "PR")
    view = demo.read(week, person_id=person_id, monday=date(2026, 4, 27))
    assert sum(row.seconds for row in view.entries) == 21 * 3600
    by_task = {row.task_name: sum(cell.seconds for cell in row.cells) / 3600 for row in view.rows}
    assert by_task["Fieldwork"] == 13.5
    assert by_task["Third site extract"] == 1.5


def test_three_meetings_wait_in_priya_s_calendar_and_say_why(demo: Book) -> None:
    person_id = act_as(demo, "PR")
    view = demo.read(suggestions, person_id=person_id, period=Period(date(2026, 4, 27), date(2026, 5, 3)))
    found = {row.title: (row.seconds / 3600, row.task_name, row.reason) for row in view.rows}
    assert found == {
        "Foxglove pricing workshop 2": (1.5, "Pricing workshops", "Workshop 1 went here; 3 guests from the client"),
        "Call with A. Mercer": (1.0, "Steering", "A. Mercer is a Brightwater contact"),
        "Team stand-up": (0.5, "Team meeting", "Repeats every Thursday"),
    }
    assert view.private_left_out == 2


def test_the_books_are_sound(demo: Book) -> None:
    act_as(demo, "EF")
    for look in (chain_problems, file_problems, invariants, cash_invariants):
        assert demo.read(look) == []
