"""A list of places at the left of a page, with a search above it; it scrolls where it has no room."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from app.qt.editors import Line
from app.qt.labels import label
from app.qt.rail import RailButton
from app.qt.tokens import px

WIDTH = 200


class _Place(RailButton):
    """A place that comes into view with the keyboard."""

    came = Signal(QWidget)

    def __init__(self, title: str, icon: str) -> None:
        super().__init__(title, icon)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.came.emit(self)


class PlaceList(QWidget):
    """Exactly one place is open; the search hides those that do not fit."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, name: str, hint: str, nothing: str, places: Sequence[tuple[str, str, str]]) -> None:
        """Places as (key, title, icon); `hint` stands in the search, `nothing` is said when nothing fits."""
        super().__init__()
        self.setAccessibleName(name)
        self.search = Line()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.textChanged.connect(self.searched)
        self.nothing = label(nothing, "muted", wrap=True)
        self.nothing.hide()
        self.buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        inside = QWidget()
        inside.setObjectName("inside")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 4, 4, 4)
        rows.setSpacing(1)
        self._area = QScrollArea()
        for key, title, icon in places:
            button = _Place(title, icon)
            button.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            button.came.connect(self._area.ensureWidgetVisible)
            self._group.addButton(button)
            self.buttons[key] = button
            rows.addWidget(button)
        rows.addWidget(self.nothing)
        rows.addStretch(1)
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.search)
        box.addWidget(self._area, 1)
        self.setFixedWidth(px(WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(px(WIDTH))

    def mark(self, key: str) -> None:
        """Show which place is open."""
        self.buttons[key].setChecked(True)

    def show_only(self, keys: Collection[str]) -> None:
        """Hide the places that do not fit what was searched for."""
        for key, button in self.buttons.items():
            button.setVisible(key in keys)
        self.nothing.setVisible(not keys)

    def ask(self) -> None:
        """Take the keyboard to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
