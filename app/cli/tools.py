"""What the verbs of the command line share: opening the book, one answer as text or JSON, one way to refuse."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from app.kernel.clock import local_date
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _, formats_beside

if TYPE_CHECKING:  # a verb imports what it needs when it runs: help and plain readers start at once
    from app.firm.commands import Founded
    from app.firm.domain import Right
    from app.firm.queries import PersonRow
    from app.kernel.clock import Clock
    from app.kernel.formats import Formats
    from app.storage.backups import Backup, Held
    from app.storage.book import Book
    from app.storage.making import Ways
    from app.storage.secrets import Secret

P = ParamSpec("P")
REFUSED = 1
FAILED = 3


class Day(click.DateTime):
    """A day such as 2026-04-30."""

    def __init__(self) -> None:
        """One way to write it, the same in every country."""
        super().__init__(formats=["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help shows it."""
        return "YYYY-MM-DD"


DAY = Day()


@dataclass
class Tools:
    """What bootstrap hands to the command line."""

    open_book: Callable[..., Book]
    """The book at a place for a person, `read_only`, to `take_over` a lock, or to `go_on` without a lost end."""
    found_book: Callable[[str, Secret | None, Ways | None, Mapping[str, Any]], tuple[Book, Founded]]
    """A new book at a place, with its root, what opens it besides its code, and the fields of its firm."""
    open_window: Callable[..., int]
    demo_copy: Callable[[Path], Path]
    find_person: Callable[[Book, str], PersonRow]
    report: Callable[[str], Path | None]
    last_book: Callable[[], str | None] = lambda: None
    foresee: Callable[[Backup | Held, str | Path], object] = lambda _held, _made: None
    """What a backup holds became a book, which opens without being asked about."""
    book: str | None = None
    person: str | None = None
    as_json: bool = False
    read_only: bool = False
    take_over: bool = False
    go_on: bool = False
    _opened: list[Book] = field(default_factory=list)

    def opened(self, right: Right | None = None) -> Book:
        """The book this call is about, with the person who acts; refused at once when the role lacks the right."""
        how = {"read_only": self.read_only, "take_over": self.take_over, "go_on": self.go_on}
        book = self.open_book(self.book, self.person, **how)
        self._opened.append(book)
        book.bug_behind = self._tell_bug
        if book.actor.person_id is None:
            raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Start the window once to found it."))
        if right is not None:
            from app.firm.domain import require

            require(book.actor.role, right)
        return book

    def _tell_bug(self, bug: Exception) -> None:
        """What was asked for is saved and its answer stays as it is; what should have followed is said beside it."""
        text = _("It is saved, but something that follows from it failed. It will be tried again.")
        trace = "".join(traceback.format_exception(bug))
        click.echo(str(Problem("program.failed", text, hint=_reported(self, trace))), err=True)

    def where(self) -> str:
        """The place of the book this call is about, whether or not it opens."""
        place = self.book or self.last_book()
        if place is None:
            raise Problem(
                "book.none",
                _("There is no book yet."),
                hint=_("Name one with --book, or start the window once and make a new book."),
            )
        return place

    def book_open(self) -> Book:
        """The book that is open."""
        return self._opened[-1]

    def clock(self) -> Clock:
        """The clock of the book that is open."""
        return self._opened[-1].clock

    def close(self) -> None:
        """Close what was opened."""
        while self._opened:
            self._opened.pop().close()

    def formats(self, book: Book) -> Formats:
        """The formats of the firm, where they go with the language spoken."""
        from app.firm.queries import the_firm
        from app.kernel.formats import Formats

        firm = book.read(the_firm)
        return Formats(formats_beside(firm.language), firm.zone) if firm else Formats()

    def who(self, book: Book, name: str | None) -> int:
        """The id of the person called so; of the person who acts when no name is given."""
        if name is not None:
            return self.find_person(book, name).id
        if book.actor.person_id is None:
            raise Problem("person.none", _("Nobody acts."), hint=_("Say who you are with --as."))
        return book.actor.person_id


def today(book: Book) -> date:
    """The date where the person who acts is."""
    return local_date(book.clock.now(), book.actor.zone)


def day_or(value: datetime | None, fallback: date) -> date:
    """The day an option gave, else another one."""
    return fallback if value is None else value.date()


def window(first: date, last: date) -> Period:
    """The days from the first to the last."""
    if last < first:
        raise Problem(
            "period.backwards", _("The last day lies before the first."), hint=_("Check the days given with the verb.")
        )
    return Period(first, last)


def answer(tools: Tools, result: object, lines: list[str], problems: list[Problem] | None = None) -> None:
    """Print the one answer of a call: lines for people, or one JSON object."""
    found = problems or []
    if tools.as_json:
        from app.kernel.values import to_json

        _print_json(json.loads(to_json(result)), found)
        return
    for line in lines:
        click.echo(line)
    for item in found:
        click.echo(str(item), err=True)


def _print_json(result: Any, problems: list[Problem]) -> None:
    body = {"result": result, "problems": [_plain(item) for item in problems]}
    click.echo((json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)  # UTF-8 everywhere


def _plain(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "field": problem.field, "hint": problem.hint}


def verb(function: Callable[Concatenate[Tools, P], None]) -> Callable[..., None]:
    """A verb of the command line: a Problem becomes one sentence (or JSON) and exit code 1. `--json` may follow it."""

    @wraps(function)
    def call(*arguments: P.args, **options: P.kwargs) -> None:
        tools = click.get_current_context().find_object(Tools)
        if tools is None:
            raise click.ClickException(_("The program was not started through its own command."))
        tools.as_json |= bool(options.pop("json_after", False))
        try:
            function(tools, *arguments, **options)
        except Problem as problem:
            _refuse(tools, problem)
        except BrokenPipeError:
            # whoever read our lines has seen enough; nothing may be written to that pipe at exit either
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(REFUSED) from None
        except OSError as error:
            name = error.filename or _("A file")
            reason = error.strerror or type(error).__name__
            _refuse(tools, Problem("file.failed", _("{name}: {reason}.").format(name=name, reason=reason)))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # noqa: BLE001 - a bug of any kind leaves its report, and no word of a person's in a log of cron
            _fail(tools, traceback.format_exc())
        finally:
            tools.close()

    return click.option("--json", "json_after", is_flag=True, help="Answer with one JSON object.")(call)


def _fail(tools: Tools, trace: str) -> None:
    """Say that the program failed, and where its report lies."""
    text = _("Something failed that should not. Nothing half-done was saved.")
    _refuse(tools, Problem("program.failed", text, hint=_reported(tools, trace)), FAILED)


def _reported(tools: Tools, trace: str) -> str:
    """Write the report and say where it is. Developers see the trace by `python -X dev -m app`."""
    if sys.flags.dev_mode:
        click.echo(trace, err=True)
    path = tools.report(trace)
    if path is None:
        return _("Its report could not be written.")
    return _("The report of it is {path}. It holds no names, notes or sums, and was not sent.").format(path=path)


def _refuse(tools: Tools, problem: Problem, code: int = REFUSED) -> None:
    if tools.as_json:
        _print_json(None, [problem])
    else:
        click.echo(str(problem), err=True)
    raise SystemExit(code) from None


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
