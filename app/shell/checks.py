"""The check of the open book as the window tells it: how far it is, how it ended, what it found; and as a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from textwrap import indent
from typing import TYPE_CHECKING, Protocol

from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from app.receivables.checks import Finding

EDGE = "   "
"""Before what belongs to a numbered finding in a text."""


class State(StrEnum):
    """How a check stands."""

    NEVER = "never"
    RUNNING = "running"
    SOUND = "sound"
    FOUND = "found"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the check: its name, what was counted in it, how many things it found; None before it is done."""

    name: str
    counted: str = ""
    found: int | None = None

    @property
    def id(self) -> str:
        """The key of lists."""
        return self.name

    def said(self) -> str:
        """How it ended, in words."""
        if self.found is None:
            return _("not yet")
        if self.found:
            return ngettext("{n} finding", "{n} findings", self.found)
        return self.counted or _("sound")


@dataclass(frozen=True, slots=True)
class End:
    """Where the history ended: the number of the last entry, and the beginning of its hash."""

    number: int
    letters: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check of one book, or none yet. `sound_on` is the day this computer last found the book sound."""

    state: State = State.NEVER
    parts: tuple[PartRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    begun: datetime | None = None
    ended: datetime | None = None
    head: End | None = None
    sound_on: date | None = None

    @property
    def done(self) -> int:
        """How many parts are done."""
        return sum(part.found is not None for part in self.parts)


class Checks(Protocol):
    """What the window asks the desk about the check of the open book."""

    moved: SignalInstance
    """The check has gone on, or has ended."""

    @property
    def view(self) -> CheckView:
        """How it stands."""
        ...

    def start(self) -> None:
        """Begin anew, unless it runs."""
        ...

    def cancel(self) -> None:
        """Stop it; what was found so far is not told."""
        ...

    def seen(self) -> None:
        """Somebody looks at it: nothing else in the window has to tell of it."""
        ...


def of_words() -> dict[str, str]:
    """What parts of the check are about."""
    return {"book": _("Book and history"), "work": _("Work"), "bills": _("Invoices"), "cash": _("Payments")}


def grouped(letters: str) -> str:
    """The letters of a head by fours, as people copy them by hand."""
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def head_words(head: End, formats: Formats) -> str:
    """The end of the history, to be copied or written down."""
    return _("Entry {n} \u00b7 {letters}").format(n=formats.number(head.number), letters=grouped(head.letters))


def when_words(view: CheckView, formats: Formats) -> str:
    """When it was, and how long it took."""
    if view.begun is None or view.ended is None:
        return ""
    seconds = max(1, round((view.ended - view.begun).total_seconds()))
    took = ngettext("{n} second", "{n} seconds", seconds)
    if seconds >= 120:
        took = ngettext("{n} minute", "{n} minutes", round(seconds / 60))
    return _("Checked on {day} at {time}, in {took}.").format(
        day=formats.date(local_date(view.ended, formats.zone)), time=formats.time(view.ended), took=took
    )


def title_words(view: CheckView) -> str:
    """How it ended, in one line."""
    if view.state is State.SOUND:
        return _("All is well")
    count = len(view.findings)
    return ngettext("{n} thing does not fit", "{n} things do not fit", count)


def text_lines(book: str, view: CheckView, formats: Formats) -> Sequence[str]:
    """The whole result as a text for a file: when, what, the end of the history, each finding with what to do."""
    lines = [_("Check of the books of {book}").format(book=book), when_words(view, formats), "", title_words(view), ""]
    lines += [f"- {part.name}: {part.said()}" for part in view.parts]
    if view.head is not None:
        lines += ["", _("The end of the history: {head}").format(head=head_words(view.head, formats))]
    for number, one in enumerate(view.findings, start=1):
        lines += ["", f"{number}. {one.sentence}"]
        if one.record:
            lines.append(indent(_("Record: {record}").format(record=one.record), EDGE))
        if one.hint:
            lines.append(indent(_("What to do: {hint}").format(hint=one.hint), EDGE))
    return lines
