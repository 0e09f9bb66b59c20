"""storage: one committed entry with its audit rows, against a bare insert and commit of the same row."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import sqlcipher3

from app.bootstrap.opening import react
from app.engagements.queries import tasks
from app.storage.chain import chain_problems
from app.timesheets.commands import log_time
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject

DAY = date(2026, 4, 30)


def _entry(desk: Desk, *, watched: bool) -> Subject:
    book = desk.act_as("PR", desk.fresh("storage watched" if watched else "storage"))
    if watched:
        react(book)
    task = next(row for row in book.read(tasks, on=DAY, person_id=desk.person("PR")) if row.name == "Fieldwork")
    number = count()

    def run() -> object:
        note = f"entry {next(number)}"
        return book.perform(log_time, person_id=desk.person("PR"), task_id=task.task_id, day=DAY, seconds=60, note=note)

    sent = desk.sent_by(run, book)
    insert, parameters = next(pair for pair in sent if pair[0].startswith("INSERT INTO time_entry"))
    bare = sqlcipher3.connect(book.place, isolation_level=None)
    bare.execute("PRAGMA synchronous=FULL")

    def yardstick() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute(insert, parameters).fetchall()
        bare.execute("COMMIT")

    return Subject(run, yardstick, "bare insert and commit", statements=lambda: len(sent))


def _logged(desk: Desk) -> Subject:
    return _entry(desk, watched=False)


def _logged_and_watched(desk: Desk) -> Subject:
    return _entry(desk, watched=True)


def _chain(desk: Desk) -> Subject:
    subject = desk.query("EF", chain_problems)
    with desk.book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        rows: Any = connection.exec_driver_sql("SELECT count(*) FROM audit_entry").scalar_one()
    subject.facts["audit rows"] = rows
    return subject


BENCHMARKS = (
    Benchmark("storage", "log one entry, committed and audited", _logged),
    Benchmark("storage", "log one entry and watch the budgets", _logged_and_watched),
    Benchmark("storage", "check the chain of the history", _chain),
)
