"""From what was typed in the form to what is agreed: pure functions between the form and the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.engagements.domain import GradeBudgetSpec, LineSpec, PoSpec, RateSpec, TaskSpec, thresholds
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.words import _


def read_tasks(lines: Sequence[str]) -> tuple[TaskSpec, ...]:
    """One task per line; after a colon the words of calendar titles that point to it."""
    found = []
    for line in lines:
        name, _mark, words = line.partition(":")
        found.append(TaskSpec(name=name.strip(), match=words.strip()))
    return tuple(found)


def agreement(values: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """The arguments of `agree_sow`: one line of time and materials with everything in the form. Problem if unclear."""
    title = values["title"]
    return {
        "client_id": values["client_id"],
        "number": values["number"],
        "title": title,
        "start_on": values["start_on"],
        "end_on": values["end_on"],
        "signed_on": values["signed_on"],
        "lead_id": values["lead_id"],
        "budget": values["budget"],
        "capped": values["capped"],
        "show_budget": values["show_budget"],
        "expense_rule": values["expense_rule"],
        "thresholds": thresholds(values["thresholds"]),
        "lines": (LineSpec(title),),
        "rates": tuple(_rate(row, values) for row in values["rates"]),
        "grade_budgets": _grade_budgets(values["rates"]),
        "tasks": read_tasks(values["tasks"]),
        "purchase_orders": _purchase_order(values, currency),
    }


def _rate(row: Mapping[str, Any], values: Mapping[str, Any]) -> RateSpec:
    kind, who = row["who"]
    return RateSpec(
        rate=row["rate"],
        valid_from=row["valid_from"] or values["start_on"],
        grade=who if kind == "grade" else None,
        person_id=who if kind == "person" else None,
    )


def _grade_budgets(rows: Sequence[Mapping[str, Any]]) -> tuple[GradeBudgetSpec, ...]:
    budgets: dict[str, Decimal] = {}
    for place, row in enumerate(rows):
        if row["hours"] is None:
            continue
        kind, who = row["who"]
        if kind != "grade":
            raise Problem(
                "grade_budget.person",
                _("Hours belong to a grade, not to one person."),
                field=f"rates.{place}.hours",
                hint=_("Put them beside the grade."),
            )
        budgets[who] = budgets.get(who, Decimal(0)) + hours(row["hours"])
    return tuple(GradeBudgetSpec(grade, amount) for grade, amount in budgets.items())


def _purchase_order(values: Mapping[str, Any], currency: str) -> tuple[PoSpec, ...]:
    number, amount = values["po_number"], values["po_amount"]
    if not number:
        if amount or values["po_valid_to"]:
            raise Problem(
                "po.number",
                _("The purchase order has no number."),
                field="po_number",
                hint=_("Copy it from the client's order."),
            )
        return ()
    return (PoSpec(number, amount or Money.zero(currency), values["start_on"], values["po_valid_to"]),)
