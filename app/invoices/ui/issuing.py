"""One command for several drafts, one after the other, each in its own transaction; the first that fails stops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.invoices.queries import DraftRow, current_run
from app.kernel.problems import Problem
from app.kernel.words import _
from app.paper import press
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.undo import Way, way_told

PATIENCE = 5
"""So many crashes around one draft; then even looking whether it is done fails, and the row ends."""


class OneByOne(QObject):
    """Works off drafts as they were seen. `stopped` at the first that fails, `finished` at the end or when cancelled.

    The waiting bar of the window counts along and offers Cancel, which stops after the current one. Pages are told now
    and then, and at the end, what has changed. A crash stops the row like a refusal: what was done before it is done.
    """

    stopped = Signal(object, object)
    finished = Signal()

    def __init__(
        self,
        operations: Operations,
        rows: Sequence[DraftRow],
        command: Callable[..., Any],
        words: str,
        parent: QObject | None = None,
    ) -> None:
        """Ready to start; `words` are said while it runs."""
        super().__init__(parent)
        self._operations = operations
        self._rows = list(rows)
        self.command = command
        self._words = words
        self._over = False
        self._crashes = 0
        self._press = ExitStack()
        self.results: list[Any] = []
        self.ways: list[Way] = []
        """The ways back of what is done."""
        self.progress = Progress(self)
        operations.crashed.connect(self._crashed)

    @property
    def left(self) -> list[DraftRow]:
        """Drafts that are not done yet."""
        return self._rows[len(self.results) :]

    @property
    def cancelled(self) -> bool:
        """Whether somebody stopped the row."""
        return self.progress.cancelled

    def start(self) -> None:
        """Begin with the first one. What is drawn is drawn beside this program where there is much of it."""
        self._press.enter_context(press.open_for(len(self._rows)))
        self._report()
        self._operations.started.emit(self.progress)
        self._next()

    def cancel(self) -> None:
        """Stop after the one that is being done."""
        self.progress.cancel()

    def _next(self) -> None:
        if self._over:
            return
        if not self.left or self.cancelled:
            self._end()
            self.finished.emit()
            return
        row = self.left[0]
        self._operations.run(
            self.command, self._done, failed=self._failed, gather=True, draft_id=row.draft_id, version=row.version
        )

    def _report(self) -> None:
        self.progress.report(len(self.results), len(self._rows), self._words)

    def _done(self, result: object) -> None:
        if not self._over:
            self.results.append(result)
            way = way_told()
            if way is not None:
                self.ways.append(way)
            self._crashes = 0
            self._report()
            self._next()

    def _failed(self, problem: Problem) -> None:
        if not self._over:
            self._end()
            self.stopped.emit(self.left[0], problem)

    def _end(self) -> None:
        self._over = True
        self._press.close()
        self._operations.tell_gathered()
        self.progress.finished.emit()

    # ------------------------------------------------------------------ crashes

    def _crashed(self, _trace: str) -> None:
        """Something crashed, perhaps another job. Answers come in order: when the next one is here and ours is not,
        it was ours.
        """
        if self._over:
            return
        self._crashes += 1
        if self._crashes > PATIENCE:
            self._failed(_crash())
            return
        before = len(self.results)

        def answered(_run: object) -> None:
            if len(self.results) == before:
                self._failed(_crash())

        self._operations.read(current_run, answered, failed=answered)


def _crash() -> Problem:
    return Problem(
        "run.crashed",
        _("the program failed while it worked on it."),
        hint=_("What was done before is done and safe. The draft is as it was; try it again."),
    )
