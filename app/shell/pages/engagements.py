"""The list of engagements: each statement of work with its kind, budget and use, end, lead and state."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.engagements.commands import Agreed
from app.engagements.domain import SowState
from app.engagements.queries import FOUND_AT_ONCE
from app.engagements.ui.form import ask_for_sow
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.more_rows import MoreRows
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.table import RecordTable
from app.shell import areas
from app.shell.pages.engagement_list import EngagementListRow, EngagementsView, engagement_columns, engagement_list


class EngagementsPage(Page):
    """All statements of work; Enter opens one. What the reader's role may not see or do is absent."""

    listens = frozenset({"engagements", "clients", "firm", "timesheets", "invoices", "burn"})
    opened = Signal(int)
    time_wanted = Signal()

    def __init__(
        self, operations: Operations, formats: Formats, *, sees_money: bool = False, may_edit: bool = False
    ) -> None:
        """The list of the open book; `opened` carries the id of a statement of work.

        What the reader is likely to see and do is asked for so that the list is built once; what is read decides.
        """
        super().__init__(_("Engagements"))
        self._operations = operations
        self._formats = formats
        self._seen: EngagementsView | None = None
        self._wanted: int | None = None
        self._years = 1
        self._role = (sees_money, may_edit)
        self.new_button = Button(_("New SOW"), icon="plus", keys="N", primary=True)
        self.new_button.setVisible(False)  # until it is known that something may be agreed
        self.new_button.clicked.connect(self.ask)
        self.time_button = Button(_("All time"), icon="clock", keys="T")
        self.time_button.clicked.connect(self.time_wanted)
        self.head = self.header(self.title, "", self.time_button, self.new_button)
        self.list = self._make(sees_money=sees_money, may_edit=may_edit)
        self.body.addWidget(self.list.banner)
        self.body.addWidget(self.list, 1)

    @property
    def table(self) -> RecordTable:
        """The rows themselves."""
        return self.list.table

    def _make(self, *, sees_money: bool, may_edit: bool) -> ListCard:
        """The list for what a role may see and do."""
        table = RecordTable(
            engagement_columns(self._formats, sees_money=sees_money),
            self._formats,
            name=_("Engagements"),
            empty=self._empty(may_edit=may_edit),
        )
        cuts = [Cut("running", _("Running"), lambda row: row.running)]
        if sees_money:
            cuts.append(Cut("watch", _("Watch"), lambda row: row.watch, tone="warn"))
        cuts += [Cut("finished", _("Finished"), lambda row: not row.running), Cut("all", _("All"))]
        card = ListCard(
            table,
            self._operations,
            remembers="engagements" if sees_money else "own_engagements",
            file_name=_("Engagements"),
            cuts=cuts,
        )
        card.count_with(lambda n: ngettext("{n} engagement", "{n} engagements", n))
        found_by = _(
            "Of those that ended earlier the last {n} with these words in number, title or client stand here too."
        )
        self.more = MoreRows(
            card,
            _("by client"),
            self._read_more,
            find=self.refresh,
            found_by=found_by.format(n=self._formats.number(FOUND_AT_ONCE)),
        )
        table.opened.connect(self._open_row)
        table.empty_action.connect(self.ask)
        if sees_money:
            table.row_subject = lambda row: ("sow", row.sow_id)
        card.offer(
            RowCommand(_("Open"), self._open_current, keys="Enter"),
            RowCommand(_("All time"), self.time_wanted.emit, keys="T", hint=_("all time"), for_row=False),
        )
        if may_edit:
            card.offer(RowCommand(_("New SOW"), self.ask, keys="N", hint=_("new SOW"), for_row=False))
        return card

    def _empty(self, *, may_edit: bool) -> Empty:
        """What an empty list says: it leads to what comes first."""
        if may_edit and self._seen is not None and self._seen.needs_client:
            return Empty(
                "building-2",
                _("A statement of work is agreed with a client. Add the first client."),
                _("Go to clients"),
            )
        words = _("No statement of work here yet. The first one brings tasks to log time on.")
        return Empty("briefcase", words, _("New SOW") if may_edit else "")

    # ------------------------------------------------------------------ rows

    def refresh(self) -> None:
        """Read all statements of work."""
        self._operations.read(
            engagement_list,
            self._take,
            failed=self._unread,
            latest="engagements",
            years=self._years,
            text=self.list.filter.text().strip(),
        )

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _read_more(self) -> None:
        self._years += 1
        self.refresh()

    def _take(self, seen: EngagementsView) -> None:
        before, self._seen = self._role, seen
        self._role = (seen.sees_money, seen.may_edit)
        if before != self._role:
            self._follow_role(seen)
        if self.new_button.isHidden() == seen.may_edit:
            self.new_button.setVisible(seen.may_edit)
            self.described.emit()
        self.table.set_empty(self._empty(may_edit=seen.may_edit))
        self.head.set_detail(self._summary(seen))
        part = _("by client, without those that ended before {day}").format(day=self._formats.date(seen.ended_from))
        self.more.tell(part, rest=seen.count > len(seen.rows), count=seen.count)
        self._operations.soon(partial(self._show_rows, seen))

    def _show_rows(self, seen: EngagementsView) -> None:
        self.list.set_rows(seen.rows)
        if self._wanted is not None:
            self.list.go_to(self._wanted)
            self._wanted = None

    @staticmethod
    def _summary(seen: EngagementsView) -> str:
        count = sum(row.sow.state is SowState.OPEN for row in seen.rows)
        watch = sum(row.watch for row in seen.rows)
        if not watch:
            return ngettext("{n} open", "{n} open", count)
        return ngettext(
            "{open} open, {n} to watch: a budget line crossed or past its end",
            "{open} open, {n} to watch: a budget line crossed or past the end",
            watch,
        ).format(open=count)

    def _follow_role(self, seen: EngagementsView) -> None:
        old = self.list
        here = QApplication.focusWidget()
        had_focus = here is not None and old.isAncestorOf(here)
        self.list = self._make(sees_money=seen.sees_money, may_edit=seen.may_edit)
        self.list.set_filter(old.filter.text())
        for before, after in ((old.banner, self.list.banner), (old, self.list)):
            self.body.replaceWidget(before, after)
            before.hide()
            before.deleteLater()
        self.body.setStretchFactor(self.list, 1)
        if had_focus:
            self.table.setFocus()
        self.described.emit()

    # ------------------------------------------------------------------ actions

    @property
    def is_read(self) -> bool:
        """Whether it is known what its reader may do here."""
        return self._seen is not None

    def ask(self) -> None:
        """Open the form of a new statement of work, for those who may agree on one."""
        if self._seen is None or not self._seen.may_edit:
            return
        if self._seen.needs_client:
            self.wants.emit(areas.CLIENTS, None)
        else:
            ask_for_sow(self._operations, self._formats, self.window(), then=self._agreed)

    def _agreed(self, agreed: Agreed) -> None:
        """Go to the new row, which the list has or is about to read."""
        self._wanted = agreed.sow_id
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _open_row(self, row: EngagementListRow) -> None:
        self.opened.emit(row.sow_id)

    def _open_current(self) -> None:
        row = self.table.current_row()
        if isinstance(row, EngagementListRow):
            self._open_row(row)

    # ------------------------------------------------------------------ frame

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return self.list.keys()

    def regions(self) -> list[QWidget]:
        """The heading, the row above the list and the list."""
        return [*([] if self.new_button.isHidden() else [self.head]), *self.list.regions()]

    def first_focus(self) -> QWidget:
        """The list; Ctrl+F filters it."""
        return self.table

    def open(self, argument: object) -> None:
        """A text filters the list; a number selects a statement of work."""
        if isinstance(argument, str):
            self.list.set_filter(argument)
        elif isinstance(argument, int):
            self._wanted = argument
            self.refresh()
