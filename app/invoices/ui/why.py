"""Why drafts are not ready: one line for each, with its sum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow
from app.invoices.ui.columns import TONES
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.cards import Card
from app.qt.labels import Shape, label

MOST = 4
ORDER = (Shown.BLOCKED, Shown.HOLD, Shown.CHECK)


class WhyCard(Card):
    """The reasons, what blocks first; hidden when everything is ready."""

    def __init__(self, formats: Formats) -> None:
        """An empty, hidden card."""
        super().__init__(" ")
        self._formats = formats
        self.body.setSpacing(6)
        self._lines: list[QWidget] = []
        self._enough = True
        self.hide()

    def set_room(self, *, enough: bool) -> None:
        """In a low window the list of drafts is worth more than this card; the panel says the same draft by draft."""
        self._enough = enough
        self.setVisible(bool(self._lines) and enough)

    def set_rows(self, rows: Sequence[DraftRow]) -> None:
        """Tell about the drafts among these that are not ready."""
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        waiting = sorted((row for row in rows if row.shown in ORDER), key=lambda row: ORDER.index(row.shown))
        self.set_title(ngettext("Why {n} is not ready", "Why {n} are not ready", len(waiting)))
        for row in waiting[:MOST]:
            self._add(row)
        more = len(waiting) - MOST
        self.set_detail(_("and {count} more").format(count=more) if more > 0 else "")
        self.setVisible(bool(waiting) and self._enough)

    def _add(self, row: DraftRow) -> None:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(Shape(TONES[row.shown], 12))
        box.addWidget(label(row.client_name, "strong"))
        text = ", ".join(part for part in (row.why, self._formats.money(row.sums.gross)) if part)
        box.addWidget(label(f"\u00b7 {text}", "second"), 1)
        line.setAccessibleName(f"{row.client_name}: {text}")
        self.body.addWidget(line)
        self._lines.append(line)

    def text(self) -> str:
        """Everything said."""
        return "\n".join(line.accessibleName() for line in self._lines)
