"""Which rate a unit of work gets, and the sentence that answers "why this rate?"."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from app.kernel.formats import Formats
from app.kernel.words import _, remembered


class RateFact(NamedTuple):
    """One hourly rate as agreed, for a grade or a person; of a rate card when `sow_id` is None.

    A tuple, because all rates of a firm are made of it where all its work is priced.
    `subject` and `source` are the names for people: "Partner", "SOW-2026-014".
    """

    rate: Decimal
    valid_from: date
    subject: str
    source: str
    sow_id: int | None = None
    grade: str | None = None
    person_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundRate:
    """The rate of a unit of work (major units per hour) and the rule that gave it, in words."""

    rate: Decimal
    rule: str
    fact: RateFact


Key = tuple[int | None, int | str | None]


@functools.lru_cache(maxsize=1000)
def grade_key(grade: str) -> str:
    """What makes two grades the same: case and blanks do not."""
    return " ".join(grade.split()).casefold()


@functools.lru_cache(maxsize=8)
def _formats(locale: str) -> Formats:
    return Formats(locale)


@remembered
def _found(fact: RateFact, locale: str) -> FoundRate:
    day = _formats(locale).date(fact.valid_from)
    if fact.sow_id is None:
        sentence = _("{subject} from {day} on the rate card {source}")
    else:
        sentence = _("{subject} from {day} on {source}")
    return FoundRate(fact.rate, sentence.format(subject=fact.subject, day=day, source=fact.source), fact)


_valid_from = attrgetter("valid_from")


@dataclass(frozen=True)
class RateTable:
    """All rates that matter to a question, ready to be looked up.

    `foreign` are statements of work in another currency than the firm's: rate cards, which are in the firm's currency,
    say nothing about them. `locale` spells the day in the rule.
    """

    facts: tuple[RateFact, ...] = ()
    foreign: frozenset[int] = frozenset()
    locale: str = "en-GB"
    _series: Mapping[Key, Sequence[RateFact]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort each subject's rates by the day they begin, once."""
        series: dict[Key, list[RateFact]] = {}
        for fact in self.facts:
            subject = grade_key(fact.grade) if fact.grade is not None else fact.person_id
            if subject is not None:
                series.setdefault((fact.sow_id, subject), []).append(fact)
        for found in series.values():
            if len(found) > 1:
                found.sort(key=_valid_from)
        object.__setattr__(self, "_series", series)

    def find(self, sow_id: int | None, person_id: int | None, grade: str | None, day: date) -> FoundRate | None:
        """The rate on a day: the person's on the SOW, the grade's on the SOW, the person's on the card, the grade's on
        the card; in each the newest that is valid. None when nothing was agreed.
        """
        fact = self.fact(sow_id, person_id, grade, day)
        return None if fact is None else _found(fact, self.locale)

    def fact(self, sow_id: int | None, person_id: int | None, grade: str | None, day: date) -> RateFact | None:
        """The same without the words that say why."""
        subjects = (person_id, None if grade is None else grade_key(grade))
        for owner in (None,) if sow_id is None else (sow_id,) if sow_id in self.foreign else (sow_id, None):
            for subject in subjects:
                series = self._series.get((owner, subject))
                if series is not None and (place := bisect_right(series, day, key=_valid_from)):
                    return series[place - 1]
        return None
