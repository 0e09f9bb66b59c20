"""Rooms ahead: the rooms of pages are imported in a thread behind the window, before somebody asks for their page."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Iterable
from importlib import import_module

from PySide6.QtCore import QObject, Signal

from app.shell import areas

ROOMS: dict[str, tuple[str, ...]] = {
    areas.START: ("app.shell.pages.start", "app.shell.pages.today", "app.shell.pages.today_tasks"),
    areas.WEEK: ("app.harvest.ui", "app.shell.pages.my_week"),
    areas.CLIENTS: ("app.shell.pages.clients",),
    areas.ENGAGEMENTS: ("app.shell.pages.engagements",),
    areas.ENGAGEMENT: ("app.shell.pages.engagement",),
    areas.TIME: ("app.timesheets.ui",),
    areas.APPROVALS: ("app.timesheets.ui", "app.invoices.commands"),
    areas.BILLING: ("app.invoices.ui",),
    areas.PREVIEW: ("app.invoices.ui",),
    areas.INVOICES: ("app.shell.pages.invoices",),
    areas.INVOICE: ("app.invoices.ui",),
    areas.COLLECTIONS: ("app.receivables.ui",),
    areas.BRING_IN: ("app.shell.pages.bring_in",),
    areas.CHECK: ("app.shell.pages.check",),
    areas.SETTINGS: ("app.shell.pages.settings",),
    areas.HELP: ("app.shell.pages.help", "app.shell.pages.finding", "app.shell.people", "app.exports.ui"),
}
"""What a page imports when it is built and filled; with the last one comes what is opened from anywhere."""
ALWAYS = ("app.shell.counts",)
"""What the window imports beside its first page."""
BREATH = 0.02
"""Seconds between two rooms: the window has the interpreter for itself."""


def load(key: str) -> None:
    """Import what a page needs, in any thread; a second time costs nothing."""
    for name in (*ROOMS.get(key, ()), *ALWAYS):
        import_module(name)


def is_loaded(key: str) -> bool:
    """Whether a page can be built without importing its room; one that is being imported is not."""
    return are_loaded(ROOMS.get(key, ()))


def are_loaded(names: Iterable[str]) -> bool:
    """Whether modules are there, each of them wholly."""
    modules = [sys.modules.get(name) for name in names]
    return all(module is not None and not getattr(module.__spec__, "_initializing", False) for module in modules)


class Ahead(QObject):
    """The thread that imports; `come` tells, in the window's thread, that a page may be built.

    A room that cannot be imported has come too: the page says so itself when it is opened.
    """

    come = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is imported yet."""
        super().__init__(parent)
        self._keys: deque[str] = deque()
        self._failed: set[str] = set()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self, keys: Iterable[str]) -> None:
        """Import the rooms of these pages, one after the other; those that were asked for before come first."""
        with self._lock:
            self._keys.extend(key for key in keys if not self._here(key) and key not in self._keys)
            if not self._keys or self._end.is_set() or self._thread is not None:
                return
            self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)
            self._thread.start()

    def ready(self, key: str) -> bool:
        """Whether a page may be built now; what is not ready comes next."""
        if self._here(key):
            return True
        with self._lock:
            self._keys.appendleft(key)
        self.start(())
        return False

    def _here(self, key: str) -> bool:
        return is_loaded(key) or key in self._failed

    def close(self) -> None:
        """End after the room that is being imported."""
        self._end.set()
        thread = self._thread
        if thread is not None:
            thread.join()

    def _next(self) -> str | None:
        with self._lock:
            if not self._keys or self._end.is_set():
                self._thread = None
                return None
            return self._keys.popleft()

    def _work(self) -> None:
        while (key := self._next()) is not None:
            try:
                load(key)
            except Exception:  # noqa: BLE001 - whoever opens the page meets it again, in the window's thread
                self._failed.add(key)
            self.come.emit(key)
            self._end.wait(BREATH)
