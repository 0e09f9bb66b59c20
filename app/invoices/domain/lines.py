"""Units become lines: grouped, titled and priced. Every unit handed in stands on one line, none on two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from app.engagements.domain import grade_key
from app.invoices.domain.states import EXTRA_PART, LineKind, UnitKind
from app.invoices.domain.units import BilledUnit, ExpenseUnit, LineSpec, MilestoneUnit, RetainerMonth, TimeUnit
from app.kernel.formats import Formats
from app.kernel.money import Money, exponent, price, quantize, total
from app.kernel.quantities import hours
from app.kernel.words import _

RETAINER_RULE = "extra hour of the retainer"


def in_order(units: Iterable[TimeUnit]) -> list[TimeUnit]:
    """By date, then by entry number: the order in which hours count against a month."""
    return sorted(units, key=lambda unit: (unit.day, unit.entry_id))


def fee_lines(units: Iterable[TimeUnit], line_names: Mapping[str, str], currency: str) -> tuple[LineSpec, ...]:
    """Time and materials: a line per grade, person and rate, the highest rate first.

    `line_names` gives a grade (by `grade_key`) its words on the invoice. Time without a rate is priced at nothing.
    """
    groups: dict[tuple[str, str, int, Decimal, bool], list[TimeUnit]] = {}
    for unit in in_order(units):
        rate = unit.rate if unit.rate is not None else Decimal(0)
        key = (unit.grade or "", unit.person_name, unit.person_id, rate, unit.rate is None)
        groups.setdefault(key, []).append(unit)
    lines = []
    for (grade, person, person_id, rate, _unpriced), members in sorted(
        groups.items(), key=lambda item: _fee_order(item[0])
    ):
        quantity = hours(sum(unit.seconds for unit in members))
        lines.append(
            LineSpec(
                kind=LineKind.FEE,
                title=line_names.get(grade_key(grade)) or grade or _("Consulting"),
                detail=person,
                quantity=quantity,
                unit="h",
                rate=rate,
                net=price(quantity, rate, currency),
                person_id=person_id,
                units=tuple(_billed(unit, unit.seconds, rate, unit.rule) for unit in members),
            )
        )
    return tuple(lines)


def _fee_order(key: tuple[str, str, int, Decimal, bool]) -> tuple[Decimal, str, str, int, bool]:
    grade, person, person_id, rate, unpriced = key
    return -rate, grade, person, person_id, unpriced


def _billed(unit: TimeUnit, seconds: int, rate: Decimal = Decimal(0), rule: str = "", part: str = "") -> BilledUnit:
    return BilledUnit(UnitKind.TIME, unit.entry_id, part, seconds, rate, rule)


def expense_lines(units: Iterable[ExpenseUnit], currency: str) -> tuple[LineSpec, ...]:
    """Expenses: those of one group name are one line, the others a line each, in the order of their first day."""
    groups: dict[str | int, list[ExpenseUnit]] = {}
    for unit in sorted(units, key=lambda item: (item.day, item.expense_id)):
        groups.setdefault(unit.group_name or unit.expense_id, []).append(unit)
    return tuple(_expense_line(members, currency) for members in groups.values())


def _expense_line(members: Sequence[ExpenseUnit], currency: str) -> LineSpec:
    net = total((unit.net for unit in members), currency)
    quantity, unit, rate = Decimal(1), "piece", net.amount
    if len({member.unit for member in members}) == 1:
        counted = sum((member.quantity for member in members), Decimal(0))
        each = quantize(net.amount / counted, "0.0001")
        # printed quantity x printed rate must give the receipts' sum, at a rate people can pay
        if each == quantize(each, f"1e-{exponent(currency)}") and price(counted, each, currency) == net:
            quantity, unit, rate = counted, members[0].unit, quantize(each, f"1e-{exponent(currency)}")
    details = dict.fromkeys(member.detail for member in members if member.detail)
    return LineSpec(
        kind=LineKind.EXPENSE,
        title=members[0].group_name or members[0].text,
        detail=", ".join(details),
        quantity=quantity,
        unit=unit,
        rate=rate,
        net=net,
        units=tuple(BilledUnit(UnitKind.EXPENSE, member.expense_id) for member in members),
    )


def milestone_line(milestone: MilestoneUnit, work: Iterable[TimeUnit] = ()) -> LineSpec:
    """A milestone at its fixed amount; the time worked for it goes with it at no rate."""
    text = _("Milestone {number} of {count}: {name}") if milestone.count > 1 else _("Milestone {number}: {name}")
    return LineSpec(
        kind=LineKind.MILESTONE,
        title=text.format(number=milestone.number, count=milestone.count, name=milestone.name),
        quantity=Decimal(1),
        unit="milestone",
        rate=milestone.amount.amount,
        net=milestone.amount,
        units=(
            BilledUnit(UnitKind.MILESTONE, milestone.milestone_id),
            *(_billed(unit, unit.seconds) for unit in in_order(work)),
        ),
    )


def retainer_lines(month: RetainerMonth, work: Iterable[TimeUnit], formats: Formats) -> tuple[LineSpec, ...]:
    """A month of a retainer: its fee with the included time, and the time past it at the extra rate.

    Hours count by date, then by entry number; an entry may lie across the border and is split there.
    """
    included, extra = split(work, month.included_seconds - month.used)
    name = formats.month(month.first)
    lines = []
    if month.bill_fee or included:
        inside = tuple(_billed(unit, seconds) for unit, seconds in included)
        own = (BilledUnit(UnitKind.RETAINER, month.sow_line_id, month.part),) if month.bill_fee else ()
        fee = month.fee if month.bill_fee else Money.zero(month.fee.currency)
        title = _("Retainer, {month}") if month.bill_fee else _("Retainer, {month}: more time within the fee")
        lines.append(
            LineSpec(
                kind=LineKind.RETAINER,
                title=title.format(month=name),
                detail=_("{hours} h included").format(hours=formats.hours(month.included_seconds)),
                quantity=Decimal(1),
                unit="month",
                rate=fee.amount,
                net=fee,
                units=(*own, *inside),
            )
        )
    if extra:
        quantity = hours(sum(seconds for _unit, seconds in extra))
        split_ids = {unit.entry_id for unit, _seconds in included}
        lines.append(
            LineSpec(
                kind=LineKind.EXTRA,
                title=_("Extra hours, {month}").format(month=name),
                detail=", ".join(dict.fromkeys(unit.person_name for unit, _seconds in extra)),
                quantity=quantity,
                unit="h",
                rate=month.extra_rate,
                net=price(quantity, month.extra_rate, month.fee.currency),
                units=tuple(
                    _billed(
                        unit, seconds, month.extra_rate, RETAINER_RULE, EXTRA_PART if unit.entry_id in split_ids else ""
                    )
                    for unit, seconds in extra
                ),
            )
        )
    return tuple(lines)


def _part(unit: TimeUnit, split_ids: set[int]) -> str:
    return EXTRA_PART if unit.entry_id in split_ids else ""


Share = tuple[TimeUnit, int]
"""A time unit with the seconds of it that count here."""


def split(work: Iterable[TimeUnit], included_left: int) -> tuple[list[Share], list[Share]]:
    """Time within and past the included seconds that are left, by date, then by entry number."""
    left = max(0, included_left)
    inside: list[Share] = []
    past: list[Share] = []
    for unit in in_order(work):
        took = min(left, unit.seconds)
        left -= took
        if took or not unit.seconds:  # an entry that rounds to nothing is billed with the fee, not left over
            inside.append((unit, took))
        if unit.seconds > took:
            past.append((unit, unit.seconds - took))
    return inside, past
