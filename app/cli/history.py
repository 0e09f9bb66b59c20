"""The verb `history`: who changed what of a thing, or in the whole book."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from app.cli.tools import DAY, Tools, answer, table, verb
from app.cli.verbs import watertight
from app.kernel.problems import Problem
from app.kernel.words import _

if TYPE_CHECKING:
    from app.history.queries import BookHistory, History, HistoryRow
    from app.kernel.formats import Formats
    from app.storage.book import Book

KINDS = ("client", "sow", "entry", "expense", "draft", "invoice", "payment", "person", "firm", "book")


@watertight.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("number", required=False)
@click.option("--before", type=int, help="Go on before the entry of this number, as the last answer said.")
@click.option("--day", type=DAY, help="Of the book: what was done on this day.")
@click.option("--person", "by", help="Of the book: what this person did.")
@verb
def history(
    tools: Tools, kind: str, number: str | None, before: int | None, day: datetime | None, by: str | None
) -> None:
    """Tell who changed what of a thing: its KIND, and its NUMBER (an invoice's, a SOW's), name or id.

    `history firm` needs no number; `history book` tells what was done in the whole book.
    """
    from app.history.queries import book_history
    from app.history.queries import history as read_history

    tools.read_only = True
    book = tools.opened()
    formats = tools.formats(book)
    if kind == "book":
        person = None if by is None else tools.who(book, by)
        acts = book.read(
            book_history,
            formats=formats,
            person_id=person,
            day=None if day is None else day.date(),
            before=before,
        )
        answer(tools, acts, _act_lines(acts, formats))
        return
    record = _record(tools, book, kind, number)
    seen = book.read(read_history, thing=kind, record_id=record, formats=formats, before=before)
    answer(tools, seen, _lines(seen, formats))


def _record(tools: Tools, book: Book, kind: str, number: str | None) -> int:
    from app.cli.money import client_called
    from app.history.queries import numbered

    if kind == "firm":
        return 0
    if number is None:
        raise Problem("history.whose", _("Say whose history: a number, a name or an id after the kind."))
    if kind == "person":
        return tools.find_person(book, number).id
    if kind == "client" and not number.isdigit():
        return client_called(book, number).id
    return book.read(numbered, thing=kind, name=number)


def _lines(seen: History, formats: Formats) -> list[str]:
    from app.history.queries import when

    rows: list[tuple[str, ...]] = [
        (when(formats, row.at), row.who, row.did, row.what, _change(row)) for row in seen.rows
    ]
    head = (_("When"), _("Who"), _("What"), _("Of what"), _("Change"))
    return [seen.title, *(table(head, rows) if rows else [_("Nothing has happened to it yet.")]), *_rest(seen.older)]


def _change(row: HistoryRow) -> str:
    before, after = (value or "\u2013" for value in (row.before, row.after))
    if row.field:
        return f"{row.field}: {before} \u2192 {after}"
    return f"{row.action}: {row.before or row.after}"


def _act_lines(seen: BookHistory, formats: Formats) -> list[str]:
    from app.history.queries import when

    rows: list[tuple[str, ...]] = [(when(formats, row.at), row.who, row.did, row.what) for row in seen.rows]
    head = (_("When"), _("Who"), _("What was done"), _("To what"))
    return [*(table(head, rows) if rows else [_("Nothing was done then.")]), *_rest(seen.older)]


def _rest(older: int | None) -> list[str]:
    return [] if older is None else [_("There is more: --before {n}").format(n=older)]
