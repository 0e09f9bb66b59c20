"""Acting on the chosen draft: each command sees the draft as it was shown, once; each dialog opens once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.invoices.domain import DraftState
from app.invoices.queries import DraftRow
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations


class Acting(QObject):
    """Base of a page's actions. `refused` carries a Problem, `wants` another page.

    `told` carries words; the way back comes with the answer, for a row of drafts it stands beside the words.
    """

    told = Signal(str, object)
    refused = Signal(object)
    wants = Signal(str, object)

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        current: Callable[[], DraftRow | None],
        parent: QWidget,
    ) -> None:
        """Actions of a page; `current` gives the chosen draft as it is shown."""
        super().__init__(parent)
        self._operations = operations
        self._formats = formats
        self._current = current
        self._page = parent
        self._acted: dict[int, int] = {}
        self._opening = False
        self.dialog: QDialog | None = None
        operations.crashed.connect(self._crashed)

    # ------------------------------------------------------------------ commands

    def run_on(
        self,
        row: DraftRow,
        command: Callable[..., Any],
        words: str,
        *,
        then: Callable[[], object] | None = None,
        **more: Any,
    ) -> bool:
        """Run a command on a draft as it is shown; False when one runs on that very state already."""
        if not self.take(row):
            return False

        def done(result: Any) -> None:
            if getattr(result, "version", None) == row.version:
                self.let_go(row)
            if then is not None:
                then()
            self.told.emit(words, None)

        self._operations.run(
            command, done, failed=partial(self.give_up, row), draft_id=row.draft_id, version=row.version, **more
        )
        return True

    def take(self, row: DraftRow) -> bool:
        """Begin to act on a draft as it is shown; False when that was begun already.

        A key pressed twice meets a list that does not show yet what the first press did.
        """
        if self._acted.get(row.draft_id) == row.version:
            return False
        self._acted[row.draft_id] = row.version
        return True

    def give_up(self, row: DraftRow, problem: Problem) -> None:
        """It was refused, and why is said."""
        self.let_go(row)
        self.refuse(problem)

    def let_go(self, row: DraftRow) -> None:
        """Nothing came of it: the draft is as it is shown."""
        self._acted.pop(row.draft_id, None)

    def refuse(self, problem: Problem) -> None:
        """Say that something was refused."""
        self.refused.emit(problem)

    def may_change(self, row: DraftRow) -> bool:
        """Whether a draft can be changed; says so when it is approved."""
        if row.state is not DraftState.APPROVED:
            return True
        self.refuse(Problem("draft.approved", _("This draft is approved."), hint=_("Reopen it first, then change it.")))
        return False

    # ------------------------------------------------------------------ dialogs

    @property
    def asking(self) -> bool:
        """Whether a dialog is open, or about to be."""
        return self._opening or self.dialog is not None

    def ask(self, dialog: QDialog) -> None:
        """Open a dialog; there is one at a time."""
        self._opening = False
        if self.dialog is not None:
            dialog.deleteLater()
            return
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def ask_with(self, query: Callable[..., Any], make: Callable[[Any], QDialog], **given: Any) -> None:
        """Read first what a dialog shows, then open it."""
        if self.asking:
            return
        self._opening = True
        self._operations.read(query, lambda found: self.ask(make(found)), failed=self._not_read, **given)

    def _not_read(self, problem: Problem) -> None:
        self._opening = False
        self.refuse(problem)

    def _crashed(self, _trace: str) -> None:
        self._opening = False
        self._acted.clear()

    def _closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def version_of(self, row: DraftRow) -> Callable[[], int]:
        """The version a dialog sends: the one it was opened on; after a refusal the one that is shown by then."""
        asked: list[int] = []

        def version() -> int:
            asked.append(row.version)
            now = self._current()
            return now.version if len(asked) > 1 and now is not None and now.draft_id == row.draft_id else row.version

        return version
