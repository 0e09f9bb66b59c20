"""Reading a book that must not be written, and taking over a lock, from the command line."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap.places import Places
from app.kernel.clock import FixedClock
from app.storage.anchor import Anchor
from app.storage.book import open_book
from tests.books import NOW
from tests.storage.test_work import DAY, close_office

ROOT = Path(__file__).parents[2]
LEFT = {"host": "office-2", "account": "grace", "process": 7, "since": "2026-04-30T09:00:00+00:00"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a lock of Windows is told by its holder alone")


@pytest.fixture
def place(tmp_path: Path, founded_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Path(shutil.copy(founded_file, tmp_path / "firm.watertight"))


def left_behind(place: Path) -> Path:
    lock = place.with_name(place.name + ".lock")
    lock.write_text(json.dumps(LEFT))
    return lock


def ask(place: Path, *arguments: str) -> tuple[int, dict[str, object]]:
    """What another process answers."""
    done = subprocess.run(
        [sys.executable, "-m", "app", "--book", str(place), "--as", "EF", "--json", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    body: dict[str, object] = json.loads(done.stdout)
    return done.returncode, body


def code_of(body: dict[str, object]) -> str:
    problems = body["problems"]
    assert isinstance(problems, list)
    return str(problems[0]["code"]) if problems else ""


def test_a_lock_that_was_left_is_taken_over_only_on_request_and_by_another_process(place: Path) -> None:
    lock = left_behind(place)
    code, body = ask(place, "owed")
    assert (code, code_of(body)) == (1, "book.left_locked")
    assert json.loads(lock.read_text()) == LEFT, "who left it must stay readable"
    code, body = ask(place, "--take-over", "owed")
    assert (code, body["result"]) == (0, [])
    assert lock.read_text() == "", "closed properly"
    assert ask(place, "owed")[0] == 0


def test_reports_work_read_only_whoever_has_the_book(place: Path) -> None:
    lock = left_behind(place)
    before = place.read_bytes()
    for verb in (["owed"], ["week"], ["check"], ["export", str(place.parent / "out")]):
        code, _body = ask(place, "--read-only", *verb)
        assert code == 0, verb
    assert place.read_bytes() == before
    assert json.loads(lock.read_text()) == LEFT


def test_a_change_is_refused_read_only(place: Path) -> None:
    code, body = ask(place, "--read-only", "bill", "--through", "2026-04-30")
    assert (code, code_of(body)) == (1, "book.read_only_mode")


def test_a_lock_that_is_alive_is_not_taken_over(place: Path) -> None:
    with open_book(place, FixedClock(NOW)):
        lock = place.with_name(place.name + ".lock")
        lock.write_text(json.dumps({**LEFT, "host": socket.gethostname(), "account": "not " + getpass.getuser()}))
        code, body = ask(place, "--take-over", "owed")
    assert (code, code_of(body)) == (1, "book.locked")


def test_an_older_copy_in_the_book_s_place_is_told_and_gone_on_with_only_on_request(
    place: Path,
) -> None:
    older = place.read_bytes()
    with open_book(place, FixedClock(NOW), anchor=Anchor(Places.usual().anchors, str(place.resolve()))) as book:
        book.perform(close_office, day=DAY)
    place.write_bytes(older)
    code, body = ask(place, "owed")
    assert (code, code_of(body)) == (1, "book.behind")
    assert place.read_bytes() == older
    code, body = ask(place, "--read-only", "owed")
    assert (code, body["result"]) == (0, [])
    code, body = ask(place, "check")
    assert (code, code_of(body)) == (1, "book.behind"), "such books are not sound"
    assert ask(place, "--go-on", "owed")[0] == 0
    assert ask(place, "owed")[0] == 0, "once agreed it is silent"
    assert ask(place, "check")[0] == 0
