"""Founding a firm and changing its letterhead, on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.firm.commands import change_firm, found_firm, set_tax_code
from app.firm.domain import AccessRole, TaxCategory
from app.firm.queries import (
    CheckState,
    iban_check,
    next_number,
    people,
    setting,
    tax_codes,
    tax_number_check,
    tax_rule,
    the_firm,
)
from app.kernel.problems import Problem
from app.storage.book import Book
from tests.books import Office

FACTS: dict[str, Any] = {
    "name": "Lindqvist Konsult AB",
    "country": "SE",
    "language": "sv-SE",
    "zone": "Europe/Stockholm",
    "currency": "SEK",
    "person_name": "Sofia Lindqvist",
    "initials": "sl",
}
DAY = date(2026, 4, 30)


def test_an_empty_book_has_no_firm(book: Book) -> None:
    assert book.read(the_firm) is None
    assert book.read(people) == []


def test_founding_makes_the_office_its_first_partner_tax_codes_and_the_invoice_numbers(book: Book) -> None:
    founded = book.perform(found_firm, **FACTS, standard_percent=Decimal(25), tax_number="SE 5561888404 01").result
    firm = book.read(the_firm)
    assert firm is not None
    assert (firm.id, firm.tax_number, firm.usual_tax_code) == (founded.firm_id, "SE556188840401", "S25")
    (first,) = book.read(people)
    assert (first.id, first.initials, first.access_role) == (founded.person_id, "SL", AccessRole.PARTNER)
    assert (first.zone, first.language) == ("Europe/Stockholm", "sv-SE")
    assert {code.code for code in book.read(tax_codes)} == {"S25", "Z0", "E0", "RC0", "O0"}
    assert book.read(tax_rule, code=None, on=DAY).percent == Decimal(25)
    assert book.read(setting, key="usual_tax_code") == "S25"
    assert book.read(next_number, key="invoice", on=DAY) == "INV-2026-0001"


def test_tax_codes_are_named_in_the_firms_language_whatever_the_screen_speaks(book: Book) -> None:
    german = FACTS | {"country": "DE", "language": "de-DE", "currency": "EUR"}
    book.perform(found_firm, **german, standard_percent=Decimal(19))
    names = {code.code: code.name for code in book.read(tax_codes)}
    assert names["RC0"] == "Steuerschuldumkehr"


def test_a_country_without_a_known_rate_starts_outside_of_tax_until_somebody_says_otherwise(book: Book) -> None:
    book.perform(found_firm, **FACTS | {"country": "US", "language": "en-US", "currency": "USD"})
    assert [code.code for code in book.read(tax_codes)] == ["O0"]


def test_a_book_has_one_firm(office: Office) -> None:
    with pytest.raises(Problem, match="This book has its firm already") as told:
        office.book.perform(found_firm, **FACTS)
    assert told.value.code == "firm.exists"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"person_name": ""}, "person_name"),
        ({"initials": "TOOLONG"}, "initials"),
        ({"country": "UK"}, "country"),
        ({"currency": "POUND"}, "currency"),
        ({"language": "english"}, "language"),
        ({"zone": "Stockholm"}, "zone"),
        ({"tax_number": "SE556188840402"}, "tax_number"),
        ({"iban": "SE4550000000058398257467"}, "iban"),
        ({"contact_email": "billing"}, "contact_email"),
        ({"email": "sofia"}, "email"),
        ({"terms_days": 400}, "terms_days"),
        ({"dispute_days": -1}, "dispute_days"),
        ({"standard_percent": Decimal(120)}, "standard_percent"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_at_its_field_and_nothing_is_founded(
    book: Book, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Problem) as told:
        book.perform(found_firm, **FACTS | change)
    assert told.value.field == field
    assert told.value.message.endswith(".")
    assert book.read(the_firm) is None
    assert book.read(people) == []


def test_the_letterhead_can_be_changed_and_the_second_writer_is_told(office: Office) -> None:
    seen = office.book.read(the_firm)
    assert seen is not None
    version = office.book.perform(change_firm, version=seen.version, address="1 Quay\n\nBristol", terms_days=14).result
    firm = office.book.read(the_firm)
    assert firm is not None
    assert (firm.address, firm.terms_days, firm.version, firm.name) == ("1 Quay\nBristol", 14, version, seen.name)
    with pytest.raises(Problem) as told:
        office.book.perform(change_firm, version=seen.version, terms_days=10)
    assert told.value.code == "record.changed_meanwhile"


def test_moving_the_firm_checks_its_tax_number_by_the_new_country(office: Office) -> None:
    seen = office.book.read(the_firm)
    assert seen is not None
    with pytest.raises(Problem) as told:
        office.book.perform(change_firm, version=seen.version, country="DE")
    assert (told.value.field, told.value.code) == ("tax_number", "tax_number.country")
    office.book.perform(change_firm, version=seen.version, country="DE", tax_number="DE136695976")


@pytest.mark.parametrize("initials", ["PR", "JW", "AC"])
def test_only_the_office_changes_the_letterhead(office: Office, initials: str) -> None:
    with pytest.raises(Problem, match="Your role may not change the firm"):
        office.act_as(initials).perform(change_firm, version=1, name="Mine")


def test_numbers_are_checked_while_they_are_typed_without_a_refusal(office: Office) -> None:
    assert office.book.read(iban_check, text="GB82 WEST 1234 5698 7654 32").state is CheckState.PASSED
    half = office.book.read(iban_check, text="GB82 WEST")
    assert (half.state, half.unfinished) == (CheckState.FAILED, True)
    wrong = office.book.read(tax_number_check, country="GB", text="GB999120418")
    assert (wrong.state, wrong.unfinished) == (CheckState.FAILED, False)
    assert office.book.read(tax_number_check, country="GB", text="GB999120481").text == "GB999120481"


def test_a_tax_rate_changes_from_a_day_on_and_the_past_stays(office: Office) -> None:
    facts: dict[str, Any] = {"code": "s20", "name": "Standard rate", "category": TaxCategory.STANDARD}
    office.book.perform(set_tax_code, **facts, percent=Decimal(21), valid_from=date(2027, 1, 1))
    assert office.book.read(tax_rule, code="S20", on=date(2026, 12, 31)).percent == Decimal(20)
    assert office.book.read(tax_rule, code="S20", on=date(2027, 1, 1)).percent == Decimal(21)
    office.book.perform(set_tax_code, **facts, percent=Decimal("21.5"), valid_from=date(2027, 1, 1))
    assert office.book.read(tax_rule, code="S20", on=date(2027, 1, 1)).percent == Decimal("21.5")
    assert len([code for code in office.book.read(tax_codes) if code.code == "S20"]) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "a b"}, "code"),
        ({"name": ""}, "name"),
        ({"percent": Decimal(101)}, "percent"),
        ({"category": TaxCategory.EXEMPT}, "percent"),
        ({"category": TaxCategory.REVERSE_CHARGE, "percent": Decimal(0)}, "reason"),
    ],
)
def test_a_tax_code_that_cannot_be_printed_is_refused(office: Office, change: dict[str, Any], field: str) -> None:
    facts: dict[str, Any] = {
        "code": "S5",
        "name": "Reduced",
        "category": TaxCategory.STANDARD,
        "percent": Decimal(5),
        "valid_from": DAY,
    }
    with pytest.raises(Problem) as told:
        office.book.perform(set_tax_code, **facts | change)
    assert told.value.field == field


def test_an_unknown_tax_code_is_named(office: Office) -> None:
    with pytest.raises(Problem, match="There is no tax code S99 on 2026-04-30"):
        office.book.read(tax_rule, code="S99", on=DAY)
    with pytest.raises(Problem):
        office.act_as("PR").perform(
            set_tax_code, code="S5", name="x", category=TaxCategory.STANDARD, percent=Decimal(5), valid_from=DAY
        )
