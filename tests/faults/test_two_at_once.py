"""Two people do the same thing, or the opposite, at the same moment: one is told, nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app.invoices.commands import (
    adjust_draft,
    approve_draft,
    collect,
    issue_invoice,
    remove_draft,
    take_back_time,
)
from app.invoices.queries import invariants, invoices
from app.invoices.records import Allocation, DraftUnit
from app.kernel.problems import Problem
from app.receivables.commands import allocate, record_payment
from app.receivables.queries import owed
from app.storage.chain import chain_problems
from app.storage.reading import Reads
from app.timesheets.commands import log_time
from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import SowSample, billing_review, pounds, small_review
from tests.samples.invoices import APRIL_END, approved, collected, issued, rows
from tests.samples.receivables import debt, pay
from tests.samples.timesheets import log

DAY = date(2026, 4, 29)
Call = tuple[Callable[..., Any], dict[str, Any]]


def together(office: Office, *calls: Call) -> list[Any]:
    """Carry out all calls at the same moment; the answer or the problem's code of each."""
    answers: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def carry_out(place: int, call: Call) -> None:
        command, facts = call
        start.wait()
        try:
            answers[place] = office.book.perform(command, **facts).result
        except Problem as problem:
            answers[place] = problem.code

    threads = [threading.Thread(target=carry_out, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in answers, "a command ended with a bug"
    assert office.book.read(chain_problems) == []
    assert office.book.read(invariants) == []
    return answers


def refusals(answers: list[Any]) -> list[str]:
    return [answer for answer in answers if isinstance(answer, str)]


def billed_and_drafted(reads: Reads) -> int:
    """Units that stand on a draft although an invoice billed them."""
    same = (Allocation.unit_kind == DraftUnit.unit_kind) & (Allocation.unit_id == DraftUnit.unit_id)
    found: int = reads.execute(select(func.count()).select_from(DraftUnit).join(Allocation, same)).scalar_one()
    return found


@pytest.fixture
def worked(office: Office) -> tuple[Office, SowSample]:
    """Ten hours of fieldwork, approved."""
    sample = billing_review(office, brightwater(office))
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 14), "7.5")
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 15), "2.5")
    return office, sample


def test_two_people_collect_and_each_hour_is_on_one_draft(worked: tuple[Office, SowSample]) -> None:
    office, _sample = worked
    call: Call = (collect, {"through": APRIL_END, "invoice_date": APRIL_END})
    first, second, third = together(office, call, call, call)
    assert sorted([first.hours, second.hours, third.hours]) == [0, 0, 10]
    (row,) = rows(office)
    assert row.seconds == 36_000


def test_two_people_approve_and_one_is_told(worked: tuple[Office, SowSample]) -> None:
    office, _sample = worked
    (row,) = collected(office)
    call: Call = (approve_draft, {"draft_id": row.draft_id, "version": row.version})
    assert len(refusals(together(office, call, call))) == 1


def test_two_people_issue_and_one_number_is_taken(worked: tuple[Office, SowSample]) -> None:
    office, _sample = worked
    row = approved(office, collected(office)[0])
    call: Call = (issue_invoice, {"draft_id": row.draft_id})
    assert refusals(together(office, call, call, call)) == ["invoice.issued_already"] * 2
    assert [item.number for item in office.book.read(invoices)] == ["INV-2026-0001"]


def test_a_draft_removed_while_it_is_issued_is_either_gone_or_issued(worked: tuple[Office, SowSample]) -> None:
    office, _sample = worked
    row = approved(office, collected(office)[0])
    answers = together(office, (issue_invoice, {"draft_id": row.draft_id}), (remove_draft, {"draft_id": row.draft_id}))
    assert len(refusals(answers)) == 1
    assert (len(office.book.read(invoices)), rows(office)) == (1, [])


def test_collecting_while_an_invoice_is_issued_drafts_nothing_twice(worked: tuple[Office, SowSample]) -> None:
    office, sample = worked
    row = approved(office, collected(office)[0])
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 16), "1")
    answers = together(
        office,
        (issue_invoice, {"draft_id": row.draft_id}),
        (collect, {"through": APRIL_END, "invoice_date": APRIL_END}),
    )
    assert refusals(answers) == []
    assert office.book.read(billed_and_drafted) == 0


def test_an_adjustment_never_slips_under_an_approval(worked: tuple[Office, SowSample]) -> None:
    office, _sample = worked
    (row,) = collected(office)
    answers = together(
        office,
        (approve_draft, {"draft_id": row.draft_id, "version": row.version}),
        (adjust_draft, {"draft_id": row.draft_id, "amount": pounds(-500), "title": "Discount", "reason": "Agreed"}),
    )
    assert len(refusals(answers)) == 1


def test_an_hour_is_not_taken_back_while_it_is_invoiced(worked: tuple[Office, SowSample]) -> None:
    office, sample = worked
    entry_id = log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 16), "1")
    row = approved(office, collected(office)[0])
    answers = together(
        office,
        (issue_invoice, {"draft_id": row.draft_id}),
        (take_back_time, {"entry_ids": (entry_id,), "reason": "Wrong day"}),
    )
    assert refusals(answers) in (["work.invoiced"], ["work.on_approved_draft"])


def test_two_payments_at_once_pay_an_invoice_once(office: Office) -> None:
    client_id = brightwater(office)
    invoice_id = debt(office, client_id, billing_review(office, client_id), "OLD-1", gross="900.00", due_on=APRIL_END)
    call: Call = (
        record_payment,
        {
            "client_id": client_id,
            "received_on": APRIL_END,
            "amount": pounds(900),
            "allocations": ((invoice_id, pounds(900)),),
        },
    )
    assert refusals(together(office, call, call)) == ["payment.above_balance"]
    assert office.book.read(owed) == []


def test_what_is_left_of_a_payment_is_spent_once(office: Office) -> None:
    client_id = brightwater(office)
    sample = billing_review(office, client_id)
    paid = pay(office, client_id, "500.00", APRIL_END)
    first = debt(office, client_id, sample, "OLD-1", gross="500.00", due_on=APRIL_END)
    second = debt(office, client_id, sample, "OLD-2", gross="500.00", due_on=APRIL_END)
    answers = together(
        office,
        *(
            (allocate, {"payment_id": paid.payment_id, "invoice_id": one, "amount": pounds(500)})
            for one in (first, second)
        ),
    )
    assert refusals(answers) == ["payment.left_over"]


def test_a_day_has_at_most_25_hours_for_two_writers_too(worked: tuple[Office, SowSample]) -> None:
    office, sample = worked
    call: Call = (
        log_time,
        {"person_id": office.people["PR"], "task_id": sample.tasks["Fieldwork"], "day": DAY, "seconds": 13 * 3600},
    )
    assert refusals(together(office, call, call)) == ["time.day_full"]


def test_numbers_stay_gapless_when_two_people_issue_different_drafts(worked: tuple[Office, SowSample]) -> None:
    office, _sample = worked
    other = small_review(office, quayside(office))
    log(office, "PR", other.tasks["Reading"], DAY, "2")
    drafts = [approved(office, row) for row in collected(office)]
    answers = together(office, *((issue_invoice, {"draft_id": row.draft_id}) for row in drafts))
    assert sorted(answer.number for answer in answers) == ["INV-2026-0001", "INV-2026-0002"]


def test_an_issued_draft_is_not_issued_again(worked: tuple[Office, SowSample]) -> None:
    office, _sample = worked
    (row,) = collected(office)
    issued(office, row)
    with pytest.raises(Problem, match="was issued as INV-2026-0001"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)
