"""Rates for pricing and for forms: those of some statements of work, and the rate cards, in one statement each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, or_, select

from app.engagements.domain import RateFact, RateTable
from app.engagements.queries.rows import RateCardRow
from app.engagements.records import Rate, RateCard, StatementOfWork
from app.firm.records import Firm, Person
from app.kernel.words import formats_beside
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.storage.together import Together

_RATES = (
    select(
        Rate.rate,
        Rate.valid_from,
        Rate.sow_id,
        Rate.grade,
        Rate.person_id,
        Rate.note,
        StatementOfWork.number,
        RateCard.name.label("card"),
        Person.name.label("person"),
    )
    .select_from(Rate)
    .outerjoin(StatementOfWork, StatementOfWork.id == Rate.sow_id)
    .outerjoin(RateCard, RateCard.id == Rate.rate_card_id)
    .outerjoin(Person, Person.id == Rate.person_id)
    .order_by(Rate.id)
)
_SOW_IDS: BindParameter[int] = bindparam("sow_ids", expanding=True)
# a rate belongs to a statement of work or to a card, so those of cards are found by the index of the former too
_RATES_OF = _RATES.where(or_(Rate.sow_id.is_(None), Rate.sow_id.in_(_SOW_IDS)))
_FOREIGN = (
    select(Firm.language, StatementOfWork.id)
    .select_from(Firm)
    .outerjoin(StatementOfWork, StatementOfWork.currency != Firm.currency)
)
_FOREIGN_OF = (
    select(Firm.language, StatementOfWork.id)
    .select_from(Firm)
    .outerjoin(StatementOfWork, and_(StatementOfWork.id.in_(_SOW_IDS), StatementOfWork.currency != Firm.currency))
)
_OF_SOWS = Together(rates=_RATES_OF, around=_FOREIGN_OF)
FEW = 100
"""Statements of work whose rates go together in one statement: long lists do not."""
_CARDS = (
    select(RateCard.id, RateCard.name, RateCard.valid_from, Rate.grade, Rate.rate)
    .join(Rate, Rate.rate_card_id == RateCard.id)
    .where(Rate.grade.is_not(None))
    .order_by(RateCard.valid_from, RateCard.id, Rate.id)
)


@query
async def rate_table(reads: Reads, *, sow_ids: Collection[int] | None = None) -> RateTable:
    """All rates, or those of some statements of work; rate cards are always in it."""
    if sow_ids is None:
        rates, firm = await together(reads.ask(_RATES), reads.ask(_FOREIGN))
        parts: Mapping[str, Sequence[Any]] = {"rates": rates.all(), "around": firm.all()}
    elif len(sow_ids) > FEW:
        which = {"sow_ids": list(sow_ids)}
        rates, firm = await together(reads.ask(_RATES_OF, which), reads.ask(_FOREIGN_OF, which))
        parts = {"rates": rates.all(), "around": firm.all()}
    else:
        parts = await _OF_SOWS.ask(reads, {"sow_ids": list(sow_ids)})
    around = parts["around"]
    facts = tuple(
        RateFact(
            rate,
            valid_from,
            grade if grade is not None else person,
            number if number is not None else card,
            sow_id,
            grade,
            person_id,
            note,
        )
        for rate, valid_from, sow_id, grade, person_id, note, number, card, person in parts["rates"]
    )
    foreign = frozenset(row.id for row in around if row.id is not None)
    return RateTable(facts, foreign, formats_beside(around[0].language if around else "en-GB"))


@query
async def rate_cards(reads: Reads) -> list[RateCardRow]:
    """All rate cards, the newest last, with their rates by grade."""
    cards: dict[int, tuple[str, date, list[tuple[str, Decimal]]]] = {}
    for row in await reads.ask(_CARDS):
        cards.setdefault(row.id, (row.name, row.valid_from, []))[2].append((row.grade, row.rate))
    return [RateCardRow(key, name, day, tuple(rates)) for key, (name, day, rates) in cards.items()]


@query
async def rate_card_on(reads: Reads, *, day: date) -> RateCardRow | None:
    """The newest rate card that is valid on a day."""
    valid = [card for card in await rate_cards.asks(reads) if card.valid_from <= day]
    return valid[-1] if valid else None
