"""The tool of a list of which only a part is read: how many there are, more of them, and the filter beyond the part."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer

from app.kernel.words import _
from app.qt.list_card import ListCard
from app.qt.list_tools import Tool

TYPING = 250
"""Milliseconds without a key after which the rest of the list is searched."""


class MoreRows(Tool):
    """Stands above a list as long as there are more rows than it shows; the list's own words and its foot say so too.

    A filter never hides silently what is not read: either `find` reads what matches of the rest, or the list says that
    only what it shows was searched.
    """

    def __init__(
        self,
        card: ListCard,
        words: str,
        ask: Callable[[], object],
        *,
        find: Callable[[], object] | None = None,
        found_by: str = "",
    ) -> None:
        """`words` say how the list is ordered; `ask` reads more and tells what came.

        `find` reads the list again with what is in the filter; `found_by` says in what the rest is searched.
        """
        super().__init__(_("Show more"), "chevron-down")
        self._card = card
        self._whole = words
        self._rest = False
        self._found_by = found_by or _("Only the rows read so far are searched. Show more to search further.")
        self._pause = QTimer(self, singleShot=True, interval=TYPING)
        if find is not None:
            self._pause.timeout.connect(find)
        self.hide()
        card.add_tool(self)
        card.set_words(words)
        card.filter.textChanged.connect(self._typed)
        self.clicked.connect(ask)

    def tell(self, part: str, *, rest: bool, count: int) -> None:
        """Before rows are set: what part is read, in words instead of the usual ones, and whether there is a rest.

        `count` is how many rows there are altogether.
        """
        if not rest and self.hasFocus():
            self._card.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rest = rest
        self.setVisible(rest)
        self._card.set_words(part if rest else self._whole)
        self._card.set_whole(count if rest else None)
        self._say()

    def _typed(self, _text: str) -> None:
        if self._rest:
            self._say()
            self._pause.start()

    def _say(self) -> None:
        filtered = self._rest and bool(self._card.filter.text().strip())
        self._card.set_note(self._found_by if filtered else "")
