"""The generic CSV: its dialect, and what keeps a spreadsheet from calculating."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.domain import PreFlight, Table, Target, file_name
from app.exports.generic_csv import cell_text, render, safe_text
from app.kernel.money import Money
from app.kernel.periods import Period

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def test_the_dialect_is_plain() -> None:
    content = render(
        ("text", "day", "amount", "rate", "count", "yes", "none"),
        [('He said "hi", twice', date(2026, 4, 9), Money(-123456, "GBP"), Decimal("165.5000"), 7, True, None)],
    )
    assert content == (
        b'text,day,amount,rate,count,yes,none\r\n"He said ""hi"", twice",2026-04-09,-1234.56,165.5,7,true,\r\n'
    )


def test_there_is_no_byte_order_mark_and_names_keep_their_letters() -> None:
    content = render(("name",), [("Zoë Ångström",)])
    assert content.startswith(b"name\r\n")
    assert content.decode("utf-8").splitlines()[1] == "Zoë Ångström"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 117 496 0100", "'+44 117 496 0100"),
        ("-5 % discount", "'-5 % discount"),
        ("@import", "'@import"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\tnote", "'note"),
        ("  =1", "'=1"),
        ("\x01=1", "'=1"),
        ("a=1", "a=1"),
        ("two\nlines", "two lines"),
        ("two\r\nlines", "two lines"),
        ("bell\x07", "bell"),
        ("e\u0301", "\u00e9"),
        ("  trimmed ", "trimmed"),
        ("", ""),
        ("\t", ""),
    ],
)
def test_texts_are_made_safe(text: str, written: str) -> None:
    assert safe_text(text) == written


@given(st.text(max_size=60))
def test_no_text_becomes_a_formula_or_breaks_the_table(text: str) -> None:
    head, row = read_back(render(("name", "end"), [(text, "e")]))
    assert (len(head), len(row)) == (2, 2)
    assert not row[0].startswith(("=", "+", "-", "@"))
    assert not any(mark in row[0] for mark in "\r\n\t\x00")


@given(st.integers(-(10**13), 10**13), st.sampled_from(["GBP", "JPY", "KWD"]))
def test_amounts_are_exempt_and_exact(minor: int, currency: str) -> None:
    text = cell_text(Money(minor, currency))
    assert Money.of(text, currency).minor == minor
    assert "E" not in text
    assert "'" not in text


def test_a_small_decimal_has_no_exponent() -> None:
    assert cell_text(Decimal("0.0000001")) == "0.0000001"
    assert cell_text(Decimal("1E+3")) == "1000"
    assert cell_text(Decimal(100)) == "100"


def test_a_row_of_the_wrong_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        render(("one",), [("a", "b")])


def test_file_names_are_short_and_plain() -> None:
    assert file_name(Target.LINES, APRIL, "0123456789abcdef") == "invoice_lines_2026-04-01_2026-04-30_01234567.csv"
    assert all(len(file_name(target, APRIL, "f" * 64)) <= 64 for target in Target)


def test_the_pre_flight_tells_what_is_empty_and_what_was_left_out() -> None:
    tables = [Table(Target.INVOICES, ("number",), ()), Table(Target.TIME, ("entry", "note"), ((7, "be\x07ll"),))]
    flight = PreFlight()
    assert [list(flight.passing(table)) for table in tables] == [list(table.rows) for table in tables]
    empty, odd = flight.problems
    assert flight.counts == {Target.INVOICES: 0, Target.TIME: 1}
    assert (empty.code, empty.field) == ("export.empty", "invoices")
    assert odd.code == "export.control_characters"
    assert "7" in odd.message
    assert "note" in odd.message
