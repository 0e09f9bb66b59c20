"""Clients as several rooms know them: what is missing before bills can go out, open engagements, orders, sums owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.clients.domain import ClientState, Fact, PoRule
from app.clients.queries import ClientListRow, clients
from app.engagements.domain import SowState
from app.engagements.queries import ClientOrderRow, SowListRow, client_orders
from app.firm.domain import Right, allowed
from app.kernel.money import Money
from app.receivables.queries import ClientOwedRow, owed_by_client
from app.shell.pages.my_engagements import NEVER, list_for
from app.storage.asking import given, query, together
from app.storage.reading import Reads

RUNNING = (SowState.DRAFT, SowState.SOLD, SowState.OPEN)


@dataclass(frozen=True, slots=True)
class ClientOverviewRow:
    """A client in the list; sums of other currencies than the first stand behind it."""

    client: ClientListRow
    missing: tuple[Fact, ...]
    sows: tuple[SowListRow, ...]
    orders: tuple[str, ...]
    """The numbers an invoice of today may carry."""
    orders_ended: date | None
    """The day after the last order that was valid, when none is any more."""
    order_wanted_by: int | None
    """The statement of work that has no purchase order although every invoice needs one."""
    owed: tuple[Money, ...]
    overdue: tuple[Money, ...]
    most_days_late: int
    starts_on: date | None
    """When the next work begins."""

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.client.id

    @property
    def facts(self) -> int:
        """How many facts are asked for; none of a closed client."""
        return 0 if self.client.state is ClientState.CLOSED else len(Fact)

    @property
    def known(self) -> int:
        """How many of them the book has."""
        return self.facts - len(self.missing)

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def open_sows(self) -> tuple[SowListRow, ...]:
        """The statements of work that time is logged on."""
        return tuple(row for row in self.sows if row.state is SowState.OPEN)


@dataclass(frozen=True, slots=True)
class ClientsView:
    """The list in its usual order, and what its reader may see: consultants no facts, orders or sums."""

    rows: tuple[ClientOverviewRow, ...]
    today: date
    sees_billing: bool
    sees_money: bool

    @property
    def not_ready(self) -> int:
        """How many clients lack a fact: the number in the rail."""
        return sum(not row.ready for row in self.rows)


@query
async def client_overview(reads: Reads) -> ClientsView:
    """Everybody's clients; who sees only the own work gets the clients it is done for. Seven statements, two ways."""
    role = reads.actor.role
    sees_billing = allowed(role, Right.SEE_OTHERS_TIME)
    sees_money = allowed(role, Right.SEE_MONEY)
    engagements, known, running, owing = await together(
        list_for.asks(reads, ended_from=NEVER),
        clients.asks(reads),
        client_orders.asks(reads) if sees_billing else given([]),
        owed_by_client.asks(reads) if sees_money else given([]),
    )
    sows: dict[int, list[SowListRow]] = defaultdict(list)
    for row in engagements.rows:
        sows[row.client_id].append(row)
    orders: dict[int, list[ClientOrderRow]] = defaultdict(list)
    debts: dict[int, list[ClientOwedRow]] = defaultdict(list)
    for order in running:
        orders[order.client_id].append(order)
    for debt in owing:
        debts[debt.client_id].append(debt)
    person = reads.actor.person_id
    rows = [
        _row(one, sows[one.id], orders[one.id], debts[one.id], reads.today)
        for one in known
        if sees_billing or one.id in sows or one.owner_id == person
    ]
    in_order = sorted(rows, key=_urgency if sees_billing else _name)
    return ClientsView(tuple(in_order), reads.today, sees_billing, sees_money)


def _row(
    one: ClientListRow,
    sows: Sequence[SowListRow],
    orders: Sequence[ClientOrderRow],
    debts: Sequence[ClientOwedRow],
    today: date,
) -> ClientOverviewRow:
    asks = one.po_rule is PoRule.EVERY_INVOICE and one.state is not ClientState.CLOSED
    without = _without_order(orders) if asks else None
    valid = tuple(dict.fromkeys(order.number for order in orders if order.valid_on(today)))
    ends = [order.valid_to for order in orders if order.valid_to is not None and order.valid_to < today]
    missing = one.missing
    if without is not None:
        missing = tuple(fact for fact in Fact if fact is Fact.PURCHASE_ORDER or fact in one.missing)
    return ClientOverviewRow(
        client=one,
        missing=missing,
        sows=tuple(sows),
        orders=valid,
        orders_ended=max(ends) + timedelta(1) if ends and not valid else None,
        order_wanted_by=without,
        owed=tuple(debt.owed for debt in debts if debt.owed.minor),
        overdue=tuple(debt.overdue for debt in debts if debt.overdue.minor),
        starts_on=min((sow.start_on for sow in sows if sow.state in RUNNING and sow.start_on > today), default=None),
        most_days_late=max((debt.most_days_late for debt in debts), default=0),
    )


def _without_order(orders: Iterable[ClientOrderRow]) -> int | None:
    """The first running statement of work that never had a purchase order."""
    return next((order.sow_id for order in orders if not order.number), None)


def _name(row: ClientOverviewRow) -> str:
    return row.client.name.casefold()


def _urgency(row: ClientOverviewRow) -> tuple[bool, bool, int, int, str]:
    """Not ready first, then overdue, then owed, then by name; who is closed comes last."""
    return (
        row.client.state is ClientState.CLOSED,
        row.ready,
        -sum(amount.minor for amount in row.overdue),
        -sum(amount.minor for amount in row.owed),
        row.client.name.casefold(),
    )
