"""The verbs of money: bill, issue, pay, owed, export, check."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from app.cli.tools import Tools, answer, table, verb
from app.cli.verbs import DAY, watertight
from app.clients.queries import clients as read_clients
from app.exports.files import write_bundle
from app.exports.queries import export_books
from app.invoices.domain import DraftState
from app.invoices.commands import approve_draft, collect, issue_invoice
from app.invoices.queries import invariants as bill_invariants
from app.invoices.queries import invoice_pdf, run_rows
from app.invoices.queries import invoices as read_invoices
from app.kernel.clock import local_date
from app.kernel.money import Money
from app.kernel.periods import Period, month_of
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.receivables.commands import record_payment
from app.receivables.queries import invariants as cash_invariants
from app.receivables.queries import owed as read_owed
from app.storage.book import Book
from app.storage.check import chain_problems, file_problems

NUMBERS = frozenset({3, 4, 5})


def _today(book: Book, given: datetime | None) -> date:
    return local_date(book.clock.now(), book.actor.zone) if given is None else given.date()


@watertight.command()
@click.option("--through", type=DAY, help="Last day of work to bill; today when not given.")
@click.option("--date", "invoice_date", type=DAY, help="Invoice date; today when not given.")
@click.option("--approve", "approved", type=int, multiple=True, metavar="DRAFT", help="Approve a draft by its id.")
@verb
def bill(tools: Tools, through: datetime | None, invoice_date: datetime | None, approved: tuple[int, ...]) -> None:
    """Collect all approved, unbilled work into drafts; list them; approve some."""
    book = tools.opened()
    formats = tools.formats(book)
    if not approved:
        book.perform(collect, through=_today(book, through), invoice_date=_today(book, invoice_date))
    drafts = {row.draft_id: row for row in book.read(run_rows)}
    for number in approved:
        if number not in drafts:
            raise Problem(
                "draft.unknown", _("There is no draft {n}.").format(n=number), hint=_("Run `bill` to list them.")
            )
        book.perform(approve_draft, draft_id=number, version=drafts[number].version)
    rows = book.read(run_rows)
    lines = table(
        (_("Draft"), _("Client"), _("SOW"), _("Hours"), _("Net"), _("Total"), _("State")),
        [
            (
                str(row.draft_id),
                row.client_name,
                row.sow_number,
                formats.hours(row.seconds),
                formats.money(row.sums.net),
                formats.money(row.sums.gross),
                row.shown.value,
            )
            for row in rows
        ],
        NUMBERS,
    )
    answer(tools, rows, lines)


@watertight.command()
@click.argument("drafts", type=int, nargs=-1)
@click.option("--approved", is_flag=True, help="Issue every approved draft.")
@click.option("--pdf", "folder", type=click.Path(file_okay=False, path_type=Path), help="Also write the PDFs here.")
@verb
def issue(tools: Tools, drafts: tuple[int, ...], approved: bool, folder: Path | None) -> None:
    """Issue DRAFTS by their ids: number, freeze, PDF, each in a step of its own."""
    book = tools.opened()
    formats = tools.formats(book)
    wanted = list(drafts) or [
        row.draft_id for row in book.read(run_rows) if approved and row.state is DraftState.APPROVED
    ]
    if not wanted:
        raise Problem("draft.none", _("Nothing to issue."), hint=_("Name drafts, or approve some and use --approved."))
    done, lines = [], []
    for number in wanted:
        issued = book.once(f"issue-draft-{number}", issue_invoice, draft_id=number).result
        done.append(issued)
        lines.append(f"{issued.number}  {formats.money(issued.gross)}  {_('due')} {formats.date(issued.due_on)}")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{issued.number}.pdf"
            path.write_bytes(book.read(invoice_pdf, invoice_id=issued.invoice_id))
            lines.append(f"  {path}")
    answer(tools, done, lines)


@watertight.command()
@click.argument("client")
@click.argument("amount")
@click.option("--on", "received", type=DAY, help="Day the money came in; today when not given.")
@click.option("--method", default="bank transfer", show_default=True)
@click.option("--invoice", "number", help="The invoice it pays; the oldest open ones when not given.")
@verb
def pay(tools: Tools, client: str, amount: str, received: datetime | None, method: str, number: str | None) -> None:
    """Record a payment of AMOUNT from CLIENT (a name or its beginning)."""
    book = tools.opened()
    formats = tools.formats(book)
    matches = [row for row in book.read(read_clients) if row.name.casefold().startswith(client.casefold())]
    if len(matches) != 1:
        names = ", ".join(row.name for row in matches) or _("nobody")
        raise Problem("client.unclear", _("\u201c{name}\u201d fits {names}.").format(name=client, names=names))
    found = matches[0]
    money = formats.parse_money(amount, found.currency)
    allocations: tuple[tuple[int, Money], ...] | None = None
    if number is not None:
        invoice = next((row for row in book.read(read_invoices) if row.number == number), None)
        if invoice is None:
            raise Problem("invoice.unknown", _("There is no invoice {number}.").format(number=number))
        allocations = ((invoice.invoice_id, money),)
    recorded = book.perform(
        record_payment,
        client_id=found.id,
        received_on=_today(book, received),
        amount=money,
        method=method,
        allocations=allocations,
    ).result
    text = _("{amount} recorded, {left} left over").format(
        amount=formats.money(recorded.allocated), left=formats.money(recorded.left_over)
    )
    answer(tools, recorded, [text])


@watertight.command()
@verb
def owed(tools: Tools) -> None:
    """List what is owed, by age."""
    book = tools.opened()
    formats = tools.formats(book)
    rows = book.read(read_owed)
    lines = table(
        (_("Invoice"), _("Client"), _("Due"), _("Days late"), _("Balance"), _("Total")),
        [
            (
                row.number,
                row.client_name,
                formats.date(row.due_on),
                str(max(row.days_late, 0)),
                formats.money(row.balance),
                formats.money(row.gross),
            )
            for row in rows
        ],
        NUMBERS,
    )
    for currency in sorted({row.balance.currency for row in rows}):
        whole = Money(sum(row.balance.minor for row in rows if row.balance.currency == currency), currency)
        lines.append(_("Owed: {amount}").format(amount=formats.money(whole)))
    answer(tools, rows, lines or [_("Nothing is owed.")])


@watertight.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "first", type=DAY, help="First day; the month of today when not given.")
@click.option("--to", "last", type=DAY, help="Last day.")
@verb
def export(tools: Tools, folder: Path, first: datetime | None, last: datetime | None) -> None:
    """Write invoices, lines, payments and time of a period as CSV files into FOLDER."""
    book = tools.opened()
    month = month_of(_today(book, None))
    period = Period(first.date() if first else month.first, last.date() if last else month.last)
    bundle = book.read(export_books, period=period)
    paths = write_bundle(folder, bundle)
    answer(tools, [str(path) for path in paths], [str(path) for path in paths], list(bundle.problems))


@watertight.command()
@verb
def check(tools: Tools) -> None:
    """Check the books: the history's chain, the file, sums of invoices and payments, numbers without gaps."""
    book = tools.opened()
    found = [
        problem
        for look in (chain_problems, file_problems, bill_invariants, cash_invariants)
        for problem in book.read(look)
    ]
    said = ngettext("{n} problem", "{n} problems", len(found)) if found else _("The books are sound.")
    answer(tools, {"problems": len(found)}, [said], found)
    if found:
        raise SystemExit(1)
