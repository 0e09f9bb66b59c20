"""The delegate of all lists: paints every kind of cell from tokens, without work it could have done before."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.qt.columns import DASH, Cell, Column
from app.qt.record_model import GroupLine, RecordModel
from app.qt.shapes import KINDS, chip_width, paint_avatar, paint_chip, paint_shape, text_token
from app.qt.tokens import color, current, font, metrics, px

PAD = 8
ROW = 36
TALL = 47
GROUP_ROW = 30
Look = tuple[tuple[int, int], str]
"""Size and weight of the font, and the token of the color."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_SELECTED = QStyle.StateFlag.State_Selected


def paint_bar(painter: QPainter, rect: QRectF, ratio: float, tone: str = "") -> None:
    """A budget bar 8 px high: full at 1, and a diamond at its end beyond that, never a longer bar."""
    track = QRectF(rect.left(), rect.center().y() - 4, rect.width(), 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("neutralBg"))
    painter.drawRoundedRect(track, 4, 4)
    if ratio > 0:
        full = QRectF(track)
        full.setWidth(max(8.0, track.width() * min(1.0, ratio)))
        painter.setBrush(color(tone if tone in {"ok", "warn", "bad", "info"} else "c1"))
        painter.drawRoundedRect(full, 4, 4)
    if ratio > 1:
        paint_shape(painter, "bad", track.right() - 11, track.center().y() - 6, 12)
    painter.restore()


def paint_check(painter: QPainter, x: float, y: float, on: bool | None, enabled: bool = True) -> None:
    """A check box of 16 px (at the reader's text size) at x, y; None is "some"."""
    painter.save()
    painter.translate(x, y)
    painter.scale(px(16) / 16, px(16) / 16)
    box = QRectF(0, 0, 16, 16).adjusted(0.75, 0.75, -0.75, -0.75)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = enabled and on is not False
    painter.setPen(QPen(color("accent" if filled else "control" if enabled else "line2"), 1.5))
    painter.setBrush(color("accent" if filled else "surface" if enabled else "sunken"))
    painter.drawRoundedRect(box, 4, 4)
    if filled:
        painter.setPen(QPen(color("onAccent"), 2))
        if on:
            tick = [QPointF(4, 8.3), QPointF(7, 11.2), QPointF(12, 5.2)]
            painter.drawPolyline(QPolygonF(tick))
        else:
            painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8))
    painter.restore()


def cell_width(column: Column, cell: Cell) -> int:
    """The width a cell needs to show all of its text."""
    match column.kind:
        case "check" | "shape" | "avatar":
            return 38
        case "chip":
            return chip_width(cell.text) + 2 * PAD if cell.text else 0
        case "bar":
            return 90
    first = metrics(13, 600 if column.bold else 500).horizontalAdvance(cell.text)
    second = metrics(11).horizontalAdvance(cell.sub) if cell.sub else 0
    return max(first, second) + 2 * PAD


