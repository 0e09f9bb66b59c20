"""What belongs to no statement of work: the firm's rate cards and internal tasks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.engagements.commands.agreement import check_people, rate_record
from app.engagements.domain import RateSpec, checks, match_words
from app.engagements.queries import tasks_of
from app.engagements.records import RateCard, Task
from app.firm.domain import Right, require
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work

_CARDS = select(RateCard.name, RateCard.valid_from)


def add_rate_card(
    work: Work,
    *,
    name: str,
    valid_from: date,
    rates: tuple[tuple[str, Decimal], ...],
    people: tuple[tuple[int, Decimal], ...] = (),
) -> int:
    """The firm's usual hourly rates from a day on, by grade (and person); used where a SOW says nothing."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    word = checks.check_filled(name, "name")
    for known in work.execute(_CARDS):
        if known.name.casefold() == word.casefold() or known.valid_from == valid_from:
            raise Problem(
                "rate_card.twice",
                _("There is a rate card with this name or this day already: {name}.").format(name=known.name),
                field="name" if known.name.casefold() == word.casefold() else "valid_from",
                hint=_("Give this one another name and day."),
            )
    specs = [RateSpec(rate=rate, valid_from=valid_from, grade=grade) for grade, rate in rates]
    specs += [RateSpec(rate=rate, valid_from=valid_from, person_id=person_id) for person_id, rate in people]
    if not specs:
        raise Problem("rate_card.empty", _("A rate card needs at least one rate."), field="rates")
    checks.check_rates(specs)
    check_people(work, (spec.person_id for spec in specs), "people")
    card = work.add(RateCard(name=word, valid_from=valid_from))
    work.add_all([rate_record(spec, rate_card_id=card.id) for spec in specs])
    return card.id


def add_internal_task(work: Work, *, name: str, match: str = "") -> int:
    """Work for the firm itself, never billed, such as a team meeting. `match` as in `TaskSpec`."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    word = checks.check_filled(name, "name")
    if word.casefold() in {known.name.casefold() for known in tasks_of(work, sow_id=None)}:
        raise Problem(
            "task.twice",
            _("There is a task called {name} already.").format(name=word),
            field="name",
            hint=_("Give one of them another name."),
        )
    return work.add(Task(name=word, billable=False, match_words=", ".join(match_words(match)))).id
