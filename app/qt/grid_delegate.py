"""Painting and editing of the week grid's cells."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.qt.grid_model import GridCell, GridModel, GridRow, Refusal
from app.qt.icons import paint_icon
from app.qt.record_model import AnyIndex
from app.qt.shapes import KINDS, chip_width, paint_chip
from app.qt.tokens import color, current, font, metrics

ROW = 46
NAME_LEFT = 24
NAME_RIGHT = 2
EDGE = 14
"""From the last column's words to the edge of the card."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTER = int(Qt.AlignmentFlag.AlignCenter)


def grid_row_height() -> int:
    """The height of a row of the grid."""
    return max(current.row_height(ROW), metrics(13).height() + metrics(11).height() + 12)


def name_width(row: GridRow) -> int:
    """The room a row's names need to stand in full."""
    detail = metrics(13).horizontalAdvance(f" · {row.detail}") if row.detail else 0
    return metrics(13, 600).horizontalAdvance(row.title) + detail + NAME_LEFT + NAME_RIGHT + 1


def tail_width(row: GridRow) -> int:
    """The room the end of a row needs."""
    if row.tail_tone in KINDS:
        return chip_width(row.tail) + 6 + EDGE
    return metrics(12).horizontalAdvance(row.tail) + 8 + EDGE if row.tail else 0


