"""The verbs that look at the books: owed, export, check."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.tools import DAY, REFUSED, Tools, answer, day_or, table, today, verb, window
from app.cli.verbs import watertight
from app.kernel.money import total
from app.kernel.periods import month_of
from app.kernel.words import _, ngettext

if TYPE_CHECKING:
    from app.kernel.formats import Formats
    from app.receivables.queries import OwedRow

NUMBERS = frozenset({3, 4, 5})


@watertight.command()
@click.option("--on", "on_day", type=DAY, help="As it stood at the end of this day; today if not given.")
@verb
def owed(tools: Tools, on_day: datetime | None) -> None:
    """List what is owed, the oldest debt first."""
    from app.firm.domain import Right
    from app.receivables.queries import owed as read_owed

    book = tools.opened(Right.SEE_MONEY)
    rows = book.read(read_owed, on=None if on_day is None else on_day.date())
    answer(tools, rows, [] if tools.as_json else _owed_lines(rows, tools.formats(book)))


def _owed_lines(rows: list[OwedRow], formats: Formats) -> list[str]:
    """A table, and below it the sum of each currency."""
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
        whole = total((row.balance for row in rows if row.balance.currency == currency), currency)
        lines.append(_("Owed: {amount}").format(amount=formats.money(whole)))
    return lines if rows else [_("Nothing is owed.")]


@watertight.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "first", type=DAY, help="First day; the first of this month if not given.")
@click.option("--to", "last", type=DAY, help="Last day; the end of the first day's month if not given.")
@verb
def export(tools: Tools, folder: Path, first: datetime | None, last: datetime | None) -> None:
    """Write invoices, lines, payments and time of a period as CSV files into FOLDER."""
    from app.exports.files import write_bundle
    from app.exports.queries import export_books
    from app.firm.domain import Right

    book = tools.opened(Right.EXPORT)
    start = day_or(first, month_of(today(book)).first)
    period = window(start, day_or(last, month_of(start).last))
    bundle = book.read(export_books, period=period)
    paths = [str(path) for path in write_bundle(folder, bundle)]
    answer(tools, paths, paths, list(bundle.problems))


@watertight.command()
@verb
def check(tools: Tools) -> None:
    """Check the books: file, history, what was issued and paid against it, all sums, numbers without gaps."""
    from app.firm.domain import Right
    from app.receivables.checks import in_words, steps
    from app.storage.head import head_of

    tools.read_only = True  # a book that may no longer be written can still be checked
    book = tools.opened(Right.SEE_MONEY)
    found = [] if book.lost is None else [book.lost]
    found += [problem for step in steps() for problem in book.read(in_words(step.look))]
    said = ngettext("{n} problem:", "{n} problems:", len(found)) if found else _("The books are sound.")
    head = book.read(head_of)
    ends = _("The history ends with entry {n}, {letters}.").format(n=head.sequence, letters=head.letters)
    result = {"sound": not found, "head": {"sequence": head.sequence, "hash": head.letters}}
    answer(tools, result, [said, ends], found)
    if found:
        raise SystemExit(REFUSED)
