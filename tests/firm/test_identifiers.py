"""Tax numbers and bank accounts: what passes, what fails and why, what nobody could check."""

from __future__ import annotations

import pytest

from app.firm.identifiers import Checked, check_iban, check_tax_number
from app.kernel.problems import Problem

COMPARE = "Compare it with a letter or an invoice of theirs."
REAL_WORLD = [
    ("AT", "AT U13585627", "ATU13585627"),
    ("AU", "83 914 571 673", "83914571673"),
    ("BE", "BE 403.019.261", "BE0403019261"),
    ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
    ("DE", "DE 136,695 976", "DE136695976"),
    ("DK", "13585628", "DK13585628"),
    ("ES", "B-58378431", "ESB58378431"),
    ("FR", "FR 40 303 265 045", "FR40303265045"),
    ("GB", "gb 980 7806 84", "GB980780684"),
    ("GB", "XI 980 7806 84", "XI980780684"),
    ("GR", "094259216", "EL094259216"),
    ("IE", "IE 6433435F", "IE6433435F"),
    ("IN", "27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
    ("IT", "IT 00743110157", "IT00743110157"),
    ("NO", "NO 995 525 828 MVA", "995525828MVA"),
    ("PL", "PL 8567346215", "PL8567346215"),
    ("SE", "SE 5561888404 01", "SE556188840401"),
    ("US", "91-1144442", "911144442"),
]


@pytest.mark.parametrize(("country", "typed", "kept"), REAL_WORLD)
def test_numbers_as_people_write_them_pass_and_are_kept_in_one_spelling(country: str, typed: str, kept: str) -> None:
    found = check_tax_number(country, typed)
    assert (found.text, found.checked) == (kept, Checked.PASSED)
    assert check_tax_number(country, kept).text == kept


@pytest.mark.parametrize(
    ("country", "typed", "code", "sentence"),
    [
        (
            "GB",
            "GB999120418",
            "tax_number.digits",
            "This VAT number fails its check digits. Digits 8 and 9 may be swapped.",
        ),
        (
            "GB",
            "GB999120482",
            "tax_number.digits",
            "This VAT number fails its check digits. Compare it digit by digit.",
        ),
        (
            "GB",
            "GB99912048",
            "tax_number.length",
            "This VAT number has too many or too few characters (United Kingdom). " + COMPARE,
        ),
        (
            "DK",
            "GB999120481",
            "tax_number.country",
            "This VAT number belongs to another country: United Kingdom. Change the country or the number.",
        ),
        (
            "US",
            "91-114444",
            "tax_number.shape",
            "This tax number is not written by the rules of its country (United States). " + COMPARE,
        ),
    ],
)
def test_a_number_that_fails_says_what_is_wrong_with_it(country: str, typed: str, code: str, sentence: str) -> None:
    with pytest.raises(Problem) as told:
        check_tax_number(country, typed)
    assert (told.value.code, str(told.value), told.value.field) == (code, sentence, "tax_number")


def test_a_check_that_cannot_run_says_so_and_does_not_pass() -> None:
    found = check_tax_number("UA", "UA 12345")
    assert found.checked is Checked.NOT_CHECKED
    assert found.text == "UA 12345"
    assert found.note == "Not checked: no rules for tax numbers known (Ukraine)."


def test_no_number_is_neither_good_nor_bad() -> None:
    assert check_tax_number("GB", "  ").checked is Checked.EMPTY
    assert check_iban("").checked is Checked.EMPTY


def test_an_account_number_is_kept_without_blanks() -> None:
    assert check_iban("gb82 west 1234 5698 7654 32").text == "GB82WEST12345698765432"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("GB82WEST12345698765423", "iban.digits"), ("12345678", "iban.shape"), ("DE89 3704", "iban.shape")],
)
def test_an_account_number_with_a_slip_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Problem) as told:
        check_iban(typed)
    assert told.value.code == code
    assert told.value.field == "iban"
    assert "invalid" not in str(told.value).lower()
