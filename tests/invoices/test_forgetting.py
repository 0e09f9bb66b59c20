"""An acceptance that was recorded by mistake is forgotten until an invoice stands on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.engagements.commands import accept_change_order, accept_milestone, decline_change_order, reopen_change_order
from app.engagements.queries import sow
from app.invoices.commands import (
    OpeningLine,
    bring_opening_invoice,
    forget_milestone_acceptance,
    forget_order_acceptance,
)
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.clients import brightwater, castlegate
from tests.samples.engagements import billing_review, operating_model, pounds
from tests.samples.timesheets import log

DAY = date(2026, 4, 28)


def bill(office: Office, client_id: int, sow_id: int, hours: str, entry_ids: tuple[int, ...] = ()) -> None:
    office.act_as("EF").perform(
        bring_opening_invoice,
        number="INV-2026-0105",
        client_id=client_id,
        sow_id=sow_id,
        issued_on=date(2026, 4, 29),
        due_on=date(2026, 5, 29),
        lines=(OpeningLine(title="Work", quantity=hours, unit="h", rate="165", person_id=office.people["PR"]),),
        tax_code="S20",
        entry_ids=entry_ids,
    )


def test_a_change_order_waits_for_its_answer_again(office: Office) -> None:
    client_id = brightwater(office)
    made = billing_review(office, client_id)
    second = office.book.read(sow, sow_id=made.sow_id).change_orders[1].change_order_id
    with pytest.raises(Problem, match="is not accepted"):
        office.book.perform(forget_order_acceptance, change_order_id=second)
    office.book.perform(accept_change_order, change_order_id=second, accepted_on=DAY, accepted_by="Alice Mercer")
    office.act_as("PR")
    with pytest.raises(Problem, match="Your role may not"):
        office.book.perform(forget_order_acceptance, change_order_id=second)
    office.act_as("EF").perform(forget_order_acceptance, change_order_id=second)
    row = office.book.read(sow, sow_id=made.sow_id)
    assert (row.budget, row.change_orders[1].waits, row.change_orders[1].accepted_by) == (pounds(96000), True, "")
    assert row.signed_version == 3
    office.book.perform(accept_change_order, change_order_id=second, accepted_on=DAY, accepted_by="Alice Mercer")
    entry = log(office, "PR", made.tasks["Third site extract"], date(2026, 4, 24), 3)
    bill(office, client_id, made.sow_id, "3", (entry,))
    with pytest.raises(Problem, match="billed"):
        office.act_as("EF").perform(forget_order_acceptance, change_order_id=second)


def test_a_budget_that_invoices_need_stays(office: Office) -> None:
    client_id = brightwater(office)
    made = billing_review(office, client_id)
    first = office.book.read(sow, sow_id=made.sow_id).change_orders[0].change_order_id
    bill(office, client_id, made.sow_id, "520")
    with pytest.raises(Problem, match="More is invoiced than the budget without CO-01"):
        office.book.perform(forget_order_acceptance, change_order_id=first)


def test_a_milestone_waits_for_its_acceptance_again(office: Office) -> None:
    made = operating_model(office, castlegate(office))
    milestones = office.book.read(sow, sow_id=made.sow_id).milestones
    with pytest.raises(Problem, match="Milestone 4 is not accepted"):
        office.book.perform(forget_milestone_acceptance, milestone_id=milestones[3].milestone_id)
    office.book.perform(forget_milestone_acceptance, milestone_id=milestones[2].milestone_id)
    again = office.book.read(sow, sow_id=made.sow_id).milestones[2]
    assert (again.delivered_on, again.accepted_on) == (date(2026, 4, 24), None)


def test_undo_never_forgets_what_somebody_recorded_later(office: Office) -> None:
    made = billing_review(office, brightwater(office))
    order: dict[str, Any] = {
        "change_order_id": office.book.read(sow, sow_id=made.sow_id).change_orders[1].change_order_id
    }
    book = office.act_as("EF")
    first = book.perform(accept_change_order, **order, accepted_on=DAY, accepted_by="Alice Mercer").result
    book.perform(forget_order_acceptance, **order)
    again = book.perform(accept_change_order, **order, accepted_on=DAY, accepted_by="Bob Carr").result
    with pytest.raises(Problem, match="changed this record"):
        book.perform(forget_order_acceptance, **order, version=first)
    assert book.read(sow, sow_id=made.sow_id).change_orders[1].accepted_by == "Bob Carr"
    book.perform(forget_order_acceptance, **order, version=again)
    first = book.perform(decline_change_order, **order, declined_on=DAY).result
    book.perform(reopen_change_order, **order)
    again = book.perform(decline_change_order, **order, declined_on=DAY, reason="Next year").result
    with pytest.raises(Problem, match="changed this record"):
        book.perform(reopen_change_order, **order, version=first)
    book.perform(reopen_change_order, **order, version=again)


def test_undo_never_forgets_an_acceptance_that_was_recorded_later(office: Office) -> None:
    made = operating_model(office, castlegate(office))
    which: dict[str, Any] = {"milestone_id": office.book.read(sow, sow_id=made.sow_id).milestones[2].milestone_id}
    office.book.perform(forget_milestone_acceptance, **which)
    first = office.book.perform(accept_milestone, **which, accepted_on=DAY).result
    office.book.perform(forget_milestone_acceptance, **which)
    again = office.book.perform(accept_milestone, **which, accepted_on=date(2026, 4, 29)).result
    with pytest.raises(Problem, match="changed this record"):
        office.book.perform(forget_milestone_acceptance, **which, version=first)
    office.book.perform(forget_milestone_acceptance, **which, version=again)
