"""One open invoice from before the book, by hand."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.clients.domain import due_date
from app.invoices.commands import BroughtBalances, bring_opening_balances
from app.invoices.domain import OpeningDraft
from app.invoices.domain.opening import check_opening
from app.invoices.importing.meanings import Meaning
from app.invoices.importing.sums import codes_of, whole_sums
from app.invoices.queries import OpeningGround, opening_ground
from app.invoices.ui.opening_back import OpeningBack
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations

WIDTH = 600


def ask_for_opening(operations: Operations, formats: Formats, parent: QWidget) -> None:
    """Read what the form offers, then open it."""

    def show(ground: OpeningGround) -> None:
        if isValid(parent):
            OpeningDialog(operations, formats, ground, parent).open()

    operations.read(opening_ground, show, latest=(parent, "opening form"))


def no_clients_words() -> str:
    """Before the first client nobody can owe anything."""
    return _("There is no client yet. Add the clients first.")


class OpeningDialog(FormDialog):
    """An invoice as it was printed, and what of it is still open."""

    def __init__(self, operations: Operations, formats: Formats, ground: OpeningGround, parent: QWidget) -> None:
        """Over what `opening_ground` read."""
        rules = ground.rules(ground.today)
        super().__init__(
            _("An open invoice from before"),
            [
                Field(
                    "client_id",
                    _("Client"),
                    "choice",
                    required=True,
                    choices=[(buyer.id, buyer.name) for buyer in ground.buyers],
                ),
                Field("number", _("Invoice number"), required=True),
                Field("po_number", _("PO number"), beside=True),
                Field("issued_on", _("Invoice date"), "date", required=True),
                Field("due_on", _("Due date"), "date", beside=True, help=_("Empty: by the client\u2019s terms.")),
                Field("gross", _("Gross sum"), "money", required=True, help=_("As it was printed, with tax.")),
                Field("left", _("Still open"), "money", beside=True, help=_("Empty: all of it.")),
                Field(
                    "tax_code",
                    _("Tax code"),
                    "choice",
                    required=True,
                    default=ground.firm.usual_tax_code or None,
                    choices=[(row.code, f"{row.code}, {row.name}") for row in rules.values()],
                ),
                Field("sow_id", _("Statement of work"), "choice", beside=True, help=_("Only if it is in the book.")),
            ],
            formats,
            today=lambda: ground.today,
            submit=_("Bring it in"),
            intro=_("What was paid before stays in the books of before; the open rest is owed from now on."),
            width=WIDTH,
            parent=parent,
        )
        self._operations = operations
        self._ground = ground
        self._buyers = {buyer.id: buyer for buyer in ground.buyers}
        self.form.edited.connect(self._edited)
        self.submitted.connect(self._bring)
        self.keeps("bring_opening_invoice")
        operations.crashed.connect(self._release)
        if not ground.buyers:
            self.form.banner.show_message(no_clients_words(), "warn")

    def _edited(self, name: str) -> None:
        editor: Any = self.form.editor("client_id")
        buyer = self._buyers.get(editor.read()) if name == "client_id" else None
        if buyer is None:
            return
        for sum_ in ("gross", "left"):
            self.form.set_currency(sum_, buyer.currency)
        own = [scope for scope in self._ground.scopes if scope.client_id == buyer.id]
        self.form.set_choices("sow_id", [(scope.id, f"{scope.number} {scope.title}") for scope in own])
        if buyer.tax_code is not None:
            self.form.set_values({"tax_code": buyer.tax_code})

    def _bring(self, values: dict[str, Any]) -> None:
        try:
            drafts = (self._draft(values),)
        except Problem as problem:
            self.show_problem(problem)
            return
        self._hold()
        back = OpeningBack(self._operations, self.parentWidget(), drafts)

        def done(result: BroughtBalances) -> None:
            if not result.invoice_ids:
                text = _("{number} is in the book already.").format(number=drafts[0].number)
                self.show_problem(Problem("opening.twice", text, field="number"))
                return
            back.invoice_ids = result.invoice_ids
            self._release()
            self.accept()
            back.tell()

        self._operations.run(bring_opening_balances, done, failed=self.show_problem, drafts=drafts)

    def _draft(self, values: dict[str, Any]) -> OpeningDraft:
        buyer, issued_on = self._buyers[values["client_id"]], values["issued_on"]
        given = {Meaning.GROSS: values["gross"]}
        if values["left"] is not None:
            given[Meaning.LEFT] = values["left"]
        sums = whole_sums(given, values["tax_code"], codes_of(self._ground, buyer, issued_on))
        draft = OpeningDraft(
            number=" ".join(values["number"].split()),
            client_id=buyer.id,
            sow_id=values["sow_id"],
            issued_on=issued_on,
            due_on=values["due_on"] or due_date(buyer.terms, issued_on),
            net=sums.net,
            tax=sums.tax,
            left=sums.left,
            tax_code=sums.code,
            po_number=values["po_number"],
        )
        check_opening(draft, self._ground.today)
        return draft
