"""The totals row of a list: fixed at the foot, aligned with the columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget

from app.qt.accessible import Role
from app.qt.delegate import EDGE, PAD
from app.qt.record_model import RecordModel
from app.qt.tokens import color, current, font, metrics

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WORDLESS = frozenset({"check", "shape", "avatar"})
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TotalsFoot(QWidget):
    """Sums under their columns, over the rows shown."""

    accessible_role = Role.StaticText

    def __init__(self, model: RecordModel, header: QHeaderView) -> None:
        """A foot for a model under a header."""
        super().__init__()
        self._model = model
        self._header = header
        self._texts: list[str] = []
        self._word = ""
        self._busy = ""
        self._counted: Callable[[int], str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header.sectionResized.connect(self.update)
        header.sectionMoved.connect(self.update)
        header.geometriesChanged.connect(self.update)
        model.modelReset.connect(self.count)

    def set_word(self, word: str) -> None:
        """The words of the first free cell: "7 drafts"."""
        self._word = word
        self._counted = None
        self.count()

    def set_busy(self, words: str) -> None:
        """For a while other words stand in the first free cell; "" is the usual ones again."""
        self._busy = words
        self.count()

    def set_counting(self, words: Callable[[int], str]) -> None:
        """The words of the first free cell from the number of rows shown."""
        self._counted = words
        self.count()

    def count(self) -> None:
        """Sum again."""
        self._texts = self._model.totals()
        if self._counted is not None:
            self._word = self._counted(len(self._model.shown))
        named = [
            f"{column.spoken}: {text}" for column, text in zip(self._model.columns, self._texts, strict=True) if text
        ]
        self.setAccessibleName(", ".join(part for part in (self._busy or self._word, *named) if part))
        self.update()

    def texts(self) -> list[str]:
        """The totals as shown, one per column."""
        return list(self._texts)

    def word_column(self) -> int:
        """The first column in sight that is wide enough for words and has no sum; -1 when there is none."""
        columns = self._model.columns
        order = (self._header.logicalIndex(visual) for visual in range(self._header.count()))
        there = [place for place in order if not self._header.isSectionHidden(place)]
        return next((i for i in there if columns[i].kind not in _WORDLESS and not self._text(i)), -1)

    def sizeHint(self) -> QSize:
        return QSize(100, current.row_height(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sunken"))
        painter.fillRect(0, 0, self.width(), 1, color("line"))
        painter.setFont(font(13, 600))
        painter.setPen(color("text"))
        word_at = self.word_column()
        for place, column in enumerate(self._model.columns):
            if self._header.isSectionHidden(place):
                continue
            left = self._header.sectionViewportPosition(place)
            box = QRect(left + (EDGE if left <= 0 else PAD), 0, 0, self.height())
            box.setRight(left + self._header.sectionSize(place) - PAD - 1)
            text = self._busy or self._word if place == word_at else self._text(place)
            if not text:
                continue
            if column.numeric:
                spare = metrics(13, 600).horizontalAdvance(text) - box.width()
                painter.drawText(box.adjusted(-max(0, spare), 0, 0, 0), _RIGHT, text)
            else:
                painter.drawText(
                    box, _LEFT, metrics(13, 600).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
                )
        painter.end()

    def _text(self, place: int) -> str:
        return self._texts[place] if place < len(self._texts) else ""
