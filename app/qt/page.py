"""A page: one screen of the window. It listens to the change feed and redraws only when somebody can see it."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.changes import Changes
from app.qt.labels import label

LEAST_DETAIL = 90
"""Less room than this is not worth a shortened sentence."""


class PageHeader(QWidget):
    """The heading of a page: title, words beside it, buttons at the right."""

    def __init__(self, title: str, detail: str, *buttons: QWidget) -> None:
        """A heading; buttons stand in the order given."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = label(title, "title")
        self._detail = label(detail, "muted")
        self._detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words = detail
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        words = QHBoxLayout()
        words.setSpacing(10)
        words.addWidget(self._title)
        words.addWidget(self._detail, 1)
        self._detail.setContentsMargins(0, 5, 0, 0)
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button)
        self.row = row
        self._detail.installEventFilter(self)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_detail(self, detail: str) -> None:
        """Change the words beside it."""
        self._words = detail
        self._detail.setToolTip(detail)
        self._detail.setAccessibleName(detail)
        self._fit()

    def detail(self) -> str:
        """The words beside the title, whether or not there is room for all of them."""
        return self._words

    def _fit(self) -> None:
        """Shorten the words to the room there is; half a word says nothing, then they stay away."""
        room = self._detail.width()
        whole = self._detail.fontMetrics().horizontalAdvance(self._words)
        short = self._detail.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self._detail.setText(self._words if whole <= room else short if room >= LEAST_DETAIL else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The words follow the width they have."""
        if watched is self._detail and event.type() in {QEvent.Type.Resize, QEvent.Type.FontChange}:
            self._fit()
        return False

    def title(self) -> str:
        """The title shown."""
        return self._title.text()


class Page(QWidget):
    """Base of all pages: build widgets in `__init__`, read data in `refresh`."""

    listens: frozenset[str] = frozenset()
    title: str = ""
    margins: ClassVar[tuple[int, int, int, int]] = (20, 16, 20, 14)
    described = Signal()
    wants = Signal(str, object)

    def __init__(self, title: str = "") -> None:
        """An empty page that reads its data when it is first shown."""
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if title:
            self.title = title
        self.setAccessibleName(self.title)
        self.stale = True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*self.margins)
        self.body.setSpacing(12)

    # ------------------------------------------------------------------ what a page may say

    def breadcrumb(self) -> tuple[str, ...]:
        """Where this is; the last part is shown bold."""
        return (self.title,)

    def keys(self) -> list[tuple[str, str]]:
        """Keys that work here, for the bottom bar and the key sheet."""
        return []

    def action(self) -> QWidget | None:
        """At most one widget for the top bar."""
        return None

    def regions(self) -> list[QWidget]:
        """Where F6 stops inside the page."""
        return [self]

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts."""
        return None

    def refresh(self) -> None:
        """Read the data again and redraw."""

    def up(self) -> None:
        """The page's own place in the breadcrumb was pressed: back to its list, where it shows one record of it."""

    def open(self, argument: object) -> None:
        """Show a certain record; called after the page was asked for with an argument."""

    # ------------------------------------------------------------------ what the frame and the feed do

    def header(self, title: str, detail: str = "", *buttons: QWidget) -> PageHeader:
        """Add a heading at the end of the body so far."""
        result = PageHeader(title, detail, *buttons)
        self.body.addWidget(result)
        return result

    def hear(self, changes: Changes) -> None:
        """Changes in rooms of `listens`: redraw if visible, else when next seen."""
        del changes
        self.stale = True
        if self.isVisible():
            self._freshen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale:
            self._freshen()

    def _freshen(self) -> None:
        self.stale = False
        self.refresh()
