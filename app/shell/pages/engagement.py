"""The overview of one statement of work: budget and burn, what needs somebody, orders, milestones, terms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.burn.queries import AlertRow, BurnDetail, GradeHoursRow, alerts, burn_of, grade_hours
from app.burn.ui import BurnCard, BurnFigures, HoursByRole, acknowledge_dialog
from app.clients.queries import ClientRow, client
from app.engagements.queries import ChangeOrderRow, MilestoneRow, SowRow, sow, sow_form
from app.engagements.ui import (
    accept_change_order_dialog,
    change_order_dialog,
    purchase_order_dialog,
    rate_dialog,
    task_dialog,
)
from app.firm.domain import Right
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, pgettext
from app.qt.buttons import Button
from app.qt.labels import Chip
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.tokens import px
from app.shell.pages import engagement_lines as said
from app.shell.pages import engagement_steps as steps
from app.shell.pages.engagement_cards import FactCard, LineCard

if TYPE_CHECKING:
    from app.engagements.queries import SowFormRow
    from app.invoices.queries import InvoiceLineRow, InvoiceListRow

RIGHT_COLUMN = 320


class EngagementPage(Page):
    """One statement of work, composed of several rooms. What a role may not see is absent."""

    listens = frozenset({"engagements", "timesheets", "burn", "invoices", "clients", "firm"})

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty page; `show_sow` says which one."""
        super().__init__(_("Engagement"))
        self._operations = operations
        self._formats = formats
        self._sow_id: int | None = None
        self._sow: SowRow | None = None
        self._detail: BurnDetail | None = None
        self._alerts: list[AlertRow] = []
        self._client: ClientRow | None = None
        self._invoices: list[InvoiceListRow] | None = None
        self._build()
        new_order = QShortcut(QKeySequence("Shift+C"), self)
        new_order.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        new_order.activated.connect(self.ask_change_order)

    # ------------------------------------------------------------------ widgets

    def _build(self) -> None:
        self.order_button = Button(_("New change order"), icon="file-plus-2", keys="Shift+C")
        self.order_button.clicked.connect(self.ask_change_order)
        self.task_button = Button(_("New task\u2026"), small=True)
        self.task_button.clicked.connect(self.ask_task)
        self.rate_button = Button(_("New rate\u2026"), small=True)
        self.rate_button.clicked.connect(self.ask_rate)
        self.po_button = Button(_("New PO\u2026"), small=True)
        self.po_button.clicked.connect(self.ask_purchase_order)
        self.head = self.header(self.title, "", self.order_button)
        self.used_chip, self.kind_chip = Chip("", "warn"), Chip("", "info")
        self.head.row.insertWidget(1, self.kind_chip)
        self.head.row.insertWidget(1, self.used_chip)
        self.banner = Banner()
        self.figures = BurnFigures(self._formats)
        self.burn = BurnCard(self._formats)
        self.hours = HoursByRole(self._formats)
        self.hours.head.addWidget(self.rate_button)
        self.attention = LineCard(_("Needs attention"))
        self.orders = LineCard(_("Change orders"))
        self.milestones = LineCard(_("Milestones"))
        self.tasks = LineCard(_("Tasks"), self.task_button, nothing=_("No tasks yet: nobody can log time."))
        self.terms = FactCard(pgettext("of an engagement", "Terms"), self.po_button)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.figures)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.burn, 3)
        left.addWidget(self.hours, 3)
        left.addStretch()
        columns.addLayout(left, 1)
        columns.addWidget(self._right())
        self.body.addLayout(columns, 1)
        self._hide_money()

    def _right(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("canvas")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for card in (self.attention, self.orders, self.milestones, self.terms, self.tasks):
            box.addWidget(card)
        box.addStretch()
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedWidth(px(RIGHT_COLUMN))
        self.column = area
        return area

    def _hide_money(self) -> None:
        for widget in (
            self.figures,
            self.burn,
            self.used_chip,
            self.order_button,
            self.task_button,
            self.rate_button,
            self.po_button,
            self.attention,
        ):
            widget.hide()

    # ------------------------------------------------------------------ frame

    def breadcrumb(self) -> tuple[str, ...]:
        """Engagements, the client, the number."""
        if self._sow is None:
            return (_("Engagements"), self.title)
        return (_("Engagements"), self._sow.client_name, self._sow.number)

    def keys(self) -> list[tuple[str, str]]:
        """Keys of this page."""
        keys = [("Alt+Left", _("back"))]
        if self._may(Right.EDIT_ENGAGEMENTS):
            keys.append(("Shift+C", _("new change order")))
        return keys

    def regions(self) -> list[QWidget]:
        """The chart and the hours, then the cards at the right."""
        return [self.burn, self.hours, self.column]

    def first_focus(self) -> QWidget:
        """The keyboard starts on the hours."""
        return self.hours.table

    def open(self, argument: object) -> None:
        """Show the statement of work with this id."""
        if isinstance(argument, int):
            self.show_sow(argument)

    # ------------------------------------------------------------------ reading

    def show_sow(self, sow_id: int) -> None:
        """Show a statement of work."""
        if sow_id != self._sow_id:
            self._sow_id, self._sow, self._detail = sow_id, None, None
            self._alerts, self._client, self._invoices = [], None, None
            self._hide_money()
        self.stale = False
        self.refresh()

    def refresh(self) -> None:
        """Read the statement of work and its burn again; invoices and terms follow where the reader may see them."""
        if self._sow_id is None:
            return
        self._operations.read(sow, self._take_sow, failed=self._refused, latest=(self, "sow"), sow_id=self._sow_id)
        self._operations.read(
            burn_of, self._take_burn, failed=self._without_money, latest=(self, "burn"), sow_id=self._sow_id
        )

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _take_sow(self, row: SowRow) -> None:
        self.banner.clear()
        self._sow = row
        self.title = row.number
        self.setAccessibleName(f"{row.number} {row.title}")
        self.head.set_title(row.title)
        self.head.set_detail(said.span(row, self._formats))
        self.kind_chip.set(row.kind, "info")
        self._show_lines()
        self.described.emit()

    def _without_money(self, problem: Problem) -> None:
        """Somebody who may not see other people's work sees hours only."""
        if problem.code != "right.missing":
            self.banner.show_problem(problem)
            return
        self._detail = None
        self._hide_money()
        sow_ids = () if self._sow_id is None else (self._sow_id,)
        self._operations.read(grade_hours, self._take_hours, latest=(self, "hours"), sow_ids=sow_ids)

    def _take_hours(self, rows: list[GradeHoursRow]) -> None:
        self.hours.show_hours(rows)

    def _take_burn(self, detail: BurnDetail) -> None:
        self._detail = detail
        may_edit = self._may(Right.EDIT_ENGAGEMENTS)
        for widget in (self.figures, self.burn):
            widget.show()
        for button in (self.order_button, self.task_button, self.rate_button, self.po_button):
            button.setVisible(may_edit)
        self.figures.show_burn(detail)
        self.burn.show_burn(detail)
        self.hours.show_burn(detail)
        percent = self._formats.percent(detail.view.percent)
        self.used_chip.set(_("Budget {percent} used").format(percent=percent), self.figures.tone)
        self.used_chip.setVisible(bool(detail.view.budget))
        self._read_more(detail)
        self._show_lines()
        self.described.emit()

    def _read_more(self, detail: BurnDetail) -> None:
        sow_id = detail.view.sow_id
        if self._may(Right.ACKNOWLEDGE_ALERTS):
            self._operations.read(alerts, self._take_alerts, latest=(self, "alerts"), sow_id=sow_id)
        self._operations.read(client, self._take_client, latest=(self, "client"), client_id=detail.view.client_id)
        sees_money = self._may(Right.SEE_MONEY)
        self.figures.show_invoiced(visible=sees_money)
        if sees_money:
            from app.invoices.queries import invoice_lines, invoices

            self._operations.read(invoices, self._take_invoices, latest=(self, "invoices"), sow_id=sow_id)
            self._operations.read(invoice_lines, self._take_invoice_lines, latest=(self, "lines"), sow_id=sow_id)

    def _take_alerts(self, rows: list[AlertRow]) -> None:
        self._alerts = rows
        self._show_lines()

    def _take_client(self, row: ClientRow) -> None:
        self._client = row
        self._show_lines()

    def _take_invoices(self, rows: list[InvoiceListRow]) -> None:
        self._invoices = rows
        self._show_lines()

    def _take_invoice_lines(self, lines: list[InvoiceLineRow]) -> None:
        if self._sow is None or self._detail is None:
            return
        billed = said.billed_of(lines, self._sow.currency)
        count = len({line.invoice_id for line in lines})
        self.figures.set_invoiced(
            billed.fees,
            said.invoiced_note(billed, count, self._formats),
            said.not_yet_invoiced(self._sow, self._detail, billed),
            said.waiting_note(self._sow, self._detail, billed, self._formats),
        )

    # ------------------------------------------------------------------ what is said

    def _may(self, right: Right) -> bool:
        return self._detail is not None and right in self._detail.rights

    def _steps(self) -> said.Steps:
        if self._detail is None:
            return said.Steps()
        leads = self._detail.leads or self._may(Right.EDIT_ENGAGEMENTS)
        return said.Steps(
            accept_order=self.ask_accept_order if leads else None,
            send_order=self._ask_send if leads else None,
            deliver=self._ask_deliver if leads else None,
            accept=self._ask_accept if leads else None,
            acknowledge=self._ask_acknowledge if self._may(Right.ACKNOWLEDGE_ALERTS) else None,
            add_rate=self.ask_rate if self._may(Right.EDIT_ENGAGEMENTS) else None,
        )

    def _show_lines(self) -> None:
        """Draw the cards at the right from what has been read so far."""
        row, detail = self._sow, self._detail
        if row is None:
            return
        possible = self._steps()
        self.tasks.set_lines(said.task_lines(row))
        facts = said.sow_facts(row, self._formats)
        if detail is None:
            self.orders.set_lines([])
            self.milestones.set_lines([])
            self.terms.set_facts(facts)
            return
        self.attention.set_lines(said.attention_lines(row, detail, self._alerts, self._formats, possible))
        self.attention.set_detail(str(len(self.attention.lines())))
        self.orders.set_lines(said.order_lines(row, self._formats, possible))
        self.milestones.set_lines(said.milestone_lines(row, self._formats, detail.today, possible))
        self.terms.set_facts(
            [*facts, *said.money_facts(row, self._client, self._invoices, detail.today, self._formats)]
        )

    # ------------------------------------------------------------------ steps

    def ask_change_order(self) -> None:
        """Draft a change order."""
        if self._sow is not None and self._detail is not None and self._may(Right.EDIT_ENGAGEMENTS):
            today = self._detail.today
            change_order_dialog(
                self._operations, self._formats, self._sow, today=lambda: today, parent=self.window()
            ).open()

    def ask_accept_order(self, order: ChangeOrderRow) -> None:
        """Say who accepted a change order."""
        if self._detail is not None:
            today = self._detail.today
            accept_change_order_dialog(
                self._operations, self._formats, order, today=lambda: today, parent=self.window()
            ).open()

    def _ask_send(self, order: ChangeOrderRow) -> None:
        if self._detail is not None:
            steps.send_order_dialog(
                self._operations, self._formats, order, today=self._detail.today, parent=self.window()
            ).open()

    def _ask_deliver(self, milestone: MilestoneRow) -> None:
        if self._detail is not None:
            steps.deliver_dialog(
                self._operations, self._formats, milestone, today=self._detail.today, parent=self.window()
            ).open()

    def _ask_accept(self, milestone: MilestoneRow) -> None:
        if self._detail is not None:
            steps.accept_dialog(
                self._operations, self._formats, milestone, today=self._detail.today, parent=self.window()
            ).open()

    def _ask_acknowledge(self, alert: AlertRow) -> None:
        acknowledge_dialog(self._operations, self._formats, alert, parent=self.window()).open()

    def ask_task(self) -> None:
        """Add a task."""
        if self._sow is not None:
            task_dialog(self._operations, self._formats, self._sow, parent=self.window()).open()

    def ask_purchase_order(self) -> None:
        """Add a purchase order."""
        if self._sow is not None and self._detail is not None:
            today = self._detail.today
            purchase_order_dialog(
                self._operations, self._formats, self._sow, today=lambda: today, parent=self.window()
            ).open()

    def ask_rate(self) -> None:
        """Add a rate; what can be chosen is read first."""
        if self._sow is not None:
            self._operations.read(sow_form, partial(self._ask_rate, self._sow), latest=(self, "rate"))

    def _ask_rate(self, row: SowRow, offer: SowFormRow) -> None:
        rate_dialog(self._operations, self._formats, row, offer, parent=self.window()).open()
