"""The tab of scope and rates: lines, tasks, milestones; rates, purchase orders, and the rules behind the bill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.engagements.domain import Arrangement, arrangement_words
from app.engagements.queries import LineRow, MilestoneRow, PurchaseOrderRow, RateRow, TaskRow
from app.engagements.ui import rounding_words
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty
from app.qt.columns import Column
from app.qt.short_table import ShortTable
from app.qt.table import RecordTable
from app.qt.tokens import px
from app.shell.pages import engagement_lines as said
from app.shell.pages.engagement_cards import FactCard
from app.shell.pages.engagement_facts import EngagementView
from app.shell.pages.engagement_steps import EngagementSteps

TWO_COLUMNS = 940


class ScopeTab(QWidget):
    """What was agreed, and the steps that change it. Without the right to see money there are no rates and no sums."""

    def __init__(self, formats: Formats, steps: EngagementSteps) -> None:
        """Empty lists."""
        super().__init__()
        self._formats = formats
        self._steps = steps
        self._view: EngagementView | None = None
        self.task_button = _button(_("New task\u2026"), "N", steps.new_task)
        self.rate_button = _button(_("New rate\u2026"), "N", steps.new_rate)
        self.po_button = _button(_("New PO\u2026"), "N", steps.new_purchase_order)
        self.lines = ShortTable(self._line_columns(money=True), formats, name=_("Lines of the SOW"), key=_line_key)
        self.tasks = ShortTable(self._task_columns(), formats, name=_("Tasks"), key=_task_key, empty=_no_tasks())
        self.milestones = self._milestone_table()
        self.rates = ShortTable(self._rate_columns(), formats, name=_("Rates"), key=_rate_key, empty=_no_rates())
        self.orders = ShortTable(
            self._order_columns(), formats, name=_("Purchase orders"), key=_order_key, empty=_no_orders()
        )
        self.rules = FactCard(_("Rules of the bill"))
        self.cards = {
            "lines": _card(_("Lines"), self.lines),
            "tasks": _card(_("Tasks"), self.tasks, self.task_button),
            "milestones": _card(_("Milestones"), self.milestones),
            "rates": _card(_("Rates"), self.rates, self.rate_button),
            "orders": _card(_("Client\u2019s purchase orders"), self.orders, self.po_button),
        }
        self._build()
        self._connect()

    def _build(self) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(12)
        for names in (("lines", "tasks", "milestones"), ("rates", "orders")):
            column = QVBoxLayout()
            column.setSpacing(12)
            for name in names:
                column.addWidget(self.cards[name])
            if "rates" in names:
                column.addWidget(self.rules)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        inside = self._inside = QWidget()
        inside.setObjectName("inside")
        inside.setLayout(self._columns)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._scroll)

    def _connect(self) -> None:
        steps = self._steps
        self.tasks.opened.connect(steps.edit_task)
        self.tasks.bind_key("P", self._pause, _("pause or resume"))
        self.tasks.bind_key("N", steps.new_task, _("new"))
        self.rates.bind_key("N", steps.new_rate, _("new"))
        self.orders.bind_key("N", steps.new_purchase_order, _("new"))
        self.milestones.opened.connect(steps.next_of_milestone)
        self.tasks.selected.connect(lambda _row: self._say_pause())
        self.pause_button = _button(_("Pause"), "P", self._pause)
        head = self.cards["tasks"].head
        head.insertWidget(head.count() - 1, self.pause_button)
        for table in self.tables():
            table.view.installEventFilter(self)
            table.selected.connect(lambda _row, table=table: self._reveal(table))

    def lettered(self) -> list[tuple[Button, str]]:
        """The buttons that show a single letter, with it."""
        new = [(button, "N") for button in (self.task_button, self.rate_button, self.po_button)]
        return [*new, (self.pause_button, "P")]

    def tables(self) -> list[ShortTable]:
        """The lists of this tab."""
        return [self.lines, self.tasks, self.milestones, self.rates, self.orders]

    # ------------------------------------------------------------------ columns

    def _line_columns(self, *, money: bool) -> list[Column]:
        columns = [
            Column("title", _("Line"), lambda row: row.title, bold=True, least=140),
            Column("kind", _("Kind"), lambda row: arrangement_words(row.arrangement), width=150, muted=True),
        ]
        if money:
            columns.append(Column("terms", _("Billed"), self._billed, least=160))
        return columns

    def _billed(self, row: LineRow) -> str:
        """How a line is billed, in a few words."""
        if row.arrangement is Arrangement.FIXED:
            own = self._view.sow.milestones if self._view is not None else ()
            count = sum(one.line_id == row.line_id for one in own)
            return ngettext("{n} milestone", "{n} milestones", count)
        if row.arrangement is Arrangement.TIME_AND_MATERIALS:
            return _("by the rates")
        return _("{fee} a month with {hours}, {rate} beyond").format(
            fee=self._formats.money(row.monthly_fee),
            hours=self._formats.hours(row.included_seconds, unit=True),
            rate=self._formats.rate(row.extra_rate, row.monthly_fee.currency),
        )

    def _task_columns(self) -> list[Column]:
        return [
            Column("task", _("Task"), lambda row: row.name, bold=True, least=140),
            Column("match", _("Calendar words"), lambda row: ", ".join(row.match_words) or None, muted=True, least=110),
            Column("state", _("State"), task_words, kind="chip", tone=task_tone, width=130),
        ]

    def _milestone_table(self) -> ShortTable:
        columns = [
            Column("number", _("No."), lambda row: row.number, kind="number", width=46, right=False),
            Column("name", _("Milestone"), lambda row: row.name, bold=True, least=140),
            Column("amount", _("Amount"), lambda row: row.amount or None, kind="money", width=110, total="sum"),
            Column("due", _("Due"), lambda row: row.due_on, kind="date", width=104, gives_way=1),
            Column("state", _("State"), self._milestone_words, kind="chip", tone=self._milestone_tone, width=140),
        ]
        return ShortTable(columns, self._formats, name=_("Milestones"), key=_milestone_key)

    def _milestone_words(self, row: MilestoneRow) -> str:
        return said.milestone_state(row, self._today(), self._formats)[0]

    def _milestone_tone(self, row: MilestoneRow) -> str:
        return said.milestone_state(row, self._today(), self._formats)[1]

    def _today(self) -> date:
        return self._view.today if self._view is not None else date.max

    def _rate_columns(self) -> list[Column]:
        return [
            Column("subject", _("Grade or person"), lambda row: row.subject, bold=True, least=130),
            Column("rate", _("Rate / h"), self._rate, width=96, right=True, sort=lambda row: row.rate),
            Column("valid", _("Valid from"), lambda row: row.valid_from, kind="date", width=110),
            Column("force", _("State"), self._force, kind="chip", tone=self._force_tone, width=110),
            Column("note", _("Why"), lambda row: row.note or None, muted=True, least=90, gives_way=1),
        ]

    def _rate(self, row: RateRow) -> str:
        return self._formats.rate(row.rate, self._view.sow.currency if self._view is not None else "EUR")

    def _force(self, row: RateRow) -> str:
        if row.valid_from > self._today():
            return _("To come")
        return _("In force") if self._in_force(row) else _("Before")

    def _force_tone(self, row: RateRow) -> str:
        if row.valid_from > self._today():
            return "info"
        return "ok" if self._in_force(row) else "empty"

    def _in_force(self, row: RateRow) -> bool:
        """Whether it is the newest rate of its grade or person that has begun."""
        known = self._view.sow.rates if self._view is not None else ()
        same = [one for one in known if (one.subject, one.person_id) == (row.subject, row.person_id)]
        begun = [one for one in same if one.valid_from <= self._today()]
        return row == max(begun, key=lambda one: one.valid_from, default=row)

    def _order_columns(self) -> list[Column]:
        return [
            Column("number", _("Number"), lambda row: row.number, bold=True, least=120),
            Column("amount", _("Amount"), lambda row: row.amount, kind="money", width=110),
            Column("left", _("Left"), self._left, kind="money", width=110),
            Column("from", _("Valid from"), lambda row: row.valid_from, kind="date", width=104, gives_way=2),
            Column("to", _("Valid to"), lambda row: row.valid_to, kind="date", width=104, gives_way=1),
        ]

    def _left(self, row: PurchaseOrderRow) -> object:
        billing = self._view.billing if self._view is not None else None
        return None if billing is None else row.amount - billing.spent(row.number)

    # ------------------------------------------------------------------ showing

    def show_view(self, view: EngagementView) -> None:
        """Show what was agreed."""
        self._view = view
        sow, money = view.sow, view.detail is not None
        self.lines.set_rows(sow.lines)
        self.tasks.set_rows(sow.tasks)
        self.milestones.set_rows(sow.milestones)
        self.rates.set_rows(sow.rates)
        self.orders.set_rows(sow.purchase_orders)
        self.cards["lines"].setVisible(money)
        self.cards["milestones"].setVisible(bool(sow.milestones) and money)
        self.cards["rates"].setVisible(money)
        self.cards["orders"].setVisible(money)
        self.rules.set_facts(rule_facts(view, self._formats) if money else [])
        for button in (self.task_button, self.rate_button, self.po_button):
            button.setVisible(view.may_edit)
        self.cards["tasks"].set_detail(ngettext("{n} task", "{n} tasks", len(sow.tasks)))
        self._say_pause()

    def _pause(self) -> None:
        row = self.tasks.current_row()
        if isinstance(row, TaskRow):
            self._steps.pause_task(row)

    def _say_pause(self) -> None:
        row = self.tasks.current_row()
        may = self._view is not None and self._view.may_edit
        self.pause_button.setVisible(may and isinstance(row, TaskRow))
        if isinstance(row, TaskRow):
            self.pause_button.setText(_("Pause") if row.active else _("Resume"))

    # ------------------------------------------------------------------ frame

    def regions(self) -> list[QWidget]:
        """Each list."""
        return [table for table in self.tables() if table.isVisible()]

    def first_focus(self) -> QWidget:
        """The tasks."""
        return self.tasks

    def keyed(self) -> RecordTable | None:
        """The list whose keys the page promises: the tasks, for those who may change them."""
        return self.tasks if self._view is not None and self._view.may_edit else None

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with the tasks, for those who may."""
        return self.tasks.keys() if self._view is not None and self._view.may_edit else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What gets the keyboard is scrolled into view."""
        if event.type() == QEvent.Type.FocusIn:
            for table in self.tables():
                if watched is table.view:
                    self._reveal(table)
        return False

    def _reveal(self, table: ShortTable) -> None:
        """Bring the current row of a list into view."""
        if not table.view.hasFocus():
            return
        box = table.view.visualRect(table.view.currentIndex())
        spot = table.view.viewport().mapTo(self._inside, box.center())
        self._scroll.ensureVisible(spot.x(), spot.y(), 0, box.height() + px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(TWO_COLUMNS)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)


def task_words(task: TaskRow) -> str:
    """Where a task stands: what keeps time from being logged or billed."""
    if not task.active:
        return _("Paused")
    if task.held:
        return _("Held on {number}").format(number=task.change_order_number)
    return _("Open") if task.billable else _("Not billable")


def task_tone(task: TaskRow) -> str:
    """The tone of a task's state."""
    if not task.active:
        return "hold"
    if task.held:
        return "warn"
    return "ok" if task.billable else "empty"


