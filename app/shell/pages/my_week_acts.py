"""What a person does with the own time: each act is one command, told in the window, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.engagements.queries import TaskRow
from app.harvest.commands import accept_suggestion
from app.harvest.queries import SuggestionRow
from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.operations import Operations
from app.qt.telling import tell
from app.timesheets.commands import (
    CellsSet,
    CellWish,
    Changed,
    EntryFacts,
    Logged,
    Removed,
    Submitted,
    change_entry,
    log_time,
    remove_entry,
    set_cells,
)
from app.timesheets.domain import ReadLine
from app.timesheets.queries import Desk, EntryRow
from app.timesheets.ui import ask_for_expense
from app.timesheets.ui.entry_forms import EntryDialog, NewEntryDialog


class WeekActs(QObject):
    """Runs the commands of My week for one person. `refused` carries a Problem, `warned` a sentence."""

    refused = Signal(object)
    warned = Signal(str)

    def __init__(self, operations: Operations, formats: Formats, *, person_id: int, host: QWidget) -> None:
        """`host` stands in the window in which things are told."""
        super().__init__(host)
        self._operations = operations
        self._formats = formats
        self._person_id = person_id
        self._host = host
        self._under_way: set[Hashable] = set()
        operations.crashed.connect(self._forget)

    def _forget(self, *_reason: object) -> None:
        self._under_way.clear()

    def _once(
        self,
        what: Hashable,
        command: Callable[..., Any],
        then: Callable[[Any], object],
        *,
        for_good: bool = False,
        **facts: Any,
    ) -> None:
        """Run a command, unless the same is on its way already: a key pressed twice does it once.

        What is done `for_good` (an entry removed) is never done again, though the list may not know it yet.
        """
        if what in self._under_way:
            return
        self._under_way.add(what)

        def done(result: object) -> None:
            if not for_good:
                self._under_way.discard(what)
            then(result)

        def failed(problem: Problem) -> None:
            self._under_way.discard(what)
            self.refused.emit(problem)

        self._operations.run(command, done, failed=failed, **facts)

    # ------------------------------------------------------------------ logging

    def log(self, reading: ReadLine[TaskRow], failed: Callable[[Problem], object]) -> None:
        """Log a line as it was read."""
        task, seconds = reading.task, reading.seconds
        if task is None or seconds is None:
            return
        starts_at, ends_at = reading.instants(self._formats.zone) or (None, None)

        def logged(result: Logged) -> None:
            self.warned.emit(result.warning)
            self._tell(self._logged_words(task.name, result.after))

        self._operations.run(
            log_time,
            logged,
            failed=failed,
            person_id=self._person_id,
            task_id=task.task_id,
            day=reading.day,
            seconds=seconds,
            note=reading.note,
            billable=reading.billable,
            starts_at=starts_at,
            ends_at=ends_at,
        )

    def _logged_words(self, name: str, facts: EntryFacts) -> str:
        return _("{hours} logged on {task}, {weekday} {day}").format(
            hours=self._formats.hours(facts.seconds, unit=True),
            task=name,
            weekday=self._formats.weekday(facts.day),
            day=self._formats.day(facts.day),
        )

    def added(self, name: str, result: Logged) -> None:
        """An entry was added in a form."""
        self.warned.emit(result.warning)
        self._tell(self._logged_words(name, result.after))

    # ------------------------------------------------------------------ cells

    def set_cells(self, cells: Sequence[CellWish], failed: Callable[[Problem], object]) -> None:
        """Make cells of the week equal: all of them, or none."""

        def done(result: CellsSet) -> None:
            merged = any(one.merged for one in result.cells)
            text = _("This was changed in another window meanwhile; both changes are kept.")
            self.warned.emit(result.warning or (text if merged else ""))
            changes = [(one.before, one.after) for one in result.cells if one.before != one.after]
            if changes:
                self._tell(self._cells_words(changes))

        self._operations.run(set_cells, done, failed=failed, person_id=self._person_id, cells=tuple(cells))

    def _cells_words(self, changes: Sequence[tuple[EntryFacts | None, EntryFacts | None]]) -> str:
        if len(changes) != 1:
            return ngettext("{n} cell changed", "{n} cells changed", len(changes))
        before, after = changes[0]
        if after is None:
            hours = 0 if before is None else before.seconds
            return _("{hours} removed").format(hours=self._formats.hours(hours, unit=True))
        hours_now = self._formats.hours(after.seconds, unit=True)
        when = {"weekday": self._formats.weekday(after.day), "day": self._formats.day(after.day)}
        if before is None:
            return _("{hours} logged, {weekday} {day}").format(hours=hours_now, **when)
        if before.seconds != after.seconds:
            was = self._formats.hours(before.seconds, unit=True)
            return _("{before} became {hours}, {weekday} {day}").format(before=was, hours=hours_now, **when)
        return _("Note saved, {weekday} {day}").format(**when)

    # ------------------------------------------------------------------ entries

    def bill(self, entry_id: int, version: int, billable: bool) -> None:
        """Say whether the client pays for an entry."""
        self._once(
            ("bill", entry_id), change_entry, self.changed, entry_id=entry_id, version=version, billable=billable
        )

    def changed(self, result: Changed) -> None:
        """An entry was changed, in a form or in the bar."""
        self.warned.emit(result.warning)
        when = {"weekday": self._formats.weekday(result.after.day), "day": self._formats.day(result.after.day)}
        self._tell(_("Entry changed, {weekday} {day}").format(**when))

    def remove(self, entry: EntryRow) -> None:
        """Remove an entry."""

        def removed(result: Removed) -> None:
            hours = self._formats.hours(result.before.seconds, unit=True)
            self._tell(_("{hours} removed").format(hours=hours))

        number = entry.entry_id
        self._once(("remove", number), remove_entry, removed, for_good=True, entry_id=number, version=entry.version)

    def duplicate(self, entry: EntryRow, day: date) -> None:
        """Log an entry once more on another day; its times are not those of that day."""

        def logged(result: Logged) -> None:
            self.added(entry.task_name, result)

        self._once(
            ("duplicate", entry.entry_id),
            log_time,
            logged,
            person_id=self._person_id,
            task_id=entry.task_id,
            day=day,
            seconds=entry.seconds,
            note=entry.note,
            billable=entry.billable,
        )

    # ------------------------------------------------------------------ forms

    def ask_change(self, entry: EntryRow, desk: Desk) -> None:
        """Ask what shall be different about an entry."""
        dialog = EntryDialog(
            self._operations,
            self._formats,
            entry,
            desk.tasks,
            today=lambda: desk.today,
            then=self.changed,
            parent=self._host,
        )
        dialog.open()

    def ask_entry(self, tasks: Sequence[TaskRow], day: date, today: date) -> None:
        """Ask for an entry of a day."""
        dialog = NewEntryDialog(self._formats, tasks, day, today=lambda: today, parent=self._host)
        names = {task.task_id: task.name for task in tasks}

        def added(result: Logged) -> None:
            self.added(names.get(result.after.task_id, ""), result)

        dialog.runs(self._operations, log_time, lambda values: {"person_id": self._person_id, **values}, added)
        dialog.open()

    def ask_expense(self, today: date) -> None:
        """Ask for a receipt; the notice takes it out of the book again."""

        def added(_expense_id: int) -> None:
            self._tell(_("Expense added. It waits for approval."))

        ask_for_expense(
            self._operations,
            self._formats,
            person_id=self._person_id,
            today=lambda: today,
            parent=self._host,
            then=added,
            failed=self._refuse,
        )

    # ------------------------------------------------------------------ the calendar

    def accept_at(self, task_id: int, day: date, rows: Sequence[SuggestionRow]) -> None:
        """Log what is proposed for a cell."""
        for row in rows:
            if (row.task_id, row.day) == (task_id, day):
                self.accept(row)

    def accept(self, row: SuggestionRow) -> None:
        """Log a suggestion as proposed."""
        words = _("Added: {title}.").format(title=row.title)

        number = row.suggestion_id
        self._once(
            ("accept", number),
            accept_suggestion,
            lambda _entry_id: self._tell(words),
            suggestion_id=number,
        )

    # ------------------------------------------------------------------ handing in

    def submitted(self, result: Submitted) -> None:
        """A week was handed in; while nobody has looked at it, it can be taken back."""
        self._tell(ngettext("{n} entry handed in", "{n} entries handed in", result.count))

    def _tell(self, words: str) -> None:
        tell(self._host, words)

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)


def tell_side(side: QWidget | None, period: Period | None, hints: Sequence[str]) -> None:
    """Tell what stands beside the week another period and what is missing, as far as it listens."""
    show_period: Callable[[Period], object] | None = getattr(side, "show_period", None)
    if period is not None and show_period is not None:
        show_period(period)
    set_hints: Callable[[Sequence[str]], object] | None = getattr(side, "set_hints", None)
    if set_hints is not None:
        set_hints(hints)
