"""The books of this computer as a list: Up and Down move, Enter opens, Delete takes one off the list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath, PureWindowsPath
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _, language, ngettext, pgettext
from app.qt.accessible import Role
from app.qt.buttons import IconButton
from app.qt.elided import ElidedLabel
from app.qt.fitting import FitsItsRoom
from app.qt.labels import Chip
from app.qt.stepping import StepButton
from app.qt.tokens import color, px
from app.shell.books import BookRow, KnownBook, state_words

NARROW = 560
"""In less room the state of a book stands under its name."""


def book_name(place: str) -> str:
    """What a book is called: its file, or the database on the server."""
    if "://" in place:
        return urlsplit(place).path.strip("/") or place
    return _path(place).stem


def book_folder(place: str) -> str:
    """Where a book lies: its folder, or the computer it is on. A password never shows."""
    if "://" in place:
        return urlsplit(place).hostname or ""
    return str(_path(place).parent)


def _path(place: str) -> PurePath:
    return PureWindowsPath(place) if "\\" in place and "/" not in place else PurePath(place)


class _Open(StepButton):
    """Opens one book; the keys of the list are here while it has the keyboard."""

    off_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.off_asked.emit()
        else:
            super().keyPressEvent(event)


class BookLine(FitsItsRoom, QWidget):
    """One book: what it is called and where it lies, how it lies there, and the buttons."""

    accessible_role = Role.ListItem

    def __init__(self, book: KnownBook) -> None:
        """Nothing is known of its state yet."""
        super().__init__()
        self.book = book
        self.name = book_name(book.place)
        self.last = False
        self.button = _Open(pgettext("command", "Open"), small=True)
        self.off_button = IconButton("x", _("Take off the list: {book}").format(book=self.name), small=True, quiet=True)
        self.off_button.setToolTip(_("Take off the list. The book stays where it is."))
        self.state = Chip(_("Looking\u2026"), "dashed")
        self._facts = ElidedLabel("", "caption")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(self.name, "strong"))
        words.addWidget(ElidedLabel(book_folder(book.place), "caption"))
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.setSpacing(3)
        self._side.addWidget(self.state)
        self._side.addWidget(self._facts)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(12)
        self._parts.addLayout(words, 1)
        self._parts.addLayout(self._side)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 8, 10)
        row.setSpacing(8)
        row.addLayout(self._parts, 1)
        row.addWidget(self.button)
        row.addWidget(self.off_button)
        self.button.entered.connect(self.update)
        self.button.left.connect(self.update)
        self._say()

    def _fit(self) -> None:
        narrow = self.width() < px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._parts.direction() != way:
            self._parts.setDirection(way)
            self._parts.setSpacing(4 if narrow else 12)

    def set_side(self, width: int) -> None:
        """What stands beside the names begins under each other."""
        self._facts.setMinimumWidth(max(width, px(240)) if self.width() >= px(NARROW) else 0)

    def show_row(self, row: BookRow) -> None:
        """How the book lies there."""
        self.state.set(*state_words(row.state))
        facts = [
            _("opened {day}").format(day=row.opened) if row.opened else "",
            QLocale(language()).formattedDataSize(row.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
            if row.size
            else "",
            ngettext("{n} backup, {moment}", "{n} backups, the newest {moment}", row.backups).format(moment=row.newest)
            if row.backups
            else "",
            ngettext("{n} copy", "{n} copies", row.copies) if row.copies else "",
            _("in a folder of {service}").format(service=row.synced) if row.synced else "",
        ]
        self._facts.setText(" \u00b7 ".join(fact for fact in facts if fact))
        self._facts.setVisible(bool(self._facts.text()))
        self._say()

    def show_failure(self, problem: Problem) -> None:
        """Nobody can say how it lies there."""
        self.state.set(_("Could not be looked at"), "bad")
        self._facts.setText(str(problem))
        self._say()

    def facts(self) -> str:
        """What stands beside the name."""
        return ", ".join(part for part in (self.state.text(), self._facts.text()) if part)

    def _say(self) -> None:
        self.setAccessibleName(", ".join((self.name, book_folder(self.book.place), self.facts())))
        self.button.setAccessibleName(_("Open {book}").format(book=self.name))
        self.button.setAccessibleDescription(self.facts())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.button.click()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.button.hasFocus():
            painter.fillRect(self.rect(), color("selRow"))
            painter.fillRect(0, 0, 3, self.height(), color("accent"))
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, color("line"))
        painter.end()


class BookList(QFrame):
    """A card of books."""

    accessible_role = Role.List
    chosen = Signal(str)
    taken_off = Signal(str)
    came = Signal(QWidget)
    """The keyboard came to a line."""

    def __init__(self) -> None:
        """No books yet."""
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName(_("Books on this computer"))
        self.lines: list[BookLine] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(1, 1, 1, 1)
        self._box.setSpacing(0)

    def set(self, books: Sequence[KnownBook]) -> None:
        """Show books; the keyboard stays at its place."""
        here = -1
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None:
            here = next((place for place, line in enumerate(self.lines) if line.isAncestorOf(focused)), -1)
        known: dict[KnownBook, BookLine | None] = {line.book: line for line in self.lines}
        self.lines = [known.pop(book, None) or self._line(book) for book in books]
        for gone in known.values():
            if gone is not None:
                self._box.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        for place, line in enumerate(self.lines):
            self._box.insertWidget(place, line)
            line.last = place == len(self.lines) - 1
            line.update()
        if here >= 0 and self.lines:
            self.lines[min(here, len(self.lines) - 1)].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Letters of another size take other room."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.Show}:
            widest = max((line.state.sizeHint().width() for line in self.lines), default=0)
            for line in self.lines:
                line.set_side(widest)
        return super().event(event)

    def _line(self, book: KnownBook) -> BookLine:
        line = BookLine(book)
        line.button.clicked.connect(partial(self._open, book.place))
        line.button.off_asked.connect(partial(self.taken_off.emit, book.place))
        line.off_button.clicked.connect(partial(self._off, book.place))
        line.button.step_asked.connect(partial(self._step, line))
        line.button.entered.connect(partial(self.came.emit, line))
        return line

    def _open(self, place: str, _checked: bool = False) -> None:
        self.chosen.emit(place)

    def _off(self, place: str, _checked: bool = False) -> None:
        self.taken_off.emit(place)

    def _step(self, line: BookLine, step: int) -> None:
        if line in self.lines:
            place = max(0, min(self.lines.index(line) + step, len(self.lines) - 1))
            self.lines[place].button.setFocus(Qt.FocusReason.TabFocusReason)

    def line_of(self, place: str) -> BookLine | None:
        """The line of a book."""
        return next((line for line in self.lines if line.book.place == place), None)

    def entry(self) -> QWidget | None:
        """Where the keyboard enters."""
        return self.lines[0].button if self.lines else None
