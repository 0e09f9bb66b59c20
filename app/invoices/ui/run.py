"""The billing run: all open work becomes right invoices in one sitting. Collect, check, approve, issue."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow, RunOverview, run_overview
from app.invoices.ui import dialogs
from app.invoices.ui.actions import RunActions
from app.invoices.ui.columns import draft_columns
from app.invoices.ui.panel import DraftPanel
from app.invoices.ui.preview import Preview
from app.invoices.ui.saving import ChooseFile, ask_where
from app.invoices.ui.steps import Steps, run_steps
from app.invoices.ui.why import WhyCard
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button, Segmented
from app.qt.cards import Card, Empty
from app.qt.frame import tell
from app.qt.labels import label
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.panel import MainAndPanel
from app.qt.table import RecordTable
from app.qt.tokens import px

FILTERS: dict[str, tuple[Shown, ...]] = {
    "all": tuple(Shown),
    "check": (Shown.CHECK, Shown.READY),
    "blocked": (Shown.BLOCKED,),
    "hold": (Shown.HOLD,),
    "approved": (Shown.APPROVED,),
}
LOW = 700
"""In a lower page the list keeps the room of the card below it."""


class BillingRunPage(Page):
    """The drafts of the run with their checks; approved ones are issued together, each in its own transaction."""

    listens = frozenset({"invoices", "timesheets", "engagements", "clients", "firm"})

    def __init__(self, operations: Operations, formats: Formats, *, choose_file: ChooseFile = ask_where) -> None:
        """The page of whoever works in the book; what the person may not do is absent."""
        super().__init__(_("Billing run"))
        self._operations = operations
        self._formats = formats
        self.overview: RunOverview | None = None
        self._wanted: int | None = None
        self.actions_of = RunActions(operations, formats, current=self.current, parent=self)
        self.collect_button = Button(_("Collect\u2026"), icon="refresh-cw", keys="C")
        self.banner = Banner()
        self.steps = Steps(4)
        self.table = RecordTable(draft_columns(), formats, name=_("Drafts of the billing run"))
        self.which = Segmented(
            [
                ("all", _("All")),
                ("check", _("To check"), "warn"),
                ("blocked", _("Blocked"), "bad"),
                ("hold", _("On hold"), "hold"),
                ("approved", _("Approved"), "ok"),
            ],
            name=_("Which drafts"),
        )
        self.why = WhyCard(formats)
        self.sums = label("", "strong")
        self.number = label("", "caption")
        self.issue_button = Button(_("Issue invoices"), icon="stamp", keys="Ctrl+Enter", primary=True)
        self.panel = DraftPanel(formats)
        self.preview = Preview(operations, formats, choose_file=choose_file)
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        run = QWidget()
        column = QVBoxLayout(run)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.head = self.header(_("Billing run"), "", self.collect_button)
        self.body.removeWidget(self.head)
        for widget in (self.head, self.banner, self.steps):
            column.addWidget(widget)
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        card = Card(flush=True)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 10, 14, 10)
        bar.addWidget(self.which)
        bar.addStretch()
        card.body.addLayout(bar)
        card.body.addWidget(self.table, 1)
        inside.addWidget(card, 1)
        inside.addWidget(self.why)
        inside.addWidget(self._foot())
        self.sides = MainAndPanel(left, self.panel)
        self.sides.folded.connect(lambda _away: self.described.emit())
        column.addWidget(self.sides, 1)
        self.stack.addWidget(run)
        self.stack.addWidget(self.preview)
        self.body.addWidget(self.stack, 1)

    def _foot(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.sums)
        words.addWidget(self.number)
        row.addLayout(words, 1)
        row.addWidget(self.issue_button)
        card.body.addLayout(row)
        return card

    def _connect(self) -> None:
        act = self.actions_of
        act.told.connect(self._notify)
        act.refused.connect(self._refused)
        act.issuing_changed.connect(self._tell_foot)
        self.collect_button.clicked.connect(self.collect)
        self.issue_button.clicked.connect(self.issue)
        self.table.selected.connect(lambda _row: self._tell_panel())
        self.table.opened.connect(lambda _row: self.show_preview())
        self.table.empty_action.connect(self.collect)
        self.which.chosen.connect(lambda _key: self._show_rows())
        keys: tuple[tuple[str, Callable[[], object], str], ...] = (
            ("Space", self.show_preview, _("preview")),
            ("A", act.approve, _("approve")),
            ("R", act.reopen, _("reopen")),
            ("H", act.hold, _("hold")),
            ("W", act.adjust, _("adjust")),
            ("P", act.set_order, _("PO")),
            ("Del", act.remove, _("remove")),
            ("C", self.collect, _("collect")),
        )
        for key, action, words in keys:
            self.table.bind_key(key, action, words)
        for combination in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(combination), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.issue)
        for wanted, action in (
            (self.panel.preview_wanted, self.show_preview),
            (self.panel.approve_wanted, act.approve),
            (self.panel.reopen_wanted, act.reopen),
            (self.panel.hold_wanted, act.hold),
            (self.panel.adjust_wanted, act.adjust),
            (self.panel.order_wanted, act.set_order),
            (self.preview.left, self.leave_preview),
            (self.preview.approve_wanted, act.approve),
            (self.preview.reopen_wanted, act.reopen),
        ):
            wanted.connect(action)
        self.preview.stepped.connect(self._step)
        self.preview.saved.connect(lambda place: self._notify(_("Saved to {place}.").format(place=place), None))

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the run again."""
        language = str(self._formats.locale).replace("_", "-")
        self._operations.read(run_overview, self._take, latest=(id(self), "run"), language=language)

    def _take(self, overview: RunOverview) -> None:
        self.overview = overview
        self._tell_head(overview)
        self._tell_foot()
        self._show_rows()
        self.why.set_rows(overview.rows)
        if self.in_preview:
            self._show_current()

    def _tell_head(self, overview: RunOverview) -> None:
        run, rows, formats = overview.run, overview.rows, self._formats
        if run is not None:
            self.title = _("{month} billing run").format(month=formats.month(run.through))
            self.head.set_title(self.title)
            detail = _("Work to {day} \u00b7 invoice date {date} \u00b7 due by each client\u2019s terms")
            self.head.set_detail(
                detail.format(day=dialogs.day_words(run.through, formats), date=formats.date(run.invoice_date))
            )
        self.collect_button.setText(_("Collect again\u2026") if run is not None else _("Collect\u2026"))
        self.collect_button.setVisible(overview.may_draft)
        self.steps.set_steps(run_steps(rows, formats))
        words = {
            "all": _("All"),
            "check": _("To check"),
            "blocked": _("Blocked"),
            "hold": _("On hold"),
            "approved": _("Approved"),
        }
        for key, states in FILTERS.items():
            self.which.set_text(key, f"{words[key]} {sum(row.shown in states for row in rows)}")
        self.described.emit()

    def approved(self) -> list[DraftRow]:
        """The drafts that can be issued, in the order they will be."""
        return [row for row in self.overview.rows if row.shown is Shown.APPROVED] if self.overview is not None else []

    def _tell_foot(self) -> None:
        overview, approved = self.overview, self.approved()
        text = ngettext("{n} approved", "{n} approved", len(approved))
        if approved:
            text = _("{approved} \u00b7 net {net} \u00b7 VAT {tax}").format(
                approved=text,
                net=dialogs.money_words([row.sums.net for row in approved], self._formats),
                tax=dialogs.money_words([row.sums.tax for row in approved], self._formats),
            )
        self.sums.setText(text)
        following = overview.next_number if overview is not None else ""
        number = _("Next number {number}, given on issue without gaps.")
        self.number.setText(number.format(number=following) if following else "")
        busy = self.actions_of.issuing is not None
        self.issue_button.setText(dialogs.issue_words(approved, self._formats) if approved else _("Issue invoices"))
        self.issue_button.setVisible(overview is not None and overview.may_issue)
        self.issue_button.setEnabled(bool(approved) and not busy)

    def _show_rows(self) -> None:
        overview = self.overview
        if overview is None:
            return
        rows = [row for row in overview.rows if row.shown in FILTERS[self.which.current]]
        self.table.set_empty(self._empty(overview))
        self.table.set_rows(rows)
        self.table.set_foot(ngettext("{n} draft", "{n} drafts", len(rows)))
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
        self._tell_panel()

    def _empty(self, overview: RunOverview) -> Empty:
        if overview.rows:
            return Empty("list-filter", _("No draft of this kind."))
        action = _("Collect\u2026") if overview.may_draft else ""
        if overview.run is None:
            sentence = _("Nothing is collected yet. Collecting brings approved work onto drafts.")
            return Empty("receipt-text", sentence, action)
        sentence = _("Nothing waits to be billed up to {day}.").format(day=self._formats.date(overview.run.through))
        return Empty("receipt-text", sentence, action)

    def _tell_panel(self) -> None:
        row, rows = self.current(), self.table.shown_rows()
        overview = self.overview
        self.panel.show_draft(
            row,
            rows.index(row) + 1 if row in rows else 0,
            len(rows),
            may_draft=overview is not None and overview.may_draft,
            may_approve=overview is not None and overview.may_approve,
        )

    def current(self) -> DraftRow | None:
        """The chosen draft."""
        row = self.table.current_row()
        return row if isinstance(row, DraftRow) else None

    # ------------------------------------------------------------------ the run

    def collect(self) -> None:
        """Ask what to collect."""
        if self.overview is not None and self.overview.may_draft:
            self.actions_of.collect(self.overview)

    def issue(self) -> None:
        """Ask once more, then issue what is approved."""
        if self.overview is not None and self.overview.may_issue:
            self.actions_of.issue(self.approved(), self.overview.next_number)

    # ------------------------------------------------------------------ the preview

    @property
    def in_preview(self) -> bool:
        """Whether the preview is shown in place of the list."""
        return self.stack.currentWidget() is self.preview

    def show_preview(self) -> None:
        """Show the chosen draft as its PDF."""
        if self.current() is not None:
            self.stack.setCurrentWidget(self.preview)
            self._show_current()
            self.preview.pdf.setFocus()

    def _show_current(self) -> None:
        row = self.current()
        if row is None:
            self.leave_preview()
            return
        self.preview.show_draft(row, may_approve=self.overview is not None and self.overview.may_approve)
        self.described.emit()

    def _step(self, step: int) -> None:
        self.table.view.step(step)
        self._show_current()

    def leave_preview(self) -> None:
        """Back to the list."""
        self.stack.setCurrentIndex(0)
        self.table.setFocus()
        self.described.emit()

    # ------------------------------------------------------------------ the frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.why.set_room(enough=self.height() >= px(LOW))

    def up(self) -> None:
        """From the preview back to the list."""
        if self.in_preview:
            self.leave_preview()

    def breadcrumb(self) -> tuple[str, ...]:
        """The run, and the client whose draft is shown."""
        row = self.current()
        if self.in_preview and row is not None:
            return (_("Billing run"), self.title, row.client_name)
        return (_("Billing run"),)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list or of the preview."""
        if self.in_preview:
            return self.preview.keys()
        may_issue = self.overview is not None and self.overview.may_issue
        issue = [("Ctrl+Enter", _("issue approved"))] if may_issue else []
        return [*self.sides.keys(), *self.table.keys(), *issue]

    def regions(self) -> list[QWidget]:
        """Filter, list, panel; in the preview the document."""
        return [self.preview.pdf] if self.in_preview else [self.which, self.table, self.panel]

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.preview.pdf if self.in_preview else self.table

    def open(self, argument: object) -> None:
        """A number chooses a draft."""
        if isinstance(argument, int):
            self._wanted = argument
            self._show_rows()

    def _notify(self, text: str, undo: Callable[[], object] | None) -> None:
        self.banner.clear()
        if not tell(self, text, undo):
            self.banner.show_message(text, "info", _("Undo") if undo is not None else "", undo)

    def _refused(self, problem: object) -> None:
        if isinstance(problem, Problem):
            (self.preview.banner if self.in_preview else self.banner).show_problem(problem)
