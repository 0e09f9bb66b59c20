"""What was brought in from before the book: how it is told, taken back, and done again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.invoices.commands import (
    BroughtBalances,
    TakenBackBalances,
    bring_opening_balances,
    take_back_opening_balances,
)
from app.invoices.domain import OpeningDraft
from app.kernel.words import _, ngettext
from app.qt.operations import Operations
from app.qt.telling import tell


class OpeningBack:
    """What came in, how it is taken back, and how it is done again: also when the dialog is closed."""

    def __init__(self, operations: Operations, host: QWidget | None, drafts: tuple[OpeningDraft, ...]) -> None:
        """For what was asked to be brought in; `host` stands in the window that tells."""
        self._operations = operations
        self._host = host
        self._drafts = drafts
        self.invoice_ids: tuple[int, ...] = ()

    def undo(self) -> None:
        """Take all back that nothing followed."""
        self._operations.run(take_back_opening_balances, self._gone, invoice_ids=self.invoice_ids)

    def redo(self) -> None:
        """Bring them in again."""
        self._operations.run(bring_opening_balances, self._there, drafts=self._drafts)

    def _there(self, done: BroughtBalances) -> None:
        self.invoice_ids = done.invoice_ids

    def _gone(self, done: TakenBackBalances) -> None:
        if done.kept and self._host is not None:
            tell(self._host, kept_words(done))

    def tell(self) -> None:
        """Say what came in, with the way back."""
        if self._host is None:
            return
        if len(self._drafts) == 1:
            words = _("Invoice {number} was brought in").format(number=self._drafts[0].number)
        else:
            count = len(self.invoice_ids)
            words = ngettext("{n} open invoice was brought in", "{n} open invoices were brought in", count)
        tell(self._host, words, self.undo, redo=self.redo)


def kept_words(done: TakenBackBalances) -> str:
    """What stays, and why."""
    return ngettext(
        "{n} stays because it was paid or pursued meanwhile: {names}.",
        "{n} stay because they were paid or pursued meanwhile: {names}.",
        len(done.kept),
    ).format(names=", ".join(done.kept[:5]) + ("\u2026" if len(done.kept) > 5 else ""))
