"""How strong a passphrase is, in words people understand: how many guesses somebody with the files would need."""

from __future__ import annotations

import math
import re
import unicodedata
from enum import StrEnum

SHORTEST = 8
"""Letters; a shorter one is refused."""
_OFTEN = re.compile(
    r"passw?or[dt]|passphrase|kennwort|geheim|secret|letmein|welcome|willkommen|qwert[yz]|asdf|admin|watertight"
    r"|iloveyou|hallo|hello|sommer|winter|summer|(?:19|20)\d\d",
    re.IGNORECASE,
)
"""What is guessed first: counts as two letters wherever it stands."""
_KINDS = (("Ll", 26), ("Lu", 26), ("N", 10), ("PSZ", 33))
_OTHER = 40


class Strength(StrEnum):
    """From refused to good for years."""

    SHORT = "short"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength_of(passphrase: str) -> Strength:
    """The strength; each guess costs an attacker about a second of a computer (see `storage.secrets`)."""
    text = passphrase.strip()
    if len(text) < SHORTEST:
        return Strength.SHORT
    bits = _bits(text)
    return Strength.WEAK if bits < 36 else Strength.FAIR if bits < 56 else Strength.STRONG


def _bits(text: str) -> float:
    """A cautious count: what repeats or runs on adds little, words of a sentence count as words."""
    short = _OFTEN.sub("aa", text)
    pool = 0
    kinds = [unicodedata.category(letter) for letter in short]
    for names, size in _KINDS:
        if any(kind == names or kind[0] in names for kind in kinds):
            pool += size
    pool += _OTHER if any(ord(letter) > 127 for letter in short) else 0
    fresh = [at for at, letter in enumerate(short) if not _follows(short, at, letter)]
    by_letter = len(fresh) * math.log2(max(pool, 2))
    words = [word for word in re.split(r"[\W\d_]+", short) if len(word) > 2]
    by_word = 12.0 * len(set(map(str.casefold, words))) + 4.0 * len(re.findall(r"\d+|[^\w\s]+", short))
    return min(by_letter, by_word) if words and " " in short.strip() else by_letter * (0.75 if words else 1.0)


def _follows(text: str, at: int, letter: str) -> bool:
    """Whether a letter is the one before again, or the next one up or down."""
    return at > 0 and abs(ord(letter) - ord(text[at - 1])) <= 1
