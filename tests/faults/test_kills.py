"""Kills in the middle of work, a thousand in the long run: nothing told is lost, no number is missing (T1)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.kernel.clock import FixedClock
from app.storage import secrets
from app.storage.book import create
from tests.books import NOW, found_office, make_founded, the_office
from tests.clusters import MakeDatabase
from tests.faults.at_work import office_with_work
from tests.figures import Report

LOOP = Path(__file__).with_name("kill_loop.py")


def _killed(place: str, kills: int, code: str = "") -> dict[str, Any]:
    command = [sys.executable, str(LOOP), place, str(kills), "7", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=LOOP.parents[2])
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert report["wrong"] == []
    assert report["kills"] == kills
    told = report["told"]
    assert told["key"] > kills // 4, f"the child never got anywhere, which would prove nothing: {told}"
    return report


def _counted(report: dict[str, Any]) -> dict[str, int]:
    return {"kills": report["kills"], "commands acknowledged": report["told"]["key"], "wrong": len(report["wrong"])}


@pytest.mark.parametrize("kills", [pytest.param(40, id="some"), pytest.param(1_000, id="all", marks=pytest.mark.soak)])
@pytest.mark.timeout(3600)
def test_kills_of_an_encrypted_book_lose_nothing_that_was_acknowledged(
    tmp_path: Path, report: Report, kills: int
) -> None:
    place, root = tmp_path / "book" / "firm.watertight", secrets.new_root()
    with create(place, FixedClock(NOW), root=root) as book:
        office_with_work(found_office(book))
    report("kills of an encrypted book", _counted(_killed(str(place), kills, secrets.code_of(root))))


@pytest.mark.parametrize("kills", [pytest.param(30, id="some"), pytest.param(1_000, id="all", marks=pytest.mark.soak)])
@pytest.mark.timeout(3600)
def test_kills_beside_a_server_lose_nothing_that_was_acknowledged(
    postgres_database: MakeDatabase, report: Report, kills: int
) -> None:
    place = postgres_database(prepare=make_working)
    report("kills beside a server", _counted(_killed(place, kills)))


def make_working(url: str) -> None:
    """A founded firm with work in an empty database."""
    from app.storage.book import open_book

    make_founded(url)
    with open_book(url, FixedClock(NOW)) as book:
        office_with_work(the_office(book))
