"""Garbage is collected by the window's thread only."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.qt import collecting
from app.qt.collecting import Collector


class Knot:
    """An object that only the cycle collector can free."""

    def __init__(self) -> None:
        self.me = self


def test_the_collector_works_by_its_timer_and_not_by_itself(qtbot: QtBot) -> None:
    gc.enable()
    collector = Collector()
    assert not gc.isenabled()
    gone = weakref.ref(Knot())
    for _ in range(5_000):
        Knot()
    assert gone() is not None
    collector.collect()
    assert gone() is None
    collector.close()
    assert gc.isenabled()


class Held(QObject):
    """A Qt object that only the cycle collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds of a clock that is set by hand."""
    now = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def collector(qtbot: QtBot, clock: list[float]) -> Iterator[Collector]:
    """A collector that works when it is asked, not by its timer."""
    gc.collect()
    made = Collector()
    made._timer.stop()
    yield made
    made.close()
    gc.unfreeze()


def test_what_was_set_aside_is_passed_by_until_nobody_has_touched_the_window_for_long(
    collector: Collector, clock: list[float]
) -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    collector.set_aside()
    del knot
    for _turn in range(2 * collecting.MANY):
        collector.collect()
    assert gone() is not None
    clock[0] += collecting.SELDOM + 1
    collector.collect()
    assert gone() is None


def test_a_crowd_of_new_objects_is_not_looked_at_at_once(collector: Collector, clock: list[float]) -> None:
    gone = [weakref.ref(Knot()) for _ in range(collecting.CROWD // 2)]
    kept = [Knot() for _ in range(collecting.CROWD)]
    collector.collect()
    assert gone[0]() is not None
    del kept
    assert gc.get_freeze_count() >= collecting.CROWD
    clock[0] += collecting.SELDOM + 1
    collector.collect()
    assert all(one() is None for one in gone)


def test_somebody_at_the_keyboard_is_not_made_to_wait(qtbot: QtBot, collector: Collector, clock: list[float]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    collector._listen(window.windowHandle())
    knot = Knot()
    gone = weakref.ref(knot)
    collector.set_aside()
    del knot
    for _turn in range(20):
        clock[0] += collecting.REST / 2
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        collector.collect()
    assert gone() is not None
    clock[0] += collecting.LONG
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    clock[0] += collecting.PAUSE + 1
    collector.collect()
    assert gone() is None


def test_garbage_with_qt_objects_dies_in_the_window_s_thread(collector: Collector) -> None:
    threads: list[int] = []

    def churn() -> None:
        for _ in range(5_000):
            Knot()

    def make() -> None:
        held = Held()
        weakref.finalize(held, lambda: threads.append(threading.get_ident()))

    make()
    other = threading.Thread(target=churn)
    other.start()
    other.join()
    assert threads == []
    collector.collect()
    assert threads == [threading.get_ident()]


def test_memory_that_was_set_aside_does_not_pile_up(collector: Collector, clock: list[float]) -> None:
    gone = []
    for _hour in range(3):
        for _turn in range(collecting.MANY):
            kept = [Held() for _ in range(50)]
            collector.set_aside()
            gone += [weakref.ref(one) for one in kept]
            del kept
            collector.collect()
        clock[0] += collecting.SELDOM + 1
        collector.collect()
        assert [one for one in gone if one() is not None] == []
