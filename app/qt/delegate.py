"""The delegate of all lists: paints every kind of cell from tokens, without work it could have done before."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.qt.columns import DASH, Cell, Column
from app.qt.record_model import GroupLine, RecordModel
from app.qt.shapes import KINDS, chip_width, paint_avatar, paint_chip, paint_shape, text_token
from app.qt.tokens import advance, color, current, font, metrics, px

PAD = 8
EDGE = 14
"""The first column stands a little further in than the others."""
ROW = 36
TALL = 47
GROUP_ROW = 30
AVATAR, SHAPE, CHECK, GAP = 22, 12, 16, 7
BAR, PROGRESS, THIN = 8, 44, 6
WIDE = 10_000
"""Room for the words of a heading: each cell cuts out its part."""
Look = tuple[tuple[int, int], str]
"""Size and weight of the font, and the token of the color."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_SELECTED = QStyle.StateFlag.State_Selected


def paint_bar(painter: QPainter, rect: QRectF, ratio: float, tone: str = "") -> None:
    """A budget bar: full at 1, and a diamond at its end beyond that, never a longer bar."""
    _paint_track(painter, rect, ratio, tone, px(BAR))


def _paint_track(painter: QPainter, rect: QRectF, ratio: float, tone: str, high: int) -> None:
    track = QRectF(rect.left(), rect.center().y() - high / 2, rect.width(), high)
    half, size = high / 2, px(SHAPE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("neutralBg" if high >= px(BAR) and not current.more_contrast else "line2"))
    painter.drawRoundedRect(track, half, half)
    if ratio > 0:
        full = QRectF(track)
        full.setWidth(max(float(high), track.width() * min(1.0, ratio)))
        painter.setBrush(color(tone if tone in {"ok", "warn", "bad", "info"} else "c1"))
        painter.drawRoundedRect(full, half, half)
    if ratio > 1:
        paint_shape(painter, "bad", track.right() - size + 1, track.center().y() - size / 2, size)
    painter.restore()


