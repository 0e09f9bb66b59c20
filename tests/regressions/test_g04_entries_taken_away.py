"""G4: hours are taken back, changed or removed after they were collected; an invoice never bills what is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.invoices.commands import approve_draft, issue_invoice, keep_expense, reopen_draft, take_back_time
from app.invoices.queries import invoices
from app.kernel.problems import Problem
from app.timesheets.commands import approve_expense, approve_time, change_entry, change_expense, remove_entry
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review, pounds
from tests.samples.invoices import approved, collected, issued, rows
from tests.samples.timesheets import expense, log

DAY = date(2026, 4, 14)


@dataclass
class Desk:
    office: Office
    entry_id: int
    expense_id: int

    def take_back(self) -> None:
        self.office.book.perform(take_back_time, entry_ids=(self.entry_id,), reason="Wrong day")

    def blocked(self) -> str:
        (row,) = rows(self.office)
        with pytest.raises(Problem) as refused:
            self.office.book.perform(approve_draft, draft_id=row.draft_id, version=row.version)
        return refused.value.code


@pytest.fixture
def desk(office: Office) -> Desk:
    """Six hours and two, and a rail ticket, all on a draft that waits."""
    sample = billing_review(office, brightwater(office))
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 13), "2")
    entry_id = log(office, "PR", sample.tasks["Fieldwork"], DAY, "6")
    expense_id = expense(office, "PR", sample.sow_id, DAY, "Rail", "46.15", receipt="R-1")
    collected(office)
    return Desk(office, entry_id, expense_id)


def removed(desk: Desk) -> None:
    desk.office.book.perform(remove_entry, entry_id=desk.entry_id)


def left_open(_desk: Desk) -> None:
    pass


@pytest.mark.parametrize("then", [removed, left_open])
def test_hours_that_were_taken_back_block_the_draft_until_it_is_collected_anew(
    desk: Desk, then: Callable[[Desk], None]
) -> None:
    desk.take_back()
    then(desk)
    assert desk.blocked() == "draft.blocked"
    (row,) = collected(desk.office)
    assert row.seconds == 2 * 3600
    assert issued(desk.office, row).gross == pounds("451.38")


def test_hours_that_were_changed_and_approved_again_are_not_billed_as_they_were(desk: Desk) -> None:
    desk.take_back()
    desk.office.book.perform(change_entry, entry_id=desk.entry_id, seconds=3600)
    desk.office.book.perform(approve_time, entry_ids=(desk.entry_id,))
    assert desk.blocked() == "draft.blocked"
    (row,) = collected(desk.office)
    assert row.seconds == 3 * 3600


def test_an_approval_is_not_taken_back_under_an_approved_draft_or_an_invoice(desk: Desk) -> None:
    row = approved(desk.office, rows(desk.office)[0])
    with pytest.raises(Problem, match="draft that is approved"):
        desk.take_back()
    desk.office.book.perform(issue_invoice, draft_id=row.draft_id)
    with pytest.raises(Problem, match="billed with INV-2026-0001"):
        desk.take_back()
    tries: list[tuple[Callable[..., Any], dict[str, Any]]] = [(change_entry, {"seconds": 60}), (remove_entry, {})]
    for command, facts in tries:
        with pytest.raises(Problem, match="approved and stays"):
            desk.office.book.perform(command, entry_id=desk.entry_id, **facts)
    assert len(desk.office.book.read(invoices)) == 1


def test_an_expense_on_its_way_to_the_client_stays_as_it_is(desk: Desk) -> None:
    perform, number = desk.office.book.perform, desk.expense_id
    tries: tuple[dict[str, Any], ...] = (
        {"billable": False},
        {"group_name": "Trains"},
        {"quantity": Decimal(2)},
        {"net": pounds(1)},
    )
    for facts in tries:
        with pytest.raises(Problem) as refused:
            perform(change_expense, expense_id=number, **facts)
        assert refused.value.code == "expense.for_client"
    with pytest.raises(Problem, match="stays as it is"):
        perform(approve_expense, expense_id=number, billable=False)


def test_the_firm_keeps_an_expense_only_before_it_is_invoiced(desk: Desk) -> None:
    perform, number = desk.office.book.perform, desk.expense_id
    draft = approved(desk.office, rows(desk.office)[0])
    with pytest.raises(Problem, match="draft that is approved"):
        perform(keep_expense, expense_id=number)
    perform(reopen_draft, draft_id=draft.draft_id)
    perform(keep_expense, expense_id=number)
    assert desk.blocked() == "draft.blocked"
    (row,) = collected(desk.office)
    assert (row.expense_count, issued(desk.office, row).number) == (0, "INV-2026-0001")
    perform(approve_expense, expense_id=number, billable=True)
    (again,) = collected(desk.office)
    issued(desk.office, again)
    with pytest.raises(Problem, match="billed with INV-2026-0002"):
        perform(keep_expense, expense_id=number)
