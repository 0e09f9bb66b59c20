"""What is owed: open invoices, by client and by age. Paid, part paid and overdue are derived here, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Executable, bindparam, case, func, select
from sqlalchemy.orm import aliased

from app.clients.records import Client
from app.engagements.records import StatementOfWork
from app.firm.domain import Right, require
from app.firm.queries import the_firm
from app.firm.records import Person
from app.invoices.records import Invoice
from app.kernel.money import Money, total
from app.receivables.domain import LAST_DAYS, AgingBucket, Debt, bucket, risk
from app.receivables.records import Payment, PaymentAllocation
from app.storage.asking import query
from app.storage.reading import Reads

END_OF_TIME = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class OwedRow:
    """An invoice that is not settled; `days_late` is below zero before its due date.

    The owner is who looks after the client; `last_paid_on` is the day the last money for it came in.
    """

    invoice_id: int
    number: str
    client_id: int
    client_name: str
    sow_id: int | None
    sow_number: str
    issued_on: date
    due_on: date
    gross: Money
    paid: Money
    balance: Money
    days_late: int
    bucket: AgingBucket
    owner_name: str
    owner_initials: str
    last_paid_on: date | None

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.invoice_id

    @property
    def overdue(self) -> bool:
        """Whether its due date is past."""
        return self.days_late > 0

    @property
    def risk(self) -> int:
        """How much attention it deserves."""
        return risk(self.balance, self.days_late)

    @property
    def part_paid(self) -> bool:
        """Whether something of it was paid."""
        return self.paid.minor > 0

    @property
    def debt(self) -> Debt:
        """As the allocation rule sees it."""
        return Debt(self.invoice_id, self.number, self.due_on, self.balance)


@dataclass(frozen=True, slots=True)
class AgingBucketRow:
    """The debts of one age."""

    bucket: AgingBucket
    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class AgingView:
    """What is owed in one currency, by age; all five buckets are always there."""

    currency: str
    buckets: tuple[AgingBucketRow, ...]

    @property
    def owed(self) -> Money:
        """The whole sum."""
        return total((row.amount for row in self.buckets), self.currency)

    @property
    def overdue(self) -> Money:
        """What is past its due date."""
        return self.owed - self.buckets[0].amount

    @property
    def count(self) -> int:
        """How many invoices."""
        return sum(row.count for row in self.buckets)

    def percent(self, amount: Money) -> Decimal:
        """The share of an amount in what is owed, in per cent."""
        return Decimal(amount.minor) * 100 / self.owed.minor if self.owed.minor else Decimal(0)


@dataclass(frozen=True, slots=True)
class ClientOwedRow:
    """What a client owes in one currency."""

    client_id: int
    client_name: str
    owed: Money
    overdue: Money
    invoices: int
    most_days_late: int


_OF_INVOICE = (
    PaymentAllocation.invoice_id == Invoice.id,
    PaymentAllocation.allocated_on <= bindparam("until"),
)
_PAID_MINOR = (
    select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
    .where(*_OF_INVOICE)
    .correlate(Invoice)
    .scalar_subquery()
)
_LAST_PAID_ON = (
    select(func.max(Payment.received_on))
    .where(
        Payment.id.in_(
            select(PaymentAllocation.payment_id)
            .where(*_OF_INVOICE)
            .correlate(Invoice)
            .group_by(PaymentAllocation.payment_id)
            .having(func.sum(PaymentAllocation.amount_minor) != 0)
        )
    )
    .correlate(Invoice)
    .scalar_subquery()
)
_ANY = aliased(Invoice)
_OPEN_IDS = select(_ANY.id).where(
    _ANY.gross_minor
    != select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
    .where(PaymentAllocation.invoice_id == _ANY.id, PaymentAllocation.allocated_on <= bindparam("until"))
    .correlate(_ANY)
    .scalar_subquery()
)
"""Which invoices are not settled: read from two indexes alone, for an invoice's row is as long as its words."""
_INVOICES = (
    select(
        Invoice.id,
        Invoice.number,
        Invoice.client_id,
        Client.name.label("client_name"),
        Invoice.sow_id,
        StatementOfWork.number.label("sow_number"),
        Invoice.issued_on,
        Invoice.due_on,
        Invoice.currency,
        Invoice.gross_minor,
        _PAID_MINOR.label("paid_minor"),
        _LAST_PAID_ON.label("last_paid_on"),
        Person.name.label("owner_name"),
        Person.initials.label("owner_initials"),
    )
    .join(Client, Client.id == Invoice.client_id)
    .outerjoin(Person, Person.id == Client.owner_id)
    .outerjoin(StatementOfWork, StatementOfWork.id == Invoice.sow_id)
    .where(Invoice.issued_on <= bindparam("until"))
    .order_by(Invoice.due_on, Invoice.number)
)
_OWED = _INVOICES.where(Invoice.id.in_(_OPEN_IDS))
_OF_CLIENT = _INVOICES.where(
    Invoice.id.in_(_OPEN_IDS.where(_ANY.client_id == bindparam("client_id"))),
    Invoice.client_id == bindparam("client_id"),
)
_ENDS = [bindparam(f"due_{place}", type_=Invoice.due_on.type) for place in range(len(LAST_DAYS))]
_AGE = case(*((Invoice.due_on >= end, place) for place, end in enumerate(_ENDS)), else_=len(_ENDS))
_AGES = (
    select(_AGE.label("age"), func.sum(Invoice.gross_minor - _PAID_MINOR).label("minor"), func.count().label("debts"))
    .where(
        Invoice.id.in_(_OPEN_IDS),
        Invoice.issued_on <= bindparam("until"),
        Invoice.currency == bindparam("currency"),
    )
    .group_by(_AGE)
)
_BALANCES = select(Invoice.id, Invoice.currency, (Invoice.gross_minor - _PAID_MINOR).label("minor")).where(
    Invoice.id.in_(_OPEN_IDS)
)
_STANDING = _INVOICES.where(Invoice.id.in_(bindparam("invoice_ids", expanding=True)))


