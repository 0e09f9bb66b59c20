"""A page: one screen of the window. It listens to the change feed and redraws only when somebody can see it."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.changes import Changes
from app.qt.elided import ElidedLabel
from app.qt.flow import FlowLayout
from app.qt.labels import label
from app.qt.tokens import px

LEAST_TITLE = 180
"""A longer title than this gives way before the buttons do."""
LEAST_DETAIL = 90
"""Less room than this is not worth a shortened sentence."""


class PageHeader(QWidget):
    """The heading of a page: title, marks and words beside it, buttons at the right. In a narrow window marks and words
    stand under the title, and the buttons too where they would leave no title.
    """

    def __init__(self, title: str, detail: str, *buttons: QWidget) -> None:
        """A heading; buttons stand in the order given."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = ElidedLabel(title, "title")
        self._detail = label(detail, "muted")
        self._detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words = detail
        self._marks: list[QWidget] = []
        self._buttons = buttons
        self._low = self._under = False
        self._beside = QHBoxLayout()
        self._beside.setSpacing(10)
        self._beside.addWidget(self._detail, 1)
        self._detail.setContentsMargins(0, 5, 0, 0)
        self.row = QHBoxLayout()
        self.row.setSpacing(10)
        self.row.addWidget(self._title)
        self.row.addLayout(self._beside, 1)
        for button in buttons:
            self.row.addWidget(button)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._box.addLayout(self.row)
        self._below = FlowLayout(gap=10)
        self._box.addLayout(self._below)
        self._detail.installEventFilter(self)

    def add_mark(self, mark: QWidget) -> None:
        """Put a mark (a chip) between the title and the words."""
        self._beside.insertWidget(len(self._marks), mark)
        self._marks.append(mark)

    def add_button(self, button: QWidget) -> None:
        """Put one more button at the right end."""
        (self._below if self._under else self.row).addWidget(button)
        self._buttons = (*self._buttons, button)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self._arrange()

    def set_detail(self, detail: str) -> None:
        """Change the words beside it."""
        self._words = detail
        self._detail.setToolTip(detail)
        self._detail.setAccessibleName(detail)
        self._fit()

    def detail(self) -> str:
        """The words beside the title, whether or not there is room for all of them."""
        return self._words

    def _arrange(self) -> None:
        """Buttons stand beside the title where they leave room for it; marks where there is room for all of them."""
        needs = sum(one.sizeHint().width() + 10 for one in self._buttons if not one.isHidden())
        self._put_buttons(under=needs > self.width() - min(self._title.sizeHint().width(), px(LEAST_TITLE)))
        marks = [one.sizeHint().width() + 10 for one in self._marks if not one.isHidden()]
        needs = self._title.sizeHint().width() + 10 + sum(marks) + (0 if self._under else needs)
        self._put_marks(low=bool(marks) and needs > self.width())
        self.setMinimumHeight(self._box.heightForWidth(self.width()) if self._under else 0)

    def _put_buttons(self, *, under: bool) -> None:
        if under == self._under:
            return
        self._under = under
        here, there = (self.row, self._below) if under else (self._below, self.row)
        for button in self._buttons:
            here.removeWidget(button)
            there.addWidget(button)

    def _put_marks(self, *, low: bool) -> None:
        if low == self._low:
            return
        self._low = low
        if low:
            self.row.removeItem(self._beside)
            self.row.insertStretch(1, 1)
            self._box.insertLayout(1, self._beside)
        else:
            self._box.removeItem(self._beside)
            self.row.takeAt(1)  # the stretch
            self.row.insertLayout(1, self._beside, 1)

    def _fit(self) -> None:
        """Shorten the words to the room there is; half a word says nothing, then they stay away."""
        room = self._detail.width()
        whole = self._detail.fontMetrics().horizontalAdvance(self._words)
        short = self._detail.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self._detail.setText(self._words if whole <= room else short if room >= LEAST_DETAIL else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

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
    lost = Signal()
    """The record it showed has gone: the page is left for `home`."""
    home: str = ""

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

    def subject(self) -> tuple[str, int] | None:
        """The one thing the page is about, if it has a history (`app.qt.subjects`)."""
        return None

    def refresh(self) -> None:
        """Read the data again and redraw."""

    def up(self) -> None:
        """The page's own place in the breadcrumb was pressed: back to its list, where it shows one record of it."""

    def open(self, argument: object) -> None:
        """Show a certain record; called after the page was asked for with an argument."""

    def whereabouts(self) -> object:
        """Where in the page somebody is, so that `return_to` leads back there: by itself the place in its list."""
        from app.qt.trail import list_of, place_in

        card = list_of(self)
        return None if card is None else place_in(card)

    def return_to(self, place: object) -> None:
        """Show what was shown at a place that `whereabouts` said."""
        from app.qt.trail import ListPlace, lead_back, list_of

        card = list_of(self)
        if card is not None and isinstance(place, ListPlace):
            lead_back(card, place)

    def record(self) -> tuple[str, int] | None:
        """The one record somebody opened here, by the word and id the palette names it by."""
        return None

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
