"""What waits as tasks in plain words, each with the button that leads on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from app.burn.queries import AlertRow
from app.burn.ui import alert_sentence, alert_tone
from app.firm.domain import Right
from app.invoices.domain import Shown
from app.invoices.queries import DraftRow
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.qt.task_list import Task
from app.receivables.ui import late_sentence, tone_of
from app.shell import areas
from app.shell.pages.today import Begins, TodayView, sums_of
from app.shell.session import Session

MOST = 4
"""Of one kind so many are named; the rest is one line."""
Go = Callable[[str, object], object]


class Tasks:
    """Makes the tasks of a person; `go` opens an area, `acknowledge` answers an alert."""

    def __init__(self, session: Session, go: Go, acknowledge: Callable[[AlertRow], object]) -> None:
        """For a session."""
        self._session = session
        self._formats = session.formats
        self._go = go
        self._acknowledge = acknowledge

    def of(self, view: TodayView) -> list[Task]:
        """What waits, the most urgent kind first."""
        return [
            *self._budgets(view),
            *self._owed(view),
            *self._time(view),
            *self._bills(view),
            *self._clients(view),
            *self._beginning(view),
        ]

    def _open(self, area: str, argument: object = None) -> Callable[[], object]:
        return lambda: self._go(area, argument)

    def sums(self, amounts: Iterable[Money]) -> str:
        """One sum per currency."""
        return " + ".join(self._formats.money(amount) for amount in sums_of(amounts))

    # ------------------------------------------------------------------ kinds

    def _budgets(self, view: TodayView) -> Iterator[Task]:
        formats = self._formats
        for row in view.alerts:
            detail = _("{used} of {budget} \u00b7 {client} \u00b7 {sow} {title}").format(
                client=row.client_name,
                sow=row.number,
                title=row.title,
                used=formats.money(row.used),
                budget=formats.money(row.budget),
            )
            yield Task(
                ("alert", row.alert_id),
                _("Budgets"),
                alert_sentence(row, formats),
                detail,
                _("Acknowledge\u2026"),
                partial(self._acknowledge, row),
                alert_tone(row),
            )

    def _owed(self, view: TodayView) -> Iterator[Task]:
        formats, heading = self._formats, _("Money owed")
        late = view.overdue
        named = MOST if len(late) > MOST + 1 else len(late)
        for row in late[:named]:
            yield Task(
                ("owed", row.invoice_id),
                heading,
                row.client_name,
                _("{number} \u00b7 due {day} \u00b7 {late}").format(
                    number=row.number, day=formats.day(row.due_on), late=late_sentence(row)
                ),
                _("Look at the debt"),
                self._open(areas.COLLECTIONS, row.invoice_id),
                tone_of(row),
                formats.money(row.balance),
            )
        rest = late[named:]
        if rest:
            yield Task(
                "owed_more",
                heading,
                ngettext("{n} more invoice is overdue", "{n} more invoices are overdue", len(rest)),
                formats.listing([row.client_name for row in rest[:MOST]]),
                _("Open collections"),
                self._open(areas.COLLECTIONS),
                "warn",
                self.sums(row.balance for row in rest),
            )
        for payment in view.unallocated:
            yield Task(
                ("payment", payment.payment_id),
                heading,
                _("A payment of {client} pays no invoice yet").format(client=payment.client_name),
                _("came in on {day}").format(day=formats.date(payment.received_on)),
                _("Open collections"),
                self._open(areas.COLLECTIONS),
                "info",
                formats.money(payment.left_over),
            )

    def _time(self, view: TodayView) -> Iterator[Task]:
        formats, heading = self._formats, _("Time and expenses")
        for week in view.weeks[: 2 * MOST]:
            yield Task(
                ("week", week.person_id, week.first),
                heading,
                _("{name} handed in {hours}").format(
                    name=week.person_name, hours=formats.hours(week.seconds, unit=True)
                ),
                formats.span(week.first, week.last),
                _("Look and approve"),
                self._open(areas.APPROVALS),
                "empty",
            )
        rest = view.weeks[2 * MOST :]
        if rest:
            yield Task(
                "weeks_more",
                heading,
                ngettext("{n} more week waits for approval", "{n} more weeks wait for approval", len(rest)),
                formats.hours(sum(week.seconds for week in rest), unit=True),
                _("Look and approve"),
                self._open(areas.APPROVALS),
                "empty",
            )
        if view.expenses:
            names = list(dict.fromkeys(row.person_name for row in view.expenses))
            yield Task(
                ("expenses", 0),
                heading,
                ngettext("{n} expense waits for approval", "{n} expenses wait for approval", len(view.expenses)),
                formats.listing(names[:MOST]),
                _("Look and approve"),
                self._open(areas.APPROVALS),
                "empty",
                self.sums(row.net for row in view.expenses),
            )

    def _bills(self, view: TodayView) -> Iterator[Task]:
        approves, issues = self._session.may(Right.APPROVE_INVOICES), self._session.may(Right.ISSUE_INVOICES)

        def of(*kinds: Shown) -> list[DraftRow]:
            return [row for row in view.drafts if row.shown in kinds]

        ready, approved, stopped = of(Shown.READY, Shown.CHECK), of(Shown.APPROVED), of(Shown.BLOCKED, Shown.HOLD)
        if ready:
            title = (
                ngettext("{n} draft waits for your approval", "{n} drafts wait for your approval", len(ready))
                if approves
                else ngettext("{n} draft waits for approval", "{n} drafts wait for approval", len(ready))
            )
            yield self._drafts("ready", title, ready, "empty", _("Look and approve") if approves else _("Look at it"))
        if approved:
            title = ngettext(
                "{n} draft is approved and not issued", "{n} drafts are approved and not issued", len(approved)
            )
            yield self._drafts("approved", title, approved, "ok", _("Go and issue") if issues else _("Look at it"))
        if stopped:
            title = ngettext("{n} draft is blocked or on hold", "{n} drafts are blocked or on hold", len(stopped))
            yield self._drafts("stopped", title, stopped, "warn", _("See what stops it"))

    def _drafts(self, key: str, title: str, rows: list[DraftRow], tone: str, action: str) -> Task:
        return Task(
            ("drafts", key),
            _("Billing run"),
            title,
            self._formats.listing([row.client_name for row in rows[:MOST]]),
            action,
            self._open(areas.BILLING, rows[0].draft_id),
            tone,
            self.sums(row.sums.gross for row in rows),
        )

    def _clients(self, view: TodayView) -> Iterator[Task]:
        for row in view.intake[:MOST]:
            yield Task(
                ("client", row.id),
                _("Clients"),
                _("{client} is not ready to bill").format(client=row.name),
                _("Facts for the first invoice are missing."),
                _("Open the client"),
                self._open(areas.CLIENTS, row.id),
                "warn",
            )

    def _beginning(self, view: TodayView) -> Iterator[Task]:
        """The next step of a book that is new."""
        if view.begins is Begins.CLIENT:
            yield Task(
                view.begins,
                _("A new book"),
                _("Add your first client"),
                _("The name is enough to begin. What a bill needs can follow."),
                _("Go to clients"),
                self._open(areas.CLIENTS),
                "empty",
            )
        elif view.begins is Begins.SOW:
            yield Task(
                view.begins,
                _("A new book"),
                _("Agree on the first statement of work"),
                _("It brings the tasks to log time on and the rates that price it."),
                _("Go to engagements"),
                self._open(areas.ENGAGEMENTS),
                "empty",
            )
