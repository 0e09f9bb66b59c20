"""A hundred kills in the middle of work: nothing acknowledged is lost, numbers stay gapless, the chain whole (T1)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review

LOOP = Path(__file__).with_name("kill_loop.py")


def _kill(office: Office, place: str, kills: int) -> dict[str, object]:
    billing_review(office, brightwater(office))
    office.book.close()
    command = [sys.executable, str(LOOP), place, str(kills), "7"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=LOOP.parents[2])
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    report: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    assert report["wrong"] == []
    told = report["told"]
    assert isinstance(told, dict)
    assert min(told.values()) > 0, "the child never got anywhere: the test would prove nothing"
    return report


def _place(office: Office) -> str:
    url = office.book.engine.url
    if url.get_backend_name() == "postgresql":
        return url.render_as_string(hide_password=False)
    with office.book.engine.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA database_list").one()[2])


def test_a_hundred_kills_lose_nothing_that_was_acknowledged(office: Office) -> None:
    place = _place(office)
    _kill(office, place, 50)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_kills_lose_nothing_that_was_acknowledged(sqlite_office: Office) -> None:
    _kill(sqlite_office, _place(sqlite_office), 1000)
