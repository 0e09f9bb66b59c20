"""The rate table: which rate a unit of work gets, and why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.engagements.domain import RateFact, RateTable

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda number: FIRST + timedelta(number))
MONEY = st.integers(0, 50_000).map(lambda number: Decimal(number) / 100)


def of_grade(rate: int | Decimal, day: date, *, sow_id: int | None = 1, grade: str = "Partner") -> RateFact:
    source = "Standard 2026" if sow_id is None else "SOW-2026-014"
    return RateFact(Decimal(rate), day, grade, source, sow_id=sow_id, grade=grade)


def of_person(rate: int | Decimal, day: date, *, sow_id: int | None = 1, person_id: int = 7) -> RateFact:
    source = "Standard 2026" if sow_id is None else "SOW-2026-014"
    return RateFact(Decimal(rate), day, "Jonas Weber", source, sow_id=sow_id, person_id=person_id)


GRADE_FACTS = st.lists(st.tuples(MONEY, DAYS), max_size=8, unique_by=lambda pair: pair[1])


def rate_of(table: RateTable, day: date, *, sow_id: int | None = 1, person_id: int = 7) -> Decimal | None:
    found = table.find(sow_id, person_id, "Partner", day)
    return None if found is None else found.rate


def test_the_rule_is_a_sentence_for_people() -> None:
    table = RateTable(
        (of_grade(240, date(2026, 2, 2)), of_person(125, date(2026, 2, 2)), of_grade(90, FIRST, sow_id=None))
    )
    found = table.find(1, None, "Partner", date(2026, 4, 29))
    assert found is not None
    assert (found.rate, found.rule) == (Decimal(240), "Partner from 2 Feb 2026 on SOW-2026-014")
    person = table.find(1, 7, "Partner", date(2026, 4, 29))
    assert person is not None
    assert person.rule == "Jonas Weber from 2 Feb 2026 on SOW-2026-014"
    card = table.find(2, 7, "Partner", date(2026, 4, 29))
    assert card is not None
    assert card.rule == "Partner from 1 Jan 2026 on the rate card Standard 2026"


def test_the_day_in_the_rule_is_written_as_the_firm_writes_days() -> None:
    table = RateTable((of_grade(240, date(2026, 2, 2)),), locale="en-US")
    found = table.find(1, None, "Partner", date(2026, 4, 29))
    assert found is not None
    assert found.rule == "Partner from Feb 2, 2026 on SOW-2026-014"


def test_a_rate_counts_from_its_first_day() -> None:
    table = RateTable((of_grade(125, date(2026, 1, 12)), of_grade(135, date(2026, 4, 1))))
    assert rate_of(table, date(2026, 1, 11)) is None
    assert rate_of(table, date(2026, 1, 12)) == Decimal(125)
    assert rate_of(table, date(2026, 3, 31)) == Decimal(125)
    assert rate_of(table, date(2026, 4, 1)) == Decimal(135)


def test_the_agreement_beats_the_card_and_the_person_beats_the_grade() -> None:
    facts = [
        of_grade(1, FIRST, sow_id=None),
        of_person(2, FIRST, sow_id=None),
        of_grade(3, FIRST),
        of_person(4, FIRST),
    ]
    for count in range(1, 5):
        assert rate_of(RateTable(tuple(facts[:count])), FIRST) == Decimal(count)


def test_an_older_rate_of_the_person_beats_a_newer_one_of_the_grade() -> None:
    table = RateTable((of_grade(135, date(2026, 4, 1)), of_person(125, date(2026, 2, 2))))
    assert rate_of(table, date(2026, 4, 20)) == Decimal(125)


def test_grades_are_the_same_in_small_and_large_letters() -> None:
    table = RateTable((of_grade(165, FIRST, grade="Senior consultant"),))
    assert table.find(1, None, " senior  Consultant", FIRST) is not None


def test_a_card_says_nothing_about_an_agreement_in_another_currency() -> None:
    table = RateTable((of_grade(240, FIRST, sow_id=None),), foreign=frozenset({1}))
    assert rate_of(table, FIRST) is None
    assert rate_of(table, FIRST, sow_id=2) == Decimal(240)


def test_a_person_without_a_grade_has_only_a_rate_of_the_own() -> None:
    table = RateTable((of_grade(240, FIRST),))
    assert table.find(1, 9, None, FIRST) is None


@given(GRADE_FACTS, DAYS)
def test_the_newest_valid_rate_wins(pairs: list[tuple[Decimal, date]], day: date) -> None:
    table = RateTable(tuple(of_grade(rate, start) for rate, start in pairs))
    valid = [(start, rate) for rate, start in pairs if start <= day]
    assert rate_of(table, day) == (max(valid)[1] if valid else None)


@given(GRADE_FACTS, MONEY, DAYS, DAYS)
def test_a_later_rate_never_changes_earlier_days(
    pairs: list[tuple[Decimal, date]], rate: Decimal, start: date, day: date
) -> None:
    before = tuple(of_grade(value, first) for value, first in pairs)
    after = (*before, of_grade(rate, start))
    if day < start:
        assert RateTable(after).find(1, 7, "Partner", day) == RateTable(before).find(1, 7, "Partner", day)


@given(GRADE_FACTS, GRADE_FACTS, DAYS)
def test_a_person_with_a_rate_never_gets_the_rate_of_the_grade(
    grades: list[tuple[Decimal, date]], own: list[tuple[Decimal, date]], day: date
) -> None:
    alone = RateTable(tuple(of_person(rate, start) for rate, start in own))
    both = RateTable((*(of_grade(rate, start) for rate, start in grades), *alone.facts))
    if (expected := rate_of(alone, day)) is not None:
        assert rate_of(both, day) == expected


@given(st.permutations([of_grade(1, FIRST), of_grade(2, date(2026, 3, 1)), of_person(3, date(2026, 2, 1))]), DAYS)
def test_the_order_of_entry_makes_no_difference(facts: list[RateFact], day: date) -> None:
    plain = RateTable((of_grade(1, FIRST), of_grade(2, date(2026, 3, 1)), of_person(3, date(2026, 2, 1))))
    assert rate_of(RateTable(tuple(facts)), day) == rate_of(plain, day)
