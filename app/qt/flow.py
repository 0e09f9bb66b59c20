"""A row of widgets that goes on in a second line where there is no room; some of them stand at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget, QWidgetItem

Line = list[tuple[int, QLayoutItem, QSize]]
"""The place among all, the item, and the size it would have."""
GAP = 8


class FlowLayout(QLayout):
    """Widgets in their own size, line by line. From the one given on they stand at the right end of their line."""

    def __init__(self, *, gap: int = GAP) -> None:
        """An empty row."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._sizes: Line | None = None
        self._right_from: int | None = None
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def right_from_here(self) -> None:
        """Widgets added from now on stand at the right."""
        self._right_from = len(self._items)

    def addWidget(self, widget: QWidget) -> None:
        """Add a widget. Its item is made here: of one that Qt makes Python may forget that it is still there."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._sizes = None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        self._sizes = None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(self._high(line) for line in lines) + GAP * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        wide = sum(size.width() for _place, _item, size in shown) + self._gap * max(0, len(shown) - 1)
        return QSize(wide, self._high(shown))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for _place, item, _size in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            self._place(line, QRect(rect.left(), top, rect.width(), self._high(line)))
            top += self._high(line) + GAP

    def _shown(self) -> Line:
        """Asked for again and again while rooms are shared out, so it is kept until a part tells of a change."""
        if self._sizes is None:
            self._sizes = [
                (place, item, item.sizeHint()) for place, item in enumerate(self._items) if not item.isEmpty()
            ]
        return self._sizes

    @staticmethod
    def _high(line: Line) -> int:
        return max((size.height() for _place, _item, size in line), default=0)

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        used = 0
        for one in self._shown():
            wide = one[2].width()
            if lines and used + self._gap + wide <= width:
                lines[-1].append(one)
                used += self._gap + wide
            else:
                lines.append([one])
                used = wide
        return lines

    def _place(self, line: Line, room: QRect) -> None:
        right = [one for one in line if self._right_from is not None and one[0] >= self._right_from]
        left = room.left()
        free = room.width() - sum(size.width() for _place, _item, size in line) - self._gap * (len(line) - 1)
        for one in line:
            if right and one is right[0]:
                left += max(0, free)
            _at, item, size = one
            wide = min(size.width(), room.width())
            item.setGeometry(QRect(left, room.top() + (room.height() - size.height()) // 2, wide, size.height()))
            left += wide + self._gap


class Flow(QWidget):
    """A flow row as a widget."""

    def __init__(self, left: list[QWidget], right: list[QWidget]) -> None:
        """Widgets at the left and at the right of one row, while there is room for one."""
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout()
        self.setLayout(self._flow)
        for widget in left:
            self._flow.addWidget(widget)
        self._flow.right_from_here()
        for widget in right:
            self._flow.addWidget(widget)
