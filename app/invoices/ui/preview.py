"""The preview of a draft: exactly what the client gets, with what is printed of it and the decision beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.invoices.commands import Decided, choose_parts
from app.invoices.domain import CheckKey, DraftState, InvoiceSnapshot, PaperSize, Shown, Verdict, offered
from app.invoices.queries import DraftRow, RunOverview, run_overview
from app.invoices.ui.actions import DraftActions
from app.invoices.ui.columns import TONES, state_words
from app.invoices.ui.document_page import DocumentPage
from app.invoices.ui.preview_side import Finding, PreviewSide
from app.invoices.ui.printed import Printed, PrintedDrafts
from app.invoices.ui.saving import ChooseFile, ask_where, file_name
from app.kernel.changes import Changes
from app.kernel.clock import local_date
from app.kernel.formats import Formats, paper_of
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button, Segmented
from app.qt.labels import Chip
from app.qt.operations import Operations
from app.qt.preferences import letters_on
from app.qt.printing import AskPrinter, ask_printer

SHAPES = {Verdict.PASS: "ok", Verdict.WATCH: "warn", Verdict.BLOCK: "bad"}


class PreviewPage(DocumentPage):
    """One draft of the run at a time: J and K step through them, A approves, R reopens, Esc leaves."""

    listens = frozenset({"invoices", "timesheets", "engagements", "clients", "firm"})

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        choose_file: ChooseFile = ask_where,
        ask_for_printer: AskPrinter = ask_printer,
    ) -> None:
        """The preview of the drafts that wait."""
        super().__init__(
            operations, formats, _("Invoice preview"), choose_file=choose_file, ask_for_printer=ask_for_printer
        )
        self.overview: RunOverview | None = None
        self._draft_id: int | None = None
        self._told: tuple[int, int] | None = None
        self._sending = self._again = False
        self._country = ""
        self._printed = PrintedDrafts(operations)
        self.act = DraftActions(operations, formats, current=self.current, parent=self)
        self.notice = Chip(_("Draft, not a tax invoice"), "empty")
        self.state = Chip("", "")
        self.paper = Segmented([("A4", _("A4")), ("Letter", _("US Letter"))], name=_("Paper"))
        self.edit = Button(_("Edit lines\u2026"), icon="pencil-line", keys="E")
        self.reopen = Button(_("Reopen"), icon="undo-2", keys="R")
        self.approve = Button(_("Approve"), keys="A", primary=True)
        self.following = Button(_("Next draft"), keys="J", primary=True)
        self.side = PreviewSide()
        tools: list[QWidget] = [self.paper, self.zoom, self.edit, self.reopen, self.save, self.approve, self.following]
        self.build([self.heading, self.notice, self.state], tools, self.side)
        self._connect()

    def _connect(self) -> None:
        self.side.ticked.connect(self._choose)
        self.paper.chosen.connect(lambda _paper: self._choose())
        self.edit.clicked.connect(self.act.adjust)
        self.reopen.clicked.connect(self.act.reopen)
        self.approve.clicked.connect(self.act.approve)
        self.following.clicked.connect(self._go_on)
        self.act.told.connect(self.say)
        self.act.refused.connect(self.banner.show_problem)

    # ------------------------------------------------------------------ the run

    def open(self, argument: object) -> None:
        """A number chooses the draft."""
        if isinstance(argument, int):
            self._draft_id = argument
            self._told = None
            self.banner.clear()
            self._show_current()

    def hear(self, changes: Changes) -> None:
        """What a draft prints may be another thing now."""
        self._printed.forget()
        super().hear(changes)

    def refresh(self) -> None:
        """Read the run again."""
        self._operations.read(run_overview, self._take, latest=(id(self), "run"), language=self._formats.tag)

    def _take(self, overview: RunOverview) -> None:
        before = self.rows()
        self.overview = overview
        if self.current() is None and overview.rows:
            # it was issued or removed: the one that stood after it, else the last one
            place = next((at for at, row in enumerate(before) if row.draft_id == self._draft_id), 0)
            if before and self.isVisible():
                words = _("The draft of {client} is not in the run any more. This is the next one.")
                self.say(words.format(client=before[place].client_name))
            self._draft_id = overview.rows[min(place, len(overview.rows) - 1)].draft_id
            self._told = None
        if self._again and not self._sending:
            self._choose()
        self._show_current()

    def rows(self) -> tuple[DraftRow, ...]:
        """The drafts in the order of the run."""
        return self.overview.rows if self.overview is not None else ()

    def current(self) -> DraftRow | None:
        """The draft that is shown."""
        return next((row for row in self.rows() if row.draft_id == self._draft_id), None)

    def _place(self) -> int:
        return next((place for place, row in enumerate(self.rows()) if row.draft_id == self._draft_id), 0)

    def step(self, by: int) -> None:
        """Show the next draft of the run, or the one before."""
        place = self._place() + by
        if 0 <= place < len(self.rows()):
            self.open(self.rows()[place].draft_id)

    def _go_on(self) -> None:
        if self._place() + 1 < len(self.rows()):
            self.step(1)
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the run, at the draft that was looked at last."""
        self.left.emit(self._draft_id)

    # ------------------------------------------------------------------ one draft

    def _show_current(self) -> None:
        row, overview = self.current(), self.overview
        if overview is None:
            return
        self.state.setVisible(row is not None)
        if row is None:
            for button in (self.edit, self.reopen, self.approve):
                button.hide()
            self.following.hide()
            self.refused(Problem("draft.gone", _("This draft is not there any more."), hint=_("Go back to the run.")))
            return
        approved = row.state is DraftState.APPROVED
        self.state.set(self._decided(row), TONES[row.shown])
        self.state.setToolTip(row.decided_by if approved else "")
        self.edit.setVisible(overview.may_draft and not approved)
        self.reopen.setVisible(approved and overview.may_approve)
        self.approve.setVisible(overview.may_approve and not approved)
        self.approve.setEnabled(row.shown not in {Shown.BLOCKED, Shown.HOLD})
        self.approve.setToolTip("" if self.approve.isEnabled() else row.why)
        last = self._place() + 1 >= len(self.rows())
        self.following.setVisible(approved or not overview.may_approve)
        self.following.keys = "Esc" if last else "J"
        self.following.setText(_("Back to the run") if last else _("Next draft"))
        self.pdf.set_name(_("Preview of {client}").format(client=row.client_name))
        self.setAccessibleName(_("Preview of {client}").format(client=row.client_name))
        self.described.emit()
        self._printed.get(row, lambda printed: self._show(row, printed), self.refused)

    def _show(self, row: DraftRow, printed: Printed) -> None:
        now = self.current()
        if now is None or (now.draft_id, now.version) != (row.draft_id, row.version):
            return
        self._tell_side(row, printed)
        same = self._told is not None and self._told[0] == row.draft_id
        self._told = (row.draft_id, row.version)
        self.show_content(printed.content, printed.facts, same=same)
        place, rows = self._place(), self.rows()
        near = (place + by for by in (1, -1, 2, 3, 4, -2))
        self._printed.prepare([rows[one] for one in near if 0 <= one < len(rows)])

    def _tell_side(self, row: DraftRow, printed: Printed) -> None:
        overview, snapshot = self.overview, printed.snapshot
        self._country = snapshot.buyer.country
        self.side.show_findings(findings(row, snapshot))
        if self._sending or self._again:
            return  # the boxes are ahead of the book
        why_not = ""
        if row.state is DraftState.APPROVED:
            why_not = _("Reopen the draft to change this.")
        elif overview is None or not overview.may_draft:
            why_not = _("Your role may not change drafts.")
        self.side.show_parts(offered(snapshot), row.left_out, why_not=why_not, tax_word=printed.tax_word)
        self.paper.blockSignals(True)
        self.paper.choose((row.paper or PaperSize(paper_of(snapshot.buyer.country))).value)
        self.paper.blockSignals(False)
        self.paper.setEnabled(not why_not)
        self.paper.setToolTip(why_not)

    def _decided(self, row: DraftRow) -> str:
        if row.state is not DraftState.APPROVED or row.decided_at is None:
            return state_words(row.shown)
        return _("{name} approved, {day} {time}").format(
            name=row.decided_by.split(" ")[0],
            day=self._formats.day(local_date(row.decided_at, self._formats.zone)),
            time=self._formats.time(row.decided_at),
        )

    # ------------------------------------------------------------------ what is printed

    def _choose(self) -> None:
        """Send the boxes and the paper as they stand; what is changed meanwhile is sent after the answer."""
        row = self.current()
        if row is None or row.state is DraftState.APPROVED:
            return
        if self._sending:
            self._again = True
            return
        self._sending, self._again = True, False
        usual = paper_of(self._country)
        paper = None if self.paper.current == usual else PaperSize(self.paper.current)
        self._operations.run(
            choose_parts,
            self._chosen,
            failed=self._not_chosen,
            draft_id=row.draft_id,
            left_out=tuple(part.value for part in self.side.left_out()),
            paper=paper,
            version=row.version,
        )

    def _chosen(self, done: Decided) -> None:
        self._sending = False
        row = self.current()
        if self._again and row is not None and row.draft_id == done.draft_id and row.version == done.version:
            self._choose()

    def _not_chosen(self, problem: Problem) -> None:
        self._sending = self._again = False
        self.banner.show_problem(problem)
        self._printed.forget()
        self.refresh()

    # ------------------------------------------------------------------ the frame

    def file_name(self) -> str:
        """`Draft Brightwater Utilities.pdf`."""
        row = self.current()
        return file_name(_("Draft"), row.client_name) if row is not None else ""

    def typed(self, character: str) -> bool:
        """A, R and E as the buttons say."""
        for key, button in (("A", self.approve), ("R", self.reopen), ("E", self.edit)):
            if character == key and button.isVisibleTo(self) and button.isEnabled():
                button.click()
                return True
        return False

    def breadcrumb(self) -> tuple[str, ...]:
        """The run, its month, the client."""
        row, run = self.current(), self.overview.run if self.overview is not None else None
        month = self._formats.month(run.through) if run is not None else ""
        parts = (_("Billing run"), month, row.client_name if row is not None else "")
        return tuple(part for part in parts if part)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the preview."""
        found = [("Esc", _("back to the run"))]
        if not letters_on():
            return [*found, *self.document_keys()]
        found.append(("J K", _("next, previous invoice")))
        for key, button, words in (
            ("A", self.approve, _("approve")),
            ("R", self.reopen, _("reopen")),
            ("E", self.edit, _("edit lines")),
        ):
            if button.isVisibleTo(self):
                found.append((key, words))
        return [*found, *self.document_keys()]

    def regions(self) -> list[QWidget]:
        """The tools, what is printed, the pages."""
        return [self.head, self.side, self.pdf]

    def whereabouts(self) -> object:
        """The draft that is shown."""
        return self._draft_id

    def return_to(self, place: object) -> None:
        """The same draft."""
        self.open(place)

    def record(self) -> tuple[str, int] | None:
        """The draft."""
        return None if self._draft_id is None else ("draft", self._draft_id)

    def up(self) -> None:
        """Back to the run."""
        self.leave()

    def fit_sides(self) -> None:
        """The column grows with the reader's text."""
        self.side.fit()


def findings(row: DraftRow, snapshot: InvoiceSnapshot) -> list[Finding]:
    """What is known about the document: its sums, its order, its address, and whatever else does not hold."""
    passed, watch, blocked = _("passed"), _("watch"), _("blocked")
    said = {Verdict.PASS: passed, Verdict.WATCH: watch, Verdict.BLOCK: blocked}
    found = [
        Finding("ok", passed, _("Sums agree"))
        if snapshot.adds_up
        else Finding("bad", blocked, _("The sums do not agree"), _("Collect again; nothing was issued."))
    ]
    short = {CheckKey.PURCHASE_ORDER: _("PO matches"), CheckKey.PAYER: _("Address set")}
    for check in row.checks:
        if check.verdict is not Verdict.PASS:
            found.append(Finding(SHAPES[check.verdict], said[check.verdict], check.sentence, check.fix))
        elif check.key in short:
            needless = check.key is CheckKey.PURCHASE_ORDER and not row.po_number
            found.append(Finding("ok", passed, check.sentence if needless else short[check.key]))
    return found
