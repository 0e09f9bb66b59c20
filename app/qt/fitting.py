"""Room: what a widget shows follows the room it has, and the size of the reader's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    Mixed = QWidget
else:
    Mixed = object  # a class has one base of Qt's, the one it is mixed with


class FitsItsRoom(Mixed):
    """Mixed in before a class of Qt's: `_fit` is called with every new size and every new look or text size."""

    def _fit(self) -> None:
        """Arrange what is shown for the size the widget has now; called again and again, so it must come to rest."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
