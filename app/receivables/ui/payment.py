"""Recording a payment: who paid how much when, and which invoices it pays; and allocating what was left over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations
from app.qt.tab_order import tab_through
from app.receivables.commands import Recorded, allocate_left_over, record_payment
from app.receivables.domain import PaymentMethod, method_words
from app.receivables.queries import OwedRow, PayingClient, PaymentFormView, PaymentRow, payment_form
from app.receivables.ui.parts import PartsEditor

Then = Callable[[Recorded], object]
WIDTH = 600


def ask_for_payment(
    operations: Operations,
    formats: Formats,
    parent: QWidget,
    *,
    row: OwedRow | None = None,
    then: Then | None = None,
) -> None:
    """Read what the form offers, then open it; with a row it starts on that invoice."""

    def show(view: PaymentFormView) -> None:
        if not isValid(parent):
            return
        dialog = PaymentDialog(operations, formats, view, parent=parent, then=then)
        if row is not None:
            dialog.start_with(row)
        dialog.open()

    operations.read(payment_form, show, latest=(parent, "payment form"))


class PaymentDialog(FormDialog):
    """A payment with its allocation: the oldest debt first until somebody types."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        view: PaymentFormView,
        *,
        parent: QWidget | None = None,
        then: Then | None = None,
    ) -> None:
        """A form over what `payment_form` read."""
        super().__init__(
            _("Record a payment"),
            [
                Field(
                    "client_id",
                    _("Client"),
                    "choice",
                    required=True,
                    choices=[(client.client_id, client.name) for client in view.clients],
                ),
                Field("received_on", _("Came in on"), "date", required=True, default=view.today),
                Field("amount", _("Amount"), "money", required=True, beside=True),
                Field(
                    "method",
                    _("Method"),
                    "choice",
                    required=True,
                    choices=[(method.value, method_words(method)) for method in PaymentMethod],
                    default=PaymentMethod.BANK_TRANSFER.value,
                ),
                Field("reference", _("Reference"), beside=True, help=_("As it stands on the bank statement.")),
            ],
            formats,
            today=lambda: view.today,
            submit=_("Record payment"),
            width=WIDTH,
            parent=parent,
        )
        self._operations = operations
        self._clients = {client.client_id: client for client in view.clients}
        self._then = then
        self._starts_at = ""
        self.parts = PartsEditor(formats)
        layout = self.form.layout()
        if layout is not None:
            layout.addWidget(self.parts)
        self.parts.tab_after(self.form.editor("reference"))
        self.form.edited.connect(self._edited)
        self.submitted.connect(self._record)
        self.keeps("record_payment", more=self.parts)
        operations.crashed.connect(self._release)

    def start_with(self, row: OwedRow) -> None:
        """Start with what one invoice still needs; whatever amount is typed then, it is paid before the others."""
        client = self._clients.get(row.client_id)
        if client is None:
            return
        self.form.set_values({"client_id": row.client_id, "amount": row.balance})
        self._choose(client, before=row.invoice_id)
        self.parts.set_amount(row.balance)
        self._starts_at = "amount"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._starts_at:
            editor: Any = self.form.editor(self._starts_at)
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            editor.selectAll()

    # ------------------------------------------------------------------ following the fields

    def _edited(self, name: str) -> None:
        if name == "client_id":
            client = self._clients.get(self._value("client_id"))
            if client is not None:
                self._choose(client)
        if name in {"client_id", "amount"}:
            self.parts.set_amount(self._amount())

    def _choose(self, client: PayingClient, before: int | None = None) -> None:
        self.form.set_currency("amount", client.currency)
        debts = [row for row in client.debts if row.balance.currency == client.currency]
        self.parts.set_debts(debts, client.currency, before=before)
        self.fit()

    def _value(self, name: str) -> Any:
        editor: Any = self.form.editor(name)
        return editor.read()

    def _amount(self) -> Money | None:
        """The amount typed so far; None while it cannot be read."""
        client = self._clients.get(self._value("client_id"))
        if client is None:
            return None
        try:
            amount: Money | None = self._value("amount")
        except Problem:
            return None
        return amount

    # ------------------------------------------------------------------ recording

    def _record(self, values: dict[str, Any]) -> None:
        try:
            parts = self.parts.read()
        except Problem:
            return  # said at its line
        self._hold()
        self._operations.run(record_payment, self._done, failed=self.show_problem, **values, allocations=parts)

    def _done(self, recorded: Recorded) -> None:
        if isValid(self):
            self._release()
            self.accept()
        if self._then is not None:
            self._then(recorded)


class AllocateDialog(FormDialog):
    """Spread what is left of a payment over the open invoices of its client."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        payment: PaymentRow,
        debts: list[OwedRow],
        *,
        parent: QWidget | None = None,
    ) -> None:
        """Starts with the oldest debt."""
        super().__init__(
            _("Allocate a payment"),
            [],
            formats,
            submit=_("Allocate"),
            intro=_("{client} paid {amount} on {day}; {left} of it waits.").format(
                client=payment.client_name,
                amount=formats.money(payment.amount),
                day=formats.day(payment.received_on),
                left=formats.money(payment.left_over),
            ),
            width=WIDTH,
            parent=parent,
        )
        self._operations = operations
        self._payment = payment
        self.parts = PartsEditor(formats)
        self.parts.set_debts(debts, payment.amount.currency)
        self.parts.set_amount(payment.left_over)
        layout = self.form.layout()
        if layout is not None:
            layout.addWidget(self.parts)
        self.submitted.connect(self._allocate)
        self.keeps("allocate_left_over", ("payment", payment.payment_id), self.parts)
        operations.crashed.connect(self._release)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        editors = self.parts.editors()
        if editors:
            tab_through(editors[-1], self.cancel, self.save)
            editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _allocate(self, _values: dict[str, Any]) -> None:
        try:
            parts = self.parts.read()
        except Problem:
            return  # said at its line
        self._hold()
        self._operations.run(
            allocate_left_over,
            self._done,
            failed=self.show_problem,
            payment_id=self._payment.payment_id,
            allocations=parts,
        )

    def _done(self, _left: Money) -> None:
        if isValid(self):
            self._release()
            self.accept()
