"""What a block says besides its times: title, people, privacy, status. Descriptions are looked at, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.harvest.domain.occurrences import Status
from app.harvest.domain.titles import read_title
from app.harvest.feed.text import Block, Line
from app.kernel.words import _

_ADDRESS = re.compile(r"(?:mailto:)?\s*<?([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+?)>?\s*$", re.IGNORECASE)
LONGEST_ADDRESS = 330
LONGEST_TITLE = 500


def private(block: Block) -> bool:
    """Whether nothing but the time may be known."""
    return block.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}


def title(block: Block) -> str:
    """The title in one line."""
    return " ".join(block.text("SUMMARY").split())[:LONGEST_TITLE]


def status(block: Block) -> Status:
    """What the calendar says about the event; confirmed when it says nothing known."""
    said = block.text("STATUS").casefold()
    return Status(said) if said in set(Status) else Status.CONFIRMED


def addresses(lines: Iterable[Line]) -> Iterator[str]:
    """The mail addresses of people, folded; rooms and other resources are nobody."""
    for line in lines:
        if line.params.get("CUTYPE", "").upper() in {"ROOM", "RESOURCE"}:
            continue
        written = (line.value.strip(), line.params.get("EMAIL", ""))
        found = next(filter(None, (_ADDRESS.match(text[:LONGEST_ADDRESS]) for text in written)), None)
        if found:
            yield found.group(1).casefold()


def code_in_text(block: Block) -> str:
    """A #CODE in the first line of the description; nothing else of it is kept."""
    codes = read_title(block.text("DESCRIPTION").partition("\n")[0]).codes
    return codes[0] if codes else ""


def called(block: Block) -> str:
    """An event as a person would find it: title and day; private ones without title."""
    words = title(block)[:80]
    name = _("A private event") if private(block) else f"\u201c{words}\u201d" if words else _("An event without title")
    start = block.first("DTSTART")
    day = start.value.strip()[:8] if start else ""
    if len(day) == 8 and day.isdecimal():
        return _("{event} on {day}").format(event=name, day=f"{day[:4]}-{day[4:6]}-{day[6:]}")
    return name
