"""A firm lives through random weeks: whatever it does, in whatever order, its books stay whole."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.invoices.queries import invariants
from app.kernel.clock import FixedClock
from app.storage.book import create
from app.storage.check import file_problems
from tests.books import NOW, found_office
from tests.properties.firm import VERBS, Firm, Step, living

STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 997), st.integers(1, 100)), min_size=30, max_size=60)


def found_shared(url: str) -> None:
    """The same firm in a shared database."""
    with create(url, FixedClock(NOW)) as book:
        Firm.founded(found_office(book))


EXAMPLES = max(24, settings().max_examples // 10)


@pytest.mark.timeout(25 * EXAMPLES)  # a firm lives through each example, and a busy computer may do other things too
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=STEPS)
def test_whatever_a_firm_does_its_books_stay_whole(founded: tuple[Path, Firm], steps: list[Step]) -> None:
    file, like = founded
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(file, folder)
        with living(Path(folder) / file.name, like) as firm:
            for step in steps:
                firm.act(step)
                firm.laws()
            assert firm.office.book.read(invariants) == []
            assert firm.office.book.read(file_problems) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_same_life_gives_the_same_books_on_both_databases(
    founded: tuple[Path, Firm], postgres_database: Any, tmp_path: Path, seed: int
) -> None:
    file, like = founded
    dice = random.Random(seed)
    steps = [(dice.choice(VERBS), dice.randrange(998), dice.randint(1, 100)) for _ in range(60)]
    shutil.copy(file, tmp_path)
    stories = []
    for place in (tmp_path / file.name, postgres_database(prepare=found_shared)):
        with living(place, like) as firm:
            for step in steps:
                firm.act(step)
            firm.laws()
            stories.append(firm.story())
    assert stories[0] == stories[1]
