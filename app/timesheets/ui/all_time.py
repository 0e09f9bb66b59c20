"""All time of the firm, or the own: any period, searched in the book, as long as ten years are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.periods import Period, month_of, week_of
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.editors import Choice
from app.qt.list_card import ListCard, RowCommand
from app.qt.list_printing import printed_list
from app.qt.one_reader import for_one_reader
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.printing import AskPrinter, ask_printer, print_list
from app.qt.progress import Progress
from app.qt.telling import tell_on
from app.qt.window_table import Fetch, WindowTable
from app.timesheets.queries import EntryRow, TimePart, all_time
from app.timesheets.ui.entry_list import billing_words, state_tone, state_words

PRINTED = 3_000
"""More rows than this are a book, not a print."""
WEEK, MONTH, LAST_MONTH, YEAR, LAST_YEAR, EVER = "week", "month", "last_month", "year", "last_year", "ever"


def period_of(key: str, today: date) -> Period | None:
    """The days of a choice; None is all there are."""
    first_of_month, first_of_year = today.replace(day=1), today.replace(month=1, day=1)
    before = first_of_year - timedelta(1)
    return {
        WEEK: week_of(today),
        MONTH: month_of(today),
        LAST_MONTH: month_of(first_of_month - timedelta(1)),
        YEAR: Period(first_of_year, today.replace(month=12, day=31)),
        LAST_YEAR: Period(before.replace(month=1, day=1), before),
    }.get(key)


class _Listed(NamedTuple):
    """The list that is shown: which entries in which order, how many they are and how many seconds."""

    cut: dict[str, object]
    known: tuple[int, int]


class AllTimePage(Page):
    """Every entry of a period, the newest first. Enter leads to where it can be changed."""

    listens = frozenset({"timesheets", "engagements", "clients", "firm"})
    week_wanted = Signal(object)
    sow_wanted = Signal(int)
    left = Signal()

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        today: Callable[[], date],
        everybody: bool,
        own_id: int | None,
        ask_for_printer: AskPrinter = ask_printer,
    ) -> None:
        """`everybody` is for who may see others' time; the book decides it again at each reading.

        `own_id` is whose entries lead to their week: the person at the window, if the person logs time.
        """
        super().__init__(_("All time") if everybody else _("All my time"))
        self._operations = operations
        self._formats = formats
        self._today = today
        self._everybody = everybody
        self._own_id = own_id
        self._ask_for_printer = ask_for_printer
        self._listed: _Listed | None = None
        self.period = Choice(self._periods(), optional=False)
        self.period.setAccessibleName(_("Period"))
        self.period.write(MONTH)
        self.open_button = Button(_("Open"), icon="eye", keys="Enter")
        self.head = self.header(self.title, "", self.period, self.open_button)
        self.table = WindowTable(
            self._columns(),
            formats,
            name=self.title,
            sorted_by="day",
            empty=Empty("clock", _("No time is logged in this period. Choose another one above.")),
        )
        self.list = ListCard(self.table, operations, remembers="all_time", file_name=self.title)
        self._build()

    @staticmethod
    def _periods() -> list[tuple[str, str]]:
        return [
            (WEEK, _("This week")),
            (MONTH, _("This month")),
            (LAST_MONTH, _("Last month")),
            (YEAR, _("This year")),
            (LAST_YEAR, _("Last year")),
            (EVER, _("All years")),
        ]

    def _columns(self) -> list[Column]:
        who = Column(
            "person",
            _("Person"),
            lambda row: row.person_name,
            kind="person",
            initials=lambda row: row.initials,
            width=170,
            gives_way=3,
        )
        return [
            Column("day", _("Day"), lambda row: row.day, kind="date", width=112),
            *([who] if self._everybody else []),
            Column(
                "task",
                _("Client and task"),
                lambda row: row.client_name or _("Internal"),
                kind="two_line",
                sub=lambda row: " \u00b7 ".join(part for part in (row.task_name, row.sow_number) if part),
                least=200,
            ),
            Column("note", _("Note"), lambda row: row.note or None, least=180),
            Column("billing", _("Billing"), billing_words, width=112, muted=True, gives_way=2),
            Column("state", _("State"), state_words, kind="chip", tone=state_tone, width=110, gives_way=1),
            Column("hours", _("Hours"), lambda row: row.seconds, kind="hours", width=96, total="sum"),
        ]

    def _build(self) -> None:
        self.body.addWidget(self.list.banner)
        self.body.addWidget(self.list, 1)
        self.list.count_with(lambda count: ngettext("{n} entry", "{n} entries", count))
        self.list.prints_with(self._print)
        self.table.row_subject = lambda row: ("entry", row.entry_id)
        self.list.offer(RowCommand(_("Open"), self.open_current, keys="Enter", holds=self._leads))
        self.table.opened.connect(self._open_row)
        self.table.wanted.connect(self._fetch)
        self.table.searched.connect(lambda _text: self._read_anew())
        self.table.turned.connect(self._read_anew)
        self.table.selected.connect(self._chosen)
        self.table.fetch_with(self._fetching)
        self.period.activated.connect(lambda _place: self._read_anew())
        self.open_button.clicked.connect(self.open_current)
        self._chosen(None)

    # ------------------------------------------------------------------ reading

    def _cut(self) -> dict[str, object]:
        period = period_of(self.period.read(), self._today())
        within = {} if period is None else {"period": period}
        return {**within, "text": self.table.search_text, "newest_first": self.table.model.descending}

    def _read_anew(self) -> None:
        """Another period, search or order: the list from its beginning."""
        self._read(keep=False)

    def refresh(self) -> None:
        """Read again what is seen; place and current row stay."""
        self._read(keep=True)

    def _read(self, *, keep: bool) -> None:
        cut = self._cut()

        def take(part: TimePart) -> None:
            same = self._listed is not None and self._listed.cut == cut
            self._take(part, cut, keep=keep and same)

        self._operations.read(all_time, take, failed=self._unread, latest=(id(self), "time"), **cut)

    def _take(self, part: TimePart, cut: dict[str, object], *, keep: bool) -> None:
        self._listed = _Listed(cut, (part.count, part.seconds))
        self.list.banner.was_read()
        self.head.set_detail(self._said(part))
        self.table.show_count(part.count, {"hours": part.seconds}, keep=keep)
        self.table.fill(part.start, part.rows)

    def _said(self, part: TimePart) -> str:
        hours = self._formats.hours(part.seconds, unit=True)
        count = ngettext("{n} entry", "{n} entries", part.count).format(n=self._formats.number(part.count))
        return f"{count} \u00b7 {hours}"

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _fetch(self, first: int, many: int) -> None:
        """What is in sight and not here, of the list that is shown: another one may be on its way."""
        listed = self._listed
        if listed is None:
            return

        def take(part: TimePart) -> None:
            if listed is self._listed:
                self.table.fill(part.start, part.rows)

        def failed(problem: Problem) -> None:
            if listed is self._listed:
                self.list.banner.show_problem(problem)
                self.table.window_model.not_fetched(first, many)

        self._operations.read(all_time, take, failed=failed, start=first, many=many, known=listed.known, **listed.cut)

    def _fetching(self) -> Fetch:
        """Rows for a file: of the list that is shown now, whatever is chosen meanwhile, for who sees it now."""
        cut, known = self._listed or _Listed(self._cut(), (0, 0))
        ask = for_one_reader(self._operations.ask)
        return lambda first, many: ask(all_time, start=first, many=many, known=known, **cut).rows

    # ------------------------------------------------------------------ doing

    def _leads(self, row: EntryRow) -> bool:
        """Own time stands in its week, time on a statement of work there; others' internal time only here."""
        return row.sow_id is not None or self._is_own(row)

    def _is_own(self, row: EntryRow) -> bool:
        return row.person_id == self._own_id

    def _chosen(self, row: EntryRow | None) -> None:
        self.open_button.setEnabled(row is not None and self._leads(row))

    def open_current(self) -> None:
        """To where the chosen entry stands."""
        self._open_row(self.table.current_row())

    def _open_row(self, row: EntryRow | None) -> None:
        if row is None:
            return
        if self._is_own(row):
            self.week_wanted.emit(row.day)
        elif row.sow_id is not None:
            self.sow_wanted.emit(row.sow_id)

    def _print(self) -> None:
        """Ctrl+P: all rows of the list, unless they are too many for paper."""
        rows = self.table.rows_to_write()
        if len(rows) > PRINTED:
            self.list.banner.show_problem(
                Problem(
                    "time.too_much_paper",
                    _("{n} entries are too many to print.").format(n=self._formats.number(len(rows))),
                    hint=_("Choose a shorter period, or export them."),
                )
            )
            return
        columns, formats, detail = self.table.chosen_columns(), self._formats, self.list.shown_words()

        def fetch(progress: Progress) -> list[EntryRow]:
            progress.check()
            return list(rows[:])

        self._operations.background(
            fetch,
            lambda found: print_list(
                self._operations,
                printed_list(columns, found, formats, title=self.title, detail=detail),
                paper=formats.paper,
                parent=self.table,
                printed=lambda: tell_on(self, self.list.banner, _("Sent to the printer.")),
                refused=self.list.banner.show_problem,
                ask=self._ask_for_printer,
            ),
            failed=self.list.banner.show_problem,
        )

    # ------------------------------------------------------------------ the frame

    def breadcrumb(self) -> tuple[str, ...]:
        """Behind the engagements."""
        return (_("Engagements"), self.title)

    def up(self) -> None:
        """Back to the list of engagements."""
        self.left.emit()

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return self.list.keys()

    def regions(self) -> list[QWidget]:
        """The period, the row above the list, and the list."""
        return [self.period, *self.list.regions()]

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table

    def whereabouts(self) -> object:
        """The period, and the place in the list."""
        return self.period.read(), super().whereabouts()

    def return_to(self, place: object) -> None:
        """The same period, and the place in its list."""
        period, within = place if isinstance(place, tuple) else (None, None)
        if isinstance(period, str) and period != self.period.read():
            self.period.write(period)
            self._read_anew()
        super().return_to(within)

    def open(self, argument: object) -> None:
        """A text is searched for in all years."""
        if isinstance(argument, str):
            self.period.write(EVER)
            self.list.set_filter(argument)
            self.table.search_now()
