"""The form that adds a suggestion with another task, other hours or another note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.harvest.commands import accept_suggestion
from app.harvest.queries import OfferRow, SuggestionRow
from app.harvest.ui.wording import outside, when
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations
from app.timesheets.ui.entry_forms import task_choices


class ChangeDialog(FormDialog):
    """Task, hours and note of a suggestion; Add logs them."""

    def __init__(
        self,
        formats: Formats,
        row: SuggestionRow,
        offer: OfferRow,
        *,
        parent: QWidget | None = None,
    ) -> None:
        """A form with what is proposed; the person's own tasks come first. What is not among them says why."""
        usual = sorted(offer.tasks, key=lambda task: (task.task_id != row.task_id, not task.mine))
        missed = " ".join(outside(one, row.day, formats) for one in offer.outside)
        fields = [
            Field(
                "task_id",
                _("Task"),
                "choice",
                required=True,
                choices=task_choices(usual),
                default=row.task_id,
                help=missed,
            ),
            Field("seconds", _("Hours"), "hours", required=True, default=row.seconds),
            Field("note", _("Note"), default=row.note, help=_("Printed on the timesheet.")),
        ]
        intro = f"{row.title}\n{when(row.day, row.starts_at, row.ends_at, formats)}"
        super().__init__(_("Add from the calendar"), fields, formats, submit=_("Add"), intro=intro, parent=parent)
        self.row = row

    def adds(self, operations: Operations, then: Callable[[Any], object]) -> None:
        """Let Add log the time."""
        number = self.row.suggestion_id
        about = ("suggestion", number)
        self.runs(operations, accept_suggestion, lambda values: {"suggestion_id": number, **values}, then, about=about)
