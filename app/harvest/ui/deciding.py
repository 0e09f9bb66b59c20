"""What the person decides about suggestions, carried out one at a time each, with a way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.harvest.commands import (
    AddedAll,
    Dismissed,
    accept_all,
    accept_suggestion,
    dismiss_suggestion,
    follow_calendar,
    keep_entry,
    restore_suggestion,
    take_back_suggestion,
)
from app.harvest.queries import OfferRow, SuggestionRow, offer
from app.harvest.ui.change import ChangeDialog
from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.operations import Operations


class _Step(QObject):
    """One decision on its way; it belongs to the panel and goes with it."""

    def __init__(self, owner: Decisions, suggestion_id: int, then: Callable[[Any], object] | None) -> None:
        super().__init__(owner)
        self._owner = owner
        self._suggestion_id = suggestion_id
        self._then = then

    def done(self, result: object) -> None:
        """Carried out."""
        self._owner.release(self._suggestion_id)
        if self._then is not None:
            self._then(result)
        self.deleteLater()

    def failed(self, problem: Problem) -> None:
        """Refused."""
        self._owner.release(self._suggestion_id)
        self._owner.refused.emit(problem)
        self.deleteLater()


class _Asking(QObject):
    """The tasks of a day on their way to the form."""

    def __init__(self, owner: Decisions, row: SuggestionRow) -> None:
        super().__init__(owner)
        self._owner = owner
        self._row = row

    def show(self, found: OfferRow) -> None:
        """Open the form."""
        self._owner.ask(self._row, found)
        self.deleteLater()

    def failed(self, problem: Problem) -> None:
        """The tasks cannot be read."""
        self._owner.refused.emit(problem)
        self.deleteLater()


class Decisions(QObject):
    """Runs the commands of the panel. A second press while one is on its way does nothing."""

    refused = Signal(object)
    told = Signal(str, object, object)
    """What was done, how to undo it and how to do it again (or None)."""

    def __init__(self, operations: Operations, formats: Formats, *, person_id: int, host: QWidget) -> None:
        """Decisions of one panel."""
        super().__init__(host)
        self._operations = operations
        self._formats = formats
        self._person_id = person_id
        self._host = host
        self._pending: set[int] = set()
        self._period: Callable[[], Period | None] = lambda: None
        self.dialog: ChangeDialog | None = None
        operations.crashed.connect(self._pending.clear)

    def release(self, suggestion_id: int) -> None:
        """A decision about a suggestion came back."""
        self._pending.discard(suggestion_id)

    def _run(
        self, command: Callable[..., Any], suggestion_id: int, then: Callable[[Any], object] | None = None
    ) -> None:
        if suggestion_id not in self._pending:
            self._pending.add(suggestion_id)
            step = _Step(self, suggestion_id, then)
            self._operations.run(command, step.done, failed=step.failed, suggestion_id=suggestion_id)

    # ------------------------------------------------------------------ one suggestion

    def add(self, suggestion_id: int, title: str) -> None:
        """Log it as proposed."""
        self._run(accept_suggestion, suggestion_id, partial(self._added, suggestion_id, title))

    def dismiss(self, suggestion_id: int, title: str) -> None:
        """Call it not work."""
        self._run(dismiss_suggestion, suggestion_id, partial(self._dismissed, suggestion_id, title))

    def restore(self, suggestion_id: int) -> None:
        """Let it wait again."""
        self._run(restore_suggestion, suggestion_id)

    def take_back(self, suggestion_id: int) -> None:
        """Undo adding it."""
        self._run(take_back_suggestion, suggestion_id)

    def follow(self, suggestion_id: int) -> None:
        """Bring the entry in line with the calendar."""
        self._run(follow_calendar, suggestion_id)

    def keep(self, suggestion_id: int) -> None:
        """Keep the entry as it is."""
        self._run(keep_entry, suggestion_id)

    def change(self, row: SuggestionRow) -> None:
        """Ask for another task, other hours or another note, then log it."""
        if self.findChild(_Asking) is not None or (self.dialog is not None and self.dialog.isVisible()):
            return
        asking = _Asking(self, row)
        self._operations.read(
            offer, asking.show, failed=asking.failed, person_id=self._person_id, day=row.day, title=row.title
        )

    def ask(self, row: SuggestionRow, found: OfferRow) -> None:
        """Open the form of a suggestion."""
        self.dialog = ChangeDialog(self._formats, row, found, parent=self._host.window())
        self.dialog.adds(self._operations, partial(self._added, row.suggestion_id, row.title))
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        """Answered or left: the next question may come."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _added(self, suggestion_id: int, title: str, _entry_id: object) -> None:
        again = partial(self._run, accept_suggestion, suggestion_id)
        self.told.emit(_("Added: {title}.").format(title=title), partial(self.take_back, suggestion_id), again)

    def _dismissed(self, suggestion_id: int, title: str, dismissed: Dismissed) -> None:
        count = len(dismissed.suggestion_ids)
        if count > 1:
            text = ngettext("Not work: {title}.", "Not work: {title}, {n} of this series.", count).format(title=title)
        else:
            text = _("Not work: {title}.").format(title=title)
        again = partial(self._run, dismiss_suggestion, suggestion_id)
        self.told.emit(text, partial(self.restore, suggestion_id), again)

    # ------------------------------------------------------------------ all of them

    def bind_all(self, button: QAbstractButton, period: Callable[[], Period | None]) -> None:
        """Let a button add all proposals of the period shown; what has no task yet stays."""
        self._period = period
        self._operations.bind(button, accept_all, self._arguments, self._all_added, failed=self._all_refused)

    def _arguments(self) -> dict[str, Any] | None:
        period = self._period()
        return None if period is None else {"person_id": self._person_id, "period": period, "sure_only": False}

    def _all_added(self, added: AddedAll) -> None:
        count = len(added.suggestion_ids)
        hours = self._formats.hours(added.seconds, unit=True)
        text = ngettext("{n} meeting added", "{n} meetings added", count)
        parts = [f"{text}, {hours}."]
        if added.left:
            parts.append(ngettext("{n} needs a look.", "{n} need a look.", added.left))
        self.told.emit(" ".join(parts), partial(self._take_back_all, added.suggestion_ids) if count else None, None)
        for sentence in added.refused:
            self.refused.emit(Problem("harvest.refused", sentence))

    def _all_refused(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def _take_back_all(self, suggestion_ids: tuple[int, ...]) -> None:
        for suggestion_id in suggestion_ids:
            self.take_back(suggestion_id)
