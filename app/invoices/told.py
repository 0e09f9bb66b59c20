"""What is told about drafts, invoices and findings in their history."""

from __future__ import annotations

from app.engagements.records import StatementOfWork
from app.invoices.domain import CheckKey, DraftState, LineKind, Origin, PaperSize, Reason, UnitKind, reason_words
from app.invoices.records import (
    Allocation,
    BillingRun,
    Draft,
    DraftLine,
    DraftUnit,
    Invoice,
    InvoiceFile,
    InvoiceLine,
    InvoiceTax,
    KeptFinding,
    PrintChoice,
)
from app.kernel.words import _
from app.storage.record import Record
from app.storage.told import Kind, Part, Parts, RoomWords, kind

_ADJUSTING = frozenset({"adjust_draft", "remove_adjustment"})
PARTS: Parts = {
    StatementOfWork: (Part(KeptFinding, "sow_id"),),
    Invoice: (
        Part(Draft, "draft_id", up=True),
        Part(DraftLine, "draft_id", of=Draft, commands=_ADJUSTING),
        *(Part(one, "invoice_id") for one in (InvoiceLine, InvoiceTax, InvoiceFile, KeptFinding)),
    ),
    Draft: (Part(DraftLine, "draft_id", commands=_ADJUSTING),),
}


def words() -> RoomWords:
    """In the reader's language."""
    return RoomWords(
        kinds={**_drafts(), **_units(), **_invoices()},
        choices={
            DraftState: {
                DraftState.OPEN: _("Open"),
                DraftState.HOLD: _("On hold"),
                DraftState.APPROVED: _("Approved"),
            },
            LineKind: {
                LineKind.FEE: _("Fee"),
                LineKind.MILESTONE: _("Milestone"),
                LineKind.RETAINER: _("Retainer"),
                LineKind.EXTRA: _("Hours past the retainer"),
                LineKind.EXPENSE: _("Expense"),
                LineKind.ADJUSTMENT: _("Adjustment"),
            },
            UnitKind: {
                UnitKind.TIME: _("Time entry"),
                UnitKind.EXPENSE: _("Expense"),
                UnitKind.MILESTONE: _("Milestone"),
                UnitKind.RETAINER: _("Retainer"),
            },
            Origin: {Origin.ISSUED: _("Issued here"), Origin.OPENING: _("From before the book")},
            PaperSize: {PaperSize.A4: _("A4"), PaperSize.LETTER: _("Letter")},
            CheckKey: {
                CheckKey.RATES: _("Rates"),
                CheckKey.HOURS: _("Hours"),
                CheckKey.BUDGET: _("Budget"),
                CheckKey.PURCHASE_ORDER: _("Purchase order"),
                CheckKey.TAX: _("Tax"),
                CheckKey.CHANGE_ORDERS: _("Change orders"),
                CheckKey.RECEIPTS: _("Receipts"),
                CheckKey.ONCE: _("Billed once"),
                CheckKey.PAYER: _("Who pays"),
            },
            Reason: {one.value: reason_words(one) for one in Reason},
        },
        commands={
            "collect": _("Collected work for a billing run"),
            "collect_draft": _("Put a draft together anew"),
            "adjust_draft": _("Adjusted a draft"),
            "remove_adjustment": _("Took an adjustment off a draft"),
            "set_po": _("Set the purchase order of a draft"),
            "choose_parts": _("Chose what is printed"),
            "hold_draft": _("Held a draft back"),
            "release_draft": _("Let a held draft go on"),
            "approve_draft": _("Approved a draft"),
            "reopen_draft": _("Took the approval of a draft back"),
            "remove_draft": _("Removed a draft"),
            "restore_draft": _("Brought a removed draft back"),
            "issue_invoice": _("Issued the invoice"),
            "bring_opening_balances": _("Brought in open invoices from before the book"),
            "take_back_opening_balances": _("Took open invoices from before the book back"),
            "bring_opening_invoice": _("Brought in an invoice from before the book"),
            "keep_finding": _("Left a finding as it is"),
            "raise_finding": _("Raised a finding again"),
            "use_sow_rate": _("Raised rates to those of the SOW"),
            "undo_sow_rate": _("Took raised rates back"),
            "record_order": _("Recorded a purchase order"),
            "undo_order": _("Took a purchase order back"),
            "record_acceptance": _("Recorded an acceptance"),
            "undo_acceptance": _("Took an acceptance back"),
            "forget_order_acceptance": _("Took the acceptance of a change order back"),
            "forget_milestone_acceptance": _("Took the acceptance of a milestone back"),
            "take_back_time": _("Opened approved time again"),
            "undo_approved_time": _("Undid an approval of time"),
            "undo_approved_expense": _("Undid an approval of an expense"),
            "keep_expense": _("Let the firm pay an expense"),
        },
    )


