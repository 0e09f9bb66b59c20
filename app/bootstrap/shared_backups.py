"""The backups of a shared book as its server knows them: asked behind the window, told in the bar, overdue in a banner.

Another computer takes them, at night. Whether it still does is what nobody notices until the day it matters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.bootstrap.nagging import is_due
from app.firm.domain import Right
from app.kernel.words import _
from app.shell.backups import BackupState

if TYPE_CHECKING:
    from datetime import datetime

    from app.bootstrap.desk import Desk
    from app.kernel.formats import Formats
    from app.storage.backups.noted import NotedRow

KEPT = "shared book without backups"


def is_shared(desk: Desk) -> bool:
    """Whether the open book is one that an office shares, and is worked in."""
    book = desk.backend.book
    return book is not None and not book.read_only and desk.window.is_open and desk.window.session.shared


def ask(desk: Desk, then: Callable[[BackupState], object]) -> None:
    """See what the server knows; whoever looks after the firm is told of what is overdue, at most once a week."""
    from app.storage.backups.noted import noted

    place = desk.window.session.place

    def show(row: NotedRow) -> None:
        if desk.window.is_open and desk.window.session.place == place:
            state = state_of(row)
            then(state)
            _nag(desk, state)

    desk.operations.read(noted, show, failed=lambda _problem: None)  # a server that is away is told by who works


def state_of(row: NotedRow) -> BackupState:
    """How that stands, for the bar at the bottom."""
    return BackupState(row.made, row.moved, shared=True, checked=row.checked or row.made is None, since=row.since)


def _nag(desk: Desk, state: BackupState) -> None:
    window = desk.window
    session = window.session
    if not state.overdue(session.clock.now()) or not session.may(Right.EDIT_FIRM):
        return
    if is_due(f"{KEPT} {session.place}", session.today()):
        text = sentence(state, session.clock.now(), session.formats)
        window.frame.standing.offer(text, _("Show what is known"), lambda: window.show_settings("backups"))


def sentence(state: BackupState, now: datetime, formats: Formats) -> str:
    """What is known of the backups of a shared book."""
    from app.bootstrap.backup_desk import moment

    if state.last is None:
        return _("The server knows of no backup of this shared book.")
    at = moment(state.last, formats)
    if state.overdue(now):
        return _("The last backup of this shared book was taken on {moment}; what came since has none.").format(
            moment=at
        )
    if not state.checked:
        return _(
            "The last backup was taken on {moment}, and nobody has restored it to see whether it is whole."
        ).format(moment=at)
    return _("The last backup was taken on {moment}, restored and compared.").format(moment=at)
