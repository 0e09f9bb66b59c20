"""The small dialogs of a billing run: what to collect, why to hold, what to adjust, which order, the last question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.invoices.commands import adjust_draft, collect, hold_draft, set_po
from app.invoices.queries import DraftRow, RunOverview
from app.invoices.ui.columns import sums_by_currency
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.periods import month_of
from app.kernel.words import _, ngettext
from app.qt.dialogs import ConfirmDialog, FormDialog
from app.qt.fields import Field
from app.qt.operations import Operations

Then = Callable[[Any], object]


def collect_dialog(
    operations: Operations, formats: Formats, overview: RunOverview, *, then: Then, parent: QWidget
) -> FormDialog:
    """Ask up to which day, and for the one date all invoices of the run get."""
    month_end = month_of(overview.today).last
    run = overview.run
    again = run is not None and month_of(run.through).last >= month_end
    dialog = FormDialog(
        _("Collect what is to be billed"),
        [
            Field(
                "through", _("Work up to"), "date", required=True, default=run.through if run and again else month_end
            ),
            Field(
                "invoice_date",
                _("Invoice date"),
                "date",
                required=True,
                default=run.invoice_date if run and again else month_end,
                beside=True,
            ),
        ],
        formats,
        today=lambda: overview.today,
        submit=_("Collect"),
        intro=_("All approved work that no invoice has billed comes onto drafts. Approved drafts stay as they are."),
        parent=parent,
    )
    dialog.runs(operations, collect, dict, then)
    return dialog


def hold_dialog(operations: Operations, formats: Formats, row: DraftRow, *, parent: QWidget) -> FormDialog:
    """Ask why a draft is held."""
    dialog = FormDialog(
        _("Hold {client}").format(client=row.client_name),
        [Field("reason", _("Reason"), required=True)],
        formats,
        submit=_("Hold"),
        intro=_("The draft stays in the run with its reason; collecting leaves it alone."),
        parent=parent,
    )
    dialog.runs(operations, hold_draft, lambda values: {"draft_id": row.draft_id, "version": row.version, **values})
    return dialog


def adjust_dialog(operations: Operations, formats: Formats, row: DraftRow, *, parent: QWidget) -> FormDialog:
    """Ask for a line that writes the draft down or up."""
    reasons = (
        _("Discount agreed"),
        _("Rework not charged"),
        _("More time than agreed"),
        _("Goodwill"),
        _("Work done before without a bill"),
    )
    dialog = FormDialog(
        _("Adjust {client}").format(client=row.client_name),
        [
            Field(
                "amount",
                _("Amount"),
                "money",
                required=True,
                currency=row.currency,
                help=_("Below zero writes down, above zero writes up."),
            ),
            Field("title", _("Line on the invoice"), required=True),
            Field("kind", _("Reason"), "choice", required=True, choices=tuple((text, text) for text in reasons)),
            Field("more", _("In more words")),
        ],
        formats,
        submit=_("Adjust"),
        parent=parent,
    )

    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        reason = ": ".join(part for part in (values["kind"], values["more"].strip()) if part)
        return {"draft_id": row.draft_id, "amount": values["amount"], "title": values["title"], "reason": reason}

    dialog.runs(operations, adjust_draft, arguments)
    return dialog


def order_dialog(operations: Operations, formats: Formats, row: DraftRow, *, parent: QWidget) -> FormDialog:
    """Ask for the client's purchase order number."""
    dialog = FormDialog(
        _("Purchase order of {client}").format(client=row.client_name),
        [Field("po_number", _("PO number"), default=row.po_number)],
        formats,
        submit=_("Set the number"),
        parent=parent,
    )
    dialog.runs(operations, set_po, lambda values: {"draft_id": row.draft_id, "version": row.version, **values})
    return dialog


def issue_words(rows: Sequence[DraftRow], formats: Formats) -> str:
    """The verb with the sum: what the button says and the question repeats."""
    count = ngettext("Issue {n} invoice", "Issue {n} invoices", len(rows))
    return f"{count} \u00b7 {money_words([row.sums.gross for row in rows], formats)}"


def money_words(amounts: Sequence[Money], formats: Formats) -> str:
    """Sums for each currency."""
    return " + ".join(formats.money(amount) for amount in sums_by_currency(list(amounts)))


def issue_dialog(rows: Sequence[DraftRow], next_number: str, formats: Formats, parent: QWidget) -> ConfirmDialog:
    """The last question: an issued invoice stays as it is."""
    first = _("Numbers are given from {number} on.").format(number=next_number) if next_number else ""
    clients = ", ".join(dict.fromkeys(row.client_name for row in rows))
    rest = _("An issued invoice is never changed; a credit note corrects it.")
    return ConfirmDialog(
        ngettext("Issue {n} invoice?", "Issue {n} invoices?", len(rows)),
        "\n".join(part for part in (f"{clients}.", f"{first} {rest}".strip()) if part),
        issue_words(rows, formats),
        parent=parent,
    )


def day_words(day: date, formats: Formats) -> str:
    """A day with its weekday: Thu 30 Apr."""
    return f"{formats.weekday(day)} {formats.day(day)}"