@query
async def owed(reads: Reads, *, on: date | None = None, client_id: int | None = None) -> list[OwedRow]:
    """Invoices that are not settled, the oldest debt first; `on` looks back at how it stood on a day. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    return await read_owed.asks(reads, on=on, client_id=client_id)


@query
async def read_owed(reads: Reads, *, on: date | None = None, client_id: int | None = None) -> list[OwedRow]:
    """The same without asking for a right: for commands."""
    values: dict[str, object] = {"until": END_OF_TIME if on is None else on}
    if client_id is None:
        return await _rows(reads, _OWED, values, on or reads.today)
    return await _rows(reads, _OF_CLIENT, {**values, "client_id": client_id}, on or reads.today)


@query
async def standing(reads: Reads, *, invoice_ids: Sequence[int]) -> list[OwedRow]:
    """How some invoices stand, settled ones too. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    values = {"until": END_OF_TIME, "invoice_ids": list(invoice_ids)}
    return await _rows(reads, _STANDING, values, reads.today)


async def _rows(reads: Reads, statement: Executable, values: dict[str, object], on: date) -> list[OwedRow]:
    found: list[OwedRow] = []
    for row in await reads.ask(statement, values):
        late = (on - row.due_on).days
        gross, paid = Money(row.gross_minor, row.currency), Money(int(row.paid_minor), row.currency)
        found.append(
            OwedRow(
                invoice_id=row.id,
                number=row.number,
                client_id=row.client_id,
                client_name=row.client_name,
                sow_id=row.sow_id,
                sow_number=row.sow_number or "",
                issued_on=row.issued_on,
                due_on=row.due_on,
                gross=gross,
                paid=paid,
                balance=gross - paid,
                days_late=late,
                bucket=bucket(late),
                owner_name=row.owner_name or "",
                owner_initials=row.owner_initials or "",
                last_paid_on=row.last_paid_on,
            )
        )
    return found


def aging_of(rows: Iterable[OwedRow], currency: str) -> AgingView:
    """The ages of the debts in one currency."""
    mine = [row for row in rows if row.balance.currency == currency]

    def of(age: AgingBucket) -> AgingBucketRow:
        balances = [row.balance for row in mine if row.bucket is age]
        return AgingBucketRow(age, total(balances, currency), len(balances))

    return AgingView(currency, tuple(of(age) for age in AgingBucket))


@query
async def aging(reads: Reads, *, on: date | None = None, currency: str | None = None) -> AgingView:
    """What is owed by age, in one currency (the firm's when none is named). The database adds up. Two statements."""
    require(reads.actor.role, Right.SEE_MONEY)
    currency = currency or (await own_currency.asks(reads))
    day = on or reads.today
    ends = {end.key: day - timedelta(last) for end, (last, _age) in zip(_ENDS, LAST_DAYS, strict=True)}
    until = END_OF_TIME if on is None else on
    rows = {row.age: row for row in await reads.ask(_AGES, {"until": until, "currency": currency, **ends})}

    def of(place: int, age: AgingBucket) -> AgingBucketRow:
        row = rows.get(place)
        return AgingBucketRow(age, Money(int(row.minor) if row else 0, currency), row.debts if row else 0)

    return AgingView(currency, tuple(of(place, age) for place, age in enumerate(AgingBucket)))


@query
async def open_balances(reads: Reads) -> dict[int, Money]:
    """What is still to be paid of each invoice that is not settled, by its id. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    rows = await reads.ask(_BALANCES, {"until": END_OF_TIME})
    return {row.id: Money(int(row.minor), row.currency) for row in rows}


@query
async def owed_by_client(reads: Reads, *, on: date | None = None) -> list[ClientOwedRow]:
    """What each client owes per currency, the largest sum first."""
    groups: dict[tuple[int, str], list[OwedRow]] = {}
    for row in await owed.asks(reads, on=on):
        groups.setdefault((row.client_id, row.balance.currency), []).append(row)
    found = [
        ClientOwedRow(
            client_id=client_id,
            client_name=rows[0].client_name,
            owed=total((row.balance for row in rows), currency),
            overdue=total((row.balance for row in rows if row.overdue), currency),
            invoices=len(rows),
            most_days_late=max(row.days_late for row in rows),
        )
        for (client_id, currency), rows in groups.items()
    ]
    return sorted(found, key=lambda row: (-row.owed.minor, row.client_name))


def debts_of(reads: Reads, *, client_id: int, currency: str) -> list[Debt]:
    """What a client has to pay in a currency; for commands, which ask for their own right."""
    return [row.debt for row in read_owed(reads, client_id=client_id) if row.balance.currency == currency]


@query
async def own_currency(reads: Reads) -> str:
    """The firm's own currency; "" before there is a firm."""
    firm = await the_firm.asks(reads)
    return "" if firm is None else firm.currency
