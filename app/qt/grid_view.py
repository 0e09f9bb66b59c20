"""The week grid's view: cells and their keys, two-line day heading, day totals at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from app.qt import keyboard
from app.qt.accessible import Role
from app.qt.grid_delegate import GridDelegate, grid_row_height
from app.qt.grid_model import GridModel
from app.qt.record_model import AnyIndex
from app.qt.tokens import color, font, metrics

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_STARTS = frozenset("0123456789.,:")


@dataclass(frozen=True)
class DayTotal:
    """The foot of a day: hours, and how much of the day's target they are (None: no target)."""

    text: str
    ratio: float | None = None


class DayHeader(QHeaderView):
    """Two lines: the weekday over its date."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(30)

    def sizeHint(self) -> QSize:
        return QSize(100, metrics(12).height() * 2 + 12)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        day = self._grid.day_of(section)
        today = day >= 0 and self._grid.days[day].today
        painter.fillRect(rect, color("accentSoft2" if today else "sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        if day >= 0:
            one = self._grid.days[day]
            box = rect.adjusted(2, 5, -12, -6)
            half = box.height() // 2
            painter.setFont(font(12, 600))
            painter.setPen(color("text"))
            painter.drawText(QRect(box.left(), box.top(), box.width(), half), _RIGHT, one.title)
            painter.setFont(font(12))
            painter.setPen(color("text2" if today else "text3"))
            painter.drawText(QRect(box.left(), box.top() + half, box.width(), half), _RIGHT, one.sub)
        else:
            word = self._grid.heads[0 if section == 0 else 1 if section == self._grid.total_column else 2]
            edge = 8 if section == self._grid.total_column else 14
            painter.setFont(font(12, 500))
            painter.setPen(color("text3"))
            painter.drawText(rect.adjusted(14, 0, -edge, 0), _LEFT if section == 0 else _RIGHT, word)
        painter.restore()


class GridView(QTableView):
    """The cells and their keys."""

    note_asked = Signal()
    row_asked = Signal()
    cleared = Signal()
    copied = Signal()
    pasted = Signal()
    filled = Signal()
    menu_asked = Signal(QPoint)
    moved_to = Signal(int, int)
    resized = Signal()

    def __init__(self, model: GridModel, name: str) -> None:
        super().__init__()
        self.cells = model
        self.letters: dict[str, Callable[[], object]] = {}
        self.painter_of_cells = GridDelegate(model, self)
        self.setHorizontalHeader(DayHeader(model, self))
        self.setModel(model)
        self.setItemDelegate(self.painter_of_cells)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.painter_of_cells.moved.connect(self.step)

    @property
    def is_typing(self) -> bool:
        """Whether somebody types in a cell."""
        return self.state() == QAbstractItemView.State.EditingState

    def wanted_height(self) -> int:
        """The height of all rows and the heading."""
        return self.horizontalHeader().sizeHint().height() + max(1, self.cells.rowCount()) * grid_row_height()

    def sizeHint(self) -> QSize:
        return QSize(640, self.wanted_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(
            400, min(self.wanted_height(), self.horizontalHeader().sizeHint().height() + 3 * grid_row_height())
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in keyboard.SIDEWAYS:
            event.ignore()
        else:
            super().mousePressEvent(event)

    def step(self, rows: int, columns: int) -> None:
        """Move the current cell, inside the days."""
        index = self.currentIndex()
        row = max(0, min(self.cells.rowCount() - 1, index.row() + rows))
        column, last = index.column() + columns, len(self.cells.days)
        while 0 < column <= last and self.isColumnHidden(column):
            column += 1 if columns > 0 else -1
        self.go(row, index.column() if column > last else max(0, column))

    def days_shown(self) -> list[int]:
        """The columns of days that are not away."""
        return [place for place in range(1, len(self.cells.days) + 1) if not self.isColumnHidden(place)] or [0]

    def go(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        target = self.cells.index(row, column)
        if target.isValid():
            self.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(target)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def currentChanged(self, now: AnyIndex, before: AnyIndex) -> None:
        super().currentChanged(now, before)
        self.painter_of_cells.current = (now.row(), now.column())
        self.viewport().update()
        self.moved_to.emit(now.row(), now.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), keyboard.typed(event)
        letter = keyboard.letter(event)
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        plain = not event.modifiers() & held
        index = self.currentIndex()
        editable = index.isValid() and bool(self.cells.flags(index) & Qt.ItemFlag.ItemIsEditable)
        actions: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_F2: self.note_asked.emit,
            Qt.Key.Key_Delete: self.cleared.emit,
            Qt.Key.Key_Backspace: self.cleared.emit,
            Qt.Key.Key_Home: lambda: self.go(index.row(), self.days_shown()[0]),
            Qt.Key.Key_End: lambda: self.go(index.row(), self.days_shown()[-1]),
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_R:
            self.filled.emit()
        elif key == Qt.Key.Key_Menu or (
            key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ):
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(index).center()))
        elif plain and text in _STARTS and text and editable:
            self.painter_of_cells.first_letter = text
            self.edit(index)
            self.painter_of_cells.keep_first_letter()
        elif plain and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if index.column() == 0:
                self.row_asked.emit()
            elif editable:
                self.edit(index)
        elif plain and Qt.Key(key) in actions:
            actions[Qt.Key(key)]()
        elif letter and letter in self.letters:
            self.letters[letter]()
        elif text.strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The mouse asks for the menu of the cell below it; the key has asked already."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            event.accept()
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            if not self.selectionModel().isSelected(index):
                self.go(index.row(), index.column())
            self.menu_asked.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self.cells.rowCount():
            today = next((place for place, day in enumerate(self.cells.days) if day.today), 0)
            start = self.cells.index(0, today + 1)
            self.selectionModel().setCurrentIndex(start, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        super().focusInEvent(event)
        self.painter_of_cells.has_focus = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.painter_of_cells.has_focus = False
        self.viewport().update()


class GridFoot(QWidget):
    """Day totals with their bars, under the columns."""

    accessible_role = Role.StaticText

    def __init__(self, model: GridModel, header: QHeaderView) -> None:
        super().__init__()
        self._model = model
        self._header = header
        self.totals: tuple[DayTotal, ...] = ()
        self.words = ("", "", "", "")
        header.sectionResized.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, metrics(14).height() + metrics(11).height() + 18)

    def set(self, totals: Sequence[DayTotal], words: tuple[str, str, str, str]) -> None:
        self.totals, self.words = tuple(totals), words
        days = [f"{day.title}: {one.text}" for day, one in zip(self._model.days, totals, strict=False)]
        self.setAccessibleName(", ".join([words[0], *days, words[2]]))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), color("sunken"))
        title, sub, total, tail = self.words
        first = QRectF(14, 0, self._header.sectionSize(0) - 20, self.height())
        half = metrics(13, 600).height()
        top = (self.height() - half - metrics(11).height()) / 2 if sub else (self.height() - half) / 2
        self._line(painter, QRectF(first.left(), top, first.width(), half), title, (13, 600, "text"), _LEFT)
        low = QRectF(first.left(), top + half, first.width(), metrics(11).height())
        self._line(painter, low, sub, (11, 400, "text3"), _LEFT)
        for place, one in enumerate(self.totals):
            if self._header.isSectionHidden(place + 1):
                continue
            left, width = self._header.sectionViewportPosition(place + 1), self._header.sectionSize(place + 1)
            box = QRectF(left + 2, 5, width - 14, self.height() - 20)
            tint = "text" if one.ratio is not None or one.text.strip("–") else "text3"
            self._line(painter, box, one.text or "–", (14, 600, tint), _RIGHT)
            if one.ratio is not None:
                self._bar(
                    painter,
                    QRectF(left + width - 12 - min(50, width - 16), self.height() - 14, min(50, width - 16), 4),
                    one.ratio,
                )
        at = self._model.total_column
        for column, text, look in ((at, total, (14, 600, "text")), (at + 1, tail, (12, 400, "text3"))):
            left, width = self._header.sectionViewportPosition(column), self._header.sectionSize(column)
            edge = 8 if column == at else 14
            self._line(painter, QRectF(left, 0, width - edge, self.height()), text, look, _RIGHT)
        painter.end()

    @staticmethod
    def _line(painter: QPainter, box: QRectF, text: str, look: tuple[int, int, str], flags: int) -> None:
        painter.setFont(font(look[0], look[1]))
        painter.setPen(color(look[2]))
        painter.drawText(box, flags, text)

    @staticmethod
    def _bar(painter: QPainter, box: QRectF, ratio: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("line2"))
        painter.drawRoundedRect(box, 2, 2)
        if ratio > 0:
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * min(1.0, ratio), box.height()), 2, 2)
