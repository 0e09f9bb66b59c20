"""Each hour, receipt, milestone and month in one place only: what a bill says it bills is there, approved, and as much.

A unit that is billed is named by kind and id (decision 14), which no foreign key can watch. Here it is looked at.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Executable, Row, Select, and_, bindparam, case, func, not_, or_, select, true

from app.engagements.records import Milestone, SowLine, StatementOfWork
from app.invoices.domain import LineKind, Origin, UnitKind
from app.invoices.records import Allocation, Draft, DraftLine, DraftUnit, Invoice, InvoiceLine
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding, RoundingMode
from app.kernel.words import _
from app.storage.audit import AuditEntry
from app.storage.reading import Reading
from app.timesheets.domain import TimeState
from app.timesheets.records import Expense, TimeEntry

Sow = StatementOfWork
_ISSUED = Invoice.origin == Origin.ISSUED
_KINDS: dict[UnitKind, type[TimeEntry | Expense | Milestone | SowLine]] = {
    UnitKind.TIME: TimeEntry,
    UnitKind.EXPENSE: Expense,
    UnitKind.MILESTONE: Milestone,
    UnitKind.RETAINER: SowLine,
}
_OWNERS: dict[UnitKind, Any] = {
    UnitKind.TIME: TimeEntry.sow_id,
    UnitKind.EXPENSE: Expense.sow_id,
    UnitKind.MILESTONE: SowLine.sow_id,
    UnitKind.RETAINER: SowLine.sow_id,
}


@functools.cache
def _billed(kind: UnitKind, *columns: Any) -> Select[*tuple[Any, ...]]:
    """What invoices billed of a kind, with the invoice."""
    return (
        select(Invoice.id, Invoice.number, *columns)
        .select_from(Allocation)
        .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Allocation.unit_kind == kind)
    )


def _gone(kind: UnitKind) -> Executable:
    """Units that are billed and not there. On a draft they may be gone: its own check tells, and it is not issued."""
    record = _KINDS[kind]
    return (
        _billed(kind, Allocation.unit_id).outerjoin(record, record.id == Allocation.unit_id).where(record.id.is_(None))
    )


def _foreign(kind: UnitKind) -> Executable:
    """Billed units of another statement of work than the one of the invoice."""
    record = _KINDS[kind]
    statement = _billed(kind, Allocation.unit_id).join(record, record.id == Allocation.unit_id)
    if kind is UnitKind.MILESTONE:
        statement = statement.join(SowLine, SowLine.id == Milestone.sow_line_id)
    return statement.where(_OWNERS[kind] != Invoice.sow_id)


_GONE = {kind: _gone(kind) for kind in _KINDS}
_FOREIGN = {kind: _foreign(kind) for kind in _KINDS}
_TWICE = (
    select(Draft.id, DraftUnit.unit_kind, DraftUnit.unit_id, Invoice.number)
    .select_from(DraftUnit)
    .join(DraftLine, DraftLine.id == DraftUnit.draft_line_id)
    .join(Draft, Draft.id == DraftLine.draft_id)
    .join(
        Allocation,
        and_(
            Allocation.unit_kind == DraftUnit.unit_kind,
            Allocation.unit_id == DraftUnit.unit_id,
            or_(Allocation.unit_kind != UnitKind.RETAINER, Allocation.part == DraftUnit.part),
        ),
    )
    .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .order_by(DraftUnit.id)
)
_NOT_APPROVED = {
    UnitKind.TIME: _billed(UnitKind.TIME, Allocation.unit_id)
    .join(TimeEntry, TimeEntry.id == Allocation.unit_id)
    .where(_ISSUED, or_(TimeEntry.state != TimeState.APPROVED, not_(TimeEntry.billable.is_(true()))))
    .order_by(Allocation.id),
    UnitKind.EXPENSE: _billed(UnitKind.EXPENSE, Allocation.unit_id)
    .join(Expense, Expense.id == Allocation.unit_id)
    .where(_ISSUED, or_(not_(Expense.approved.is_(true())), Expense.billable.is_not(true())))
    .order_by(Allocation.id),
}
_BILLED_SECONDS = func.sum(Allocation.seconds)
_STEP = Sow.rounding_minutes * 60
_ROUNDED = case(
    (or_(Sow.rounding_mode == RoundingMode.NONE, Sow.rounding_minutes <= 0), TimeEntry.seconds),
    (Sow.rounding_mode == RoundingMode.UP, (TimeEntry.seconds + _STEP - 1) // _STEP * _STEP),
    else_=(2 * TimeEntry.seconds + _STEP) // (2 * _STEP) * _STEP,
)
"""What `Rounding.billed` makes of the time that was worked."""
_LENGTHS = (
    select(
        TimeEntry.id,
        TimeEntry.seconds,
        _BILLED_SECONDS.label("billed"),
        Sow.id.label("sow_id"),
        Sow.rounding_minutes,
        Sow.rounding_mode,
        func.min(Invoice.number).label("number"),
    )
    .select_from(Allocation)
    .join(TimeEntry, TimeEntry.id == Allocation.unit_id)
    .join(Sow, Sow.id == TimeEntry.sow_id)
    .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .where(Allocation.unit_kind == UnitKind.TIME, _ISSUED)
    .group_by(TimeEntry.id, TimeEntry.seconds, Sow.id, Sow.rounding_minutes, Sow.rounding_mode)
    .having(_BILLED_SECONDS != _ROUNDED)
    .order_by(TimeEntry.id)
)
_RULES = (
    select(AuditEntry.changes)
    .where(AuditEntry.record == bindparam("record"), AuditEntry.changes.contains("rounding_", autoescape=True))
    .order_by(AuditEntry.sequence)
)
_AMOUNTS: dict[UnitKind, tuple[Any, Any, LineKind]] = {
    UnitKind.EXPENSE: (Expense, func.sum(Expense.net_minor), LineKind.EXPENSE),
    UnitKind.MILESTONE: (Milestone, func.sum(Milestone.amount_minor), LineKind.MILESTONE),
    UnitKind.RETAINER: (SowLine, func.sum(SowLine.monthly_fee_minor), LineKind.RETAINER),
}


def _amounts(kind: UnitKind) -> Select[*tuple[Any, ...]]:
    """Lines whose sum is not that of the receipts, the milestone or the fee they bill."""
    record, amount, line_kind = _AMOUNTS[kind]
    return (
        select(Invoice.id, Invoice.number, InvoiceLine.position)
        .select_from(Allocation)
        .join(record, record.id == Allocation.unit_id)
        .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Allocation.unit_kind == kind, _ISSUED, InvoiceLine.kind == line_kind)
        .group_by(Invoice.id, Invoice.number, InvoiceLine.id, InvoiceLine.position, InvoiceLine.net_minor)
        .having(amount != InvoiceLine.net_minor)
        .order_by(Invoice.id, InvoiceLine.position)
    )


_OTHER_AMOUNT = {kind: _amounts(kind) for kind in _AMOUNTS}


def conservation(reading: Reading) -> list[Problem]:
    """What is billed and not there, in two places, not approved, of another agreement, or of another length or sum."""
    found = list(_elsewhere(reading))
    for kind, statement in _NOT_APPROVED.items():
        text = _("{number} bills this, but it is not approved as billable.")
        found += [_about(text, kind, row) for row in reading.execute(statement)]
    found += _other_lengths(reading)
    for statement in _OTHER_AMOUNT.values():
        for row in reading.execute(statement):
            text = _("Line {position} of {number} bills another sum than what stands behind it.")
            text = text.format(position=row.position, number=row.number)
            found.append(Problem("check.amount", text, hint=_compare(), about=f"Invoice:{row.id}"))
    return found


def _elsewhere(reading: Reading) -> Iterator[Problem]:
    for kind, statement in _GONE.items():
        for row in reading.execute(statement):
            what = _("{number} bills work that is not in the book.").format(number=row.number)
            yield Problem("check.gone", what, hint=_compare(), about=f"Invoice:{row.id}")
        for row in reading.execute(_FOREIGN[kind]):
            text = _("{number} bills what belongs to another statement of work.").format(number=row.number)
            yield Problem("check.foreign", text, hint=_compare(), about=f"{_KINDS[kind].__name__}:{row.unit_id}")
    for row in reading.execute(_TWICE):
        text = _("{number} has billed this, and it waits on a draft all the same.").format(number=row.number)
        hint = _("Remove the draft before it is issued, and collect it anew.")
        yield Problem("check.twice", text, hint=hint, about=f"{_KINDS[row.unit_kind].__name__}:{row.unit_id}")


def _other_lengths(reading: Reading) -> Iterator[Problem]:
    """Time that is billed longer or shorter than it was worked, by every rule of rounding its agreement ever had."""
    rules: dict[int, set[Rounding]] = {}
    for row in reading.execute(_LENGTHS).all():
        if row.sow_id not in rules:
            rules[row.sow_id] = set(_older_rules(reading, row.sow_id))
        if all(rule.billed(row.seconds) != row.billed for rule in rules[row.sow_id]):
            text = _("{number} bills another length of time than was worked.").format(number=row.number)
            yield Problem("check.length", text, hint=_compare(), about=f"TimeEntry:{row.id}")


def _older_rules(reading: Reading, sow_id: int) -> Iterator[Rounding]:
    """The rules of rounding that the history tells of a statement of work, each with each step."""
    modes, minutes = {RoundingMode.NONE}, {0}
    for changes in reading.execute(_RULES, {"record": f"StatementOfWork:{sow_id}"}).scalars():
        told: dict[str, Any] = json.loads(changes)
        modes |= {RoundingMode(one) for one in _values(told.get("rounding_mode"))}
        minutes |= {int(one) for one in _values(told.get("rounding_minutes"))}
    for mode in modes:
        for step in minutes:
            yield Rounding(step, mode)


def _values(told: Any) -> list[Any]:
    """What the history tells of a field: one value when the record came, before and after when it was changed."""
    return [one for one in (told if isinstance(told, list) else [told]) if one is not None]


def _about(text: str, kind: UnitKind, row: Row[Any]) -> Problem:
    about = f"{_KINDS[kind].__name__}:{row.unit_id}"
    return Problem("check.not_approved", text.format(number=row.number), hint=_compare(), about=about)


def _compare() -> str:
    return _("Somebody changed the book with another program. Compare with the newest backup.")
