"""A calendar file on its way in: chosen, read in the outside pool, taken in by the database thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.harvest.commands import Harvested, take_calendar
from app.harvest.queries import ReaderRow, reader
from app.harvest.reading import ReadFile, read_path
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.qt.progress import Progress


class CalendarFile(QObject):
    """Reads one file at a time for one person."""

    taken = Signal(object, object)
    """What it did (Harvested) and what could not be read (a tuple of Problems)."""
    refused = Signal(object)
    busy = Signal(bool)

    def __init__(self, operations: Operations, *, person_id: int, parent: QObject | None = None) -> None:
        """Ready to read."""
        super().__init__(parent)
        self._operations = operations
        self._person_id = person_id
        self._path: Path | None = None
        self._window: Period | None = None
        self._read: ReadFile | None = None
        self._progress: Progress | None = None
        operations.crashed.connect(self._stop)

    def start(self, path: Path, window: Period) -> None:
        """Read a file for the days of a window."""
        if self._path is not None:
            return
        self._path, self._window = path, window
        self.busy.emit(True)
        self._operations.read(reader, self._begin, failed=self._refuse, person_id=self._person_id)

    def believe(self) -> None:
        """Take the file in again: what vanished at once is gone indeed."""
        if self._read is not None and self._path is None:
            self._path = Path(self._read.name)
            self.busy.emit(True)
            self._take(self._read, believe_gone=True)

    def _begin(self, owner: ReaderRow) -> None:
        path, window = self._path, self._window
        if path is None or window is None:
            return

        def work(progress: Progress) -> ReadFile:
            progress.report(0, 0, _("Reading {name}").format(name=path.name))
            read = read_path(path, window=window, zone=owner.zone, own_addresses=owner.own_addresses)
            progress.check()
            return read

        self._progress = self._operations.background(work, self._take, failed=self._refuse)
        self._progress.finished.connect(self._ended)

    def _take(self, read: ReadFile, *, believe_gone: bool = False) -> None:
        self._read = read
        arguments = read.arguments(self._person_id)
        self._operations.run(take_calendar, self._taken, failed=self._refuse, **arguments, believe_gone=believe_gone)

    def _taken(self, harvested: Harvested) -> None:
        problems = self._read.reading.problems if self._read is not None else ()
        self._stop()
        self.taken.emit(harvested, problems)

    def _refuse(self, problem: Problem) -> None:
        self._stop()
        self.refused.emit(problem)

    def _ended(self) -> None:
        """The outside work is over: when it was cancelled nothing else will be heard of it."""
        if self._progress is not None and self._progress.cancelled:
            self._stop()

    def _stop(self, *_reason: object) -> None:
        if self._path is not None:
            self._path = None
            self.busy.emit(False)
