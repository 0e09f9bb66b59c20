"""A week or a day as a list: every entry with its own line, to be changed or removed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.table import RecordTable
from app.timesheets.domain import TimeState
from app.timesheets.queries import Desk, EntryRow


def state_words(entry: EntryRow) -> str:
    """Where an entry stands, for people."""
    if entry.returned_reason:
        return _("Returned")
    return {
        TimeState.OPEN: _("Open"),
        TimeState.SUBMITTED: _("Handed in"),
        TimeState.APPROVED: _("Approved"),
    }[entry.state]


def state_tone(entry: EntryRow) -> str:
    """The tone of an entry's state."""
    if entry.returned_reason:
        return "warn"
    return {TimeState.OPEN: "empty", TimeState.SUBMITTED: "info", TimeState.APPROVED: "ok"}[entry.state]


def billing_words(entry: EntryRow) -> str:
    """Whether the client pays for it."""
    if entry.held:
        return _("Held, {order}").format(order=entry.change_order_number or "")
    return _("Billable") if entry.billable else _("Not billable")


def span_words(entry: EntryRow, formats: Formats) -> str:
    """From when to when, where that is known: "9:00–10:30"."""
    if entry.starts_at is None or entry.ends_at is None:
        return ""
    return f"{formats.time(entry.starts_at)}–{formats.time(entry.ends_at)}"


class EntryList(RecordTable):
    """Entries of a week by day. Enter changes one, Del removes it."""

    def __init__(self, formats: Formats, *, name: str = "", first: Column | None = None) -> None:
        """An empty list; `first` stands in place of the day."""
        day = Column(
            "day",
            _("Day"),
            lambda row: row.day,
            kind="date",
            width=104,
            sub=lambda row: formats.weekday_long(row.day),
        )
        super().__init__(
            [
                first or day,
                Column(
                    "task",
                    _("Client and task"),
                    lambda row: row.client_name or _("Internal"),
                    sub=lambda row: row.task_name,
                    bold=True,
                ),
                Column("note", _("Note"), lambda row: row.note or None),
                Column("billing", _("Billing"), billing_words, width=112, muted=True),
                Column("state", _("State"), state_words, kind="chip", tone=state_tone, width=110),
                Column("hours", _("Hours"), lambda row: row.seconds, kind="hours", width=76, total="sum"),
            ],
            formats,
            name=name or _("Entries of the week"),
            empty=Empty("clock", _("Nothing logged this week. Type a line above."), _("Add an entry…")),
        )
        self.row_subject = lambda row: ("entry", row.entry_id)
        self.set_foot(_("Total"))

    def show_week(self, desk: Desk) -> None:
        """Show the entries of a week."""
        self.show_entries(desk.view.entries)

    def show_entries(self, entries: Sequence[EntryRow]) -> None:
        """Show entries."""
        self.set_rows(entries)


class DayList(EntryList):
    """Entries of one day, those with a start in their order."""

    def __init__(self, formats: Formats) -> None:
        """An empty list."""
        when = Column(
            "time",
            _("Time"),
            lambda row: span_words(row, formats) or None,
            width=112,
            sort=lambda row: (row.starts_at is None, row.starts_at or row.logged_at),
        )
        super().__init__(formats, name=_("Entries of the day"), first=when)
        self._formats = formats

    def show_day(self, desk: Desk, day: date) -> None:
        """Show the entries of a day of the week, and how much of its hours they are."""
        found = [entry for entry in desk.view.entries if entry.day == day]
        found.sort(key=lambda row: (row.starts_at is None, row.starts_at or row.logged_at, row.entry_id))
        nothing = _("Nothing logged on {weekday}. Type a line above; it goes to this day.")
        self.set_empty(Empty("clock", nothing.format(weekday=self._formats.weekday_long(day)), _("Add an entry…")))
        self.show_entries(found)
        target = desk.target(day)
        words = _("Total of {hours}").format(hours=self._formats.hours(target, unit=True)) if target else _("Total")
        self.set_foot(words)
