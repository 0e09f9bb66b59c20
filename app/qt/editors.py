"""Editors of form fields: one per kind, all with the same three verbs: read, write, preview."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.qt import keyboard
from app.qt.delegate import paint_check
from app.qt.entry_texts import parse_date, parse_hours
from app.qt.icons import paint_icon
from app.qt.tokens import color, font, metrics, px

Choices = Sequence[tuple[Any, str]]
TYPING_MS = 1500
"""A pause longer than this begins another word."""


class Line(QLineEdit):
    """A one-line text; Enter is the form's."""

    left = Signal()

    def __init__(self, *, secret: bool = False, width: int = 0) -> None:
        """A line; `secret` hides what is typed, a width keeps short values short."""
        super().__init__()
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        if width:
            self.setMaximumWidth(px(width))
        self.setMinimumWidth(px(90))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def read(self) -> Any:
        return self.text() if self.echoMode() == QLineEdit.EchoMode.Password else self.text().strip()

    def write(self, value: Any) -> None:
        self.setText("" if value is None else str(value))

    def preview(self) -> str:
        return ""

    def is_empty(self) -> bool:
        return not self.text().strip()


class ParsedLine(Line):
    """A line that holds a value: text is read by `parse` (Problem when it cannot) and shown by `show`."""

    def __init__(
        self,
        kind: type,
        parse: Callable[[str], Any],
        show: Callable[[Any], str],
        plain: Callable[[Any], str],
        *,
        width: int = 180,
    ) -> None:
        """`kind` is the type of the value, `plain` what stands in the field, `show` what is said below it."""
        super().__init__(width=width)
        self.kind = kind
        self.parse = parse
        self._show = show
        self._plain = plain
        self.left.connect(self._settle)

    def read(self) -> Any:
        return None if self.is_empty() else self.parse(self.text())

    def write(self, value: Any) -> None:
        self.setText("" if value is None else self._plain(value))

    def preview(self) -> str:
        """The value read, where it does not look like the text; "" while it cannot be read."""
        try:
            value = self.read()
        except Problem:
            return ""
        shown = "" if value is None else self._show(value)
        return "" if shown == self.text().strip() else shown

    def usual(self) -> str:
        """The usual writing of the value; the text where it cannot be read."""
        try:
            value = self.read()
        except Problem:
            return self.text()
        return "" if value is None else self._plain(value)

    def _settle(self) -> None:
        """On leaving, a readable text becomes the usual writing of its value."""
        if self.preview():
            self.write(self.read())


