"""Recording payments: what is refused, what is allocated, what stays over."""

from __future__ import annotations

from datetime import date

import pytest

from app.kernel.money import Money
from app.kernel.problems import Problem
from app.receivables.commands import allocate, allocate_left_over, record_payment
from app.receivables.queries import allocations, invariants, owed, payments, standing
from tests.samples.engagements import pounds
from tests.samples.receivables import Debts, pay

APRIL = date(2026, 4, 29)


def balances(debts: Debts, client: str) -> dict[str, Money]:
    rows = debts.office.book.read(owed, client_id=debts.clients[client])
    return {row.number: row.balance for row in rows}


def test_a_payment_pays_the_oldest_invoice_first(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["brightwater"], "10000.00", APRIL)
    assert (done.allocated, done.left_over) == (pounds(10000), pounds(0))
    assert balances(debts, "brightwater") == {
        "INV-2026-0084": pounds("3536.00"),
        "INV-2026-0098": pounds(10200),
        "INV-2026-0105": pounds(38046),
        "INV-2026-0107": pounds(8400),
    }
    assert debts.office.book.read(invariants) == []


def test_a_partial_payment_leaves_the_rest_overdue(debts: Debts) -> None:
    number = debts.invoices["INV-2026-0102"]
    pay(debts.office, debts.clients["nordhavn"], "1250.00", APRIL, allocations=((number, pounds(1250)),))
    (row,) = debts.office.book.read(owed, client_id=debts.clients["nordhavn"])
    assert (row.balance, row.paid, row.part_paid, row.overdue, row.days_late) == (
        pounds(10000),
        pounds(1250),
        True,
        True,
        6,
    )


def test_what_no_invoice_takes_stays_with_the_client_and_can_be_allocated_later(debts: Debts) -> None:
    book = debts.office.book
    done = pay(debts.office, debts.clients["nordhavn"], "12000.00", APRIL, allocations=())
    assert (done.allocated, done.left_over) == (pounds(0), pounds(12000))
    book.perform(allocate, payment_id=done.payment_id, invoice_id=debts.invoices["INV-2026-0102"], amount=pounds(11250))
    assert balances(debts, "nordhavn") == {}
    (row,) = book.read(payments, client_id=debts.clients["nordhavn"])
    assert (row.allocated, row.left_over) == (pounds(11250), pounds(750))
    with pytest.raises(Problem, match=r"Only 750\.00 GBP of this payment is left"):
        book.perform(
            allocate, payment_id=done.payment_id, invoice_id=debts.invoices["INV-2026-0102"], amount=pounds(751)
        )


def test_what_is_left_over_is_spread_over_several_invoices(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["castlegate"], "40000.00", APRIL, allocations=())
    book = debts.office.act_as("GB")
    first, second = (debts.invoices[number] for number in ("INV-2025-0431", "INV-2026-0091"))
    parts = ((first, pounds(3600)), (second, pounds(36000)))
    left = book.perform(allocate_left_over, payment_id=done.payment_id, allocations=parts).result
    assert left == pounds(400)
    assert balances(debts, "castlegate") == {}
    for wrong, sentence in (((), "No invoice"), (((first, pounds(401)),), "Only 400"), (parts[:1] * 2, "Only")):
        with pytest.raises(Problem, match=sentence):
            book.perform(allocate_left_over, payment_id=done.payment_id, allocations=wrong)


def test_an_allocation_above_the_balance_leaves_no_trace(debts: Debts) -> None:
    book = debts.office.book
    with pytest.raises(Problem, match=r"Only 11250\.00 GBP is open on INV-2026-0102") as caught:
        pay(
            debts.office,
            debts.clients["nordhavn"],
            "12000.00",
            APRIL,
            allocations=((debts.invoices["INV-2026-0102"], pounds("11250.01")),),
        )
    assert caught.value.field == "allocations"
    assert book.read(payments, client_id=debts.clients["nordhavn"]) == []


def test_a_settled_invoice_takes_no_more(debts: Debts) -> None:
    number = debts.invoices["INV-2026-0102"]
    pay(debts.office, debts.clients["nordhavn"], "11250.00", APRIL)
    with pytest.raises(Problem, match=r"Only 0\.00 GBP is open"):
        pay(debts.office, debts.clients["nordhavn"], "1.00", APRIL, allocations=((number, pounds(1)),))


