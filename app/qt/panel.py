"""The detail panel at the right of a list; under 1240 px a drawer that F4 opens."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import IconButton
from app.qt.elided import ElidedLabel
from app.qt.fitting import FitsItsRoom
from app.qt.focus import takes_focus
from app.qt.inside import inside
from app.qt.preferences import motion_ms
from app.qt.regions import first_inside
from app.qt.tokens import px

DRAWER_BELOW = 1240
WIDTH = 320


class SidePanel(QFrame):
    """A card with a heading and a scrolling body that tells about the selected row."""

    def __init__(self, title: str = "") -> None:
        """An empty panel; `head` takes buttons, `body` the content, `foot` what stays below."""
        super().__init__()
        self.setProperty("card", "true")
        self._title = ElidedLabel(title, "section")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(14, 10, 12, 8)
        self.head.setSpacing(8)
        self.head.addWidget(self._title, 1)
        outer.addLayout(self.head)
        content = QWidget()
        content.setObjectName("inside")
        holder = QVBoxLayout(content)
        holder.setContentsMargins(14, 4, 14, 12)
        holder.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        holder.addLayout(self.body)
        holder.addStretch()
        area = QScrollArea()
        area.setWidget(content)
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


class MainAndPanel(FitsItsRoom, QWidget):
    """A list and its panel side by side. In a narrow window the panel is a drawer over the list's right edge."""

    folded = Signal(bool)

    def __init__(
        self,
        main: QWidget,
        panel: QWidget,
        *,
        width: int = WIDTH,
        drawer_below: int = DRAWER_BELOW,
        parent: QWidget | None = None,
    ) -> None:
        """Put a panel beside a main widget; a wide list needs a wider window before both have room.

        With a `parent` both are put into it once: what is put into its place later is dressed anew with all it holds.
        """
        super().__init__(parent)
        self.main = main
        self.panel = panel
        self._width = width
        self._drawer_below = drawer_below
        self._wish = False
        self._was_drawer = False
        self._way_in: IconButton | None = None
        self._move = QPropertyAnimation(panel, b"pos", self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(main, 1)
        self._row.addWidget(panel)
        panel.setFixedWidth(px(width))
        shortcut = QShortcut(QKeySequence("F4"), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)  # from the line above the list too
        shortcut.activated.connect(self.toggle)

    @property
    def is_drawer(self) -> bool:
        """Whether the window is too narrow for both."""
        return self.window().width() < px(self._drawer_below)

    def keys(self) -> list[tuple[str, str]]:
        """F4, while the window is too narrow for both."""
        return [("F4", _("side panel"))] if self.is_drawer else []

    def way_in(self, words: str = "") -> IconButton:
        """A button for the page's heading that does what F4 does; it is there while the panel is a drawer."""
        button = IconButton("panel-right", words or _("Side panel"), keys="F4")
        button.setVisible(False)
        button.clicked.connect(self.toggle)
        self._way_in = button
        return button

    def _offer_way_in(self, *, offered: bool) -> None:
        if self._way_in is not None and self._way_in.parent() is not None:
            self._way_in.setVisible(offered)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer_way_in(offered=self.is_drawer)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._offer_way_in(offered=False)

    def toggle(self) -> None:
        """F4: open or close the drawer and move the keyboard."""
        if not self.is_drawer:
            return
        if self._wish:
            self._wish = False
            self._fit()
            self._enter_main()
        else:
            self.enter_panel()

    def enter_panel(self) -> None:
        """Take the keyboard to the panel, opening it where it is a drawer."""
        if self.is_drawer and not self._wish:
            self._wish = True
            self._fit()
            self._slide_in()
        first = first_inside(self.panel)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _enter_main(self) -> None:
        stops = [one for one in (self.main, *inside(self.main)) if takes_focus(one)]
        best = next((one for one in stops if isinstance(one, QAbstractItemView)), stops[0] if stops else self.main)
        best.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the drawer."""
        if event.key() == Qt.Key.Key_Escape and self.is_drawer and self._wish:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        drawer = self.is_drawer
        self.panel.setProperty("floats", drawer)
        self._move.stop()
        wanted = max(px(self._width), self.panel.minimumSizeHint().width())
        self.panel.setFixedWidth(min(wanted, self.width()) if drawer else wanted)
        if drawer and self._row.indexOf(self.panel) >= 0:
            self._row.removeWidget(self.panel)
            self._row.activate()
        elif not drawer and self._row.indexOf(self.panel) < 0:
            self._row.addWidget(self.panel)
        if drawer:
            self.panel.setGeometry(self._open_place().x(), 0, self.panel.width(), self.height())
            self.panel.raise_()
        self.panel.setVisible(not drawer or self._wish)
        self._offer_way_in(offered=drawer and self.isVisible())
        if drawer != self._was_drawer:
            self._was_drawer = drawer
            self.folded.emit(drawer)

    def _open_place(self) -> QPoint:
        return QPoint(self.width() - self.panel.width(), 0)

    def _slide_in(self) -> None:
        duration = motion_ms()
        if not duration:
            return
        self._move.setDuration(duration)
        self._move.setStartValue(QPoint(self.width(), 0))
        self._move.setEndValue(self._open_place())
        self._move.start()
