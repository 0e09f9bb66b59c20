"""Months of retainers: what was granted is used and left, and no hour costs more before all of it is used."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select

from app.engagements.records import SowLine, StatementOfWork, Task
from app.invoices.domain import LineKind, Origin, UnitKind
from app.invoices.records import Allocation, Invoice, InvoiceLine
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.words import _
from app.storage.reading import Reading
from app.storage.streamed import streamed
from app.timesheets.records import TimeEntry

_USED = (
    select(
        Task.sow_line_id,
        TimeEntry.day,
        InvoiceLine.kind,
        func.sum(Allocation.seconds).label("seconds"),
        func.max(Invoice.origin).label("origin"),
    )
    .select_from(Allocation)
    .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .join(TimeEntry, TimeEntry.id == Allocation.unit_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .where(Allocation.unit_kind == UnitKind.TIME, InvoiceLine.kind.in_([LineKind.RETAINER, LineKind.EXTRA]))
    .group_by(Task.sow_line_id, TimeEntry.day, InvoiceLine.kind)
)
_GRANTED = (
    select(SowLine.id, SowLine.sow_id, StatementOfWork.number, SowLine.included_seconds)
    .join(StatementOfWork, StatementOfWork.id == SowLine.sow_id)
    .order_by(SowLine.id)
)


def entitlement_problems(reading: Reading) -> list[Problem]:
    """Months in which more was billed within the fee than it includes, or more than the fee before that was used up.

    A month that an invoice from before the book billed is left out: nobody counted its hours here.
    """
    used: dict[tuple[int, date], dict[LineKind, int]] = defaultdict(lambda: defaultdict(int))
    older: set[tuple[int, date]] = set()
    with streamed(reading, _USED) as rows:
        for row in rows:
            month = (row.sow_line_id, row.day.replace(day=1))
            used[month][row.kind] += int(row.seconds)
            if row.origin is Origin.OPENING:
                older.add(month)
    granted = {row.id: row for row in reading.execute(_GRANTED)}
    found = []
    for (line_id, first), by_kind in sorted(used.items()):
        line = granted.get(line_id)
        if line is None or (line_id, first) in older:
            continue
        within, beyond = by_kind[LineKind.RETAINER], by_kind[LineKind.EXTRA]
        if within > line.included_seconds or (beyond and within != line.included_seconds):
            text = _(
                "{number}, {month}: {within} h are billed within the fee and {beyond} h beyond; it includes {all} h."
            )
            found.append(
                Problem(
                    "check.included",
                    text.format(
                        number=line.number,
                        month=f"{first:%Y-%m}",
                        within=hours(within),
                        beyond=hours(beyond),
                        all=hours(line.included_seconds),
                    ),
                    hint=_("Compare the bills of this month with what was signed."),
                    about=f"StatementOfWork:{line.sow_id}",
                )
            )
    return found
