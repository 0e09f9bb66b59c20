"""The verbs of money: bill, issue, pay."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.tools import DAY, REFUSED, Tools, answer, day_or, table, today, verb
from app.cli.verbs import watertight
from app.kernel.files import write_whole
from app.kernel.money import Money, total
from app.kernel.problems import Problem
from app.kernel.words import _

if TYPE_CHECKING:
    from app.clients.queries import ClientListRow
    from app.invoices.commands import Issued
    from app.invoices.queries import DraftRow
    from app.kernel.formats import Formats
    from app.storage.book import Book

REASONS = ("discount", "rework", "overrun", "goodwill", "promise", "earlier work", "other")
"""The list of `invoices.domain.Reason`; a room is imported only when its verb runs."""
NUMBERS = frozenset({3, 4, 5})
_FORBIDDEN = '<>:"/\\|?*'


@watertight.command()
@click.option("--through", type=DAY, help="Last day of work to bill; today if not given.")
@click.option("--date", "invoice_date", type=DAY, help="Invoice date; today if not given.")
@click.option("--list", "only_list", is_flag=True, help="List the drafts as they are; collect nothing.")
@click.option(
    "--approve", "approved", type=int, multiple=True, metavar="DRAFT", help="Approve this draft; may be repeated."
)
@click.option(
    "--reason", type=click.Choice(REASONS), help="With --approve: why a rate below the SOW or an ended discount stays."
)
@click.option("--note", default="", help="The reason in more words.")
@verb
def bill(
    tools: Tools,
    through: datetime | None,
    invoice_date: datetime | None,
    only_list: bool,
    approved: tuple[int, ...],
    reason: str | None,
    note: str,
) -> None:
    """Collect all approved, unbilled work into drafts and list them; or approve some of them."""
    if approved and (only_list or through or invoice_date):
        raise click.UsageError(_("--approve stands alone: it collects nothing."))
    if reason and not approved:
        raise click.UsageError(_("--reason belongs to --approve."))
    from app.firm.domain import Right
    from app.invoices.queries import run_rows

    book = tools.opened(Right.APPROVE_INVOICES if approved else Right.DRAFT_INVOICES)
    formats = tools.formats(book)
    if not approved and not only_list:
        from app.invoices.commands import collect

        now = today(book)
        book.perform(collect, through=day_or(through, now), invoice_date=day_or(invoice_date, now))
    drafts = {row.draft_id: row for row in book.read(run_rows)}
    for number in approved:
        if number not in drafts:
            raise _no_draft(number)
    for number in approved:
        from app.invoices.commands import approve_draft

        version = _kept(book, drafts[number], reason, note) if reason else drafts[number].version
        book.perform(approve_draft, draft_id=number, version=version)
    rows = book.read(run_rows)
    answer(tools, rows, _draft_lines(rows, formats) if rows else [_("Nothing waits to be billed.")])


def _state(row: DraftRow, word: str, formats: Formats) -> str:
    """The state of a draft with why it is so, and what it is short of."""
    if not row.why:
        return word
    if row.missing is None:
        return _("{state}: {why}").format(state=word, why=row.why)
    return _("{state}: {why}, {amount} short").format(state=word, why=row.why, amount=formats.money(row.missing))


def _kept(book: Book, row: DraftRow, reason: str, note: str) -> int:
    """Give a draft's open questions a reason; its version then."""
    from app.invoices.commands import keep_finding
    from app.invoices.domain import Reason

    version = row.version
    for check in row.checks:
        if check.needs_reason:
            kept = book.perform(
                keep_finding,
                draft_id=row.draft_id,
                version=version,
                key=check.key,
                mark=check.mark,
                reason=Reason(reason),
                text=note,
            )
            version = kept.result.version
    return version


def _no_draft(number: int) -> Problem:
    return Problem("draft.unknown", _("There is no draft {n}.").format(n=number), hint=_("Run `bill --list` to see."))


def _draft_lines(rows: list[DraftRow], formats: Formats) -> list[str]:
    states = {
        "ready": _("ready"),
        "check": _("to check"),
        "blocked": _("blocked"),
        "hold": _("on hold"),
        "approved": _("approved"),
    }
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
                _state(row, states[row.shown.value], formats),
            )
            for row in rows
        ],
        NUMBERS,
    )
    for currency in sorted({row.currency for row in rows}):
        whole = total((row.sums.gross for row in rows if row.currency == currency), currency)
        lines.append(_("To bill: {amount}").format(amount=formats.money(whole)))
    return lines


