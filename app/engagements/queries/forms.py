"""What the form of a new statement of work offers: clients, people, usual rates, the next number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.clients.domain import ClientState
from app.clients.records import Client
from app.engagements.domain import grade_key
from app.engagements.queries.rates import rate_card_on
from app.engagements.queries.sows import next_sow_number
from app.firm.records import Person
from app.storage.asking import query, together
from app.storage.reading import Reads

_CLIENTS = (
    select(Client.id, Client.name, Client.currency, Client.owner_id)
    .where(Client.state != ClientState.CLOSED)
    .order_by(Client.name)
)
_PEOPLE = select(Person.id, Person.name, Person.grade).where(Person.active).order_by(Person.name)


@dataclass(frozen=True, slots=True)
class ClientChoiceRow:
    """A client to agree with, its currency and its owner."""

    client_id: int
    name: str
    currency: str
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class SowFormRow:
    """The choices of the form; `rates` are those of the rate card that is valid today."""

    today: date
    number: str
    clients: tuple[ClientChoiceRow, ...]
    people: tuple[tuple[int, str], ...]
    grades: tuple[str, ...]
    rates: tuple[tuple[str, Decimal], ...]


@query
async def sow_form(reads: Reads) -> SowFormRow:
    """Everything the form offers. Four small statements, each of a table that fits on a page, one way."""
    card, found, number, clients = await together(
        rate_card_on.asks(reads, day=reads.today),
        reads.ask(_PEOPLE),
        next_sow_number.asks(reads, year=reads.today.year),
        reads.ask(_CLIENTS),
    )
    people = found.all()
    rates = card.rates if card is not None else ()
    grades: dict[str, str] = {}
    for grade in (*(grade for grade, _rate in rates), *(row.grade for row in people)):
        if grade:
            grades.setdefault(grade_key(grade), grade)
    return SowFormRow(
        today=reads.today,
        number=number,
        clients=tuple(ClientChoiceRow(*row) for row in clients),
        people=tuple((row.id, row.name) for row in people),
        grades=tuple(grades.values()),
        rates=rates,
    )
