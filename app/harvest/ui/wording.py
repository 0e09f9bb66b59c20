"""How events are written on screen: when, where they go, how long ago the calendar was read, what a reading did."""

from __future__ import annotations

from datetime import date, datetime

from app.clients.domain import short_name
from app.harvest.commands import Harvested
from app.harvest.queries import OutsideRow, SuggestionRow
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext


def when(day: date, starts_at: datetime | None, ends_at: datetime | None, formats: Formats) -> str:
    """Wed 29 Apr · 14:00–15:30."""
    name = formats.day_named(day)
    if starts_at is None or ends_at is None:
        return _("{day} · all day").format(day=name)
    return f"{name} · {formats.time(starts_at)}–{formats.time(ends_at)}"


def place(client_name: str, task_name: str) -> str:
    """Foxglove · Pricing workshops."""
    client = short_name(client_name) if client_name else _("Internal")
    return f"{client} · {task_name}"


def worth(row: SuggestionRow, formats: Formats) -> str:
    """The value of a suggestion, or that it has none."""
    if row.task_id is None:
        return ""
    if not row.billable:
        return _("Not billable")
    return "" if row.value is None else formats.money(row.value)


def outside(sow: OutsideRow, day: date, formats: Formats) -> str:
    """Why a statement of work is not among the tasks of a meeting."""
    facts = {"sow": sow.title, "day": formats.date_long(day)}
    if day < sow.start_on:
        text = _("{sow} starts on {start}; this meeting was on {day}.")
        return text.format(start=formats.date_long(sow.start_on), **facts)
    if day > sow.end_on:
        return _("{sow} ended on {end}; this meeting was on {day}.").format(end=formats.date_long(sow.end_on), **facts)
    if sow.finished:
        return _("{sow} is finished; no more time goes on it.").format(sow=sow.title)
    return _("{sow} is not open for time on {day}.").format(**facts)


def spoken(row: SuggestionRow, formats: Formats) -> str:
    """A suggestion as a screen reader reads it."""
    parts = (
        row.title,
        when(row.day, row.starts_at, row.ends_at, formats),
        formats.hours(row.seconds, unit=True),
        place(row.client_name, row.task_name) if row.task_id is not None else _("No task yet"),
        worth(row, formats),
        row.reason,
    )
    return ", ".join(part for part in parts if part)


def read_ago(read_at: datetime, now: datetime, formats: Formats) -> str:
    """How long ago the calendar was read."""
    minutes = int((now - read_at).total_seconds() // 60)
    if minutes < 1:
        return _("Calendar file read just now.")
    if minutes < 60:
        return ngettext("Calendar file read {n} min ago.", "Calendar file read {n} min ago.", minutes)
    if minutes < 24 * 60:
        return ngettext("Calendar file read {n} hour ago.", "Calendar file read {n} hours ago.", minutes // 60)
    return _("Calendar file read on {day}.").format(day=formats.date(read_at.date()))


def what_happened(harvested: Harvested) -> str:
    """What a reading brought, in one line."""
    parts = []
    if harvested.new:
        parts.append(ngettext("{n} new suggestion", "{n} new suggestions", harvested.new))
    if harvested.changed:
        parts.append(ngettext("{n} event changed", "{n} events changed", harvested.changed))
    if harvested.withdrawn:
        parts.append(ngettext("{n} event is off", "{n} events are off", harvested.withdrawn))
    return _("Calendar read: {parts}.").format(parts=", ".join(parts)) if parts else _("Nothing new in this calendar.")
