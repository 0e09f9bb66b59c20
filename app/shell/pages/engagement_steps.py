"""The small dialogs of the engagement overview that engagements itself does not have: sent, delivered, accepted."""

from __future__ import annotations

from datetime import date

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
    intro = f"{order.number} {order.title}, {formats.money(order.amount)}"
    dialog = _ask_day(formats, _("Change order sent"), "sent_on", _("Save"), intro=intro, today=today, parent=parent)
    dialog.runs(operations, send_change_order, lambda values: {"change_order_id": order.change_order_id, **values})
    return dialog


def deliver_dialog(
    operations: Operations, formats: Formats, milestone: MilestoneRow, *, today: date, parent: QWidget
) -> FormDialog:
    """Say when a milestone was handed over."""
    intro = _about(milestone, formats)
    dialog = _ask_day(
        formats, _("Milestone delivered"), "delivered_on", _("Deliver"), intro=intro, today=today, parent=parent
    )
    dialog.runs(operations, deliver_milestone, lambda values: {"milestone_id": milestone.milestone_id, **values})
    return dialog


def accept_dialog(
    operations: Operations, formats: Formats, milestone: MilestoneRow, *, today: date, parent: QWidget
) -> FormDialog:
    """Say when the client accepted a milestone; from then on it can be billed."""
    intro = _about(milestone, formats)
    dialog = _ask_day(
        formats, _("Milestone accepted"), "accepted_on", _("Accept"), intro=intro, today=today, parent=parent
    )
    dialog.runs(operations, accept_milestone, lambda values: {"milestone_id": milestone.milestone_id, **values})
    return dialog


def _about(milestone: MilestoneRow, formats: Formats) -> str:
    return f"{milestone.number} {milestone.name}, {formats.money(milestone.amount)}"


def _ask_day(
    formats: Formats, title: str, name: str, submit: str, *, intro: str, today: date, parent: QWidget
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
