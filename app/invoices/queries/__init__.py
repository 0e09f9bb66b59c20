"""What pages and later rooms read about bills."""

from app.invoices.queries.documents import draft_document
from app.invoices.queries.draft_facts import DraftLineRow
from app.invoices.queries.invariants import invariants
from app.invoices.queries.issued import (
    InvoiceBeside,
    billed_entry_ids,
    find_invoices,
    find_older_invoices,
    invoice,
    invoice_beside,
    invoice_count,
    invoice_lines,
    invoice_pdf,
    invoice_to_print,
    invoices,
    newest_invoices,
    some_invoices,
)
from app.invoices.queries.issued_rows import InvoiceLineRow, InvoiceListRow, InvoiceTaxRow, InvoiceView, PrintView
from app.invoices.queries.of_sow import (
    SowBilling,
    SowDraftRow,
    SowInvoiceRow,
    SowTimeRow,
    sow_billing,
    sow_drafts,
    sow_entry_count,
    sow_time,
)
from app.invoices.queries.opening import (
    NumbersView,
    OpeningGround,
    look_over_opening,
    opening_ground,
    opening_numbers,
)
from app.invoices.queries.overview import RunOverview, run_overview
from app.invoices.queries.reasons import ForReasons, ReasonCount, for_reasons, reason_counts
from app.invoices.queries.run import DraftRow, DraftView, RunRow, current_run, draft, run_rows
from app.invoices.queries.some_drafts import KnownDraftRow, some_drafts
from app.invoices.queries.work_in_progress import UnbilledRow, unbilled

__all__ = [
    "DraftLineRow",
    "DraftRow",
    "DraftView",
    "ForReasons",
    "InvoiceBeside",
    "InvoiceLineRow",
    "InvoiceListRow",
    "InvoiceTaxRow",
    "InvoiceView",
    "KnownDraftRow",
    "NumbersView",
    "OpeningGround",
    "PrintView",
    "ReasonCount",
    "RunOverview",
    "RunRow",
    "SowBilling",
    "SowDraftRow",
    "SowInvoiceRow",
    "SowTimeRow",
    "UnbilledRow",
    "billed_entry_ids",
    "current_run",
    "draft",
    "draft_document",
    "find_invoices",
    "find_older_invoices",
    "for_reasons",
    "invariants",
    "invoice",
    "invoice_beside",
    "invoice_count",
    "invoice_lines",
    "invoice_pdf",
    "invoice_to_print",
    "invoices",
    "look_over_opening",
    "newest_invoices",
    "opening_ground",
    "opening_numbers",
    "reason_counts",
    "run_overview",
    "run_rows",
    "some_drafts",
    "some_invoices",
    "sow_billing",
    "sow_drafts",
    "sow_entry_count",
    "sow_time",
    "unbilled",
]
