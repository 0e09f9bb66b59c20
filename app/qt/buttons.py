"""Buttons: one primary a screen, secondary and small ones, each with its key; and the segmented choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.qt.icons import paint_icon
from app.qt.keycaps import caps_width, key_words, paint_caps
from app.qt.shapes import KINDS, paint_shape
from app.qt.tokens import color, font, metrics, px

HEIGHT = 32
SMALL = 26
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Button(QPushButton):
    """A button that paints itself: icon, text, key caps. The key is shown and read aloud, not bound."""

    def __init__(
        self,
        text: str,
        *,
        icon: str = "",
        keys: str = "",
        primary: bool = False,
        small: bool = False,
        quiet: bool = False,
        accent: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """A button; `quiet` has no edge, for the least of several actions; `accent` writes a quiet one like a link."""
        super().__init__(parent)
        self.icon_name = icon
        self.keys = keys
        self.primary = primary
        self.small = small
        self.quiet = quiet
        self.accent = accent
        self.setText(text)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if keys:
            self.setAccessibleDescription(key_words(keys))

    def setText(self, text: str) -> None:
        """Set the words; they are the accessible name too. An ampersand is an ampersand."""
        super().setText(text.replace("&", "&&"))
        self._words = text
        self.setAccessibleName(text)
        self.updateGeometry()

    def words(self) -> str:
        """The text as read. A longer accessible name may say what it is about."""
        return self._words

    def _text_font(self) -> tuple[int, int]:
        return (12 if self.small else 13), (600 if self.primary else 500)

    def _parts(self) -> tuple[int, int, int]:
        """Widths of icon, text and caps."""
        icon = px(14 if self.small else 16) if self.icon_name else 0
        text = metrics(*self._text_font()).horizontalAdvance(self.words()) + 1 if self.words() else 0
        return icon, text, caps_width(self.keys) if self.keys else 0

    def _width(self, parts: tuple[int, int, int]) -> int:
        widths = [width for width in parts if width]
        return sum(widths) + 8 * (len(widths) - 1) + 2 * (9 if self.small else 12)

    def _shown_parts(self) -> tuple[int, int, int]:
        """Where the words of a language are too long for the room, the key gives way first, then the icon."""
        icon, text, keys = self._parts()
        if text and self._width((icon, text, keys)) > self.width():
            keys = 0
            icon = 0 if self._width((icon, text, 0)) > self.width() else icon
        return icon, text, keys

    def sizeHint(self) -> QSize:
        height = max(24, px(SMALL if self.small else HEIGHT), metrics(*self._text_font()).height() + 8)
        return QSize(max(self._width(self._parts()), height), height)

    def minimumSizeHint(self) -> QSize:
        icon, text, _keys = self._parts()
        height = self.sizeHint().height()
        return QSize(max(self._width((0 if text else icon, text, 0)), height), height)

    def _colors(self) -> tuple[QColor | None, QColor | None, str]:
        """Fill, edge and the token of text and icon."""
        hover, press = self.underMouse() and self.isEnabled(), self.isDown()
        if not self.isEnabled():
            return (None if self.quiet else color("sunken")), (None if self.quiet else color("line")), "disabled"
        if self.primary:
            fill = color("accentPress" if press else "accentHover" if hover else "accent")
            return fill, fill, "onAccent"
        fill = color("sunken" if press else "hoverRow" if hover else "surface")
        if self.quiet:
            return (fill if hover or press else None), None, "accentText" if self.accent else "text2"
        return fill, color("line2"), "text"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, front = self._colors()
        painter.setPen(QPen(edge, 1) if edge is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        if fill is not None or edge is not None:
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon, text, keys = self._shown_parts()
        widths = [width for width in (icon, text, keys) if width]
        left = (self.width() - sum(widths) - 8 * (len(widths) - 1)) / 2
        middle = self.height() / 2
        if icon:
            tint = front if front != "text" else "text2"
            paint_icon(painter, QRectF(left, middle - icon / 2, icon, icon), self.icon_name, tint)
            left += icon + 8
        if text:
            painter.setFont(font(*self._text_font()))
            painter.setPen(color(front))
            painter.drawText(QRectF(left, 0, text + 2, self.height()), _FLAGS, self.words())
            left += text + 8
        if keys:
            paint_caps(painter, left, middle, self.keys, front if front in {"onAccent", "disabled"} else "text2")
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, in dialogs and out of them."""
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.click()
            return
        super().keyPressEvent(event)


