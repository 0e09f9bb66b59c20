"""Clients from a CSV file: choose or drop it, see what each row would do, say what columns hold, add the new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.clients.commands import ImportedClients, TakenBack, import_clients, take_back_clients
from app.clients.domain import ClientDraft, RowState, Verdict
from app.clients.importing import ClientsFile, Mapping, Meaning, choose, read_path
from app.clients.preview import Preview, looked_over, meaning_words, preview, state_words, usual_of
from app.clients.queries import client_choices, look_over
from app.clients.ui.import_columns import import_columns, import_cuts
from app.clients.ui.way_back import WayBack, added_words, kept_words
from app.kernel.csv_files import RowLike
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.file_dialog import FileDialog
from app.qt.file_subject import Subject
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.telling import tell


class ClientsJudge:
    """What is known of a file of clients; asks the book from outside the window's thread."""

    def __init__(self, operations: Operations) -> None:
        """`operations` ask the book."""
        self._operations = operations

    def read(self, path: Path, between: Callable[[], object]) -> ClientsFile:
        """A file, read."""
        return read_path(path, between)

    def preview(
        self, file: ClientsFile, mapping: Mapping | None, headed: bool | None, between: Callable[[int], object]
    ) -> Preview:
        """What it would do."""
        usual = usual_of(self._operations.ask(client_choices))
        return preview(file, usual, self._look, mapping=mapping, headed=headed, between=between)

    def looked_over(self, before: Preview) -> Preview:
        """The same rows after the book has changed."""
        return looked_over(before, self._look)

    def _look(self, drafts: tuple[ClientDraft, ...]) -> Sequence[Verdict]:
        return self._operations.ask(look_over, drafts=drafts)


def clients_subject() -> Subject:
    """The words and columns of a file of clients."""
    return Subject(
        title=_("Clients from a CSV file"),
        invitation=_("Choose a file, or drop it here. You will see what each row would do before anything is added."),
        columns=import_columns(),
        cuts=import_cuts(),
        meanings=[(meaning, meaning_words(meaning)) for meaning in Meaning],
        states=[(state, state_words(state)) for state in RowState],
        room="clients",
        list_key="clients_file",
    )


class ImportClientsDialog(FileDialog):
    """Stays open after clients were added, to say so and to take it back. `imported` carries what was done."""

    def __init__(
        self, operations: Operations, formats: Formats, parent: QWidget | None = None, *, path: Path | None = None
    ) -> None:
        """Over a window; with a path that file is read at once."""
        self._back: WayBack | None = None
        super().__init__(operations, formats, clients_subject(), ClientsJudge(operations), parent, path=path)

    def lacks(self, shown: Preview) -> str:
        """A client without a name is none."""
        if {Meaning.NAME, Meaning.CONTACT, Meaning.LAST_NAME} & set(shown.mapping):
            return ""
        return _("No column is known as the client\u2019s name. Choose it above the list.")

    def add_words(self, count: int) -> str:
        """How many."""
        return ngettext("Add {n} client", "Add {n} clients", count)

    def stays_out(self, row: RowLike) -> bool:
        """Who only looks like a client can be ticked, too."""
        return row.state in {RowState.WRONG, RowState.ALIKE}

    def explained(self, row: RowLike) -> str:
        """The reason, and what can be done about it."""
        words = super().explained(row)
        if words and row.state is RowState.ALIKE:
            more = _("Tick it to add it all the same.")
            words = f"{words} {more}"
        return words

    def meant(self, place: int, meaning: Meaning | None) -> None:
        """A column holds something else."""
        shown = self.shown
        if shown is not None:
            self.look.again(shown.file, choose(shown.mapping, place, meaning), headed=shown.headed)

    def carry_out(self, drafts: tuple[Any, ...], progress: Progress) -> None:
        """Add them."""
        back = WayBack(self.operations, self.parentWidget(), drafts)
        self.operations.run(
            import_clients, partial(self._added, back), failed=self.refused, progress=progress, drafts=drafts
        )

    def _added(self, back: WayBack, done: ImportedClients) -> None:
        self.hand_over()  # of a file before this one
        self._back = back if done.client_ids else None
        back.client_ids = done.client_ids
        words = [added_words(done)]
        words += [_("Line {line}: {why}").format(line=row.line, why=row.reason) for row in done.refused]
        self.after_adding(" ".join(words), warn=bool(done.refused), undo=bool(done.client_ids), done=done)

    def can_take_back(self) -> bool:
        """Until the next file or the end."""
        return self._back is not None

    def take_back(self) -> None:
        """Take back what was added last."""
        if self._back is not None:
            ids, self._back = self._back.client_ids, None
            self.operations.run(take_back_clients, self._taken_back, failed=self.refused, client_ids=ids)

    def _taken_back(self, done: TakenBack) -> None:
        words = ngettext("{n} client was taken back.", "{n} clients were taken back.", done.removed)
        kept = kept_words(done) if done.kept else ""
        self.after_taking_back(f"{words} {kept}".strip(), warn=bool(kept))

    def hand_over(self) -> None:
        """What was added can be taken back in the window from now on."""
        (back, self._back), host = (self._back, None), self.parentWidget()
        if back is not None and host is not None:
            words = ngettext("{n} client added from a file", "{n} clients added from a file", len(back.client_ids))
            tell(host, words, back.undo, redo=back.redo)