def _reasons() -> dict[str, dict[str, str]]:
    return {"why": {one.value: reason_words(one) for one in Reason}}


def _drafts() -> dict[type[Record], Kind]:
    return {
        BillingRun: kind(
            _("Billing run"),
            "through",
            through=_("Work up to"),
            invoice_date=_("Invoice date"),
            collected_at=_("Collected at"),
        ),
        Draft: kind(
            _("Draft"),
            "client_id",
            run_id=_("Billing run"),
            client_id=_("Client"),
            sow_id=_("Statement of work"),
            currency=_("Currency"),
            period_first=_("First day"),
            period_last=_("Last day"),
            invoice_date=_("Invoice date"),
            state=_("State"),
            po_number=_("Purchase order"),
            hold_reason=_("Why it is held"),
            decided_by_id=_("Decided by"),
            decided_at=_("Decided at"),
            left_out=_("Not printed"),
            paper=_("Paper"),
        ),
        PrintChoice: kind(_("Choice of print"), "", client_id=_("Client"), left_out=_("Not printed"), paper=_("Paper")),
        DraftLine: kind(
            _("Line of a draft"),
            "title",
            "position",
            _reasons(),
            draft_id=_("Draft"),
            kind=_("Kind"),
            title=_("Title"),
            quantity=_("Quantity"),
            unit=_("Unit"),
            rate=_("Rate"),
            net_minor=_("Net"),
            tax_code=_("Tax code"),
            detail=_("Detail"),
            reason=_("In words"),
            why=_("Reason"),
            ends_on=_("Ends on"),
            person_id=_("Person"),
        ),
    }


def _units() -> dict[type[Record], Kind]:
    return {
        DraftUnit: kind(
            _("Unit of a draft"),
            "",
            "rate_rule unit_id",
            draft_line_id=_("Line of a draft"),
            unit_kind=_("Kind"),
            part=_("Part"),
            seconds=_("Hours"),
            rate=_("Rate"),
        ),
        KeptFinding: kind(
            _("Finding"),
            "check_key",
            "mark",
            sow_id=_("Statement of work"),
            check_key=_("Check"),
            reason=_("Reason"),
            kept_at=_("When"),
            text=_("In words"),
            amount_minor=_("What it costs"),
            kept_by_id=_("Left by"),
            invoice_id=_("Invoice"),
        ),
        Allocation: kind(
            _("Billed unit"),
            "",
            "rate_rule unit_id",
            invoice_line_id=_("Line of the invoice"),
            unit_kind=_("Kind"),
            part=_("Part"),
            seconds=_("Hours"),
            rate=_("Rate"),
        ),
    }


def _invoices() -> dict[type[Record], Kind]:
    return {
        Invoice: kind(
            _("Invoice"),
            "number",
            "draft_id snapshot series",
            number=_("Number"),
            origin=_("Where from"),
            client_id=_("Client"),
            sow_id=_("Statement of work"),
            issued_on=_("Issued on"),
            due_on=_("Due"),
            period_first=_("First day"),
            period_last=_("Last day"),
            currency=_("Currency"),
            net_minor=_("Net"),
            tax_minor=_("Tax"),
            gross_minor=_("Total"),
            po_number=_("Purchase order"),
            issued_at=_("Issued at"),
            issued_by_id=_("Issued by"),
        ),
        InvoiceLine: kind(
            _("Line of the invoice"),
            "title",
            "position",
            _reasons(),
            invoice_id=_("Invoice"),
            kind=_("Kind"),
            title=_("Title"),
            detail=_("Detail"),
            quantity=_("Quantity"),
            unit=_("Unit"),
            rate=_("Rate"),
            net_minor=_("Net"),
            tax_code=_("Tax code"),
            person_id=_("Person"),
            reason=_("In words"),
            why=_("Reason"),
        ),
        InvoiceTax: kind(
            _("Tax of the invoice"),
            "name",
            invoice_id=_("Invoice"),
            tax_code=_("Tax code"),
            name=_("Name"),
            category=_("Kind"),
            percent=_("Percent"),
            net_minor=_("Net"),
            tax_minor=_("Tax"),
            reason=_("Why no tax is charged"),
        ),
        InvoiceFile: kind(_("Paper of the invoice"), "", "content", invoice_id=_("Invoice"), digest=_("Fingerprint")),
    }
