"""What was added from a file: how it is told, taken back, and done again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.clients.commands import ImportedClients, TakenBack, import_clients, take_back_clients
from app.clients.domain import ClientDraft
from app.kernel.words import ngettext
from app.qt.operations import Operations
from app.qt.telling import tell


class WayBack:
    """What was added, how it is taken back, and how it is done again: also when the dialog is closed."""

    def __init__(self, operations: Operations, host: QWidget | None, drafts: tuple[ClientDraft, ...]) -> None:
        """For what was asked to be added; `host` stands in the window that tells."""
        self._operations = operations
        self._host = host
        self._drafts = drafts
        self.client_ids: tuple[int, ...] = ()

    def undo(self) -> None:
        """Take all back that nothing was done with."""
        self._operations.run(take_back_clients, self._gone, client_ids=self.client_ids)

    def redo(self) -> None:
        """Add them again."""
        self._operations.run(import_clients, self._there, drafts=self._drafts)

    def _there(self, done: ImportedClients) -> None:
        self.client_ids = done.client_ids

    def _gone(self, done: TakenBack) -> None:
        if done.kept and self._host is not None:
            tell(self._host, kept_words(done))


def added_words(done: ImportedClients) -> str:
    """What was done, for people: "118 clients added, 2 were there already."."""
    added = ngettext("{n} client added.", "{n} clients added.", len(done.client_ids))
    known = ngettext("{n} was there already.", "{n} were there already.", done.known) if done.known else ""
    refused = ngettext("{n} could not be added.", "{n} could not be added.", len(done.refused)) if done.refused else ""
    return " ".join(part for part in (added, known, refused) if part)


def kept_words(done: TakenBack) -> str:
    """Who stays, and why."""
    return ngettext(
        "{n} stays because something was done there meanwhile: {names}.",
        "{n} stay because something was done there meanwhile: {names}.",
        len(done.kept),
    ).format(names=", ".join(done.kept[:5]) + ("\u2026" if len(done.kept) > 5 else ""))
