"""G9: the same command or bank line comes twice: once it counts; with other details it is refused, never mixed up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.kernel.problems import Problem
from app.receivables.commands import record_payment
from app.receivables.queries import payments
from app.timesheets.commands import log_time
from app.timesheets.queries import entries
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review, pounds
from tests.samples.receivables import pay

DAY = date(2026, 4, 29)


def test_a_retry_counts_once_and_another_payload_under_its_name_is_refused(office: Office) -> None:
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    facts: dict[str, Any] = {"person_id": office.people["PR"], "task_id": task, "day": DAY}
    first = office.book.once("k-1", log_time, **facts, seconds=3600)
    again = office.book.once("k-1", log_time, **facts, seconds=3600)
    assert (again.replayed, again.result) == (True, first.result)
    with pytest.raises(Problem, match="used with other details"):
        office.book.once("k-1", log_time, **facts, seconds=7200)
    (entry,) = office.book.read(entries, person_id=office.people["PR"])
    assert entry.seconds == 3600


def test_a_line_of_the_bank_is_one_payment_even_when_it_says_another_amount(office: Office) -> None:
    client_id = brightwater(office)
    pay(office, client_id, "100.00", DAY, external_key="bank-7")
    for amount in (pounds(100), pounds(200)):
        with pytest.raises(Problem, match=r"in the book already: 100\.00 GBP"):
            office.book.perform(
                record_payment, client_id=client_id, received_on=DAY, amount=amount, external_key="bank-7"
            )
    assert [row.amount for row in office.book.read(payments)] == [pounds(100)]
