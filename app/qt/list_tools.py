"""The tools above a list: small buttons that keep only their icon where room is short, and the filter."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.editors import Line
from app.qt.keycaps import key_words
from app.qt.tokens import px


class Tool(Button):
    """A small button with an icon; without room for its words they become its tooltip."""

    def __init__(self, text: str, icon: str, keys: str = "") -> None:
        """A tool; its key is told in the tooltip and read aloud."""
        self._short = False
        super().__init__(text, icon=icon, small=True)
        self._told = keys
        self.setAccessibleDescription(key_words(keys))
        self._tip()

    def words(self) -> str:
        return "" if self._short else super().words()

    def set_short(self, short: bool) -> None:
        """Show only the icon, or the words too."""
        if short != self._short:
            self._short = short
            self._tip()
            self.updateGeometry()
            self.update()

    def long_width(self) -> int:
        """The width with words."""
        before, self._short = self._short, False
        width = self.sizeHint().width()
        self._short = before
        return width

    def _tip(self) -> None:
        words = self.accessibleName()
        tip = f"{words} ({self._told})" if self._told else words
        self.setToolTip(tip if self._short or self._told else "")


class FilterLine(Line):
    """Words that the rows must have; capitals and accents do not count."""

    def __init__(self, name: str) -> None:
        """`name` says to a screen reader what is filtered."""
        super().__init__()
        self.setPlaceholderText(_("Filter"))
        self.setAccessibleName(name)
        self.setClearButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(190), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(110), super().minimumSizeHint().height())
