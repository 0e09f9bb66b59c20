"""The detail panel at the right of a list; under 1240 px a drawer that F4 opens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.focus import takes_focus
from app.qt.labels import label
from app.qt.tokens import px

DRAWER_BELOW = 1240
WIDTH = 320


class SidePanel(QFrame):
    """A card with a heading and a scrolling body that tells about the selected row."""

    def __init__(self, title: str = "") -> None:
        """An empty panel; `head` takes buttons, `body` the content, `foot` what stays below."""
        super().__init__()
        self.setProperty("card", "true")
        self._title = label(title, "section")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(14, 10, 12, 8)
        self.head.setSpacing(8)
        self.head.addWidget(self._title, 1)
        outer.addLayout(self.head)
        inside = QWidget()
        inside.setObjectName("inside")
        holder = QVBoxLayout(inside)
        holder.setContentsMargins(14, 4, 14, 12)
        holder.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        holder.addLayout(self.body)
        holder.addStretch()
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(area, 1)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(14, 0, 14, 12)
        self.foot.setSpacing(8)
        outer.addLayout(self.foot)
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._title.setText(title)
        self.setAccessibleName(title)


class MainAndPanel(QWidget):
    """A list and its panel side by side. In a narrow window the panel is away until F4."""

    folded = Signal(bool)

    def __init__(self, main: QWidget, panel: QWidget, *, width: int = WIDTH) -> None:
        """Put a panel beside a main widget."""
        super().__init__()
        self.main = main
        self.panel = panel
        self._width = width
        self._wish = False
        self._was_drawer = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(main, 1)
        row.addWidget(panel)
        panel.setFixedWidth(px(width))
        shortcut = QShortcut(QKeySequence("F4"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle)

    @property
    def is_drawer(self) -> bool:
        """Whether the window is too narrow for both."""
        return self.window().width() < px(DRAWER_BELOW)

    def keys(self) -> list[tuple[str, str]]:
        """F4, while the window is too narrow for both."""
        return [("F4", _("side panel"))] if self.is_drawer else []

    def toggle(self) -> None:
        """F4: open or close the drawer and move the keyboard."""
        if not self.is_drawer:
            return
        self._wish = not self._wish
        self._fit()
        if self._wish:
            inside = [one for one in (self.panel, *self.panel.findChildren(QWidget)) if takes_focus(one)]
            if inside:
                inside[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._enter_main()

    def _enter_main(self) -> None:
        inside = [one for one in (self.main, *self.main.findChildren(QWidget)) if takes_focus(one)]
        best = next((one for one in inside if isinstance(one, QAbstractItemView)), inside[0] if inside else self.main)
        best.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self.panel.setFixedWidth(px(self._width))
        self.panel.setVisible(not self.is_drawer or self._wish)
        if self.is_drawer != self._was_drawer:
            self._was_drawer = self.is_drawer
            self.folded.emit(self._was_drawer)