def paint_check(painter: QPainter, x: float, y: float, on: bool | None, enabled: bool = True) -> None:
    """A check box at x, y; None is "some". Drawn on a 16 grid; one that cannot be changed is pale."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(px(CHECK) / 16, px(CHECK) / 16)
    box = QRectF(0.75, 0.75, 14.5, 14.5)
    filled = enabled and on is not False
    painter.setPen(QPen(color("accent" if filled else "control" if enabled else "line2"), 1.5))
    painter.setBrush(color("accent" if filled else "surface" if enabled else "sunken"))
    painter.drawRoundedRect(box, 4, 4)
    if on is not False:
        painter.setPen(QPen(color("onAccent" if enabled else "disabled"), 2))
        if on:
            painter.drawPolyline(QPolygonF([QPointF(4, 8.3), QPointF(7, 11.2), QPointF(12, 5.2)]))
        else:
            painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8))
    painter.restore()


def cell_width(column: Column, cell: Cell) -> int:
    """The width a cell needs to show all of its text."""
    match column.kind:
        case "check" | "shape" | "avatar":
            return px(AVATAR if column.kind == "avatar" else CHECK) + 2 * PAD
        case "chip":
            return chip_width(cell.text) + 2 * PAD if cell.text else 0
        case "bar":
            return px(104)
    first = advance(cell.text, 13, 600 if column.bold else 500) + 1
    second = advance(cell.sub, 11) + 1 if cell.sub else 0
    beside = 0
    if column.kind == "person":
        beside = px(AVATAR + GAP)
    elif column.kind == "progress" and cell.text:
        beside = px(SHAPE + GAP) + px(PROGRESS + GAP)
    return max(first, second) + beside + 2 * PAD


class RecordDelegate(QStyledItemDelegate):
    """Paints one cell; the view says which row the mouse is over and whether the keyboard is here."""

    def __init__(self, model: RecordModel, parent: QObject | None = None) -> None:
        """A delegate for a model's cells."""
        super().__init__(parent)
        self._model = model
        self.hovered = -1
        self.focused_row = -1
        self.first, self.last = 0, len(model.columns) - 1
        self.tall = any(column.sub is not None and column.kind != "avatar" for column in model.columns)

    def row_height(self, line: int) -> int:
        """The height of a line at the reader's text size."""
        if isinstance(self._model.line(line), GroupLine):
            return current.row_height(GROUP_ROW)
        if not self.tall:
            return current.row_height(ROW)
        return max(current.row_height(TALL), metrics(13).height() + metrics(11).height() + 6)

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
            self._paint_group(painter, rect, item)
            painter.restore()
            return
        selected = bool(option.state & _SELECTED)
        painter.fillRect(rect, color("selRow" if selected else "hoverRow" if line == self.hovered else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        column = self._model.columns[place]
        self._paint_cell(painter, rect, column, self._model.cell(line, place))
        if selected and place == self.first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), color("accent"))
        if line == self.focused_row:
            self._paint_ring(painter, rect, place)
        painter.restore()

    def _paint_ring(self, painter: QPainter, rect: QRect, place: int) -> None:
        """The focus ring runs around the whole current row."""
        ring = color("focus")
        painter.fillRect(rect.left(), rect.top(), rect.width(), 2, ring)
        painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, ring)
        if place == self.first:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), ring)
        if place == self.last:
            painter.fillRect(rect.right() - 1, rect.top(), 2, rect.height(), ring)

    def _paint_group(self, painter: QPainter, rect: QRect, group: GroupLine) -> None:
        """A heading runs over all columns: each cell shows its part of it, so that columns may move and go."""
        painter.fillRect(rect, color("sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        painter.setClipRect(rect)
        box = QRect(EDGE, rect.top(), WIDE, rect.height() - 1)
        painter.setFont(font(13, 600))
        painter.setPen(color("text"))
        painter.drawText(box, _LEFT, group.title)
        if group.note:
            box.setLeft(box.left() + advance(group.title, 13, 600) + 10)
            painter.setFont(font(12))
            painter.setPen(color("text3"))
            painter.drawText(box, _LEFT, group.note)

    def _paint_cell(self, painter: QPainter, rect: QRect, column: Column, cell: Cell) -> None:
        box = rect.adjusted(PAD, 0, -PAD, -1)
        if rect.left() <= 0 and column.kind != "check":
            box.setLeft(rect.left() + EDGE)
        middle = rect.center().y() + 0.5
        match column.kind:
            case "chip":
                if cell.text:
                    paint_chip(painter, QRectF(box), cell.text, cell.tone)
            case "shape":
                if cell.tone in KINDS:
                    paint_shape(painter, cell.tone, box.left(), middle - px(SHAPE) / 2, px(SHAPE))
            case "avatar":
                if cell.text:
                    side = px(AVATAR)
                    paint_avatar(painter, QRectF(box.left(), middle - side / 2, side, side), cell.text)
            case "check":
                at = rect.left() + (rect.width() - px(CHECK)) / 2
                on = bool(cell.checked) or cell.tone == "ok"
                paint_check(painter, at, middle - px(CHECK) / 2, on, cell.checked is not None)
            case "bar":
                self._paint_bar_cell(painter, box, cell)
            case "progress":
                self._paint_progress(painter, box, column, cell)
            case _:
                self._paint_text(painter, box, column, cell)

    def _paint_progress(self, painter: QPainter, box: QRect, column: Column, cell: Cell) -> None:
        """Shape, words, and a thin bar at the right of the cell."""
        if not cell.text:
            return
        if cell.tone in KINDS:
            paint_shape(painter, cell.tone, box.left(), box.center().y() + 0.5 - px(SHAPE) / 2, px(SHAPE))
        words = box.adjusted(px(SHAPE + GAP), 0, -px(PROGRESS + GAP), 0)
        if column.ratio is not None:
            _paint_track(
                painter,
                QRectF(box.right() - px(PROGRESS), box.top(), px(PROGRESS), box.height()),
                cell.ratio,
                "",
                px(THIN),
            )
        self._draw(painter, words, cell.text, ((13, 400), "text"), _LEFT)

    def _paint_bar_cell(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        if cell.text == DASH:
            self._draw(painter, box, cell.text, ((13, 400), "text3"), _LEFT)
            return
        width = advance("000%", 12) + 4
        bar = QRectF(box.left(), box.top(), max(px(24), box.width() - width - 6), box.height())
        paint_bar(painter, bar, cell.ratio, cell.tone)
        self._draw(painter, box, cell.text, ((12, 400), text_token(cell.tone, "text2")), _RIGHT)

    def _paint_text(self, painter: QPainter, box: QRect, column: Column, cell: Cell) -> None:
        flags = _RIGHT if column.numeric else _LEFT
        weight = 600 if column.bold else 500 if column.kind == "two_line" else 400
        usual = "text3" if cell.text == DASH or cell.tone == "muted" else "text2" if column.muted else "text"
        tint = text_token(cell.tone, usual)
        if column.kind == "person":
            side = px(AVATAR)
            if cell.initials:
                paint_avatar(painter, QRectF(box.left(), box.center().y() + 0.5 - side / 2, side, side), cell.initials)
                box.setLeft(box.left() + px(AVATAR + GAP))
        if column.sub is None or not cell.sub:
            self._draw(painter, box, cell.text, ((13, weight), tint), flags)
            return
        high, low = metrics(13).height(), metrics(11).height()
        top = box.top() + (box.height() - high - low - 1) // 2
        first = QRect(box.left(), top, box.width(), high)
        second = QRect(box.left(), top + high + 1, box.width(), low)
        self._draw(painter, first, cell.text, ((13, weight), tint), flags)
        self._draw(painter, second, cell.sub, ((11, 400), text_token(cell.sub_tone, "text3")), flags)

    @staticmethod
    def _draw(painter: QPainter, box: QRect, text: str, look: Look, flags: int) -> None:
        """One line of text; it takes half of the air beside it before it is elided."""
        face, tint = look
        if flags == _LEFT:
            box = box.adjusted(0, 0, PAD // 2, 0)
        if advance(text, *face) > box.width():
            text = metrics(*face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font(*face))
        painter.setPen(color(tint))
        painter.drawText(box, flags, text)
