"""A fault at the n-th statement, the n-th commit, the n-th call to the disk, of every command (T3)."""

from __future__ import annotations

import importlib
import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.kernel.clock import FixedClock
from app.storage import secrets
from app.storage.book import create, open_book
from app.storage.schema import ROOMS
from tests.books import NOW, SYSTEMS, found_office, make_founded, the_office
from tests.faults import nth
from tests.faults.recorded import built, environment
from tests.figures import Report
from tests.samples.every_command import CHAPTERS, ELSEWHERE

pytestmark = pytest.mark.timeout(7200)
HOW_MANY = [pytest.param(False, id="some"), pytest.param(True, id="every one", marks=pytest.mark.soak)]


def commands() -> set[str]:
    """All that rooms offer and that may be carried out by itself."""
    found = set()
    for room in ROOMS:
        front = importlib.import_module(f"app.{room}.commands")
        for name, item in vars(front).items():
            offered = inspect.isfunction(item) and "work" in inspect.signature(item).parameters and name[0] != "_"
            if offered and not getattr(item, "inner", False) and f"{room}.{name}" not in ELSEWHERE:
                found.add(name)
    return found


@pytest.mark.parametrize("every", HOW_MANY)
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_fault_at_any_statement_or_commit_leaves_the_book_as_before_or_after(
    request: pytest.FixtureRequest, tmp_path: Path, founded_file: Path, report: Report, system: str, *, every: bool
) -> None:
    trial = nth.Trial(11, every=every)
    for number, chapter in enumerate(CHAPTERS):
        if system == "sqlite":
            place: Path | str = tmp_path / f"{number}.watertight"
            shutil.copy(founded_file, place)
        else:
            place = request.getfixturevalue("postgres_database")(prepare=make_founded)
        with open_book(place, FixedClock(NOW)) as book:
            trial.play(the_office(book), chapter)
    report(f"faults at statements and commits, {system}", trial.tally)
    assert trial.tally.wrong == []
    assert min(trial.tally.tried[kind] for kind in nth.KINDS) > 0
    assert commands() - trial.tally.commands == set(), "add what is new to tests/samples/every_command.py"


@pytest.mark.skipif(sys.platform != "linux", reason="the recorder is loaded before the C library of Linux")
@pytest.mark.parametrize("every", HOW_MANY)
def test_a_fault_at_any_call_to_the_disk_leaves_the_book_as_before_or_after(
    tmp_path: Path, report: Report, *, every: bool
) -> None:
    place, root = (tmp_path / "book" / "firm.watertight").resolve(), secrets.new_root()
    with create(place, FixedClock(NOW), root=root) as book:
        found_office(book)
    command = [sys.executable, nth.__file__, str(place), secrets.code_of(root), "11", "every" if every else "some"]
    done = subprocess.run(
        command,
        env=environment(built(tmp_path), place.parent),
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    report("faults at calls to the disk", told["said"])
    assert told["wrong"] == []
    assert min(told["tried"].get(kind, 0) for kind in (*nth.NUMBERS, "copy")) > 5
    assert commands() - set(told["commands"]) == set()
