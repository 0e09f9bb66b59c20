"""The header of lists: sorts by click or by Enter, ticks all, moves and widens columns, and takes keyboard focus."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.delegate import CHECK, EDGE, PAD, paint_check
from app.qt.icons import paint_icon
from app.qt.record_model import RecordModel
from app.qt.speech import say
from app.qt.tab_order import stops
from app.qt.tokens import color, current, font, metrics, px

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class SortHeader(QHeaderView):
    """Column titles with the sort mark. Left and right move, Enter or Space sorts, with Ctrl the arrows move the
    column, with Shift they make it narrower or wider.
    """

    accessible_role = Role.ColumnHeader

    sort_asked = Signal(int)
    move_asked = Signal(int, int)
    width_asked = Signal(int, int)
    let_go = Signal()
    """The mouse button is up again."""

    def __init__(self, model: RecordModel, parent: QWidget | None = None) -> None:
        """A header over a record model."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._records = model
        self._place = 0
        self.setAccessibleName(_("Column headings"))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStretchLastSection(False)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.sectionClicked.connect(self.sort_asked)

    def sizeHint(self) -> QSize:
        # the width that Qt would work out, title by title, nobody asks for
        return QSize(self.length(), max(31, current.metrics(12).height() + 14))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        column = self._records.columns[section]
        painter.save()
        painter.fillRect(rect, color("sunken"))
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, color("line"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        if column.kind == "check":
            side = px(CHECK)
            left = rect.left() + (rect.width() - side) / 2
            paint_check(painter, left, rect.center().y() + 0.5 - side / 2, self._records.all_ticked())
        else:
            self._paint_title(painter, rect, section)
        if self.hasFocus() and section == self._place:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 4, 4)
        painter.restore()

    def _paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        column = self._records.columns[section]
        sorted_here = column.key == self._records.sort_key
        box = rect.adjusted(EDGE if self.sectionViewportPosition(section) <= 0 else PAD, 0, -PAD, 0)
        face = (12, 600 if sorted_here else 500)
        width = metrics(*face).horizontalAdvance(column.title)
        mark_size = px(12)
        room = box.width() - (mark_size + 4 if sorted_here else 0)
        title = column.title
        if width > room:
            title = metrics(*face).elidedText(title, Qt.TextElideMode.ElideRight, room)
            width = room
        left = box.right() - width + 1 if column.numeric else box.left()
        painter.setFont(font(*face))
        painter.setPen(color("text2" if sorted_here else "text3"))
        painter.drawText(QRect(left, box.top(), width + 2, box.height()), _LEFT, title)
        if sorted_here:
            mark = "chevron-down" if self._records.descending else "chevron-up"
            x = left - mark_size - 4 if column.numeric else left + width + 4
            y = rect.center().y() + 0.5 - mark_size / 2
            paint_icon(painter, QRectF(x, y, mark_size, mark_size), mark, "text2")

    # ------------------------------------------------------------------ keyboard

    def _shown(self) -> list[int]:
        order = (self.logicalIndex(visual) for visual in range(self.count()))
        return [place for place in order if not self.isSectionHidden(place)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shown = event.key(), self._shown()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step and shown:
            if held == Qt.KeyboardModifier.ControlModifier:
                self.move_asked.emit(self._place, step)
            elif held == Qt.KeyboardModifier.ShiftModifier:
                self.width_asked.emit(self._place, self.sectionSize(self._place) + step * px(10))
            elif held == Qt.KeyboardModifier.NoModifier:
                here = shown.index(self._place) if self._place in shown else 0
                self._place = shown[max(0, min(len(shown) - 1, here + step))]
                say(self, self._say())
            else:
                event.ignore()
                return
            self.viewport().update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not held:
            self.sort_asked.emit(self._place)
        else:
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on behind the list: by itself Qt goes back to the list that the header is a part of."""
        view = self.parentWidget()
        if view is None:
            return False
        if not forward:
            view.setFocus(Qt.FocusReason.BacktabFocusReason)
            return True
        line = stops(self.window(), self)
        place = line.index(self)
        for other in [*line[place + 1 :], *line[:place]]:
            if other is not view and not view.isAncestorOf(other):
                other.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _say(self) -> str:
        column = self._records.columns[self._place]
        words = column.spoken
        if column.key == self._records.sort_key:
            falling = self._records.descending
            words = _("{column}, sorted falling") if falling else _("{column}, sorted rising")
            words = words.format(column=column.spoken)
        self.setAccessibleDescription(words)
        return words

    def focusInEvent(self, event: QFocusEvent) -> None:
        shown = self._shown()
        if shown and self._place not in shown:
            self._place = shown[0]
        self._say()
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._place = max(0, self.logicalIndexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.let_go.emit()
