"""A list that is as high as its rows: for cards with a handful of rows, in a page that scrolls by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy

from app.qt.table import RecordTable
from app.qt.tokens import px

EMPTY = 150
"""The height of what an empty list says."""


class ShortTable(RecordTable):
    """A `RecordTable` without a scroll bar of its own."""

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, and take just the room they need."""
        super().set_rows(rows)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit_height()

    def fit_height(self) -> None:
        """As high as header, rows and foot."""
        view, count = self.view, self.model.rowCount()
        inside = view.horizontalHeader().sizeHint().height() + 2
        if not self.foot.isHidden():
            inside += self.foot.sizeHint().height()
        inside += sum(view.rowHeight(line) for line in range(count)) if count else px(EMPTY)
        if view.horizontalScrollBar().isVisible():
            inside += view.horizontalScrollBar().height()
        self.setFixedHeight(inside)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit_height()
