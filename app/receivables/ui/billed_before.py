"""What was billed and paid before the book began, by month: without it nobody can say how long clients take to pay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations
from app.receivables.commands import bring_billed_before
from app.receivables.queries import GettingPaidRow


def billed_before_dialog(
    operations: Operations, formats: Formats, paid: GettingPaidRow, *, parent: QWidget
) -> FormDialog:
    """Ask for the months that "days to get paid" looks at; a month that is left empty had none."""
    months = [paid.since]
    while len(months) < paid.months:
        months.append((months[-1] + timedelta(32)).replace(day=1))
    currency = paid.owed.currency
    dialog = FormDialog(
        _("Billed before the book began"),
        [
            Field(f"month{place}", formats.month(month), "money", currency=currency, default=paid.before.get(month))
            for place, month in enumerate(months)
        ],
        formats,
        submit=_("Save"),
        intro=_(
            "Gross sum, by month, of invoices that were paid before this book began and are not in it. "
            "Only \u201cdays to get paid\u201d looks at them."
        ),
        parent=parent,
    )

    def amounts(values: dict[str, Any]) -> dict[str, Any]:
        zero = Money.zero(currency)
        return {
            "amounts": tuple((month, values[f"month{place}"] or zero) for place, month in enumerate(months)),
        }

    dialog.runs(operations, bring_billed_before, amounts)
    return dialog
