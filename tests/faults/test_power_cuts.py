"""The power fails (T2): whatever was called saved is there when it comes back, and the book is whole.

The recorder writes down each call of a working program. Cut after any of them, the disk keeps what was synced, and of
the rest what it likes, down to single sectors. Why it is done with a small C library: docs/decisions/0035.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage import secrets
from tests.faults import cut_stories
from tests.faults.cut_stories import STORIES, Story
from tests.faults.disk import cuts
from tests.faults.recorded import Event, built, recorded
from tests.figures import Report

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the recorder is loaded before the C library of Linux"),
    pytest.mark.timeout(3600),
]

SOME = {"work": 40, "keys": 12, "new root": 12, "first root": 8, "upgrade": 3, "made": 5}
ALL = {"work": 2500, "keys": 700, "new root": 700, "first root": 300, "upgrade": 100, "made": 300}


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("recorder"))


@pytest.fixture(autouse=True)
def _passphrases_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEMORY", "PASSES", "LANES"):
        monkeypatch.setattr(secrets.sealing, name, getattr(secrets.sealing, name))
    cut_stories.cheap_passphrases()


class Recording:
    """A story that was played once under the recorder."""

    def __init__(self, recorder: Path, folder: Path, name: str, seed: int) -> None:
        """Prepare it, play it, and remember every file as it was before."""
        self.base = (folder / "base").resolve()
        self.story: Story = STORIES[name](self.base)
        self.story.prepare()
        self.before = {str(path): path.read_bytes() for path in self.base.rglob("*") if path.is_file()}
        log = folder / "log"
        program = Path(cut_stories.__file__)
        self.events: list[Event] = recorded(recorder, self.base, log, program, name, str(self.base), str(seed))
        self.seed = seed

    def places(self, count: int) -> list[int]:
        """Where to cut: anywhere, and one in four just after something was told."""
        chance = random.Random(self.seed)
        told = [number + 1 for number, event in enumerate(self.events) if event.kind == "A"]
        return [
            chance.choice(told) if number % 4 == 0 else chance.randint(1, len(self.events)) for number in range(count)
        ]

    def tried(self, count: int) -> Iterator[list[str]]:
        """What is wrong after each of so many cuts."""
        for cut in cuts(self.before, self.events, self.places(count), self.seed):
            shutil.rmtree(self.base, ignore_errors=True)
            self.story.place.parent.mkdir(parents=True)
            cut.lay(self.base)
            yield [f"{cut}: {item}" for item in self.story.wrong(list(cut.told))]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *(pytest.param(name, count, id=name) for name, count in SOME.items()),
        *(pytest.param(name, count, id=f"{name} long", marks=pytest.mark.soak) for name, count in ALL.items()),
    ],
)
def test_what_was_called_saved_is_there_after_a_power_cut(
    recorder: Path, tmp_path: Path, report: Report, name: str, count: int
) -> None:
    recording = Recording(recorder, tmp_path, name, count)
    kinds = Counter(event.kind for event in recording.events)
    assert kinds["W"] > 5, kinds
    assert kinds["S"] > 2, kinds
    assert kinds["A"] > 0, kinds
    wrong = [item for found in recording.tried(count) for item in found]
    report(f"power cuts, {name}", {"cuts": count, "wrong": len(wrong)})
    assert wrong == []


@pytest.mark.parametrize("count", [pytest.param(24, id="some"), pytest.param(400, id="all", marks=pytest.mark.soak)])
def test_without_waiting_for_the_disk_commits_are_lost_and_the_tester_sees_it(
    recorder: Path, tmp_path: Path, report: Report, count: int
) -> None:
    found = list(Recording(recorder, tmp_path, "normal", count).tried(count))
    lost = sum(any("lost" in item or "turn" in item for item in cut) for cut in found)
    other = [item for cut in found for item in cut if "lost" not in item and "turn" not in item]
    report("power cuts, NORMAL in place of FULL", {"cuts": count, "lost something": lost, "broken": len(other)})
    assert lost > count // 10
    assert other == []
