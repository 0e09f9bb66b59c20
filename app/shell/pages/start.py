"""The start page of those who decide: what waits for them today, each thing with its button."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.firm.domain import Right
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.qt.cards import Empty, KeyFigure
from app.qt.labels import polish, rule
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.task_list import TaskList
from app.qt.tokens import px
from app.shell import areas

if TYPE_CHECKING:
    from app.burn.queries import AlertRow
    from app.shell.pages.today import TodayView
    from app.shell.pages.today_tasks import Tasks
    from app.shell.session import Session

BESIDE, SIDE, LOW = 900, 250, 500
"""From this width on the figures stand beside the list, so wide; on a page lower than that they leave it the room."""


class StartPage(Page):
    """Today: budgets, debts, hours, bills and clients that wait for this person, and figures to hold them against."""

    listens = frozenset({"timesheets", "engagements", "burn", "invoices", "receivables", "clients"})

    @classmethod
    def in_parts(cls, operations: Operations, session: Session) -> Generator[None, None, StartPage]:
        """A page, built with a rest between its parts."""
        figures = _KeyFigures(session)
        yield
        tasks = _task_list(session)
        yield
        return cls(operations, session, figures, tasks)

    def __init__(self, operations: Operations, session: Session, figures: _KeyFigures, tasks: TaskList) -> None:
        """Figures this person may see, and no tasks yet."""
        super().__init__(_("Today"))
        self._operations = operations
        self._session = session
        self._tasks: Tasks | None = None
        today = session.today()
        formats = session.formats
        self.head = self.header(_("Today"), formats.date_full(today))
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self.figures, self.tasks = figures, tasks
        self.tasks.nothing.pressed.connect(lambda: self.wants.emit(areas.WEEK, None))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(12)
        column = QVBoxLayout()
        column.addWidget(self.tasks, 1)
        column.addStretch()
        self._both.addLayout(column, 1)
        self._both.addWidget(self.figures, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._both, 1)

    # ------------------------------------------------------------------ frame

    def first_focus(self) -> QWidget:
        """The keyboard starts on the first thing that waits."""
        return self.tasks

    def regions(self) -> list[QWidget]:
        """F6 stops at what waits."""
        return [self.tasks]

    def keys(self) -> list[tuple[str, str]]:
        """Keys of the list."""
        return [("Up Down", _("move")), ("Enter", _("do it"))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= px(BESIDE)
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop)
        self.figures.stand(upright=beside)
        self.figures.setVisible(beside or self.height() >= px(LOW))

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read what waits, in one go."""
        from app.shell.pages.today import today_view

        self._operations.read(today_view, self._show, failed=self.banner.show_problem, latest=self)

    def _show(self, view: TodayView) -> None:
        from app.shell.pages.today_tasks import Tasks

        if self._tasks is None:
            self._tasks = Tasks(self._session, self.wants.emit, self.acknowledge)
        self.tasks.set(self._tasks.of(view))
        self._operations.soon(partial(self._show_figures, view, self._tasks))

    def _show_figures(self, view: TodayView, tasks: Tasks) -> None:
        figures, formats = self.figures, self._session.formats
        zero = formats.money(Money.zero(self._session.currency))
        people, expenses = len({week.person_id for week in view.weeks}), len(view.expenses)
        whose = ngettext("{n} person", "{n} people", people)
        receipts = ngettext("{n} expense", "{n} expenses", expenses)
        hours = formats.hours(view.seconds, unit=True)
        if view.weeks:
            figures.approvals.set(hours, " \u00b7 ".join([whose, receipts] if expenses else [whose]), "warn")
        elif expenses:
            figures.approvals.set(receipts, _("no hours wait"), "warn")
        else:
            figures.approvals.set(hours, _("nothing waits"), "ok")
        drafts = len(view.drafts)
        words = ngettext("{n} draft", "{n} drafts", drafts) if drafts else _("nothing collected")
        figures.drafts.set(tasks.sums(row.sums.gross for row in view.drafts) or zero, words)
        late = view.overdue
        figures.owed.set(
            tasks.sums(row.balance for row in view.owed) or zero,
            ngettext("{n} invoice", "{n} invoices", len(view.owed)),
        )
        figures.overdue.set(
            tasks.sums(row.balance for row in late) or zero,
            ngettext("{n} invoice", "{n} invoices", len(late)),
            "bad" if late else "ok",
        )

    # ------------------------------------------------------------------ doing

    def acknowledge(self, row: AlertRow) -> None:
        """Ask what happens next about a budget."""
        from app.burn.ui import acknowledge_dialog

        acknowledge_dialog(self._operations, self._session.formats, row, parent=self.window()).open()


def _task_list(session: Session) -> TaskList:
    away = _("Open my week") if session.may(Right.LOG_TIME) else ""
    return TaskList(_("What waits for you"), Empty("check", _("Nothing waits for you today."), away))


class _KeyFigures(QFrame):
    """What a day is held against, in one card, side by side or under each other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.approvals = KeyFigure(_("To approve"))
        self.drafts = KeyFigure(_("Drafts"))
        self.owed = KeyFigure(_("Owed to the firm"))
        self.overdue = KeyFigure(_("Overdue"))
        figures = [self.approvals, self.drafts]
        if session.may(Right.SEE_MONEY):
            figures += [self.owed, self.overdue]
        self.setProperty("card", "true")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._rules: list[QFrame] = []
        for place, figure in enumerate(figures):
            if place:
                self._rules.append(rule(vertical=True))
                self._row.addWidget(self._rules[-1])
            self._row.addWidget(figure, 1)

    def stand(self, *, upright: bool) -> None:
        """Under each other beside the list, or in a row above it."""
        down = QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if upright else QBoxLayout.Direction.LeftToRight)
        fixed, loose = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred
        self.setSizePolicy(fixed if upright else loose, fixed)
        self.setMinimumWidth(px(SIDE) if upright else 0)
        self.setMaximumWidth(px(SIDE) if upright else 16_777_215)
        for line in self._rules:
            line.setProperty("rule", "true" if upright else "vertical")
            polish(line)
