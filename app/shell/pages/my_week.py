"""My week: the entry line, the week as a grid or a list, the current note, key figures, and the calendar beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.engagements.queries import TaskRow
from app.harvest.commands import accept_suggestion
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.frame import tell
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.panel import MainAndPanel
from app.shell.pages.my_week_facts import (
    Around,
    around,
    in_calendar,
    loggable,
    short_days,
    suggested,
    tails,
    week_rows,
    worth_of,
)
from app.timesheets.commands import (
    CellSet,
    EntryFacts,
    Logged,
    Removed,
    Submitted,
    change_entry,
    log_time,
    remove_entry,
    set_cell,
    submit_week,
)
from app.timesheets.domain import ReadLine
from app.timesheets.queries import Desk, EntryRow
from app.timesheets.ui import ask_for_expense
from app.timesheets.ui.entry_forms import EntryDialog, RowDialog
from app.timesheets.ui.entry_line import EntryLine, Worth
from app.timesheets.ui.week_bar import LIST, WeekBar
from app.timesheets.ui.week_column import WeekColumn

SIDE = 300


class MyWeekPage(Page):
    """One person's week. `side` stands at the right; its `show_period` is told the week, if it has one."""

    listens = frozenset({"timesheets", "engagements", "harvest", "invoices", "burn", "firm"})

    def __init__(
        self, operations: Operations, formats: Formats, *, person_id: int, side: QWidget | None = None
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
        self.line = EntryLine(formats, self._worth)
        self.banner = Banner()
        self.bar = WeekBar(formats)
        self.column = WeekColumn(formats)
        self.grid, self.list, self.note = self.column.grid, self.column.list, self.column.note
        self._build()
        self._connect()

    def _build(self) -> None:
        for top in (self.line, self.banner, self.bar):
            self.body.addWidget(top)
        week = self.column
        if self._side is not None:
            self._sides = MainAndPanel(week, self._side, width=SIDE)
            self._sides.folded.connect(lambda _away: self.described.emit())
        self.body.addWidget(week if self._sides is None else self._sides, 1)

    def _connect(self) -> None:
        self.line.entered.connect(self._log)
        self.bar.moved.connect(self.go_week)
        self.bar.shape.chosen.connect(lambda _key: self._arrange())
        self.bar.expense.clicked.connect(self.ask_expense)
        self._operations.bind(self.bar.submit, submit_week, self._submission, self._submitted, failed=self._refused)
        self.grid.hours_typed.connect(self._set_cell)
        self.grid.suggestion_taken.connect(lambda *_place: self._accept())
        self.grid.row_opened.connect(lambda _key: self.bar.shape.choose(LIST))
        self.column.row_wanted.connect(self.ask_row)
        self.list.opened.connect(self._change_entry)
        self.list.bind_key("Del", self._remove_entry, _("remove"))
        self.note.changed.connect(self._save_note)
        self.note.billing.connect(self._save_billing)
        for keys, step in (("[", -1), ("T", 0), ("]", 1)):
            self.grid.bind_key(keys, partial(self.go_week, step))
            self.list.bind_key(keys, partial(self.go_week, step))
        self.grid.bind_key("A", self.grid.take_suggestion, _("add suggestion"))
        self.grid.bind_key("N", self.ask_row, _("new row"))

    # ------------------------------------------------------------------ what the frame asks

    def keys(self) -> list[tuple[str, str]]:
        """Keys of the grid or the list, and of the line."""
        fold = [] if self._sides is None else self._sides.keys()
        week = [("[ ]", _("week back, on")), ("T", _("today"))]
        return [*fold, *self.column.keys(), ("Ctrl+L", _("log time")), *week]

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
            self._first = argument - timedelta((argument.weekday() - self._formats.first_weekday) % 7)
            self.refresh()
        elif isinstance(argument, str):
            self.line.edit.setText(argument)
        self.line.edit.setFocus()

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the week and what surrounds it in one look at the book."""
        self._operations.read(
            around,
            self._take,
            failed=self.banner.show_problem,
            latest="my week",
            person_id=self._person_id,
            monday=self._first,
            first_weekday=self._formats.first_weekday,
        )

    def _take(self, facts: Around) -> None:
        moved = self._facts is None or self._facts.desk.view.period != facts.desk.view.period
        self._facts = facts
        desk = facts.desk
        rows = week_rows(facts, self._added.get(desk.view.period.first, ()))
        self.bar.show_week(desk.view)
        self.column.show_week(
            desk,
            rows,
            tails=tails(facts, rows, self._formats),
            suggested=suggested(facts),
            billed=facts.billed,
            waiting=in_calendar(facts),
        )
        self.line.set_tasks(loggable(facts), desk.recent, desk.today)
        show_period: Callable[[Any], object] | None = getattr(self._side, "show_period", None)
        if moved and show_period is not None:
            show_period(desk.view.period)
        set_hints: Callable[[Sequence[str]], object] | None = getattr(self._side, "set_hints", None)
        if set_hints is not None:
            set_hints(short_days(desk, self._formats))
        self.described.emit()
        self._tell_returned(desk)

    def _arrange(self) -> None:
        self.column.show_as(as_list=self.bar.shape.current == LIST)
        self.described.emit()

    def _tell_returned(self, desk: Desk) -> None:
        back = [entry for entry in desk.view.entries if entry.returned_reason]
        if back:
            words = ngettext("{n} entry came back: {reason}", "{n} entries came back: {reason}", len(back))
            reasons = "; ".join(dict.fromkeys(entry.returned_reason for entry in back))
            self.banner.show_message(words.format(reason=reasons), "warn")

    def go_week(self, step: int) -> None:
        """A week back or on, or (0) to the week of today."""
        self.banner.clear()
        now = None if self._facts is None else self._facts.desk.view.period.first
        self._first = None if step == 0 or now is None else now + timedelta(7 * step)
        self.refresh()

    # ------------------------------------------------------------------ the line

    def _worth(self, reading: ReadLine[TaskRow]) -> Worth:
        return Worth() if self._facts is None else worth_of(reading, self._facts, self._person_id, self._formats)

    def _log(self, reading: ReadLine[TaskRow]) -> None:
        task, seconds, typed = reading.task, reading.seconds, self.line.edit.text()
        if task is None or seconds is None:
            return
        self.banner.clear()
        self.line.clear()

        def failed(problem: Problem) -> None:
            """What was typed comes back, unless the next line is being typed already."""
            if self.line.edit.text():
                self.banner.show_problem(problem)
                return
            self.line.edit.setText(typed)
            self.line.show_problem(problem)

        def logged(result: Logged) -> None:
            words = _("{hours} logged on {task}, {weekday} {day}").format(
                hours=self._formats.hours(seconds, unit=True),
                task=task.name,
                weekday=self._formats.weekday(reading.day),
                day=self._formats.day(reading.day),
            )
            self._warn(result.warning)
            tell(self, words, lambda: self._run(remove_entry, entry_id=result.entry_id))

        self._operations.run(
            log_time,
            logged,
            failed=failed,
            person_id=self._person_id,
            task_id=task.task_id,
            day=reading.day,
            seconds=seconds,
            note=reading.note,
            billable=reading.billable,
        )

    # ------------------------------------------------------------------ cells and entries

    def _set_cell(self, task_id: int, day: date, seconds: int, note: str | None = None) -> None:
        self.note.expect(task_id, day, seconds)

        def failed(problem: Problem) -> None:
            place = self.grid.place_of(day)
            self.grid.show_problem(task_id, place, problem, self._formats.hours(seconds))
            self.banner.show_problem(problem)

        def done(result: CellSet) -> None:
            self._warn(result.warning)
            if result.entry_id is None and result.before is not None:
                self._offer_back(result.before)

        self._operations.run(
            set_cell,
            done,
            failed=failed,
            person_id=self._person_id,
            task_id=task_id,
            day=day,
            seconds=seconds,
            note=note,
        )

    def _save_note(self, task_id: int, day: date, seconds: int, note: str | None) -> None:
        self._set_cell(task_id, day, seconds, note)

    def _save_billing(self, entry_id: int, version: int, billable: bool) -> None:
        self._run(change_entry, entry_id=entry_id, version=version, billable=billable)

    def _change_entry(self, entry: EntryRow) -> None:
        if self._facts is not None:
            today = self._facts.desk.today
            EntryDialog(
                self._operations, self._formats, entry, self._facts.desk.tasks, today=lambda: today, parent=self
            ).open()

    def _remove_entry(self) -> None:
        entry = self.list.current_row()
        if isinstance(entry, EntryRow):
            self._operations.run(
                remove_entry,
                self._removed,
                failed=self._refused,
                entry_id=entry.entry_id,
                version=entry.version,
            )

    def _removed(self, result: Removed) -> None:
        self._offer_back(result.before)

    def _offer_back(self, before: EntryFacts) -> None:
        """Say what was removed; undo logs it again as it was."""
        words = _("{hours} removed").format(hours=self._formats.hours(before.seconds, unit=True))
        facts = {
            name: getattr(before, name)
            for name in ("person_id", "task_id", "day", "seconds", "note", "billable", "starts_at", "ends_at")
        }
        tell(self, words, lambda: self._run(log_time, **facts))

    def _accept(self) -> None:
        here = self.grid.here()
        if here is None or self._facts is None:
            return
        for row in self._facts.suggestions:
            if (row.task_id, row.day) == (here[0].task_id, here[1].day):
                self._run(accept_suggestion, suggestion_id=row.suggestion_id)

    # ------------------------------------------------------------------ rows, weeks, expenses

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
            self.grid.go_to(values["task_id"], desk.today)

        dialog.submitted.connect(chosen)
        dialog.open()

    def ask_expense(self) -> None:
        """Ask for a receipt."""
        if self._facts is None:
            return
        today = self._facts.desk.today
        ask_for_expense(
            self._operations,
            self._formats,
            person_id=self._person_id,
            today=lambda: today,
            parent=self,
            then=lambda _number: tell(self, _("Expense added. It waits for approval.")),
            failed=self._refused,
        )

    def _submission(self) -> dict[str, Any] | None:
        if self._facts is None:
            return None
        return {"person_id": self._person_id, "monday": self._facts.desk.view.period.first}

    def _submitted(self, result: Submitted) -> None:
        self.banner.clear()
        tell(self, ngettext("{n} entry handed in", "{n} entries handed in", result.count))

    # ------------------------------------------------------------------ saying

    def _run(self, command: Callable[..., Any], **arguments: Any) -> None:
        self._operations.run(command, failed=self._refused, **arguments)

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _warn(self, warning: str) -> None:
        if warning:
            self.banner.show_message(warning, "warn")
