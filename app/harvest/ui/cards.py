"""Cards of the panel: a suggestion, and news about one that was added. Each knows what its keys do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.harvest.domain import Note
from app.harvest.queries import NewsRow, SuggestionRow
from app.harvest.ui.wording import place, spoken, when, worth
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.labels import Picture, Shape, label
from app.qt.tokens import color

BAR = 3


class EventCard(QFrame):
    """One event of the list. The current one is marked and takes the keys."""

    entered = Signal()

    def __init__(self, key: int) -> None:
        """An empty card for a suggestion's id."""
        super().__init__()
        self.key = key
        self.verbs: dict[str, Callable[[], object]] = {}
        self._current = False
        self._focused = False
        self._first: Button | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(14, 9, 14, 11)
        self.lines.setSpacing(3)

    def add_line(self, *parts: QWidget, stretch: int = 0) -> None:
        """Widgets side by side; the one at `stretch` takes the room."""
        row = QHBoxLayout()
        row.setSpacing(6)
        for index, part in enumerate(parts):
            row.addWidget(part, 1 if index == stretch else 0)
        self.lines.addLayout(row)

    def add_buttons(self, first: Button, *others: Button, last: Button | None = None) -> None:
        """Buttons side by side, one more at the right; the first carries the key cap while the card is current."""
        self._first = first
        row = QHBoxLayout()
        row.setSpacing(6)
        row.setContentsMargins(0, 6, 0, 0)
        for button in (first, *others):
            row.addWidget(button)
        row.addStretch()
        if last is not None:
            row.addWidget(last)
        self.lines.addLayout(row)
        for button in self.findChildren(Button):
            button.installEventFilter(self)

    def button(self, text: str) -> Button:
        """The button with these words."""
        return next(button for button in self.findChildren(Button) if button.words() == text)

    def set_current(self, current: bool, *, focused: bool) -> None:
        """Mark the card the keys work on; `focused` while the list has the keyboard."""
        if (current, focused) == (self._current, self._focused):
            return
        self._current, self._focused = current, focused
        if self._first is not None:
            self._first.primary = current
            self._first.keys = "A" if current else ""
            self._first.updateGeometry()
            self._first.update()
        self.update()

    @property
    def is_current(self) -> bool:
        """Whether the keys work on this card."""
        return self._current

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.entered.emit()
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._current:
            painter.fillRect(self.rect(), color("selRow"))
            painter.fillRect(0, 0, BAR, self.height(), color("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color("line"))
        if self._current and self._focused:
            painter.setPen(QPen(color("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class SuggestionCard(EventCard):
    """A suggestion: when, how long, what, where it goes, what it is worth and why."""

    add = Signal()
    change = Signal()
    dismiss = Signal()

    def __init__(self, row: SuggestionRow, formats: Formats) -> None:
        """A card for a row; without a task its first button asks for one."""
        super().__init__(row.suggestion_id)
        self.row = row
        hours = label(formats.hours(row.seconds, unit=True), "strong")
        self.add_line(label(when(row.day, row.starts_at, row.ends_at, formats), "caption"), hours)
        self.add_line(label(row.title, "strong", wrap=True))
        target = place(row.client_name, row.task_name) if row.task_id is not None else _("Choose a task")
        value = label(worth(row, formats), "value")
        self.add_line(Picture("arrow-right", 13, "text3"), label(target, "value", wrap=True), value, stretch=1)
        self.add_line(label(row.reason, "hint", wrap=True))
        self._buttons(row, formats)
        self.setAccessibleName(spoken(row, formats))

    def _buttons(self, row: SuggestionRow, formats: Formats) -> None:
        sure = row.task_id is not None
        adding = [Button(_("Add") if sure else _("Choose…"), small=True)]
        adding[0].clicked.connect(self.add if sure else self.change)
        if sure:
            adding.append(Button(_("Change…"), small=True))
            adding[1].clicked.connect(self.change)
        last = Button(_("Not work"), small=True, quiet=True)
        last.clicked.connect(self.dismiss)
        if not row.acceptable:
            over = formats.time(row.ends_at) if row.ends_at is not None else formats.day(row.day)
            for button in adding:
                button.setEnabled(False)
                button.setToolTip(_("Ends {time}. Add it afterwards.").format(time=over))
        self.add_buttons(*adding, last=last)
        self.verbs = {"dismiss": self.dismiss.emit}
        if row.acceptable:
            self.verbs |= {"add": self.add.emit if sure else self.change.emit, "change": self.change.emit}


class NewsCard(EventCard):
    """The calendar says otherwise since the time was added: follow it, or keep the entry."""

    follow = Signal()
    keep = Signal()

    def __init__(self, row: NewsRow, formats: Formats) -> None:
        """A card for news; what cannot be followed any more can only be noted."""
        super().__init__(row.suggestion_id)
        self.row = row
        gone = row.news is Note.CANCELLED
        heading = _("Called off after you added it") if gone else _("Changed after you added it")
        self.add_line(Shape("warn", 12), label(heading, "caption"), stretch=1)
        self.add_line(label(row.title, "strong", wrap=True))
        logged = formats.day_named(row.entry_day)
        was = f"{logged} · {formats.hours(row.entry_seconds, unit=True)} · {place(row.client_name, row.task_name)}"
        now = when(row.day, row.starts_at, row.ends_at, formats)
        now = f"{now} · {formats.hours(row.seconds, unit=True)}"
        self.add_line(label(_("Logged: {entry}").format(entry=was), "value", wrap=True))
        if not gone:
            self.add_line(Picture("arrow-right", 13, "text3"), label(now, "value", wrap=True), stretch=1)
        keep = Button(_("Keep as logged") if row.can_follow else _("Noted"), small=True, quiet=row.can_follow)
        keep.clicked.connect(self.keep)
        self.verbs = {"dismiss": self.keep.emit}
        if row.can_follow:
            follow = Button(_("Remove the entry") if gone else _("Use the new time"), small=True)
            follow.clicked.connect(self.follow)
            self.add_buttons(follow, last=keep)
            self.verbs["add"] = self.follow.emit
        else:
            self.add_buttons(keep)
        self.setAccessibleName(", ".join((heading, row.title, was) if gone else (heading, row.title, was, now)))
