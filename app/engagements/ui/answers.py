"""The small dialogs that record what happened between firm and client: sent, accepted, declined, delivered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from app.engagements.commands import (
    accept_change_order,
    accept_milestone,
    decline_change_order,
    deliver_milestone,
    send_change_order,
)
from app.engagements.queries import ChangeOrderRow, MilestoneRow, change_order, milestone
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.editing import Edited
from app.qt.forms import Field
from app.qt.operations import Operations
from app.qt.telling import Subject

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a row: in which words, with which fields, and how the command knows the row."""

    title: str
    intro: str
    submit: str
    fields: Sequence[Field]
    about: Subject


@dataclass(frozen=True, slots=True)
class AnswerDialog(Generic[T]):
    """Called with a row it asks the question of that day; the answer runs the command, then `then`."""

    command: Callable[..., object]
    question: Callable[[T, Formats, date], Question]
    read: Callable[..., T | None]
    values: Mapping[str, str]
    """The fields of the form, and what of the row they change."""

    def __call__(
        self,
        operations: Operations,
        formats: Formats,
        row: T,
        *,
        today: Callable[[], date],
        parent: QWidget,
        then: Callable[[Any], object] | None = None,
    ) -> FormDialog:
        asked = self.question(row, formats, today())
        dialog = FormDialog(
            asked.title,
            asked.fields,
            formats,
            today=today,
            submit=asked.submit,
            intro=asked.intro,
            parent=parent,
        )
        which = {f"{asked.about[0]}_id": asked.about[1]}
        edits = Edited(asked.about, row, partial(self._values, today()), _nothing, self.read, which)

        def arguments(values: dict[str, Any]) -> dict[str, Any]:
            return {**which, "version": edits.row.version, **values}

        dialog.runs(operations, self.command, arguments, then, edits=edits)
        return dialog

    def _values(self, today: date, row: T) -> dict[str, Any]:
        """What a row says to the question; a day nobody has said yet is today."""
        found = {name: getattr(row, of) for name, of in self.values.items()}
        return {name: today if value is None else value for name, value in found.items()}


def _nothing(_row: object) -> None:
    """What is sent is asked of the record that is edited."""


# ------------------------------------------------------------------ change orders


def _about_order(order: ChangeOrderRow, formats: Formats) -> str:
    """A change order in a few words."""
    text = _("{number} {title}, {amount}")
    return text.format(number=order.number, title=order.title, amount=formats.money(order.amount))


def _order_sent(order: ChangeOrderRow, formats: Formats, today: date) -> Question:
    return Question(
        title=_("Change order sent"),
        intro=_about_order(order, formats),
        submit=_("Record {number} as sent").format(number=order.number),
        fields=[Field("sent_on", _("On"), "date", required=True, default=today)],
        about=("change_order", order.change_order_id),
    )


def _order_accepted(order: ChangeOrderRow, formats: Formats, today: date) -> Question:
    return Question(
        title=_("Change order accepted"),
        intro=_about_order(order, formats),
        submit=_("Accept {number}").format(number=order.number),
        fields=[
            Field("accepted_by", _("Accepted by"), required=True, help=_("Who said yes at the client.")),
            Field("accepted_on", _("On"), "date", required=True, default=today, beside=True),
        ],
        about=("change_order", order.change_order_id),
    )


def _order_declined(order: ChangeOrderRow, formats: Formats, today: date) -> Question:
    text = _("{order}. The budget stays as it is, and work on it stays held.")
    return Question(
        title=_("Change order declined"),
        intro=text.format(order=_about_order(order, formats)),
        submit=_("Decline {number}").format(number=order.number),
        fields=[
            Field("declined_on", _("On"), "date", required=True, default=today),
            Field("reason", _("Why"), placeholder=_("No budget this year")),
        ],
        about=("change_order", order.change_order_id),
    )


send_change_order_dialog = AnswerDialog(send_change_order, _order_sent, change_order, {"sent_on": "sent_on"})
"""Say when a change order went to the client."""
accept_change_order_dialog = AnswerDialog(
    accept_change_order, _order_accepted, change_order, {"accepted_by": "accepted_by", "accepted_on": "accepted_on"}
)
"""Say who accepted a change order, and when."""
decline_change_order_dialog = AnswerDialog(
    decline_change_order, _order_declined, change_order, {"declined_on": "declined_on", "reason": "declined_reason"}
)
"""Say that the client declined a change order, and why."""


# ------------------------------------------------------------------ milestones


def _about_milestone(milestone: MilestoneRow, formats: Formats) -> str:
    """A milestone in a few words."""
    text = _("Milestone {number} of {count}, {name}, {amount}")
    return text.format(
        number=milestone.number, count=milestone.of, name=milestone.name, amount=formats.money(milestone.amount)
    )


def _milestone_delivered(milestone: MilestoneRow, formats: Formats, today: date) -> Question:
    return Question(
        title=_("Milestone delivered"),
        intro=_about_milestone(milestone, formats),
        submit=_("Deliver milestone {number}").format(number=milestone.number),
        fields=[Field("delivered_on", _("On"), "date", required=True, default=today)],
        about=("milestone", milestone.milestone_id),
    )


def _milestone_accepted(milestone: MilestoneRow, formats: Formats, today: date) -> Question:
    return Question(
        title=_("Milestone accepted"),
        intro=_about_milestone(milestone, formats),
        submit=_("Accept milestone {number}").format(number=milestone.number),
        fields=[Field("accepted_on", _("On"), "date", required=True, default=today)],
        about=("milestone", milestone.milestone_id),
    )


deliver_milestone_dialog = AnswerDialog(
    deliver_milestone, _milestone_delivered, milestone, {"delivered_on": "delivered_on"}
)
"""Say when a milestone was handed over."""
accept_milestone_dialog = AnswerDialog(accept_milestone, _milestone_accepted, milestone, {"accepted_on": "accepted_on"})
"""Say when the client accepted a milestone; from then on it can be billed."""
