"""What is due soon, how long clients take to pay, and that every sum of the page is the same money."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Money, total
from app.kernel.problems import Problem
from app.receivables.commands import bring_billed_before
from app.receivables.domain import AgingBucket, billing_window, bucket, days_to_get_paid, risk
from app.receivables.queries import OwedRow, aging_of, collections, due_soon_of
from tests.samples.engagements import pounds
from tests.samples.receivables import Debts

TODAY = date(2026, 4, 30)


def row(number: int, minor: int, days_late: int, currency: str = "GBP", client: int = 1) -> OwedRow:
    due = TODAY - timedelta(days_late)
    balance = Money(minor, currency)
    return OwedRow(
        invoice_id=number,
        number=f"INV-{number:04d}",
        client_id=client,
        client_name=f"Client {client}",
        sow_id=None,
        sow_number="",
        issued_on=due - timedelta(30),
        due_on=due,
        gross=balance,
        paid=Money.zero(currency),
        balance=balance,
        days_late=days_late,
        bucket=bucket(days_late),
        owner_name="",
        owner_initials="",
        last_paid_on=None,
    )


drawn = st.lists(
    st.tuples(st.integers(1, 10**9), st.integers(-90, 400), st.sampled_from(["GBP", "EUR"]), st.integers(1, 4)),
    max_size=40,
).map(lambda rows: [row(place, *given) for place, given in enumerate(rows, start=1)])


@given(drawn)
def test_bar_list_and_balance_are_the_same_money_in_each_currency(rows: list[OwedRow]) -> None:
    for currency in ("GBP", "EUR"):
        view = aging_of(rows, currency)
        mine = [one for one in rows if one.balance.currency == currency]
        assert view.owed == total((one.balance for one in mine), currency)
        assert view.overdue == total((one.balance for one in mine if one.overdue), currency)
        assert view.count == len(mine)
        assert [part.bucket for part in view.buckets] == list(AgingBucket)
        soon = due_soon_of(rows, currency, TODAY)
        assert soon.amount == total((amount for _name, amount in soon.clients), currency)
        assert soon.amount <= view.buckets[0].amount


@given(drawn)
def test_what_is_not_due_weighs_nothing_and_older_debts_weigh_more(rows: list[OwedRow]) -> None:
    for one in rows:
        assert (one.risk == 0) == (not one.overdue)
        assert one.risk <= risk(one.balance, one.days_late + 30)


def test_the_weights_are_those_of_the_sample_firm() -> None:
    assert risk(pounds(9432), 40) == 2 * 943_200
    assert risk(pounds(3600), 105) == 4 * 360_000
    assert risk(pounds(11250), 6) == 1_125_000
    assert risk(pounds(8400), 0) == 0


def test_what_is_due_within_a_week_is_told_with_its_clients(debts: Debts) -> None:
    view = debts.office.book.read(collections)
    (soon,) = view.due_soon
    assert (soon.until, soon.amount, soon.invoices) == (date(2026, 5, 7), pounds(48246), 2)
    assert soon.clients == (("Brightwater Utilities", pounds(48246)),)


def test_the_window_is_this_month_and_the_two_before() -> None:
    assert billing_window(TODAY).first == date(2026, 2, 1)
    assert len(billing_window(TODAY)) == 89
    assert billing_window(date(2026, 1, 15)).first == date(2025, 11, 1)


def test_days_to_get_paid_follow_the_formula() -> None:
    assert days_to_get_paid(pounds(121032), pounds(207162), 89) == 52
    assert days_to_get_paid(pounds(1), Money.zero("GBP"), 89) is None
    assert days_to_get_paid(Money.zero("GBP"), pounds(5), 89) == 0


def test_days_to_get_paid_are_not_known_while_settled_bills_are_missing(debts: Debts) -> None:
    book = debts.office.book
    paid = book.read(collections).getting_paid
    assert (paid.days, paid.known_from) == (None, date(2026, 7, 1))
    months = (date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1))
    book.perform(bring_billed_before, amounts=tuple((month, pounds(10_000)) for month in months))
    paid = book.read(collections).getting_paid
    in_the_book = pounds(36000 + 10200 + 38046 + 9432 + 11250 + 8400)
    assert (paid.since, paid.known_from, paid.billed) == (date(2026, 2, 1), None, in_the_book + pounds(30_000))
    assert paid.days == days_to_get_paid(pounds(121032), paid.billed, 89)


def test_only_the_firm_s_own_sums_are_taken_and_only_from_those_who_may(debts: Debts) -> None:
    book = debts.office.book
    for amount in (Money(-1, "GBP"), Money(1, "EUR")):
        with pytest.raises(Problem, match="own currency") as caught:
            book.perform(bring_billed_before, amounts=((TODAY, amount),))
        assert caught.value.field == "amounts"
    with pytest.raises(Problem):
        debts.office.act_as("PR").perform(bring_billed_before, amounts=((TODAY, pounds(1)),))


def test_months_told_later_stand_beside_those_told_before(debts: Debts) -> None:
    book = debts.office.act_as("EF")
    book.perform(bring_billed_before, amounts=((date(2026, 2, 1), pounds(10)), (date(2026, 3, 1), pounds(20))))
    book.perform(bring_billed_before, amounts=((date(2026, 3, 1), pounds(30)), (date(2026, 4, 1), pounds(40))))
    known = book.read(collections).getting_paid.before
    assert known == {date(2026, 2, 1): pounds(10), date(2026, 3, 1): pounds(30), date(2026, 4, 1): pounds(40)}
