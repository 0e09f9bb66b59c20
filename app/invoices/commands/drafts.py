"""How drafts are kept: their lines and units as records, written, compared and cleared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm.attributes import flag_modified, get_history

from app.invoices.domain import DraftState, LineKind, LineSpec, UnitKind
from app.invoices.records import Draft, DraftLine, DraftUnit
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work

UnitKey = tuple[UnitKind, int, str]
_LINES = select(DraftLine).where(DraftLine.draft_id == bindparam("draft_id")).order_by(DraftLine.position)
_UNITS = (
    select(DraftUnit).where(DraftUnit.draft_line_id.in_(bindparam("line_ids", expanding=True))).order_by(DraftUnit.id)
)
ABOVE_ALL = 1_000_000
"""Positions that lines pass through while they are renumbered; each position is taken once."""


def kept_lines(work: Work, draft_id: int) -> list[DraftLine]:
    """The lines of a draft in order."""
    return list(work.session.scalars(_LINES, {"draft_id": draft_id}))


def kept_units(work: Work, lines: Iterable[DraftLine]) -> dict[int, list[DraftUnit]]:
    """The units of lines, by the line's id."""
    found: dict[int, list[DraftUnit]] = defaultdict(list)
    ids = [line.id for line in lines]
    if ids:
        for unit in work.session.scalars(_UNITS, {"line_ids": ids}):
            found[unit.draft_line_id].append(unit)
    return found


def key_of(unit: DraftUnit) -> UnitKey:
    """What must not be billed twice."""
    return unit.unit_kind, unit.unit_id, unit.part


def same_as_kept(
    specs: Sequence[LineSpec], tax_code: str, lines: Sequence[DraftLine], units: dict[int, list[DraftUnit]]
) -> bool:
    """Whether a draft's kept lines (without adjustments) say the same as these."""
    kept = [
        (
            line.kind,
            line.title,
            line.detail,
            line.quantity,
            line.unit,
            line.rate,
            line.net_minor,
            line.person_id,
            line.tax_code,
            sorted((*key_of(unit), unit.seconds, unit.rate) for unit in units[line.id]),
        )
        for line in lines
        if line.kind is not LineKind.ADJUSTMENT
    ]
    wanted = [
        (
            spec.kind,
            spec.title,
            spec.detail,
            spec.quantity,
            spec.unit,
            spec.rate,
            spec.net.minor,
            spec.person_id,
            tax_code,
            sorted((unit.kind, unit.unit_id, unit.part, unit.seconds, unit.rate) for unit in spec.units),
        )
        for spec in specs
    ]
    return kept == wanted


def clear(work: Work, lines: Sequence[DraftLine], units: dict[int, list[DraftUnit]]) -> None:
    """Take lines and their units away: what they billed is unbilled again."""
    for line in lines:
        for unit in units.get(line.id, ()):
            work.session.delete(unit)
    work.session.flush()
    for line in lines:
        work.session.delete(line)
    work.session.flush()


def write(work: Work, draft: Draft, specs: Sequence[LineSpec], tax_code: str, after: Sequence[DraftLine] = ()) -> None:
    """Write lines with their units; the lines in `after` (adjustments) keep standing behind them."""
    for number, line in enumerate(after):
        line.position = ABOVE_ALL + number
    work.session.flush()
    lines = [
        DraftLine(
            draft_id=draft.id,
            position=number,
            kind=spec.kind,
            title=spec.title,
            detail=spec.detail,
            quantity=spec.quantity,
            unit=spec.unit,
            rate=spec.rate,
            net_minor=spec.net.minor,
            tax_code=tax_code,
            person_id=spec.person_id,
        )
        for number, spec in enumerate(specs, start=1)
    ]
    work.add_all(lines)
    work.add_all(
        [
            DraftUnit(
                draft_line_id=line.id,
                unit_kind=unit.kind,
                unit_id=unit.unit_id,
                part=unit.part,
                seconds=unit.seconds,
                rate=unit.rate,
                rate_rule=unit.rule,
            )
            for line, spec in zip(lines, specs, strict=True)
            for unit in spec.units
        ]
    )
    for number, line in enumerate(after, start=len(specs) + 1):
        line.position = number
    work.session.flush()


def remove(work: Work, draft: Draft) -> int:
    """Remove a draft with its lines; gives the number of units that are unbilled again."""
    lines = kept_lines(work, draft.id)
    units = kept_units(work, lines)
    count = sum(len(items) for items in units.values())
    clear(work, lines, units)
    work.delete(draft)
    return count


def touch(draft: Draft) -> None:
    """Give the draft a new version although only its lines changed: who approves must have seen them."""
    if not get_history(draft, "period_last").has_changes():  # marking it would forget what it was
        flag_modified(draft, "period_last")


def renewed(work: Work, draft: Draft) -> int:
    """Touch the draft; gives its new version."""
    touch(draft)
    work.session.flush()
    return draft.version


def require_open(draft: Draft) -> None:
    """Refuse to change what a draft bills once it is approved."""
    if draft.state is DraftState.APPROVED:
        raise Problem(
            "draft.approved",
            _("This draft is approved."),
            hint=_("Reopen it first, then change it."),
        )


def seconds_by_key(units: dict[int, list[DraftUnit]]) -> dict[UnitKey, int]:
    """The seconds of kept units, by what they are."""
    return {key_of(unit): unit.seconds for items in units.values() for unit in items}


def whole(value: Decimal | str) -> Decimal:
    """A quantity or a rate with at most four decimals; Problem otherwise."""
    try:
        number = Decimal(value)
        exact = number == number.quantize(Decimal("0.0001"))
    except ArithmeticError:  # no number, or far too large a one
        number, exact = Decimal(0), False
    if not exact:
        raise Problem(
            "line.number",
            _("A quantity and a rate have at most four decimals."),
            field="lines",
            hint=_("Write them like 10.5 and 165.00."),
        )
    return number