class Long(QPlainTextEdit):
    """Several lines of text; Tab leaves it, Ctrl+Enter is the form's."""

    left = Signal()

    def __init__(self, rows: int = 4, *, by_line: bool = False) -> None:
        """A text of some visible rows; `by_line` reads it as a tuple of lines."""
        super().__init__()
        self._by_line = by_line
        self.setTabChangesFocus(True)
        self.setMinimumHeight(metrics(13).lineSpacing() * rows + 18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def read(self) -> Any:
        text = self.toPlainText().strip()
        return tuple(line.strip() for line in text.splitlines() if line.strip()) if self._by_line else text

    def write(self, value: Any) -> None:
        text = "" if value is None else "\n".join(value) if self._by_line else str(value)
        self.setPlainText(text)

    def preview(self) -> str:
        return ""

    def is_empty(self) -> bool:
        return not self.toPlainText().strip()


def sought(texts: Sequence[str], typed: str, after: int = -1) -> int:
    """The first text that begins with what was typed, else with its words in their order; -1 for none.

    One letter again and again goes on to the next text that begins with it, after the present one.
    """
    wanted = typed.casefold()
    folded = [text.casefold() for text in texts]
    if len(wanted) > 1 and len(set(wanted)) == 1 and not any(text.startswith(wanted) for text in folded):
        places = [place for place, text in enumerate(folded) if text.startswith(wanted[0])]
        return next((place for place in places if place > after), places[0] if places else -1)
    found = next((place for place, text in enumerate(folded) if text.startswith(wanted)), -1)
    if found >= 0:
        return found
    pattern = re.compile(".*?".join(rf"(?<!\w){re.escape(word)}" for word in wanted.split()))
    return next((place for place, text in enumerate(folded) if pattern.search(text)), -1)


class Choice(QComboBox):
    """One of given values; what is typed jumps to it ("fox trade"), Alt+Down opens the list."""

    left = Signal()

    def __init__(self, choices: Choices, *, optional: bool) -> None:
        """Choices of (value, text); an optional one starts with a dash for none."""
        super().__init__()
        self._optional = optional
        self._values: list[Any] = []
        self._typed = ""
        self._since = QElapsedTimer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(14)
        self.set_choices(choices)

    def set_choices(self, choices: Choices) -> None:
        """Offer other values; the present one stays if it is still offered."""
        before = self.read()
        shown = [(None, "–"), *choices] if self._optional else list(choices)
        self.blockSignals(True)
        self.clear()
        self._values = [value for value, _text in shown]
        self.addItems([text for _value, text in shown])
        self.blockSignals(False)
        self.write(before)

    def values(self) -> tuple[Any, ...]:
        """What can be chosen; None where nothing need be."""
        return tuple(self._values)

    def offer(self, value: Any, text: str) -> None:
        """Offer one more value, where it is not offered yet; what is chosen stays."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(text)

    def read(self) -> Any:
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def write(self, value: Any) -> None:
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))
        else:
            self.setCurrentIndex(0 if self._optional and self._values else -1)

    def preview(self) -> str:
        return ""

    def is_empty(self) -> bool:
        return self.read() is None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing seeks, a space inside it too; a space at the start opens the list."""
        if not self._since.isValid() or self._since.elapsed() > TYPING_MS:
            self._typed = ""
        letter = keyboard.typed(event)
        if letter and (letter.strip() or self._typed):
            self._typed += letter
            self._since.start()
            place = sought([self.itemText(item) for item in range(self.count())], self._typed, self.currentIndex())
            if place >= 0 and place != self.currentIndex():
                self.setCurrentIndex(place)
                self.activated.emit(place)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form, it does not change a value by accident."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tint = "text2" if self.isEnabled() else "disabled"
        side = px(14)
        spot = QRectF(self.width() - side - 10, (self.height() - side) / 2, side, side)
        paint_icon(painter, spot, "chevron-down", tint)
        painter.end()


class Check(QAbstractButton):
    """A check box with its words, painted."""

    left = Signal()

    def __init__(self, text: str) -> None:
        """A box that is not ticked."""
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(metrics(13).horizontalAdvance(self.text()) + px(16) + 12, max(24, metrics(13).height() + 6))

    def read(self) -> Any:
        return self.isChecked()

    def write(self, value: Any) -> None:
        self.setChecked(bool(value))

    def preview(self) -> str:
        return ""

    def is_empty(self) -> bool:
        return not self.isChecked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_check(painter, 1, (self.height() - px(16)) / 2, self.isChecked(), self.isEnabled())
        painter.setFont(font(13))
        painter.setPen(color("text" if self.isEnabled() else "disabled"))
        start = px(16) + 10
        box = QRectF(start, 0, self.width() - start, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()


def money_line(formats: Formats, currency: Callable[[], str], width: int = 180) -> ParsedLine:
    """A line for money of a currency that may change with another field."""

    def plain(value: Money) -> str:
        return formats.quantity(value.amount, least=min(4, -int(value.amount.as_tuple().exponent)))

    return ParsedLine(Money, lambda text: formats.parse_money(text, currency()), formats.money, plain, width=width)


def decimal_line(formats: Formats, width: int = 180) -> ParsedLine:
    """A line for a number."""
    return ParsedLine(Decimal, formats.parse_decimal, formats.quantity, formats.quantity, width=width)


def hours_line(formats: Formats, width: int = 180) -> ParsedLine:
    """A line for hours, kept as whole seconds."""

    def show(seconds: int) -> str:
        return formats.hours(seconds, unit=True)

    def plain(seconds: int) -> str:
        return formats.hours(Decimal(hours(seconds)))

    return ParsedLine(int, parse_hours, show, plain, width=width)


def date_line(formats: Formats, today: Callable[[], date], width: int = 180) -> ParsedLine:
    """A line for a date."""

    def show(value: date) -> str:
        return f"{formats.weekday(value)} {formats.date(value)}"

    return ParsedLine(date, lambda text: parse_date(text, today(), formats), show, formats.date, width=width)
