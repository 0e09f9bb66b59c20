"""Budgets are watched only where something changed: it raises the alerts that looking at everything raises."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.bootstrap.opening import react
from app.burn.commands import bring_in, watch_budgets
from app.burn.records import Alert
from app.engagements.commands import add_rate, add_rate_card, add_task, change_sow, finish_sow
from app.engagements.domain import SowState
from app.engagements.queries import sow
from app.firm.commands import change_person
from app.firm.queries import people
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.storage.reading import Reads
from app.storage.work import Work
from app.timesheets.commands import CellWish, change_entry, set_cells
from app.timesheets.domain import TimeState
from app.timesheets.records import TimeEntry
from tests.properties.firm import FIRST, WORKERS, Firm, Step, living

VERBS = (
    "log log cells cells move change remove approve take_back accept_order bring bring bring rate card card grade"
    " grade budget finish reopen_sow reopen_sow lines task spend collect"
).split()
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 997), st.integers(1, 100)), min_size=10, max_size=30)
LINES = tuple(range(1, 200, 2))
EXAMPLES = max(16, settings().max_examples // 10)
ALERT = select(Alert.sow_id, Alert.percent, Alert.budget_minor, Alert.used_minor, Alert.crossed_on)
Alerts = set[tuple[Any, ...]]


def stored(reads: Reads) -> Alerts:
    """All alerts there are."""
    return {tuple(row) for row in reads.execute(ALERT)}


@dataclass
class Life(Firm):
    """A firm in which much happens to budgets."""

    @classmethod
    def of(cls, firm: Firm) -> Self:
        """The same firm, with tasks of its own. Its budgets are small and have many lines, so that a few hours or
        another rate cross one; and it has a grade that only cards price.
        """
        life = cls(firm.office, firm.clients, [replace(one, tasks=dict(one.tasks)) for one in firm.sows])
        for place in range(3):
            life._sow(place, budget=Money(1_000_000, "GBP"), thresholds=LINES)
        life.grade(1, 0)
        return life

    def cells(self, which: int, size: int) -> None:
        """Time on several tasks at once, also for statements of work of other clients; 0 removes."""
        tasks = sorted(task for sample in self.sows for task in sample.tasks.values())
        wishes = tuple(
            CellWish(tasks[(which + step) % len(tasks)], FIRST + timedelta(which % 40), (size + step) % 10 * 3600)
            for step in range(3)
        )
        self.perform(set_cells, person_id=self.office.people[WORKERS[which % 4]], cells=wishes)

    def move(self, which: int, size: int) -> None:
        """An entry goes to a task of another statement of work."""
        known = self.ids(TimeEntry, TimeEntry.state == TimeState.OPEN)
        if known:
            tasks = sorted(self.sows[size % 3].tasks.values())
            self.perform(change_entry, entry_id=known[which % len(known)], task_id=tasks[which % len(tasks)])

    def bring(self, which: int, size: int) -> None:
        self.perform(
            bring_in,
            sow_id=self.sows[which % 3].sow_id,
            source=f"{which} {size}",
            used_on=FIRST + timedelta(which % 40),
            amount=Money((size - 20) * 4_000, "GBP"),
        )

    def rate(self, which: int, size: int) -> None:
        who = {"grade": "Consultant"} if which % 2 else {"person_id": self.office.people[WORKERS[which % 4]]}
        self.perform(
            add_rate,
            sow_id=self.sows[which % 3].sow_id,
            rate=Decimal(size * 40),
            valid_from=FIRST + timedelta(which % 40),
            **who,
        )

    def card(self, which: int, size: int) -> None:
        rates = (("Director", Decimal(size * 30)),)
        self.perform(add_rate_card, name=f"{which} {size}", valid_from=date(2026, 1, 1 + which % 31), rates=rates)

    def grade(self, which: int, size: int) -> None:
        person_id = self.office.people[WORKERS[which % 4]]
        row = next(one for one in self.office.book.read(people) if one.id == person_id)
        grade = ("Director", "Analyst", "Partner", None)[size % 4]
        self.perform(change_person, person_id=row.id, version=row.version, grade=grade)

    def _sow(self, which: int, **fields: Any) -> None:
        row = self.office.book.read(sow, sow_id=self.sows[which % 3].sow_id)
        self.perform(change_sow, sow_id=row.sow_id, version=row.version, **fields)

    def budget(self, which: int, size: int) -> None:
        self._sow(which, budget=Money(size * 30_000, "GBP"))

    def lines(self, which: int, size: int) -> None:
        self._sow(which, thresholds=LINES[which % 9 :: size % 5 + 1])

    def finish(self, which: int, _size: int) -> None:
        self.perform(finish_sow, sow_id=self.sows[which % 3].sow_id)

    def reopen_sow(self, which: int, _size: int) -> None:
        self._sow(which, state=SowState.OPEN)

    def task(self, which: int, size: int) -> None:
        """A task of the change order that waits."""
        self.sows[0].tasks[f"{which} {size}"] = self.perform(
            add_task, sow_id=self.sows[0].sow_id, name=f"{which} {size}", change_order="CO-02"
        ) or next(iter(self.sows[0].tasks.values()))


@dataclass
class Watched(Life):
    """After each step both ways of watching are held side by side."""

    told: int = 0

    def perform(self, command: Any, **facts: Any) -> Any:
        book = self.office.book
        ((rooms, answer),) = react(book).reactions
        book.reactions.clear()
        try:
            outcome = book.perform(command, **facts)
        except Problem as problem:
            self.refused.append(problem.code)
            return None
        before = book.read(stored)
        narrow = before
        if rooms & outcome.changes.rooms:
            with Work(book.engine, book.actor, book.clock.now(), "watch_budgets") as work:
                answer(work, changes=outcome.changes)
                narrow = stored(work)
        book.perform(watch_budgets)
        after = book.read(stored)
        assert narrow == after, (command, facts)
        self.told += len(after - before)
        return outcome.result


@pytest.mark.timeout(25 * EXAMPLES)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=STEPS)
def test_what_changed_raises_the_alerts_that_everything_raises(founded: tuple[Path, Firm], steps: list[Step]) -> None:
    file, like = founded
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(file, folder)
        with living(Path(folder) / file.name, like) as firm:
            watched = Watched.of(firm)
            for step in steps:
                watched.act(step)
