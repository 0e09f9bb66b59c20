"""The verbs that bring in what other programs know: clients from a CSV file."""

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
