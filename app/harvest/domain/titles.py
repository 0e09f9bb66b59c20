"""Marks in event titles: `#ACME-12 2h design review !nb` turns any calendar into a way to log time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

SECONDS_AN_HOUR = 3_600
LONGEST_DAY = 25 * SECONDS_AN_HOUR

_CODE = re.compile(r"(?<![\w#&/])#([^\W\d_][^\W_]{1,11}(?:-\d{1,4})?)(?![\w-])")
_NAME = re.compile(r"\[([^\[\]]{2,60})\]")
_DURATION = re.compile(
    r"(?<![\w.,:/#-])(?:"
    r"(?P<clock_hours>\d{1,2}):(?P<clock_minutes>[0-5]\d)\s?h"
    r"|(?P<hours>\d{1,2})\s?h\s?(?P<minutes>[0-5]?\d)(?:\s?m(?:in)?)?"
    r"|(?P<decimal>\d{1,2}(?:[.,]\d{1,2})?)\s?h"
    r"|(?P<only_minutes>\d{1,3})\s?m(?:in)?"
    r")(?![\w])",
    re.IGNORECASE,
)
_FLAG = re.compile(r"(?<!\S)!(nb|skip|travel)(?!\w)", re.IGNORECASE)
_TASK = re.compile(r"(?<!\S)/([^\W\d_][\w-]{1,40})(?!\S)")
_REPLY = re.compile(r"^\s*(?:(?:re|aw|wg|fwd?|sv|vs|tr)\s*:\s*)+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class TitleMarks:
    """What a title says besides words: codes ("acme-12"), client names in brackets, seconds, flags, and the rest."""

    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    seconds: int | None = None
    not_billable: bool = False
    skip: bool = False
    travel: bool = False
    task: str = ""
    note: str = ""


@lru_cache(maxsize=8192)
def read_title(title: str) -> TitleMarks:
    """The marks of a title in any order; what is left is the note. `#12` is an issue number, not a code."""
    text = _plain(title)
    codes = tuple(dict.fromkeys(code.casefold() for code in _CODE.findall(text)))
    rest = _CODE.sub(" ", text)
    names = tuple(dict.fromkeys(_tidy(name).casefold() for name in _NAME.findall(rest)))
    flags = {flag.casefold() for flag in _FLAG.findall(rest)}
    rest = _FLAG.sub(" ", rest)
    task = _TASK.search(rest)
    if task:
        rest = rest[: task.start()] + rest[task.end() :]
    seconds, rest = _take_duration(rest)
    return TitleMarks(
        codes=codes,
        names=names,
        seconds=seconds,
        not_billable="nb" in flags,
        skip="skip" in flags,
        travel="travel" in flags,
        task=task.group(1).casefold() if task else "",
        note=_tidy(_NAME.sub(" ", rest)),
    )


def fold_title(title: str) -> str:
    """A title for comparing: marks, reply prefixes, case, spaces and end punctuation do not count."""
    return _REPLY.sub("", read_title(title).note).casefold().strip(" .,:;!?-\u2013\u2014")


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded, each once."""
    return tuple(dict.fromkeys(word.casefold() for word in _WORD.findall(_plain(text))))


def _take_duration(text: str) -> tuple[int | None, str]:
    """The first duration in a text in seconds, and the text without it."""
    for found in _DURATION.finditer(text):
        part = found.groupdict()
        if part["clock_hours"]:
            minutes = int(part["clock_hours"]) * 60 + int(part["clock_minutes"])
        elif part["hours"]:
            minutes = int(part["hours"]) * 60 + int(part["minutes"])
        elif part["decimal"]:
            whole, _, fraction = part["decimal"].replace(",", ".").partition(".")
            minutes = int(whole) * 60 + int((fraction or "0").ljust(2, "0")) * 60 // 100
        else:
            minutes = int(part["only_minutes"])
        if 0 < minutes * 60 <= LONGEST_DAY:
            return minutes * 60, text[: found.start()] + text[found.end() :]
    return None, text


def _plain(text: str) -> str:
    """Full-width signs as plain ones, without direction marks and other invisible characters."""
    if text.isascii():
        return text  # nothing of that kind in it
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if unicodedata.category(sign) != "Cf")


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
