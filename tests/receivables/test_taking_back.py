"""Taking a payment back, and the story of an invoice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert

from app.exports.domain import Target
from app.exports.queries import export_books
from app.kernel.money import Money
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.receivables.commands import allocate, record_payment, take_back_payment
from app.receivables.queries import (
    EventKind,
    collections,
    invariants,
    invoice_story,
    owed,
    payment_list,
    payment_to_take_back,
    payments,
)
from app.receivables.records import Payment
from tests.samples.engagements import pounds
from tests.samples.receivables import Debts, pay

APRIL = date(2026, 4, 20)
LATER = datetime(2026, 5, 4, 9, tzinfo=UTC)


def balance(debts: Debts, number: str, on: date | None = None) -> Money | None:
    return next((row.balance for row in debts.office.book.read(owed, on=on) if row.number == number), None)


def test_what_a_payment_paid_is_owed_again(debts: Debts) -> None:
    book = debts.office.book
    before = book.read(owed)
    done = pay(debts.office, debts.clients["brightwater"], "14000.00", APRIL)
    debts.office.act_as("GB").perform(take_back_payment, payment_id=done.payment_id)
    assert book.read(owed) == before
    assert balance(debts, "INV-2026-0084", APRIL) == pounds(9432)
    assert book.read(invariants) == []
    assert book.read(collections).unallocated == ()


def test_what_was_left_over_waits_no_more(debts: Debts) -> None:
    book = debts.office.act_as("GB")
    done = pay(debts.office, debts.clients["nordhavn"], "500.00", APRIL, allocations=())
    book = debts.office.act_as("GB")
    assert len(book.read(collections).unallocated) == 1
    book.perform(take_back_payment, payment_id=done.payment_id)
    assert book.read(collections).unallocated == ()
    rows = [row for row in book.read(payments) if row.client_id == debts.clients["nordhavn"]]
    assert [(row.amount, row.left_over, row.taken_back, row.takes_back) for row in rows] == [
        (pounds(500), pounds(0), True, False),
        (pounds(-500), pounds(0), False, True),
    ]
    with pytest.raises(Problem, match=r"Only 0\.00 GBP of this payment is left"):
        book.perform(allocate, payment_id=done.payment_id, invoice_id=debts.invoices["INV-2026-0102"], amount=pounds(1))


def test_it_is_taken_back_once_only(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["nordhavn"], "500.00", APRIL)
    book = debts.office.act_as("GB")
    back = book.perform(take_back_payment, payment_id=done.payment_id).result
    for number in (done.payment_id, back):
        with pytest.raises(Problem, match="taken back already"):
            book.perform(take_back_payment, payment_id=number)


def test_a_payment_of_an_earlier_day_is_taken_back_as_of_today(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["nordhavn"], "11250.00", APRIL)
    debts.office.clock.set(LATER)
    debts.office.act_as("GB").perform(take_back_payment, payment_id=done.payment_id)
    assert balance(debts, "INV-2026-0102") == pounds(11250)
    assert balance(debts, "INV-2026-0102", date(2026, 5, 3)) is None
    assert balance(debts, "INV-2026-0102", date(2026, 4, 19)) == pounds(11250)


def test_files_for_the_accountant_sum_to_nothing(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["nordhavn"], "12000.00", APRIL)
    book = debts.office.act_as("GB")
    book.perform(take_back_payment, payment_id=done.payment_id)
    month = Period(date(2026, 4, 1), date(2026, 4, 30))
    ((_name, content),) = book.read(export_books, period=month, targets=(Target.PAYMENTS,)).files
    head, *lines = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    parts = [float(line[head.index("allocated")]) for line in lines]
    assert len(parts) > 2
    assert sum(parts) == 0


@pytest.mark.parametrize("initials", ["PR", "JW", "AC"])
def test_taking_back_needs_the_right(debts: Debts, initials: str) -> None:
    done = pay(debts.office, debts.clients["nordhavn"], "1.00", APRIL)
    with pytest.raises(Problem, match="record payments"):
        debts.office.act_as(initials).perform(take_back_payment, payment_id=done.payment_id)


def test_the_bank_cannot_give_the_book_s_own_identity(debts: Debts) -> None:
    with pytest.raises(Problem, match="how the book names") as caught:
        pay(debts.office, debts.clients["nordhavn"], "1.00", APRIL, external_key="taken back:1")
    assert caught.value.field == "external_key"


def test_half_a_taking_back_is_found(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["nordhavn"], "10.00", APRIL)
    book = debts.office.book
    with book.engine.begin() as connection:
        connection.execute(
            insert(Payment).values(
                client_id=debts.clients["nordhavn"],
                received_on=APRIL,
                amount_minor=-1000,
                currency="GBP",
                method="bank transfer",
                recorded_at=LATER,
                reference="",
                external_key=f"taken back:{done.payment_id}",
            )
        )
    assert [problem.code for problem in book.read(invariants)] == ["receivables.half_taken_back"]


def test_an_invoice_tells_its_story(debts: Debts) -> None:
    office = debts.office
    number = debts.invoices["INV-2026-0102"]
    first = pay(office, debts.clients["nordhavn"], "1250.00", APRIL, reference="BACS 1")
    wrong = pay(office, debts.clients["nordhavn"], "2000.00", date(2026, 4, 25))
    office.act_as("GB").perform(take_back_payment, payment_id=wrong.payment_id)
    story = office.book.read(invoice_story, invoice_id=number)
    assert [(event.kind, event.on, event.amount) for event in story.events] == [
        (EventKind.TAKEN_BACK, date(2026, 4, 25), pounds(2000)),
        (EventKind.DUE, date(2026, 4, 24), pounds(11250)),
        (EventKind.PAID, APRIL, pounds(1250)),
        (EventKind.ISSUED, date(2026, 3, 25), pounds(11250)),
    ]
    paid = story.events[2]
    assert (paid.payment_id, paid.payment, paid.reference) == (first.payment_id, pounds(1250), "BACS 1")
    assert (story.row.balance, story.row.paid, story.row.last_paid_on) == (pounds(10000), pounds(1250), APRIL)


def test_a_story_names_the_payer(debts: Debts) -> None:
    story = debts.office.book.read(invoice_story, invoice_id=debts.invoices["INV-2026-0105"])
    assert story.row.client_name == "Brightwater Utilities"
    assert story.payer_name


def test_a_story_of_nothing_is_a_problem_and_money_is_for_those_who_may_see_it(debts: Debts) -> None:
    with pytest.raises(Problem, match="not in the book"):
        debts.office.book.read(invoice_story, invoice_id=99_999)
    with pytest.raises(Problem, match="see invoices"):
        debts.office.act_as("PR").read(invoice_story, invoice_id=debts.invoices["INV-2026-0105"])


def test_the_same_command_id_takes_back_once(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["nordhavn"], "500.00", APRIL)
    book = debts.office.act_as("GB")
    first = book.once("back-1", take_back_payment, payment_id=done.payment_id)
    second = book.once("back-1", take_back_payment, payment_id=done.payment_id)
    assert (second.replayed, second.result) == (True, first.result)
    again = book.perform(
        record_payment, client_id=debts.clients["nordhavn"], received_on=APRIL, amount=pounds(500)
    ).result
    assert again.allocated == pounds(500)


def test_all_payments_stand_in_one_list_with_what_they_pay(debts: Debts) -> None:
    book = debts.office.book
    wrong = pay(debts.office, debts.clients["castlegate"], "5000.00", APRIL)
    debts.office.act_as("GB").perform(take_back_payment, payment_id=wrong.payment_id)
    part = pay(debts.office, debts.clients["castlegate"], "40000.00", APRIL)
    rows = book.read(payment_list).rows
    assert [(row.payment.amount, row.payment.taken_back, row.numbers) for row in rows] == [
        (pounds(40000), False, ("INV-2025-0431", "INV-2026-0091")),
        (pounds(5000), True, ()),
        (pounds(32400), False, ("INV-2025-0431",)),
    ]
    assert rows[0].payment.left_over == pounds(400)
    again = debts.office.act_as("GB").read(payment_to_take_back, payment_id=part.payment_id)
    assert again.parts == (
        (debts.invoices["INV-2026-0091"], pounds(36000)),
        (debts.invoices["INV-2025-0431"], pounds(3600)),
    )
    with pytest.raises(Problem, match="not in the book"):
        book.read(payment_to_take_back, payment_id=99_999)
    with pytest.raises(Problem, match="record payments"):
        debts.office.act_as("AC").read(payment_to_take_back, payment_id=part.payment_id)


def test_parts_given_on_several_days_are_each_taken_back_on_their_day(debts: Debts) -> None:
    """On no day looked back at is more owed than the invoice says."""
    number, invoice = "INV-2026-0102", debts.invoices["INV-2026-0102"]
    done = pay(debts.office, debts.clients["nordhavn"], "500.00", APRIL, allocations=((invoice, pounds(200)),))
    book = debts.office.act_as("GB")
    book.perform(allocate, payment_id=done.payment_id, invoice_id=invoice, amount=pounds(300))
    book.perform(take_back_payment, payment_id=done.payment_id)
    days = (date(2026, 4, 19), APRIL, date(2026, 4, 25), date(2026, 4, 30))
    assert [balance(debts, number, day) for day in days] == [pounds(11250)] * 4
    assert book.read(invariants) == []


def test_a_payment_recorded_again_later_never_pays_twice_on_a_day_looked_back_at(debts: Debts) -> None:
    number = "INV-2026-0102"
    done = pay(debts.office, debts.clients["nordhavn"], "11250.00", APRIL)
    debts.office.clock.set(LATER)
    book = debts.office.act_as("GB")
    view = book.read(payment_to_take_back, payment_id=done.payment_id)
    book.perform(take_back_payment, payment_id=done.payment_id)
    pay(debts.office, debts.clients["nordhavn"], "11250.00", APRIL, allocations=view.parts)
    assert [balance(debts, number, day) for day in (APRIL, date(2026, 5, 3), date(2026, 5, 4), None)] == [None] * 4
    assert balance(debts, number, date(2026, 4, 19)) == pounds(11250)
    pay(debts.office, debts.clients["brightwater"], "100.00", APRIL)
    assert all(row.balance.minor > 0 for day in range(1, 31) for row in book.read(owed, on=date(2026, 4, day)))
