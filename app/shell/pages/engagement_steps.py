"""What can be done from an engagement: each step asks in a dialog or acts at once with a way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.burn.queries import AlertRow
from app.burn.ui import acknowledge_dialog
from app.engagements import ui
from app.engagements.commands import change_task, finish_sow, reopen_change_order
from app.engagements.queries import ChangeOrderRow, MilestoneRow, SowRow, TaskRow, sow_form
from app.firm.domain import Right
from app.invoices.commands import forget_order_acceptance
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.qt.telling import tell
from app.shell.pages import engagement_lines as said
from app.shell.pages.engagement_facts import EngagementView

if TYPE_CHECKING:
    from app.engagements.queries import SowFormRow


class EngagementSteps(QObject):
    """The steps of the engagement that is shown; what its reader may not do, does nothing."""

    refused = Signal(object)

    def __init__(self, operations: Operations, formats: Formats, page: QWidget) -> None:
        """Steps over a page; `show_view` says of what."""
        super().__init__(page)
        self._operations = operations
        self._formats = formats
        self._page = page
        self._view: EngagementView | None = None

    def show_view(self, view: EngagementView | None) -> None:
        """Another engagement, or the same one read again."""
        self._view = view

    def possible(self) -> said.Steps:
        """The steps that cards offer as buttons."""
        view = self._view
        if view is None:
            return said.Steps()
        return said.Steps(
            accept_order=self.accept_order if view.answers else None,
            pause_task=self.pause_task if view.may_edit else None,
            deliver=self.deliver if view.answers else None,
            accept=self.accept if view.answers else None,
            acknowledge=self.acknowledge if view.may(Right.ACKNOWLEDGE_ALERTS) else None,
            add_rate=self.new_rate if view.may_edit else None,
            new_order=self.new_order if view.may_edit else None,
            finish=self.finish if view.may_edit else None,
        )

    # ------------------------------------------------------------------ parts of a step

    def _today(self) -> date:
        return self._view.today if self._view is not None else date.max

    def _open(self, dialog: QDialog) -> None:
        dialog.open()

    def _ask(self, make: Callable[..., QDialog], row: object, then: Callable[[object], object] | None = None) -> None:
        """A dialog about a row, over the window, with the day of the book."""
        parent = self._page.window()
        self._open(make(self._operations, self._formats, row, today=self._today, parent=parent, then=then))

    def _tell(self, text: str) -> None:
        tell(self._page, text)

    def _failed(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def _run(self, command: Callable[..., Any], then: Callable[[Any], object] | None = None, **values: Any) -> None:
        self._operations.run(command, then, failed=self._failed, **values)

    def _editable(self) -> SowRow | None:
        return self._view.sow if self._view is not None and self._view.may_edit else None

    def _with_offer(self, then: Callable[[SowRow, SowFormRow], object]) -> None:
        """Read what can be chosen first."""
        row = self._editable()
        if row is not None:
            self._operations.read(sow_form, partial(then, row), failed=self._failed, latest=(self, "offer"))

    # ------------------------------------------------------------------ change orders

    def new_order(self) -> None:
        """Draft a change order."""
        row = self._editable()
        if row is not None:
            self._ask(ui.change_order_dialog, row)

    def send_order(self, order: ChangeOrderRow) -> None:
        """Say when a change order went to the client."""
        if self._answers() and order.accepted_on is None:
            self._ask(ui.send_change_order_dialog, order)

    def accept_order(self, order: ChangeOrderRow) -> None:
        """Say who accepted a change order."""
        if not self._answers() or order.accepted_on is not None:
            return

        def done(_version: object) -> None:
            text = _("{number} is accepted: the budget is {amount} higher.")
            self._tell(text.format(number=order.number, amount=self._formats.money(order.amount)))

        self._ask(ui.accept_change_order_dialog, order, done)

    def decline_order(self, order: ChangeOrderRow) -> None:
        """Say that the client declined it; there is a way back."""
        if not self._answers() or not order.waits:
            return

        def done(_version: object) -> None:
            self._tell(_("{number} is declined.").format(number=order.number))

        self._ask(ui.decline_change_order_dialog, order, done)

    def reopen_order(self, order: ChangeOrderRow) -> None:
        """A change order waits for an answer again: it was declined or accepted by mistake."""
        if not self._answers() or (order.accepted_on is None and order.declined_on is None):
            return
        command = forget_order_acceptance if order.accepted_on is not None else reopen_change_order
        text = _("{number} waits for an answer again.").format(number=order.number)
        self._run(command, lambda _none: self._tell(text), change_order_id=order.change_order_id)

    def _answers(self) -> bool:
        return self._view is not None and self._view.answers

    # ------------------------------------------------------------------ milestones and alerts

    def deliver(self, milestone: MilestoneRow) -> None:
        """Say when a milestone was handed over."""
        if self._answers() and milestone.accepted_on is None:
            self._ask(ui.deliver_milestone_dialog, milestone)

    def accept(self, milestone: MilestoneRow) -> None:
        """Say when the client accepted a milestone."""
        if not self._answers() or milestone.accepted_on is not None:
            return

        def done(_version: object) -> None:
            self._tell(_("Milestone {number} is accepted and can be billed.").format(number=milestone.number))

        self._ask(ui.accept_milestone_dialog, milestone, done)

    def next_of_milestone(self, milestone: MilestoneRow) -> None:
        """Deliver what is not delivered, accept what is."""
        (self.deliver if milestone.delivered_on is None else self.accept)(milestone)

    def acknowledge(self, alert: AlertRow) -> None:
        """Say what happens next about an alert."""
        self._open(acknowledge_dialog(self._operations, self._formats, alert, parent=self._page.window()))

    # ------------------------------------------------------------------ scope

    def new_task(self) -> None:
        """Add a task."""
        row = self._editable()
        if row is not None:
            self._open(ui.task_dialog(self._operations, self._formats, row, parent=self._page.window()))

    def edit_task(self, task: TaskRow) -> None:
        """Rename a task or change its words."""
        if self._editable() is not None:
            self._open(ui.edit_task_dialog(self._operations, self._formats, task, parent=self._page.window()))

    def pause_task(self, task: TaskRow) -> None:
        """No more time on a task; or again, if it is paused."""
        if self._editable() is not None:
            self._set_active(task.task_id, task.version, task.name, active=not task.active)

    def _set_active(self, task_id: int, version: int, name: str, *, active: bool) -> None:
        def done(_version: int) -> None:
            text = _("{task} takes time again.") if active else _("{task} is paused: nobody can log time on it.")
            self._tell(text.format(task=name))

        self._run(change_task, done, task_id=task_id, version=version, active=active)

    def new_rate(self) -> None:
        """Add a rate; what can be chosen is read first."""
        self._with_offer(self._ask_rate)

    def _ask_rate(self, row: SowRow, offer: SowFormRow) -> None:
        self._open(ui.rate_dialog(self._operations, self._formats, row, offer, parent=self._page.window()))

    def new_purchase_order(self) -> None:
        """Add a purchase order of the client."""
        row = self._editable()
        if row is not None:
            self._ask(ui.purchase_order_dialog, row)

    # ------------------------------------------------------------------ terms and end

    def edit_terms(self) -> None:
        """Change the terms; what can be chosen is read first."""
        self._with_offer(self._ask_terms)

    def _ask_terms(self, row: SowRow, offer: SowFormRow) -> None:
        def done(changed: dict[str, Any], _before: dict[str, Any], _version: int) -> None:
            self._tell(_("The terms of {number} are changed.").format(number=str(changed.get("number", row.number))))

        parent = self._page.window()
        self._open(ui.TermsDialog(self._operations, self._formats, row, offer, parent=parent, then=done))

    def finish(self) -> None:
        """No more time is logged on it; there is a way back."""
        row = self._editable()
        if row is None:
            return

        def done(_none: object) -> None:
            self._tell(_("{number} is finished: nobody can log time on it.").format(number=row.number))

        self._run(finish_sow, done, sow_id=row.sow_id, version=row.version)
