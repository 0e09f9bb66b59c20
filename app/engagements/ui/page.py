"""The list of engagements: each statement of work with its kind, budget, end, lead and state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.engagements.commands import Agreed
from app.engagements.domain import SowState, state_words
from app.engagements.queries import SowListRow, SowListView, sow_list
from app.engagements.ui.form import ask_for_sow
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button, Segmented
from app.qt.cards import Card, Empty
from app.qt.columns import Column
from app.qt.editors import Line
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.table import RecordTable

TONES = {SowState.DRAFT: "", SowState.SOLD: "info", SowState.OPEN: "ok", SowState.FINISHED: ""}
RUNNING = (SowState.DRAFT, SowState.SOLD, SowState.OPEN)


class EngagementsPage(Page):
    """All statements of work; Enter opens one. What the reader's role may not see or do is absent."""

    listens = frozenset({"engagements", "clients", "firm"})
    opened = Signal(int)

    def __init__(
        self, operations: Operations, formats: Formats, *, query: Callable[..., SowListView] = sow_list
    ) -> None:
        """The list of what `query` finds; `opened` carries the id of a statement of work."""
        super().__init__(_("Engagements"))
        self._operations = operations
        self._formats = formats
        self._query = query
        self._seen: SowListView | None = None
        self._wanted: int | None = None
        self.new_button = Button(_("New SOW"), icon="plus", keys="N", primary=True)
        self.new_button.setVisible(False)
        self.new_button.clicked.connect(self.ask)
        self.filter = Line(width=240)
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter engagements"))
        self.filter.textChanged.connect(self._filter)
        self.filter.installEventFilter(self)
        self.which = Segmented([("running", _("Running")), ("all", _("All"))], name=_("Which engagements"))
        self.which.chosen.connect(lambda _key: self._show())
        self.head = self.header(self.title, "", self.filter, self.which, self.new_button)
        self._card = Card(flush=True)
        self.body.addWidget(self._card, 1)
        self.table = self._make_table(sees_money=False, may_edit=False)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.setFocus)

    # ------------------------------------------------------------------ the list

    def _make_table(self, *, sees_money: bool, may_edit: bool) -> RecordTable:
        """The list for what a role may see and do; it takes the place in the card."""
        table = RecordTable(
            self._columns(sees_money=sees_money),
            self._formats,
            name=_("Engagements"),
            empty=Empty(
                "briefcase",
                _("No statement of work here yet. The first one brings tasks to log time on."),
                _("New SOW") if may_edit else "",
            ),
        )
        table.set_foot(_("Total") if sees_money else "")
        table.sort_by("title")
        table.opened.connect(self._open_row)
        table.empty_action.connect(self.ask)
        table.filter_cleared.connect(self.filter.clear)
        if may_edit:
            table.bind_key("N", self.ask, _("new SOW"))
        self._card.body.addWidget(table)
        return table

    def _columns(self, *, sees_money: bool) -> list[Column]:
        columns = [
            Column(
                "title", _("Engagement"), lambda row: row.title, sub=lambda row: row.client_name, bold=True, least=220
            ),
            Column("number", _("SOW"), lambda row: row.number, width=130),
            Column("kind", _("Kind"), lambda row: row.kind, width=190),
            Column("end", _("Ends"), lambda row: row.end_on, kind="date", width=110, tone=self._end_tone),
            Column("lead", _("Lead"), lambda row: row.lead_name or None, width=140),
            Column("state", _("State"), self._state, kind="chip", width=120, tone=self._tone),
        ]
        if sees_money:
            budget = Column("budget", _("Budget"), lambda row: row.budget or None, kind="money", width=120, total="sum")
            columns.insert(3, budget)
        return columns

    def _late(self, row: SowListRow) -> bool:
        return self._seen is not None and row.state is SowState.OPEN and row.end_on < self._seen.today

    def _state(self, row: SowListRow) -> str:
        return _("Past its end") if self._late(row) else state_words(row.state)

    def _tone(self, row: SowListRow) -> str:
        return "warn" if self._late(row) else TONES[row.state]

    def _end_tone(self, row: SowListRow) -> str:
        return "warn" if self._late(row) else ""

    # ------------------------------------------------------------------ rows

    def refresh(self) -> None:
        """Read all statements of work in one statement."""
        self._operations.read(self._query, self._take, latest="engagements")

    def _take(self, seen: SowListView) -> None:
        before, self._seen = self._seen, seen
        if before is None or (before.sees_money, before.may_edit) != (seen.sees_money, seen.may_edit):
            self._follow_role(seen)
        count = sum(row.state is SowState.OPEN for row in seen.rows)
        self.head.set_detail(ngettext("{n} open", "{n} open", count))
        self._show()
        if self._wanted is not None:
            self.table.select_key(self._wanted)
            self._wanted = None

    def _follow_role(self, seen: SowListView) -> None:
        old = self.table
        here = QApplication.focusWidget()
        had_focus = here is not None and old.isAncestorOf(here)
        self.table = self._make_table(sees_money=seen.sees_money, may_edit=seen.may_edit)
        self.table.set_filter(self.filter.text())
        self._card.body.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.new_button.setVisible(seen.may_edit)
        if had_focus:
            self.table.setFocus()
        self.described.emit()

    def _filter(self, text: str) -> None:
        self.table.set_filter(text)

    def _show(self) -> None:
        rows = self._seen.rows if self._seen is not None else ()
        running = self.which.current == "running"
        self.table.set_rows([row for row in rows if not running or row.state in RUNNING])

    # ------------------------------------------------------------------ actions

    def ask(self) -> None:
        """Open the form of a new statement of work, for those who may agree on one."""
        if self._seen is not None and self._seen.may_edit:
            ask_for_sow(self._operations, self._formats, self.window(), then=self._agreed)

    def _agreed(self, agreed: Agreed) -> None:
        """Go to the new row, which the list has or is about to read."""
        self._wanted = agreed.sow_id
        self.table.setFocus()
        self.refresh()

    def _open_row(self, row: Any) -> None:
        self.opened.emit(row.sow_id)

    # ------------------------------------------------------------------ frame

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list and of the filter."""
        return [*self.table.keys(), ("Ctrl+F", _("filter"))]

    def regions(self) -> list[QWidget]:
        """The filter and the list."""
        return [self.filter, self.table]

    def first_focus(self) -> QWidget:
        """Type to filter, Enter to open."""
        return self.filter

    def open(self, argument: object) -> None:
        """A text filters the list; a number selects a statement of work."""
        if isinstance(argument, str):
            self.filter.setText(argument)
        elif isinstance(argument, int):
            self._wanted = argument
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter Enter opens the current row, Down goes to the list."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                row = self.table.current_row()
                if row is not None:
                    self._open_row(row)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        return False
