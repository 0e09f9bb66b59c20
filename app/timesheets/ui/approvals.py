"""Approvals: hours that wait, by person and week, and expenses that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.kernel.formats import Formats
from app.kernel.periods import month_of, week_of
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button, Segmented
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.list_card import ListCard, RowCommand
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.table import RecordTable
from app.qt.telling import OVER, tell
from app.timesheets.commands import Approved, Returned, approve_time, return_time
from app.timesheets.domain import TimeState
from app.timesheets.queries import EntryRow, Waiting, waiting
from app.timesheets.ui.entry_forms import ReasonDialog
from app.timesheets.ui.entry_list import billing_words, state_tone, state_words
from app.timesheets.ui.expense_approvals import ExpenseApprovals

HANDED_IN, MONTH, EXPENSES = "handed_in", "month", "expenses"


class ApprovalsPage(Page):
    """Ticked entries, or the current one, are approved with A and returned with R."""

    listens = frozenset({"timesheets", "engagements", "firm"})

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        expenses: ExpenseApprovals | None = None,
    ) -> None:
        """An empty page; it reads what waits when it is first shown. `expenses` is its other part, if it is made."""
        super().__init__(_("Approvals"))
        self._operations = operations
        self._formats = formats
        self._waiting: Waiting | None = None
        self._headings: dict[tuple[str, date], str] = {}
        self._busy = False
        self._ticked_as: dict[int, int] = {}
        """The version each ticked entry had when it was ticked."""
        self.which = Segmented(
            [(HANDED_IN, _("Handed in")), (MONTH, _("With open hours")), (EXPENSES, _("Expenses"))],
            name=_("What waits"),
        )
        self.approve = Button(_("Approve"), keys="A", primary=True)
        self.send_back = Button(_("Return…"), icon="undo-2", keys="R")
        self.head = self.header(self.title, "", self.which, self.send_back, self.approve)
        self.banner = Banner()
        self.table = self._table()
        self.list = ListCard(self.table, operations, remembers="approvals", file_name=_("Hours to approve"))
        self.expenses = expenses or ExpenseApprovals(operations, formats)
        self.stack = QStackedWidget()
        for content in (self.list, self.expenses):
            self.stack.addWidget(content)
        for banner in (self.banner, self.list.banner):
            self.body.addWidget(banner)
        self.body.addWidget(self.stack, 1)
        self._connect()

    def _table(self) -> RecordTable:
        return RecordTable(
            [
                Column("tick", "", lambda _row: False, kind="check", width=40, name=_("Ticked")),
                Column("day", _("Day"), lambda row: row.day, kind="date", width=104),
                Column(
                    "task",
                    _("Client and task"),
                    lambda row: row.client_name or _("Internal"),
                    sub=lambda row: " · ".join(part for part in (row.task_name, row.sow_number) if part),
                    bold=True,
                ),
                Column("note", _("Note"), lambda row: row.note or None),
                Column("billing", _("Billing"), billing_words, width=112, muted=True, gives_way=1),
                Column("state", _("State"), state_words, kind="chip", tone=state_tone, width=110),
                Column("hours", _("Hours"), lambda row: row.seconds, kind="hours", width=80, total="sum"),
            ],
            self._formats,
            name=_("Hours that wait for approval"),
            empty=Empty("check", _("No hours wait for your approval. They come here when a week is handed in.")),
            group=self._group,
            group_note=self._group_note,
        )

    def _connect(self) -> None:
        self.list.count_with(lambda count: ngettext("{n} entry", "{n} entries", count))
        self.list.set_words(_("by person and week"))
        self.table.row_subject = lambda row: ("entry", row.entry_id)
        self.list.offer(
            RowCommand(_("Approve"), self.approve_chosen, keys="A", hint=_("approve")),
            RowCommand(
                _("Return…"),
                self.return_chosen,
                keys="R",
                hint=_("return"),
                holds=lambda row: row.state is TimeState.SUBMITTED,
            ),
            RowCommand(_("Tick the week"), self._tick_week, keys="Enter"),
        )
        self._operations.crashed.connect(self._free)
        self.which.chosen.connect(lambda _key: self._choose())
        self.table.ticks_changed.connect(self._ticks)
        self.table.selected.connect(lambda _row: self._count())
        self.table.opened.connect(lambda _row: self._tick_week())
        self.approve.clicked.connect(self.approve_chosen)
        self.send_back.clicked.connect(self.return_chosen)
        self.expenses.counted.connect(self._expenses_wait)
        self.table.empty_action.connect(self._go_to_expenses)

    # ------------------------------------------------------------------ what the frame asks

    def keys(self) -> list[tuple[str, str]]:
        """Keys of the list that is shown."""
        if self.which.current == EXPENSES:
            return self.expenses.keys()
        return [
            ("Up Down", _("move")),
            ("Space", _("tick")),
            ("Enter", _("tick the week")),
            ("A", _("approve")),
            ("R", _("return")),
            ("Ctrl+F", _("filter this list")),
            ("Ctrl+E", _("export")),
        ]

    def first_focus(self) -> QWidget:
        """The keyboard starts on the list."""
        return self.expenses.table if self.which.current == EXPENSES else self.table

    def whereabouts(self) -> object:
        """What is listed, and the place in the list of hours."""
        return self.which.current, super().whereabouts()

    def return_to(self, place: object) -> None:
        """The same list, at its place."""
        key, within = place if isinstance(place, tuple) else (None, None)
        if isinstance(key, str) and key != self.which.current:
            self.which.choose(key)
            self._choose()
        super().return_to(within)

    def regions(self) -> list[QWidget]:
        """F6 stops at the choice, at the row above the list, at the list and at what is below it."""
        if self.which.current == EXPENSES:
            return [self.which, *self.expenses.regions()]
        return [self.which, *self.list.regions()]

    def refresh(self) -> None:
        """Read what waits."""
        self._operations.read(waiting, self._take, latest="approvals", failed=self._unread)
        self.expenses.refresh()

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    # ------------------------------------------------------------------ showing

    def _take(self, found: Waiting) -> None:
        self._waiting = found
        self._headings.clear()
        self._show()

    def _choose(self) -> None:
        self.stack.setCurrentIndex(1 if self.which.current == EXPENSES else 0)
        for button in (self.approve, self.send_back):
            button.setVisible(self.which.current != EXPENSES)
        self._show()
        self.described.emit()

    def _show(self) -> None:
        found = self._waiting
        if found is None:
            return
        handed_in = [row for row in found.entries if row.state is TimeState.SUBMITTED]
        last = month_of(found.today).last
        month = [row for row in found.entries if row.day <= last]
        self._words(HANDED_IN, len(handed_in))
        self.which.set_text(
            MONTH, _("With open hours to {day}").format(day=self._formats.day(month_of(found.today).last))
        )
        self.list.set_rows(month if self.which.current == MONTH else handed_in)
        self._look_again()
        self._count()

    def _expenses_wait(self, count: int) -> None:
        """The empty list of hours leads to receipts that wait."""
        self._words(EXPENSES, count)
        action = ngettext("Decide {n} expense", "Decide {n} expenses", count) if count else ""
        words = _("No hours wait for your approval. They come here when a week is handed in.")
        self.table.set_empty(Empty("check", words, action))

    def _go_to_expenses(self) -> None:
        self.which.choose(EXPENSES)
        self._choose()
        self.expenses.table.setFocus()

    def _words(self, key: str, count: int) -> None:
        name = {HANDED_IN: _("Handed in"), EXPENSES: _("Expenses")}[key]
        self.which.set_text(key, f"{name} {self._formats.number(count)}" if count else name)

    def _group(self, row: EntryRow) -> str:
        about = row.person_name, row.day
        if about not in self._headings:  # one for each day and person, not for each entry
            first = week_of(row.day, self._formats.first_weekday).first
            self._headings[about] = _("{name}, {first} to {last}").format(
                name=row.person_name,
                first=self._formats.day(first),
                last=self._formats.date(first + timedelta(6)),
            )
        return self._headings[about]

    def _group_note(self, _heading: str, rows: Sequence[EntryRow]) -> str:
        return self._formats.hours(sum(row.seconds for row in rows), unit=True)

    def _ticks(self) -> None:
        hidden = self._ticked_as.keys() - {row.entry_id for row in self.table.shown_rows()}
        ticked = {row.entry_id: self._ticked_as.get(row.entry_id, row.version) for row in self.table.ticked()}
        self._ticked_as = {number: self._ticked_as[number] for number in hidden} | ticked
        self._count()

    def _look_again(self) -> None:
        """What was changed since it was ticked is ticked no longer: the tick was for other hours."""
        ticked = list(self.table.ticked())
        changed = [row for row in ticked if self._ticked_as.get(row.entry_id, row.version) != row.version]
        if not changed:
            return
        self.table.set_ticked({row.entry_id for row in ticked} - {row.entry_id for row in changed})
        first = changed[0]
        words = ngettext(
            "{n} ticked entry was changed meanwhile and is ticked no longer: {name}, {day}.",
            "{n} ticked entries were changed meanwhile and are ticked no longer, the first: {name}, {day}.",
            len(changed),
        )
        self.banner.show_message(words.format(name=first.person_name, day=self._formats.day(first.day)), "warn")

    def _count(self) -> None:
        rows = self.chosen()
        hours = self._formats.hours(sum(row.seconds for row in rows), unit=True)
        words = ngettext("Approve {n} entry · {hours}", "Approve {n} entries · {hours}", len(rows)).format(hours=hours)
        self.approve.setText(words if rows else _("Approve"))
        self.approve.setEnabled(bool(rows))
        self.send_back.setEnabled(any(row.state is TimeState.SUBMITTED for row in rows))

    # ------------------------------------------------------------------ acting

    def chosen(self) -> list[EntryRow]:
        """The ticked entries, else those selected."""
        return list(self.table.ticked()) or list(self.table.selected_rows())

    def _tick_week(self) -> None:
        """Tick all entries of the current person's week, or none of them if all are ticked."""
        row = self.table.current_row()
        if row is None:
            return
        heading = self._group(row)
        mine = {one.entry_id for one in self.table.shown_rows() if self._group(one) == heading}
        ticked = {one.entry_id for one in self.table.ticked()}
        self.table.set_ticked(ticked - mine if mine <= ticked else ticked | mine)

    def approve_chosen(self) -> None:
        """Approve what is ticked, or the current entry."""
        self._approve(self.chosen())

    def _approve(self, rows: Sequence[EntryRow]) -> None:
        """A second press while the first is on its way does nothing."""
        if rows and not self._busy:
            self._busy = True
            self.banner.clear()
            self._operations.run(approve_time, self._approved, failed=self._refused, **_as_shown(rows))

    def _approved(self, result: Approved) -> None:
        self._free()
        tell(self, ngettext("{n} entry approved", "{n} entries approved", result.count))

    def _refused(self, problem: Problem) -> None:
        self._free()
        self.banner.show_problem(problem)
        if problem.code in OVER:
            self.refresh()

    def _free(self, *_reason: object) -> None:
        self._busy = False

    def return_chosen(self) -> None:
        """Ask why, then give the handed in ones back."""
        rows = [row for row in self.chosen() if row.state is TimeState.SUBMITTED]
        if not rows or self._busy:
            return
        verb = ngettext("Return {n} entry", "Return {n} entries", len(rows))
        dialog = ReasonDialog(self._formats, verb, verb, parent=self)
        shown = _as_shown(rows)
        dialog.runs(
            self._operations,
            return_time,
            lambda values: {**shown, "reason": values["reason"]},
            self._returned,
        )
        dialog.open()

    def _returned(self, result: Returned) -> None:
        tell(self, ngettext("{n} entry returned", "{n} entries returned", result.count))


def _as_shown(rows: Sequence[EntryRow]) -> dict[str, Any]:
    """Entries, each in the version the list shows: nobody decides about hours that were not looked at."""
    return {"entry_ids": tuple(row.entry_id for row in rows), "seen": tuple(row.version for row in rows)}
