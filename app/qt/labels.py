"""Labels by role, painted chips and small rules: the texts of a page."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.qt.accessible import Role
from app.qt.icons import paint_icon
from app.qt.shapes import chip_height, chip_width, paint_chip, paint_shape
from app.qt.tokens import px

ROLES = frozenset(
    (
        "", "muted", "second", "hint", "label", "caption", "heading", "strong", "section", "place", "period", "crumb",
        "title", "figure", "hero", "error", "value", "mark", "gain",
    )
)  # fmt: skip


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label whose size and color come from its role (see the style sheet). Plain text only, never markup."""
    if role not in ROLES:
        message = f"there is no label role {role}"
        raise ValueError(message)
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    result.setWordWrap(wrap)
    if selectable:
        result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result


def set_role(widget: QLabel, role: str) -> None:
    """Give a label another role; only this label is polished again."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        polish(widget)


def polish(widget: QWidget) -> None:
    """Let the style look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def rule(*, vertical: bool = False) -> QFrame:
    """A hairline between parts of a card."""
    result = QFrame()
    result.setProperty("rule", "vertical" if vertical else "true")
    return result


class Chip(QWidget):
    """A status: shape, word and soft color."""

    accessible_role = Role.StaticText

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        """A chip of a tone (see `shapes.KINDS`)."""
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set(self, text: str, tone: str) -> None:
        """Show another status."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word shown."""
        return self._text

    def tone(self) -> str:
        """The tone shown."""
        return self._tone

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._text), chip_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._text, self._tone)
        painter.end()


class _Sized(QWidget):
    """A drawing that stands beside text and grows with it."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._words: QLabel | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def beside(self, words: QLabel) -> Self:
        """Stand in the middle of the first line of words that may have several."""
        self._words = words
        return self

    def sizeHint(self) -> QSize:
        side, line = px(self._size), 0
        if self._words is not None:
            self._words.ensurePolished()
            line = self._words.fontMetrics().height()
        return QSize(side, max(side, line))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def drawn(self) -> QRectF:
        """Where it is drawn: a square in the middle."""
        side = min(self.width(), self.height())
        return QRectF(0, (self.height() - side) / 2, side, side)


class Shape(_Sized):
    """A bare status shape beside a text that says the word."""

    decoration = True

    def __init__(self, kind: str, size: int = 12, parent: QWidget | None = None) -> None:
        """A shape of a kind."""
        super().__init__(size, parent)
        self._kind = kind

    def set(self, kind: str) -> None:
        """Show another shape."""
        self._kind = kind
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.drawn()
        paint_shape(painter, self._kind, place.left(), place.top(), place.width())
        painter.end()


class Picture(_Sized):
    """An icon as a widget."""

    decoration = True

    def __init__(self, name: str, size: int = 16, tint: str = "text2") -> None:
        """A picture of an icon; it has no name of its own, a text stands beside it."""
        super().__init__(size)
        self._name, self._tint = name, tint

    def set(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self.drawn(), self._name, self._tint)
        painter.end()


def announce(widget: QWidget) -> None:
    """Tell a screen reader that a widget's name (its message) is new."""
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.NameChanged))
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
