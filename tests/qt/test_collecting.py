"""Garbage is collected by the window's thread only."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

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
