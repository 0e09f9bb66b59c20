"""Reading a file of clients, without a book: what was written reads back, and no bad file passes for a good one."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clients.domain import PoRule, TermsKind
from app.clients.importing import (
    ClientsFile,
    Meaning,
    ReadRow,
    Usual,
    choose,
    guess,
    read_content,
    read_rows,
)
from app.kernel.csv_files import MOST_ROWS, left_out_csv, read_table
from app.kernel.csv_files.table import DELIMITERS
from app.kernel.problems import Problem

USUAL = Usual("GB", "en-GB", "GBP", ((3, "EF", "Eleanor Finch"),))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
WESTERN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "€„“–…\n"


def rows_of(file: ClientsFile) -> tuple[ReadRow, ...]:
    return read_rows(file.body(headed=file.headed), file.mapping, USUAL)


def read(text: str, encoding: str = "utf-8") -> tuple[ReadRow, ...]:
    return rows_of(read_content("clients.csv", text.encode(encoding)))


def only(text: str) -> ReadRow:
    (row,) = read(text)
    return row


def written(rows: list[list[str]], delimiter: str, line_end: str = "\r\n") -> str:
    paper = io.StringIO(newline="")
    if line_end == "\r":  # it would leave other line ends bare
        csv.writer(paper, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    else:
        csv.writer(paper, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return paper.getvalue()


def meant(cell: str) -> str:
    """A cell as the reader gives it back: tidy at its ends."""
    return unicodedata.normalize("NFC", cell.replace("\ufeff", "").replace("\xad", "")).strip()


# ------------------------------------------------------------------ what was written reads back

HEADINGS = ["Company", "Street", "Town", "Notes"]
LINES = st.lists(
    st.text(alphabet=WESTERN, max_size=12).filter(lambda t: t[:1] not in {"'", "="}), min_size=4, max_size=4
)


@given(st.lists(LINES, min_size=1, max_size=6), st.sampled_from(DELIMITERS), st.sampled_from(ENCODINGS),
       st.sampled_from(["\r\n", "\n", "\r"]))  # fmt: skip
def test_a_table_reads_back_in_every_encoding_and_with_every_delimiter(
    lines: list[list[str]], delimiter: str, encoding: str, line_end: str
) -> None:
    body = [line for line in lines if any(cell.strip() for cell in line)]
    content = written([HEADINGS, *body], delimiter, line_end).encode(encoding)
    table = read_content("x.csv", content).table
    assert table.delimiter == delimiter
    assert [record.fault for record in table.records] == [""] * (len(body) + 1)
    assert [[meant(cell) for cell in record.cells] for record in table.records[1:]] == [
        [meant(cell.strip()) for cell in line] for line in body
    ]


@given(st.text(max_size=300), st.sampled_from(DELIMITERS))
def test_no_text_breaks_the_reader_and_every_record_knows_its_line(text: str, delimiter: str) -> None:
    try:
        table = read_table(f"Name{delimiter}City\n{text}")
    except Problem:
        return
    lines = [record.line for record in table.records]
    assert lines == sorted(set(lines))
    assert max(lines) <= 2 + text.count("\n") + text.count("\r")
    assert all(record.fault or len(record.cells) == table.width for record in table.records)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        rows = rows_of(read_content("x.csv", content))
    except Problem:
        return
    assert all((row.draft is None) == bool(row.reason) for row in rows)


@given(st.lists(st.text(alphabet=WESTERN + "=+-@\t", max_size=9), min_size=2, max_size=2))
def test_what_guards_a_cell_from_being_calculated_goes_again(cells: list[str]) -> None:
    content = left_out_csv(["Name", "City"], [(2, cells, "")], ";")
    record = read_content("x.csv", content).table.records[1]
    if any(cell.lstrip().startswith(("'", '="')) for cell in cells):
        return
    assert [meant(cell) for cell in record.cells[:2]] == [meant(cell) for cell in cells]


# ------------------------------------------------------------------ the delimiter and the place


def test_the_delimiter_is_found_although_names_hold_others() -> None:
    text = 'Firma;Ort;Notiz\n"Meyer, Söhne & Co";Kiel;"a, b, c"\nLarkfield;Bath;x|y\n'
    assert read_table(text).delimiter == ";"
    assert read_table("Name\nAcme, Inc.\nBeta, Ltd\n").records[1].cells == ("Acme, Inc.",)
    assert read_table("sep=|\nName|City\nAcme|Bath\n").records[1].line == 3


def test_each_row_keeps_the_line_it_begins_in() -> None:
    text = 'Name,Address\r\nAcme,"1 Quay\r\nBath"\r\n\r\n,,\r\nBeta,"x"\r\n'
    assert [record.line for record in read_table(text).records] == [1, 2, 6]


def test_a_short_row_is_filled_up_as_excel_writes_it_but_not_behind_a_broken_one() -> None:
    assert read_table("Name,City,Phone\nAcme\n").records[1].cells == ("Acme", "", "")
    table = read_table('Name,City,Phone\n"Acme"x,Bath,1\nBeta\n')
    assert [bool(record.fault) for record in table.records] == [False, True, True]


# ------------------------------------------------------------------ headings


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        ("Company,Tax number,Email", "name tax_number email"),
        ("Firma;USt-IdNr.;PLZ;Ort;Land;Zahlungsziel (Tage)", "name tax_number postcode city country terms"),
        ("*ContactName,EmailAddress,FirstName,LastName,POAddressLine1,POAddressLine2,POCity",
         "name email first_name last_name address address city"),
        ("Name,First name,Last name", "name first_name last_name"),
        ("Kundennummer;Firmenname;Vorname;Nachname;Straße;Hausnummer;PLZ;Ort",
         "- name first_name last_name address address postcode city"),
        ("Vorname,Name", "first_name last_name"),
        ("Customer,Name,Billing Street,Billing City", "name contact address city"),
        ("Display Name,Mobile,Phone", "name - phone"),
        ("Kunde;Steuernummer;UStID;Währung;Sprache", "name - tax_number currency language"),
        ("Client,Legal name,VAT or tax number,Payer,Email for invoices,Owner here,PO needed",
         "name legal_name tax_number contact email owner po_rule"),
        ("Nombre,Ciudad", "- -"),
    ],
)  # fmt: skip
def test_headings_are_known_in_english_and_german(headings: str, wanted: str) -> None:
    delimiter = ";" if ";" in headings else ","
    found = [meaning.value if meaning else "-" for meaning in guess(headings.split(delimiter))]
    assert found == wanted.split()


def test_a_chosen_meaning_leaves_the_column_that_had_it() -> None:
    mapping = guess(["Company", "Street", "Phone"])
    assert choose(mapping, 2, Meaning.NAME) == (None, Meaning.ADDRESS, Meaning.NAME)
    assert choose(mapping, 2, Meaning.ADDRESS) == (Meaning.NAME, Meaning.ADDRESS, Meaning.ADDRESS)
    assert choose(mapping, 0, None) == (None, Meaning.ADDRESS, Meaning.PHONE)


# ------------------------------------------------------------------ values


def test_a_row_becomes_a_client_as_a_form_would_have_it() -> None:
    draft = only(
        "Firma;Straße;Hausnummer;PLZ;Ort;Land;USt-IdNr.;Zahlungsziel;Ansprechpartner;E-Mail;Telefon;Zuständig;"
        "Bestellnummer nötig\n"
        "Meyer & Söhne GmbH;Hafenstr.;12 a;24103;Kiel;Deutschland;DE 136 695 976;14 Tage netto;Jo Meyer;"
        "jo@meyer.example;'+49 431 1;ef;ja\n"
    ).draft
    assert draft is not None
    assert draft.address == "Hafenstr. 12 a\n24103 Kiel\nGermany"
    assert (draft.country, draft.tax_number, draft.currency) == ("DE", "DE136695976", "GBP")
    assert (draft.terms_kind, draft.terms_number) == (TermsKind.DAYS, 14)
    assert (draft.payer_name, draft.payer_email, draft.payer_phone) == ("Jo Meyer", "jo@meyer.example", "+49 431 1")
    assert (draft.owner_id, draft.po_rule) == (3, PoRule.EVERY_INVOICE)


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ("GB,1 Quay,BS1 4SB,Bristol,", "1 Quay\nBristol BS1 4SB"),
        ("US,5 Main St,02139,Cambridge,MA", "5 Main St\nCambridge, MA 02139\nUnited States"),
        ("FR,3 rue Dante,75005,Paris,", "3 rue Dante\n75005 Paris\nFrance"),
        ("AU,7 Pitt St,2000,Sydney,NSW", "7 Pitt St\nSydney NSW 2000\nAustralia"),
    ],
)
def test_a_town_is_written_as_its_country_writes_it(cells: str, address: str) -> None:
    draft = only(f"Country,Street,Postcode,City,State,Name\n{cells},Acme\n").draft
    assert draft is not None
    assert draft.address == address


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("30", TermsKind.DAYS, 30),
        ("30.0", TermsKind.DAYS, 30),
        ("30 days", TermsKind.DAYS, 30),
        ("14 Tage", TermsKind.DAYS, 14),
        ("Net 45", TermsKind.DAYS, 45),
        ("2/10 net 30", TermsKind.DAYS, 30),
        ("Due on receipt", TermsKind.DAYS, 0),
        ("sofort", TermsKind.DAYS, 0),
        ("day 24 of the next month", TermsKind.DAY_OF_NEXT_MONTH, 24),
        ("am 24. des Folgemonats", TermsKind.DAY_OF_NEXT_MONTH, 24),
        ("", TermsKind.DAYS, None),
    ],
)
def test_terms_are_read_as_people_write_them(text: str, kind: TermsKind, number: int | None) -> None:
    draft = only(f'Name;Terms\nAcme;"{text}"\n').draft
    assert draft is not None
    assert (draft.terms_kind, draft.terms_number) == (kind, number)


def test_a_person_without_a_firm_is_the_client_and_an_address_without_a_person_belongs_to_the_client() -> None:
    alone, firm = read("Company,First name,Last name,Email\n,Ada,Byron,ada@byron.example\nAcme,,,ap@acme.example\n")
    assert alone.draft is not None
    assert firm.draft is not None
    assert (alone.draft.name, alone.draft.payer_name) == ("Ada Byron", "Ada Byron")
    assert (firm.draft.payer_name, firm.draft.payer_email) == ("Acme", "ap@acme.example")


@pytest.mark.parametrize(
    ("heading", "cell", "at", "words"),
    [
        ("Tax number", "GB999120418", Meaning.TAX_NUMBER, "Digits 8 and 9 may be swapped."),
        ("Country", "Atlantis", Meaning.COUNTRY, "“Atlantis” is no country known here."),
        ("Currency", "Taler", Meaning.CURRENCY, "is not a currency code."),
        ("Language", "Klingon", Meaning.LANGUAGE, "is not a language with its region."),
        ("Email", "jo at acme", Meaning.EMAIL, "is not an email address."),
        ("Terms", "whenever", Meaning.TERMS, "are no payment terms that can be read."),
        ("Terms", "999", Meaning.TERMS, "Between 0 and 365 days are possible."),
        ("Phone", "0" * 41, Meaning.PHONE, "there is room for 40"),
        ("Owner", "Nobody Here", Meaning.OWNER, "Nobody here is called “Nobody Here”."),
        ("PO needed", "perhaps", Meaning.PO_RULE, "is neither yes nor no."),
        ("Mail domain", "not a domain", Meaning.DOMAINS, "is not a mail domain."),
        ("Legal name", "x" * 201, Meaning.LEGAL_NAME, "there is room for 200"),
    ],
)
def test_a_value_that_cannot_stay_says_why_and_in_which_column(
    heading: str, cell: str, at: Meaning, words: str
) -> None:
    row = only(f"Name;{heading}\nAcme;{cell}\n")
    assert row.draft is None
    assert (row.name, row.at) == ("Acme", at)
    assert words in row.reason


def test_signs_that_nobody_sees_make_no_other_client() -> None:
    names = [row.name for row in read("Name\nAc\u202eme\nBe\u200bta\n\ufeffGamma\nनी\u200dल\n")]
    assert names == ["Acme", "Beta", "Gamma", "नी\u200dल"]


def test_a_row_without_a_name_says_so() -> None:
    assert only("Name,City\n,Bath\n").reason == "This row names no client."


# ------------------------------------------------------------------ the corpus of bad files

GOOD = "Name,City\nAcme,Bath\n"
WHOLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "csv_file.empty"),
    "blanks": (b" \r\n\t \n", "csv_file.empty"),
    "mark alone": (b"\xef\xbb\xbf", "csv_file.empty"),
    "delimiters alone": (b",,,\n,,,\n", "csv_file.empty"),
    "sep alone": (b"sep=;\n", "csv_file.empty"),
    "excel": (b"PK\x03\x04" + bytes(60), "csv_file.kind"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "csv_file.kind"),
    "pdf": (b"%PDF-1.7\n...", "csv_file.kind"),
    "rtf": (rb"{\rtf1 Name}", "csv_file.kind"),
    "xml": (b"<?xml version='1.0'?><a/>", "csv_file.kind"),
    "web page": (b"\n <!DOCTYPE html><p>Name,City</p>", "csv_file.kind"),
    "random": (bytes(range(256)) * 8, "csv_file.kind"),
    "zeros": (bytes(500), "csv_file.kind"),
    "cut utf-16": (b"\xff\xfe" + GOOD.encode("utf-16-le")[:-1], "csv_file.encoding"),
    "cut utf-32": (b"\xff\xfe\x00\x00" + GOOD.encode("utf-32-le")[:-2], "csv_file.encoding"),
    "beyond utf-32": (b"\xff\xfe\x00\x00\xff\xff\xff\xff", "csv_file.encoding"),
    "dos code page": ("Name;Ort\nM\x81ller;K\x94ln\n".encode("latin-1"), "csv_file.encoding"),
    "too large": (GOOD.encode() + b"x" * (20 * 1024 * 1024), "csv_file.large"),
    "too many rows": (b"Name\n" + b"a\n" * (MOST_ROWS + 1), "csv_file.rows"),
    "open quote in the headings": (b'Name,"City\nAcme,Bath\n', "csv_file.first_row"),
    "10 MB heading": (b"Name," + b"x" * 10_000_000 + b"\nAcme,Bath\n", "csv_file.first_row"),
    "300 headings": (b",".join([b"Name"] * 300) + b"\nAcme\n", "csv_file.first_row"),
}


@pytest.mark.parametrize("name", list(WHOLE))
def test_a_file_that_cannot_be_read_is_refused_as_a_whole_with_the_way_out(name: str) -> None:
    content, code = WHOLE[name]
    with pytest.raises(Problem) as caught:
        read_content("clients.csv", content)
    assert caught.value.code == code
    assert caught.value.hint


BAD_ROWS: dict[str, tuple[bytes, int, str]] = {
    "nul": (b"A\x00cme,Bath", 2, "Cell 1 holds a character that cannot be kept."),
    "lone surrogate": (b"A\xed\xa0\x80,Bath", 2, "Cell 1 holds a character"),
    "broken utf-8": ("Söhne,Köln,".encode() + b"\xff", 2, "Cell 3 holds a character"),
    "10 MB cell": (b"Acme," + b"x" * 10_000_000, 2, "Cell 2 has 10000000 characters; there is room for 10000."),
    "10 MB quoted cell": (b'Acme,"' + b"x\n" * 5_000_000 + b'"', 2, "Cell 2 has 10000000 characters"),
    "open quote": (b'Acme,"Bath\nBeta,Kiel', 2, "never closed"),
    "behind a quote": (b'"Acme" Ltd,Bath', 2, "Something stands behind a closing quotation mark:  Ltd"),
    "too many cells": (b"Acme,Bath,1,2", 2, "The first row has 3 cells, this one 4."),
    "no name": (b",Bath", 2, "This row names no client."),
    "name of blanks": (b"   ,Bath", 2, "This row names no client."),
    "name of 201": (b"x" * 201 + b",Bath", 2, "there is room for 200"),
    "address of 1001": (b"Acme," + b"x" * 1001, 2, "there is room for 1000"),
    "bad number": (b"Acme,Bath,GB1", 2, "VAT number"),
    "second row": (b"Acme,Bath\nBeta,Kiel,GB1", 3, "VAT number"),
    "behind an empty line": (b"Acme,Bath\n\n\nBeta,Kiel,GB1", 5, "VAT number"),
    "behind a line break in quotes": (b'Acme,"Bath\nBath"\nBeta,Kiel,GB1', 4, "VAT number"),
    "behind the broken": (b'"Acme"x,Bath,\nBeta', 3, "The first row has 3 cells, this one 1."),
    "quote in a number": (b'Acme,Bath,"GB""1"', 2, "VAT number"),
    "exponent": (b"Acme,Bath,1e9999999", 2, "VAT number"),
    "arabic digits": ("Acme,Bath,٩٩٩١٢٠٤٨١".encode(), 2, "VAT number"),
    "script": (b"Acme,Bath,<script>", 2, "VAT number"),
    "formula": (b"Acme,Bath,=1+1", 2, "VAT number"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BAD_ROWS))
def test_a_bad_row_is_told_with_its_line_and_reason(name: str) -> None:
    body, line, reason = BAD_ROWS[name]
    rows = rows_of(read_content("clients.csv", b"Name,Address,VAT number\n" + body + b"\n"))
    wrong = {row.line: row.reason for row in rows if row.draft is None}
    assert line in wrong
    assert reason in wrong[line]
    assert all(row.draft is None or row.draft.name in {"Acme", "Beta"} for row in rows)


def test_the_bad_ones_leave_the_others_as_they_are() -> None:
    rows = read('Name,City\nAcme,Bath\nBe\x00ta,Kiel\n"Gam"ma,Ulm\nDelta,Bonn\n')
    assert [row.name for row in rows if row.draft is not None] == ["Acme", "Delta"]
    assert [row.line for row in rows if row.draft is None] == [3, 4]


def test_the_rows_left_out_read_again_with_their_old_headings() -> None:
    file = read_content("x.csv", b"Name;Phone;VAT number\nAcme;'+44 1;GB1\n")
    (row,) = rows_of(file)
    again = read_content("y.csv", left_out_csv(file.first, [(row.line, row.cells, row.reason)], ";"))
    assert again.mapping == (*file.mapping, None, None)
    assert again.table.records[1].cells[:3] == ("Acme", "+44 1", "GB1")
    assert again.table.records[1].cells[3:] == ("2", row.reason)
    content = left_out_csv(file.first, [(row.line, row.cells, row.reason)], ";").decode("utf-8-sig")
    assert "'+44 1" in content
