"""Choosing a passphrase: typed twice, its strength told in words, shown on demand, Caps Lock noticed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.strength import SHORTEST, Strength, strength_of
from app.kernel.words import _
from app.qt.caps import CapsLock
from app.qt.editors import Check, Line
from app.qt.fields import Field, FieldBox
from app.qt.labels import Shape, announce, label

_TONES = {Strength.SHORT: "bad", Strength.WEAK: "bad", Strength.FAIR: "warn", Strength.STRONG: "ok"}


def strength_words(strength: Strength) -> str:
    """What a strength means."""
    return {
        Strength.SHORT: _("Too short: a passphrase has at least {n} letters.").format(n=SHORTEST),
        Strength.WEAK: _("Weak: whoever has the files could guess it. Add words that do not belong together."),
        Strength.FAIR: _("Fair: enough against a thief, not against somebody who wants your books."),
        Strength.STRONG: _("Strong: nobody guesses it in years."),
    }[strength]


def secret_box(name: str, words: str, help_text: str = "") -> FieldBox:
    """A field for something nobody shall read over a shoulder."""
    return FieldBox(Field(name, words, "password", help=help_text), Formats(), date.today)


def line_of(box: FieldBox) -> Line:
    """The editor of a field of text."""
    editor = box.control
    if not isinstance(editor, Line):
        raise TypeError(box.field.name)
    return editor


class ShowTyped(Check):
    """Shows or hides what is typed into fields."""

    def __init__(self, *lines: QLineEdit) -> None:
        """Hidden at first."""
        super().__init__(_("Show what is typed"))
        self._lines = lines
        self.toggled.connect(self._show)

    def _show(self, shown: bool) -> None:
        for line in self._lines:
            line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class CapsHint(QWidget):
    """Says that Caps Lock is on."""

    def __init__(self, *lines: QLineEdit) -> None:
        """Hidden until somebody types with it."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Shape("warn", 12))
        row.addWidget(label(_("Caps Lock is on."), "second"), 1)
        self.setAccessibleName(_("Caps Lock is on."))
        self.watch = CapsLock(*lines)
        self.watch.changed.connect(self._tell)
        self.hide()

    def _tell(self, on: bool) -> None:
        self.setVisible(on)
        if on:
            announce(self)


class NewPassphrase(QWidget):
    """Two fields and what is said about them."""

    edited = Signal()

    def __init__(self) -> None:
        """Empty: no passphrase."""
        super().__init__()
        self.first = secret_box(
            "passphrase",
            _("Passphrase"),
            _("Several words that do not belong together are easy to keep in mind and hard to guess."),
        )
        self.again = secret_box("again", _("The same passphrase again"))
        lines = line_of(self.first), line_of(self.again)
        self.show_box = ShowTyped(*lines)
        self.caps = CapsHint(*lines)
        self._shape = Shape("empty", 12)
        self._words = label("", "second", wrap=True)
        self._told = QWidget()
        told = QHBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(6)
        told.addWidget(self._shape.beside(self._words))
        told.addWidget(self._words, 1)
        self._told.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for part in (self.first, self._told, self.again, self.caps, self.show_box):
            box.addWidget(part)
        self.first.edited.connect(self._judge)
        self.again.edited.connect(self.edited)

    def text(self) -> str:
        """What was chosen, "" for none."""
        return line_of(self.first).text()

    def strength(self) -> str:
        """What is said about its strength."""
        return self._words.text() if self._told.isVisibleTo(self) else ""

    def check(self, *, needed: bool = False) -> bool:
        """Whether it can be used; what is wrong is said at its field, and the keyboard goes there."""
        first, again = self.text(), line_of(self.again).text()
        self.first.refuse("")
        self.again.refuse("")
        if (first or needed) and strength_of(first) is Strength.SHORT:
            self._refuse(self.first, strength_words(Strength.SHORT))
            return False
        if first != again:
            self._refuse(self.again, _("The two are not the same. Type it again."))
            return False
        return True

    def _refuse(self, box: FieldBox, words: str) -> None:
        box.refuse(words)
        if box is self.first:
            self._told.hide()  # the field says the same
        box.control.setFocus()
        line_of(box).selectAll()

    def clear(self) -> None:
        """Forget what was typed."""
        for box in (self.first, self.again):
            box.write("")
        self._told.hide()

    def _judge(self) -> None:
        text = self.text()
        strength = strength_of(text)
        self._shape.set(_TONES[strength])
        self._words.setText(strength_words(strength))
        self._told.setVisible(bool(text))
        self.edited.emit()
