"""Files of open invoices: what each row would bring in, and why a bad one does not, in a sentence of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.clients.domain import EVER, Terms, TermsKind
from app.firm.domain import TaxCategory
from app.firm.queries import FirmRow, TaxCodeRow
from app.invoices.domain import OpeningDraft, OpeningState, judge_opening
from app.invoices.importing import Meaning, ReadRow, guess, habits_of, read_content, read_rows
from app.invoices.opening_preview import OpeningPreview, opening_lacks, opening_preview, sums_of_drafts
from app.invoices.queries.opening import BuyerRow, OpeningGround, ScopeRow
from app.kernel.csv_files.amounts import decimal_sign, read_amount
from app.kernel.csv_files.dates import DateOrder, date_order, read_date
from app.kernel.money import Money
from app.kernel.problems import Problem

TODAY = date(2026, 4, 30)
FIRM = FirmRow(
    1, "Alder & Finch", "GB", "en-GB", "Europe/London", "GBP", "", "", "", "", "", "", "", "", "", "", 30, 14, "S20", 1
)
IN_30 = (Terms(TermsKind.DAYS, 30, EVER),)
BUYERS = (
    BuyerRow(1, "Brightwater Utilities", "Brightwater Utilities Ltd", "GB999999973", "GBP", None, IN_30),
    BuyerRow(2, "Castlegate Property Group", "", "", "GBP", None, IN_30),
    BuyerRow(3, "Nordhavn Energi", "", "", "EUR", "RC0", (Terms(TermsKind.DAYS, 14, EVER),)),
    BuyerRow(4, "Twice Ltd", "", "", "GBP", None, IN_30),
    BuyerRow(5, "twice ltd", "", "", "GBP", None, IN_30),
)


def code(name: str, percent: int, kind: TaxCategory, since: date = EVER) -> TaxCodeRow:
    return TaxCodeRow(0, name, f"Rate {name}", kind, Decimal(percent), since, "")


CODES = (
    code("S20", 20, TaxCategory.STANDARD),
    code("S5", 5, TaxCategory.STANDARD),
    code("Z0", 0, TaxCategory.ZERO),
    code("RC0", 0, TaxCategory.REVERSE_CHARGE),
    code("N1", 1, TaxCategory.STANDARD, date(2026, 1, 1)),
)
SCOPES = (ScopeRow(7, "SOW-1", "Review", 1), ScopeRow(8, "SOW-2", "Model", 2))
GROUND = OpeningGround(TODAY, FIRM, BUYERS, SCOPES, CODES)
HEAD = "Number,Client,Date,Due,Gross,Open"


def shown(text: str | bytes, *known: str, order: DateOrder | None = None) -> OpeningPreview:
    content = text if isinstance(text, bytes) else text.encode()
    file = read_content("open.csv", content)
    return opening_preview(file, GROUND, lambda drafts: judge_opening(drafts, known), order=order)


def rows(text: str, order: DateOrder | None = None) -> tuple[ReadRow, ...]:
    file = read_content("open.csv", text.encode())
    records = file.body(headed=file.headed)
    return read_rows(records, file.mapping, GROUND, habits_of(records, file.mapping, "GB", order))


def only(text: str) -> OpeningDraft:
    (row,) = rows(text)
    assert row.draft is not None, row.reason
    return row.draft


# ------------------------------------------------------------------ what is read


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        (
            "*ContactName,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,TaxTotal",
            "client number po issued due gross paid left tax",
        ),
        (
            "Rechnungsnr.,Kunde,Rechnungsdatum,Fälligkeit,Netto,USt.,Brutto,Offener Betrag,Währung,Bestellnummer",
            "number client issued due net tax gross left currency po",
        ),
        ("Date,Num,Name,Due Date,Amount,Open Balance", "issued number client due gross left"),
        (
            "Invoice,Customer,Invoice Date,Total,Balance,VAT rate,Project",
            "number client issued gross left tax_code sow",
        ),
    ],
)
def test_headings_are_known_as_programs_write_them(headings: str, wanted: str) -> None:
    assert " ".join(one.value if one else "-" for one in guess(headings.split(","))) == wanted


def test_a_row_is_an_invoice_with_what_is_open_of_it() -> None:
    text = (
        "Number;Client;Date;Due;Net;VAT;Total;Open;PO;Project\n"
        "2025/118;brightwater utilities ltd;31.12.2025;30.01.2026;1.000,00;200,00;1.200,00;500,00;PO 1;sow-1\n"
    )
    assert only(text) == OpeningDraft(
        line=2,
        number="2025/118",
        client_id=1,
        sow_id=7,
        issued_on=date(2025, 12, 31),
        due_on=date(2026, 1, 30),
        net=Money(100_000, "GBP"),
        tax=Money(20_000, "GBP"),
        left=Money(50_000, "GBP"),
        tax_code="S20",
        po_number="PO 1",
    )


@pytest.mark.parametrize(
    ("heads", "cells", "sums"),
    [
        ("Open", "1200", (100_000, 20_000, 120_000, "S20")),
        ("Gross", "100.01", (8_334, 1_667, 10_001, "S20")),
        ("Net", "1000", (100_000, 20_000, 120_000, "S20")),
        ("Gross,Paid", "1200,200", (100_000, 20_000, 100_000, "S20")),
        ("Open,Paid", "1000,200", (100_000, 20_000, 100_000, "S20")),
        ("Net,Gross", "1000,1050", (100_000, 5_000, 105_000, "S5")),
        ("Gross,VAT", "1050,50", (100_000, 5_000, 105_000, "S5")),
        ("Net,VAT", "1000,200.03", (100_000, 20_003, 120_003, "S20")),
        ("Net,VAT rate", "1000,5 %", (100_000, 5_000, 105_000, "S5")),
        ("Net,VAT rate", "1000,Rate Z0", (100_000, 0, 100_000, "Z0")),
        ("Net,Tax code", "1000,z0", (100_000, 0, 100_000, "Z0")),
    ],
)
def test_one_sum_is_enough_and_more_must_agree(heads: str, cells: str, sums: tuple[int, int, int, str]) -> None:
    found = only(f"Number,Client,Date,{heads}\nA-1,Brightwater Utilities,2026-03-31,{cells}\n")
    assert (found.net.minor, found.tax.minor, found.left.minor, found.tax_code) == sums
    assert found.due_on == date(2026, 4, 30)


def test_a_client_without_tax_has_its_own_code_and_currency() -> None:
    found = only("Number,Client,Date,Net,VAT,Currency\nA-1,Nordhavn Energi,2026-03-31,1000,0,eur\n")
    assert (found.tax_code, found.gross, found.due_on) == ("RC0", Money(100_000, "EUR"), date(2026, 4, 14))


def test_the_sums_are_told_for_each_currency() -> None:
    text = "Number,Client,Date,Open\n1,Brightwater Utilities,2026-03-31,10\n2,Nordhavn Energi,2026-03-31,20\n3,x,,\n"
    found = shown(text)
    drafts = [row.draft for row in found.rows if row.draft is not None]
    assert sums_of_drafts(drafts) == (Money(2_000, "EUR"), Money(1_000, "GBP"))


def test_what_is_there_already_and_what_stands_twice_is_told() -> None:
    body = "\n".join(f"{number},Brightwater Utilities,2026-03-31,10" for number in ("A-1", "A-2", "a - 2"))
    found = shown(f"Number,Client,Date,Open\n{body}\n", "a-1")
    assert [(row.state, row.why) for row in found.rows] == [
        (OpeningState.KNOWN, "A-1 is in the book and stays as it is."),
        (OpeningState.NEW, ""),
        (OpeningState.WRONG, "a - 2 stands in line 3 already."),
    ]


def test_what_no_column_is_known_as_is_named() -> None:
    assert opening_lacks(guess(["Number", "Client", "Date", "Open"])) == ""
    assert "Client, Invoice date" in opening_lacks((Meaning.NUMBER, None))
    assert "known as a sum" in opening_lacks(guess(["Number", "Client", "Date"]))


# ------------------------------------------------------------------ days in three orders, sums in two


@pytest.mark.parametrize(
    ("cells", "usual", "order", "proved"),
    [
        (["03/04/2026", "13/04/2026"], "mdy", "dmy", True),
        (["03/04/2026", "03/14/2026"], "dmy", "mdy", True),
        (["03/04/2026"], "mdy", "mdy", False),
        (["13/04/2026", "04/13/2026"], "dmy", "dmy", False),
        (["03.04.2026", "2026-04-03"], "mdy", "mdy", False),
    ],
)
def test_the_order_of_days_is_found_from_all_rows(cells: list[str], usual: str, order: str, proved: bool) -> None:
    assert date_order(cells, DateOrder(usual)) == (DateOrder(order), proved)


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-26", "03/04/2026 10:15", "04 03 2026"])
def test_a_day_is_read_in_the_order_of_its_file(text: str) -> None:
    wanted = {"d": date(2026, 4, 3), "m": date(2026, 3, 4)}
    day_first = text.startswith("04")
    assert read_date(text, DateOrder.DAY) == wanted["m" if day_first else "d"]
    assert read_date(text, DateOrder.MONTH) == wanted["d" if day_first else "m"]


@pytest.mark.parametrize(
    "text",
    ["2026-04-03", "03.04.2026", "3 Apr 2026", "April 3, 2026", "3. April 26", "20260403", "2026-04-03T09:30:00Z"],
)
def test_some_days_need_no_order(text: str) -> None:
    assert read_date(text, DateOrder.MONTH) == read_date(text, DateOrder.DAY) == date(2026, 4, 3)


def test_days_that_read_two_ways_are_counted_until_somebody_says_how() -> None:
    text = f"{HEAD}\nA-1,Brightwater Utilities,03/02/2026,04/03/2026,10,10\n"
    assert shown(text).habits.doubtful == 2
    said = shown(text, order=DateOrder.MONTH)
    assert said.habits.doubtful == 0
    assert said.rows[0].draft is not None
    assert said.rows[0].draft.issued_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "sign", "minor"),
    [
        ("1,234.50", "", 123_450),
        ("1.234,50", "", 123_450),
        ("€ 1.234,5", "", 123_450),
        ("1'234.50", "", 123_450),
        ("1 234,50 EUR", "", 123_450),
        ("1.234", ",", 123_400),
        ("1.234.567", "", 123_456_700),
        ("(12.50)", "", -1_250),
        ("12,50-", "", -1_250),
        (".5", "", 50),
    ],
)
def test_a_sum_is_read_as_it_was_written(text: str, sign: str, minor: int) -> None:
    assert read_amount(text, "EUR", sign) == Money(minor, "EUR")


def test_the_decimal_sign_is_what_all_cells_agree_on() -> None:
    assert decimal_sign(["1.234", "12,50", "7"]) == ","
    assert decimal_sign(["1.50", "2,50"]) == ""
    with pytest.raises(Problem, match="two ways"):
        read_amount("1.234", "EUR", "")


# ------------------------------------------------------------------ bad files

CLIENT = "Brightwater Utilities"
WHOLE: dict[str, tuple[bytes, str]] = {
    "a spreadsheet": (b"PK\x03\x04xxxx", "This is not a CSV file, whatever its name says."),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is not a CSV file, whatever its name says."),
    "a picture": (b"%PDF-1.7 x", "This is not a CSV file, whatever its name says."),
    "nothing": (b"", "This file is empty."),
    "blanks": (b" \r\n \r\n", "This file is empty."),
    "half a character": (b"\xff\xfeN\x00u\x00m\x00b", "Line 1 holds a character that cannot be read as UTF-16."),
    "no known encoding": (b"Number,Client\nA,\x81\n", "Line 2 holds a character that cannot be read as"),
    "too many rows": (b"Number\n" + b"a\n" * 20_001, "This file has more than 20000 rows."),
    "a heading without end": (b'"Number,Client\n1,2\n', "The first row, line 1, cannot be read:"),
}
ROWS: dict[str, tuple[str, str]] = {
    "no number": (f",{CLIENT},2026-03-31,,10,", "Invoice number: This field is empty."),
    "a long number": (f"{'9' * 201},{CLIENT},2026-03-31,,10,", "Invoice number: This text has 201 characters"),
    "nobody": ("A-1,,2026-03-31,,10,", "Client: This row names no client."),
    "an unknown client": ("A-1,Acme,2026-03-31,,10,", "No client of the book is called “Acme”. Add the client first."),
    "a slip of the hand": ("A-1,Brightwater Utilites,2026-03-31,,10,", "Did you mean Brightwater Utilities?"),
    "two of one name": ("A-1,Twice Ltd,2026-03-31,,10,", "No client of the book is called “Twice Ltd”."),
    "no date": (f"A-1,{CLIENT},,,10,", "Invoice date: This row has no date."),
    "no day": (f"A-1,{CLIENT},soon,,10,", "Invoice date: “soon” is not a day. Write it like 2026-03-31."),
    "no such day": (f"A-1,{CLIENT},31.02.2026,,10,", "Invoice date: “31.02.2026” is no day of the calendar."),
    "a counted day": (f"A-1,{CLIENT},46112,,10,", "“46112” is how a spreadsheet counts days, not a day."),
    "a day to come": (f"A-1,{CLIENT},2026-05-01,,10,", "Invoice date: It is dated in the future."),
    "a mistyped year": (f"A-1,{CLIENT},0202-03-31,,10,", "Invoice date: It is dated before the year 2000."),
    "due before issued": (f"A-1,{CLIENT},2026-03-31,2026-03-30,10,", "Due date: An invoice is not due before it is"),
    "due too late": (f"A-1,{CLIENT},2026-03-31,2062-03-30,10,", "Due date: It is due more than three years after"),
    "no sum": (f"A-1,{CLIENT},2026-03-31,,,", "This row does not say what was billed or what is open."),
    "words for a sum": (f"A-1,{CLIENT},2026-03-31,,ten,", "Gross sum: “ten” is not a sum. Write it like 1234.50."),
    "a formula": (f"A-1,{CLIENT},2026-03-31,,=SUM(E2:E9),", "Gross sum: “=SUM(E2:E9)” is a formula, not its result."),
    "a failed formula": (
        f"A-1,{CLIENT},2026-03-31,,#REF!,",
        "“#REF!” is how a spreadsheet says that a formula failed.",
    ),
    "a short form": (f"A-1,{CLIENT},2026-03-31,,1.2E+05,", "“1.2E+05” was cut short by a spreadsheet."),
    "a huge number": (f"A-1,{CLIENT},2026-03-31,,{'9' * 14},", "Gross sum: “99999999999999” is more than the book"),
    "too many decimals": (f"A-1,{CLIENT},2026-03-31,,10.0625,", "“10.0625” has more decimals than GBP has."),
    "two ways": (f"A-1,{CLIENT},2026-03-31,,1.234,", "“1.234” can be read in two ways"),
    "another currency": (
        f"A-1,{CLIENT},2026-03-31,,10 EUR,",
        "“10 EUR” is not in GBP, in which this client is billed.",
    ),
    "more open than billed": (f"A-1,{CLIENT},2026-03-31,,10,11", "Still open: More is open on it than was billed."),
    "nothing open": (f"A-1,{CLIENT},2026-03-31,,10,0", "Still open: Nothing is open on it."),
    "a credit note": (f"A-1,{CLIENT},2026-03-31,,(10.00),", "Still open: A sum is below zero: a credit note"),
    "too many cells": (f"A-1,{CLIENT},2026-03-31,,10,,,x", "The first row has 6 cells, this one 8."),
    "a mark without end": (f'A-1,"{CLIENT},2026-03-31,,10,', "A quotation mark is opened here and never closed"),
    "a letter nobody can keep": (f"A\x00-1,{CLIENT},2026-03-31,,10,", "Cell 1 holds a character that cannot be kept."),
}
MORE: dict[str, tuple[str, str, str]] = {
    "sums that disagree": ("Net,VAT,Gross", "10,2,13", "Gross sum: 10.00 and 2.00 are not 13.00."),
    "a wrong tax": ("Net,VAT,Tax code", "100,19,S20", "Tax: S20 makes 20.00 of 100.00, the row says 19.00."),
    "a tax nobody knows": ("Net,VAT", "100,7", "Tax code: Which tax is this? 7 % of the net sum fits 0 tax codes"),
    "no tax, two reasons": ("Net,VAT", "100,0", "Tax code: Which tax is this? 0 % of the net sum fits 2 tax codes"),
    "an unknown code": ("Net,Tax code", "100,X9", "Tax code: “X9” is no tax code of that day."),
    "a code of later": ("Net,Tax code,Date", "100,N1,2025-12-31", "Tax code: “N1” is no tax code of that day."),
    "paid and open": ("Gross,Paid,Open", "100,30,80", "Paid before: 100.00 less 30.00 is not 80.00."),
    "a currency of others": ("Gross,Currency", "100,USD", "Currency: Brightwater Utilities is billed in GBP"),
    "no such scope": ("Gross,Project", "100,SOW-9", "Statement of work: There is no statement of work SOW-9."),
    "a scope of others": ("Gross,Project", "100,SOW-2", "SOW-2 is not a statement of work of Brightwater Utilities."),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(name: str) -> None:
    content, words = WHOLE[name]
    with pytest.raises(Problem) as found:
        shown(content)
    assert words in found.value.message
    assert found.value.hint


@pytest.mark.parametrize("name", ROWS)
def test_a_bad_row_says_why_and_in_which_column_and_leaves_the_others(name: str) -> None:
    row, words = ROWS[name]
    found = shown(f"{HEAD}\nA-0,{CLIENT},2026-03-31,,5,\n{row}\n").rows
    assert found[0].state is OpeningState.NEW
    assert (found[1].line, found[1].state, found[1].draft) == (3, OpeningState.WRONG, None)
    assert words in found[1].why


@pytest.mark.parametrize("name", MORE)
def test_a_row_whose_columns_disagree_says_so(name: str) -> None:
    heads, cells, words = MORE[name]
    given = heads.split(",")
    day = "" if "Date" in given else "Date,"
    (row,) = shown(f"Number,Client,{day}{heads}\nA-1,{CLIENT},{'2026-03-31,' if day else ''}{cells}\n").rows
    assert row.state is OpeningState.WRONG
    assert words in row.why


def test_each_bad_row_has_a_sentence_of_its_own() -> None:
    reasons = [words for _row, words in ROWS.values()] + [words for _h, _c, words in MORE.values()]
    assert len(set(reasons)) == len(reasons) >= 35
