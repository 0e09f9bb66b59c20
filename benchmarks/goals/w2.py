"""W2: one entry saved through the service layer, its audit row too, against insert and commit of the same row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from app.bootstrap.opening import react
from app.engagements.queries import tasks
from app.timesheets.commands import log_time
from benchmarks.big.sizes import TODAY
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground, profile
from benchmarks.statements import bare


def measure(ground: Ground) -> Iterator[Part]:
    """By the wall clock: what a person waits for is the disk."""
    yield _entry(ground, "one entry", watched=False)
    yield _entry(ground, "one entry, budgets watched", watched=True)


def _entry(ground: Ground, name: str, *, watched: bool) -> Part:
    book = ground.fresh("saving")
    person = ground.person("PR")
    ground.act_as("PR", book)
    if watched:
        react(book)
    task = next(row for row in book.read(tasks, on=TODAY, person_id=person) if row.mine and row.billable)
    turns = count()

    def save() -> object:
        note = f"entry {next(turns)}"
        return book.perform(log_time, person_id=person, task_id=task.task_id, day=TODAY, seconds=1, note=note)

    sent = ground.sent_by(save, book)
    insert, parameters = next(pair for pair in sent if pair[0].startswith("INSERT INTO time_entry"))
    raw = bare(book.place)
    raw.execute("PRAGMA synchronous=FULL")

    def by_hand() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(insert, parameters).fetchall()
        raw.execute("COMMIT")

    pair = ground.pair(save, by_hand, by="wall")
    part = Part(name, pair.ratio, pair, f"{len(sent)} statements; {profile(save)}")
    raw.close()
    ground.done("saving")
    return part