class IconButton(Button):
    """A button that is only an icon; its name is read aloud and shown as a tooltip."""

    def __init__(self, icon: str, name: str, *, keys: str = "", small: bool = False, quiet: bool = False) -> None:
        """An icon button with the words it stands for."""
        super().__init__("", icon=icon, small=small, quiet=quiet)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key_words(keys)})" if keys else name)
        if keys:
            self.setAccessibleDescription(key_words(keys))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        return ""


class _Segment(QAbstractButton):
    """One part of a segmented choice."""

    def __init__(self, text: str, tone: str, place: str) -> None:
        super().__init__()
        self.tone = tone
        self._place = place
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        shape = px(11) + 7 if self.tone in KINDS else 0
        height = max(24, px(28), metrics(12).height() + 10)
        return QSize(metrics(12, 500).horizontalAdvance(self.text()) + 26 + shape, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5 if self._place in {"last", "only"} else 0.5, -0.5)
        round_left, round_right = self._place in {"first", "only"}, self._place in {"last", "only"}
        painter.setClipRect(self.rect())
        outer = box.adjusted(0 if round_left else -8, 0, 0 if round_right else 8, 0)
        painter.setPen(QPen(color("line2"), 1))
        hover = self.underMouse() and self.isEnabled()
        painter.setBrush(color("accentSoft" if self.isChecked() else "hoverRow" if hover else "surface"))
        painter.drawRoundedRect(outer, 6, 6)
        if not round_left:
            painter.fillRect(QRectF(0, 1, 1, self.height() - 2), color("line2"))
        left = 13.0
        if self.tone in KINDS:
            side = px(11)
            paint_shape(painter, self.tone, left, (self.height() - side) / 2, side)
            left += side + 7
        painter.setFont(font(12, 500))
        painter.setPen(color("accentText" if self.isChecked() else "text" if self.isEnabled() else "disabled"))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), _FLAGS, self.text())
        painter.end()


class Segmented(QWidget):
    """One of a few choices, side by side; left and right arrows move."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str] | tuple[str, str, str]], *, name: str = "") -> None:
        """Choices of (key, text) or (key, text, tone); the first is chosen."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, choice in enumerate(choices):
            last = index == len(choices) - 1
            place = "only" if len(choices) == 1 else "first" if index == 0 else "last" if last else "middle"
            part = _Segment(choice[1], choice[2] if len(choice) == 3 else "", place)
            self._group.addButton(part, index)
            self._keys.append(choice[0])
            row.addWidget(part)
            part.setChecked(index == 0)
        self._group.idToggled.connect(self._toggled)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _toggled(self, index: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._keys[index])

    @property
    def current(self) -> str:
        """The key of the choice."""
        return self._keys[self._group.checkedId()]

    def stop(self) -> QAbstractButton:
        """Where the keyboard stops: the part that is chosen."""
        return self._group.button(self._group.checkedId())

    def choose(self, key: str) -> None:
        """Choose by key; KeyError for a key that is not there."""
        if key not in self._keys:
            raise KeyError(key)
        self._group.button(self._keys.index(key)).setChecked(True)

    def set_text(self, key: str, text: str) -> None:
        """Change the words of a choice, for counts."""
        part = self._group.button(self._keys.index(key))
        part.setText(text)
        part.setAccessibleName(text)
        part.updateGeometry()