@watertight.command()
@click.argument("drafts", type=int, nargs=-1)
@click.option("--approved", is_flag=True, help="Issue every approved draft.")
@click.option("--pdf", "folder", type=click.Path(file_okay=False, path_type=Path), help="Also write the PDFs here.")
@verb
def issue(tools: Tools, drafts: tuple[int, ...], approved: bool, folder: Path | None) -> None:
    """Issue DRAFTS by their ids: number, frozen words and PDF, each in a step of its own.

    A draft that was issued before is not issued again: its invoice is shown.
    """
    if bool(drafts) == approved:
        raise click.UsageError(_("Name the drafts, or give --approved."))
    from app.firm.domain import Right
    from app.invoices.commands import issue_invoice
    from app.invoices.domain import DraftState
    from app.invoices.queries import run_rows

    book = tools.opened(Right.ISSUE_INVOICES)
    formats = tools.formats(book)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    wanted = dict.fromkeys(drafts or (row.draft_id for row in book.read(run_rows) if row.state is DraftState.APPROVED))
    if not wanted:
        raise Problem("draft.none", _("No draft is approved."), hint=_("Approve some first: `bill --approve DRAFT`."))
    done: list[Issued] = []
    lines: list[str] = []
    problems: list[Problem] = []
    for number in wanted:
        try:
            issued: Issued = book.once(f"issue-draft-{number}", issue_invoice, draft_id=number).result
        except Problem as problem:
            problems.append(_about(number, problem))
            continue
        done.append(issued)
        due = _("due {day}").format(day=formats.date(issued.due_on))
        lines.append(f"{issued.number}  {formats.money(issued.gross)}  {due}")
        if folder is not None:
            lines.append(f"  {_write_pdf(book, issued, folder)}")
    answer(tools, done, lines, problems)
    if problems:
        raise SystemExit(REFUSED)


def _about(number: int, problem: Problem) -> Problem:
    """The same problem, saying which draft it is about."""
    if problem.code == "record.gone":
        return _no_draft(number)
    message = _("Draft {n}: {message}").format(n=number, message=problem.message)
    return Problem(problem.code, message, field=problem.field, hint=problem.hint)


def _write_pdf(book: Book, issued: Issued, folder: Path) -> Path:
    """Write the frozen file, whole or not at all."""
    from app.invoices.queries import invoice_pdf

    name = "".join(" " if letter in _FORBIDDEN else letter for letter in issued.number)
    path = folder / f"{name}.pdf"
    write_whole(path, book.read(invoice_pdf, invoice_id=issued.invoice_id))
    return path


@watertight.command()
@click.argument("client")
@click.argument("amount")
@click.option("--on", "received", type=DAY, help="Day the money came in; today if not given.")
@click.option("--method", default="bank transfer", show_default=True, help="How it came in.")
@click.option("--invoice", "number", help="The invoice it pays; the oldest open ones if not given.")
@click.option("--reference", default="", help="What stands on the bank statement.")
@click.option("--key", help="The bank's own identity of this payment; the same one is never recorded twice.")
@verb
def pay(
    tools: Tools,
    client: str,
    amount: str,
    received: datetime | None,
    method: str,
    number: str | None,
    reference: str,
    key: str | None,
) -> None:
    """Record a payment of AMOUNT from CLIENT (a name or its beginning)."""
    from app.firm.domain import Right
    from app.invoices.queries import invoices
    from app.receivables.commands import record_payment

    book = tools.opened(Right.RECORD_PAYMENTS)
    formats = tools.formats(book)
    found = client_called(book, client)
    money = formats.parse_money(amount, found.currency, field="amount")
    allocations: tuple[tuple[int, Money], ...] | None = None
    if number is not None:
        invoice = next((row for row in book.read(invoices) if row.number == number), None)
        if invoice is None:
            raise Problem("invoice.unknown", _("There is no invoice {number}.").format(number=number))
        allocations = ((invoice.invoice_id, money),)
    recorded = book.perform(
        record_payment,
        client_id=found.id,
        received_on=day_or(received, today(book)),
        amount=money,
        method=method,
        reference=reference,
        allocations=allocations,
        external_key=key,
    ).result
    text = _("{client} paid {amount}: {allocated} went to invoices").format(
        client=found.name, amount=formats.money(money), allocated=formats.money(recorded.allocated)
    )
    if recorded.left_over.minor:
        text += _(", {left} is left over").format(left=formats.money(recorded.left_over))
    answer(tools, recorded, [f"{text}."])


def client_called(book: Book, name: str) -> ClientListRow:
    from app.clients.queries import clients

    folded = " ".join(name.split()).casefold()
    rows = book.read(clients)
    exact = [row for row in rows if row.name.casefold() == folded]
    matches = exact or [row for row in rows if folded and row.name.casefold().startswith(folded)]
    if len(matches) == 1:
        return matches[0]
    if not matches:
        names = ", ".join(row.name for row in rows)
        raise Problem(
            "client.unknown",
            _("No client is called \u201c{name}\u201d.").format(name=name),
            field="client",
            hint=_("The clients are: {names}.").format(names=names) if names else "",
        )
    raise Problem(
        "client.unclear",
        _("\u201c{name}\u201d fits more than one client.").format(name=name),
        field="client",
        hint=_("Choose one of: {names}.").format(names=", ".join(row.name for row in matches)),
    )
