"""The panel beside the week: what the calendar proposes, why, and one key to add it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.harvest.commands import Harvested
from app.harvest.queries import NewsRow, SuggestionRow, SuggestionsView, suggestions
from app.harvest.ui.card_list import CardList
from app.harvest.ui.cards import EventCard, NewsCard, SuggestionCard
from app.harvest.ui.deciding import Decisions
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
from app.qt.focus import HandsOn
from app.qt.labels import Picture, label, rule
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.tab_order import tab_through
from app.qt.telling import tell

LISTENS = frozenset({"harvest", "timesheets", "engagements", "clients", "firm"})
BACK = timedelta(35)
AHEAD = timedelta(14)
"""How far around today a file is read, besides the period on screen."""
MOST_SENTENCES = 4


class SuggestionPanel(HandsOn, Card):
    """What waits in a person's calendar. `shown` carries the view, for the page's grid and figures."""

    shown = Signal(object)
    listens = LISTENS

    def __init__(
        self, operations: Operations, formats: Formats, *, person_id: int, on_this_computer: bool = True
    ) -> None:
        """An empty panel; `show_period` fills it. `on_this_computer` says whether the book is a local file."""
        self._add_all = Button(_("Add all"), small=True, quiet=True, accent=True)
        super().__init__(_("From the calendar"), " ", self._add_all, flush=True)
        self._operations = operations
        self._formats = formats
        self._person_id = person_id
        self._local = on_this_computer
        self._period: Period | None = None
        self._stale = self._failed = False
        self._view: SuggestionsView | None = None
        self._age = QElapsedTimer()
        self._file = CalendarFile(operations, person_id=person_id, parent=self)
        self.decisions = Decisions(operations, formats, person_id=person_id, host=self)
        self._undo: Callable[[], object] | None = None
        self._dialog: QFileDialog | None = None
        self.banner = Banner()
        self.cards = CardList(_("Suggestions from the calendar"))
        self._nothing = label("", "second", wrap=True)
        self._left_out = LeftOut(formats)
        self._read_when = label("", "hint", wrap=True)
        self.read_button = Button(_("Read a calendar file…"), icon="file-input", keys="Ctrl+O", small=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.head.insertWidget(0, Picture("calendar-search", 16))
        self.head.setSpacing(6)
        self.head.setContentsMargins(14, 9, 4, 9)
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
        self.decisions.refused.connect(self._refused)
        self.decisions.told.connect(self._tell)
        self.cards.moved_to.connect(self._area.ensureWidgetVisible)
        self._left_out.restored.connect(self.decisions.restore)
        self.read_button.clicked.connect(self.choose_file)
        self._file.taken.connect(self._taken)
        self._file.busy.connect(self._file_busy)
        self.decisions.bind_all(self._add_all, lambda: self._period)
        self._file.refused.connect(self._file_failed)
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
                failed=self._unread,
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

    def add_marked(self) -> None:
        """Add the suggestion that is marked."""
        self.cards.act("add")

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return [("J K", _("move")), ("A", _("add")), ("Enter", _("change")), ("Del", _("not work"))]

    def sentences(self) -> list[str]:
        """The small print below the cards."""
        return self._left_out.sentences()

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
        if self._failed:
            self._failed = False
            self.banner.clear()
        self._age.start()
        if before is None or (before.rows, before.news) != (view.rows, view.news):
            self.cards.set_cards([*map(self._news_card, view.news), *map(self._card, view.rows)])
        waits = bool(view.rows or view.news)
        self.cards.setVisible(waits)
        self.hand_on_to(self.cards if waits else self.read_button)
        self._nothing.setText(_nothing_waits(view))
        self._nothing.setVisible(bool(self._nothing.text()))
        self.set_detail(ngettext("{n} not logged", "{n} not logged", len(view.rows)) if view.rows else "")
        self._add_all.setVisible(sum(row.acceptable and row.task_id is not None for row in view.rows) > 1)
        self._left_out.set_view(view)
        self._order()
        self._say_when()
        self.shown.emit(view)

    def minimumSizeHint(self) -> QSize:
        """As wide as the buttons of a card, with the scroll bar beside them."""
        inside, usual = self._area.widget(), super().minimumSizeHint()
        bar = self._area.verticalScrollBar().sizeHint().width()
        least = 0 if inside is None else inside.minimumSizeHint().width() + bar + 4
        return QSize(max(least, usual.width()), usual.height())

    def entry(self) -> QWidget:
        """Where the keyboard enters: the cards, or the way to get some."""
        return self.read_button if self.cards.isHidden() else self.cards

    def _order(self) -> None:
        """Tab goes from the top to the foot, though cards come later than the foot."""
        inside = [*self.cards.findChildren(Button), *self._left_out.findChildren(Button)]
        tab_through(self._add_all, self.cards, *inside, self.read_button)

    def _say_when(self) -> None:
        view = self._view
        if view is None or view.read_at is None:
            self._read_when.setText(_("No calendar has been read yet."))
            return
        now = view.asked_at + timedelta(milliseconds=self._age.elapsed())
        text = read_ago(view.read_at, now, self._formats)
        self._read_when.setText(" ".join([text, _("Titles stay on this computer.")]) if self._local else text)

    def _card(self, row: SuggestionRow) -> EventCard:
        card = SuggestionCard(row, self._formats)
        card.add.connect(partial(self.decisions.add, row.suggestion_id, row.title))
        card.change.connect(partial(self.decisions.change, row))
        card.dismiss.connect(partial(self.decisions.dismiss, row.suggestion_id, row.title))
        return card

    def _news_card(self, row: NewsRow) -> EventCard:
        card = NewsCard(row, self._formats)
        card.follow.connect(partial(self.decisions.follow, row.suggestion_id))
        card.keep.connect(partial(self.decisions.keep, row.suggestion_id))
        return card

    # ------------------------------------------------------------------ what was decided

    def _unread(self, problem: Problem) -> None:
        self._failed = True
        self.banner.show_problem(problem)

    def _file_failed(self, problem: Problem) -> None:
        """What was read before stays; nothing typed depends on it."""
        words = " ".join([str(problem), _("Hours you type are saved.")])
        self.banner.show_message(words, "bad", _("Choose again…"), self.choose_file)

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _tell(self, text: str, undo: Callable[[], object] | None, redo: Callable[[], object] | None = None) -> None:
        self.banner.clear()
        self._undo = undo
        tell(self, text, undo, redo=redo)

    def undo(self) -> None:
        """Take back what was decided last."""
        action, self._undo = self._undo, None
        if action is not None:
            action()

    # ------------------------------------------------------------------ a calendar file

    def choose_file(self) -> None:
        """Ask for a calendar file."""
        if self._dialog is not None or not self.read_button.isEnabled():
            return
        dialog = QFileDialog(self, _("Read a calendar file"), "", _("Calendars (*.ics *.ical *.ifb);;All files (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(self._dialog_closed)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _dialog_closed(self) -> None:
        self._dialog = None

    def _chosen(self, path: str) -> None:
        self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Read a calendar file: the period on screen and the weeks around today."""
        if self._period is not None:
            self.banner.clear()
            self._file.start(path, self._window())

    def _window(self) -> Period:
        period = self._period or (self._view.period if self._view is not None else None)
        if period is None:
            message = "no period is shown"
            raise LookupError(message)
        if self._view is None:
            return period
        today = local_date(self._view.asked_at, self._formats.zone)
        return Period(min(period.first, today - BACK), max(period.last, today + AHEAD))

    def _file_busy(self, busy: bool) -> None:
        self.read_button.setEnabled(not busy)
        self.read_button.setText(_("Reading the calendar…") if busy else _("Read a calendar file…"))

    def _taken(self, harvested: Harvested, problems: tuple[Problem, ...]) -> None:
        self._tell(what_happened(harvested), None)
        sentences = [str(problem) for problem in problems[:MOST_SENTENCES]]
        if len(problems) > MOST_SENTENCES:
            more = len(problems) - MOST_SENTENCES
            sentences.append(ngettext("And {n} more.", "And {n} more.", more))
        if harvested.held:
            held = ngettext(
                "{n} event is no longer in this file.", "{n} events are no longer in this file.", harvested.held
            )
            sentences.append(" ".join([held, _("Nothing was withdrawn.")]))
            self.banner.show_message("\n".join(sentences), "warn", _("They are off"), self._file.believe)
        elif sentences:
            self.banner.show_message("\n".join(sentences), "warn")


def _nothing_waits(view: SuggestionsView) -> str:
    if view.rows or view.news:
        return ""
    if view.read_at is None:
        return _("Read a calendar file, and your meetings wait here as suggestions. You decide about each one.")
    return _("Nothing waits in the calendar for these days.")
