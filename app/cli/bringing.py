"""The verbs that bring in what other programs know: clients and open invoices, each from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.tools import Tools, answer, verb
from app.cli.verbs import watertight
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext

if TYPE_CHECKING:
    from app.clients.preview import Preview, PreviewRow


@watertight.group("import")
def bring() -> None:
    """Bring in what another program has written down."""


@bring.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what each row would do; nothing is changed.")
@click.option("--alike", is_flag=True, help="Add those too that only look like a client who is there.")
@verb
def clients(tools: Tools, file: Path, dry_run: bool, alike: bool) -> None:
    """Add the clients of a CSV FILE that are not there yet. A second time adds nobody."""
    from app.cli.backups import keep_before
    from app.clients.commands import import_clients
    from app.clients.domain import RowState
    from app.clients.importing import read_path
    from app.clients.preview import preview, usual_of
    from app.clients.queries import client_choices, look_over
    from app.firm.domain import Right

    book = tools.opened(Right.EDIT_CLIENTS)
    usual = usual_of(book.read(client_choices))
    shown = preview(read_path(file), usual, lambda drafts: book.read(look_over, drafts=drafts))
    wanted = {RowState.NEW, RowState.ALIKE} if alike else {RowState.NEW}
    drafts = tuple(row.draft for row in shown.rows if row.draft is not None and row.state in wanted)
    counts = {state.value: shown.count(state) for state in RowState}
    added, refused = 0, list[Problem]()
    if drafts and not dry_run:
        keep_before(book, "import")
        done = book.perform(import_clients, drafts=drafts).result
        added = len(done.client_ids)
        refused = [_told(row.line, row.name, row.reason) for row in done.refused]
    left = [row for row in shown.rows if row.state is RowState.WRONG or (row.state is RowState.ALIKE and not alike)]
    problems = [*(_told(row.line, row.name, row.why) for row in left), *refused]
    answer(
        tools,
        {**counts, "added": added, "rows": [_plain(row) for row in shown.rows]},
        _lines(shown, None if dry_run else added),
        problems,
    )


def _lines(shown: Preview, added: int | None) -> list[str]:
    from app.clients.domain import RowState

    words = _("{new} new, {known} known, {alike} look alike, {wrong} wrong").format(
        **{state.value: shown.count(state) for state in RowState}
    )
    if added is None:
        return [words, _("Nothing was changed.")]
    return [words, ngettext("{n} client added.", "{n} clients added.", added)]


def _told(line: int, name: str, why: str) -> Problem:
    words = _("Line {line}, {name}: {why}") if name else _("Line {line}: {why}")
    return Problem("clients_file.row", words.format(line=line, name=name, why=why))


def _plain(row: PreviewRow) -> dict[str, Any]:
    return {"line": row.line, "name": row.name, "state": row.state.value, "why": row.why}


ORDERS = {"day": "dmy", "month": "mdy", "year": "ymd"}


@bring.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what each row would do; nothing is changed.")
@click.option("--dates", type=click.Choice(list(ORDERS)), help="What stands first in days such as 03/04/2026.")
@click.option("--last-number", metavar="NUMBER", help="The last invoice number used, so that the next one follows it.")
@verb
def opening(tools: Tools, file: Path, dry_run: bool, dates: str | None, last_number: str | None) -> None:
    """Bring in open invoices from before the book, a row of a CSV FILE each: all that are new, or none at all."""
    from app.cli.backups import keep_before
    from app.firm.domain import Right
    from app.invoices.commands import bring_opening_balances
    from app.invoices.domain import OpeningState
    from app.invoices.importing import read_path
    from app.invoices.opening_preview import opening_lacks, opening_preview, sums_of_drafts
    from app.invoices.queries import look_over_opening, opening_ground
    from app.kernel.csv_files.dates import DateOrder

    book = tools.opened(Right.ISSUE_INVOICES)
    shown = opening_preview(
        read_path(file),
        book.read(opening_ground),
        lambda drafts: book.read(look_over_opening, drafts=drafts),
        order=None if dates is None else DateOrder(ORDERS[dates]),
    )
    lacks = opening_lacks(shown.mapping)
    if lacks:
        raise Problem("opening_file.columns", lacks, hint=_("Name the columns in the first row of the file."))
    if shown.habits.doubtful and not dry_run:
        raise Problem(
            "opening_file.order",
            _("The days of this file can be read in two ways."),
            hint=_("Nothing was added. Say --dates day, month or year."),
        )
    drafts = tuple(row.draft for row in shown.rows if row.draft is not None and row.state is OpeningState.NEW)
    wrong = [row for row in shown.rows if row.state is OpeningState.WRONG]
    problems = [_told(row.line, row.number, row.why) for row in wrong]
    added, following = 0, ""
    if not dry_run:
        if drafts:
            keep_before(book, "import")
            added = len(book.perform(bring_opening_balances, drafts=drafts).result.invoice_ids)
        following, collides = _goes_on(book, last_number)
        problems += [collides] if collides is not None else []
    sums = [f"{one.amount} {one.currency}" for one in sums_of_drafts(drafts)]
    counts = {state.value: shown.count(state) for state in OpeningState}
    words = [_("{new} new, {known} known, {wrong} wrong").format(**counts)]
    words += [_("Still open on the new ones: {sums}").format(sums=", ".join(sums))] if sums else []
    words += [_("Nothing was changed.") if dry_run else ngettext("{n} invoice added.", "{n} invoices added.", added)]
    words += [_("The next invoice is {number}.").format(number=following)] if following else []
    rows = [{"line": r.line, "number": r.number, "state": r.state.value, "why": r.why} for r in shown.rows]
    result = {**counts, "added": added, "open": sums, "next_number": following, "rows": rows}
    answer(tools, result, words, problems)


def _goes_on(book: Any, last_number: str | None) -> tuple[str, Problem | None]:
    """Let the numbers go on behind the last one that was used; the next number, and what is wrong with it."""
    from app.firm.commands import set_series
    from app.firm.domain import number_text
    from app.invoices.domain.opening import goes_on_after
    from app.invoices.queries import opening_numbers

    view = book.read(opening_numbers)
    if last_number is not None:
        on = goes_on_after(last_number, view.counter.pattern, view.on)
        values = {"key": view.counter.key, "pattern": on.pattern, "next_number": on.next_number, "on": view.on}
        return str(book.perform(set_series, **values).result), None
    following = number_text(view.counter.pattern, view.on, view.counter.next_number)
    if not view.collides:
        return following, None
    return following, Problem(
        "opening.collides",
        _("The next invoice would be {number}, but the book holds higher ones from before.").format(number=following),
        hint=_("Say --last-number, so that the next one follows."),
    )
