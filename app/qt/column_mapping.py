"""What each column of a file holds: one choice a column, in a row above the list."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.kernel.csv_files import Mapping
from app.kernel.words import _
from app.qt.editors import Choice
from app.qt.elided import ElidedLabel
from app.qt.flow import FlowLayout
from app.qt.tokens import px

WIDTH = 150
"""At least; what is left of a row is shared."""
GAP = 8
LOW = 680
"""In a lower window the list needs the room."""


class MappingRow(QScrollArea):
    """The columns with what they hold; `chosen` carries the place of a column and its new meaning, or None."""

    chosen = Signal(int, object)

    def __init__(self, offered: Sequence[tuple[StrEnum, str]]) -> None:
        """Without columns; `offered` are the meanings with their words."""
        super().__init__()
        self._offered = list(offered)
        self.choices: list[Choice] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("What the columns hold"))
        self._cells: list[QWidget] = []

    def set_columns(self, headings: Sequence[str], samples: Sequence[str], mapping: Mapping[Any]) -> None:
        """Show these columns; the same ones again only get their meanings."""
        if [choice.property("heading") for choice in self.choices] != list(headings):
            self._build(headings, samples)
        for choice, meaning in zip(self.choices, mapping, strict=False):
            choice.blockSignals(True)
            choice.write(meaning)
            choice.blockSignals(False)
            choice.setProperty("left", meaning is None)

    def _build(self, headings: Sequence[str], samples: Sequence[str]) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        flow = FlowLayout(gap=GAP)
        inside.setLayout(flow)
        self.choices, self._cells = [], []
        for place, (heading, sample) in enumerate(zip(headings, samples, strict=False)):
            cell = QWidget()
            box = QVBoxLayout(cell)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(px(3))
            words = ElidedLabel(heading, "caption")
            choice = Choice(self._offered, optional=True)
            choice.setItemText(0, _("Left out"))
            choice.setAccessibleName(_("Column {name}").format(name=heading))
            choice.setAccessibleDescription(_("For example: {text}").format(text=sample) if sample else "")
            choice.setToolTip(_("For example: {text}").format(text=sample) if sample else "")
            choice.setProperty("heading", heading)
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.currentIndexChanged.connect(partial(self._chosen, place))
            box.addWidget(words)
            box.addWidget(choice)
            flow.addWidget(cell)
            self._cells.append(cell)
            self.choices.append(choice)
        self.setWidget(inside)
        self.fit()

    def fit(self) -> None:
        """Share the width, and be as high as the columns need: of many two rows are seen, and that there are more."""
        if not self._cells:
            return
        room = self.width() - px(16)  # where the scroll bar is
        count = min(len(self._cells), max(1, (room + GAP) // (px(WIDTH) + GAP)))
        for cell in self._cells:
            cell.setFixedWidth(max(px(WIDTH), (room - (count - 1) * GAP) // count))
        high = self._cells[0].sizeHint().height() + GAP
        lines = -(-len(self._cells) // count)
        most = 2.35 if self.window().height() >= px(LOW) else 1.35
        self.setFixedHeight(int(high * min(lines, most)))

    def _chosen(self, place: int, _index: int) -> None:
        self.chosen.emit(place, self.choices[place].read())
