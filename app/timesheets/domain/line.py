"""Reading the entry line: `client task hours note` in any order, `yesterday`, `mo`, `28/4`, `nb`.

    bri field 1.5 interviews      yesterday 90m team meeting      9-10:30 fox pricing workshop 28/4 nb

Words that name client and task, the day, the hours and `nb` are taken out; what is left is the note, in its order.
Text in double quotes is always note. What stays unclear is said, with the best guesses first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar, cast
from zoneinfo import ZoneInfo

from app.kernel.formats import Formats
from app.kernel.quantities import DAY_LIMIT, HOUR, parse_duration, parse_span
from app.timesheets.domain.days import ALSO_WORDS, ImpossibleDay, bare_dotted, day_of
from app.timesheets.domain.names import Fit, Fitting, Loggable, Word, bare, ranked
from app.timesheets.domain.texts import fold

T = TypeVar("T", bound=Loggable)

_PIECES = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|([^\s,;\"“”]+(?:(?<=\d),(?=\d)[^\s,;\"“”]+)*)")
_UNITS = re.compile(r"(?:h|hrs?|hours?|m|min|mins|minutes)\.?")
_BARE = re.compile(r"\d{1,2}|\d{1,2}[.,]\d{1,4}|[.,]\d{1,4}")
_HOURS_PART = re.compile(r"(\d{1,2})h")
_MINUTES_PART = re.compile(r"(\d{1,2})(?:m|min)?")
_NOON = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?[-–](\d{1,2})(?:[:.](\d{2}))?(am|pm)")
_TIME = re.compile(r"\d{1,2}(?:[:.]\d{2})?")
_DASHES = frozenset({"-", "–", "—"})
_NOT_BILLABLE = frozenset({"nb", "n/b", "non-billable", "nonbillable"})
_ANYTHING = re.compile(r"\w")


class Part(StrEnum):
    """A part of the line that is missing or has more than one meaning."""

    TASK = "task"
    HOURS = "hours"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class ReadLine(Generic[T]):
    """What a line says. `candidates` are the guesses for an unclear task, best first.

    `span` are start and end in minutes after midnight, where the hours were said that way.
    """

    task: T | None
    candidates: tuple[T, ...]
    day: date
    seconds: int | None
    note: str
    billable: bool | None
    unclear: tuple[Part, ...]
    span: tuple[int, int] | None = None

    @property
    def ready(self) -> bool:
        """Whether Enter may log it."""
        return not self.unclear

    def instants(self, zone: str) -> tuple[datetime, datetime] | None:
        """Start and end as instants of the day in a zone; None where a changed clock makes them longer or shorter."""
        if self.span is None:
            return None
        midnight = datetime.combine(self.day, time(), ZoneInfo(zone))
        start, end = ((midnight + timedelta(minutes=minutes)).astimezone(UTC) for minutes in self.span)
        return (start, end) if (end - start).total_seconds() == self.seconds else None


@dataclass(slots=True)
class _Token:
    text: str
    quoted: bool = False
    width: int = 1
    seconds: int | None = None
    explicit: bool = False
    taken: bool = False

    @property
    def word(self) -> bool:
        """Whether it can name something or belongs to the note."""
        return not self.taken and self.seconds is None


def read_line(
    text: str,
    tasks: Sequence[T],
    today: date,
    formats: Formats | None = None,
    *,
    recent: Sequence[int] = (),
    chosen: int | None = None,
    usual_day: date | None = None,
) -> ReadLine[T]:
    """Read a line. `recent` task ids come first among guesses; `chosen` is the guess the person picked.

    A line that names no day means `usual_day`, else today.
    """
    tokens = _tokens(text)
    said, impossible = _take_day(tokens, today, formats)
    day = said or usual_day or today
    billable = _take_not_billable(tokens)
    _mark_durations(tokens)
    best, used = _task(tokens, tasks, day, recent, chosen)
    for place in used:
        tokens[place].taken = True
    length = _take_duration(tokens)
    seconds = None if length is None else length.seconds
    unclear = tuple(
        part
        for part, missing in ((Part.TASK, len(best) != 1), (Part.HOURS, seconds is None), (Part.DAY, impossible))
        if missing
    )
    if not best:
        best = cast("list[T]", ranked((task for task in tasks if task.task_id in recent), recent))
    settled = Part.TASK not in unclear
    return ReadLine(
        task=best[0] if settled else None,
        candidates=() if settled else tuple(best),
        day=day,
        seconds=seconds,
        note=_note(tokens),
        billable=billable,
        unclear=unclear,
        span=None if length is None else parse_span(_plain_hours(length.text)),
    )


def _tokens(text: str) -> list[_Token]:
    pieces = [
        _Token(found[1], quoted=True) if found[1] is not None else _Token(found[2]) for found in _PIECES.finditer(text)
    ]
    result: list[_Token] = []
    for piece in pieces:
        merged = None if piece.quoted or not result or result[-1].quoted else _merged(result, piece.text)
        if merged is not None:
            del result[-merged[0] :]
            result.append(_Token(merged[1]))
        else:
            result.append(piece)
    return result


def _merged(before: list[_Token], text: str) -> tuple[int, str] | None:
    """How many pieces before belong to this one, and the text they make: "90" "min", "9" "-" "10:30", "1h" "30m"."""
    last, folded = before[-1].text, fold(text)
    if _UNITS.fullmatch(folded) and (_BARE.fullmatch(last) or last.isdigit()):
        return 1, last + folded.rstrip(".")
    if len(before) > 1 and last in _DASHES and _TIME.fullmatch(before[-2].text) and re.match(r"\d", text):
        return 2, f"{before[-2].text}-{text}"
    if (
        (hours := _HOURS_PART.fullmatch(fold(last)))
        and (minutes := _MINUTES_PART.fullmatch(folded))
        and int(minutes[1]) < 60
    ):
        return 1, f"{hours[1]}h{int(minutes[1]):02d}"
    return None


def _take_day(tokens: list[_Token], today: date, formats: Formats | None) -> tuple[date | None, bool]:
    impossible = False
    for place, token in enumerate(tokens):
        if token.quoted:
            continue
        follower = tokens[place + 1] if place + 1 < len(tokens) else None
        texts = [token.text] if follower is None or follower.quoted else [token.text, follower.text]
        try:
            found = day_of(texts, today, formats)
        except ImpossibleDay:
            impossible = token.taken = True
            continue
        if found is None and (duration := _seconds(token.text)) is not None and duration > DAY_LIMIT:
            dotted = bare_dotted(token.text, today, formats)
            found = None if dotted is None else (dotted, 1)
        if found is not None and found[1] > 1 and _is_hours_before_date(tokens[place : place + 3]):
            continue
        if found is None or (fold(token.text) in ALSO_WORDS and follower is not None and not _numeric(follower.text)):
            continue
        for taken in tokens[place : place + found[1]]:
            taken.taken = True
        return found[0], False
    return None, impossible


def _is_hours_before_date(tokens: list[_Token]) -> bool:
    """Whether "1 April 28" stands here: 28 cannot be hours, so it is the day and 1 the hours."""
    first, last = tokens[0].text, tokens[-1].text
    return len(tokens) > 2 and first.isdigit() and last.isdigit() and int(last) * HOUR > DAY_LIMIT


def _numeric(text: str) -> bool:
    return _seconds(text) is not None or fold(text) in _NOT_BILLABLE


def _take_not_billable(tokens: list[_Token]) -> bool | None:
    for token in tokens:
        if not token.quoted and not token.taken and fold(token.text) in _NOT_BILLABLE:
            token.taken = True
            return False
    return None


def _plain_hours(text: str) -> str:
    """Hours as `parse_duration` reads them: a span with am and pm on the 24 hour clock, "" for one that cannot be."""
    word = text.strip().casefold()
    found = _NOON.fullmatch(word)
    if found is None:
        return word
    start, end = int(found[1]), int(found[4])
    first_half = found[3] or ("am" if found[6] == "pm" and start % 12 > end % 12 else found[6])
    if not (1 <= start <= 12 and 1 <= end <= 12):
        return ""
    start = start % 12 + (12 if first_half == "pm" else 0)
    end = end % 12 + (12 if found[6] == "pm" else 0)
    return f"{start}:{found[2] or '00'}-{end}:{found[5] or '00'}"


def _seconds(text: str) -> int | None:
    """Seconds of a duration, spans with am and pm included."""
    return parse_duration(_plain_hours(text))


def _mark_durations(tokens: list[_Token]) -> None:
    for token in tokens:
        if token.quoted or token.taken:
            continue
        text = token.text.rstrip(".") if token.text[:1].isdigit() else token.text
        seconds = _seconds(text)
        if seconds is not None and 0 < seconds <= DAY_LIMIT:
            token.seconds = seconds
            token.explicit = not text.isdigit()


def _task(
    tokens: list[_Token], tasks: Sequence[T], day: date, recent: Sequence[int], chosen: int | None
) -> tuple[list[T], frozenset[int]]:
    several = sum(token.seconds is not None for token in tokens) > 1
    words = [
        Word(place, bare(token.text), number=token.seconds is not None)
        for place, token in enumerate(tokens)
        if not token.quoted
        and not token.taken
        and (token.seconds is None or (several and not token.explicit))
        and bare(token.text)
    ]
    fitting = Fitting(words)
    if chosen is not None:
        picked = [task for task in tasks if task.task_id == chosen]
        if picked:
            found = fitting.fit(picked[0])
            return picked, frozenset() if found is None else found.used
    fits: dict[int, Fit] = {}
    for task in tasks:
        found = fitting.fit(task)
        if found is not None:
            fits[task.task_id] = found
    if not fits:
        return [], frozenset()
    top = max(found.key for found in fits.values())
    best = [task for task in tasks if task.task_id in fits and fits[task.task_id].key == top]
    running = [task for task in best if _runs(task, day)]
    best = cast("list[T]", ranked(running or best, recent))
    return best, fits[best[0].task_id].used


def _runs(task: Loggable, day: date) -> bool:
    return (task.start_on is None or task.start_on <= day) and (task.end_on is None or day <= task.end_on)


def _take_duration(tokens: list[_Token]) -> _Token | None:
    """The hours: a number beside what the line is about goes before a number inside the note; 1.5 goes before 2."""
    found = [
        (place > 0 and not tokens[place - 1].taken, not token.explicit, place)
        for place, token in enumerate(tokens)
        if token.seconds is not None and not token.taken
    ]
    if not found:
        return None
    token = tokens[min(found)[2]]
    token.taken = True
    return token


def _note(tokens: list[_Token]) -> str:
    left = [token.text for token in tokens if not token.taken]
    while left and not _ANYTHING.search(left[0]):
        left.pop(0)
    while left and not _ANYTHING.search(left[-1]):
        left.pop()
    return " ".join(left)
