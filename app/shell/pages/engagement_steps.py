"""The small dialogs of the engagement overview that engagements itself does not have: sent, delivered, accepted."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.engagements.commands import accept_milestone, deliver_milestone, send_change_order
from app.engagements.queries import ChangeOrderRow, MilestoneRow
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations


def send_order_dialog(
    operations: Operations, formats: Formats, order: ChangeOrderRow, *, today: date, parent: QWidget
) -> FormDialog:
    """Say when a change order went to the client."""
    dialog = _ask_day(
        formats,
        title=_("Change order sent"),
        name="sent_on",
        submit=_("Save"),
        intro=f"{order.number} {order.title}, {formats.money(order.amount)}",
        today=today,
        parent=parent,
    )
    dialog.runs(operations, send_change_order, lambda values: {"change_order_id": order.change_order_id, **values})
    return dialog


def deliver_dialog(
    operations: Operations, formats: Formats, milestone: MilestoneRow, *, today: date, parent: QWidget
) -> FormDialog:
    """Say when a milestone was handed over."""
    dialog = _ask_day(
        formats,
        title=_("Milestone delivered"),
        name="delivered_on",
        submit=_("Deliver"),
        intro=f"{milestone.number} {milestone.name}, {formats.money(milestone.amount)}",
        today=today,
        parent=parent,
    )
    dialog.runs(operations, deliver_milestone, lambda values: _with_id(milestone, values))
    return dialog


def accept_dialog(
    operations: Operations, formats: Formats, milestone: MilestoneRow, *, today: date, parent: QWidget
) -> FormDialog:
    """Say when the client accepted a milestone; from then on it can be billed."""
    dialog = _ask_day(
        formats,
        title=_("Milestone accepted"),
        name="accepted_on",
        submit=_("Accept"),
        intro=f"{milestone.number} {milestone.name}, {formats.money(milestone.amount)}",
        today=today,
        parent=parent,
    )
    dialog.runs(operations, accept_milestone, lambda values: _with_id(milestone, values))
    return dialog


def _with_id(milestone: MilestoneRow, values: dict[str, Any]) -> dict[str, Any]:
    return {"milestone_id": milestone.milestone_id, **values}


def _ask_day(
    formats: Formats, *, title: str, name: str, submit: str, intro: str, today: date, parent: QWidget
) -> FormDialog:
    return FormDialog(
        title,
        [Field(name, _("On"), "date", required=True, default=today)],
        formats,
        today=lambda: today,
        submit=submit,
        intro=intro,
        parent=parent,
    )
