"""The bar over the week: which week it is, back and on, grid or list, hand in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.kernel.words import _
from app.qt.buttons import Button, IconButton, Segmented
from app.qt.labels import label
from app.timesheets.domain import TimeState
from app.timesheets.queries import WeekView

GRID, LIST = "grid", "list"


class WeekBar(QWidget):
    """`moved` carries -1, 0 (today) or 1."""

    moved = Signal(int)

    def __init__(self, formats: Formats) -> None:
        """A bar without a week."""
        super().__init__()
        self._formats = formats
        self.back = IconButton("chevron-left", _("Week back"), keys="[")
        self.on = IconButton("chevron-right", _("Week on"), keys="]")
        self.title = label("", "place")
        self.detail = label("", "muted")
        self.today = Button(_("Today"), keys="T")
        self.shape = Segmented([(GRID, _("Week")), (LIST, _("List"))], name=_("Show as"))
        self.expense = Button(_("Add expense…"), icon="receipt-text")
        self.submit = Button(_("Submit week"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        left: tuple[QWidget, ...] = (self.back, self.title, self.on, self.detail, self.today)
        right: tuple[QWidget, ...] = (self.shape, self.expense, self.submit)
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
        self.detail.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.on.clicked.connect(lambda: self.moved.emit(1))
        self.today.clicked.connect(lambda: self.moved.emit(0))

    def show_week(self, view: WeekView) -> None:
        """Say which week it is and where it stands."""
        period = view.period
        self.title.setText(span_words(period, self._formats))
        number = (period.first if period.first.weekday() == 0 else period.last).isocalendar().week
        words = [_("Week {number}").format(number=number)]
        states = {TimeState.SUBMITTED: _("handed in"), TimeState.APPROVED: _("approved")}
        if view.state in states:
            words.append(states[view.state])
        self.detail.setText(", ".join(words))
        self.submit.setEnabled(view.count(TimeState.OPEN) > 0)


def span_words(period: Period, formats: Formats) -> str:
    """A period in words: "27 Apr – 3 May 2026"."""
    return f"{formats.day(period.first)} – {formats.date(period.last)}"