def rule_facts(view: EngagementView, formats: Formats) -> list[tuple[str, str]]:
    """How the bill is made: kind, cap, expenses, alerts, rounding, what the invoice shows."""
    sow = view.sow
    marks = formats.listing([formats.percent(Decimal(mark)) for mark in sow.thresholds])
    return [
        (_("Kind"), sow.kind),
        (_("Budget"), formats.money(sow.budget) if sow.budget else _("none")),
        (_("Cap"), _("never more than the budget") if sow.capped else _("none")),
        (_("Alerts at"), marks or _("none")),
        (_("Time"), rounding_words(sow.rounding.mode, sow.rounding.step_minutes)),
        (_("On invoices"), _("the budget is shown") if sow.show_budget else _("the budget is not shown")),
        (_("Signed version"), formats.number(sow.signed_version) if sow.signed_version else _("not signed")),
    ]


def _line_key(row: LineRow) -> int:
    return row.line_id


def _task_key(row: TaskRow) -> int:
    return row.task_id


def _rate_key(row: RateRow) -> int:
    return row.rate_id


def _order_key(row: PurchaseOrderRow) -> int:
    return row.purchase_order_id


def _milestone_key(row: MilestoneRow) -> int:
    return row.milestone_id


def _no_tasks() -> Empty:
    return Empty("check", _("No tasks yet: nobody can log time."))


def _no_rates() -> Empty:
    return Empty("tag", _("No rates of its own: the rate card counts."))


def _no_orders() -> Empty:
    return Empty("file-text", _("No purchase order recorded."))


def _button(words: str, keys: str, do: Callable[[], object]) -> Button:
    button = Button(words, keys=keys, small=True)
    button.clicked.connect(lambda _on=False: do())
    return button


def _card(title: str, table: ShortTable, *buttons: QWidget) -> Card:
    card = Card(title, "", *buttons, flush=True)
    card.body.addWidget(table)
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return card
