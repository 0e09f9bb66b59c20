"""The newcomer's journey through the real window: from a client and a calendar file to nothing owed.

The tour plays it on the demo, a test on an empty book; each step says what it expects and fails when it is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.bootstrap.player import Player, Stuck
from app.burn.queries import AlertRow, alerts
from app.clients.ui import ClientDialog
from app.engagements.ui import SowDialog
from app.harvest.ui import SuggestionPanel
from app.harvest.ui.change import ChangeDialog
from app.invoices.queries import DraftRow, invoice_pdf
from app.invoices.ui import BillingRunPage, InvoicePage, PreviewPage
from app.qt.dialogs import FormDialog
from app.receivables.ui import CollectionsPage, PaymentDialog
from app.shell import areas
from app.shell.pages.clients import ClientsPage
from app.shell.pages.engagements import EngagementsPage
from app.shell.pages.invoices import InvoicesPage
from app.shell.pages.my_week import MyWeekPage
from app.shell.pages.start import StartPage
from app.timesheets.ui import ApprovalsPage


@dataclass(frozen=True, slots=True)
class Story:
    """What the newcomer brings: a client, a scope, a calendar file, and the days it plays on."""

    client: str
    domain: str
    sow_title: str
    start: date
    end: date
    budget: str
    rate: str
    calendar: Path
    today: date
    line: str
    """What is typed into the entry line, such as `mar design 2 kick-off`."""
    waiting: int
    """Suggestions the calendar must give for the week."""


class Newcomer:
    """Plays one story, step by step."""

    def __init__(self, player: Player, story: Story, papers: Path) -> None:
        """`papers` takes the PDF that was issued."""
        self.player = player
        self.story = story
        self.papers = papers
        self.number = ""

    def play(self) -> None:
        """The whole journey."""
        self.add_client()
        self.agree_scope()
        self.harvest()
        self.log_a_line()
        self.hand_in_and_approve()
        self.acknowledge()
        self.bill()
        self.look_at_the_invoice()
        self.be_paid()

    # ------------------------------------------------------------------ promise

    def add_client(self) -> None:
        """A client with an address and the person who pays."""
        player = self.player
        page = player.go(areas.CLIENTS, ClientsPage)
        player.click(page.new_button)
        dialog = player.dialog(ClientDialog)
        player.fill(
            dialog,
            name=self.story.client,
            address="1 Harbour Street\nBristol BS1 5TR",
            payer_name="Pat Payer",
            payer_email=f"pay@{self.story.domain}",
            email_domains=self.story.domain,
        )
        player.picture("a new client")
        player.submit(dialog)
        self._expect(
            any(row.client.name == self.story.client for row in page.table.rows()), "the client is not in the list"
        )
        player.picture("clients")

    def agree_scope(self) -> None:
        """A statement of work: time and materials, a rate, a budget, tasks."""
        player, story = self.player, self.story
        page = player.go(areas.ENGAGEMENTS, EngagementsPage)
        player.click(page.new_button)
        dialog = player.dialog(SowDialog)
        formats = player.window.session.formats
        player.fill(
            dialog,
            client_id=story.client,
            title=story.sow_title,
            start_on=formats.date(story.start),
            end_on=formats.date(story.end),
            budget=story.budget,
        )
        rates = dialog.form.lines("rates")
        if rates.count() == 0:
            rates.add_row()
        rates.write([{"who": ("grade", "Partner"), "rate": formats.parse_decimal(story.rate)}])
        player.fill(dialog, tasks="Design: workshop, kick-off\nReview: review")
        player.picture("a new statement of work")
        player.submit(dialog)
        player.go(areas.ENGAGEMENTS, EngagementsPage)
        player.picture("engagements")

    # ------------------------------------------------------------------ work

    def _week(self) -> tuple[MyWeekPage, SuggestionPanel]:
        page = self.player.go(areas.WEEK, MyWeekPage)
        panel = page.findChild(SuggestionPanel)
        if panel is None:
            raise Stuck("my week has no calendar panel")
        return page, panel

    def harvest(self) -> None:
        """A calendar file becomes suggestions; one is added with its task, one is not work; again gives nothing new."""
        player = self.player
        _page, panel = self._week()
        panel.take_file(self.story.calendar)
        player.settle()
        self._expect(len(panel.cards.cards()) == self.story.waiting, f"{len(panel.cards.cards())} suggestions wait")
        player.picture("the calendar suggests")
        player.focus(panel.cards)
        player.press("Return")
        change = player.dialog(ChangeDialog)
        player.fill(change, task_id="Design", note="Kick-off with the team")
        player.picture("a suggestion is changed and added")
        player.submit(change)
        left = len(panel.cards.cards())
        self._expect(left == self.story.waiting - 1, f"{left} suggestions are left after one was added")
        player.focus(panel.cards)
        player.press("Delete")
        self._expect(len(panel.cards.cards()) < left, "a meeting that is not work still waits")
        left = len(panel.cards.cards())
        panel.take_file(self.story.calendar)
        player.settle()
        self._expect(len(panel.cards.cards()) == left, "reading the calendar again brought something back")

    def log_a_line(self) -> None:
        """One line, one Enter."""
        player = self.player
        page, _panel = self._week()
        player.focus(page.line.edit)
        player.type(self.story.line)
        player.picture("one line is typed")
        player.press("Return")
        self._expect(not page.line.edit.text(), "the line was not logged")
        player.picture("my week")

    def hand_in_and_approve(self) -> None:
        """The week is handed in and approved."""
        player = self.player
        page, _panel = self._week()
        player.click(page.bar.submit)
        player.picture("the week is handed in")
        approvals = player.go(areas.APPROVALS, ApprovalsPage)
        self._expect(len(approvals.table.rows()) > 0, "nothing waits for approval")
        player.picture("time to approve")
        player.focus(approvals.table)
        player.press("Ctrl+a")
        player.click(approvals.approve)
        self._expect(len(approvals.table.rows()) == 0, "time still waits for approval")

    def acknowledge(self) -> None:
        """The budget crossed a line: the alert is on the rail and the start page, and is acknowledged with a note."""
        player = self.player
        page = player.go(areas.START, StartPage)
        found = [row for row in player.read(alerts) if row.client_name == self.story.client]
        self._expect(len(found) > 0, "no budget alert was raised")
        player.picture("a budget alert")
        self._acknowledge(page, found[0])

    def _acknowledge(self, page: StartPage, row: AlertRow) -> None:
        player = self.player
        player.focus(page.tasks.button(("alert", row.alert_id)))
        player.press("Return")
        dialog = player.dialog(FormDialog)
        player.fill(dialog, note="Agreed with the client: a change order follows.")
        player.picture("an alert is acknowledged")
        player.submit(dialog)
        waiting = {task.key for task in page.tasks.tasks()}
        self._expect(("alert", row.alert_id) not in waiting, "the alert still waits for an answer")

    # ------------------------------------------------------------------ cash

    def _draft(self, page: BillingRunPage) -> DraftRow:
        for row in page.table.rows():
            if isinstance(row, DraftRow) and row.client_name == self.story.client:
                return row
        raise Stuck(f"no draft for {self.story.client}")

    def bill(self) -> None:
        """Collect, look at the very PDF, approve, issue."""
        player = self.player
        page = player.go(areas.BILLING, BillingRunPage)
        page.collect()
        dialog = player.dialog(FormDialog)
        player.picture("collect open work")
        player.submit(dialog)
        row = self._draft(page)
        page.table.select_key(row.id)
        player.focus(page.table)
        player.press("Space")
        preview = player.shown(PreviewPage)
        player.until(lambda: preview.pdf.page_count > 0, "the preview shows no page")
        player.picture("the draft's own PDF")
        player.press("Escape")
        player.shown(BillingRunPage)
        player.settle()
        page.table.select_key(row.id)
        player.focus(page.table)
        player.press("a")
        approved = {item.client_name for item in page.approved()}
        self._expect(self.story.client in approved, "the draft is not approved")
        player.picture("approved")
        page.issue()
        player.confirm()
        player.settle()
        left = {item.client_name for item in page.table.rows()}
        self._expect(self.story.client not in left, "the draft is still there")
        player.picture("issued")

    def look_at_the_invoice(self) -> None:
        """The issued invoice, its number, its frozen bytes."""
        player = self.player
        page = player.go(areas.INVOICES, InvoicesPage)
        row = next((item for item in page.table.rows() if item.invoice.client_name == self.story.client), None)
        if row is None:
            raise Stuck("the invoice is not in the list")
        self.number = row.invoice.number
        page.table.select_key(row.id)
        page.open_current()
        document = player.shown(InvoicePage)
        player.until(lambda: document.pdf.page_count > 0, "the invoice shows no page")
        player.picture("the issued invoice")
        self.papers.joinpath(f"{self.number}.pdf").write_bytes(player.read(invoice_pdf, invoice_id=row.id))
        document.leave()

    def be_paid(self) -> None:
        """The payment comes in and nothing is owed by this client."""
        player = self.player
        page = player.go(areas.COLLECTIONS, CollectionsPage)
        self._expect(any(row.number == self.number for row in page.table.rows()), "the invoice is not owed")
        player.picture("owed by age")
        page.table.select_key(next(row.id for row in page.table.rows() if row.number == self.number))
        page.ask(next(row for row in page.table.rows() if row.number == self.number))
        dialog = player.dialog(PaymentDialog)
        player.picture("a payment")
        player.submit(dialog)
        owing = [row for row in page.table.rows() if row.client_name == self.story.client]
        self._expect(not owing, "the client still owes")
        player.picture("nothing owed")

    @staticmethod
    def _expect(holds: object, sentence: str) -> None:
        if not holds:
            raise Stuck(sentence)
