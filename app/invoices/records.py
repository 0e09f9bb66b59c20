"""Tables of bills: runs, drafts, issued invoices with their frozen bytes, and what each line billed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, bindparam
from sqlalchemy.orm import Mapped, mapped_column

from app.firm.domain import TaxCategory
from app.invoices.domain import CheckKey, DraftState, LineKind, Origin, PaperSize, Reason, UnitKind
from app.kernel.words import _
from app.storage.columns import WHOLE, Minor, choice, personal
from app.storage.record import Guard, Record, Versioned
from app.timesheets.records import TimeEntry

_ISSUED = "this document was issued: nothing is added to it"
_LATE = Guard(
    "late", "INSERT", "EXISTS (SELECT 1 FROM audit_entry WHERE record = 'Invoice:' || NEW.invoice_id)", _ISSUED
)
"""What belongs to a document comes in the transaction that issues it: the history tells of the document at its end."""
_OTHER_NUMBER = Guard(
    "number",
    "INSERT",
    """
    NEW.origin = 'issued' AND NOT EXISTS (
        SELECT 1 FROM (
            SELECT substr(pattern, 1, instr(pattern, '{0') - 1) AS first_part,
                substr(pattern, instr(pattern, '{0')) AS rest, CAST(next_number - 1 AS TEXT) AS given
            FROM number_series WHERE number_series.key = NEW.series
        ) AS counter
        WHERE NEW.number = replace(
            first_part || substr('0000000000000000000000000000000000000000', 1, CASE
                WHEN instr(rest, '}') - 2 > length(given) THEN instr(rest, '}') - 2 - length(given) ELSE 0 END)
            || given || substr(rest, instr(rest, '}') + 1),
            '{year}', substr(CAST(NEW.issued_on AS TEXT), 1, 4))
    )
    """,
    "this number is not the one its series gave last",
)


_OF_OPENING = "EXISTS (SELECT 1 FROM invoice WHERE invoice.id = OLD.invoice_id AND invoice.origin = 'opening')"


class BillingRun(Record, called=lambda: _("This billing run")):
    """One sitting: all open work up to a day, with one invoice date."""

    __tablename__ = "billing_run"

    through: Mapped[date]
    invoice_date: Mapped[date]
    collected_at: Mapped[datetime]


class Draft(Versioned, Record, called=lambda: _("This draft")):
    """A bill to be. It has no number."""

    __tablename__ = "draft"

    run_id: Mapped[int] = mapped_column(ForeignKey("billing_run.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"), index=True)
    currency: Mapped[str]
    period_first: Mapped[date]
    period_last: Mapped[date]
    invoice_date: Mapped[date]
    state: Mapped[DraftState] = choice(DraftState, default=DraftState.OPEN)
    po_number: Mapped[str] = mapped_column(default="")
    hold_reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    left_out: Mapped[str] = mapped_column(default="")
    """The parts that are not printed, as words; empty when all are."""
    paper: Mapped[PaperSize | None] = choice(PaperSize, default=None)
    """Empty where the client's country decides."""


class PrintChoice(Record, called=lambda: _("This choice of print")):
    """What was chosen last for a client's bills: its next draft begins with it."""

    __tablename__ = "print_choice"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), unique=True)
    left_out: Mapped[str] = mapped_column(default="")
    paper: Mapped[PaperSize | None] = choice(PaperSize, default=None)


class DraftLine(Versioned, Record, called=lambda: _("This line of a draft")):
    """A line of a draft: printed quantity x printed rate = amount."""

    __tablename__ = "draft_line"
    __table_args__ = (UniqueConstraint("draft_id", "position"),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    position: Mapped[int]
    kind: Mapped[LineKind] = choice(LineKind)
    title: Mapped[str]
    quantity: Mapped[Decimal]
    unit: Mapped[str]
    rate: Mapped[Decimal]
    net_minor: Mapped[Minor]
    tax_code: Mapped[str]
    detail: Mapped[str] = personal(default="")
    reason: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="", server_default="")
    """Of an adjustment: the reason from the list (`domain.Reason`), so that reasons can be counted."""
    ends_on: Mapped[date | None] = mapped_column(default=None)
    """Of a discount: its last day."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class DraftUnit(Record, called=lambda: _("This unit of a draft line")):
    """A unit of work that waits on a draft: on one only."""

    __tablename__ = "draft_unit"
    __table_args__ = (UniqueConstraint("unit_kind", "unit_id", "part"),)

    draft_line_id: Mapped[int] = mapped_column(ForeignKey("draft_line.id"), index=True)
    unit_kind: Mapped[UnitKind] = choice(UnitKind)
    unit_id: Mapped[int]
    part: Mapped[str] = mapped_column(default="")
    """The month of a retainer, such as 2026-04; empty for all others."""
    seconds: Mapped[int] = mapped_column(default=0)
    rate: Mapped[Decimal] = mapped_column(default=Decimal(0))
    rate_rule: Mapped[str] = mapped_column(default="")


class KeptFinding(Record, called=lambda: _("This finding")):
    """A finding of a check that a person left as it is, with the reason; it holds until the draft is issued."""

    __tablename__ = "kept_finding"

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"), index=True)
    check_key: Mapped[CheckKey] = choice(CheckKey)
    mark: Mapped[str]
    """What was found; the same mark is the same finding, whatever collecting did to the lines."""
    reason: Mapped[Reason] = choice(Reason)
    kept_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(default="")
    amount_minor: Mapped[Minor] = mapped_column(default=0)
    """What leaving it so costs, in the statement of work's currency."""
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), default=None, index=True)
    """The invoice that went out with it; from then on the next bill asks again."""


