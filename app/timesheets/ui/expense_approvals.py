"""Expenses that wait: for approval, or for somebody to say whether the client pays."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.focus import HandsOn
from app.qt.list_card import ListCard, RowCommand
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.table import RecordTable
from app.qt.telling import OVER, tell
from app.timesheets.commands import ExpenseChanged, approve_expense
from app.timesheets.queries import ExpenseRow, waiting_expenses


def decision_words(row: ExpenseRow) -> str:
    """Whether the client pays for an expense."""
    if row.billable is None:
        return _("Not decided")
    return _("Client pays") if row.billable else _("Firm pays")


class ExpenseApprovals(HandsOn, QWidget):
    """B approves an expense for the client's bill, F on the firm's account, A as it stands."""

    counted = Signal(int)

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty list."""
        super().__init__()
        self._operations = operations
        self._busy = False
        self.banner = Banner()
        self.bill = Button(_("Approve, client pays"), keys="B", primary=True)
        self.keep = Button(_("Approve, firm pays"), keys="F")
        self.leave = Button(_("Approve as it stands"), keys="A")
        self.table = RecordTable(
            [
                Column("day", _("Day"), lambda row: row.day, kind="date", width=104),
                Column("text", _("Expense"), lambda row: row.text, sub=lambda row: row.person_name, bold=True),
                Column("sow", _("Engagement"), lambda row: row.client_name, sub=lambda row: row.sow_number, width=190),
                Column("receipt", _("Receipt"), lambda row: row.receipt or None, width=90),
                Column(
                    "decision",
                    _("Who pays"),
                    decision_words,
                    kind="chip",
                    tone=lambda row: "warn" if row.billable is None else "ok",
                    width=130,
                ),
                Column(
                    "state",
                    _("State"),
                    lambda row: _("Approved") if row.approved else _("Waiting"),
                    kind="chip",
                    tone=lambda row: "ok" if row.approved else "empty",
                    width=110,
                ),
                Column("net", _("Net"), lambda row: row.net, kind="money", width=110, total="sum"),
            ],
            formats,
            name=_("Expenses that wait"),
            empty=Empty("receipt-text", _("No expense waits for a decision.")),
        )
        self._build()

    def _build(self) -> None:
        self.list = ListCard(
            self.table, self._operations, remembers="expense_approvals", file_name=_("Expenses to approve")
        )
        self.list.count_with(lambda count: ngettext("{n} expense", "{n} expenses", count))
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.leave, self.keep, self.bill):
            row.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for banner in (self.banner, self.list.banner):
            box.addWidget(banner)
        box.addWidget(self.list, 1)
        self.decisions = QWidget()
        self.decisions.setLayout(row)
        box.addWidget(self.decisions)
        self.hand_on_to(self.table)
        self.table.selected.connect(lambda _row: self._enable())
        self.table.row_subject = lambda row: ("expense", row.expense_id)
        self.list.offer(
            RowCommand(_("Approve, client pays"), lambda: self._approve(billable=True), keys="B"),
            RowCommand(_("Approve, firm pays"), lambda: self._approve(billable=False), keys="F"),
            RowCommand(
                _("Approve as it stands"),
                lambda: self._approve(billable=None),
                keys="A",
                holds=lambda row: not row.approved,
            ),
        )
        self._operations.crashed.connect(self._free)
        self.bill.clicked.connect(lambda: self._approve(billable=True))
        self.keep.clicked.connect(lambda: self._approve(billable=False))
        self.leave.clicked.connect(lambda: self._approve(billable=None))
        self._enable()

    def keys(self) -> list[tuple[str, str]]:
        """Keys of the list for the bottom bar."""
        return [
            ("Up Down", _("move")),
            ("B", _("client pays")),
            ("F", _("firm pays")),
            ("A", _("approve as it stands")),
            ("Ctrl+F", _("filter this list")),
            ("Ctrl+E", _("export")),
        ]

    def regions(self) -> list[QWidget]:
        """Where F6 stops: the row above the list, the list, the decisions below it."""
        return [*self.list.regions(), self.decisions]

    def refresh(self) -> None:
        """Read what waits."""
        self._operations.read(waiting_expenses, self._take, latest="expense approvals", failed=self._unread)

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _take(self, rows: list[ExpenseRow]) -> None:
        self.list.set_rows(rows)
        self.counted.emit(len(rows))
        self._enable()

    def _enable(self) -> None:
        row = self.table.current_row()
        for button in (self.bill, self.keep):
            button.setEnabled(row is not None)
        self.leave.setEnabled(row is not None and not row.approved)

    def _approve(self, *, billable: bool | None) -> None:
        row = self.table.current_row()
        if row is None or (row.approved and billable is None):
            return
        if self._busy:
            return
        self._busy = True
        self.banner.clear()

        def approved(_result: ExpenseChanged) -> None:
            self._free()
            tell(self, _("Expense approved: {text}").format(text=row.text))

        self._operations.run(
            approve_expense,
            approved,
            failed=self._refused,
            expense_id=row.expense_id,
            billable=billable,
            version=row.version,
        )

    def _refused(self, problem: Problem) -> None:
        self._free()
        self.banner.show_problem(problem)
        if problem.code in OVER:
            self.refresh()

    def _free(self, *_reason: object) -> None:
        self._busy = False
