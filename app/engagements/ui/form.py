"""The form of a new statement of work: one line of time and materials, agreed in one command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from app.engagements.commands import Agreed, agree_sow
from app.engagements.domain import ExpenseRule
from app.engagements.queries import SowFormRow, sow_form
from app.engagements.ui.entries import agreement
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.editors import Choice
from app.qt.forms import Field
from app.qt.operations import Operations

HOMES = {"purchase_orders": "po_number", "grade_budgets": "rates", "lines": "title"}
"""Fields of the command that have another name in the form."""


def _head(offer: SowFormRow) -> list[Field]:
    clients = [(row.client_id, row.name) for row in offer.clients]
    return [
        Field("client_id", _("Client"), "choice", required=True, choices=clients),
        Field("title", _("What it is about"), required=True, placeholder=_("Billing controls review")),
        Field("number", _("SOW number"), required=True, default=offer.number, beside=True, width=180),
        Field("start_on", _("Start"), "date", required=True, default=offer.today),
        Field("end_on", _("End"), "date", required=True, beside=True),
        Field(
            "signed_on", _("Signed on"), "date", beside=True, help=_("With it the terms are kept as signed, for good.")
        ),
        Field("lead_id", _("Lead"), "choice", choices=offer.people),
        Field(
            "expense_rule",
            _("Expenses"),
            "choice",
            required=True,
            default=ExpenseRule.AT_COST,
            choices=((ExpenseRule.AT_COST, _("Billed at cost")), (ExpenseRule.INCLUDED, _("Included in the price"))),
            beside=True,
        ),
    ]


def _money(_offer: SowFormRow) -> list[Field]:
    return [
        Field("budget", _("Budget"), "money", required=True, section=_("Budget")),
        Field(
            "thresholds",
            _("Alert at % of the budget"),
            default="75 90 100",
            beside=True,
            help=_("Whole per cents, rising."),
            width=180,
        ),
        Field("capped", _("Never bill more than the budget"), "check"),
        Field("show_budget", _("Show the budget on invoices"), "check", beside=True),
        Field("po_number", _("Number"), section=_("Client's purchase order"), width=180),
        Field("po_amount", _("Amount"), "money", beside=True),
        Field("po_valid_to", _("Valid to"), "date", beside=True),
    ]


def _work(offer: SowFormRow) -> list[Field]:
    who: list[tuple[Any, str]] = [(("grade", grade), grade) for grade in offer.grades]
    who += [(("person", person_id), name) for person_id, name in offer.people]
    columns = (
        Field("who", _("Grade or person"), "choice", required=True, choices=who),
        Field("rate", _("Rate per hour"), "decimal", required=True, width=110),
        Field("valid_from", _("Valid from"), "date", placeholder=_("start"), width=130),
        Field("hours", _("Budget hours"), "hours", width=110),
    )
    usual = [{"who": ("grade", grade), "rate": rate} for grade, rate in offer.rates]
    return [
        Field(
            "rates",
            _("Rates"),
            "lines",
            section=_("Rates and tasks"),
            columns=columns,
            default=usual or None,
            help=_(
                "A rate counts from its day; without a day, from the start. A person's rate goes before the grade's."
            ),
        ),
        Field(
            "tasks",
            _("Tasks"),
            "lines",
            required=True,
            rows=5,
            placeholder=_("Fieldwork: interviews, site visit"),
            help=_("One task per line. After a colon: words of calendar titles that point to it."),
        ),
    ]


class SowDialog(FormDialog):
    """Agree on a statement of work of time and materials."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        offer: SowFormRow,
        *,
        client_id: int | None = None,
        then: Callable[[Agreed], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """The form with what is on offer, for a client if one is given; `then` gets what was agreed."""
        today: Callable[[], date] = lambda: offer.today  # noqa: E731 - the day the form was opened
        super().__init__(
            _("New statement of work"),
            [*_head(offer), *_money(offer), *_work(offer)],
            formats,
            today=today,
            submit=_("Add SOW"),
            values={"client_id": client_id} if client_id is not None else None,
            width=760,
            parent=parent,
        )
        self._clients = {row.client_id: row for row in offer.clients}
        self.form.edited.connect(self._edited)
        self._follow_client()
        self.runs(operations, agree_sow, self._arguments, then)

    def currency(self) -> str:
        """The currency of the client chosen; "" while none is."""
        client = self._clients.get(self._choice("client_id").read())
        return client.currency if client is not None else ""

    def _choice(self, name: str) -> Choice:
        return cast("Choice", self.form.editor(name))

    def _edited(self, name: str) -> None:
        if name == "client_id":
            self._follow_client()

    def _follow_client(self) -> None:
        """Money is in the client's currency; the client's owner leads unless somebody else was chosen."""
        for name in ("budget", "po_amount"):
            self.form.set_currency(name, self.currency() or "EUR")
        client = self._clients.get(self._choice("client_id").read())
        if client is not None and self._choice("lead_id").read() is None:
            self._choice("lead_id").write(client.owner_id)

    def _arguments(self, values: dict[str, Any]) -> Mapping[str, Any]:
        return agreement(values, self.currency())

    def _submit(self, values: dict[str, Any]) -> None:
        try:
            self._arguments(values)
        except Problem as problem:
            self.show_problem(problem)
        else:
            super()._submit(values)

    def show_problem(self, problem: Problem) -> None:
        """A problem of the command, at the field of the form it belongs to."""
        home = HOMES.get(problem.field or "", problem.field)
        super().show_problem(Problem(problem.code, problem.message, field=home, hint=problem.hint))


def ask_for_sow(
    operations: Operations,
    formats: Formats,
    parent: QWidget,
    *,
    client_id: int | None = None,
    then: Callable[[Agreed], object] | None = None,
) -> None:
    """Read what is on offer and open the form over a window; also from a client's page."""

    def show(offer: SowFormRow) -> None:
        dialog = SowDialog(operations, formats, offer, client_id=client_id, then=then, parent=parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    operations.read(sow_form, show)
