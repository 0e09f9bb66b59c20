"""The form of the terms of a statement of work: only what was changed is sent, and it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from app.engagements.commands import change_sow
from app.engagements.domain import ExpenseRule, thresholds
from app.engagements.queries import SowFormRow, SowRow
from app.engagements.queries import sow as read_sow
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.quantities import RoundingMode
from app.kernel.words import _, ngettext
from app.qt.dialogs import FormDialog
from app.qt.editing import Edited
from app.qt.editors import Choice
from app.qt.forms import Field
from app.qt.operations import Operations

Changed = Callable[[dict[str, Any], dict[str, Any], int], object]
"""What was changed, what it was before, and the version of the record now."""


def rounding_words(mode: RoundingMode, minutes: int) -> str:
    """How time is rounded on an invoice."""
    if mode is RoundingMode.NONE:
        return _("as worked")
    if mode is RoundingMode.UP:
        return ngettext("up to the next {n} minute", "up to the next {n} minutes", minutes)
    return ngettext("to the nearest {n} minute", "to the nearest {n} minutes", minutes)


def _head(sow: SowRow, offer: SowFormRow) -> list[Field]:
    people = list(offer.people)
    if sow.lead_id is not None and all(person_id != sow.lead_id for person_id, _name in people):
        people.append((sow.lead_id, sow.lead_name))
    first = _("With it the terms are kept as signed, for good.") if sow.signed_on is None else ""
    return [
        Field("title", _("What it is about"), required=True),
        Field("number", _("SOW number"), required=True, beside=True, width=180),
        Field("start_on", _("Start"), "date", required=True),
        Field("end_on", _("End"), "date", required=True, beside=True),
        Field("signed_on", _("Signed on"), "date", beside=True, help=first),
        Field("lead_id", _("Lead"), "choice", choices=people),
    ]


def _money(sow: SowRow) -> list[Field]:
    modes = [
        (RoundingMode.NONE, _("As worked")),
        (RoundingMode.NEAREST, _("To the nearest step")),
        (RoundingMode.UP, _("Up to the next step")),
    ]
    rules = [(ExpenseRule.AT_COST, _("Billed at cost")), (ExpenseRule.INCLUDED, _("Included in the price"))]
    return [
        Field(
            "budget",
            _("Budget without change orders"),
            "money",
            required=True,
            currency=sow.currency,
            section=_("Budget"),
        ),
        Field("thresholds", _("Alert at % of the budget"), beside=True, help=_("Whole per cents, rising."), width=180),
        Field("capped", _("Never bill more than the budget"), "check"),
        Field("show_budget", _("Show the budget on invoices"), "check", beside=True),
        Field(
            "expense_rule",
            _("Expenses"),
            "choice",
            required=True,
            default=sow.expense_rule,
            choices=rules,
            section=_("Billing"),
        ),
        Field(
            "rounding_mode",
            _("Time on invoices"),
            "choice",
            required=True,
            default=sow.rounding.mode,
            choices=modes,
            beside=True,
        ),
        Field("rounding_minutes", _("Step in minutes"), "decimal", beside=True, width=110),
    ]


def values_of(sow: SowRow) -> dict[str, Any]:
    """The terms as the form shows them."""
    return {
        "title": sow.title,
        "number": sow.number,
        "start_on": sow.start_on,
        "end_on": sow.end_on,
        "signed_on": sow.signed_on,
        "lead_id": sow.lead_id,
        "budget": sow.base_budget,
        "thresholds": " ".join(map(str, sow.thresholds)),
        "capped": sow.capped,
        "show_budget": sow.show_budget,
        "expense_rule": sow.expense_rule,
        "rounding_mode": sow.rounding.mode,
        "rounding_minutes": Decimal(sow.rounding.step_minutes) if sow.rounding.step_minutes else None,
    }


def fields_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the form as `change_sow` takes them; Problem for thresholds or minutes that make no sense."""
    fields = dict(values)
    fields["thresholds"] = thresholds(fields["thresholds"] or "")
    minutes = fields["rounding_minutes"] or Decimal(0)
    if minutes != int(minutes):
        raise Problem("sow.rounding", _("Minutes are whole."), field="rounding_minutes")
    fields["rounding_minutes"] = 0 if fields["rounding_mode"] is RoundingMode.NONE else int(minutes)
    return fields


class TermsDialog(FormDialog):
    """Change the terms of a statement of work."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        sow: SowRow,
        offer: SowFormRow,
        *,
        parent: QWidget,
        then: Changed | None = None,
    ) -> None:
        """The form with the terms of today; `then` hears what was changed and what it was."""
        signed = _("They were signed: what you change becomes a further version, dated today.")
        super().__init__(
            _("Terms of {number}").format(number=sow.number),
            [*_head(sow, offer), *_money(sow)],
            formats,
            today=lambda: offer.today,
            submit=_("Change the terms"),
            intro=signed if sow.signed_on is not None else "",
            values=values_of(sow),
            width=720,
            parent=parent,
        )
        self._before = fields_of(values_of(sow))
        self._sent: dict[str, Any] = {}
        self.form.edited.connect(self._edited)
        self._edited("rounding_mode")

        def done(version: int) -> None:
            if then is not None:
                then(self._sent, {name: self._before[name] for name in self._sent}, version)

        self._sow = sow
        edits = Edited(("sow", sow.sow_id), sow, values_of, self._take, read_sow, {"sow_id": sow.sow_id})
        self.runs(operations, change_sow, self._arguments, done, edits=edits)

    def _take(self, sow: SowRow) -> None:
        self._sow = sow
        self._before = fields_of(values_of(sow))

    def _arguments(self, _values: dict[str, Any]) -> dict[str, Any]:
        return {"sow_id": self._sow.sow_id, "version": self._sow.version, **self._sent}

    def _edited(self, name: str) -> None:
        if name == "rounding_mode":
            mode = cast("Choice", self.form.editor("rounding_mode")).read()
            self.form.set_field_visible("rounding_minutes", mode is not RoundingMode.NONE)

    def _submit(self, values: dict[str, Any]) -> None:
        try:
            fields = fields_of(values)
        except Problem as problem:
            self.show_problem(problem)
            return
        self._sent = {name: value for name, value in fields.items() if value != self._before[name]}
        if self._sent:
            super()._submit(values)
        elif not self._pending:
            self.accept()
