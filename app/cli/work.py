"""The verbs of work: harvest and week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.tools import DAY, Tools, answer, day_or, table, today, verb, window
from app.cli.verbs import watertight
from app.kernel.periods import Period, week_of
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from app.kernel.formats import Formats
    from app.storage.book import Book
    from app.timesheets.queries import WeekView


@watertight.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "first", type=DAY, help="First day to look at; Monday of this week if not given.")
@click.option("--to", "last", type=DAY, help="Last day to look at; Sunday of that week if not given.")
@click.option("--name", help="The calendar's name in the book; the file's name if not given.")
@click.option("--raw", is_flag=True, help="Print every occurrence from --from to --to; needs no book, changes nothing.")
@click.option("--zone", default="UTC", show_default=True, help="With --raw: the zone of events that name none.")
@verb
def harvest(
    tools: Tools, file: Path, first: datetime | None, last: datetime | None, name: str | None, raw: bool, zone: str
) -> None:
    """Read a calendar FILE (.ics): its meetings become suggestions for your week. Reading it again changes nothing."""
    if raw:
        _print_raw(tools, file, first, last, zone)
        return
    from app.harvest.commands import take_calendar
    from app.harvest.queries import reader
    from app.harvest.reading import read_path

    book = tools.opened()
    start = day_or(first, week_of(today(book)).first)
    days = window(start, day_or(last, week_of(start).last))
    me = tools.who(book, None)
    owner = book.read(reader, person_id=me)
    read = read_path(file, window=days, zone=owner.zone, own_addresses=owner.own_addresses)
    if name is not None:
        read = replace(read, name=name)
    taken = book.perform(take_calendar, **read.arguments(me)).result
    text = _("{new} new, {changed} changed, {withdrawn} withdrawn, {unchanged} as before").format(
        new=taken.new, changed=taken.changed, withdrawn=taken.withdrawn, unchanged=taken.unchanged
    )
    answer(tools, taken, [text], list(read.reading.problems))


def _print_raw(tools: Tools, file: Path, first: datetime | None, last: datetime | None, zone: str) -> None:
    from app.firm.places import zone as known_zone
    from app.harvest.feed import to_raw_json
    from app.harvest.reading import read_path

    if first is None or last is None:
        raise click.UsageError(_("--raw needs --from and --to."))
    days = window(first.date(), last.date())
    reading = read_path(file, window=days, zone=known_zone(zone), own_addresses=()).reading
    found = [to_raw_json(item) for item in reading.occurrences]
    lines = [f"{item['start']}  {item['end']}  {item['uid']}" for item in found]
    answer(tools, found, lines, list(reading.problems))


@watertight.command()
@click.option("--on", "on_day", type=DAY, help="A day of the week that is meant; today if not given.")
@click.option("--of", "name", metavar="PERSON", help="Whose week, by initials or name; yours if not given.")
@click.option("--log", "text", metavar="LINE", help='Log a line such as "bri field 1.5 interviews yesterday".')
@click.option("--accept", is_flag=True, help="Log the suggestions of the calendar that are over and sure.")
@click.option("--submit", is_flag=True, help="Hand the week in.")
@click.option("--approve", "approved", metavar="PERSON", help="Approve a person's week, by initials or name.")
@verb
def week(
    tools: Tools,
    on_day: datetime | None,
    name: str | None,
    text: str | None,
    accept: bool,
    submit: bool,
    approved: str | None,
) -> None:
    """Show a week. Before that: log a line, accept suggestions, hand the week in, or approve somebody's."""
    if approved is not None and (text is not None or accept or submit or name is not None):
        raise click.UsageError(_("--approve PERSON goes with --on only."))
    from app.timesheets.queries import week as read_week

    book = tools.opened()
    formats = tools.formats(book)
    who = tools.who(book, name if approved is None else approved)
    days = week_of(day_or(on_day, today(book)))
    said: list[str] = []
    if text is not None:
        logged_on, line = _log(book, formats, who, text, today(book) if on_day is None else on_day.date())
        days = week_of(logged_on)
        said.append(line)
    if accept:
        said += _accept(book, formats, who, days)
    if submit:
        from app.timesheets.commands import submit_week

        count = book.perform(submit_week, person_id=who, monday=days.first).result.count
        said.append(ngettext("{n} entry handed in.", "{n} entries handed in.", count))
    if approved is not None:
        from app.timesheets.commands import approve_week

        count = book.perform(approve_week, person_id=who, monday=days.first).result.count
        said.append(ngettext("{n} entry approved.", "{n} entries approved.", count))
    view = book.read(read_week, person_id=who, monday=days.first)
    answer(tools, view, [*said, *_week_lines(view, formats)])


def _log(book: Book, formats: Formats, who: int, text: str, on_day: date) -> tuple[date, str]:
    from app.engagements.queries import tasks
    from app.timesheets.commands import log_time
    from app.timesheets.domain import read_line

    line = read_line(text, book.read(tasks, on=on_day, person_id=who), on_day, formats)
    if not line.ready or line.task is None or line.seconds is None:
        internal = _("Internal")
        guesses = " / ".join(f"{item.client_name or internal} {item.name}" for item in line.candidates[:3])
        raise Problem(
            "line.unclear",
            _("This line does not say clearly: {parts}.").format(parts=", ".join(part.value for part in line.unclear)),
            hint=_("Did you mean {guesses}?").format(guesses=guesses) if guesses else _("Give client, task and hours."),
        )
    book.perform(
        log_time,
        person_id=who,
        task_id=line.task.task_id,
        day=line.day,
        seconds=line.seconds,
        note=line.note,
        billable=line.billable,
    )
    client = line.task.client_name or _("Internal")
    place = f"{client} \u00b7 {line.task.name}"
    return line.day, f"{formats.date(line.day)}: {place}, {formats.hours(line.seconds, unit=True)}"


def _accept(book: Book, formats: Formats, who: int, days: Period) -> list[str]:
    from app.harvest.commands import accept_all

    added = book.perform(accept_all, person_id=who, period=days).result
    count = ngettext("{n} suggestion accepted", "{n} suggestions accepted", len(added.entry_ids))
    text = _("{count}, {hours}; {left} left to look at.").format(
        count=count, hours=formats.hours(added.seconds, unit=True), left=added.left
    )
    return [text, *added.refused]


def _week_lines(view: WeekView, formats: Formats) -> list[str]:
    head = (_("Client and task"), *(formats.weekday(day) for day in view.period.days()), _("Total"))
    rows: list[tuple[str, ...]] = []
    for row in view.rows:
        cells = [formats.hours(cell.seconds) if cell.seconds else "" for cell in row.cells]
        client = row.client_name or _("Internal")
        rows.append((f"{client} \u00b7 {row.task_name}", *cells, formats.hours(row.seconds)))
    title = _("{name}, {first} to {last}").format(
        name=view.person_name, first=formats.date(view.period.first), last=formats.date(view.period.last)
    )
    states = {"open": pgettext("state", "open"), "submitted": _("handed in"), "approved": _("approved")}
    foot = [ngettext("{n} entry", "{n} entries", len(view.entries)), formats.hours(view.seconds, unit=True)]
    if view.state is not None:
        foot.append(states[view.state.value])
    return [title, *table(head, rows, frozenset(range(1, 9))), ", ".join(foot)]
