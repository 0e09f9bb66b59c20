"""The list of engagements: each statement of work with its kind, budget, end, lead and state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.engagements.commands import Agreed
from app.engagements.domain import SowState, state_words
from app.engagements.queries import SowListRow, sows
from app.engagements.ui.form import ask_for_sow
from app.firm.domain import Right, allowed
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
    """All statements of work; Enter opens one. Budgets and the form are for roles that may see them."""

    listens = frozenset({"engagements", "clients", "firm"})
    opened = Signal(int)

    def __init__(self, operations: Operations, formats: Formats, *, today: Callable[[], date], role: str) -> None:
        """The list for a role; `opened` carries the id of a statement of work."""
        super().__init__(_("Engagements"))
        self._operations = operations
        self._formats = formats
        self._today = today
        self._rows: list[SowListRow] = []
        self._wanted: int | None = None
        self.may_edit = allowed(role, Right.EDIT_ENGAGEMENTS)
        self.new_button = Button(_("New SOW"), icon="plus", keys="N", primary=True)
        self.new_button.setVisible(self.may_edit)
        self.new_button.clicked.connect(self.ask)
        self.filter = Line(width=240)
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter engagements"))
        self.which = Segmented([("running", _("Running")), ("all", _("All"))], name=_("Which engagements"))
        self.head = self.header(self.title, "", self.filter, self.which, self.new_button)
        self.table = RecordTable(
            self._columns(money=allowed(role, Right.SEE_OTHERS_TIME)),
            formats,
            name=_("Engagements"),
            empty=Empty(
                "briefcase",
                _("No statement of work here yet. The first one brings tasks to log time on."),
                _("New SOW") if self.may_edit else "",
            ),
        )
        self.table.set_foot(_("Total"))
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.body.addWidget(card, 1)
        self._connect()

    def _columns(self, *, money: bool) -> list[Column]:
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
        if money:
            budget = Column("budget", _("Budget"), lambda row: row.budget or None, kind="money", width=120, total="sum")
            columns.insert(3, budget)
        return columns

    def _connect(self) -> None:
        self.table.opened.connect(lambda row: self.opened.emit(row.sow_id))
        self.table.empty_action.connect(self.ask)
        self.table.filter_cleared.connect(self.filter.clear)
        self.table.sort_by("title")
        self.which.chosen.connect(lambda _key: self._show())
        self.filter.textChanged.connect(self.table.set_filter)
        self.filter.installEventFilter(self)
        if self.may_edit:
            self.table.bind_key("N", self.ask, _("new SOW"))
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.setFocus)

    # ------------------------------------------------------------------ rows

    def _late(self, row: SowListRow) -> bool:
        return row.state is SowState.OPEN and row.end_on < self._today()

    def _state(self, row: SowListRow) -> str:
        return _("Past its end") if self._late(row) else state_words(row.state)

    def _tone(self, row: SowListRow) -> str:
        return "warn" if self._late(row) else TONES[row.state]

    def _end_tone(self, row: SowListRow) -> str:
        return "warn" if self._late(row) else ""

    def refresh(self) -> None:
        """Read all statements of work in one statement."""
        self._operations.read(sows, self._take, latest="engagements")

    def _take(self, rows: list[SowListRow]) -> None:
        self._rows = rows
        count = sum(row.state is SowState.OPEN for row in rows)
        self.head.set_detail(ngettext("{n} open", "{n} open", count))
        self._show()
        if self._wanted is not None:
            self.table.select_key(self._wanted)
            self._wanted = None

    def _show(self) -> None:
        running = self.which.current == "running"
        self.table.set_rows([row for row in self._rows if not running or row.state in RUNNING])

    # ------------------------------------------------------------------ actions

    def ask(self) -> None:
        """Open the form of a new statement of work."""
        if self.may_edit:
            ask_for_sow(self._operations, self._formats, self.window(), then=self._agreed)

    def _agreed(self, agreed: Agreed) -> None:
        """Go to the new row, which the list has or is about to read."""
        self._wanted = agreed.sow_id
        self.table.setFocus()
        self.refresh()

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
                    self.opened.emit(row.sow_id)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        return False
