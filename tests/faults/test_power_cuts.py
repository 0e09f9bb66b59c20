"""The power fails (T2): whatever was called saved is there when it comes back, and the book is whole.

The recorder writes down each call of a working program. Cut after any of them, the disk keeps what was synced, and of
the rest what it likes, down to single sectors. Why it is done with a small C library: docs/decisions/0035.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3

from app.kernel.clock import FixedClock
from app.storage.anchor import BEHIND
from app.storage.book import open_book
from app.storage.chain import chain_problems
from app.storage.ends import LOG_CUT
from app.storage.secrets import sealing
from tests.books import NOW
from tests.faults import cut_stories
from tests.faults.cut_stories import Story
from tests.faults.disk import cuts
from tests.faults.recorded import Event, built, recorded
from tests.figures import Report

pytestmark = [pytest.mark.timeout(7200), pytest.mark.xdist_group("power cuts")]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the recorder is loaded before the C library of Linux")
SOME = {"work": 30, "copies": 4, "backups": 4, "keys": 10, "new-root": 8, "first-root": 4, "upgrade": 2, "made": 4}
ALL = {
    "work": 2_000,
    "copies": 400,
    "backups": 500,
    "keys": 700,
    "new-root": 700,
    "first-root": 300,
    "upgrade": 100,
    "made": 300,
}
"""Five thousand together."""
SEED = 23


class Recording:
    """What one story did to its folder, and the folder as it was before."""

    def __init__(self, story: Story) -> None:
        """Remember the files; the events come when it was played."""
        self.story = story
        self.before = {str(path): path.read_bytes() for path in story.folder.rglob("*") if path.is_file()}
        self.events: list[Event] = []

    def places(self, count: int) -> list[int]:
        """Where to cut: anywhere, and one in four just after something was told."""
        chance = random.Random(SEED)
        told = [number + 1 for number, event in enumerate(self.events) if event.kind == "A"]
        return [
            chance.choice(told) if number % 4 == 0 else chance.randint(1, len(self.events)) for number in range(count)
        ]

    def tried(self, count: int) -> Iterator[list[str]]:
        """What is wrong after each of so many cuts."""
        for cut in cuts(self.before, self.events, self.places(count), SEED):
            shutil.rmtree(self.story.folder, ignore_errors=True)
            self.story.place.parent.mkdir(parents=True)
            cut.lay(self.story.folder)
            yield [f"{cut}: {item}" for item in self.story.wrong(list(cut.told))]


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Recording]]:
    """All stories, played once by one child under the recorder."""
    folder = tmp_path_factory.mktemp("cuts").resolve()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MEMORY", "PASSES", "LANES"):
            patch.setattr(sealing, name, 1)  # put back at the end; how much is said by the stories
        cut_stories.cheap_passphrases()
        found = {name: Recording(story) for name, story in cut_stories.prepared(folder / "base").items()}
        events = recorded(
            built(folder), folder / "base", folder / "log", Path(cut_stories.__file__), str(folder / "base"), str(SEED)
        )
        name = ""
        for event in events:
            if event.kind == "A" and event.data.startswith(b'["story"'):
                name = json.loads(event.data)[1]
            else:
                found[name].events.append(event)
        yield found


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *(pytest.param(name, count, id=name) for name, count in SOME.items()),
        *(pytest.param(name, count, id=f"{name} long", marks=pytest.mark.soak) for name, count in ALL.items()),
    ],
)
@on_linux
def test_what_was_called_saved_is_there_after_a_power_cut(
    recordings: dict[str, Recording], report: Report, name: str, count: int
) -> None:
    recording = recordings[name]
    kinds = Counter(event.kind for event in recording.events)
    assert kinds["W"] > 5, kinds
    assert kinds["S"] > 2, kinds
    assert kinds["A"] > 0, kinds
    wrong = [item for found in recording.tried(count) for item in found]
    report(f"power cuts, {name}", {"cuts": count, "wrong": len(wrong)})
    assert wrong == []


@pytest.mark.parametrize("count", [pytest.param(16, id="some"), pytest.param(400, id="all", marks=pytest.mark.soak)])
@on_linux
def test_without_waiting_for_the_disk_commits_are_lost_and_the_tester_sees_it(
    recordings: dict[str, Recording], report: Report, count: int
) -> None:
    found = list(recordings["normal"].tried(count))
    words = ("lost", "turn", BEHIND, LOG_CUT)
    lost = sum(any(word in item for item in cut for word in words) for cut in found)
    other = [item for cut in found for item in cut if not any(word in item for word in words)]
    report("power cuts, NORMAL in place of FULL", {"cuts": count, "lost something": lost, "broken": len(other)})
    assert lost > count // 10
    assert other == []


def test_a_book_whose_file_was_half_written_by_a_crash_opens_as_it_was_before(
    tmp_path: Path, founded_file: Path
) -> None:
    """Such a journal beside the file is brought back by a writer only: a first look that may not write is refused."""
    place = tmp_path / "here" / "firm.watertight"
    place.parent.mkdir()
    shutil.copy(founded_file, place)
    connection = sqlcipher3.connect(place, isolation_level=None)
    for pragma in ("journal_mode=DELETE", "cache_size=2", "cache_spill=1"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DROP TRIGGER frozen_audit_entry_update")
    connection.execute("UPDATE audit_entry SET changes = changes || changes || changes")
    there = tmp_path / "there"
    shutil.copytree(place.parent, there)
    connection.close()
    for read_only in (True, False):
        with open_book(there / place.name, FixedClock(NOW), read_only=read_only) as book:
            assert book.read(chain_problems) == []
    assert (there / f"{place.name}-journal").exists() is False
