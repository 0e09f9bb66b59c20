"""The watch tells of a blocked window: how long, and where it stood."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.qt.watch import BEAT, LIMIT, Stall, Watch


def hang(seconds: float) -> None:
    time.sleep(seconds)


@pytest.fixture
def told() -> list[Stall]:
    return []


@pytest.fixture
def watch(qtbot: QtBot, told: list[Stall]) -> Iterator[Watch]:
    made = Watch(told.append)
    made.start()
    qtbot.wait(3 * BEAT)
    made.forget()
    told.clear()
    yield made
    made.close()


def test_a_window_that_hangs_is_told_with_the_place_where_it_stood(
    qtbot: QtBot, watch: Watch, told: list[Stall]
) -> None:
    hang(0.5)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].milliseconds >= 500 - 2 * BEAT
    assert told[0].stack[-1].endswith("in hang")
    assert "test_watch.py" in str(told[0])
    assert watch.stalls[0] == told[0]
    assert watch.longest >= 500 - 2 * BEAT


def test_what_other_threads_did_meanwhile_stands_beside(qtbot: QtBot, watch: Watch, told: list[Stall]) -> None:
    end = threading.Event()
    other = threading.Thread(target=end.wait, name="database")
    other.start()
    try:
        hang(0.4)
        qtbot.waitUntil(lambda: bool(told))
    finally:
        end.set()
        other.join()
    assert any(place.startswith("database: File") for place in told[0].beside)


class Told:
    """Tells in which thread it ends."""

    def __init__(self, ended: list[int]) -> None:
        self.ended = ended

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


def test_what_the_window_holds_ends_in_its_own_thread(qtbot: QtBot, watch: Watch, told: list[Stall]) -> None:
    ended: list[int] = []

    def paint() -> None:
        painter = Told(ended)
        hang(0.3)
        assert painter.ended == ended

    for _turn in range(2):  # what a watch held of the first would end at the second
        told.clear()
        paint()
        qtbot.waitUntil(lambda: bool(told))
    assert ended == [threading.get_ident()] * 2


def test_short_waits_are_nobody_s_business(qtbot: QtBot, watch: Watch, told: list[Stall]) -> None:
    watch._limit = 10_000  # a busy computer may hold us up at any time
    hang((LIMIT + 40) / 1000)
    qtbot.wait(3 * BEAT)
    assert told == []
    assert watch.longest > LIMIT


def test_a_closed_watch_sees_nothing_more(qtbot: QtBot, watch: Watch, told: list[Stall]) -> None:
    watch.close()
    watch.close()
    hang(0.3)
    qtbot.wait(3 * BEAT)
    assert told == []


def test_only_the_newest_are_kept(qtbot: QtBot, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    watch._timer.stop()
    for number in range(300):
        watch._beat = time.perf_counter() - number - 1
        watch._beats()
    assert len(watch.stalls) == 200
    assert watch.stalls[-1].milliseconds > 299_000
