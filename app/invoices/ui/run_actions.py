"""What can be done with the whole run: collect, approve what is ticked, issue what is approved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal

from app.invoices.commands import Collected, approve_draft, issue_invoice
from app.invoices.queries import DraftRow, RunOverview
from app.invoices.ui import run_dialogs
from app.invoices.ui.fixing import Fixing
from app.invoices.ui.issuing import OneByOne
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.undo import Together


class RunActions(Fixing):
    """Actions on the run, on top of those on its chosen draft."""

    issuing_changed = Signal()
    issuing: OneByOne | None = None

    def collect(self, overview: RunOverview) -> None:
        """Ask what to collect, then do it."""
        if not self.asking:
            self.ask(
                run_dialogs.collect_dialog(
                    self._operations, self._formats, overview, then=self._collected, parent=self._page
                )
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

    # ------------------------------------------------------------------ approving several

    def approve_all(self, rows: Sequence[DraftRow]) -> None:
        """Approve several drafts, each as it is shown."""
        if rows and self.issuing is None:
            self._begin(rows, approve_draft, _("Approving"), self._approved)

    def _approved(self, done: OneByOne) -> None:
        back = Together(done.ways, self._operations.run, self.refuse)
        self.told.emit(ngettext("{n} draft approved.", "{n} drafts approved.", len(done.results)), back.go)

    # ------------------------------------------------------------------ issuing

    def issue(self, rows: Sequence[DraftRow], next_number: str) -> None:
        """Ask once more, then issue these drafts one after the other, each only as it was seen."""
        if not rows or self.issuing is not None or self.asking:
            return
        dialog = run_dialogs.issue_dialog(rows, next_number, self._formats, self._page)
        dialog.confirmed.connect(lambda: self._begin(rows, issue_invoice, _("Issuing invoices"), self._issued))
        self.ask(dialog)

    def _issued(self, done: OneByOne) -> None:
        text = _said(done)
        if done.left:
            stays = ngettext("{n} draft stays approved.", "{n} drafts stay approved.", len(done.left))
            text = f"{text} {stays}"
        self.told.emit(text, None)

    # ------------------------------------------------------------------ one after the other

    def _begin(
        self,
        rows: Sequence[DraftRow],
        command: Callable[..., Any],
        words: str,
        then: Callable[[OneByOne], object],
    ) -> None:
        running = OneByOne(self._operations, rows, command, words, self)
        self.issuing = running

        def finished() -> None:
            self._end()
            then(running)

        running.stopped.connect(lambda row, problem: self._stopped(running, row, problem))
        running.finished.connect(finished)
        self.issuing_changed.emit()
        running.start()

    def _stopped(self, running: OneByOne, row: DraftRow, problem: Problem) -> None:
        """Which are done, which stays and why, and what is not touched."""
        waiting = len(running.left)
        self._end()
        if running.command is issue_invoice:
            done = _said(running)
            message = _("{client} was not issued: {reason}").format(client=row.client_name, reason=problem.message)
        else:
            done = ngettext("{n} draft approved.", "{n} drafts approved.", len(running.results))
            message = _("{client} was not approved: {reason}").format(client=row.client_name, reason=problem.message)
        stays = ngettext("{n} draft stays.", "{n} drafts stay.", waiting)
        self.refuse(Problem(problem.code, f"{done} {message} {stays}", hint=problem.hint))

    def _end(self) -> None:
        if self.issuing is not None:
            self.issuing.deleteLater()
            self.issuing = None
            self.issuing_changed.emit()


def _said(done: OneByOne) -> str:
    """Which invoices were issued."""
    count = len(done.results)
    if not count:
        return _("Nothing was issued.")
    text = ngettext("{n} invoice issued: {numbers}.", "{n} invoices issued: {numbers}.", count)
    return text.format(numbers=", ".join(item.number for item in done.results))
