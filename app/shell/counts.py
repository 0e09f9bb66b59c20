"""The numbers in the rail: things that need somebody, never totals."""

from __future__ import annotations

from app.burn.queries import AlertRow, alerts
from app.clients.domain import ClientState
from app.clients.queries import ClientListRow, clients
from app.engagements.domain import SowState
from app.engagements.queries import SowListView
from app.firm.domain import Right
from app.invoices.queries import DraftRow, run_rows
from app.qt.frame import Frame
from app.qt.operations import Operations
from app.receivables.queries import OwedRow, owed
from app.shell import areas
from app.shell.pages.my_engagements import list_for
from app.shell.pages.to_decide import ToDecide, to_decide
from app.shell.session import Session


def count_all(operations: Operations, session: Session, frame: Frame) -> None:
    """Read what this person may know and set the badges when the answers come."""

    def count_clients(rows: list[ClientListRow]) -> None:
        frame.set_badge(areas.CLIENTS, sum(row.state is ClientState.INTAKE for row in rows), "warn")

    def count_sows(view: SowListView) -> None:
        frame.set_badge(areas.ENGAGEMENTS, sum(row.state is SowState.OPEN for row in view.rows))

    def count_alerts(rows: list[AlertRow]) -> None:
        frame.set_badge(areas.START, len(rows), "bad" if any(row.percent >= 100 for row in rows) else "warn")

    def count_waiting(waiting: ToDecide) -> None:
        frame.set_badge(areas.APPROVALS, waiting.weeks + waiting.expenses, "warn")

    def count_drafts(rows: list[DraftRow]) -> None:
        frame.set_badge(areas.BILLING, len(rows))

    def count_owed(rows: list[OwedRow]) -> None:
        frame.set_badge(areas.COLLECTIONS, sum(row.days_late > 0 for row in rows), "bad")

    operations.read(list_for, count_sows, latest="count sows")
    if session.may(Right.EDIT_CLIENTS):
        operations.read(clients, count_clients, latest="count clients")
    if session.may(Right.ACKNOWLEDGE_ALERTS):
        operations.read(alerts, count_alerts, latest="count alerts")
    if session.may(Right.APPROVE_TIME):
        operations.read(to_decide, count_waiting, latest="count approvals")
    if session.may(Right.DRAFT_INVOICES):
        operations.read(run_rows, count_drafts, latest="count drafts")
    if session.may(Right.SEE_MONEY):
        operations.read(owed, count_owed, latest="count owed")
