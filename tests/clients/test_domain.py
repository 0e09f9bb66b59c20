"""Client rules: due dates, terms in words, mail domains, missing facts, names that mean the same client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clients.domain import (
    EVER,
    Fact,
    Known,
    Terms,
    TermsKind,
    domains,
    due_date,
    fits,
    missing_facts,
    same_name,
    terms_number,
    terms_on,
    terms_text,
    town,
)
from app.kernel.problems import Problem

DAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))


def days(number: int, valid_from: date = EVER) -> Terms:
    return Terms(TermsKind.DAYS, number, valid_from)


def day_of_next_month(number: int, valid_from: date = EVER) -> Terms:
    return Terms(TermsKind.DAY_OF_NEXT_MONTH, number, valid_from)


@given(issued_on=DAYS, number=st.integers(0, 365))
def test_an_invoice_is_due_the_agreed_days_after_its_issue(issued_on: date, number: int) -> None:
    assert due_date([days(number)], issued_on) == issued_on + timedelta(number)


@given(issued_on=DAYS, number=st.integers(1, 31))
def test_a_day_of_the_next_month_lies_in_the_next_month_and_never_after_that_day(issued_on: date, number: int) -> None:
    due = due_date([day_of_next_month(number)], issued_on)
    months = (due.year - issued_on.year) * 12 + due.month - issued_on.month
    assert months == 1
    assert due.day <= number
    assert due.day == number or (due + timedelta(1)).day == 1


@pytest.mark.parametrize(
    ("issued_on", "number", "due"),
    [
        (date(2026, 4, 30), 24, date(2026, 5, 24)),
        (date(2026, 1, 31), 31, date(2026, 2, 28)),
        (date(2028, 1, 5), 30, date(2028, 2, 29)),
        (date(2026, 12, 15), 10, date(2027, 1, 10)),
    ],
)
def test_short_months_and_the_turn_of_the_year_are_kept(issued_on: date, number: int, due: date) -> None:
    assert due_date([day_of_next_month(number)], issued_on) == due


def test_the_terms_of_the_day_of_issue_count() -> None:
    terms = [days(45, date(2026, 2, 1)), days(30, date(2025, 1, 1))]
    assert due_date(terms, date(2026, 1, 31)) == date(2026, 3, 2)
    assert due_date(terms, date(2026, 2, 1)) == date(2026, 3, 18)
    assert due_date(terms, date(2024, 6, 1)) == date(2024, 7, 1)


@given(
    starts=st.lists(DAYS, min_size=1, max_size=6, unique=True),
    day=DAYS,
    shuffle=st.randoms(use_true_random=False),
)
def test_the_order_of_the_terms_does_not_matter(starts: list[date], day: date, shuffle: object) -> None:
    terms = [days(place, start) for place, start in enumerate(starts)]
    shuffle.shuffle(mixed := list(terms))  # type: ignore[attr-defined]
    found = terms_on(mixed, day)
    assert found == terms_on(terms, day)
    assert found.valid_from <= day or found.valid_from == min(starts)
    assert not any(found.valid_from < start <= day for start in starts)


def test_a_client_without_terms_has_no_due_date() -> None:
    with pytest.raises(Problem, match="This client has no payment terms"):
        due_date([], date(2026, 4, 30))


def test_terms_read_like_words() -> None:
    assert [terms_text(days(number)) for number in (0, 1, 30)] == ["at once", "1 day", "30 days"]
    assert terms_text(day_of_next_month(24)) == "day 24 of the next month"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (TermsKind.DAYS, -1),
        (TermsKind.DAYS, 366),
        (TermsKind.DAYS, Decimal("7.5")),
        (TermsKind.DAY_OF_NEXT_MONTH, 0),
        (TermsKind.DAY_OF_NEXT_MONTH, 32),
    ],
)
def test_terms_nobody_can_keep_are_refused(kind: TermsKind, number: int | Decimal) -> None:
    with pytest.raises(Problem) as told:
        terms_number(kind, number)
    assert told.value.field == "number"


def test_mail_domains_are_read_from_what_people_paste() -> None:
    assert domains("Brightwater.example, a.mercer@brightwater.example; @bw.example") == "brightwater.example bw.example"
    assert domains("  ") == ""
    assert domains("b\u00fccher.example") == "b\u00fccher.example"


@pytest.mark.parametrize("text", ["brightwater", "http://x.example", "a..example", "-a.example"])
def test_what_is_no_mail_domain_is_refused(text: str) -> None:
    with pytest.raises(Problem) as told:
        domains(text)
    assert told.value.field == "email_domains"


def test_names_that_differ_in_capitals_blanks_and_points_mean_the_same_client() -> None:
    assert same_name("Castlegate Ltd.", "castlegate  LTD")
    assert same_name("STRASSE 5", "Stra\u00dfe 5")
    assert not same_name("Castlegate Ltd", "Castlegate Property")


KNOWN = Known(
    address="1 Canal Walk\nExeter EX4 3SR",
    tax_number="GB999120481",
    tax_number_fails=False,
    tax_code=None,
    has_terms=True,
    has_owner=True,
    payer="Accounts Payable",
    payer_email="ap@brightwater.example",
    sponsor="Alice Mercer",
    email_domains=("brightwater.example",),
    website="",
)


def test_a_client_with_everything_a_bill_needs_lacks_nothing() -> None:
    assert missing_facts(KNOWN) == ()


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"address": " \n"}, Fact.ADDRESS),
        ({"tax_number_fails": True}, Fact.TAX_NUMBER),
        ({"tax_number": "", "tax_code": "reverse"}, Fact.TAX_NUMBER),
        ({"has_terms": False}, Fact.TERMS),
        ({"payer": ""}, Fact.PAYER),
        ({"payer_email": ""}, Fact.PAYER_EMAIL),
        ({"payer_email": "ap@brightwaer.example"}, Fact.PAYER_EMAIL),
        ({"email_domains": (), "website": "other.example"}, Fact.PAYER_EMAIL),
        ({"sponsor": ""}, Fact.SPONSOR),
        ({"has_owner": False}, Fact.OWNER),
    ],
)
def test_each_fact_a_bill_needs_is_missed(change: dict[str, Any], fact: Fact) -> None:
    assert fact in missing_facts(replace(KNOWN, **change))


def test_nobody_needs_a_tax_number_that_has_the_usual_code() -> None:
    assert missing_facts(replace(KNOWN, tax_number="")) == ()


@pytest.mark.parametrize(
    ("email", "known", "website", "answer"),
    [
        ("a@x.example", ("x.example",), "", True),
        ("a@Mail.X.example", ("x.example",), "", True),
        ("a@yx.example", ("x.example",), "", False),
        ("a@x.example", (), "https://www.x.example/about", True),
        ("a@x.example", (), "www.y.example", False),
        ("a@x.example", (), "", True),
    ],
)
def test_an_address_fits_the_domains_or_the_website(
    email: str, known: tuple[str, ...], website: str, answer: bool
) -> None:
    assert fits(email, known, website) is answer


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Reservoir House\n2 Canal Walk\nExeter EX4 3SR", "Exeter"),
        ("Containervej 12\n2150 Nordhavn\nDenmark", "Nordhavn, Denmark"),
        ("75001", "75001"),
        ("Somewhere", "Somewhere"),
        ("House 5\nGloucester", "Gloucester"),
        ("", ""),
    ],
)
def test_the_town_is_read_from_an_address(address: str, place: str) -> None:
    assert town(address) == place
