"""The numbers in the rail: things that need somebody, never totals."""

from __future__ import annotations

from app.burn.queries import AlertRow, alerts
from app.engagements.domain import SowState
from app.engagements.queries import SowListView
from app.firm.domain import Right
from app.invoices.queries import DraftRow, run_rows
from app.kernel.words import ngettext
from app.qt.frame import Frame
from app.qt.operations import Operations
from app.receivables.queries import OwedRow, owed
from app.shell import areas
from app.shell.pages.client_overview import ClientsView, client_overview
from app.shell.pages.my_engagements import NEVER, list_for
from app.shell.pages.to_decide import ToDecide, to_decide
from app.shell.session import Session


def count_all(operations: Operations, session: Session, frame: Frame) -> None:
    """Read what this person may know and set the badges when the answers come."""

    def count_clients(view: ClientsView) -> None:
        n = view.not_ready
        frame.set_badge(areas.CLIENTS, n, "warn", ngettext("{n} not ready to bill", "{n} not ready to bill", n))

    def count_sows(view: SowListView) -> None:
        frame.set_badge(areas.ENGAGEMENTS, sum(row.state is SowState.OPEN for row in view.rows))

    def count_alerts(rows: list[AlertRow]) -> None:
        n = len(rows)
        tone = "bad" if any(row.percent >= 100 for row in rows) else "warn"
        words = ngettext("{n} budget alert", "{n} budget alerts", n)
        frame.set_badge(areas.START, n, tone, words)

    def count_waiting(waiting: ToDecide) -> None:
        n = waiting.weeks + waiting.expenses
        words = ngettext("{n} waits for a decision", "{n} wait for a decision", n)
        frame.set_badge(areas.APPROVALS, n, "warn", words)

    def count_drafts(rows: list[DraftRow]) -> None:
        n = len(rows)
        frame.set_badge(areas.BILLING, n, words=ngettext("{n} draft", "{n} drafts", n))

    def count_owed(rows: list[OwedRow]) -> None:
        n = sum(row.days_late > 0 for row in rows)
        frame.set_badge(areas.COLLECTIONS, n, "bad", ngettext("{n} overdue", "{n} overdue", n))

    operations.read(list_for, count_sows, latest="count sows", ended_from=NEVER)
    if session.may(Right.EDIT_CLIENTS):
        operations.read(client_overview, count_clients, latest="count clients")
    if session.may(Right.ACKNOWLEDGE_ALERTS):
        operations.read(alerts, count_alerts, latest="count alerts")
    if session.may(Right.APPROVE_TIME):
        operations.read(to_decide, count_waiting, latest="count approvals")
    if session.may(Right.DRAFT_INVOICES):
        operations.read(run_rows, count_drafts, latest="count drafts")
    if session.may(Right.SEE_MONEY):
        operations.read(owed, count_owed, latest="count owed")
