"""What the collections page and the form of a payment show, each in a few statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, case, func, select

from app.clients.records import Client
from app.firm.domain import Right, allowed, require
from app.firm.queries import setting
from app.invoices.domain import Origin
from app.invoices.records import Invoice
from app.kernel.money import Money, total
from app.receivables.domain import BILLED_BEFORE, MONTHS_LOOKED_BACK, SOON, billing_window, days_to_get_paid
from app.receivables.queries.owed import AgingView, OwedRow, aging_of, owed, own_currency, read_owed
from app.receivables.queries.payments import PaymentRow, not_spent
from app.storage.asking import query, together
from app.storage.reading import Reads


@dataclass(frozen=True, slots=True)
class DueSoonRow:
    """Open invoices of one currency that are due from today to a day, with their sum by client."""

    until: date
    amount: Money
    invoices: int
    clients: tuple[tuple[str, Money], ...]


@dataclass(frozen=True, slots=True)
class GettingPaidRow:
    """How many days of billing are owed. `days` is None while the book does not reach back far enough.

    `before` is what was billed before the book began, by the first day of the month; `may_say` who may tell it.
    """

    owed: Money
    billed: Money
    since: date
    span: int
    days: int | None
    known_from: date | None
    before: Mapping[date, Money] = field(default_factory=dict)
    may_say: bool = False

    @property
    def months(self) -> int:
        """How many months it looks at."""
        return MONTHS_LOOKED_BACK


@dataclass(frozen=True, slots=True)
class CollectionsView:
    """Everything the collections page shows; `aging` and `due_soon` have the firm's currency first."""

    on: date
    rows: tuple[OwedRow, ...]
    aging: tuple[AgingView, ...]
    due_soon: tuple[DueSoonRow, ...]
    getting_paid: GettingPaidRow
    unallocated: tuple[PaymentRow, ...]
    may_record: bool


_OF_CURRENCY = Invoice.currency == bindparam("currency")
_BILLED = select(
    func.min(Invoice.issued_on).label("first"),
    func.max(case((Invoice.origin == Origin.OPENING, Invoice.issued_on))).label("last_opening"),
    func.coalesce(func.sum(case((Invoice.issued_on >= bindparam("since"), Invoice.gross_minor), else_=0)), 0).label(
        "billed_minor"
    ),
).where(_OF_CURRENCY, Invoice.issued_on <= bindparam("until"))


@query
async def collections(reads: Reads, *, on: date | None = None) -> CollectionsView:
    """What the collections page shows: five statements, two ways."""
    today = on or reads.today
    rows, unspent, (own, billed) = await together(owed.asks(reads, on=on), not_spent.asks(reads), _billed(reads, today))
    currencies = [own, *sorted({row.balance.currency for row in rows} - {own})]
    ages = tuple(aging_of(rows, currency) for currency in currencies)
    return CollectionsView(
        on=today,
        rows=tuple(rows),
        aging=ages,
        due_soon=tuple(due_soon_of(rows, currency, today) for currency in currencies),
        getting_paid=_getting_paid(reads, ages[0].owed, today, billed),
        unallocated=tuple(unspent),
        may_record=allowed(reads.actor.role, Right.RECORD_PAYMENTS),
    )


def due_soon_of(rows: Iterable[OwedRow], currency: str, today: date) -> DueSoonRow:
    """The debts in one currency that fall due within a week, today's too; the client with most comes first."""
    until = today + SOON
    mine = [row for row in rows if row.balance.currency == currency and today <= row.due_on <= until]
    clients: dict[str, Money] = {}
    for row in mine:
        clients[row.client_name] = clients.get(row.client_name, Money.zero(currency)) + row.balance
    ordered = sorted(clients.items(), key=lambda pair: (-pair[1].minor, pair[0]))
    return DueSoonRow(until, total((row.balance for row in mine), currency), len(mine), tuple(ordered))


@dataclass(frozen=True, slots=True)
class _Billed:
    """What was billed in the firm's currency, and what of it before the book began, by month ("2026-02")."""

    first: date | None
    last_opening: date | None
    minor: int
    before: Mapping[str, Money]


async def _billed(reads: Reads, today: date) -> tuple[str, _Billed]:
    """The firm's currency and what was billed in it."""
    currency, said = await together(own_currency.asks(reads), setting.asks(reads, key=BILLED_BEFORE))
    values = {"currency": currency, "since": billing_window(today).first, "until": today}
    row = (await reads.ask(_BILLED, values)).one()
    known = json.loads(said) if said else {}
    before = {str(month): Money.of(Decimal(str(amount)), currency) for month, amount in known.items()}
    return currency, _Billed(row.first, row.last_opening, int(row.billed_minor), before)


def _getting_paid(reads: Reads, owed_now: Money, today: date, found: _Billed) -> GettingPaidRow:
    window = billing_window(today)
    currency, before = owed_now.currency, found.before
    months = [day.strftime("%Y-%m") for day in window.days() if day.day == 1]
    billed = Money(found.minor, currency) + total(
        (before.get(month, Money.zero(currency)) for month in months), currency
    )
    known_from = _known_from(found.first, found.last_opening, window.first, before)
    days = None if known_from is not None else days_to_get_paid(owed_now, billed, len(window))
    return GettingPaidRow(
        owed_now,
        billed,
        window.first,
        len(window),
        days,
        known_from,
        before={date.fromisoformat(f"{month}-01"): amount for month, amount in before.items()},
        may_say=allowed(reads.actor.role, Right.EDIT_FIRM),
    )


def _known_from(first: date | None, last_opening: date | None, since: date, before: Mapping[str, Money]) -> date | None:
    """The first day the days of the window are all in the book; None when they are.

    Bills from before the book that were paid by then are not in it; only their sum by month may be known.
    """
    if first is None:
        return None
    missing = first if first > since else None
    if last_opening is not None and last_opening >= since:
        month = since
        while month <= last_opening:
            if month.strftime("%Y-%m") not in before:
                missing = last_opening
            month = (month + timedelta(32)).replace(day=1)
    if missing is None:
        return None
    found = missing.replace(day=1)
    for _month in range(MONTHS_LOOKED_BACK):
        found = (found + timedelta(32)).replace(day=1)
    return found


@dataclass(frozen=True, slots=True)
class PayingClient:
    """A client in the form of a payment, with what it owes, the oldest debt first."""

    client_id: int
    name: str
    currency: str
    debts: tuple[OwedRow, ...]


@dataclass(frozen=True, slots=True)
class PaymentFormView:
    """What the form of a payment offers."""

    today: date
    clients: tuple[PayingClient, ...]


_CLIENTS = select(Client.id, Client.name, Client.currency).order_by(Client.name, Client.id)


@query
async def payment_form(reads: Reads) -> PaymentFormView:
    """All clients with their debts: two statements, so that choosing and typing ask nothing more."""
    require(reads.actor.role, Right.RECORD_PAYMENTS)
    debts: dict[int, list[OwedRow]] = {}
    owing, listed = await together(read_owed.asks(reads), reads.ask(_CLIENTS))
    for row in owing:
        debts.setdefault(row.client_id, []).append(row)
    clients = tuple(PayingClient(row.id, row.name, row.currency, tuple(debts.get(row.id, ()))) for row in listed)
    return PaymentFormView(reads.today, clients)
