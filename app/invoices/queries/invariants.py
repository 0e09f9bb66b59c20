"""What must always hold of issued invoices: sums, numbers, what was billed, the files. Empty means whole."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import and_, exists, func, select, true

from app.invoices.domain import LineKind, Origin, UnitKind
from app.invoices.records import Allocation, Invoice, InvoiceFile, InvoiceLine, InvoiceTax, unbilled_time
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.words import _, ngettext
from app.storage.reading import Reads
from app.timesheets.records import TimeEntry

_LINE_SUMS = (
    select(InvoiceLine.invoice_id, func.sum(InvoiceLine.net_minor).label("net"))
    .group_by(InvoiceLine.invoice_id)
    .subquery("line_sums")
)
_TAX_SUMS = (
    select(
        InvoiceTax.invoice_id,
        func.sum(InvoiceTax.net_minor).label("net"),
        func.sum(InvoiceTax.tax_minor).label("tax"),
    )
    .group_by(InvoiceTax.invoice_id)
    .subquery("tax_sums")
)
_SUMS = (
    select(
        Invoice.id,
        Invoice.number,
        Invoice.net_minor,
        Invoice.tax_minor,
        Invoice.gross_minor,
        _LINE_SUMS.c.net.label("line_net"),
        _TAX_SUMS.c.net.label("taxed_net"),
        _TAX_SUMS.c.tax.label("tax"),
    )
    .outerjoin(_LINE_SUMS, _LINE_SUMS.c.invoice_id == Invoice.id)
    .outerjoin(_TAX_SUMS, _TAX_SUMS.c.invoice_id == Invoice.id)
    .order_by(Invoice.id)
)
_NUMBERS = select(Invoice.number).where(Invoice.origin == Origin.ISSUED)
_HOURS = (
    select(
        Invoice.id,
        Invoice.number,
        InvoiceLine.position,
        InvoiceLine.quantity,
        func.sum(Allocation.seconds).label("seconds"),
    )
    .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
    .outerjoin(Allocation, (Allocation.invoice_line_id == InvoiceLine.id) & (Allocation.unit_kind == UnitKind.TIME))
    .where(Invoice.origin == Origin.ISSUED, InvoiceLine.kind.in_([LineKind.FEE, LineKind.EXTRA]))
    .group_by(Invoice.id, Invoice.number, InvoiceLine.id, InvoiceLine.position, InvoiceLine.quantity)
)
_FILES = (
    select(Invoice.id, Invoice.number, InvoiceFile.digest, InvoiceFile.content)
    .outerjoin(InvoiceFile, InvoiceFile.invoice_id == Invoice.id)
    .where(Invoice.origin == Origin.ISSUED)
)
_WAITS = and_(
    TimeEntry.billable.is_(true()),
    TimeEntry.sow_id.is_not(None),
    ~exists().where(Allocation.unit_kind == UnitKind.TIME, Allocation.unit_id == TimeEntry.id),
)
_NOT_LISTED = (
    select(func.count()).select_from(TimeEntry).where(_WAITS, TimeEntry.id.not_in(select(unbilled_time.c.entry_id)))
)
_LISTED_WRONGLY = (
    select(func.count())
    .select_from(TimeEntry)
    .join(unbilled_time, unbilled_time.c.entry_id == TimeEntry.id)
    .where(~_WAITS)
)
_TAIL = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)


def invariants(reads: Reads, *, files: bool = True) -> list[Problem]:
    """Everything about issued invoices that does not hold; with `files`, every PDF is hashed again."""
    return [
        *_wrong_sums(reads),
        *_gaps(reads),
        *_wrong_hours(reads),
        *_wrong_list(reads),
        *(_wrong_files(reads) if files else ()),
    ]


def _wrong_sums(reads: Reads) -> Iterator[Problem]:
    for row in reads.execute(_SUMS):
        line_net, taxed_net, tax = (int(value or 0) for value in (row.line_net, row.taxed_net, row.tax))
        if (line_net, taxed_net, tax) != (row.net_minor, row.net_minor, row.tax_minor) or (
            row.net_minor + row.tax_minor != row.gross_minor
        ):
            text = _("The sums of {number} do not agree.").format(number=row.number)
            yield Problem("check.sums", text, about=f"Invoice:{row.id}")


def _gaps(reads: Reads) -> Iterator[Problem]:
    """Numbers given here follow each other; what stands before the counter (such as the year) is the series."""
    series: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in reads.execute(_NUMBERS).scalars():
        found = _TAIL.fullmatch(number)
        if found is not None:
            series[found[1], found[3]].append(int(found[2]))
    for (start, end), taken in sorted(series.items()):
        missing = sorted(set(range(min(taken), max(taken))) - set(taken))
        if missing:
            name = f"{start}\u2026{end}"
            text = _("Numbers of {series} are missing: {numbers}.")
            yield Problem("check.gap", text.format(series=name, numbers=", ".join(str(number) for number in missing)))


def _wrong_hours(reads: Reads) -> Iterator[Problem]:
    for row in reads.execute(_HOURS):
        if hours(int(row.seconds or 0)) != row.quantity:
            text = _("Line {position} of {number} bills other hours than its time entries have.")
            text = text.format(position=row.position, number=row.number)
            yield Problem("check.hours", text, about=f"Invoice:{row.id}")


def _wrong_list(reads: Reads) -> Iterator[Problem]:
    """The list the database keeps of what nothing has billed, against what it stands for."""
    wrong = reads.execute(_NOT_LISTED).scalar_one() + reads.execute(_LISTED_WRONGLY).scalar_one()
    if wrong:
        text = ngettext(
            "The list of unbilled time is wrong about {n} entry.",
            "The list of unbilled time is wrong about {n} entries.",
            wrong,
        )
        yield Problem("check.unbilled", text)


def _wrong_files(reads: Reads) -> Iterator[Problem]:
    for row in reads.execute(_FILES):
        if row.content is None or hashlib.sha256(row.content).hexdigest() != row.digest:
            text = _("The PDF of {number} is not the one that was issued.").format(number=row.number)
            yield Problem("check.file", text, about=f"Invoice:{row.id}")
