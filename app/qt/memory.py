"""What a window remembers on this computer: its place, column widths, the look. Never business data."""

from __future__ import annotations

import contextlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Values by key, kept in a file when there is one. A file that cannot be read or written is no reason to stop."""

    def __init__(self, path: Path | None = None) -> None:
        """Remember in `path`, or only until the program ends."""
        self._path = path
        self._values: dict[str, Any] = {}
        if path is not None:
            with contextlib.suppress(OSError, ValueError):
                found = json.loads(path.read_text(encoding="utf-8"))
                self._values = found if isinstance(found, dict) else {}

    def recall(self, key: str, default: T) -> T:
        """What was kept under a key, if it is of the kind of `default`; else the default."""
        found = self._values.get(key, default)
        return found if isinstance(found, type(default)) else default

    def keep(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold; the file is replaced at once, whole."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        self._write()

    def forget(self, key: str) -> None:
        """Back to the default."""
        if self._values.pop(key, None) is not None:
            self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".new")
            draft.write_text(json.dumps(self._values, indent=1, sort_keys=True), encoding="utf-8")
            draft.replace(self._path)


_memory = Memory()


def install(memory: Memory) -> None:
    """Remember here from now on; done once by bootstrap, and by tests."""
    global _memory  # noqa: PLW0603 - the one memory of the process, written by bootstrap only
    _memory = memory


def recall(key: str, default: T) -> T:
    """What was kept under a key, or the default."""
    return _memory.recall(key, default)


def keep(key: str, value: Any) -> None:
    """Keep a value under a key."""
    _memory.keep(key, value)


def forget(key: str) -> None:
    """Back to the default."""
    _memory.forget(key)


def is_due(key: str, name: str, today: date, every: timedelta) -> bool:
    """Whether so much time has passed since the day that is kept for a name, or none is known.

    A day that is still to come was written by a clock that was wrong, and counts for nothing.
    """
    day = day_of(key, name, today)
    return day is None or today - day >= every


def day_of(key: str, name: str, today: date) -> date | None:
    """The day that is kept for a name under a key; None where there is none, or it is still to come."""
    known: dict[str, object] = recall(key, {})
    try:
        day = date.fromisoformat(str(known.get(name, "")))
    except ValueError:
        return None
    return day if day <= today else None


def keep_day(key: str, name: str, today: date) -> None:
    """Keep the day for a name, beside those of others."""
    known: dict[str, object] = recall(key, {})
    keep(key, known | {name: today.isoformat()})
