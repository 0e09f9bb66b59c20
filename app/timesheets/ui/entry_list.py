"""The week as a list: every entry with its own line, to be changed or removed one by one."""

from __future__ import annotations

from collections.abc import Sequence

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


class EntryList(RecordTable):
    """Entries of a week by day. Enter changes one, Del removes it."""

    def __init__(self, formats: Formats) -> None:
        """An empty list."""
        super().__init__(
            [
                Column("day", _("Day"), lambda row: row.day, kind="date", width=104),
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
            name=_("Entries of the week"),
            empty=Empty("clock", _("Nothing logged this week. Type a line above.")),
        )
        self.set_foot(_("Total"))

    def show_week(self, desk: Desk) -> None:
        """Show the entries of a week."""
        self.show_entries(desk.view.entries)

    def show_entries(self, entries: Sequence[EntryRow]) -> None:
        """Show entries."""
        self.set_rows(entries)
