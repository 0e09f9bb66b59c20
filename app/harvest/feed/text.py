"""From bytes to blocks: decoding, unfolding and splitting a calendar file into its events and time zones.

Own code instead of the library's parser: a cut file must be noticed (the library returns an empty list), one bad line
must not cost the file, and descriptions, alarms and attachments need not be parsed at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024
LARGEST_FILE = 64 * MEGABYTE
LONGEST_LINE = MEGABYTE
MOST_EVENTS = 200_000

_BREAK = re.compile(rb"\r\n|\r")
_FOLD = re.compile(rb"\n[ \t]")
_BEGIN = re.compile(rb"^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")

# Everything a suggestion needs; what is not here is not looked at.
DATES = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})
WANTED = DATES | {
    "ATTENDEE",
    "CLASS",
    "DESCRIPTION",
    "DURATION",
    "LAST-MODIFIED",
    "ORGANIZER",
    "RRULE",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "UID",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One property: parameters (names upper case, values as they stand, unquoted) and the value."""

    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Block:
    """One VEVENT: its wanted properties by name. `calendar` counts the VCALENDARs of the file, `place` the events."""

    calendar: int
    place: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    whole: bool = False

    def first(self, name: str) -> Line | None:
        """The first line of a name."""
        found = self.lines.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The first value of a name with escapes resolved, "" when there is none."""
        line = self.first(name)
        return unescape(line.value).strip() if line else ""


@dataclass(slots=True)
class Parts:
    """What a file falls into. `zones` holds the raw lines of each VTIMEZONE by calendar and name."""

    blocks: list[Block] = field(default_factory=list)
    zones: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    complete: bool = True
    too_many: bool = False


def is_calendar(data: bytes) -> bool:
    """Whether a VCALENDAR begins somewhere in the bytes."""
    return _BEGIN.search(_as_bytes(data)) is not None


def split(data: bytes) -> Parts:
    """Split a file into blocks. An event or calendar without its END makes the result incomplete; whole ones stay."""
    splitter = _Splitter()
    for line in _lines(data):
        if line[:6].upper() == "BEGIN:":
            splitter.begin(line[6:].strip().upper(), line)
        elif line[:4].upper() == "END:":
            splitter.end(line[4:].strip().upper(), line)
        else:
            splitter.take(line)
        if splitter.parts.too_many:
            break
    return splitter.finish()


class _Splitter:
    """Walks the lines of a file with a stack of what is open."""

    def __init__(self) -> None:
        self.parts = Parts()
        self._stack: list[str] = []
        self._calendar = -1
        self._block: Block | None = None
        self._zone: list[str] | None = None

    def begin(self, name: str, line: str) -> None:
        """A component begins. When one like it is still open, its END was lost: what follows is whole again."""
        if name == "VCALENDAR" or (name in {"VEVENT", "VTIMEZONE"} and name in self._stack):
            self.parts.complete = self.parts.complete and not self._stack
            self._close(whole=False)
            self._zone = None
            self._stack = [] if name == "VCALENDAR" else ["VCALENDAR"]
        self._calendar += name == "VCALENDAR"
        self._stack.append(name)
        if name == "VEVENT":
            self.parts.too_many = len(self.parts.blocks) >= MOST_EVENTS
            self._block = None if self.parts.too_many else Block(self._calendar, len(self.parts.blocks))
        elif name == "VTIMEZONE":
            self._zone = []
        self._note_zone(line)

    def end(self, name: str, line: str) -> None:
        """A component ends, and with it whatever was left open inside."""
        if name not in self._stack:
            return
        self._note_zone(line)
        while (ended := self._stack.pop()) != name:
            if ended == "VEVENT":
                self.parts.complete = False
                self._close(whole=False)
        if name == "VEVENT":
            self._close(whole=True)
        elif name == "VTIMEZONE":
            _keep_zone(self.parts, self._calendar, self._zone or [])
            self._zone = None

    def take(self, line: str) -> None:
        """A property of whatever is open."""
        if self._block is not None and self._stack and self._stack[-1] == "VEVENT":
            _take(self._block, line)
        self._note_zone(line)

    def finish(self) -> Parts:
        """What was found; incomplete when anything is still open."""
        self._close(whole=False)
        whole = not self._stack and self._calendar >= 0 and not self.parts.too_many
        self.parts.complete = self.parts.complete and whole
        return self.parts

    def _note_zone(self, line: str) -> None:
        if self._zone is not None:
            self._zone.append(line)

    def _close(self, *, whole: bool) -> None:
        if self._block is not None:
            self._block.whole = whole
            self.parts.blocks.append(self._block)
            self._block = None


def _keep_zone(parts: Parts, calendar: int, lines: list[str]) -> None:
    for line in lines:
        if line[:5].upper() in {"TZID:", "TZID;"}:
            parts.zones.setdefault((calendar, _head_and_value(line)[1].strip()), lines)
            return


def _take(block: Block, line: str) -> None:
    """Keep a line of an event if it is wanted; a line without a colon belongs to nobody."""
    found = _NAME.match(line)
    if not found:
        return
    name = found.group(1).upper()
    if name not in WANTED or (name == "DESCRIPTION" and name in block.lines):
        return
    # Outlook writes zone names with colons in them, unquoted; no date value has one.
    head, value = line.rpartition(":")[::2] if name in DATES else _head_and_value(line)
    if name == "DESCRIPTION":
        value = value[:400]
    block.lines.setdefault(name, []).append(Line(_params(head), value))


def _head_and_value(line: str) -> tuple[str, str]:
    """Split at the first colon outside quotes."""
    if '"' not in line:
        head, _, value = line.partition(":")
        return head, value
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:place], line[place + 1 :]
    head, _, value = line.partition(":")
    return head, value


def _params(head: str) -> dict[str, str]:
    """The parameters of a property head; quotes off, a semicolon inside quotes does not separate."""
    _, _, rest = head.partition(";")
    if not rest:
        return {}
    pieces = rest.split(";") if '"' not in rest else _outside_quotes(rest)
    pairs = (piece.partition("=") for piece in pieces)
    return {name.strip().upper(): value.strip().strip('"') for name, _sign, value in pairs if name.strip()}


def _outside_quotes(text: str) -> list[str]:
    pieces = [""]
    quoted = False
    for sign in text:
        quoted ^= sign == '"'
        if sign == ";" and not quoted:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces


def unescape(value: str) -> str:
    r"""Text with its escapes resolved: \n is a line end, a backslash before any other sign vanishes."""
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


def _as_bytes(data: bytes) -> bytes:
    """UTF-16 and UTF-8 with a mark become plain UTF-8; NUL bytes carry nothing."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")


def _lines(data: bytes) -> Iterator[str]:
    """Unfolded content lines. Folding may cut a letter in two, so bytes are joined before they are decoded."""
    whole = _FOLD.sub(b"", _BREAK.sub(b"\n", _as_bytes(data)))
    for line in whole.split(b"\n"):
        if line and len(line) <= LONGEST_LINE:
            yield _decoded(line)


def _decoded(line: bytes) -> str:
    """UTF-8; else what Windows of the West writes; Latin-1 knows every byte."""
    for charset in ("utf-8", "cp1252"):
        try:
            return line.decode(charset)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")
