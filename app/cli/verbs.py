"""The group of verbs, the options all share, and the verbs of work: demo, harvest, week."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from app.cli.tools import Tools, answer, table, verb
from app.engagements.queries import tasks as read_tasks
from app.harvest.feed import read_calendar, to_raw_json
from app.harvest.reading import harvest_file
from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.periods import Period, week_of
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.storage.book import Book
from app.timesheets.commands import approve_week, log_time, submit_week
from app.timesheets.domain import read_line
from app.timesheets.queries import week as read_week

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--book", metavar="PATH|URL", help="The book to use; the last one when not given.")
@click.option("--as", "person", metavar="PERSON", help="Initials or name of the person who acts.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object: result and problems.")
@click.option("--demo", "use_demo", is_flag=True, help="Open the window on a fresh copy of the demo firm.")
@click.pass_context
def watertight(context: click.Context, book: str | None, person: str | None, as_json: bool, use_demo: bool) -> None:
    """Follow every promise from the first conversation to cash in the bank. Without a verb the window opens."""
    tools = context.ensure_object(Tools)
    tools.book, tools.person, tools.as_json = book, person, as_json
    if context.invoked_subcommand is None:
        context.exit(tools.open_window(book, use_demo))


def _date(value: datetime | None, fallback: date) -> date:
    return fallback if value is None else value.date()


def _me(book: Book) -> int:
    if book.actor.person_id is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Start the window once to found it."))
    return book.actor.person_id


@watertight.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@verb
def demo(tools: Tools, folder: Path) -> None:
    """Put a fresh copy of the demo firm into FOLDER."""
    path = tools.demo_copy(folder)
    answer(tools, {"book": str(path)}, [str(path)])


@watertight.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "first", type=DAY, help="First day to look at.")
@click.option("--to", "last", type=DAY, help="Last day to look at.")
@click.option("--zone", default="UTC", show_default=True, help="Zone of events without one (with --raw).")
@click.option("--name", default="Calendar", show_default=True, help="The calendar's name in the book.")
@click.option("--raw", is_flag=True, help="Print every occurrence; needs no book and changes nothing.")
@verb
def harvest(
    tools: Tools, file: Path, first: datetime | None, last: datetime | None, zone: str, name: str, raw: bool
) -> None:
    """Read a calendar FILE: its meetings become suggestions for your week."""
    content = file.read_bytes()
    if raw:
        if first is None or last is None:
            raise Problem("harvest.window", _("A raw reading needs a window."), hint=_("Give --from and --to."))
        reading = read_calendar(content, window=_window(first.date(), last.date()), zone=zone)
        found = [to_raw_json(item) for item in reading.occurrences]
        lines = [f"{item['start']}  {item['end']}  {item['uid']}" for item in found]
        answer(tools, found, lines, list(reading.problems))
        return
    book = tools.opened()
    this_week = week_of(local_date(book.clock.now(), book.actor.zone))
    window = _window(_date(first, this_week.first), _date(last, this_week.last))
    taken = harvest_file(book, person_id=_me(book), name=name, content=content, window=window)
    text = _("{new} new, {changed} changed, {withdrawn} withdrawn, {known} known").format(
        new=taken.new, changed=taken.changed, withdrawn=taken.withdrawn, known=taken.known
    )
    answer(tools, taken, [text], list(getattr(taken, "problems", ())))


def _window(first: date, last: date) -> Period:
    if last < first:
        raise Problem("period.backwards", _("The last day lies before the first."), hint=_("Swap --from and --to."))
    return Period(first, last)


@watertight.command()
@click.option("--on", "on_day", type=DAY, help="A day of the week to show; today when not given.")
@click.option("--log", "text", metavar="LINE", help="Log a line such as: bri field 1.5 interviews")
@click.option("--submit", is_flag=True, help="Hand the week in.")
@click.option("--approve", "approved", metavar="PERSON_ID", type=int, help="Approve a person's week.")
@verb
def week(tools: Tools, on_day: datetime | None, text: str | None, submit: bool, approved: int | None) -> None:
    """Show your week; log a line, hand the week in, or approve somebody's."""
    book = tools.opened()
    formats = tools.formats(book)
    today = local_date(book.clock.now(), book.actor.zone)
    monday = week_of(_date(on_day, today)).first
    if text is not None:
        monday = week_of(_log(book, formats, text, today)).first
    if approved is not None:
        book.perform(approve_week, person_id=approved, monday=monday)
    if submit:
        book.perform(submit_week, person_id=_me(book), monday=monday)
    _show_week(tools, book, formats, monday, approved)


def _log(book: Book, formats: Formats, text: str, today: date) -> date:
    known = book.read(read_tasks, on=today, person_id=_me(book))
    line = read_line(text, known, today, formats)
    if not line.ready or line.task is None or line.seconds is None:
        guesses = ", ".join(f"{item.client_name or _('Internal')} {item.name}" for item in line.candidates[:2])
        raise Problem(
            "line.unclear",
            _("This line is not clear: {parts}.").format(parts=", ".join(str(part.value) for part in line.unclear)),
            hint=_("Did you mean {guesses}?").format(guesses=guesses) if guesses else "",
        )
    book.perform(
        log_time,
        person_id=_me(book),
        task_id=line.task.task_id,
        day=line.day,
        seconds=line.seconds,
        note=line.note,
        billable=line.billable,
    )
    return line.day


def _show_week(tools: Tools, book: Book, formats: Formats, monday: date, person_id: int | None) -> None:
    view = book.read(read_week, person_id=_me(book) if person_id is None else person_id, monday=monday)
    head = (_("Client and task"), *(formats.weekday(day) for day in view.period.days()), _("Total"))
    rows: list[tuple[str, ...]] = []
    for row in view.rows:
        cells = [formats.hours(cell.seconds) if cell.seconds else "" for cell in row.cells]
        whole = sum(cell.seconds for cell in row.cells)
        rows.append((f"{row.client_name or _('Internal')} \u00b7 {row.task_name}", *cells, formats.hours(whole)))
    whole = sum(entry.seconds for entry in view.entries)
    lines = table(head, rows, frozenset(range(1, 9)))
    lines.append(ngettext("{n} entry", "{n} entries", len(view.entries)) + f", {formats.hours(whole, unit=True)}")
    answer(tools, view, lines)