class Invoice(Record, called=lambda: _("This invoice")):
    """An issued invoice: never changed, never deleted. `snapshot` is what was issued, word for word (JSON).

    One that another program had issued was only copied here: brought in wrongly, it can go while nothing points to it.
    """

    __tablename__ = "invoice"
    __frozen__ = True
    __may_go__ = "OLD.origin = 'opening' AND NOT EXISTS (SELECT 1 FROM invoice_line WHERE invoice_id = OLD.id)"
    __guards__ = (_OTHER_NUMBER,)
    __whole__ = """
        net_minor = (SELECT coalesce(sum(net_minor), 0) FROM invoice_line WHERE invoice_id = invoice.id)
        AND net_minor = (SELECT coalesce(sum(net_minor), 0) FROM invoice_tax WHERE invoice_id = invoice.id)
        AND tax_minor = (SELECT coalesce(sum(tax_minor), 0) FROM invoice_tax WHERE invoice_id = invoice.id)
        AND (origin <> 'issued' OR EXISTS (SELECT 1 FROM invoice_file WHERE invoice_id = invoice.id))
    """
    __table_args__ = (
        CheckConstraint("net_minor + tax_minor = gross_minor", name="sums"),
        Index(
            "ix_invoice_newest",
            "issued_on",
            "number",
            "client_id",
            "currency",
            "origin",
            "net_minor",
            "gross_minor",
        ),
    )

    number: Mapped[str] = mapped_column(unique=True)
    series: Mapped[str]
    origin: Mapped[Origin] = choice(Origin)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    sow_id: Mapped[int | None] = mapped_column(ForeignKey("sow.id"), index=True)
    issued_on: Mapped[date]
    due_on: Mapped[date]
    period_first: Mapped[date]
    period_last: Mapped[date]
    currency: Mapped[str]
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    gross_minor: Mapped[Minor]
    po_number: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    draft_id: Mapped[int | None] = mapped_column(unique=True)
    """The draft it was issued from; the draft itself is gone by then, so this is no foreign key."""
    snapshot: Mapped[str] = personal()


class InvoiceLine(Record, called=lambda: _("This line of an invoice")):
    """A line of an issued invoice."""

    __tablename__ = "invoice_line"
    __frozen__ = True
    __may_go__ = _OF_OPENING
    __guards__ = (_LATE,)
    __table_args__ = (UniqueConstraint("invoice_id", "position"),)

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    kind: Mapped[LineKind] = choice(LineKind)
    title: Mapped[str]
    detail: Mapped[str] = personal()
    quantity: Mapped[Decimal]
    unit: Mapped[str]
    rate: Mapped[Decimal]
    net_minor: Mapped[Minor]
    tax_code: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="", server_default="")


adjusted_line = InvoiceLine.kind == bindparam("adjustment", LineKind.ADJUSTMENT, literal_execute=True)
"""What was written down or up: few lines of many, so they have an index of their own. It needs the word itself."""
Index(
    "ix_invoice_line_adjusted",
    InvoiceLine.why,
    InvoiceLine.reason,
    sqlite_where=adjusted_line,
)


class InvoiceTax(Record, called=lambda: _("This tax of an invoice")):
    """Tax of an issued invoice per code: once on the sum of the rounded lines."""

    __tablename__ = "invoice_tax"
    __frozen__ = True
    __may_go__ = _OF_OPENING
    __guards__ = (_LATE,)
    __table_args__ = (UniqueConstraint("invoice_id", "tax_code"),)

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    tax_code: Mapped[str]
    name: Mapped[str]
    category: Mapped[TaxCategory] = choice(TaxCategory)
    percent: Mapped[Decimal]
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    reason: Mapped[str]


class InvoiceFile(Record, called=lambda: _("This paper of an invoice")):
    """The very bytes of the PDF that was issued, with their SHA-256."""

    __tablename__ = "invoice_file"
    __frozen__ = True
    __guards__ = (_LATE,)

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), unique=True)
    digest: Mapped[str]
    content: Mapped[bytes]


class Allocation(Record, called=lambda: _("This billed unit")):
    """Which line billed a unit of work. The unique key is what keeps anything from being billed twice."""

    __tablename__ = "allocation"
    __frozen__ = True
    __guards__ = (
        Guard(
            "late",
            "INSERT",
            "EXISTS (SELECT 1 FROM audit_entry WHERE record = 'InvoiceLine:' || NEW.invoice_line_id)",
            _ISSUED,
        ),
    )
    __table_args__ = (UniqueConstraint("unit_kind", "unit_id", "part"),)

    invoice_line_id: Mapped[int] = mapped_column(ForeignKey("invoice_line.id"), index=True)
    unit_kind: Mapped[UnitKind] = choice(UnitKind)
    unit_id: Mapped[int]
    part: Mapped[str]
    seconds: Mapped[int]
    rate: Mapped[Decimal]
    rate_rule: Mapped[str]


unbilled_time = Table(
    "unbilled_time",
    Record.metadata,
    Column("entry_id", WHOLE, ForeignKey(TimeEntry.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sqlite_strict=True,
)
"""The billable entries that no line has billed, held or not, in any state: an index in the form of a table.

The database keeps it by triggers (migration 0004), nothing else writes it. What is billed says `allocation` alone.
A query that begins here must not ask for one state by `==`: SQLite would rather read all entries of that state.
"""
