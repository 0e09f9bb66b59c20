"""What is owed, by invoice, age and client."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert

from app.kernel.money import total
from app.kernel.problems import Problem
from app.receivables.domain import AgingBucket
from app.receivables.queries import (
    aging,
    aging_of,
    collections,
    invariants,
    open_balances,
    owed,
    owed_by_client,
    payment_form,
    payments,
)
from app.receivables.records import PaymentAllocation
from tests.asked import asked
from tests.samples.engagements import pounds
from tests.samples.receivables import Debts, pay
from tests.tampering import past_the_guards


def test_the_ages_are_those_of_the_sample_firm(debts: Debts) -> None:
    view = debts.office.book.read(aging)
    assert [(row.bucket, row.amount, row.count) for row in view.buckets] == [
        (AgingBucket.NOT_DUE, pounds(56646), 3),
        (AgingBucket.TO_30, pounds(47250), 2),
        (AgingBucket.TO_60, pounds(9432), 1),
        (AgingBucket.TO_90, pounds(4104), 1),
        (AgingBucket.OVER_90, pounds(3600), 1),
    ]
    assert (view.owed, view.overdue, view.count) == (pounds(121032), pounds(64386), 8)
    assert [round(view.percent(row.amount)) for row in view.buckets] == [47, 39, 8, 3, 3]


def test_the_oldest_debt_comes_first(debts: Debts) -> None:
    rows = debts.office.book.read(owed)
    assert [(row.number, row.days_late) for row in rows] == [
        ("INV-2025-0431", 105),
        ("INV-2026-0062", 69),
        ("INV-2026-0084", 40),
        ("INV-2026-0091", 18),
        ("INV-2026-0102", 6),
        ("INV-2026-0098", 0),
        ("INV-2026-0105", 0),
        ("INV-2026-0107", -14),
    ]
    assert all(row.gross == row.paid + row.balance for row in rows)


def test_bar_list_and_clients_tell_the_same_sum(debts: Debts) -> None:
    pay(debts.office, debts.clients["brightwater"], "1234.56", date(2026, 4, 30))
    book = debts.office.book
    view = book.read(collections)
    assert total((row.balance for row in view.rows), "GBP") == view.aging[0].owed
    assert total((row.owed for row in book.read(owed_by_client)), "GBP") == view.aging[0].owed
    assert total((row.overdue for row in book.read(owed_by_client)), "GBP") == view.aging[0].overdue


@pytest.mark.parametrize("day", [None, *(date(2026, 4, day) for day in (9, 10, 24, 30)), date(2026, 8, 1)])
def test_the_database_adds_up_the_ages_of_the_very_debts_that_are_listed(debts: Debts, day: date | None) -> None:
    pay(debts.office, debts.clients["brightwater"], "1234.56", date(2026, 4, 20))
    book = debts.office.book
    assert book.read(aging, on=day) == aging_of(book.read(owed, on=day), "GBP")
    balances = book.read(open_balances)
    assert {row.invoice_id: row.balance for row in book.read(owed)} == balances
    assert {type(balance.minor) for balance in balances.values()} == {int}


def test_the_past_stands_as_it_stood(debts: Debts) -> None:
    pay(debts.office, debts.clients["castlegate"], "3600.00", date(2026, 4, 20))
    book = debts.office.book
    before = {row.number: row for row in book.read(owed, on=date(2026, 4, 19))}
    assert (before["INV-2025-0431"].balance, before["INV-2025-0431"].days_late) == (pounds(3600), 94)
    assert "INV-2025-0431" not in {row.number for row in book.read(owed, on=date(2026, 4, 20))}
    assert "INV-2026-0107" not in {row.number for row in book.read(owed, on=date(2026, 4, 13))}
    assert book.read(aging, on=date(2026, 1, 10)).owed == pounds(36000)


def test_the_largest_debtor_comes_first(debts: Debts) -> None:
    rows = debts.office.book.read(owed_by_client)
    assert [(row.client_name, row.owed, row.invoices, row.most_days_late) for row in rows] == [
        ("Brightwater Utilities", pounds(70182), 5, 69),
        ("Castlegate Property Group", pounds(39600), 2, 105),
        ("Nordhavn Logistics A/S", pounds(11250), 1, 6),
    ]


def test_money_without_an_invoice_is_seen(debts: Debts) -> None:
    pay(debts.office, debts.clients["quayside"], "50.00", date(2026, 4, 29), reference="ticket hall")
    (row,) = debts.office.book.read(collections).unallocated
    assert (row.client_name, row.left_over, row.reference) == ("Quayside Theatre Trust", pounds(50), "ticket hall")


@pytest.mark.parametrize("initials", ["PR", "JW"])
def test_sums_owed_are_for_those_who_may_see_money(debts: Debts, initials: str) -> None:
    book = debts.office.act_as(initials)
    for query in (owed, aging, collections, owed_by_client, payments):
        with pytest.raises(Problem, match="see invoices and sums owed"):
            book.read(query)


def test_an_accountant_reads_everything(debts: Debts) -> None:
    assert debts.office.act_as("AC").read(collections).rows


def test_broken_sums_are_found(debts: Debts) -> None:
    book = debts.office.book
    assert book.read(invariants) == []
    values = {
        "payment_id": book.read(payments)[0].payment_id,
        "invoice_id": debts.invoices["INV-2026-0102"],
        "amount_minor": 1_200_000,
        "allocated_on": date(2026, 4, 30),
    }
    with past_the_guards(book) as connection:
        connection.execute(insert(PaymentAllocation).values(**values))
    assert [problem.code for problem in book.read(invariants)] == [
        "receivables.payment_overspent",
        "receivables.invoice_overpaid",
        "receivables.foreign_payment",
    ]


def test_a_page_asks_few_questions(debts: Debts) -> None:
    book = debts.office.book
    for query, most in ((owed, 1), (payments, 1), (collections, 5), (payment_form, 2)):
        with asked(book) as reads:
            book.read(query)
        assert 0 < len(reads) <= most, query
