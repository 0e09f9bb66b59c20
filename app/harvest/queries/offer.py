"""The tasks a meeting may be logged on, and the statements of work its day lies outside of. One statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.engagements.domain import SowState
from app.engagements.queries import TaskRow, tasks_near
from app.harvest.domain.titles import words_of
from app.harvest.queries.reader import allow
from app.kernel.periods import Period
from app.storage.reading import Reads

NEARBY = timedelta(days=62)
"""Further away nobody looks for the statement of work among the tasks."""
MOST = 3
TELLING = 4
"""Shorter words of a title point to nothing."""


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """A statement of work that takes no time of a day: not yet, or not any more."""

    title: str
    client_name: str
    start_on: date
    end_on: date
    finished: bool


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Tasks to choose from, and what a person may miss among them, the likeliest first."""

    tasks: tuple[TaskRow, ...]
    outside: tuple[OutsideRow, ...]


def offer(reads: Reads, *, person_id: int, day: date, title: str) -> OfferRow:
    """What a meeting of a day may be logged on.

    Of those it may not, the ones the meeting's title names are told, else the person's own; all of them where the day
    has no client's task at all.
    """
    allow(reads, person_id)
    known = tasks_near(reads, person_id=person_id, period=Period(day - NEARBY, day + NEARBY))
    usable = tuple(task for task in known if task.open_on(day))
    outside = [task for task in known if not task.open_on(day)]
    said = {word for word in words_of(title) if len(word) >= TELLING}
    wanted = [task for task in outside if said & _words(task)]
    if not wanted:
        some = any(task.sow_id is not None for task in usable)
        wanted = [task for task in outside if task.mine or not some]
    return OfferRow(usable, tuple(_of_sows(sorted(wanted, key=lambda task: (not task.mine, _away(task, day)))))[:MOST])


def _away(task: TaskRow, day: date) -> timedelta:
    """How far a day lies outside the dates of a task's statement of work."""
    if task.start_on is None or task.end_on is None:
        return timedelta(0)
    return max(task.start_on - day, day - task.end_on, timedelta(0))


def _words(task: TaskRow) -> set[str]:
    return set(words_of(f"{task.sow_number} {task.sow_title} {task.client_name} {task.name}"))


def _of_sows(found: Iterable[TaskRow]) -> Iterable[OutsideRow]:
    """Each statement of work once."""
    met: set[int] = set()
    for task in found:
        if task.sow_id is None or task.start_on is None or task.end_on is None or task.sow_id in met:
            continue
        met.add(task.sow_id)
        finished = task.sow_state is SowState.FINISHED
        yield OutsideRow(task.sow_title, task.client_name, task.start_on, task.end_on, finished)
