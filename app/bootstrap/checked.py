"""Checked: the demo's books while they are checked, and when somebody changed them with another program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player

_SOW = "UPDATE sow SET budget_minor = budget_minor {} 500000 WHERE number = 'SOW-2026-014'"
_MILESTONE = (
    "UPDATE milestone SET amount_minor = amount_minor {} 10000"
    " WHERE id = (SELECT max(unit_id) FROM allocation WHERE unit_kind = 'milestone')"
)
_DRAFT = (
    "UPDATE draft_line SET net_minor = net_minor {} 25000"
    " WHERE id = (SELECT min(draft_line_id) FROM draft_unit WHERE unit_kind = 'time')"
)
_DONE, _UNDONE = (tuple(one.format(sign) for one in (_SOW, _MILESTONE, _DRAFT)) for sign in "+-")
_PARTS = 7


@contextmanager
def a_check_that_runs(desk: Desk, player: Player) -> Iterator[None]:
    """Some parts are done, one runs, the others wait."""
    from app.bootstrap.checking import checking_of
    from app.shell.checks import State

    checking = checking_of(desk)
    _checked(desk, player)
    whole = checking.view
    waits = tuple(replace(part, counted="", found=None) for part in whole.parts[_PARTS:])
    running = replace(whole, state=State.RUNNING, parts=(*whole.parts[:_PARTS], *waits), head=None, ended=None)
    with _shown(desk):
        checking.show(running)
        yield


@contextmanager
def a_check_that_found(desk: Desk, player: Player) -> Iterator[None]:
    """Somebody wrote into the file past the program; all of it is put back afterwards."""
    with _shown(desk):
        _write(desk, _DONE)
        try:
            _checked(desk, player)
        finally:
            _write(desk, _UNDONE)
        yield


def _checked(desk: Desk, player: Player) -> None:
    """Check the open book to its end; how long it took is always the same, for the picture's sake."""
    from app.bootstrap.checking import checking_of

    checking = checking_of(desk)
    checking.start(quiet=True)
    player.until(lambda: checking.view.ended is not None and checking.running is None, "the check did not end")
    view = checking.view
    if view.ended is not None:
        checking.show(replace(view, begun=view.ended - timedelta(seconds=1)))


@contextmanager
def _shown(desk: Desk) -> Iterator[None]:
    from app.bootstrap.checking import checking_of
    from app.shell.checks import CheckView

    try:
        yield
    finally:
        checking_of(desk).show(CheckView())


def _write(desk: Desk, statements: tuple[str, ...]) -> None:
    from app.storage.engine import sqlite_engine

    book = desk.backend.book
    if book is None:
        message = "no book is open"
        raise RuntimeError(message)
    engine = sqlite_engine(Path(book.place), builds=True)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
