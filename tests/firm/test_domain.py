"""The office's rules: rights, first tax codes, number patterns, short texts, places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.firm import domain, places
from app.firm.domain import RIGHTS, AccessRole, Right, TaxCategory, allowed, number_text, require
from app.kernel.problems import Problem

DAY = date(2026, 4, 30)


def test_a_number_has_its_year_and_leading_zeros() -> None:
    assert number_text("INV-{year}-{0000}", DAY, 118) == "INV-2026-0118"
    assert number_text("{000000}", DAY, 7) == "000007"
    assert number_text("{0}/{year}", DAY, 12345) == "12345/2026"


@given(
    number=st.integers(1, 10**9),
    width=st.integers(1, 9),
    before=st.text("ABCDEFG-/. ", max_size=8),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_the_number_can_be_read_back_from_its_text(number: int, width: int, before: str, day: date) -> None:
    pattern = f"{before}{{year}}-{{{'0' * width}}}"
    text = number_text(pattern, day, number)
    head, _, digits = text.rpartition("-")
    assert int(digits) == number
    assert len(digits) >= width
    assert head == f"{before}{day.year}"


@given(first=st.integers(1, 10**6), second=st.integers(1, 10**6))
def test_two_numbers_never_look_the_same(first: int, second: int) -> None:
    texts = {number_text("INV-{year}-{0000}", DAY, number) for number in (first, second)}
    assert len(texts) == len({first, second})


@pytest.mark.parametrize("pattern", ["INV", "INV-{year}", "{0000}-{00}", "{month}-{0000}", "{0000", "{0000}}", ""])
def test_a_pattern_without_one_place_for_digits_is_refused(pattern: str) -> None:
    with pytest.raises(Problem) as told:
        domain.check_pattern(pattern)
    assert told.value.field == "pattern"


@pytest.mark.parametrize("pattern", ["INV-{year}-{0000}", "{0}", "R {000}"])
def test_a_pattern_with_one_place_for_digits_stays(pattern: str) -> None:
    assert domain.check_pattern(f" {pattern} ") == pattern


def test_every_role_has_its_rights_and_only_the_office_may_change_the_firm() -> None:
    assert set(RIGHTS) == set(AccessRole)
    able = {role for role in AccessRole if allowed(role, Right.EDIT_FIRM)}
    assert able == {AccessRole.OFFICE_MANAGER, AccessRole.PARTNER}
    assert not allowed("consultant", Right.SEE_MONEY)
    with pytest.raises(Problem, match="Your role may not change the firm") as told:
        require("consultant", Right.EDIT_FIRM)
    assert told.value.code == "right.missing"


def test_a_british_firm_starts_with_the_usual_codes_and_others_with_the_rate_they_give() -> None:
    assert [plan.code for plan in domain.first_tax_codes("GB")] == ["S20", "Z0", "E0", "RC0", "O0"]
    assert [plan.code for plan in domain.first_tax_codes("US")] == ["O0"]
    assert [plan.code for plan in domain.first_tax_codes("CH", Decimal("8.1"))] == ["S8.1", "O0"]
    german = domain.first_tax_codes("DE", Decimal(19))
    assert german[0].percent == Decimal(19)
    assert {plan.category for plan in german} == set(TaxCategory)


def test_codes_that_charge_nothing_say_why() -> None:
    silent = {plan.category for plan in domain.first_tax_codes("GB") if not plan.reason.endswith(".")}
    assert silent == {TaxCategory.STANDARD, TaxCategory.ZERO}


@pytest.mark.parametrize(
    ("percent", "category"),
    [("-1", "S"), ("100.01", "S"), ("NaN", "S"), ("5.00001", "S"), ("20", "AE"), ("Infinity", "S")],
)
def test_a_tax_rate_that_cannot_be_is_refused(percent: str, category: str) -> None:
    with pytest.raises(Problem) as told:
        domain.tax_percent(Decimal(percent), TaxCategory(category))
    assert told.value.field == "percent"


@given(st.text(max_size=60))
def test_a_line_has_no_control_signs_no_double_blanks_and_stays_as_it_is(text: str) -> None:
    clean = domain.line(text, "name", required=False)
    assert clean == domain.line(clean, "name", required=False)
    assert "  " not in clean
    assert clean.isprintable() or not text.isprintable()


def test_texts_are_tidied_and_long_or_missing_ones_refused() -> None:
    assert domain.line("  Alder \t&  Finch\n", "name") == "Alder & Finch"
    assert domain.lines(" 14 Welsh Back \r\n\n Bristol  BS1 4RR", "address") == "14 Welsh Back\nBristol BS1 4RR"
    with pytest.raises(Problem, match="This field is empty"):
        domain.line(" \n ", "name")
    with pytest.raises(Problem, match="there is room for 200"):
        domain.line("x" * 201, "name")


@pytest.mark.parametrize("text", ["a.mercer@brightwater.example", "o'neil+x@sub.example.co.uk", "å@ö.example", ""])
def test_email_addresses_stay(text: str) -> None:
    assert domain.email(text) == text


@pytest.mark.parametrize("text", ["mercer", "a@b", "a b@c.example", "a@b@c.example", "a@.example", "Ann <a@b.example>"])
def test_what_is_no_email_address_is_refused(text: str) -> None:
    with pytest.raises(Problem) as told:
        domain.email(text, "contact_email")
    assert told.value.field == "contact_email"
    assert told.value.hint == "Write it like name@example.com."


@pytest.mark.parametrize("text", ["", "ABCDE", "A.B"])
def test_initials_are_one_to_four_letters_or_digits(text: str) -> None:
    assert domain.initials(" ef ") == "EF"
    with pytest.raises(Problem):
        domain.initials(text)


@pytest.mark.parametrize(
    ("check", "good", "kept", "bad"),
    [
        (places.country, " gb", "GB", "UK"),
        (places.country, "XK", "XK", "ZZ"),
        (places.currency, "eur", "EUR", "EURO"),
        (places.language, "en_GB", "en-GB", "en"),
        (places.language, "de-CH", "de-CH", "Klingon"),
        (places.zone, "Europe/London", "Europe/London", "London"),
    ],
)
def test_places_are_known_or_refused_with_an_example(
    check: Callable[[str], str], good: str, kept: str, bad: str
) -> None:
    assert check(good) == kept
    with pytest.raises(Problem) as told:
        check(bad)
    assert bad in told.value.message
    assert told.value.hint.startswith("Use for example")


def test_every_choice_a_form_offers_is_one_a_command_takes() -> None:
    assert all(places.country(code) == code for code, _name in places.country_choices())
    assert all(places.currency(code) == code for code, _name in places.currency_choices())
    assert all(places.language(code) == code for code, _name in places.language_choices())
    assert all(places.zone(code) == code for code, _name in places.zone_choices())
    assert ("GB", "United Kingdom") in places.country_choices()
    assert ("DE", "Deutschland") in places.country_choices("de-DE")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "DE"),
        ("DEU", "DE"),
        ("D", "DE"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("Vereinigtes K\u00f6nigreich", "GB"),
        ("u.s.a.", "US"),
        ("\u00d6sterreich", "AT"),
        ("Suisse", "CH"),
        ("Bosnia and Herzegovina", "BA"),
        ("Holland", "NL"),
    ],
)
def test_a_country_is_known_as_people_write_it(text: str, code: str) -> None:
    assert places.country_named(text) == code


def test_a_place_that_is_no_country_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        places.country_named("Atlantis")
    assert caught.value.code == "place.country"


def test_every_country_is_known_by_its_code_and_by_its_names() -> None:
    for locale in ("en-GB", "de-DE"):
        names = places.country_choices(locale)
        assert [code for code, name in names if places.country_named(name) != code] == []
    assert [code for code, _name in names if places.country_named(code) != code] == []
