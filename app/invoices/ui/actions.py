"""What can be done with the drafts of a run: each action asks what it must, runs its command, tells the outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.invoices.commands import Collected, approve_draft, release_draft, remove_draft, reopen_draft
from app.invoices.domain import DraftState
from app.invoices.queries import DraftRow, RunOverview
from app.invoices.ui import dialogs
from app.invoices.ui.issuing import IssueRow
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.operations import Operations

Undo = Callable[[], object]


class RunActions(QObject):
    """Actions on the chosen draft and on the run. `told` carries words and maybe an undo, `refused` a Problem."""

    told = Signal(str, object)
    refused = Signal(object)
    issuing_changed = Signal()

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        current: Callable[[], DraftRow | None],
        parent: QWidget,
    ) -> None:
        """Actions of a page; `current` gives the chosen draft."""
        super().__init__(parent)
        self._operations = operations
        self._formats = formats
        self._current = current
        self._page = parent
        self.dialog: QDialog | None = None
        self.issuing: IssueRow | None = None
        operations.crashed.connect(self._end_issuing)

    # ------------------------------------------------------------------ one draft

    def approve(self) -> None:
        """Approve the chosen draft as it is shown."""
        row = self._current()
        if row is None:
            return

        def undo() -> None:
            self._operations.run(reopen_draft, failed=self._refuse, draft_id=row.draft_id)

        self._operations.run(
            approve_draft,
            lambda _done: self.told.emit(_("{client} approved.").format(client=row.client_name), undo),
            failed=self._refuse,
            draft_id=row.draft_id,
            version=row.version,
        )

    def reopen(self) -> None:
        """Take the approval of the chosen draft back."""
        row = self._current()
        if row is not None:
            text = _("{client} is open again.").format(client=row.client_name)
            self._operations.run(
                reopen_draft,
                lambda _done: self.told.emit(text, None),
                failed=self._refuse,
                draft_id=row.draft_id,
                version=row.version,
            )

    def hold(self) -> None:
        """Hold the chosen draft with a reason, or let it go on."""
        row = self._current()
        if row is None:
            return
        if row.state is DraftState.HOLD:
            self._operations.run(release_draft, failed=self._refuse, draft_id=row.draft_id, version=row.version)
        elif self._may_change(row):
            self._open(dialogs.hold_dialog(self._operations, self._formats, row, parent=self._page))

    def adjust(self) -> None:
        """Write the chosen draft down or up."""
        row = self._current()
        if row is not None and self._may_change(row):
            self._open(dialogs.adjust_dialog(self._operations, self._formats, row, parent=self._page))

    def set_order(self) -> None:
        """Set the purchase order number of the chosen draft."""
        row = self._current()
        if row is not None and self._may_change(row):
            self._open(dialogs.order_dialog(self._operations, self._formats, row, parent=self._page))

    def remove(self) -> None:
        """Remove the chosen draft; the next collecting brings its work back."""
        row = self._current()
        if row is not None and self._may_change(row):
            text = _("Draft of {client} removed. Collecting brings its work back.").format(client=row.client_name)
            self._operations.run(
                remove_draft,
                lambda _done: self.told.emit(text, None),
                failed=self._refuse,
                draft_id=row.draft_id,
                version=row.version,
            )

    def _may_change(self, row: DraftRow) -> bool:
        if row.state is not DraftState.APPROVED:
            return True
        self._refuse(
            Problem("draft.approved", _("This draft is approved."), hint=_("Reopen it first, then change it."))
        )
        return False

    # ------------------------------------------------------------------ the run

    def collect(self, overview: RunOverview) -> None:
        """Ask what to collect, then do it."""
        self._open(
            dialogs.collect_dialog(self._operations, self._formats, overview, then=self._collected, parent=self._page)
        )

    def _collected(self, collected: Collected) -> None:
        formats = self._formats
        text = _("Nothing new to bill.")
        if collected.drafts:
            text = _("{hours} and {expenses} collected on {drafts}.").format(
                hours=formats.hours(collected.hours, unit=True),
                expenses=ngettext("{n} expense", "{n} expenses", collected.expenses),
                drafts=ngettext("{n} draft", "{n} drafts", collected.drafts),
            )
        if collected.waiting:
            more = _("{hours} wait: their draft is approved or on hold. Reopen it and collect again to add them.")
            text = f"{text} {more.format(hours=formats.hours(collected.waiting, unit=True))}"
        self.told.emit(text, None)

    def issue(self, rows: Sequence[DraftRow], next_number: str) -> None:
        """Ask once more, then issue these drafts one after the other."""
        if not rows or self.issuing is not None:
            return
        dialog = dialogs.issue_dialog(rows, next_number, self._formats, self._page)
        dialog.confirmed.connect(lambda: self._start(rows))
        self._open(dialog)

    def _start(self, rows: Sequence[DraftRow]) -> None:
        self.issuing = IssueRow(self._operations, rows, self)
        self.issuing.stopped.connect(self._stopped)
        self.issuing.finished.connect(self._finished)
        self.issuing_changed.emit()
        self.issuing.start()

    def _finished(self, issued: list[object]) -> None:
        numbers = self._numbers()
        self._end_issuing()
        text = ngettext("{n} invoice issued: {numbers}.", "{n} invoices issued: {numbers}.", len(issued))
        self.told.emit(text.format(numbers=numbers), None)

    def _stopped(self, row: DraftRow, problem: Problem) -> None:
        """Which are issued, which stays and why, and what is not touched."""
        running = self.issuing
        done = len(running.issued) if running is not None else 0
        waiting = len(running.left) if running is not None else 1
        issued = _("Nothing was issued.")
        if done:
            text = ngettext("{n} invoice issued: {numbers}.", "{n} invoices issued: {numbers}.", done)
            issued = text.format(numbers=self._numbers())
        stays = ngettext("{n} draft stays.", "{n} drafts stay.", waiting)
        self._end_issuing()
        message = _("{client} was not issued: {reason}").format(client=row.client_name, reason=problem.message)
        self._refuse(Problem(problem.code, f"{issued} {message} {stays}", hint=problem.hint))

    def _numbers(self) -> str:
        return ", ".join(item.number for item in self.issuing.issued) if self.issuing is not None else ""

    def _end_issuing(self, *_trace: object) -> None:
        if self.issuing is not None:
            self.issuing.deleteLater()
            self.issuing = None
            self.issuing_changed.emit()

    # ------------------------------------------------------------------ inside

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
