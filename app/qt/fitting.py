"""Room: what a widget shows follows the room it has, and the size of the reader's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    Mixed = QWidget
else:
    Mixed = object  # a class has one base of Qt's, the one it is mixed with


class FitsItsText(Mixed):
    """Mixed in before a class of Qt's: `_fit` is called with every new look or text size.

    A widget that is put into another one is told of a new look too, again and again while a page is built. As long as
    nobody sees it, it waits for its show.
    """

    _unfit = False

    def _fit(self) -> None:
        """Arrange what is shown for the sizes there are now; called again and again, so it must come to rest."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._unfit = not self.isVisible()
            if not self._unfit:
                self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unfit:
            self._unfit = False
            self._fit()


class FitsItsRoom(FitsItsText):
    """The same, and `_fit` is called with every new size of the widget."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
