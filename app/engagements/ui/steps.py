"""The small steps after an agreement, each a dialog that runs one command: task, rate, purchase and change orders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.engagements.commands import add_change_order, add_purchase_order, add_rate, add_task, change_task
from app.engagements.queries import SowFormRow, SowRow, TaskRow
from app.engagements.queries import task as read_task
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.editing import Edited
from app.qt.forms import Field
from app.qt.operations import Operations

Then = Callable[[Any], object]


def task_dialog(
    operations: Operations, formats: Formats, sow: SowRow, *, parent: QWidget, then: Then | None = None
) -> FormDialog:
    """A further task of a statement of work, maybe of one of its change orders."""
    orders = [(order.number, f"{order.number} {order.title}") for order in sow.change_orders]
    dialog = FormDialog(
        _("New task"),
        [
            Field("name", _("Task"), required=True),
            Field("match", _("Words of calendar titles"), help=_("Separated by commas.")),
            Field(
                "change_order", _("Change order"), "choice", choices=orders, help=_("Its work waits for acceptance.")
            ),
            Field("billable", _("Billable"), "check", default=True),
        ],
        formats,
        submit=_("Add task"),
        intro=_("{number} {title}").format(number=sow.number, title=sow.title),
        parent=parent,
    )
    dialog.runs(operations, add_task, lambda values: {"sow_id": sow.sow_id, **values}, then, about=("sow", sow.sow_id))
    return dialog


def edit_task_dialog(
    operations: Operations, formats: Formats, task: TaskRow, *, parent: QWidget, then: Then | None = None
) -> FormDialog:
    """Rename a task, or give it other words of calendar titles."""
    dialog = FormDialog(
        _("Edit task"),
        [
            Field("name", _("Task"), required=True),
            Field("match", _("Words of calendar titles"), help=_("Separated by commas.")),
            Field("billable", _("Billable"), "check"),
        ],
        formats,
        submit=_("Save task"),
        values=_task_values(task),
        intro=_("{number} {title}").format(number=task.sow_number, title=task.sow_title),
        parent=parent,
    )
    edits = Edited(("task", task.task_id), task, _task_values, lambda _row: None, read_task, {"task_id": task.task_id})

    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        return {"task_id": task.task_id, "version": edits.row.version, **values}

    dialog.runs(operations, change_task, arguments, then, edits=edits)
    return dialog


def _task_values(task: TaskRow) -> dict[str, Any]:
    return {"name": task.name, "match": ", ".join(task.match_words), "billable": task.billable}


def rate_dialog(
    operations: Operations,
    formats: Formats,
    sow: SowRow,
    offer: SowFormRow,
    *,
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """A new rate of a grade or a person from a day on."""
    who: list[tuple[Any, str]] = [(("grade", grade), grade) for grade in offer.grades]
    who += [(("person", person_id), name) for person_id, name in offer.people]

    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        kind, subject = values["rates"]
        return {
            "sow_id": sow.sow_id,
            "rate": values["rate"],
            "valid_from": values["valid_from"],
            "note": values["note"],
            "grade": subject if kind == "grade" else None,
            "person_id": subject if kind == "person" else None,
        }

    dialog = FormDialog(
        _("New rate"),
        [
            Field("rates", _("Grade or person"), "choice", required=True, choices=who),
            Field("rate", _("Rate per hour"), "decimal", required=True),
            Field("valid_from", _("Valid from"), "date", required=True, default=offer.today, beside=True),
            Field("note", _("Why")),
        ],
        formats,
        today=lambda: offer.today,
        submit=_("Add rate"),
        intro=_("Days before keep the rate they had."),
        parent=parent,
    )
    dialog.runs(operations, add_rate, arguments, then, about=("sow", sow.sow_id))
    return dialog


def purchase_order_dialog(
    operations: Operations,
    formats: Formats,
    sow: SowRow,
    *,
    today: Callable[[], date],
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """A further purchase order of the client."""

    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        number = values.pop("purchase_orders")
        return {"sow_id": sow.sow_id, "number": number, **values}

    dialog = FormDialog(
        _("New purchase order"),
        [
            Field("purchase_orders", _("Number"), required=True),
            Field("amount", _("Amount"), "money", required=True, currency=sow.currency, beside=True),
            Field("valid_from", _("Valid from"), "date", required=True, default=today()),
            Field("valid_to", _("Valid to"), "date", beside=True),
        ],
        formats,
        today=today,
        submit=_("Add PO"),
        intro=_("{number} {title}").format(number=sow.number, title=sow.title),
        parent=parent,
    )
    dialog.runs(operations, add_purchase_order, arguments, then, about=("sow", sow.sow_id))
    return dialog


def change_order_dialog(
    operations: Operations,
    formats: Formats,
    sow: SowRow,
    *,
    today: Callable[[], date],
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """Draft a change order; its number follows those there are."""
    dialog = FormDialog(
        _("New change order"),
        [
            Field("number", _("Number"), required=True, default=f"CO-{len(sow.change_orders) + 1:02d}", width=180),
            Field("title", _("What changes"), required=True, beside=True),
            Field("amount", _("Amount"), "money", required=True, currency=sow.currency),
            Field("drafted_on", _("Drafted on"), "date", required=True, default=today(), beside=True),
            Field("sent_on", _("Sent on"), "date", beside=True),
        ],
        formats,
        today=today,
        submit=_("Add change order"),
        intro=_("The budget rises on the day the client accepts; work on it waits until then."),
        parent=parent,
    )
    about = ("sow", sow.sow_id)
    dialog.runs(operations, add_change_order, lambda values: {"sow_id": sow.sow_id, **values}, then, about=about)
    return dialog