class GridDelegate(QStyledItemDelegate):
    """Paints a cell; typing opens a line edit whose end says where to go next."""

    typed = Signal(int, int, str)
    typing = Signal(str)
    """What stands in the editor so far, at each key."""
    moved = Signal(int, int)

    def __init__(self, model: GridModel, parent: QObject | None = None) -> None:
        """A delegate for a grid's model."""
        super().__init__(parent)
        self._model = model
        self.current = (-1, -1)
        self.has_focus = False
        self.editor: QLineEdit | None = None
        self.first_letter = ""
        self._done = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(60, grid_row_height())

    # ------------------------------------------------------------------ painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        item = self._model.rows[row]
        day = self._model.day_of(column)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "surface"
        if day >= 0:
            ground = "accentSoft2" if self._model.days[day].today else "canvas" if self._model.days[day].off else ground
        if day >= 0 and option.state & QStyle.StateFlag.State_Selected:
            ground = "selRow"
        painter.fillRect(rect, color(ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        cell = self._model.cell(row, column)
        if cell is not None:
            refusal = self._model.refusal(row, column)
            if refusal is not None:
                self._paint_refused(painter, rect, refusal)
            else:
                self._paint_hours(painter, rect, cell, here=(row, column) == self.current)
        elif column == 0:
            self._paint_task(painter, rect, item)
        elif column == self._model.total_column:
            self._text(painter, rect.adjusted(4, 0, -8, -1), item.total, (14, 600, "text"), _RIGHT)
        else:
            self._paint_tail(painter, rect, item)
        if (row, column) == self.current:
            self._paint_current(painter, rect)
        painter.restore()

    @staticmethod
    def _text(painter: QPainter, box: QRect, text: str, look: tuple[int, int, str], flags: int) -> int:
        """One elided line; gives the width used."""
        size, weight, tint = look
        measure = metrics(size, weight)
        shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font(size, weight))
        painter.setPen(color(tint))
        painter.drawText(box, flags, shown)
        return measure.horizontalAdvance(shown)

    def _paint_current(self, painter: QPainter, rect: QRect) -> None:
        width = 2 if self.has_focus else 1
        painter.setPen(QPen(color("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2
        painter.drawRect(QRectF(rect).adjusted(inset, inset, -inset, -inset))

    def _paint_task(self, painter: QPainter, rect: QRect, item: GridRow) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(item.mark))
        painter.drawRoundedRect(QRectF(rect.left() + 12, rect.top() + 9, 4, rect.height() - 19), 2, 2)
        high, low = metrics(13).height(), metrics(11).height()
        top = rect.top() + (rect.height() - high - low - 1) // 2
        box = QRect(rect.left() + NAME_LEFT, top, rect.width() - NAME_LEFT - NAME_RIGHT, high)
        if not item.sub:
            box.moveTop(rect.top() + (rect.height() - high) // 2)
        used = self._text(painter, box, item.title, (13, 600, "text"), _LEFT)
        if item.detail and used < box.width() - 20:
            rest = box.adjusted(used, 0, 0, 0)
            self._text(painter, rest, f" · {item.detail}", (13, 400, "text2"), _LEFT)
        if item.sub:
            self._text(painter, QRect(box.left(), top + high, box.width(), low), item.sub, (11, 400, "text3"), _LEFT)

    def _paint_hours(self, painter: QPainter, rect: QRect, cell: GridCell, *, here: bool) -> None:
        box = rect.adjusted(4, 0, -12, -1)
        if cell.held:
            corner = QPolygonF(
                [
                    QPointF(rect.right() - 9, rect.top()),
                    QPointF(rect.right() + 1, rect.top()),
                    QPointF(rect.right() + 1, rect.top() + 10),
                ]
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("warn"))
            painter.drawPolygon(corner)
        if cell.note:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("text3"))
            painter.drawEllipse(QRectF(rect.left() + 7, rect.top() + 7, 5, 5))
        if cell.locked:
            paint_icon(painter, QRectF(rect.left() + 6, rect.bottom() - 16, 11, 11), "lock", "text3")
        if cell.text:
            self._text(painter, box, cell.text, (14, 600 if here else 400, "text"), _RIGHT)
        elif cell.suggestion:
            width = metrics(13, 500).horizontalAdvance(cell.suggestion) + 16
            frame = QRectF(rect.right() - 5 - width, rect.center().y() - 11, width, 22)
            pen = QPen(color("accent"), 1.2)
            pen.setDashPattern([2.4, 2.0])
            painter.setPen(pen)
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(frame, 4, 4)
            painter.setFont(font(13, 500))
            painter.setPen(color("accentText"))
            painter.drawText(frame, _CENTER, cell.suggestion)
        else:
            self._text(painter, box, "–", (13, 400, "line2"), _RIGHT)

    def _paint_refused(self, painter: QPainter, rect: QRect, refusal: Refusal) -> None:
        painter.fillRect(rect.adjusted(0, 0, 0, -1), color("badBg"))
        self._text(painter, rect.adjusted(4, 0, -12, -1), refusal.typed, (14, 500, "badText"), _RIGHT)

    def _paint_tail(self, painter: QPainter, rect: QRect, item: GridRow) -> None:
        box = rect.adjusted(6, 0, -EDGE, -1)
        if item.tail_tone in KINDS:
            paint_chip(painter, QRectF(box), item.tail, item.tail_tone, align_right=True)
        else:
            self._text(painter, box, item.tail, (12, 400, "text2"), _RIGHT)

    # ------------------------------------------------------------------ editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("cell", "true")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAccessibleName(self._model.sentence(index.row(), index.column()))
        editor.textEdited.connect(self.typing)
        self._done = False
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        if not isinstance(editor, QLineEdit) or editor.isModified():
            return
        if self.first_letter:
            editor.setText(self.first_letter)
            editor.setModified(True)
            self.typing.emit(self.first_letter)
            self.first_letter = ""
        else:
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def keep_first_letter(self) -> None:
        """The view selects all that stands in a new editor; a letter that was typed is not to be overwritten."""
        if self.editor is not None:
            self.editor.end(False)

    def setModelData(self, editor: QWidget, _model: object, index: AnyIndex) -> None:
        if isinstance(editor, QLineEdit) and not self._done:
            self._done = True
            self.typed.emit(index.row(), index.column(), editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: AnyIndex) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes down, Tab goes right, up and down leave the cell: each takes what was typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            steps = {
                Qt.Key.Key_Return: (1, 0),
                Qt.Key.Key_Enter: (1, 0),
                Qt.Key.Key_Down: (1, 0),
                Qt.Key.Key_Up: (-1, 0),
                Qt.Key.Key_Tab: (0, 1),
                Qt.Key.Key_Backtab: (0, -1),
            }
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self.editor = None
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                self.moved.emit(*step)
                return True
        return super().eventFilter(watched, event)
