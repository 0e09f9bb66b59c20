"""What comes through the door to a command: nothing that one of the two databases would choke on, on any field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest

from app.invoices.commands import OpeningLine, adjust_draft, bring_opening_invoice, collect
from app.kernel.money import LIMIT, Money
from app.kernel.problems import Problem
from app.storage.door import check
from app.timesheets.commands import approve_time
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.invoices import collected, rows
from tests.samples.timesheets import log

DAY = date(2026, 4, 14)


@dataclass(frozen=True)
class Spec:
    name: str
    rates: tuple[Decimal, ...] = ()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\x00b", "value.characters"),
        ("a\ud800b", "value.characters"),
        ("x" * 10_001, "value.long"),
        (2**63, "value.large"),
        (-(2**63), "value.large"),
        (Decimal("1e30"), "value.large"),
        (Decimal("NaN"), "value.large"),
        (Decimal("Infinity"), "value.large"),
        (Money(LIMIT + 1, "GBP"), "value.large"),
        (date(9999, 12, 31), "value.day"),
        (date(1, 1, 1), "value.day"),
        ((1, 2**63), "value.large"),
        (Spec("fine", (Decimal(1), Decimal("-Infinity"))), "value.large"),
        ((Spec("not\x00fine"),), "value.characters"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(value: object, code: str) -> None:
    with pytest.raises(Problem) as refused:
        check({"fine": "fine", "strange": value})
    assert (refused.value.code, refused.value.field) == (code, "strange")


@pytest.mark.parametrize(
    "value", [None, True, "", "Zoë & <Söhne> 🎉\nline", -5, Decimal("0.0001"), Money(-LIMIT, "GBP"), DAY, (), b"bytes"]
)
def test_what_can_be_kept_comes_in(value: object) -> None:
    check({"field": value})


def test_an_instant_without_a_zone_is_a_bug_and_not_guessed() -> None:
    with pytest.raises(TypeError, match="without a zone"):
        check({"starts_at": datetime(2026, 4, 14, 9)})  # noqa: DTZ001 - that is the point


def test_a_command_stops_at_the_door_before_it_touches_the_book(office: Office) -> None:
    for command, facts in (
        (collect, {"through": date(9999, 12, 31), "invoice_date": DAY}),
        (approve_time, {"entry_ids": (10**20,)}),
    ):
        with pytest.raises(Problem) as refused:
            office.book.perform(command, **facts)  # type: ignore[arg-type]
        assert refused.value.code.startswith("value.")


def test_a_sum_that_grows_too_large_inside_a_command_is_said_and_not_kept(office: Office) -> None:
    client_id = brightwater(office)
    sample = billing_review(office, client_id)
    log(office, "PR", sample.tasks["Fieldwork"], DAY, "1")
    (row,) = collected(office)
    lines = (OpeningLine(title="Work", quantity="999999999", unit="h", rate="999999999"),)
    with pytest.raises(Problem) as refused:
        office.book.perform(
            bring_opening_invoice,
            number="OLD-1",
            client_id=client_id,
            sow_id=sample.sow_id,
            issued_on=DAY,
            due_on=DAY,
            lines=lines,
            tax_code="S20",
        )
    assert refused.value.code == "value.large"
    with pytest.raises(Problem) as refused:
        office.book.perform(
            adjust_draft, draft_id=row.draft_id, amount=Money(LIMIT * 10, "GBP"), title="More", reason="Error"
        )
    assert refused.value.code == "value.large"
    assert rows(office)[0].sums == row.sums
