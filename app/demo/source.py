"""The demo's data and the clock it is replayed by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from app.kernel.clock import FixedClock
from app.kernel.money import Money
from app.storage.actor import Actor
from app.storage.book import Book
from app.storage.work import Work

P = ParamSpec("P")
T = TypeVar("T")
ZONE = ZoneInfo("Europe/London")
OPENED = date(2026, 3, 31)
LAST = datetime(2026, 4, 30, 15, 20, tzinfo=ZONE)
"""The instant the demo's clock starts from."""


@cache
def data() -> dict[str, Any]:
    """Everything about the demo firm, as it came with the program."""
    text = (resources.files("app.resources") / "demo" / "firm.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def calendar(initials: str) -> bytes | None:
    """The calendar file of a person, or None."""
    file = resources.files("app.resources") / "demo" / "calendars" / f"{initials}.ics"
    return file.read_bytes() if file.is_file() else None


def day(text: str | None) -> date | None:
    """A date of the data, or None."""
    return None if text is None else date.fromisoformat(text)


def on(text: str) -> date:
    """A date of the data that is always there."""
    return date.fromisoformat(text)


def gbp(text: str) -> Money:
    """A sum of the data."""
    return Money.of(text, "GBP")


def fingerprint() -> str:
    """A hash over the demo's data and the program that replays it: another one means building again."""
    digest = hashlib.sha256()
    roots = [resources.files("app.resources") / "demo", resources.files("app.migrations"), resources.files("app")]
    for root in roots:
        stack = [root]
        while stack:
            for item in sorted(stack.pop().iterdir(), key=lambda item: item.name):
                if item.name.startswith((".", "__pycache__")):
                    continue
                if item.is_dir():
                    stack.append(item)
                elif item.name.endswith((".py", ".json", ".ics")):
                    digest.update(item.name.encode() + item.read_bytes())
    return digest.hexdigest()[:16]


@dataclass
class Stage:
    """The book being built, who is who, and what has which id by now."""

    book: Book
    clock: FixedClock
    people: dict[str, Actor] = field(default_factory=dict)
    clients: dict[str, int] = field(default_factory=dict)
    sows: dict[str, int] = field(default_factory=dict)
    tasks: dict[tuple[str, str], int] = field(default_factory=dict)
    milestones: dict[tuple[str, int], int] = field(default_factory=dict)
    change_orders: dict[tuple[str, str], int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    expenses: dict[str, int] = field(default_factory=dict)
    invoices: dict[str, int] = field(default_factory=dict)

    def at(self, when: date, clock: str = "17:30") -> None:
        """Set the clock to a day of the story."""
        hour, minute = clock.split(":")
        self.clock.set(datetime.combine(when, time(int(hour), int(minute)), ZONE))

    def person(self, initials: str) -> int:
        """The id of a person."""
        number = self.people[initials].person_id
        if number is None:
            raise LookupError(initials)
        return number

    def act(
        self, initials: str, command: Callable[Concatenate[Work, P], T], /, *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Let a person carry out a command."""
        self.book.actor = self.people[initials]
        return self.book.perform(command, *arguments, **options).result
