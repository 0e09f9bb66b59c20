"""The small dialogs that record what happened between firm and client: sent, accepted, declined, delivered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.engagements.commands import (
    accept_change_order,
    accept_milestone,
    decline_change_order,
    deliver_milestone,
    send_change_order,
)
from app.engagements.queries import ChangeOrderRow, MilestoneRow
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations

Then = Callable[[Any], object]


def send_change_order_dialog(
    operations: Operations,
    formats: Formats,
    order: ChangeOrderRow,
    *,
    today: Callable[[], date],
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """Say when a change order went to the client."""
    dialog = FormDialog(
        _("Change order sent"),
        [Field("sent_on", _("On"), "date", required=True, default=today())],
        formats,
        today=today,
        submit=_("Record {number} as sent").format(number=order.number),
        intro=about_order(order, formats),
        parent=parent,
    )
    dialog.runs(
        operations, send_change_order, lambda values: {"change_order_id": order.change_order_id, **values}, then
    )
    return dialog


def accept_change_order_dialog(
    operations: Operations,
    formats: Formats,
    order: ChangeOrderRow,
    *,
    today: Callable[[], date],
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """Say who accepted a change order, and when."""
    dialog = FormDialog(
        _("Change order accepted"),
        [
            Field("accepted_by", _("Accepted by"), required=True, help=_("Who said yes at the client.")),
            Field("accepted_on", _("On"), "date", required=True, default=today(), beside=True),
        ],
        formats,
        today=today,
        submit=_("Accept {number}").format(number=order.number),
        intro=about_order(order, formats),
        parent=parent,
    )
    dialog.runs(
        operations, accept_change_order, lambda values: {"change_order_id": order.change_order_id, **values}, then
    )
    return dialog


def decline_change_order_dialog(
    operations: Operations,
    formats: Formats,
    order: ChangeOrderRow,
    *,
    today: Callable[[], date],
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """Say that the client declined a change order, and why."""
    dialog = FormDialog(
        _("Change order declined"),
        [
            Field("declined_on", _("On"), "date", required=True, default=today()),
            Field("reason", _("Why"), placeholder=_("No budget this year")),
        ],
        formats,
        today=today,
        submit=_("Decline {number}").format(number=order.number),
        intro=_("{order}. The budget stays as it is, and work on it stays held.").format(
            order=about_order(order, formats)
        ),
        parent=parent,
    )
    dialog.runs(
        operations, decline_change_order, lambda values: {"change_order_id": order.change_order_id, **values}, then
    )
    return dialog


def deliver_milestone_dialog(
    operations: Operations,
    formats: Formats,
    milestone: MilestoneRow,
    *,
    today: Callable[[], date],
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """Say when a milestone was handed over."""
    dialog = FormDialog(
        _("Milestone delivered"),
        [Field("delivered_on", _("On"), "date", required=True, default=today())],
        formats,
        today=today,
        submit=_("Deliver milestone {number}").format(number=milestone.number),
        intro=about_milestone(milestone, formats),
        parent=parent,
    )
    dialog.runs(operations, deliver_milestone, lambda values: {"milestone_id": milestone.milestone_id, **values}, then)
    return dialog


def accept_milestone_dialog(
    operations: Operations,
    formats: Formats,
    milestone: MilestoneRow,
    *,
    today: Callable[[], date],
    parent: QWidget,
    then: Then | None = None,
) -> FormDialog:
    """Say when the client accepted a milestone; from then on it can be billed."""
    dialog = FormDialog(
        _("Milestone accepted"),
        [Field("accepted_on", _("On"), "date", required=True, default=today())],
        formats,
        today=today,
        submit=_("Accept milestone {number}").format(number=milestone.number),
        intro=about_milestone(milestone, formats),
        parent=parent,
    )
    dialog.runs(operations, accept_milestone, lambda values: {"milestone_id": milestone.milestone_id, **values}, then)
    return dialog


def about_order(order: ChangeOrderRow, formats: Formats) -> str:
    """A change order in a few words."""
    text = _("{number} {title}, {amount}")
    return text.format(number=order.number, title=order.title, amount=formats.money(order.amount))


def about_milestone(milestone: MilestoneRow, formats: Formats) -> str:
    """A milestone in a few words."""
    text = _("Milestone {number} of {count}, {name}, {amount}")
    return text.format(
        number=milestone.number, count=milestone.of, name=milestone.name, amount=formats.money(milestone.amount)
    )
