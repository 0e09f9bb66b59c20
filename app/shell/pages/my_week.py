"""My week: the entry line, the week as a grid, a day or a list, the note, key figures, and the calendar beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from app.engagements.queries import TaskRow
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.panel import MainAndPanel
from app.shell import areas
from app.shell.pages.my_week_acts import WeekActs, tell_side
from app.shell.pages.my_week_facts import (
    Around,
    around,
    copies_of,
    in_calendar,
    loggable,
    short_days,
    suggested,
    tails,
    week_rows,
    worth_of,
)
from app.shell.pages.my_week_versions import CellVersions
from app.shell.pages.week_place import KeepsWeek
from app.timesheets.commands import CellWish, Submitted, submit_week
from app.timesheets.domain import ReadLine, why_locked
from app.timesheets.queries import Desk, EntryRow
from app.timesheets.ui.entry_forms import RowDialog
from app.timesheets.ui.entry_line import EntryLine, Worth
from app.timesheets.ui.entry_list import EntryList
from app.timesheets.ui.week_bar import DAY, LIST, WEEK, WeekBar
from app.timesheets.ui.week_column import WeekColumn
from app.timesheets.ui.week_menus import MenuLine, history_line, show_menu

SIDE = 312


class MyWeekPage(KeepsWeek):
    """One person's week. `side` stands at the right and is told the week if it has `show_period`; `column` if made."""

    listens = frozenset({"timesheets", "engagements", "harvest", "invoices", "burn", "firm"})

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        person_id: int,
        side: QWidget | None = None,
        column: WeekColumn | None = None,
    ) -> None:
        """An empty page; it reads the week of today when it is first shown."""
        super().__init__(_("My week"))
        self._operations = operations
        self._formats = formats
        self._person_id = person_id
        self._side = side
        self._sides: MainAndPanel | None = None
        self._first: date | None = None
        self._facts: Around | None = None
        self._added: dict[date, set[int]] = {}
        self._day: date | None = None
        self.menu: QMenu | None = None
        self.acts = WeekActs(operations, formats, person_id=person_id, host=self)
        self._versions = CellVersions(operations, formats, person_id, self, self._set_cells)
        self.line = EntryLine(formats, self._worth)
        self.banner = Banner()
        self.bar = WeekBar(formats)
        self.column = column or WeekColumn.at_once(formats)
        self.grid, self.list, self.note = self.column.grid, self.column.list, self.column.note
        self.day_list = self.column.day_list
        self._build()
        self._connect()

    def _build(self) -> None:
        for top in (self.line, self.banner, self.bar):
            self.body.addWidget(top)
        week = self.column
        if self._side is not None:
            self._sides = MainAndPanel(week, self._side, width=SIDE, parent=self)
            self._sides.folded.connect(self._folded)
            self.bar.calendar.clicked.connect(self._sides.toggle)
        if (choose := getattr(self._side, "choose_file", None)) is not None:
            self._key("Ctrl+O", self, choose)
        self.body.addWidget(week if self._sides is None else self._sides, 1)
        week.hide()  # until there is a week to show

    @staticmethod
    def _key(keys: str, part: QWidget, action: Callable[[], object]) -> None:
        """Keys that act while the keyboard is in a part of the page."""
        QShortcut(QKeySequence(keys), part, action, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _folded(self, away: bool) -> None:
        self.bar.offer_calendar(offered=away)
        self.described.emit()

    def _connect(self) -> None:
        self.line.entered.connect(self._log)
        self.bar.moved.connect(self.go)
        self.bar.shape.chosen.connect(self._reshape)
        self.bar.copy.clicked.connect(self.copy_rows)
        self._operations.bind(
            self.bar.submit, submit_week, self._submission, self._submitted, failed=self.banner.show_problem
        )
        self.grid.cells_wished.connect(self._set_cells)
        self._key("Ctrl+D", self.column, self._duplicate)
        self.grid.suggestion_taken.connect(lambda *_place: self._accept())
        self.grid.row_opened.connect(lambda _key: self.bar.shape.choose(LIST))
        self.grid.add_expense.clicked.connect(self.ask_expense)
        self.column.row_wanted.connect(self.ask_row)
        self.column.entry_wanted.connect(self.ask_entry)
        self.column.calendar_wanted.connect(self.enter_calendar)
        self.column.tasks_wanted.connect(lambda: self.wants.emit(areas.ENGAGEMENTS, None))
        self.note.changed.connect(lambda wish: self._set_cells([wish]))
        self.note.billing.connect(self.acts.bill)
        self.acts.refused.connect(self.banner.show_problem)
        self.acts.warned.connect(self._warn)
        for entries in (self.list, self.day_list):
            entries.opened.connect(self._change_entry)
            entries.menu_asked.connect(self._entry_menu)
            entries.bind_key("Del", self._remove_entry, _("remove"))
            entries.bind_key("N", self.ask_entry, _("new entry"))
        for shown in (self.grid, self.list, self.day_list):
            for keys, step in (("[", -1), ("T", 0), ("]", 1)):
                shown.bind_key(keys, partial(self.go, step))
            shown.bind_key("E", self.ask_expense)
        self.grid.bind_key("A", self._add_suggestion, _("add suggestion"))
        self.grid.bind_key("N", self.ask_row, _("new row"))

    # ------------------------------------------------------------------ what the frame asks

    def keys(self) -> list[tuple[str, str]]:
        """Keys of the grid or the list, and of the line."""
        fold = [] if self._sides is None else self._sides.keys()
        one_day = self.bar.shape.current == DAY
        week = [("[ ]", _("day back, on") if one_day else _("week back, on")), ("T", _("today")), ("E", _("expense"))]
        reads = [("Ctrl+O", _("read a calendar file"))] if hasattr(self._side, "choose_file") else []
        return [*fold, *self.column.keys(), ("Ctrl+L", _("log time")), *week, *self.column.more_keys(), *reads]

    def regions(self) -> list[QWidget]:
        """F6 stops at the line, the week, the note and the calendar."""
        beside = [] if self._side is None or self._side.isHidden() else [self._side]
        return [self.line, self.column.region(), self.note.note, *beside]

    def first_focus(self) -> QWidget:
        """The keyboard starts in the line."""
        return self.line.edit

    def open(self, argument: object) -> None:
        """Show the week of a day, or put a text into the line."""
        if isinstance(argument, date):
            self._show_day(argument)
        elif isinstance(argument, str):
            self.line.edit.setText(argument)
        self.line.edit.setFocus()

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the week and what surrounds it in one look at the book."""
        self._operations.read(
            around,
            self._take,
            failed=partial(self.banner.show_unread, again=self.refresh),
            latest="my week",
            person_id=self._person_id,
            monday=self._first,
            first_weekday=self._formats.first_weekday,
        )

    def _take(self, facts: Around) -> None:
        self.banner.was_read()
        moved = self._facts is None or self._facts.desk.view.period != facts.desk.view.period
        self._facts = facts
        self.column.show()
        desk = facts.desk
        rows = week_rows(facts, self._added.get(desk.view.period.first, ()))
        self.column.show_week(
            desk,
            rows,
            tails=tails(facts, rows, self._formats),
            suggested=suggested(facts),
            billed=facts.billed,
            waiting=in_calendar(facts),
        )
        self._arrange()
        self._operations.soon(partial(self._tell_around, desk, moved))

    def _reshape(self, shape: str) -> None:
        """The day that is looked at stays the same in every shape."""
        if self._facts is not None and self.column.shown is self.grid:
            self._day = self._first_day(self._facts.desk)
        elif shape == WEEK and self._day is not None:
            self.grid.point_at(self._day)
        self._arrange()

    def _arrange(self) -> None:
        """Show the week as chosen; a line typed while one day is shown goes to that day."""
        if self._facts is None:
            return
        desk = self._facts.desk
        shape = self.bar.shape.current
        if self._day is None or self._day not in desk.view.period:
            self._day = self._first_day(desk)
        day = self._day if shape == DAY else None
        self.column.show_as(shape, day)
        self.bar.show_week(desk.view, day, copies=len(copies_of(self._facts, self._added)))
        self.line.set_tasks(loggable(self._facts), desk.recent, desk.today, day)
        self.described.emit()

    def _first_day(self, desk: Desk) -> date:
        """The day the grid stands on, else today or the first of the week."""
        here = self.grid.here()
        if here is not None and here[1].day in desk.view.period:
            return here[1].day
        return desk.today if desk.today in desk.view.period else desk.view.period.first

    def _tell_around(self, desk: Desk, moved: bool) -> None:
        """The week is there: what stands beside it, and what came back."""
        tell_side(self._side, desk.view.period if moved else None, short_days(desk, self._formats))
        back = [entry for entry in desk.view.entries if entry.returned_reason]
        if back:
            words = ngettext("{n} entry came back: {reason}", "{n} entries came back: {reason}", len(back))
            reasons = "; ".join(dict.fromkeys(entry.returned_reason for entry in back))
            self.banner.show_message(words.format(reason=reasons), "warn")

    def go(self, step: int) -> None:
        """A week back or on (a day, while one day is shown), or with 0 to today."""
        if self._facts is None:
            return
        self.banner.clear()
        desk = self._facts.desk
        days = 1 if self.bar.shape.current == DAY else 7
        start = self._day or self._first_day(desk)
        self._show_day(desk.today if step == 0 else start + timedelta(days * step))

    def _show_day(self, day: date) -> None:
        self._day = day
        self._first = day - timedelta((day.weekday() - self._formats.first_weekday) % 7)
        if self._facts is not None and day in self._facts.desk.view.period:
            self.grid.point_at(day)
            self._arrange()
        else:
            self.refresh()

    # ------------------------------------------------------------------ the line

    def _worth(self, reading: ReadLine[TaskRow]) -> Worth:
        return Worth() if self._facts is None else worth_of(reading, self._facts, self._person_id, self._formats)

    def _log(self, reading: ReadLine[TaskRow]) -> None:
        typed = self.line.edit.text()
        self.banner.clear()
        self.line.clear()

        def failed(problem: Problem) -> None:
            """What was typed comes back, unless the next line is being typed already."""
            if self.line.edit.text():
                self.banner.show_problem(problem)
                return
            self.line.edit.setText(typed)
            self.line.show_problem(problem)

        self.acts.log(reading, failed)

    # ------------------------------------------------------------------ cells and entries

    def _set_cells(self, cells: list[CellWish]) -> None:
        self.column.expect(cells)

        def failed(problem: Problem) -> None:
            self.column.expect(cells, refused=True)
            if len(cells) == 1:
                if self._versions.asks(cells[0], problem):
                    return
                place, typed = self.grid.place_of(cells[0].day), self._formats.hours(cells[0].seconds)
                self.grid.show_problem(cells[0].task_id, place, problem, typed)
            self.banner.show_problem(problem)

        self.acts.set_cells(cells, failed)

    def _change_entry(self, entry: EntryRow) -> None:
        problem = why_locked(entry.state)
        if problem is not None:
            self.banner.show_problem(problem)
        elif self._facts is not None:
            self.acts.ask_change(entry, self._facts.desk)

    def _shown_entry(self) -> EntryRow | None:
        return shown.current_row() if isinstance(shown := self.column.shown, EntryList) else None

    def _remove_entry(self) -> None:
        if (entry := self._shown_entry()) is not None:
            self.acts.remove(entry)

    def _entry_menu(self, entry: EntryRow, spot: QPoint) -> None:
        free = why_locked(entry.state) is None
        lines = [
            MenuLine(_("Change…"), "Enter", lambda: self._change_entry(entry), free),
            MenuLine(_("Once more on the next day"), "Ctrl+D", self._duplicate),
            MenuLine(_("Remove"), "Del", self._remove_entry, free),
            history_line(self, ("entry", entry.entry_id)),
            None,
            MenuLine(_("Add an entry…"), "N", self.ask_entry),
        ]
        self.menu = show_menu(self, lines, spot, name=_("Commands of this row"))

    def _duplicate(self) -> None:
        """Ctrl+D: once more on the next day, with note and billing."""
        if (entry := self._shown_entry()) is not None:
            self.acts.duplicate(entry, entry.day + timedelta(1))
        elif self.column.shown is self.grid:
            self.grid.duplicate()

    def _accept(self) -> None:
        here = self.grid.here()
        if here is not None and self._facts is not None:
            self.acts.accept_at(here[0].task_id, here[1].day, self._facts.suggestions)

    def _add_suggestion(self) -> None:
        """The suggestion of the current cell, else the one that is marked in the calendar."""
        row, column = self.grid.view.currentIndex().row(), self.grid.view.currentIndex().column()
        cell = self.grid.model.cell(row, column) if row >= 0 else None
        add: Callable[[], object] | None = getattr(self._side, "add_marked", None)
        if cell is not None and cell.suggestion:
            self.grid.take_suggestion()
        elif add is not None and self._side is not None and self._side.isVisible():
            add()

    def enter_calendar(self) -> None:
        """Take the keyboard to what waits in the calendar."""
        if self._sides is not None:
            self._sides.enter_panel()

    # ------------------------------------------------------------------ rows, weeks, expenses

    def copy_rows(self) -> None:
        """Last week's tasks as empty rows."""
        if self._facts is None or not (copies := copies_of(self._facts, self._added)):
            return
        self._added.setdefault(self._facts.desk.view.period.first, set()).update(copies)
        self.bar.shape.choose(WEEK)
        self._take(self._facts)
        self.grid.go_to(copies[0], self._first_day(self._facts.desk))

    def ask_entry(self) -> None:
        """Ask for an entry of the day that is shown."""
        if self._facts is not None:
            today = self._facts.desk.today
            self.acts.ask_entry(loggable(self._facts), self._day or today, today)

    def ask_expense(self) -> None:
        """Ask for a receipt."""
        if self._facts is not None:
            self.acts.ask_expense(self._facts.desk.today)

    def ask_row(self) -> None:
        """Ask for a task and go to its cell of today."""
        if self._facts is None:
            return
        desk = self._facts.desk
        there = {row.key for row in self.grid.model.rows}
        days = list(desk.view.period.days())
        offered = [task for task in desk.tasks if task.task_id not in there and any(task.open_on(day) for day in days)]
        dialog = RowDialog(self._formats, offered, parent=self)

        def chosen(values: dict[str, Any]) -> None:
            dialog.accept()
            self._added.setdefault(desk.view.period.first, set()).add(values["task_id"])
            if self._facts is not None:
                self._take(self._facts)
            self.bar.shape.choose(WEEK)
            self.grid.go_to(values["task_id"], desk.today)

        dialog.submitted.connect(chosen)
        dialog.open()

    def _submission(self) -> dict[str, Any] | None:
        monday = None if self._facts is None else self._facts.desk.view.period.first
        return None if monday is None else {"person_id": self._person_id, "monday": monday}

    def _submitted(self, result: Submitted) -> None:
        self.banner.clear()
        self.acts.submitted(result)

    def _warn(self, warning: str) -> None:
        if warning:
            self.banner.show_message(warning, "warn")
