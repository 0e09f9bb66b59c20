"""The rules of cash: buckets and the allocation of a payment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Money, total
from app.receivables.domain import (
    AgingBucket,
    Debt,
    PaymentMethod,
    bucket,
    bucket_words,
    left_over,
    method_words,
    oldest_first,
)

DAY = date(2026, 1, 1)
debts_drawn = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 500_000)), max_size=12).map(
    lambda rows: [
        Debt(place, f"INV-{place:04d}", DAY + timedelta(offset), Money(balance, "GBP"))
        for place, (offset, balance) in enumerate(rows, start=1)
    ]
)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-14, AgingBucket.NOT_DUE),
        (0, AgingBucket.NOT_DUE),
        (1, AgingBucket.TO_30),
        (30, AgingBucket.TO_30),
        (31, AgingBucket.TO_60),
        (60, AgingBucket.TO_60),
        (61, AgingBucket.TO_90),
        (90, AgingBucket.TO_90),
        (91, AgingBucket.OVER_90),
        (4000, AgingBucket.OVER_90),
    ],
)
def test_a_debt_falls_into_the_bucket_of_its_days(days: int, expected: AgingBucket) -> None:
    assert bucket(days) is expected


@given(st.integers(1, 3_000_000), debts_drawn)
def test_an_allocation_conserves_the_payment_and_never_overpays(minor: int, debts: list[Debt]) -> None:
    amount = Money(minor, "GBP")
    parts = oldest_first(amount, debts)
    balances = {debt.invoice_id: debt.balance for debt in debts}
    assert total((part.amount for part in parts), "GBP") + left_over(amount, parts) == amount
    assert all(0 < part.amount.minor <= balances[part.invoice_id].minor for part in parts)
    assert len({part.invoice_id for part in parts}) == len(parts)
    owed = total(balances.values(), "GBP")
    assert left_over(amount, parts) == max(amount - owed, Money.zero("GBP"))


@given(st.integers(1, 3_000_000), debts_drawn, st.randoms(use_true_random=False))
def test_the_oldest_debt_is_paid_first_in_whatever_order_they_come(
    minor: int, debts: list[Debt], order: object
) -> None:
    amount = Money(minor, "GBP")
    parts = oldest_first(amount, debts)
    mixed = list(debts)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert oldest_first(amount, mixed) == parts
    by_id = {debt.invoice_id: debt for debt in debts}
    days = [by_id[part.invoice_id].due_on for part in parts]
    assert days == sorted(days)
    assert all(part.amount == by_id[part.invoice_id].balance for part in parts[:-1])


def test_every_bucket_and_method_has_words() -> None:
    assert all(bucket_words(found) for found in AgingBucket)
    assert all(method_words(method) for method in PaymentMethod)
