"""The dialogs about the whole run: what to collect, and the last question before invoices are issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.invoices.commands import collect, issue_invoice
from app.invoices.queries import DraftRow, RunOverview
from app.invoices.ui.columns import sums_by_currency
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.periods import month_of
from app.kernel.ways_back import why_final
from app.kernel.words import _, ngettext
from app.qt.dialogs import ConfirmDialog, FormDialog
from app.qt.fields import Field
from app.qt.operations import Operations

NAMED = 5
"""So many clients are named in the last question; of more, the count is said."""


def collect_dialog(
    operations: Operations,
    formats: Formats,
    overview: RunOverview,
    *,
    then: Callable[[Any], object],
    parent: QWidget,
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


def issue_words(rows: Sequence[DraftRow], formats: Formats) -> str:
    """The verb with the sum: what the button says and the question repeats."""
    text = ngettext("Issue {n} invoice \u00b7 {sum}", "Issue {n} invoices \u00b7 {sum}", len(rows))
    return text.format(n=len(rows), sum=money_words([row.sums.gross for row in rows], formats))


def money_words(amounts: Sequence[Money], formats: Formats) -> str:
    """Sums for each currency."""
    return " + ".join(formats.money(amount) for amount in sums_by_currency(list(amounts)))


def issue_dialog(rows: Sequence[DraftRow], next_number: str, formats: Formats, parent: QWidget) -> ConfirmDialog:
    """The last question: an issued invoice stays as it is."""
    sums = _("Net {net}, VAT {tax}, together {gross}.").format(
        net=money_words([row.sums.net for row in rows], formats),
        tax=money_words([row.sums.tax for row in rows], formats),
        gross=money_words([row.sums.gross for row in rows], formats),
    )
    lines = [
        _("{client}: {amount}").format(client=row.client_name, amount=formats.money(row.sums.gross))
        for row in rows[:NAMED]
    ]
    more = len(rows) - NAMED
    if more > 0:
        lines.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    first = _("Numbers are given from {number} on.").format(number=next_number) if next_number else ""
    rest = why_final(issue_invoice)
    return ConfirmDialog(
        ngettext("Issue {n} invoice?", "Issue {n} invoices?", len(rows)).format(n=len(rows)),
        "\n".join(part for part in (*lines, sums, first, rest) if part),
        issue_words(rows, formats),
        parent=parent,
    )


def day_words(day: date, formats: Formats) -> str:
    """A day with its weekday: Thu 30 Apr."""
    return formats.day_named(day)
