"""Issuing several drafts: one after the other, each in its own transaction; the first that fails stops the row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.invoices.commands import Issued, issue_invoice
from app.invoices.queries import DraftRow
from app.kernel.problems import Problem
from app.qt.operations import Operations


class IssueRow(QObject):
    """Issues drafts in order. `moved` after each, `stopped` at the first that fails, `finished` at the end of all."""

    moved = Signal(int, int)
    stopped = Signal(object, object)
    finished = Signal(list)

    def __init__(self, operations: Operations, rows: Sequence[DraftRow], parent: QObject | None = None) -> None:
        """Ready to start."""
        super().__init__(parent)
        self._operations = operations
        self._rows = list(rows)
        self.issued: list[Issued] = []
        self._cancelled = False

    @property
    def left(self) -> list[DraftRow]:
        """Drafts that are not issued yet."""
        return self._rows[len(self.issued) :]

    def start(self) -> None:
        """Issue the next one."""
        if not self.left or self._cancelled:
            self.finished.emit(self.issued)
            return
        self._operations.run(issue_invoice, self._done, failed=self._failed, draft_id=self.left[0].draft_id)

    def cancel(self) -> None:
        """Stop after the one that is being issued."""
        self._cancelled = True

    def _done(self, issued: Issued) -> None:
        self.issued.append(issued)
        self.moved.emit(len(self.issued), len(self._rows))
        self.start()

    def _failed(self, problem: Problem) -> None:
        self.stopped.emit(self.left[0], problem)
