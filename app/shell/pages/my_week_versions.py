"""A cell of the week that was changed elsewhere while somebody typed in it: both versions, and which is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.qt.versions import THEIRS, Difference, VersionsDialog
from app.timesheets.commands import CellSeen, CellWish
from app.timesheets.queries import EntryRow, entries

OVERTAKEN = "record.changed_meanwhile"


class CellVersions:
    """Asks which of two versions a cell shall hold; `save` takes the wish that comes of it."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        person_id: int,
        page: QWidget,
        save: Callable[[list[CellWish]], object],
    ) -> None:
        """Over the window of a page."""
        self._operations, self._formats, self._person_id = operations, formats, person_id
        self._page, self._save = page, save
        self.dialog: VersionsDialog | None = None

    def asks(self, wish: CellWish, problem: Problem) -> bool:
        """Whether a refusal says that somebody was faster; then the cell is read anew and shown in both versions."""
        if problem.code != OVERTAKEN or wish.seen is None:
            return False
        self._operations.read(
            entries,
            partial(self._ask, wish, wish.seen),
            person_id=self._person_id,
            period=Period(wish.day, wish.day),
        )
        return True

    def _ask(self, wish: CellWish, seen: CellSeen, rows: list[EntryRow]) -> None:
        there = [row for row in rows if row.task_id == wish.task_id]
        now = CellSeen(sum(row.seconds for row in there), "; ".join(row.note for row in there if row.note))
        hours = [one.seconds for one in (wish, now, seen)]
        notes = [seen.note if wish.note is None else wish.note.strip(), now.note, seen.note]
        differences = []
        if hours[2] not in hours[:2] and hours[0] != hours[1]:
            shown = [self._formats.hours(seconds, unit=True) if seconds else "" for seconds in hours]
            differences.append(Difference("seconds", _("Hours"), shown[0], shown[1], shown[2]))
        if notes[2] not in notes[:2] and notes[0] != notes[1]:
            differences.append(Difference("note", _("Note"), notes[0], notes[1], notes[2], long=bool(notes[1])))
        if not differences:
            self._save([CellWish(wish.task_id, wish.day, wish.seconds, wish.note, wish.billable, now)])
            return
        self.dialog = VersionsDialog(
            _("Two versions of {title}").format(
                title=f"{self._formats.weekday(wish.day)} {self._formats.day(wish.day)}"
            ),
            _("This cell was changed in another window while you were typing. Choose what it shall hold."),
            _("The other version"),
            differences,
            parent=self._page.window(),
        )
        self.dialog.chosen.connect(partial(self._chosen, wish, seen, now))
        self.dialog.open()

    def _chosen(self, wish: CellWish, seen: CellSeen, now: CellSeen, choice: dict[str, str]) -> None:
        """What was seen is from now on what is there: only what is chosen of one's own is a change of it."""
        seconds = now.seconds if choice.get("seconds") == THEIRS or wish.seconds == seen.seconds else wish.seconds
        note = None if choice.get("note") == THEIRS else wish.note
        if choice.get("note") == "both":
            note = "; ".join(part for part in (wish.note or "", now.note) if part)
        self._save([CellWish(wish.task_id, wish.day, seconds, note, wish.billable, now)])
