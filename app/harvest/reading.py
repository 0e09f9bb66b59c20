"""A calendar file on its way into the book: read outside any transaction, then taken in by one command."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.harvest.commands import Harvested, take_calendar
from app.harvest.domain import FeedReading
from app.harvest.feed import read_calendar
from app.harvest.feed.text import LARGEST_FILE
from app.harvest.queries import reader
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.book import Book

_COPY = re.compile(r"[\s_-]*\(\d+\)$")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A calendar file that was read: its name, the hash of its bytes, the days asked for, and what it shows."""

    name: str
    digest: str
    window: Period
    reading: FeedReading

    def arguments(self, person_id: int) -> dict[str, Any]:
        """What `take_calendar` needs."""
        return {
            "person_id": person_id,
            "name": self.name,
            "digest": self.digest,
            "occurrences": self.reading.occurrences,
            "window": self.window,
            "complete": self.reading.complete,
            "unread_uids": self.reading.unread_uids,
        }


def read_file(content: bytes, *, window: Period, zone: str, own_addresses: Collection[str] = ()) -> FeedReading:
    """What a calendar shows on the days of a window; Problem when nothing in it can be read at all."""
    reading = read_calendar(content, window=window, zone=zone, own_addresses=own_addresses)
    if not reading.complete and not reading.occurrences and reading.problems:
        raise reading.problems[0]
    return reading


def read_content(name: str, content: bytes, *, window: Period, zone: str, own_addresses: Collection[str]) -> ReadFile:
    """The bytes of a calendar, read."""
    reading = read_file(content, window=window, zone=zone, own_addresses=own_addresses)
    return ReadFile(name, hashlib.sha256(content).hexdigest(), window, reading)


def read_path(path: Path, *, window: Period, zone: str, own_addresses: Collection[str]) -> ReadFile:
    """A calendar file, read. Slow: for the outside pool. Its name without the number of a second download names it."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Problem(
            "harvest.file",
            _("The file {name} cannot be read: {reason}.").format(name=path.name, reason=error.strerror or error),
            hint=_("Choose it again, or export the calendar anew."),
        ) from error
    name = _COPY.sub("", path.stem) or path.stem
    return read_content(name, content, window=window, zone=zone, own_addresses=own_addresses)


def harvest_file(book: Book, *, person_id: int, name: str, content: bytes, window: Period) -> Harvested:
    """Read a person's calendar and take it in; what could not be read is listed in `problems`."""
    owner = book.read(reader, person_id=person_id)
    read = read_content(name, content, window=window, zone=owner.zone, own_addresses=owner.own_addresses)
    harvested = book.perform(take_calendar, **read.arguments(person_id)).result
    return replace(harvested, problems=tuple(str(problem) for problem in read.reading.problems))
