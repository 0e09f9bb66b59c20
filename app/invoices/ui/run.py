"""The billing run: all open work becomes right invoices in one sitting. Collect, check, approve, issue."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow, RunOverview, run_overview
from app.invoices.ui.panel import DraftPanel
from app.invoices.ui.run_actions import RunActions
from app.invoices.ui.run_dialogs import day_words
from app.invoices.ui.run_foot import RunFoot
from app.invoices.ui.run_list import RunList
from app.invoices.ui.steps import run_steps
from app.invoices.ui.why import WhyCard
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.fitting import FitsItsRoom
from app.qt.list_card import RowCommand
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.panel import MainAndPanel
from app.qt.steps import Steps
from app.qt.tab_order import tab_through
from app.qt.telling import tell, tell_on
from app.qt.tokens import px

LOW = 700
"""In a lower page the list keeps the room of the card below it."""
FLAT = 430
"""In one still lower (large text in a small window) it keeps that of the steps too."""
PANEL = 312


class BillingRunPage(FitsItsRoom, Page):
    """The drafts of the run with their checks; approved ones are issued together, each in its own transaction."""

    listens = frozenset({"invoices", "timesheets", "engagements", "clients", "firm"})
    preview_wanted = Signal(int)

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """The page of whoever works in the book; what the person may not do is absent."""
        super().__init__(_("Billing run"))
        self._operations = operations
        self._formats = formats
        self.overview: RunOverview | None = None
        self._filling = False
        self._wanted: int | None = None
        self.actions_of = RunActions(operations, formats, current=self.current, parent=self)
        self.collect_button = Button(_("Collect\u2026"), icon="refresh-cw")
        self.banner = Banner()
        self.steps = Steps(4)
        self.list = RunList(operations, formats)
        self.table = self.list.table
        self.which = self.list.choice
        self.why = WhyCard(formats)
        self.foot = RunFoot(formats)
        self.issue_button = self.foot.issue
        self.number = self.foot.number
        self.panel = DraftPanel(formats)
        self._build()
        self._offer()
        self._connect()

    def _build(self) -> None:
        self.head = self.header(_("Billing run"), "", self.collect_button)
        for widget in (self.banner, self.list.banner, self.steps):
            self.body.addWidget(widget)
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.why)
        inside.addWidget(self.foot)
        self.sides = MainAndPanel(left, self.panel, width=PANEL, parent=self)
        self.sides.folded.connect(lambda _away: self.described.emit())
        self.head.add_button(self.sides.way_in(_("About the draft")))
        self.body.addWidget(self.sides, 1)

    def _offer(self) -> None:
        act = self.actions_of

        self.list.table.row_subject = lambda row: ("draft", row.draft_id)

        def open_one(row: DraftRow) -> bool:
            return row.shown is not Shown.APPROVED

        self.list.offer(
            RowCommand(_("Preview"), self.show_preview, "Space", _("preview")),
            RowCommand(
                _("Approve"), self.approve, "A", _("approve"), lambda row: row.shown in {Shown.READY, Shown.CHECK}
            ),
            RowCommand(_("Fix"), act.fix, "F", _("fix"), lambda row: row.finding is not None),
            RowCommand(_("Leave it so\u2026"), act.keep, "L", _("leave it so"), _can_stay),
            RowCommand(_("Hold\u2026"), self.hold, "H", _("hold"), open_one),
            RowCommand(_("Reopen"), act.reopen, "R", _("reopen"), lambda row: row.shown is Shown.APPROVED),
            RowCommand(_("Adjust\u2026"), act.adjust, "W", _("adjust"), open_one),
            RowCommand(_("Purchase order\u2026"), act.set_order, "P", _("PO"), open_one),
            RowCommand(_("Tick"), self.list.tick, "X", _("tick"), self.list.tickable),
            RowCommand(_("Remove"), act.remove, "Del", _("remove"), open_one),
            RowCommand(_("Collect\u2026"), self.collect, "C", _("collect"), for_row=False),
        )

    def _connect(self) -> None:
        act = self.actions_of
        act.told.connect(self._notify)
        act.refused.connect(self._refused)
        act.wants.connect(self.wants)
        act.issuing_changed.connect(self._tell_foot)
        self.collect_button.clicked.connect(self.collect)
        self.table.selected.connect(lambda _row: self._tell_panel())
        self.table.opened.connect(lambda _row: self.show_preview())
        self.table.empty_action.connect(self.collect)
        self.table.ticks_changed.connect(self._ticked)
        self.why.chosen.connect(lambda row: self.go_to(row.draft_id))
        for combination in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(combination), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.issue)
        for wanted, action in (
            (self.foot.issue_wanted, self.issue),
            (self.foot.preview_wanted, self.preview_approved),
            (self.foot.approve_wanted, self.approve_ticked),
            (self.panel.preview_wanted, self.show_preview),
            (self.panel.approve_wanted, self.approve),
            (self.panel.reopen_wanted, act.reopen),
            (self.panel.hold_wanted, self.hold),
            (self.panel.fix_wanted, act.fix),
            (self.panel.keep_wanted, act.keep),
            (self.panel.other_wanted, act.fix_otherwise),
            (self.panel.raise_wanted, act.ask_again),
        ):
            wanted.connect(action)
        self.panel.stepped.connect(self.table.view.step)

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the run again."""
        self._operations.read(
            run_overview, self._take, failed=self._unread, latest=(id(self), "run"), language=self._formats.tag
        )

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _take(self, overview: RunOverview) -> None:
        self.overview = overview
        self.actions_of.may_agree = overview.may_agree
        self._tell_head(overview)
        self.table.set_empty(self._empty(overview))
        self._filling = True
        self.list.show_drafts(overview.rows)
        self._filling = False
        if self._wanted is not None:
            self.go_to(self._wanted)
        self._operations.soon(self._tell_foot, self._tell_why, self._tell_panel)

    def _tell_why(self) -> None:
        if self.overview is not None:
            self.why.show_run(self.overview)
        self._order_tabs()
        self._fit()

    def _order_tabs(self) -> None:
        """Tab goes from the list to the panel, then to what is not ready, and last to what issues."""
        foot = (self.foot.approve, self.foot.preview, self.foot.issue)
        tab_through(self.panel.hold, *self.why.lines(), *foot)

    def _tell_head(self, overview: RunOverview) -> None:
        run, formats = overview.run, self._formats
        if run is not None:
            self.title = _("{month} billing run").format(month=formats.month(run.through))
            self.head.set_title(self.title)
            detail = _("Work to {day} \u00b7 invoice date {date} \u00b7 due by each client\u2019s terms")
            self.head.set_detail(
                detail.format(day=day_words(run.through, formats), date=formats.date(run.invoice_date))
            )
        self.collect_button.setText(_("Collect again\u2026") if run is not None else _("Collect\u2026"))
        self.collect_button.setVisible(overview.may_draft)
        self.steps.set_steps(run_steps(overview.rows, formats))
        self.described.emit()

    def approved(self) -> list[DraftRow]:
        """The drafts that can be issued, in the order they will be."""
        return [row for row in self.overview.rows if row.shown is Shown.APPROVED] if self.overview is not None else []

    def _ticked(self) -> None:
        if not self._filling:
            self._tell_foot()

    def _tell_foot(self) -> None:
        self.foot.show_run(self.overview, self.list.ticked(), busy=self.actions_of.issuing is not None)

    def _empty(self, overview: RunOverview) -> Empty:
        action = _("Collect\u2026") if overview.may_draft else ""
        if overview.run is None:
            sentence = _("Nothing is collected yet. Collecting brings approved work onto drafts.")
            return Empty("receipt-text", sentence, action)
        sentence = _("Nothing waits to be billed up to {day}.").format(day=self._formats.date(overview.run.through))
        return Empty("receipt-text", sentence, action)

    def _tell_panel(self) -> None:
        if self._filling:
            return
        row, rows = self.current(), self.table.shown_rows()
        overview = self.overview
        self.panel.show_draft(
            row,
            rows.index(row) + 1 if row in rows else 0,
            len(rows),
            may_draft=overview is not None and overview.may_draft,
            may_approve=overview is not None and overview.may_approve,
            may_agree=overview is not None and overview.may_agree,
        )

    def current(self) -> DraftRow | None:
        """The chosen draft."""
        row = self.table.current_row()
        return row if isinstance(row, DraftRow) else None

    def go_to(self, draft_id: int) -> None:
        """Choose a draft, whatever the list shows of the run."""
        if not self.table.select_key(draft_id):
            self.list.choose_cut("all")
            self.list.set_filter("")
        if self.table.select_key(draft_id):
            self._wanted = None
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the run

    def collect(self) -> None:
        """Ask what to collect."""
        if self.overview is not None and self.overview.may_draft:
            self.actions_of.collect(self.overview)

    def approve(self) -> None:
        """Approve the chosen draft and go on to the next one that waits for it."""
        self.actions_of.approve(then=self._on_to_the_next())

    def hold(self) -> None:
        """Hold the chosen draft, and go on; or let it go on itself."""
        self.actions_of.hold(then=self._on_to_the_next())

    def _on_to_the_next(self) -> Callable[[DraftRow], object]:
        """Choose the draft that waits below the chosen one, as the list stands now; without one stay."""
        rows, row = self.table.shown_rows(), self.current()
        place = rows.index(row) if row in rows else len(rows)
        waiting = [one.draft_id for one in rows[place + 1 :] if one.shown in {Shown.READY, Shown.CHECK}]
        return lambda _row: self.table.select_key(waiting[0]) if waiting else None

    def approve_ticked(self) -> None:
        """Approve all ticked drafts that are not approved yet."""
        if self.overview is not None and self.overview.may_approve:
            self.actions_of.approve_all([row for row in self.list.ticked() if row.shown is not Shown.APPROVED])

    def issue(self) -> None:
        """Ask once more, then issue what is approved and ticked."""
        if self.overview is not None and self.overview.may_issue:
            ticked = [row for row in self.list.ticked() if row.shown is Shown.APPROVED]
            self.actions_of.issue(ticked, self.overview.next_number)

    def show_preview(self) -> None:
        """Ask for the page that shows the chosen draft as its PDF."""
        row = self.current()
        if row is not None:
            self.preview_wanted.emit(row.draft_id)

    def preview_approved(self) -> None:
        """Look through the PDFs of what will be issued: they stand first in the run."""
        ticked = [row for row in self.list.ticked() if row.shown is Shown.APPROVED]
        if ticked:
            self.preview_wanted.emit(ticked[0].draft_id)

    # ------------------------------------------------------------------ the frame

    def _fit(self) -> None:
        """In a low page the list takes the room of the card below it; in a high one it ends with its rows."""
        enough = self.height() >= px(LOW)
        self.why.set_room(enough=enough)
        read = self.overview is not None
        self.steps.setVisible(read and self.height() >= px(FLAT))
        self.foot.setVisible(read)
        self.list.end_with_rows(on=enough and not self.why.isHidden())

    def breadcrumb(self) -> tuple[str, ...]:
        """The run."""
        return (_("Billing run"),)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        may_issue = self.overview is not None and self.overview.may_issue
        issue = [("Ctrl+Enter", _("issue approved"))] if may_issue else []
        keys = self.list.keys()
        early = [pair for pair in keys if pair[0] in {"Up Down", "Space", "A", "F", "H"}]
        return [*self.sides.keys(), *early, *issue, *(pair for pair in keys if pair not in early)]

    def regions(self) -> list[QWidget]:
        """Cuts, list, panel, what is not ready, the bar below."""
        return [*self.list.regions(), self.panel, self.why, self.foot]

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table

    def open(self, argument: object) -> None:
        """A number chooses a draft."""
        if isinstance(argument, int):
            self._wanted = argument
            if self.overview is not None:
                self.go_to(argument)

    def _notify(self, text: str, undo: Callable[[], object] | None) -> None:
        if undo is None:
            tell_on(self, self.banner, text)
        elif not tell(self, text, undo, redo=undo):
            self.banner.show_message(text, "info", _("Undo"), undo)

    def _refused(self, problem: object) -> None:
        if isinstance(problem, Problem):
            self.banner.show_problem(problem)


def _can_stay(row: DraftRow) -> bool:
    """Whether what was found on a draft may be left as it is."""
    found = row.finding
    return found is not None and bool(found.mark) and row.shown is Shown.CHECK