def test_an_invoice_of_another_client_is_refused(debts: Debts) -> None:
    with pytest.raises(Problem, match="another client"):
        pay(
            debts.office,
            debts.clients["nordhavn"],
            "100.00",
            APRIL,
            allocations=((debts.invoices["INV-2026-0091"], pounds(100)),),
        )


def test_the_bank_s_own_identity_comes_in_once(debts: Debts) -> None:
    pay(debts.office, debts.clients["nordhavn"], "250.00", APRIL, external_key="CAMT-77")
    with pytest.raises(Problem, match=r"in the book already: 250\.00 GBP of 2026-04-29"):
        pay(debts.office, debts.clients["castlegate"], "99.00", APRIL, external_key="CAMT-77")
    assert len(debts.office.book.read(payments)) == 2


def test_the_same_command_id_records_one_payment(debts: Debts) -> None:
    book = debts.office.book
    values = {"client_id": debts.clients["nordhavn"], "received_on": APRIL, "amount": pounds(500)}
    first = book.once("pay-1", record_payment, **values)  # type: ignore[arg-type]
    second = book.once("pay-1", record_payment, **values)  # type: ignore[arg-type]
    assert (second.replayed, second.result) == (True, first.result)
    assert len(book.read(payments, client_id=debts.clients["nordhavn"])) == 1


@pytest.mark.parametrize(
    ("change", "sentence", "field"),
    [
        ({"amount": Money(0, "GBP")}, "more than nothing", "amount"),
        ({"amount": Money(-100, "GBP")}, "more than nothing", "amount"),
        ({"amount": Money(100, "EUR")}, "billed in GBP", "amount"),
        ({"received_on": date(2026, 5, 1)}, "in the future", "received_on"),
        ({"method": "barter"}, "method", "method"),
        ({"allocations": ((1, Money(-5, "GBP")),)}, "below zero", "allocations"),
        ({"allocations": ((1, Money(5, "EUR")),)}, "payment is in GBP", "allocations"),
        ({"allocations": ((1, Money(5, "GBP")), (1, Money(5, "GBP")))}, "twice", "allocations"),
        ({"allocations": ((1, Money(90, "GBP")), (2, Money(20, "GBP")))}, "more than the payment", "allocations"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    debts: Debts, change: dict[str, object], sentence: str, field: str
) -> None:
    values = {"client_id": debts.clients["nordhavn"], "received_on": APRIL, "amount": Money(100, "GBP")} | change
    with pytest.raises(Problem, match=sentence) as caught:
        debts.office.book.perform(record_payment, **values)  # type: ignore[arg-type]
    assert caught.value.field == field


@pytest.mark.parametrize("initials", ["PR", "JW", "AC"])
def test_recording_needs_the_right(debts: Debts, initials: str) -> None:
    book = debts.office.act_as(initials)
    with pytest.raises(Problem, match="record payments"):
        book.perform(record_payment, client_id=debts.clients["nordhavn"], received_on=APRIL, amount=pounds(1))


def test_what_paid_an_invoice_is_known(debts: Debts) -> None:
    number = debts.invoices["INV-2025-0431"]
    (row,) = debts.office.book.read(allocations, invoice_id=number)
    assert (row.amount, row.received_on, row.invoice_number) == (pounds(32400), date(2026, 1, 14), "INV-2025-0431")
    (stands,) = debts.office.book.read(standing, invoice_ids=(number,))
    assert (stands.gross, stands.paid, stands.balance) == (pounds(36000), pounds(32400), pounds(3600))


def test_money_received_before_the_invoice_counts_from_its_issue(debts: Debts) -> None:
    done = pay(debts.office, debts.clients["nordhavn"], "11250.00", date(2026, 3, 1))
    (row,) = debts.office.book.read(allocations, invoice_id=debts.invoices["INV-2026-0102"])
    assert row.payment_id == done.payment_id
    assert (row.received_on, row.allocated_on) == (date(2026, 3, 1), date(2026, 3, 25))
