"""What can be decided about a draft: approve, reopen, hold, adjust, order, remove; each with its way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.invoices.commands import (
    Adjusted,
    Decided,
    approve_draft,
    release_draft,
    remove_draft,
    reopen_draft,
)
from app.invoices.domain import DraftState
from app.invoices.queries import DraftRow, ForReasons, for_reasons
from app.invoices.ui import dialogs
from app.invoices.ui.acting import Acting
from app.kernel.words import _


class DraftActions(Acting):
    """Decisions about the chosen draft."""

    def approve(self, *, then: Callable[[DraftRow], object] | None = None) -> None:
        """Approve the chosen draft as it is shown."""
        row = self._current()
        if row is None or row.state is DraftState.APPROVED:
            return
        words = _("{client} approved.").format(client=row.client_name)
        self.run_on(row, approve_draft, words, then=(lambda: then(row)) if then is not None else None)

    def reopen(self) -> None:
        """Take the approval of the chosen draft back; undo approves it as it is then, by the same checks."""
        row = self._current()
        if row is not None and row.state is DraftState.APPROVED:
            self.run_on(row, reopen_draft, _("{client} is open again.").format(client=row.client_name))

    def hold(self, *, then: Callable[[DraftRow], object] | None = None) -> None:
        """Hold the chosen draft with a reason, or let it go on."""
        row = self._current()
        if row is None or self.asking:
            return
        if row.state is DraftState.HOLD:
            self._release(row)
        elif self.may_change(row):

            def held(of: DraftRow, done: Decided) -> None:
                self.held(of, done)
                if then is not None:
                    then(of)

            self.ask(dialogs.hold_dialog(self._operations, self._formats, self.asked(row, held)))

    def _release(self, row: DraftRow) -> None:
        self.run_on(row, release_draft, _("{client} goes on.").format(client=row.client_name))

    def held(self, row: DraftRow, _done: Decided) -> None:
        """Say that a draft is on hold."""
        self.told.emit(_("{client} is on hold.").format(client=row.client_name), None)

    def adjust(self) -> None:
        """Write the chosen draft down or up, line by line."""
        row = self._current()
        if row is not None and not self.asking and self.may_change(row):
            self.ask_adjust(row)

    def ask_adjust(self, row: DraftRow, amount: Any = None) -> None:
        """Ask for an adjustment; `amount` is what a fix proposes."""

        def make(found: ForReasons) -> Any:
            asked = self.asked(row, self._adjusted)
            return dialogs.adjust_dialog(self._operations, self._formats, asked, found, amount=amount)

        self.ask_with(for_reasons, make, draft_id=row.draft_id)

    def _adjusted(self, row: DraftRow, _done: Adjusted) -> None:
        self.told.emit(_("{client} adjusted.").format(client=row.client_name), None)

    def set_order(self) -> None:
        """Set the purchase order number of the chosen draft."""
        row = self._current()
        if row is not None and not self.asking and self.may_change(row):
            self.ask(dialogs.order_dialog(self._operations, self._formats, self.asked(row, self._ordered)))

    def _ordered(self, row: DraftRow, _done: Decided) -> None:
        self.told.emit(_("Purchase order of {client} set.").format(client=row.client_name), None)

    def remove(self) -> None:
        """Remove the chosen draft; undo brings it back with its adjustments and parts."""
        row = self._current()
        if row is not None and self.may_change(row):
            words = _("Draft of {client} removed. Collecting brings its work back.").format(client=row.client_name)
            self.run_on(row, remove_draft, words)

    def asked(self, row: DraftRow, then: Callable[[DraftRow, Any], object]) -> dialogs.Asked:
        """What a dialog about a draft is given."""
        return dialogs.Asked(row, self.version_of(row), lambda done: then(row, done), self._page)
