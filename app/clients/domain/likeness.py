"""When two names may be the same client: legal forms, accents, order of words and one slip of the hand do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SILENT = frozenset(
    "ab ag aps as asa bv co company corp corporation doo eg ek ev gbr gesmbh gmbh inc incorporated kft kg kgaa lda"
    " limited llc llp lp ltd mbb mbh nv ohg oy oyj partg partgmbb plc pte pty sa sarl sas se sl slu spa spol srl srls"
    " sro ug haftungsbeschrankt und and et y the der die das le la".split()
)
"""Legal forms and small words: two names that differ in these alone are taken for one."""
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_UMLAUTS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o"})
LEAST = 6
"""Letters of a name in which one slip may be overlooked: in shorter ones every letter counts."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A name as it is compared: its words in order of the alphabet, all its letters, its numbers."""

    words: str
    letters: str
    numbers: tuple[str, ...]


def key_of_name(name: str) -> Likeness:
    """What of a name is compared. "Müller & Söhne GmbH" and "Sohne Mueller" have the same words."""
    if name.isascii():
        folded = name.lower()
    else:
        spread = unicodedata.normalize("NFKD", name.casefold()).translate(_UMLAUTS)
        folded = "".join(sign for sign in spread if not unicodedata.combining(sign))
    words = _joined(_WORD.findall(folded.replace("'", "").replace("\u2019", "")))
    telling = [word for word in words if word not in _SILENT] or words
    plain = [word.replace("ae", "a").replace("oe", "o").replace("ue", "u") for word in telling]
    letters = "".join(plain)
    return Likeness(" ".join(sorted(plain)), letters, tuple(_DIGITS.findall(letters)))


def _joined(words: list[str]) -> list[str]:
    """Single letters in a row are one word: "A/S", "e. V.", "G.m.b.H."."""
    found: list[str] = []
    open_ = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and open_:
            found[-1] += word
        else:
            found.append(word)
        open_ = single or (open_ and word == "mb")
    return found


def alike(one: Likeness, other: Likeness) -> bool:
    """Whether two names may be the same client: the same words, or the same letters but for one slip."""
    if one.numbers != other.numbers:
        return False  # "Studio 54" and "Studio 55" are two
    if one.words == other.words:
        return True
    return min(len(one.letters), len(other.letters)) >= LEAST and _one_slip(one.letters, other.letters)


def traces(key: Likeness) -> Iterator[str]:
    """What two names have in common, at least one of these, when they are alike."""
    yield f"={key.words}"
    letters = key.letters
    if len(letters) >= LEAST:
        yield letters
        for place in range(len(letters)):
            yield letters[:place] + letters[place + 1 :]


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, added, mistaken, or swapped with its neighbor."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    rest, others = one[start:], other[start:]
    return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
