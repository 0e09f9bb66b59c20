"""The expense form: a receipt against a statement of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.editors import Choice
from app.qt.forms import Field
from app.qt.operations import Operations
from app.timesheets.commands import add_expense
from app.timesheets.queries import ReceiptSows, receipt_sows

_OLDER = object()
"""The choice that brings those that ended long ago."""
_ASKING = "asking for an expense"


class ExpenseDialog(FormDialog):
    """Adds an expense; its amount is in the currency of the statement of work."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        found: ReceiptSows,
        *,
        person_id: int,
        today: Callable[[], date],
        then: Callable[[Any], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """A form for one person's receipt."""
        self._operations = operations
        self._currencies = {row.sow_id: row.currency for row in found.rows}
        super().__init__(
            _("Add expense"),
            [
                Field(
                    "sow_id",
                    _("Engagement"),
                    "choice",
                    required=True,
                    choices=_choices(found),
                ),
                Field("day", _("Date of the receipt"), "date", required=True, default=today()),
                Field(
                    "net",
                    _("Amount without tax"),
                    "money",
                    required=True,
                    beside=True,
                    currency=next(iter(self._currencies.values()), ""),
                ),
                Field("receipt", _("Receipt number"), beside=True, width=140),
                Field("text", _("What was bought"), required=True, help=_("Printed on the invoice.")),
                Field(
                    "billable",
                    _("Does the client pay?"),
                    "choice",
                    choices=((True, _("Yes")), (False, _("No"))),
                    help=_("Leave it open if you do not know."),
                ),
                Field(
                    "group_name",
                    _("Group"),
                    section=_("On the invoice"),
                    help=_("Receipts of one group become one line."),
                ),
                Field("detail", _("Detail"), beside=True),
                Field("quantity", _("Quantity"), "decimal", default=Decimal(1)),
                Field("unit", _("Unit"), default=_("piece"), beside=True),
            ],
            formats,
            today=today,
            submit=_("Add expense"),
            parent=parent,
        )
        self.form.edited.connect(self._currency_of)
        self.runs(operations, add_expense, lambda values: self._arguments(values, person_id), then)

    def showEvent(self, event: QShowEvent) -> None:
        """The first question is which engagement."""
        super().showEvent(event)
        self.form.editor("sow_id").setFocus()

    def _currency_of(self, name: str) -> None:
        if name == "sow_id":
            editor = self.form.editor("sow_id")
            chosen = editor.read() if isinstance(editor, Choice) else None
            if chosen is _OLDER and isinstance(editor, Choice):
                editor.write(None)
                self._operations.read(receipt_sows, self._offer, every=True)
            elif chosen in self._currencies:
                self.form.set_currency("net", self._currencies[chosen])

    def _offer(self, found: ReceiptSows) -> None:
        """Those that ended long ago too, from the list that opens at once."""
        editor = self.form.editor("sow_id")
        if isinstance(editor, Choice):
            self._currencies = {row.sow_id: row.currency for row in found.rows}
            editor.set_choices(_choices(found))
            editor.setFocus()
            editor.showPopup()

    @staticmethod
    def _arguments(values: dict[str, Any], person_id: int) -> dict[str, Any]:
        given = {name: value for name, value in values.items() if value is not None}
        return {"person_id": person_id, **given}


def _choices(found: ReceiptSows) -> list[tuple[Any, str]]:
    names: list[tuple[Any, str]] = [
        (row.sow_id, f"{row.client_name} · {row.number} · {row.title}") for row in found.rows
    ]
    return [*names, (_OLDER, _("One that ended more than a year ago…"))] if found.older else names


def ask_for_expense(
    operations: Operations,
    formats: Formats,
    *,
    person_id: int,
    today: Callable[[], date],
    parent: QWidget,
    then: Callable[[Any], object] | None = None,
    failed: Callable[[Problem], object] | None = None,
) -> None:
    """Read the statements of work that receipts still come for, then ask; a Problem when there is none.

    Asked for twice, it asks once.
    """
    if parent.property(_ASKING):
        return
    parent.setProperty(_ASKING, True)

    def refused(problem: Problem) -> None:
        parent.setProperty(_ASKING, False)
        (failed or operations.problem.emit)(problem)

    def show(found: ReceiptSows) -> None:
        parent.setProperty(_ASKING, False)
        if found.rows or found.older:
            if not any(dialog.isVisible() for dialog in parent.findChildren(ExpenseDialog)):
                ExpenseDialog(
                    operations, formats, found, person_id=person_id, today=today, then=then, parent=parent
                ).open()
            return
        problem = Problem(
            "expense.no_sow",
            _("No statement of work is open."),
            hint=_("An expense needs one; add it under Engagements first."),
        )
        refused(problem)

    operations.read(receipt_sows, show, failed=refused)
