"""The panel beside the week: what the calendar proposes, why, and one key to add it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.engagements.queries import TaskRow, tasks
from app.harvest.commands import (
    AddedAll,
    Dismissed,
    Harvested,
    accept_all,
    accept_suggestion,
    dismiss_suggestion,
    follow_calendar,
    keep_entry,
    restore_suggestion,
    take_back_suggestion,
)
from app.harvest.queries import SuggestionRow, SuggestionsView, suggestions
from app.harvest.ui.card_list import CardList
from app.harvest.ui.cards import EventCard, NewsCard, SuggestionCard
from app.harvest.ui.change import ChangeDialog
from app.harvest.ui.file import CalendarFile
from app.harvest.ui.left_out import LeftOut
from app.harvest.ui.wording import read_ago, what_happened
from app.kernel.changes import Changes
from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.frame import Frame
from app.qt.labels import Picture, label, rule
from app.qt.notices import Banner
from app.qt.operations import Operations

LISTENS = frozenset({"harvest", "timesheets", "engagements", "clients", "firm"})
BACK = timedelta(35)
AHEAD = timedelta(14)
"""How far around today a file is read, besides the period on screen."""
MOST_SENTENCES = 4


class SuggestionPanel(Card):
    """What waits in a person's calendar. `shown` carries the view, for the page's grid and figures."""

    shown = Signal(object)
    listens = LISTENS

    def __init__(
        self, operations: Operations, formats: Formats, *, person_id: int, on_this_computer: bool = True
    ) -> None:
        """An empty panel; `show_period` fills it. `on_this_computer` says whether the book is a local file."""
        self._add_all = Button(_("Add all"), small=True, quiet=True)
        super().__init__(_("From the calendar"), " ", self._add_all, flush=True)
        self._operations = operations
        self._formats = formats
        self._person_id = person_id
        self._local = on_this_computer
        self._period: Period | None = None
        self._stale = False
        self._pending: set[int] = set()
        self._view: SuggestionsView | None = None
        self._age = QElapsedTimer()
        self._file = CalendarFile(operations, person_id=person_id, parent=self)
        self._dialog: ChangeDialog | None = None
        self.banner = Banner()
        self.cards = CardList(_("Suggestions from the calendar"))
        self._nothing = label("", "second", wrap=True)
        self._left_out = LeftOut(formats)
        self._read_when = label("", "hint", wrap=True)
        self.read_button = Button(_("Read a calendar file…"), icon="file-input", small=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.head.insertWidget(0, Picture("calendar-search", 16))
        self._add_all.hide()
        top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.addWidget(self.banner)
        self.body.addLayout(top)
        self.body.setSpacing(0)
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._nothing.setContentsMargins(14, 14, 14, 14)
        for part in (rule(), self.cards, self._nothing, self._left_out):
            column.addWidget(part)
        column.addStretch()
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 9, 14, 10)
        foot.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.read_button)
        row.addStretch()
        foot.addLayout(row)
        foot.addWidget(self._read_when)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self._operations.changed.connect(self._heard)
        self._operations.crashed.connect(self._forget_pending)
        self.cards.moved_to.connect(self._area.ensureWidgetVisible)
        self._left_out.restored.connect(self._restore)
        self.read_button.clicked.connect(self.choose_file)
        self._file.taken.connect(self._taken)
        self._file.refused.connect(self._refused)
        self._file.busy.connect(self._file_busy)
        self._operations.bind(self._add_all, accept_all, self._all_arguments, self._all_added, failed=self._refused)
        minute = QTimer(self)
        minute.setInterval(60_000)
        minute.timeout.connect(self._say_when)
        minute.start()

    # ------------------------------------------------------------------ what the page asks

    def show_period(self, period: Period) -> None:
        """Show what waits in a period."""
        self._period = period
        self.refresh()

    def refresh(self) -> None:
        """Read again what waits."""
        self._stale = False
        if self._period is not None:
            self._operations.read(
                suggestions,
                self._show,
                failed=self._refused,
                latest=self,
                person_id=self._person_id,
                period=self._period,
            )

    def set_hints(self, hints: Sequence[str]) -> None:
        """Sentences of the page that stand below the cards, such as days that are short."""
        self._left_out.set_hints(hints)

    @property
    def view(self) -> SuggestionsView | None:
        """What is shown."""
        return self._view

    def suggested(self) -> dict[tuple[int, date], int]:
        """Seconds that wait, by task and day."""
        found: dict[tuple[int, date], int] = {}
        for row in self._rows():
            if row.task_id is not None and row.acceptable:
                found[row.task_id, row.day] = found.get((row.task_id, row.day), 0) + row.seconds
        return found

    def add_for(self, task_id: int, day: date) -> None:
        """Add what waits for a cell of the week."""
        for row in self._rows():
            if (row.task_id, row.day) == (task_id, day) and row.acceptable:
                self.add(row.suggestion_id)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return [("J K", _("move")), ("A", _("add")), ("Enter", _("change")), ("Del", _("not work"))]

    def sentences(self) -> list[str]:
        """The small print below the cards."""
        return self._left_out.sentences()

    def foot_text(self) -> str:
        """What is said about the calendar that was read."""
        return self._read_when.text()

    def nothing_text(self) -> str:
        """What an empty list says; "" while something waits."""
        return self._nothing.text()

    # ------------------------------------------------------------------ showing

    def _rows(self) -> tuple[SuggestionRow, ...]:
        return () if self._view is None else self._view.rows

    def _heard(self, changes: Changes) -> None:
        if changes.rooms & LISTENS:
            if self.isVisible():
                self.refresh()
            else:
                self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self, view: SuggestionsView) -> None:
        before, self._view = self._view, view
        self._age.start()
        if before is None or (before.rows, before.news) != (view.rows, view.news):
            self.cards.set_cards([*map(self._news_card, view.news), *map(self._card, view.rows)])
        self.cards.setVisible(bool(view.rows or view.news))
        self._nothing.setText(_nothing_waits(view))
        self._nothing.setVisible(bool(self._nothing.text()))
        self.set_detail(ngettext("{n} not logged", "{n} not logged", len(view.rows)) if view.rows else "")
        ready = [row for row in view.rows if row.acceptable]
        sure = sum(row.preselected for row in ready)
        self._add_all.setText(
            _("Add all") if sure == len(ready) else ngettext("Add the {n} sure one", "Add the {n} sure ones", sure)
        )
        self._add_all.setVisible(sure > 1)
        self._left_out.set_view(view)
        self._say_when()
        self.shown.emit(view)

    def _say_when(self) -> None:
        view = self._view
        if view is None or view.read_at is None:
            self._read_when.setText(_("No calendar has been read yet."))
            return
        now = view.asked_at + timedelta(milliseconds=self._age.elapsed())
        text = read_ago(view.read_at, now, self._formats)
        self._read_when.setText(f"{text} {_('Titles stay on this computer.')}" if self._local else text)

    def _card(self, row: SuggestionRow) -> EventCard:
        card = SuggestionCard(row, self._formats)
        card.add.connect(partial(self.add, row.suggestion_id))
        card.change.connect(partial(self.change, row))
        card.dismiss.connect(partial(self.dismiss, row.suggestion_id))
        return card

    def _news_card(self, row: object) -> EventCard:
        card = NewsCard(row, self._formats)
        card.follow.connect(partial(self._run, follow_calendar, row.suggestion_id))
        card.keep.connect(partial(self._run, keep_entry, row.suggestion_id))
        return card

    # ------------------------------------------------------------------ deciding

    def add(self, suggestion_id: int) -> None:
        """Log a suggestion as proposed."""
        self._run(accept_suggestion, suggestion_id, self._added)

    def dismiss(self, suggestion_id: int) -> None:
        """Call a suggestion not work."""
        self._run(dismiss_suggestion, suggestion_id, self._dismissed)

    def change(self, row: SuggestionRow) -> None:
        """Ask for another task, other hours or another note, then add."""
        self._operations.read(
            tasks, partial(self._ask, row), failed=self._refused, on=row.day, person_id=self._person_id
        )

    def _ask(self, row: SuggestionRow, found: list[TaskRow]) -> None:
        self._dialog = ChangeDialog(self._formats, row, found, today=self._today, parent=self.window())
        self._dialog.adds(self._operations, partial(self._added, row.suggestion_id))
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.open()

    def _run(self, command: object, suggestion_id: int, then: object = None) -> None:
        """Run a command about a suggestion, once at a time."""
        if suggestion_id in self._pending:
            return
        self._pending.add(suggestion_id)
