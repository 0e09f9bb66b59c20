"""The tool of a list of which only a part is read: how many there are, and more of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from app.kernel.words import _
from app.qt.list_card import ListCard
from app.qt.list_tools import Tool


class MoreRows(Tool):
    """Stands above a list as long as there are more rows than it shows; the list's own words say so too."""

    def __init__(self, card: ListCard, words: str, ask: Callable[[], object]) -> None:
        """`words` say how the list is ordered; `ask` reads more and tells what came."""
        super().__init__(_("Show more"), "chevron-down")
        self._card = card
        self._whole = words
        self.hide()
        card.add_tool(self)
        card.set_words(words)
        self.clicked.connect(ask)

    def tell(self, part: str, *, rest: bool) -> None:
        """Before rows are set: what part is read, in words instead of the usual ones, and whether there is a rest."""
        if not rest and self.hasFocus():
            self._card.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(rest)
        self._card.set_words(part if rest else self._whole)
