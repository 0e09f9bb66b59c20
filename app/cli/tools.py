"""What the verbs of the command line share: opening the book, one answer as text or JSON, one way to refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click

from app.firm.queries import the_firm
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.values import to_json
from app.kernel.words import _
from app.storage.book import Book

P = ParamSpec("P")
REFUSED = 1


@dataclass
class Tools:
    """What bootstrap hands to the command line."""

    open_book: Callable[[str | None, str | None], Book]
    open_window: Callable[[str | None, bool], int]
    demo_copy: Callable[[Path], Path]
    book: str | None = None
    person: str | None = None
    as_json: bool = False
    _opened: list[Book] = field(default_factory=list)

    def opened(self) -> Book:
        """The book this call is about, with the person who acts."""
        book = self.open_book(self.book, self.person)
        self._opened.append(book)
        return book

    def close(self) -> None:
        """Close what was opened."""
        while self._opened:
            self._opened.pop().close()

    def formats(self, book: Book) -> Formats:
        """The formats of the firm."""
        firm = book.read(the_firm)
        return Formats(firm.language, firm.zone) if firm else Formats()


def answer(tools: Tools, result: object, lines: list[str], problems: list[Problem] | None = None) -> None:
    """Print the one answer of a call: lines for people, or one JSON object."""
    found = problems or []
    if tools.as_json:
        body = {"result": json.loads(to_json(result)), "problems": [_plain(item) for item in found]}
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(line)
    for item in found:
        click.echo(str(item), err=True)


def _plain(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "field": problem.field, "hint": problem.hint}


def verb(function: Callable[Concatenate[Tools, P], None]) -> Callable[P, None]:
    """A verb of the command line: a Problem becomes one sentence (or JSON) and exit code 1."""

    @wraps(function)
    def call(*arguments: P.args, **options: P.kwargs) -> None:
        tools = click.get_current_context().find_object(Tools)
        if tools is None:
            raise click.ClickException(_("The program was not started through its own command."))
        try:
            function(tools, *arguments, **options)
        except Problem as problem:
            if tools.as_json:
                click.echo(json.dumps({"result": None, "problems": [_plain(problem)]}, ensure_ascii=False, indent=1))
            else:
                click.echo(str(problem), err=True)
            raise SystemExit(REFUSED) from None
        finally:
            tools.close()

    return call


def table(head: tuple[str, ...], rows: list[tuple[str, ...]], right: frozenset[int] = frozenset()) -> list[str]:
    """Aligned lines of a small table; `right` names the columns of numbers."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

    def line(row: tuple[str, ...]) -> str:
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join(cells).rstrip()

    return [line(head), *(line(row) for row in rows)]
