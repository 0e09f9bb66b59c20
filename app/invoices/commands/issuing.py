"""Issuing: an approved draft becomes an invoice, all in one transaction or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from app.firm.commands import take_number
from app.firm.domain import Right, require
from app.firm.queries import the_firm
from app.invoices.commands import drafts
from app.invoices.commands.deciding import require_issuable
from app.invoices.commands.keeping import close_findings
from app.invoices.domain import DraftState, InvoiceSnapshot, Origin
from app.invoices.pdf import invoice_pdf
from app.invoices.queries.documents import snapshot_of
from app.invoices.records import Allocation, Draft, DraftLine, DraftUnit, Invoice, InvoiceFile, InvoiceLine, InvoiceTax
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.values import to_json
from app.kernel.ways_back import final
from app.kernel.words import _, formats_beside
from app.paper.press import printed
from app.storage.work import Work

SERIES = "invoice"
_ISSUED_AS = select(Invoice.number).where(Invoice.draft_id == bindparam("draft_id"))
_LAST_DAY = select(func.max(Invoice.issued_on)).where(Invoice.series == SERIES, Invoice.origin == Origin.ISSUED)


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued invoice."""

    invoice_id: int
    number: str
    gross: Money
    due_on: date


@final(lambda: _("An issued invoice is never changed."))
def issue_invoice(work: Work, *, draft_id: int, version: int | None = None) -> Issued:
    """Issue an approved draft: number, words, lines, tax, what they billed, and the PDF, in this transaction.

    With `version` it is issued only as it was seen.

    When anything fails, a character that cannot be printed too, nothing was issued and no number is used.
    """
    require(work.actor.role, Right.ISSUE_INVOICES)
    _require_unissued(work, draft_id)
    draft = work.lock(Draft, draft_id)
    if version is not None and draft.version != version:
        raise Problem(
            "invoice.changed",
            _("This draft was changed after you looked at it."),
            hint=_("Nothing was issued. Look at it as it is now, then issue it."),
        )
    if draft.state is not DraftState.APPROVED:
        raise Problem(
            "invoice.not_approved", _("This draft is not approved."), hint=_("Approve it first; nothing was issued.")
        )
    judged, around = require_issuable(work, draft)
    _require_order(work, draft.invoice_date)
    snapshot = snapshot_of(judged, around, work, take_number(work, key=SERIES, on=draft.invoice_date))
    content = printed(invoice_pdf, snapshot)
    invoice = work.add(invoice_record(work, snapshot, sow_id=draft.sow_id, draft_id=draft.id))
    lines = drafts.kept_lines(work, draft.id)
    units = drafts.kept_units(work, lines)
    file = InvoiceFile(invoice_id=invoice.id, digest=hashlib.sha256(content).hexdigest(), content=content)
    billed = [_line(line, invoice.id) for line in lines]
    work.add_all([*billed, *tax_records(snapshot, invoice.id), file])
    work.add_all(
        [_allocation(unit, line.id) for kept, line in zip(lines, billed, strict=True) for unit in units[kept.id]]
    )
    close_findings(work, draft.sow_id, invoice.id)
    drafts.clear(work, lines, units)
    work.delete(draft)
    return Issued(invoice.id, snapshot.number, snapshot.sums.gross, snapshot.due_on)


def _require_unissued(work: Work, draft_id: int) -> None:
    number = work.execute(_ISSUED_AS, {"draft_id": draft_id}).scalar_one_or_none()
    if number is not None:
        raise Problem(
            "invoice.issued_already",
            _("This draft was issued as {number}.").format(number=number),
            hint=_("Nothing was issued a second time."),
        )


def _require_order(work: Work, invoice_date: date) -> None:
    """Numbers follow the dates of a series."""
    last = work.execute(_LAST_DAY).scalar_one()
    if last is not None and invoice_date < last:
        firm = the_firm(work)
        formats = Formats(formats_beside(firm.language if firm is not None else "en-GB"))
        raise Problem(
            "invoice.date_before_last",
            _("The last invoice is dated {day}, this one would be earlier.").format(day=formats.date(last)),
            field="invoice_date",
            hint=_("Reopen the draft and collect again with that invoice date or a later one."),
        )


def invoice_record(
    work: Work, snapshot: InvoiceSnapshot, *, sow_id: int | None, draft_id: int | None = None
) -> Invoice:
    """The record of a snapshot; `draft_id` is None for one that was issued before the book."""
    return Invoice(
        number=snapshot.number,
        series=SERIES,
        origin=snapshot.origin,
        client_id=snapshot.buyer.client_id,
        sow_id=sow_id,
        issued_on=snapshot.issued_on,
        due_on=snapshot.due_on,
        period_first=snapshot.period_first,
        period_last=snapshot.period_last,
        currency=snapshot.currency,
        net_minor=snapshot.sums.net.minor,
        tax_minor=snapshot.sums.tax.minor,
        gross_minor=snapshot.sums.gross.minor,
        po_number=snapshot.po_number,
        issued_at=work.now,
        issued_by_id=work.actor.person_id,
        draft_id=draft_id,
        snapshot=to_json(snapshot),
    )


def _line(line: DraftLine, invoice_id: int) -> InvoiceLine:
    return InvoiceLine(
        invoice_id=invoice_id,
        position=line.position,
        kind=line.kind,
        title=line.title,
        detail=line.detail,
        quantity=line.quantity,
        unit=line.unit,
        rate=line.rate,
        net_minor=line.net_minor,
        tax_code=line.tax_code,
        person_id=line.person_id,
        reason=line.reason,
        why=line.why,
    )


def _allocation(unit: DraftUnit, line_id: int) -> Allocation:
    return Allocation(
        invoice_line_id=line_id,
        unit_kind=unit.unit_kind,
        unit_id=unit.unit_id,
        part=unit.part,
        seconds=unit.seconds,
        rate=unit.rate,
        rate_rule=unit.rate_rule,
    )


def tax_records(snapshot: InvoiceSnapshot, invoice_id: int) -> list[InvoiceTax]:
    """The tax of a snapshot as records."""
    return [
        InvoiceTax(
            invoice_id=invoice_id,
            tax_code=group.code,
            name=group.name,
            category=group.category,
            percent=group.percent,
            net_minor=group.net.minor,
            tax_minor=group.tax.minor,
            reason=group.reason,
        )
        for group in snapshot.taxes
    ]
