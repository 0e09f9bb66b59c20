"""What the columns of a file mean: found by their headings, which several programs in several languages write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

M = TypeVar("M", bound=StrEnum)
Mapping = tuple[M | None, ...]
"""For each column what it means; None is left out."""


@dataclass(frozen=True)
class Vocabulary(Generic[M]):
    """Headings of each meaning, folded, the most telling first; several columns may have one of `many`.

    `fronts` may stand before a heading without changing what it means: "Billing city".
    """

    names: Words[M, str]
    fronts: tuple[str, ...] = ()
    many: frozenset[M] = frozenset()

    def guess(self, headings: Sequence[str]) -> Mapping[M]:
        """What the columns mean by their headings; of several that mean the same the most telling, or the first."""
        known = {
            word: (meaning, rank) for meaning, words in self.names.items() for rank, word in enumerate(words.split())
        }
        found = [self._meant(heading, known) for heading in headings]
        best: dict[M, int] = {}
        for place, one in enumerate(found):
            if one is not None:
                held = best.get(one[0])
                if held is None or one[1] < (found[held] or one)[1]:
                    best[one[0]] = place
        return tuple(
            one[0] if one is not None and (one[0] in self.many or best[one[0]] == place) else None
            for place, one in enumerate(found)
        )

    def _meant(self, heading: str, known: Words[str, tuple[M, int]]) -> tuple[M, int] | None:
        """The meaning of a heading and how telling it is: the lower the better."""
        word = folded(heading)
        bare = word.rstrip("0123456789")
        for one, more in ((word, 0), (bare, 100)):
            if one in known:
                meaning, rank = known[one]
                return meaning, rank + more
        for front in self.fronts:
            rest = bare.removeprefix(front)
            if rest != bare and rest in known:
                meaning, rank = known[rest]
                return meaning, rank + 200
        return None


def choose(mapping: Mapping[M], place: int, meaning: M | None, *, many: frozenset[M] = frozenset()) -> Mapping[M]:
    """Give a column another meaning; a column that had it before is left out, unless several may have it."""
    free = meaning is None or meaning in many
    others = (one if free or one is not meaning else None for one in mapping)
    return tuple(meaning if here == place else one for here, one in enumerate(others))


def folded(heading: str) -> str:
    """A heading as it is compared: "*Umsatzsteuer-ID", "umsatzsteuer id" and "UmsatzsteuerID" are one."""
    spread = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[\W_]", "", "".join(sign for sign in spread if not unicodedata.combining(sign)))
