"""Notices: the bar above a list when something went wrong, and the bar below that offers to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button, IconButton
from app.qt.elided import breakable
from app.qt.keycaps import KeyCaps
from app.qt.labels import Shape, announce, label
from app.qt.preferences import motion_ms
from app.qt.shapes import chip_tokens
from app.qt.tokens import color, px

LIFT = 4
"""The notice lies over the key bar and the empty edge of the page: it never covers a row or a button."""
LEAST = 34
SIDES = 190
"""At the right of the key bar the state must stay readable."""
"""How high a notice floats above the lower edge: over the page's own buttons, so that it never lies on them."""


class Banner(QWidget):
    """A bar above a list: what happened, what is safe, what to do. Hidden until there is something to say."""

    acted = Signal()
    said = Signal(str)

    def __init__(self) -> None:
        """A hidden banner."""
        super().__init__()
        self._tone = "info"
        self._words = ""
        self._then: Callable[[], object] | None = None
        self._unread = False
        self._shape = Shape("info", 14)
        self._text: QLabel = label("", wrap=True, selectable=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = Button("", small=True)
        self.close_button = IconButton("x", _("Close"), small=True, quiet=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._shape)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self.button.clicked.connect(self._act)
        self.close_button.clicked.connect(self.clear)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_problem(self, problem: Problem) -> None:
        """Say what a problem says."""
        self.show_message(str(problem), "bad")

    def show_message(
        self, text: str, tone: str = "info", action: str = "", then: Callable[[], object] | None = None
    ) -> None:
        """Say something, with at most one way to act on it."""
        self._tone, self._then = tone, then
        self._shape.set(tone)
        self._show(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(text)
        self.show()
        self.update()
        announce(self)
        self.said.emit(text)

    def show_unread(self, problem: Problem, again: Callable[[], object]) -> None:
        """Say why something could not be read, with the way to read it again."""
        self.show_message(str(problem), "bad", _("Read again"), again)
        self._unread = True

    def was_read(self) -> None:
        """It could be read: what was said of that is over, anything else stays."""
        if self._unread:
            self.clear()

    def clear(self) -> None:
        """Nothing to say any more."""
        self._show("")
        self.hide()

    def _show(self, text: str) -> None:
        self._words = text
        self._unread = False
        shown = breakable(text)
        self._text.setText(shown)
        self._text.setAccessibleName(text)
        whole = shown == text
        flag = Qt.TextInteractionFlag
        self._text.setTextInteractionFlags(flag.TextSelectableByMouse if whole else flag.NoTextInteraction)

    def text(self) -> str:
        """The words shown."""
        return self._words

    def _act(self) -> None:
        self.acted.emit()
        if self._then is not None:
            self._then()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = color(self._tone) if self._tone in {"ok", "warn", "bad", "info"} else color("line2")
        painter.setPen(QPen(edge, 1))
        painter.setBrush(color(chip_tokens(self._tone)[1]))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


Said = tuple[str, str, str, Callable[[], object] | None]
"""A text, its tone, and at most one way to act on it."""


class StandingBar(QWidget):
    """What holds in a window whatever page is shown: a book that is only read, a warning about where it lies."""

    def __init__(self) -> None:
        """A hidden bar."""
        super().__init__()
        self.banner = Banner()
        self._next: list[Said] = []
        self._offered: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 0)
        row.addWidget(self.banner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.banner.close_button.clicked.connect(self._say_next)
        self.hide()

    def lasts(self, text: str, action: str, then: Callable[[], object]) -> None:
        """Say what holds until something is done about it."""
        self._next, self._offered = [], None
        self.banner.show_message(text, "warn", action, then)
        self.banner.close_button.hide()
        self.show()

    def warn(self, texts: Sequence[str]) -> None:
        """Say one after the other; each stays until it is closed."""
        self._next = [(text, "warn", "", None) for text in texts]
        self._say_next()

    def offer(self, text: str, action: str, then: Callable[[], object], *, tone: str = "info") -> None:
        """Say what could be done, after what is to be said first; not where something holds that does not go."""
        if self.isHidden() or self.banner.close_button.isVisibleTo(self.banner):
            self._next.append((text, tone, action, then))
            if self.isHidden():
                self._say_next()

    def withdraw(self, then: Callable[[], object]) -> None:
        """What was offered was taken up in another way: it is not said any more."""
        self._next = [said for said in self._next if said[3] != then]
        if self._offered == then:
            self._say_next()

    def _say_next(self) -> None:
        self._offered = None
        if not self._next:
            self.clear()
            return
        text, tone, action, then = self._next.pop(0)
        self._offered = then

        def act() -> None:
            self._say_next()
            if then is not None:
                then()

        self.banner.show_message(text, tone, action, act)
        self.banner.close_button.show()
        self.show()

    def clear(self) -> None:
        """Nothing of that kind holds any more."""
        self._next, self._offered = [], None
        self.banner.clear()
        self.hide()

    def text(self) -> str:
        """The words shown."""
        return self.banner.text()


class NoticeBar(QWidget):
    """A bar at the bottom of a window: what was done, with Undo for a while. It never takes the focus."""

    undone = Signal()

    def __init__(self, host: QWidget) -> None:
        """A hidden bar over a widget."""
        super().__init__(host)
        self._host = host
        self._undo: Callable[[], object] | None = None
        self._words = ""
        self._text = label("", wrap=True)
        self.button = Button(_("Undo"), icon="undo-2", small=True)
        self._caps = KeyCaps("Ctrl+Z")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(10)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        row.addWidget(self._caps)
        self._move = QPropertyAnimation(self, b"pos", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.button.clicked.connect(self.undo)
        host.installEventFilter(self)
        self.hide()

    def notify(self, text: str, undo: Callable[[], object] | None = None, *, seconds: int = 10, tip: str = "") -> None:
        """Say what was done. Only the newest notice is shown; `tip` is what the words leave out."""
        self._undo = undo
        self._words = text
        self._text.setText(breakable(text))
        self._text.setToolTip(tip or (text if breakable(text) != text else ""))
        self._text.setAccessibleName(text)
        self.setAccessibleName(text)
        self.button.setVisible(undo is not None)
        self._caps.setVisible(undo is not None)
        self._timer.start(seconds * 1000)
        appears = self.isHidden()
        self._place()
        self.show()
        self.raise_()
        if appears:
            self._slide_in()
        announce(self)

    def _slide_in(self) -> None:
        """Up from the lower edge, in 120 ms; with less motion it is simply there."""
        duration = motion_ms()
        if duration:
            self._move.setDuration(duration)
            self._move.setStartValue(QPoint(self.x(), self._host.height()))
            self._move.setEndValue(self.pos())
            self._move.start()

    def text(self) -> str:
        """The words shown."""
        return self._words

    @property
    def can_undo(self) -> bool:
        """Whether the notice offers to undo."""
        return self._undo is not None and self.isVisibleTo(self._host)

    def undo(self) -> None:
        """Undo what the notice tells, once."""
        action, self._undo = self._undo, None
        self.dismiss()
        if action is not None:
            action()
            self.undone.emit()

    def dismiss(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        self.hide()

    def _place(self) -> None:
        self._move.stop()
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 2
        beside = sum(one.sizeHint().width() + 10 for one in (self.button, self._caps) if not one.isHidden())
        sides = SIDES if self._host.width() - 2 * SIDES >= px(560) else 24
        width = min(words + beside + 26, self._host.width() - 2 * sides)
        layout = self.layout()
        height = max(px(LEAST), layout.totalHeightForWidth(width) if layout is not None else 0)
        self.setGeometry((self._host.width() - width) // 2, self._host.height() - height - LIFT, width, height)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("control"), 1))
        painter.setBrush(color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
