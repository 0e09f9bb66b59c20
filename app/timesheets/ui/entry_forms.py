"""Forms of time: change an entry, add a row to the week, say why hours go back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.engagements.queries import TaskRow
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.editing import Edited
from app.qt.forms import Field
from app.qt.operations import Operations
from app.timesheets.commands import change_entry
from app.timesheets.queries import EntryRow, entries

Choices = list[tuple[Any, str]]


def task_choices(tasks: Sequence[TaskRow]) -> Choices:
    """Tasks as choices: client, task and statement of work in one line."""

    def words(task: TaskRow) -> str:
        return " · ".join(part for part in (task.client_name or _("Internal"), task.name, task.sow_number) if part)

    return [(task.task_id, words(task)) for task in tasks]


class EntryDialog(FormDialog):
    """Changes one entry."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        entry: EntryRow,
        tasks: Sequence[TaskRow],
        *,
        today: Callable[[], date],
        then: Callable[[Any], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """A form with the entry's facts."""
        fields = [
            Field("task_id", _("Task"), "choice", required=True, choices=task_choices(tasks), default=entry.task_id),
            Field("day", _("Day"), "date", required=True, default=entry.day),
            Field("seconds", _("Hours"), "hours", required=True, default=entry.seconds, beside=True),
            Field("note", _("Note"), default=entry.note, help=_("Printed on the timesheet.")),
        ]
        if entry.sow_id is not None:
            fields.append(Field("billable", _("Billable"), "check", default=entry.billable))
        super().__init__(_("Change entry"), fields, formats, today=today, parent=parent)

        self._entry = entry
        edits = Edited(
            ("entry", entry.entry_id),
            entry,
            _values,
            self._take,
            entries,
            {"entry_ids": (entry.entry_id,)},
            pick=lambda found: next(iter(found), None),
        )
        self.runs(operations, change_entry, self._arguments, then, edits=edits)

    def _take(self, entry: EntryRow) -> None:
        self._entry = entry

    def _arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        entry = self._entry
        changed = {name: value for name, value in values.items() if value != getattr(entry, name)}
        return {"entry_id": entry.entry_id, "version": entry.version, **changed}


def _values(entry: EntryRow) -> dict[str, Any]:
    names = ("task_id", "day", "seconds", "note", "billable")
    return {name: getattr(entry, name) for name in names}


class NewEntryDialog(FormDialog):
    """Asks for one more entry of a day."""

    def __init__(
        self,
        formats: Formats,
        tasks: Sequence[TaskRow],
        day: date,
        *,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        """An empty form for a day."""
        fields = [
            Field("task_id", _("Task"), "choice", required=True, choices=task_choices(tasks)),
            Field("day", _("Day"), "date", required=True, default=day),
            Field("seconds", _("Hours"), "hours", required=True, beside=True),
            Field("note", _("Note"), help=_("Printed on the timesheet.")),
        ]
        super().__init__(_("Add an entry"), fields, formats, today=today, submit=_("Add entry"), parent=parent)

    def showEvent(self, event: QShowEvent) -> None:
        """The first question is which task."""
        super().showEvent(event)
        self.form.editor("task_id").setFocus()


class RowDialog(FormDialog):
    """Asks for the task of a new row."""

    def __init__(self, formats: Formats, tasks: Sequence[TaskRow], *, parent: QWidget | None = None) -> None:
        """A choice of tasks."""
        super().__init__(
            _("Add a row"),
            [Field("task_id", _("Task"), "choice", required=True, choices=task_choices(tasks))],
            formats,
            submit=_("Add row"),
            parent=parent,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """The only question is which task."""
        super().showEvent(event)
        self.form.editor("task_id").setFocus()


class ReasonDialog(FormDialog):
    """Asks why hours go back to their person."""

    def __init__(self, formats: Formats, title: str, verb: str, *, parent: QWidget | None = None) -> None:
        """One sentence that the person will read."""
        super().__init__(
            title,
            [Field("reason", _("Reason"), required=True, help=_("The person reads it beside the hours."))],
            formats,
            submit=verb,
            parent=parent,
        )
