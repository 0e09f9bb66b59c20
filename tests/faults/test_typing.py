"""A window that is killed while somebody types loses at most ten seconds of it, and asks once afterwards (T22)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.kernel.clock import FixedClock
from app.storage.book import open_book
from tests.books import NOW, the_office
from tests.figures import Report
from tests.samples.clients import brightwater, castlegate

LOOP = Path(__file__).with_name("typing_loop.py")


@pytest.mark.parametrize(
    ("kills", "quick"), [pytest.param(2, True, id="some"), pytest.param(100, False, id="all", marks=pytest.mark.soak)]
)
@pytest.mark.timeout(7200)
def test_a_window_killed_while_somebody_types_loses_ten_seconds_at_most_and_touches_no_record(
    tmp_path: Path, founded_file: Path, report: Report, kills: int, quick: bool
) -> None:
    place = Path(shutil.copy(founded_file, tmp_path / "firm.watertight"))
    with open_book(place, FixedClock(NOW)) as book:
        office = the_office(book)
        brightwater(office)
        castlegate(office)
    command = [sys.executable, str(LOOP), str(place), str(kills), "7", *(["quick"] if quick else [])]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=LOOP.parents[2])
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert (found["kills"], found["wrong"]) == (kills, [])
    assert found["keys"] > kills * 3, "who hardly typed proves nothing"
    if not quick:
        figure = {"kills": kills, "keys typed": found["keys"], "ms of typing lost at most": found["worst_ms"]}
        report("a window killed while somebody types", {**figure, "wrong": 0})
