"""Alerts of crossed thresholds, and who answered them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select

from app.burn.records import Acknowledgement, Alert
from app.clients.records import Client
from app.engagements.records import ChangeOrder, StatementOfWork
from app.firm.domain import AccessRole, Right, require
from app.firm.records import Person
from app.kernel.money import Money
from app.storage.asking import query
from app.storage.reading import Reads

Sow = StatementOfWork


@dataclass(frozen=True, slots=True)
class AlertRow:
    """A threshold that was crossed. `answered_by` is "" while nobody acknowledged it.

    `superseded`: the budget was raised since; the raise was the answer.
    """

    alert_id: int
    sow_id: int
    number: str
    title: str
    client_name: str
    lead_id: int | None
    percent: int
    budget: Money
    used: Money
    crossed_on: date
    raised_at: datetime
    superseded: bool
    acknowledged_at: datetime | None
    answered_by: str
    note: str

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.alert_id

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.acknowledged_at is None and not self.superseded


_ACCEPTED = (
    select(func.coalesce(func.sum(ChangeOrder.amount_minor), 0))
    .where(ChangeOrder.sow_id == Sow.id, ChangeOrder.accepted_on.is_not(None))
    .correlate(Sow)
    .scalar_subquery()
)
_BUDGET = Sow.budget_minor + _ACCEPTED
_ALERTS = (
    select(
        Alert.id,
        Alert.sow_id,
        Sow.number,
        Sow.title,
        Client.name.label("client_name"),
        Sow.lead_id,
        Sow.currency,
        Alert.percent,
        Alert.budget_minor,
        Alert.used_minor,
        Alert.crossed_on,
        Alert.raised_at,
        (Alert.budget_minor != _BUDGET).label("superseded"),
        Acknowledgement.at,
        Acknowledgement.note,
        Person.name.label("answered_by"),
    )
    .join(Sow, Sow.id == Alert.sow_id)
    .join(Client, Client.id == Sow.client_id)
    .outerjoin(Acknowledgement, Acknowledgement.alert_id == Alert.id)
    .outerjoin(Person, Person.id == Acknowledgement.person_id)
    .where(
        or_(bindparam("every_sow"), Alert.sow_id == bindparam("sow_id")),
        or_(bindparam("every_lead"), Sow.lead_id == bindparam("lead_id")),
    )
    .order_by(Alert.percent.desc(), Alert.crossed_on, Sow.number)
)
_OPEN = _ALERTS.where(Acknowledgement.id.is_(None), Alert.budget_minor == _BUDGET)


@query
async def alerts(reads: Reads, *, open_only: bool = True, sow_id: int | None = None) -> list[AlertRow]:
    """Alerts, the highest threshold first; a manager sees those of statements of work the manager leads.

    Open are those that nobody acknowledged and whose budget was not raised since.
    """
    require(reads.actor.role, Right.ACKNOWLEDGE_ALERTS)
    led_only = reads.actor.role == AccessRole.MANAGER
    parameters = {
        "every_sow": sow_id is None,
        "sow_id": 0 if sow_id is None else sow_id,
        "every_lead": not led_only,
        "lead_id": (reads.actor.person_id or 0) if led_only else 0,
    }
    return [
        AlertRow(
            alert_id=row.id,
            sow_id=row.sow_id,
            number=row.number,
            title=row.title,
            client_name=row.client_name,
            lead_id=row.lead_id,
            percent=row.percent,
            budget=Money(row.budget_minor, row.currency),
            used=Money(row.used_minor, row.currency),
            crossed_on=row.crossed_on,
            raised_at=row.raised_at,
            superseded=bool(row.superseded),
            acknowledged_at=row.at,
            answered_by=row.answered_by or "",
            note=row.note or "",
        )
        for row in await reads.ask(_OPEN if open_only else _ALERTS, parameters)
    ]
