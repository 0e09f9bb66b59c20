"""What the database adds up is, to the penny, what each day and each entry says, however rates change on the way."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, true

from app.burn.queries import BurnView, burn_of, burn_outlook, burn_views
from app.burn.records import BroughtIn
from app.engagements.queries import rate_table
from app.engagements.records import ChangeOrder, Task
from app.firm.records import Person
from app.kernel.money import exponent, half_up
from app.storage.reading import Reads
from app.timesheets.records import TimeEntry
from tests.properties.firm import Firm, Step, living
from tests.properties.test_office_life import found_shared
from tests.properties.test_watching import Life
from tests.samples.clients import nordhavn
from tests.samples.engagements import margin_diagnostic

VERBS = (
    "log log log log cells cells cells move remove bring rate rate rate card card grade grade task accept_order"
    " next_day"
).split()
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 997), st.integers(1, 100)), min_size=20, max_size=40)
EXAMPLES = max(24, settings().max_examples // 10)
ENTRIES = (
    select(TimeEntry.person_id, Person.name, Person.grade, TimeEntry.day, TimeEntry.seconds, Task.change_order_id)
    .add_columns(ChangeOrder.accepted_on)
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(TimeEntry.billable.is_(true()))
)


def each_entry(reads: Reads, view: BurnView) -> tuple[int, int, int, dict[str, tuple[str, int]]]:
    """Used, held, seconds held and what waits for a rate, entry by entry in fractions."""
    rates = rate_table(reads)
    brought = select(BroughtIn.amount_minor).where(BroughtIn.sow_id == view.sow_id)
    used = Fraction(sum(reads.execute(brought).scalars()))
    held, held_seconds = Fraction(0), 0
    waits: dict[str, tuple[str, int]] = {}
    for row in reads.execute(ENTRIES.where(TimeEntry.sow_id == view.sow_id)):
        is_held = row.change_order_id is not None and row.accepted_on is None
        held_seconds += row.seconds if is_held else 0
        found = rates.find(view.sow_id, row.person_id, row.grade, row.day)
        if found is None:
            who = row.grade or row.name
            first, seconds = waits.get(who, (row.day.isoformat(), 0))
            waits[who] = min(first, row.day.isoformat()), seconds + row.seconds
            continue
        worth = Fraction(row.seconds, 3600) * Fraction(found.rate) * 10 ** exponent(view.currency)
        held, used = (held + worth, used) if is_held else (held, used + worth)
    return half_up(used), half_up(held), held_seconds, waits


def compare(reads: Reads) -> int:
    """All three ways side by side; how many statements of work had a forecast."""
    outlooks = burn_outlook(reads)
    views = burn_views(reads)
    assert [one.view for one in outlooks] == views
    for outlook in outlooks:
        view = outlook.view
        detail = burn_of(reads, sow_id=view.sow_id)
        gaps = {gap.subject: (gap.day.isoformat(), gap.seconds) for gap in view.gaps}
        assert (view.used.minor, view.held.minor, view.held_seconds, gaps) == each_entry(reads, view)
        by_day = {gap.subject: (gap.day.isoformat(), gap.seconds) for gap in detail.view.gaps}
        assert (replace(detail.view, gaps=()), by_day) == (replace(view, gaps=()), gaps)
        assert view.reached == tuple(crossing.percent for crossing in detail.crossings)
        if outlook.forecast is not None or reads.today < view.end_on:
            assert outlook.forecast == detail.forecast
    return sum(outlook.forecast is not None for outlook in outlooks)


@pytest.mark.timeout(25 * EXAMPLES)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=STEPS)
def test_sums_are_what_days_and_entries_say(founded: tuple[Path, Firm], steps: list[Step]) -> None:
    file, like = founded
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(file, folder)
        with living(Path(folder) / file.name, like) as firm:
            live(firm, steps)


def live(firm: Firm, steps: list[Step]) -> None:
    """Play the steps, with one more statement of work, and compare."""
    life = Life.of(firm)
    life.sows.append(margin_diagnostic(firm.office, nordhavn(firm.office)))
    for step in steps:
        life.act(step)
    firm.office.book.read(compare)


def test_sums_are_what_days_and_entries_say_in_a_shared_book(
    founded: tuple[Path, Firm], postgres_database: Callable[..., str]
) -> None:
    dice = random.Random(2)
    steps = [(dice.choice(VERBS), dice.randrange(998), dice.randint(1, 100)) for _ in range(60)]
    with living(postgres_database(prepare=found_shared), founded[1]) as firm:
        live(firm, steps)
