"""Q4: the reads on PostgreSQL against psycopg by hand, and how often each screen goes to the database and back.

On a network it is these ways that cost, whatever a way carries: statements that need nothing of each other go together.

The server is a throw-away one, as the tests use it. The large firm takes long to get there: unless
`WATERTIGHT_BENCH_POSTGRES` names a database that holds it (`python -m benchmarks.big large URL`), the middle one is
measured in its place.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from app.firm.queries import people
from app.invoices.queries import run_overview
from app.receivables.queries import collections
from app.shell.pages.client_overview import client_overview
from app.shell.pages.engagement_list import engagement_list
from app.shell.pages.issued import issued
from app.shell.pages.my_week_facts import around
from app.shell.pages.today import today_view
from app.storage.book import Book
from app.timesheets.queries import waiting_for_approval
from benchmarks.big.build import actor, build, opened
from benchmarks.big.sizes import LARGE, MIDDLE, Size
from benchmarks.goals.goal import Absent, Part
from benchmarks.goals.ground import Ground, profile
from benchmarks.goals.reads import MONDAY, reads
from benchmarks.statements import Sent, sent_by, ways_of

GIVEN = "WATERTIGHT_BENCH_POSTGRES"


def measure(ground: Ground) -> Iterator[Part]:
    """Wall clock: a part of the work is done by the server."""
    with served(ground.size) as url, opened(url) as book:
        who = {row.initials: actor(row) for row in book.read(people)}
        person = who["PR"].person_id or 0
        with psycopg.connect(url.replace("+psycopg", "", 1)) as raw:
            for name, read in reads(book, person).items():
                sent = sent_by(book.engine, read)
                pair = ground.pair(read, _by_hand(raw, sent), by="wall")
                yield Part(name, pair.ratio, pair, f"{len(sent)} statements; {profile(read)}")
        for name, initials, screen in _screens(book, person):
            book.actor = who[initials]
            ways = ways_of(screen)
            each = ", ".join(map(str, ways))
            yield Part(f"ways: {name}", len(ways), unit="", reason=f"{sum(ways)} statements: {each}")


def _screens(book: Book, person: int) -> list[tuple[str, str, Callable[[], object]]]:
    def ask(query: Callable[..., Any], **arguments: Any) -> Callable[[], object]:
        return lambda: book.read(query, **arguments)

    return [
        ("My week", "PR", ask(around, person_id=person, monday=MONDAY, first_weekday=0)),
        ("Today", "EF", ask(today_view)),
        ("Clients", "EF", ask(client_overview)),
        ("Engagements", "EF", ask(engagement_list)),
        ("Approvals", "EF", ask(waiting_for_approval)),
        ("Billing run", "GB", ask(run_overview)),
        ("Invoices", "GB", ask(issued)),
        ("Collections", "GB", ask(collections)),
    ]


def _by_hand(raw: psycopg.Connection[Any], sent: Sent) -> Callable[[], int]:
    def run() -> int:
        rows = 0
        for statement, parameters in sent:
            rows += len(raw.execute(statement.encode(), parameters).fetchall())
        raw.rollback()
        return rows

    return run


@contextmanager
def served(size: Size) -> Iterator[str]:
    """A shared book that holds the firm."""
    given = os.environ.get(GIVEN)
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    try:
        from tests import clusters
    except ImportError:
        raise Absent("the server is started by the tests' own code, which is not here") from None
    home = Path(tempfile.mkdtemp(prefix="watertight-bench-", dir="/tmp" if os.getuid() == 0 else None))  # noqa: S108
    # the tests' watchdog stops the server as soon as nobody holds this lock: also when we are killed
    lifeline = os.open(home / "controller.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lifeline, fcntl.LOCK_EX)
    try:
        try:
            clusters._start(home)
        except (OSError, LookupError, subprocess.SubprocessError) as problem:
            raise Absent(f"no PostgreSQL: {problem}") from None
        clusters._administer(home, 'CREATE DATABASE "firm"')
        url = clusters._url(home, "firm")
        build(url, MIDDLE if size == LARGE else size)
        yield url
    finally:
        clusters._stop(home)
        os.close(lifeline)
