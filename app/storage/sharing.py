"""The start of a shared book: a PostgreSQL server keeps it, and asks for a password if it wants one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import address, schema
from app.storage.ends import Ends
from app.storage.engine import postgres_engine
from app.storage.failures import explain
from app.storage.only_reading import only_looked_at
from app.storage.starting import Started


def open_shared(url: str, ends: Ends, *, read_only: bool) -> Started:
    """Without a password in the address the one in the keyring is tried, once the server has asked for one."""
    try:
        return _open_at(url, ends, read_only=read_only)
    except Problem as problem:
        kept = address.kept(url) if problem.code == "book.password" and address.parted(url)[1] is None else None
        if kept is None:
            raise
        return _open_at(address.joined(url, kept), ends, read_only=read_only)


@contextmanager
def said_of_server() -> Iterator[None]:
    """What a server refuses inside becomes a problem, unless it is a bug."""
    try:
        yield
    except DBAPIError as error:
        problem = explain(error)
        if problem is None:
            raise
        raise problem from error


def _open_at(url: str, ends: Ends, *, read_only: bool) -> Started:
    engine = postgres_engine(url)
    try:
        with said_of_server():
            lost = _made_ready(engine, ends, read_only=read_only)
    except BaseException:
        engine.dispose()
        raise
    if not read_only:
        return Started(engine, None)
    if lost is None:
        return Started(engine, None, only_looked_at())
    return Started(engine, None, lost.message, lost.hint, lost=lost)


def _made_ready(engine: Engine, ends: Ends, *, read_only: bool) -> Problem | None:
    """Brought up to date to be written; what of its end is missing, where it is only read."""
    with engine.connect() as connection:
        schema.ensure_readable(connection)
        fresh = schema.revision_of(connection) is None
        current = schema.is_current(connection)
        lost = None if fresh or ends.anchor is None else ends.anchor.look(connection, ends.now)
    if fresh:
        raise Problem(
            "book.empty",
            _("This database holds no book yet."),
            hint=_("Create the book first, or check the address."),
        )
    if not current and read_only:
        raise Problem(
            "book.older",
            _("This shared book was made by an older Watertight and must be brought up to date first."),
            hint=_("Open it once to write, or read it with the older program."),
        )
    if lost is not None and not read_only:
        ends.agree(lost)
    if not current:
        schema.upgrade(engine)
    return lost
