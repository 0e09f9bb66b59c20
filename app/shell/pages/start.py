"""The start page of those who answer for budgets: alerts first, then what waits for them today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.burn.ui import AlertList
from app.firm.domain import Right
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, KeyFigure, KeyFigures
from app.qt.labels import label
from app.qt.operations import Operations
from app.qt.page import Page
from app.shell import areas

if TYPE_CHECKING:
    from app.invoices.queries import DraftRow
    from app.receivables.queries import OwedRow
    from app.shell.pages.to_decide import ToDecide
    from app.shell.session import Session


class StartPage(Page):
    """Today: budget alerts with their acknowledgement, and doors to what waits."""

    listens = frozenset({"timesheets", "engagements", "burn", "invoices", "receivables"})

    def __init__(self, operations: Operations, session: Session) -> None:
        """Figures this person may see, and the alerts."""
        super().__init__(_("Today"))
        self._operations = operations
        self._session = session
        today = session.today()
        formats = session.formats
        self.header(_("Today"), f"{formats.weekday(today)} {formats.date_long(today)}")
        self.approvals = KeyFigure(_("Time to approve"))
        self.drafts = KeyFigure(_("Drafts"))
        self.owed = KeyFigure(_("Owed to the firm"))
        self.overdue = KeyFigure(_("Overdue"))
        shown = [self.approvals, self.drafts]
        if session.may(Right.SEE_MONEY):
            shown += [self.owed, self.overdue]
        self.body.addWidget(KeyFigures(shown))
        self.alerts = AlertList(operations, formats, today=session.today)
        card = Card(_("Budgets that crossed a line"), flush=True)
        card.body.addWidget(self.alerts)
        self.body.addWidget(card, 1)
        self.body.addWidget(self._doors())

    def _doors(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        known = {area.key: area for area in areas.areas_for(self._session.role)}
        line.addWidget(label(_("Go on with"), "muted"))
        for key in (areas.APPROVALS, areas.BILLING, areas.COLLECTIONS):
            if key in known:
                button = Button(known[key].title, icon=known[key].icon)
                button.clicked.connect(lambda _checked=False, place=key: self.wants.emit(place, None))
                line.addWidget(button)
        line.addStretch(1)
        return holder

    def first_focus(self) -> QWidget:
        """The keyboard starts on the alerts."""
        return self.alerts

    def regions(self) -> list[QWidget]:
        """F6 stops at the alerts."""
        return [self.alerts]

    def keys(self) -> list[tuple[str, str]]:
        """Keys of the alerts."""
        return [("Enter", _("acknowledge"))]

    def refresh(self) -> None:
        """Read what waits."""
        from app.invoices.queries import run_rows
        from app.receivables.queries import owed
        from app.shell.pages.to_decide import to_decide

        self.alerts.refresh()
        self._operations.read(to_decide, self._show_approvals, latest="start approvals")
        self._operations.read(run_rows, self._show_drafts, latest="start drafts")
        if self._session.may(Right.SEE_MONEY):
            self._operations.read(owed, self._show_owed, latest="start owed")

    def _show_approvals(self, waiting: ToDecide) -> None:
        parts = []
        if waiting.people:
            parts.append(ngettext("{n} person", "{n} people", waiting.people))
        if waiting.expenses:
            parts.append(ngettext("{n} expense", "{n} expenses", waiting.expenses))
        self.approvals.set(
            self._session.formats.hours(waiting.seconds, unit=True),
            " \u00b7 ".join(parts) or _("nothing waits"),
            "warn" if parts else "ok",
        )

    def _show_drafts(self, rows: list[DraftRow]) -> None:
        sums = self._sums([row.sums.gross for row in rows])
        self.drafts.set(ngettext("{n} draft", "{n} drafts", len(rows)), sums or _("nothing collected"))

    def _show_owed(self, rows: list[OwedRow]) -> None:
        late = [row for row in rows if row.days_late > 0]
        zero = self._session.formats.money(Money.zero(self._session.currency))
        self.owed.set(
            self._sums([row.balance for row in rows]) or zero, ngettext("{n} invoice", "{n} invoices", len(rows))
        )
        self.overdue.set(
            self._sums([row.balance for row in late]) or zero,
            ngettext("{n} invoice", "{n} invoices", len(late)),
            "bad" if late else "ok",
        )

    def _sums(self, amounts: list[Money]) -> str:
        """One sum per currency, never mixed."""
        sums: dict[str, Money] = {}
        for amount in amounts:
            sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
        return " + ".join(self._session.formats.money(value) for _code, value in sorted(sums.items()))
