"""A second start of a book that is open: its window comes to the front, and the new process ends well."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.doorbell import Doorbell, attend, ring
from app.bootstrap.second_start import brought_to_front, name_of
from tests.windows import ROOM

ROOT = Path(__file__).parents[2]
ASK = "import sys; from app.bootstrap.second_start import brought_to_front; sys.exit(brought_to_front(sys.argv[1]))"
LEFT = (
    "import os, sys; from PySide6.QtNetwork import QLocalServer; s = QLocalServer(); s.listen(sys.argv[1]); os._exit(9)"
)


@pytest.fixture
def place(tmp_path: Path, founded_file: Path) -> str:
    return str(shutil.copy(founded_file, tmp_path / "firm.watertight"))


@pytest.fixture
def bell(qapp: object, place: str) -> Iterator[Doorbell]:
    made = Doorbell()
    made.listen(place)
    yield made
    made.close()


def asked(place: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", ASK, place], cwd=ROOT)


def test_nobody_answers_for_a_book_that_is_not_open(place: str) -> None:
    assert not brought_to_front(place)


def test_the_same_file_has_the_same_bell_however_it_is_called(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link.watertight").symlink_to(place)
    monkeypatch.chdir(tmp_path)
    assert {name_of("firm.watertight"), name_of("link.watertight"), name_of("./firm.watertight")} == {name_of(place)}
    assert name_of(place) != name_of("other.watertight")
    assert place not in name_of(place)


def test_another_process_rings_and_is_answered(bell: Doorbell, place: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bell.rung, timeout=ROOM):
        other = asked(place)
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=ROOM)
    assert other.returncode == 1, "it was not answered"


def test_a_window_that_closed_is_not_rung(bell: Doorbell, place: str, qtbot: QtBot) -> None:
    bell.close()
    other = asked(place)
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=ROOM)
    assert other.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Windows ends with its process")
def test_what_a_killed_window_left_is_cleared_away(qapp: object, place: str, qtbot: QtBot) -> None:
    subprocess.run([sys.executable, "-c", LEFT, name_of(place)], check=False, cwd=ROOT)
    assert not brought_to_front(place), "nobody is there"
    bell = Doorbell()
    bell.listen(place)
    with qtbot.waitSignal(bell.rung, timeout=ROOM):
        other = asked(place)
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=ROOM)
    bell.close()


def test_a_second_window_of_a_book_leaves_the_bell_to_the_first(bell: Doorbell, place: str, qtbot: QtBot) -> None:
    second = Doorbell()
    second.listen(place)
    second.close()
    with qtbot.waitSignal(bell.rung, timeout=ROOM):
        other = asked(place)
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=ROOM)


def test_a_window_that_hangs_is_not_waited_for_long(qapp: object, place: str) -> None:
    server = QLocalServer()
    server.listen(name_of(place))
    before = time.monotonic()
    assert not ring(name_of(place))
    assert time.monotonic() - before < 5
    server.close()


def test_what_a_stranger_writes_into_the_bell_harms_nothing(bell: Doorbell, place: str, qtbot: QtBot) -> None:
    before = dict(os.environ)
    socket = QLocalSocket()
    socket.connectToServer(name_of(place))
    assert socket.waitForConnected(ROOM)
    with qtbot.waitSignal(bell.rung, timeout=ROOM):
        socket.write(b"\xff\xfePATH=/evil\nLD_PRELOAD=x\n")
        socket.flush()
    assert dict(os.environ) == before
    socket.abort()


def test_the_window_comes_to_the_front(qtbot: QtBot, qapp: object, place: str, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from app.bootstrap.places import Places

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk = Desk(app, Places(tmp_path / "b", tmp_path / "c", tmp_path / "l", tmp_path / "d"))
    frame = desk.window.frame
    frame.show()
    desk.open_place(place)
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    attend(desk)
    frame.showMinimized()
    other = asked(place)
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=ROOM)
    qtbot.waitUntil(lambda: not frame.isMinimized(), timeout=ROOM)
    frame.close()
    desk.close()


def test_the_program_itself_ends_with_nought_when_its_book_is_open(
    bell: Doorbell, place: str, qtbot: QtBot, tmp_path: Path
) -> None:
    config = tmp_path / "config" / "watertight"
    config.mkdir(parents=True)
    (config / "last.json").write_text(json.dumps({"book": place}))
    homes = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "LOCALAPPDATA": str(tmp_path / "config")}
    with qtbot.waitSignal(bell.rung, timeout=ROOM):
        other = subprocess.Popen([sys.executable, "-m", "app", "--book", place], cwd=ROOT, env={**os.environ, **homes})
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=ROOM)
    assert other.returncode == 0
