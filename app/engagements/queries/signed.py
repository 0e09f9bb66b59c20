"""What was signed against what stands in the book: the terms that make money, and rates that say two things at once."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, Select, func, select

from app.engagements.records import ChangeOrder, Milestone, Rate, SowLine, SowVersion, StatementOfWork
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.values import to_json
from app.kernel.words import _
from app.storage.reading import Reads

Sow = StatementOfWork
_LAST = select(SowVersion.sow_id, func.max(SowVersion.number).label("number")).group_by(SowVersion.sow_id).subquery()
_SIGNED = (
    select(Sow.id, Sow.number, Sow.currency, Sow.budget_minor, SowVersion.terms, SowVersion.digest)
    .join(_LAST, _LAST.c.sow_id == Sow.id)
    .join(SowVersion, (SowVersion.sow_id == _LAST.c.sow_id) & (SowVersion.number == _LAST.c.number))
    .where(Sow.signed_on.is_not(None))
    .order_by(Sow.id)
)
_PARTS: dict[str, Select[*tuple[Any, ...]]] = {
    "lines": select(
        SowLine.sow_id,
        SowLine.arrangement,
        SowLine.monthly_fee_minor,
        SowLine.included_seconds,
        SowLine.extra_rate,
    ),
    "milestones": select(SowLine.sow_id, Milestone.number, Milestone.amount_minor).join(
        SowLine, SowLine.id == Milestone.sow_line_id
    ),
    "change_orders": select(
        ChangeOrder.sow_id, ChangeOrder.number, ChangeOrder.amount_minor, ChangeOrder.accepted_on
    ).where(ChangeOrder.accepted_on.is_not(None)),
    "rates": select(Rate.sow_id, Rate.rate, Rate.valid_from, Rate.grade, Rate.person_id).where(
        Rate.sow_id.is_not(None)
    ),
}
_TWICE = (
    select(func.max(Rate.id).label("id"), Rate.sow_id)
    .group_by(Rate.sow_id, Rate.rate_card_id, Rate.grade, Rate.person_id, Rate.valid_from)
    .having(func.count() > 1)
    .order_by(func.max(Rate.id))
)


def signed_problems(reads: Reads) -> list[Problem]:
    """Agreements whose money is not what was signed last, and rates of which nobody can tell which one holds."""
    return [*_other_terms(reads), *_two_rates(reads)]


def _other_terms(reads: Reads) -> Iterator[Problem]:
    parts: dict[str, dict[int, list[Row[Any]]]] = {}
    for name, statement in _PARTS.items():
        of_sow = parts[name] = defaultdict(list)
        for row in reads.execute(statement):
            of_sow[row.sow_id].append(row)
    for row in reads.execute(_SIGNED):
        what = _differing(row, {name: of_sow.get(row.id, []) for name, of_sow in parts.items()})
        if what:
            text = _("What stands in {number} is not what was signed: {what}.")
            yield Problem(
                "check.signed",
                text.format(number=row.number, what=what),
                hint=_("Look into its history who changed it, and write down again what was signed."),
                about=f"StatementOfWork:{row.id}",
            )


def _differing(row: Row[Any], parts: Mapping[str, list[Row[Any]]]) -> str:
    """Which part of the terms is another one; "" where all are as signed. What is younger than a text is not in it."""
    try:
        told: dict[str, Any] = json.loads(row.terms)
    except ValueError:
        told = {}
    if not told or hashlib.sha256(row.terms.encode()).hexdigest() != row.digest:
        return _("the words that were signed")
    for name, now in _now(row, parts).items():
        if name in told and _ordered(told[name], now) != _ordered(now, now):
            return _words()[name]
    return ""


def _now(row: Row[Any], parts: Mapping[str, list[Row[Any]]]) -> dict[str, Any]:
    """The terms that make money as they stand in the book, spelled as those that were signed."""

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    orders = parts["change_orders"]
    found = {
        "base_budget": money(row.budget_minor),
        "budget": money(row.budget_minor + sum(order.amount_minor for order in orders)),
        "lines": [
            {
                "arrangement": line.arrangement,
                "monthly_fee": money(line.monthly_fee_minor),
                "included_hours": hours(line.included_seconds),
                "extra_rate": line.extra_rate,
            }
            for line in parts["lines"]
        ],
        "milestones": [{"number": one.number, "amount": money(one.amount_minor)} for one in parts["milestones"]],
        "change_orders": [
            {"number": order.number, "amount": money(order.amount_minor), "accepted_on": order.accepted_on}
            for order in orders
        ],
        "rates": [
            {"rate": one.rate, "valid_from": one.valid_from, "grade": one.grade, "person_id": one.person_id}
            for one in parts["rates"]
        ],
    }
    plain: dict[str, Any] = json.loads(to_json(found))
    return plain


def _ordered(terms: Any, like: Any) -> Any:
    """Terms of which only the fields that are compared are left; the order of their parts says nothing."""
    if not isinstance(terms, list) or not isinstance(like, list):
        return terms
    fields = like[0].keys() if like else frozenset()
    return sorted(json.dumps({key: one.get(key) for key in fields} if fields else one, sort_keys=True) for one in terms)


def _words() -> dict[str, str]:
    return {
        "base_budget": _("the budget"),
        "budget": _("the budget"),
        "lines": _("a line\u2019s fee, hours or rate"),
        "milestones": _("the amount of a milestone"),
        "change_orders": _("an accepted change order"),
        "rates": _("a rate"),
    }


def _two_rates(reads: Reads) -> Iterator[Problem]:
    for row in reads.execute(_TWICE):
        yield Problem(
            "check.rate_twice",
            _("Two rates begin on the same day for the same grade or person."),
            hint=_("Nobody can tell which one prices the work. Remove one of them."),
            about=f"Rate:{row.id}",
        )
