"""Whatever is taken back and done again, at any depth: the data is the same as if it had never been done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.clients.commands import add_client, add_contact
from app.firm.commands import choose_setting
from app.invoices.queries import invariants
from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.kernel.ways_back import way_of
from app.storage.actor import Actor
from app.storage.book import Book, open_book
from app.storage.chain import chain_problems
from app.storage.check import file_problems
from app.storage.reversal import Reversal
from app.storage.taking_back import way_back, why_not
from app.storage.work import Outcome
from tests.books import NOW, SYSTEMS, Office, make_founded, the_office
from tests.faults.nth import instead_of_perform
from tests.house.test_commands import COMMANDS, INNER
from tests.properties.firm import VERBS, Firm, Step, living
from tests.properties.test_office_life import found_shared
from tests.samples.every_command import CHAPTERS, ELSEWHERE
from tests.undone import BothWays, Facts, differing, facts


@pytest.mark.timeout(300)
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_command_is_taken_back_and_done_again_or_says_why_not(
    request: pytest.FixtureRequest, tmp_path: Path, founded_file: Path, system: str
) -> None:
    trial = BothWays()
    for number, chapter in enumerate(CHAPTERS):
        place: Path | str = tmp_path / f"{number}.watertight"
        if system == "sqlite":
            shutil.copy(founded_file, place)
        else:
            place = request.getfixturevalue("postgres_database")(prepare=make_founded)
        with open_book(place, FixedClock(NOW)) as book:
            with instead_of_perform(trial.perform):
                chapter(the_office(book))
            assert book.read(chain_problems) == []
            assert book.read(invariants) == []
            assert book.read(file_problems) == []
    assert trial.wrong == []
    by_images = {
        name.partition(".")[2] for name, command in COMMANDS.items() if name not in INNER and way_of(command) is None
    }
    assert by_images - trial.tried == set(), "prove it in the story of all commands, or say with @final why it has none"
    marked = {name.partition(".")[2] for name in set(COMMANDS) - INNER - ELSEWHERE} - by_images
    assert trial.final - {"agree_sow"} <= marked, "the database keeps it for good: say so with @final"


class Session:
    """A window's steps: each with what the book said before and after it."""

    def __init__(self, book: Book) -> None:
        """Nothing was done yet."""
        self.book = book
        self.done: list[tuple[Reversal, Facts, Facts]] = []
        self.undone: list[tuple[Reversal, Facts, Facts, bool]] = []
        self.leaned_on = 0
        """So many of the steps were done before something that cannot be taken back."""
        self.ways = 0

    def perform(self, real: Callable[..., Outcome[Any]], book: Book, command: Any, options: Any) -> Outcome[Any]:
        """Something is done."""
        before = book.read(facts)
        outcome = real(book, command, **options)
        reversal = outcome.reversal
        assert reversal is not None
        self.undone.clear()
        if why_not(reversal) is not None or way_of(command) is not None:
            self.leaned_on = len(self.done)
        elif reversal.images:
            self.done.append((reversal, before, book.read(facts)))
        return outcome

    def undo(self) -> None:
        """The newest step; what was done before something final may be refused, and then nothing is changed."""
        if self.done:
            reversal, before, after = self.done.pop()
            sure = len(self.done) >= self.leaned_on
            back = self._go(reversal, before, sure=sure)
            if back is not None:
                self.undone.append((back, before, after, sure))

    def redo(self) -> None:
        """What was taken back last."""
        if self.undone:
            reversal, before, after, sure = self.undone.pop()
            again = self._go(reversal, after, sure=sure)
            if again is not None:
                self.done.append((again, before, after))

    def _go(self, reversal: Reversal, wanted: Facts, *, sure: bool) -> Reversal | None:
        now = self.book.read(facts)
        try:
            outcome = self.book.perform(way_back(reversal))
        except Problem:
            assert not sure, reversal.command
            assert differing(self.book.read(facts), now) == {}
            return None
        self.ways += 1
        if sure:
            assert (unlike := differing(self.book.read(facts), wanted)) == {}, (reversal.command, unlike)
        return outcome.reversal


TURNS = st.sampled_from([*VERBS, *["undo"] * 6, *["redo"] * 4])
LIFE = st.lists(st.tuples(TURNS, st.integers(0, 997), st.integers(1, 100)), min_size=40, max_size=60)
EXAMPLES = max(6, settings().max_examples // 30)


def lived(place: Path | str, like: Firm, life: list[Step]) -> int:
    """Live so, and say how many ways back were gone."""
    with living(place, like) as firm:
        session = Session(firm.office.book)
        for step in life:
            if step[0] in {"undo", "redo"}:
                for _time in range(1 + step[1] % 4):
                    getattr(session, step[0])()
            else:
                with instead_of_perform(session.perform):
                    firm.act(step)
        firm.laws()
        assert firm.office.book.read(file_problems) == []
        return session.ways


@pytest.mark.timeout(60 * EXAMPLES)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(life=LIFE)
def test_any_steps_taken_back_at_any_depth_leave_the_data_as_if_never_done(
    founded: tuple[Path, Firm], life: list[Step]
) -> None:
    file, like = founded
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(file, folder)
        lived(Path(folder) / file.name, like, life)


def test_steps_are_taken_back_at_any_depth_in_a_shared_book_too(
    founded: tuple[Path, Firm], postgres_database: Any
) -> None:
    life: list[Step] = [
        *[("log", number, number) for number in range(1, 9)],
        *[("approve", 0, 4), ("change", 1, 9), ("undo", 2, 0), ("redo", 1, 0), ("approve", 1, 90), ("collect", 2, 0)],
        *[("adjust", 0, 5), ("hold", 0, 0), ("undo", 3, 0), ("redo", 3, 0), ("release", 0, 0), ("remove_draft", 0, 0)],
        *[("undo", 0, 0), ("approve_draft", 0, 0), ("undo", 3, 0), ("redo", 3, 0), ("issue", 0, 0), ("undo", 3, 0)],
    ]
    assert lived(postgres_database(prepare=found_shared), founded[1], life) >= 15


def test_who_was_overtaken_is_told_and_nothing_is_changed(office: Office) -> None:
    book = office.book
    chosen = book.perform(choose_setting, key="week.first", value="monday").reversal
    assert chosen is not None
    office.act_as("GB").perform(choose_setting, key="week.first", value="sunday")
    now = book.read(facts)
    with pytest.raises(Problem, match="Somebody else did this"):
        book.perform(way_back(chosen))
    office.act_as("EF")
    with pytest.raises(Problem, match=r"This setting was changed since then") as refused:
        book.perform(way_back(chosen))
    assert refused.value.hint
    was = book.actor
    book.actor = Actor(was.person_id, was.name, "accountant", was.zone)
    with pytest.raises(Problem, match="Your role is another one since then"):
        book.perform(way_back(chosen))
    assert differing(book.read(facts), now) == {}


def test_what_something_later_belongs_to_stays_and_names_it(office: Office) -> None:
    added = office.book.perform(add_client, name="Nordhavn", country="DK", language="en-GB", currency="DKK")
    assert added.reversal is not None
    office.book.perform(add_contact, client_id=added.result, name="Liv Dahl")
    with pytest.raises(Problem, match="This client is needed by something that came later") as refused:
        office.book.perform(way_back(added.reversal))
    assert "This contact belongs to it" in refused.value.hint
