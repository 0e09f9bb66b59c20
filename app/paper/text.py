"""Text before it is placed: cleaned of characters that deceive, wrapped by measure, shortened with an ellipsis."""

from __future__ import annotations

import functools
import re
import unicodedata

from app.paper.fonts import Font, width

JOINERS = "\u200c\u200d"
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
BREAKING_SPACE = re.compile("[^\\S\u00a0\u2007\u202f]+")
"""Blanks a line may end at; the no-break ones hold a sum and its currency together."""
BREAK_AFTER = frozenset("-–—/\\._@&+:,;")
"""Where a word too long for a line is cut if it can be."""


@functools.lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """The text as it may be printed: NFC, ends of lines as LF, tabs as blanks, no control or format characters.

    Format characters (bidi overrides, zero-width blanks, soft hyphens) go, except the two joiners inside a word.
    """
    if text.isascii() and text.isprintable():
        return text
    text = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return "".join(character for place, character in enumerate(text) if _stays(text, place, character))


def _stays(text: str, place: int, character: str) -> bool:
    if character in JOINERS:
        return 0 < place < len(text) - 1 and all(_in_word(text[near]) for near in (place - 1, place + 1))
    return character == "\n" or unicodedata.category(character) not in {"Cc", "Cf"}


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def wrap(text: str, font: Font, size: float, room: float) -> tuple[str, ...]:
    """The lines of a text no wider than `room`; a word longer than a line is cut, nothing is lost."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if width(paragraph, font, size) <= room:
            lines.append(paragraph)
        else:
            lines.extend(_wrapped(paragraph, font, size, room))
    return tuple(lines)


def _wrapped(paragraph: str, font: Font, size: float, room: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in filter(None, BREAKING_SPACE.split(paragraph)):
        longer = f"{line} {word}" if line else word
        if width(longer, font, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, font, size, room)
        lines.extend(full)
    if line:
        lines.append(line)
    return lines


def _cut(word: str, font: Font, size: float, room: float) -> list[str]:
    """The pieces of a word, each within the room (but never less than one character with its marks)."""
    pieces: list[str] = []
    while width(word, font, size) > room and len(word) > 1:
        end = _fitting(word, font, size, room)
        if end >= len(word):
            break
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def _fitting(word: str, font: Font, size: float, room: float) -> int:
    end = 1
    while end < len(word) and width(word[: end + 1], font, size) <= room:
        end += 1
    better = max((place + 1 for place in range(end) if word[place] in BREAK_AFTER), default=0)
    if better > end // 3:
        end = better
    while end < len(word) and (unicodedata.combining(word[end]) or word[end] in JOINERS or word[end - 1] in JOINERS):
        end += 1
    return end


def ellipsis(text: str, font: Font, size: float, room: float) -> str:
    """The text on one line, shortened with … when it is wider than the room."""
    text = text.replace("\n", " ")
    if width(text, font, size) <= room:
        return text
    end = len(text)
    while end and width(text[:end].rstrip() + "…", font, size) > room:
        end -= 1
    while end and end < len(text) and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip() + "…"