class RecordDelegate(QStyledItemDelegate):
    """Paints one cell; the view says which row the mouse is over and whether the keyboard is here."""

    def __init__(self, model: RecordModel, parent: QObject | None = None) -> None:
        """A delegate for a model's cells."""
        super().__init__(parent)
        self._model = model
        self.hovered = -1
        self.focused_row = -1
        self.tall = any(column.sub is not None and column.kind != "avatar" for column in model.columns)

    def row_height(self, line: int) -> int:
        """The height of a line at the reader's text size."""
        if isinstance(self._model.line(line), GroupLine):
            return current.row_height(GROUP_ROW)
        if not self.tall:
            return current.row_height(ROW)
        return max(current.row_height(TALL), metrics(13).height() + metrics(11).height() + 14)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, self.row_height(index.row()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line, place = index.row(), index.column()
        rect: QRect = option.rect
        item = self._model.line(line)
        painter.save()
        if isinstance(item, GroupLine):
            self._paint_group(painter, rect, item, place)
            painter.restore()
            return
        selected = bool(option.state & _SELECTED)
        painter.fillRect(rect, color("selRow" if selected else "hoverRow" if line == self.hovered else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        column = self._model.columns[place]
        self._paint_cell(painter, rect, column, self._model.cell(line, place))
        if selected and place == 0:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), color("accent"))
        if line == self.focused_row:
            self._paint_ring(painter, rect, place)
        painter.restore()

    def _paint_ring(self, painter: QPainter, rect: QRect, place: int) -> None:
        """The focus ring runs around the whole current row."""
        ring = color("focus")
        painter.fillRect(rect.left(), rect.top(), rect.width(), 2, ring)
        painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, ring)
        if place == 0:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), ring)
        if place == len(self._model.columns) - 1:
            painter.fillRect(rect.right() - 1, rect.top(), 2, rect.height(), ring)

    def _paint_group(self, painter: QPainter, rect: QRect, group: GroupLine, place: int) -> None:
        painter.fillRect(rect, color("sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        if place:
            return
        box = rect.adjusted(14, 0, -PAD, -1)
        painter.setFont(font(13, 600))
        painter.setPen(color("text"))
        painter.drawText(box, _LEFT, group.title)
        if group.note:
            box.setLeft(box.left() + metrics(13, 600).horizontalAdvance(group.title) + 10)
            painter.setFont(font(12))
            painter.setPen(color("text3"))
            painter.drawText(box, _LEFT, group.note)

    def _paint_cell(self, painter: QPainter, rect: QRect, column: Column, cell: Cell) -> None:
        box = rect.adjusted(PAD, 0, -PAD, -1)
        if rect.left() <= 0 and column.kind != "check":
            box.setLeft(rect.left() + 14)
        kind = column.kind
        if kind == "chip":
            if cell.text:
                paint_chip(painter, QRectF(box), cell.text, cell.tone)
        elif kind == "shape":
            if cell.tone in KINDS:
                paint_shape(painter, cell.tone, box.left(), rect.center().y() - 6, 12)
        elif kind == "avatar":
            if cell.text:
                paint_avatar(painter, QRectF(box.left(), rect.center().y() - 11, 22, 22), cell.text)
        elif kind == "check":
            enabled = cell.checked is not None
            paint_check(painter, rect.left() + 14, rect.center().y() - px(16) / 2, bool(cell.checked), enabled)
        elif kind == "bar":
            self._paint_bar_cell(painter, box, cell)
        else:
            self._paint_text(painter, box, column, cell)

    def _paint_bar_cell(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if cell.text == DASH:
            self._draw(painter, box, cell.text, ((13, 400), "text3"), _LEFT)
            return
        width = metrics(12).horizontalAdvance("000%") + 4
        bar = QRectF(box.left(), box.top(), max(24, box.width() - width - 6), box.height())
        paint_bar(painter, bar, cell.ratio, cell.tone)
        self._draw(painter, box, cell.text, ((12, 400), text_token(cell.tone, "text2")), _RIGHT)

    def _paint_text(self, painter: QPainter, box: QRect, column: Column, cell: Cell) -> None:
        flags = _RIGHT if column.numeric else _LEFT
        weight = 600 if column.bold else 500 if column.kind == "two_line" else 400
        usual = "text3" if cell.text == DASH else "text2" if column.muted else "text"
        tint = text_token(cell.tone, usual)
        if column.sub is None or not cell.sub:
            self._draw(painter, box, cell.text, ((13, weight), tint), flags)
            return
        high, low = metrics(13).height(), metrics(11).height()
        top = box.top() + (box.height() - high - low - 1) // 2
        first = QRect(box.left(), top, box.width(), high)
        second = QRect(box.left(), top + high + 1, box.width(), low)
        self._draw(painter, first, cell.text, ((13, weight), tint), flags)
        self._draw(painter, second, cell.sub, ((11, 400), "text3"), flags)

    @staticmethod
    def _draw(painter: QPainter, box: QRect, text: str, look: Look, flags: int) -> None:
        """One line of text, elided only when it does not fit."""
        face, tint = look
        measure = metrics(*face)
        if measure.horizontalAdvance(text) > box.width():
            text = measure.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font(*face))
        painter.setPen(color(tint))
        painter.drawText(box, flags, text)
