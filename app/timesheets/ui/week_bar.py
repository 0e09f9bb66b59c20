"""The bar over the week: which week or day it is, back and on, how it is shown, rows of last week, hand in."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.buttons import Button, IconButton, Segmented
from app.qt.fitting import FitsItsText
from app.qt.labels import label
from app.qt.tokens import px
from app.timesheets.domain import TimeState
from app.timesheets.queries import WeekView

WEEK, DAY, LIST = "week", "day", "list"
GAP = 10


class WeekBar(FitsItsText, QWidget):
    """`moved` carries -1, 0 (today) or 1."""

    moved = Signal(int)

    def __init__(self, formats: Formats) -> None:
        """A bar without a week."""
        super().__init__()
        self._formats = formats
        self._view: WeekView | None = None
        self._day: date | None = None
        self.back = IconButton("chevron-left", _("Week back"), keys="[")
        self.on = IconButton("chevron-right", _("Week on"), keys="]")
        self.title = label("", "period")
        self.detail = label("", "muted")
        self.today = Button(_("Today"), keys="T")
        self.shape = Segmented([(WEEK, _("Week")), (DAY, _("Day")), (LIST, _("List"))], name=_("Show as"))
        self.copy = Button(_("Copy rows from last week"), icon="copy")
        self.copy_small = IconButton("copy", _("Copy rows from last week"))
        self.submit = Button(_("Submit week"))
        self.calendar = IconButton("calendar-search", _("From the calendar"), keys="F4")
        self.calendar.hide()
        self._left = _side(self.back, self.title, self.on, self.detail, self.today)
        self._right = _side(self.shape, self.copy, self.copy_small, self.submit, self.calendar)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(GAP)
        self._both.addWidget(self._left)
        self._both.addStretch(1)
        self._both.addWidget(self._right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.on.clicked.connect(lambda: self.moved.emit(1))
        self.today.clicked.connect(lambda: self.moved.emit(0))
        self.copy_small.clicked.connect(self.copy.click)
        self.copy_small.hide()

    # ------------------------------------------------------------------ what it says

    def show_week(self, view: WeekView, day: date | None, *, copies: int) -> None:
        """Say which week (or day of it) this is and where it stands; `copies` rows of last week are missing."""
        self._view, self._day = view, day
        number = (view.period.first if view.period.first.weekday() == 0 else view.period.last).isocalendar().week
        states = {TimeState.SUBMITTED: _("Week {number}, handed in"), TimeState.APPROVED: _("Week {number}, approved")}
        words = states.get(view.state, _("Week {number}")) if view.state is not None else _("Week {number}")
        self.detail.setText(words.format(number=number))
        self.submit.setEnabled(view.count(TimeState.OPEN) > 0)
        self.submit.setToolTip("" if self.submit.isEnabled() else _("Nothing in this week waits to be handed in."))
        for button in (self.copy, self.copy_small):
            button.setEnabled(copies > 0)
        usual = _("Copy rows from last week")
        self.copy.setToolTip("" if copies else _("Last week has no rows that are not here already."))
        self.copy_small.setToolTip(usual if copies else self.copy.toolTip())
        names = (_("Week back"), _("Week on")) if day is None else (_("Day back"), _("Day on"))
        for button, name, key in zip((self.back, self.on), names, "[]", strict=True):
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key})")
        self._fit()

    def offer_calendar(self, *, offered: bool) -> None:
        """The way into the calendar, while it is a drawer."""
        self.calendar.setVisible(offered)
        self._fit()

    def _title(self, *, short: bool) -> str:
        if self._view is None:
            return ""
        if self._day is None:
            return self._formats.span(self._view.period.first, self._view.period.last, short=short)
        day = self._formats.date(self._day) if short else self._formats.date_long(self._day)
        weekday = self._formats.weekday(self._day) if short else self._formats.weekday_long(self._day)
        return _("{weekday}, {day}").format(weekday=weekday, day=day)

    # ------------------------------------------------------------------ room

    def _fit(self) -> None:
        """In less room: a shorter title, then a small copy button, then no week number, then two lines."""
        room = self.width()
        self._arrange(room)
        self.updateGeometry()

    def _arrange(self, room: int) -> None:
        self._both.setDirection(QBoxLayout.Direction.LeftToRight)
        for short, small, bare in (
            (False, False, False),
            (True, False, False),
            (True, True, False),
            (True, True, True),
        ):
            self.title.setText(self._title(short=short))
            self.copy.setVisible(not small)
            self.copy_small.setVisible(small)
            self.detail.setVisible(not bare)
            if self._needs() <= room:
                return
        self._both.setDirection(QBoxLayout.Direction.TopToBottom)
        self.detail.setVisible(True)
        if self._right.sizeHint().width() + px(140) <= room:
            self.copy.show()
            self.copy_small.hide()

    def _needs(self) -> int:
        for side in (self._left, self._right):
            layout = side.layout()
            if layout is not None:
                layout.invalidate()
        return self._left.sizeHint().width() + self._right.sizeHint().width() + GAP

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._left.minimumSizeHint().width(), px(200)), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()


def _side(*widgets: QWidget) -> QWidget:
    side = QWidget()
    row = QHBoxLayout(side)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return side
