"""The card of the burn chart: its legend, and the same numbers as a table behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from app.burn.ui.chart import BurnChart
from app.burn.ui.chart_data import chart_data
from app.burn.ui.chart_paint import LEFT, pen
from app.burn.ui.chart_words import TableRow, message_of, method_of, table_rows
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card, Empty
from app.qt.columns import Column
from app.qt.focus import HandsOn
from app.qt.table import RecordTable
from app.qt.tokens import color, font, metrics

if TYPE_CHECKING:
    from app.burn.queries import BurnDetail

MARK = 18
GAP = 12


class Legend(QWidget):
    """What each kind of line is. The lines have words at their ends too, so where there is no room it stays away."""

    def __init__(self) -> None:
        """A legend without a forecast."""
        super().__init__()
        self._ahead = False
        self._budget = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set(budget=True, ahead=False)

    def set(self, *, budget: bool, ahead: bool) -> None:
        """Say which lines there are."""
        self._budget, self._ahead = budget, ahead
        words = _("Lines: {names}").format(names=", ".join(name for _kind, name in self.entries()))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def entries(self) -> list[tuple[str, str]]:
        """The kinds of lines with their names."""
        found = [("used", _("Used"))]
        if self._budget:
            found += [("plan", _("Plan")), ("budget", _("Budget"))]
        if self._ahead:
            found.append(("ahead", _("Forecast range")))
        return found

    def _wants(self) -> int:
        return sum(MARK + 6 + metrics(12).horizontalAdvance(name) + GAP for _kind, name in self.entries())

    def sizeHint(self) -> QSize:
        return QSize(self._wants(), metrics(12).height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, metrics(12).height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._wants() > self.width():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = float(self.width() - self._wants()), self.height() / 2
        for kind, name in self.entries():
            if kind == "ahead":
                painter.fillRect(QRectF(x, middle - 5, MARK, 10), color("cone"))
            line = {
                "used": pen(color("c1"), 2),
                "plan": pen(color("c4"), 1.5, "plan"),
                "budget": pen(color("text"), 2),
                "ahead": pen(color("c1"), 2, "ahead"),
            }[kind]
            painter.setPen(line)
            painter.drawLine(QPointF(x + 1, middle), QPointF(x + MARK - 1, middle))
            width = metrics(12).horizontalAdvance(name)
            painter.setFont(font(12))
            painter.setPen(color("text2"))
            painter.drawText(QRectF(x + MARK + 6, 0, width + 2, self.height()), LEFT, name)
            x += MARK + 6 + width + GAP
        painter.end()


class BurnCard(HandsOn, Card):
    """The burn chart with its numbers as a table behind a button."""

    def __init__(self, formats: Formats) -> None:
        """An empty frame."""
        self.swap = Button(_("Show as table"), icon="table-2", small=True)
        self.legend = Legend()
        super().__init__(_("Budget burn"), "", flush=True)
        self.head.addWidget(self.legend, 10)
        self.head.addWidget(self.swap)
        self._formats = formats
        self.chart = BurnChart(formats)
        self.table = RecordTable(
            [
                Column("week", _("Week"), lambda row: row.label, sort=lambda row: row.day, least=130),
                Column("used", _("Used in it"), lambda row: row.week, kind="money", width=110, total="sum"),
                Column("so_far", _("Used so far"), self._so_far, width=110, right=True, sort=lambda row: row.used),
                Column("plan", _("Plan"), self._plan, width=90, right=True, sort=lambda row: row.plan),
                Column("budget", _("Budget"), self._budget, width=90, right=True, sort=lambda row: row.budget),
                Column("share", _("Share"), lambda row: row.share, kind="bar", width=120, tone=_tone),
                Column("note", _("What happened"), lambda row: row.note or None, least=130, muted=True),
            ],
            formats,
            name=_("Budget burn as a table"),
            empty=Empty("clock", _("No time on this engagement yet. The chart starts with the first hour.")),
        )
        self.table.set_foot(_("Total"))
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack)  # first: a stack without a parent shows its first widget as a window
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.table)
        self.swap.clicked.connect(self.toggle)
        self._has_data = False
        self._as_table = False

    def _so_far(self, row: TableRow) -> str:
        return self._formats.money_rounded(row.used) if row.rounded else self._formats.money(row.used)

    def _plan(self, row: TableRow) -> str | None:
        return None if row.plan is None else self._formats.money_rounded(row.plan)

    def _budget(self, row: TableRow) -> str | None:
        return None if row.budget is None else self._formats.money_rounded(row.budget)

    def toggle(self) -> None:
        """Chart or table."""
        self._as_table = not self._as_table
        self._show()

    def _show(self) -> None:
        as_table = self._as_table or not self._has_data
        self._stack.setCurrentIndex(1 if as_table else 0)
        self.swap.setText(_("Show as chart") if self._as_table else _("Show as table"))
        self.swap.setVisible(self._has_data)
        self.legend.setVisible(not as_table)
        self.hand_on_to(self.table if as_table else self.chart)

    def show_burn(self, detail: BurnDetail) -> None:
        """Draw a burn; without any use the card says when it will start."""
        data = chart_data(detail)
        self._has_data = bool(detail.view.used) or bool(detail.view.held_seconds)
        self.chart.set(data, message_of(detail, self._formats), method_of(detail.forecast))
        self.legend.set(budget=bool(detail.view.budget), ahead=data.ahead is not None)
        self.table.set_rows(table_rows(data, self._formats) if self._has_data else [])
        self._show()


def _tone(row: TableRow) -> str:
    return "bad" if row.share is not None and row.share > 1 else ""
