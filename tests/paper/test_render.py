"""The finished file: its words, fonts, facts and code."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdf
import pypdfium2
import pytest
import zxingcpp

from app.kernel.money import Money
from app.kernel.problems import Problem
from app.paper.document import Document, Fact, LineHead, Party, PayBox, TextBox, cleaned, printed
from app.paper.marks import Box, Code, Link
from app.paper.page import SIDE, Paper
from app.paper.qr import epc_text
from app.paper.render import lay_out, render

Build = Callable[..., Document]


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def by_pypdf(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(data).pages).split())


def by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def tokens(document: Document) -> set[str]:
    filled = {"{details_page}": "2", "{page}": "1", "{pages}": "2"}
    texts = [text for _where, text in printed(document) if text not in {"Carried over", "Brought forward"}]
    no_carry = [text for text in texts if text not in carried(document)]
    words = set()
    for text in no_carry:
        for mark, value in filled.items():
            text = text.replace(mark, value)  # noqa: PLW2901
        words.update(text.split())
    return words


def carried(document: Document) -> set[str]:
    """Running sums are printed at a break only."""
    rows = [cell for part in document.details for table in part.tables for row in table.rows for cell in row.carry]
    shown = [cell for part in document.details for table in part.tables for row in table.rows for cell in row.cells]
    sums = [line.running for line in document.lines]
    amounts = [line.amount for line in document.lines] + [row.amount for row in document.totals]
    return {*rows, *sums} - {*shown, *amounts, ""}


@pytest.mark.parametrize("extract", [by_pypdf, by_pdfium])
def test_the_words_of_the_file_are_the_words_handed_in(invoice: Document, extract: Callable[[bytes], str]) -> None:
    found = set(extract(render(invoice)).split())
    assert found == tokens(invoice)


@pytest.mark.parametrize("extract", [by_pypdf, by_pdfium])
@pytest.mark.parametrize("paper", list(Paper))
def test_neighboring_cells_are_not_glued_in_the_text(
    invoice: Document, extract: Callable[[bytes], str], paper: Paper
) -> None:
    text = extract(render(replace(invoice, paper=paper, draft_notice="Draft, not a tax invoice")))
    for row in ("10.0 h £240.00 20% £2,400.00", "4 trip £46.15 20% £184.60", "6.0 £95.00 £570.00"):
        assert row in text
    assert "To pay by 30 May 2026 £23,259.72" in text
    assert "Total hours and fees 130.5 £18,962.50" in text
    assert "Reference INV-2026-0118" in text
    assert not re.search(r"\d£|[a-z]£|InvoiceINV|0118[A-Z]", text)


def test_all_fonts_are_embedded_subsets_of_ibm_plex_sans(invoice: Document) -> None:
    names = set()
    for page in reader(render(invoice)).pages:
        for reference in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = reference.get_object()
            names.add(font["/BaseFont"].split("+")[1])
            assert re.match(r"/[A-Z]{6}\+IBMPlexSans", font["/BaseFont"])
            assert "/FontFile2" in font["/FontDescriptor"]
            assert "/ToUnicode" in font
    assert names == {"IBMPlexSans-Regular", "IBMPlexSans-Medium", "IBMPlexSans-SemiBold", "IBMPlexSans-Bold"}


def test_title_author_language_and_date_are_in_the_file(invoice: Document) -> None:
    made = datetime(2026, 4, 30, 17, 20, tzinfo=UTC) + timedelta(seconds=5)
    file = reader(render(replace(invoice, made_at=made)))
    assert file.metadata is not None
    assert file.metadata.title == "Invoice INV-2026-0118"
    assert file.metadata.author == "Alder & Finch Advisory LLP"
    assert file.metadata.creation_date == made
    assert str(file.root_object["/Lang"]) == "en-GB"


def test_the_same_document_gives_the_same_bytes(invoice: Document) -> None:
    once = render(invoice)
    render(replace(invoice, number="INV-2026-0119"))
    assert render(invoice) == once
    assert render(replace(invoice, number="INV-2026-0119")) != once


def test_documents_made_at_the_same_time_do_not_mix(invoice: Document) -> None:
    documents = [replace(invoice, number=f"INV-2026-{number:04}") for number in range(12)]
    alone = [render(document) for document in documents]
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(render, documents)) == alone


@pytest.mark.parametrize("paper", list(Paper))
def test_the_code_read_back_from_the_page_is_the_text_handed_in(invoice: Document, paper: Paper) -> None:
    transfer = epc_text(
        name="Fabrik für Worte GmbH",
        iban="DE71110220330123456789",
        amount=Money.of("23259.72", "EUR"),
        text="INV-2026-0118 Müller",
    )
    assert invoice.pay is not None
    for text in (invoice.pay.qr_text, transfer):
        pay = replace(invoice.pay, qr_text=text)
        page = pypdfium2.PdfDocument(render(replace(invoice, paper=paper, pay=pay)))[0]
        codes = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        assert [code.text for code in codes] == [text]


def test_a_code_has_its_quiet_zone_inside_the_frame(invoice: Document) -> None:
    page = lay_out(invoice)[0]
    code = next(mark for mark in page.marks if isinstance(mark, Code))
    frame = next(mark for mark in page.marks if isinstance(mark, Box) and mark.x <= code.x and mark.stroke)
    quiet = 4 * code.size / code.modules
    assert code.x - frame.x >= quiet - 1e-6
    assert code.y - frame.y >= quiet - 1e-6
    near = [text for text in page.texts if frame.y < text.y < frame.y + frame.height and text.x > code.x]
    assert min(text.x for text in near if text.x > code.x) - code.x - code.size >= quiet - 1e-6


def test_a_draft_says_so_on_every_page_and_has_no_code(with_lines: Build, invoice: Document) -> None:
    assert invoice.pay is not None
    draft = with_lines(
        60,
        number="Number given on issue",
        draft_notice="Draft, not a tax invoice",
        pay=replace(invoice.pay, qr_text="", link=""),
    )
    pages = lay_out(draft)
    assert len(pages) > 3
    for page in pages:
        said = " ".join(text.text for text in page.texts)
        assert "Draft, not a tax invoice" in said
        assert "Number given on issue" in said
        assert not [mark for mark in page.marks if isinstance(mark, Code | Link)]


def test_a_missing_glyph_stops_the_document_and_says_where(invoice: Document) -> None:
    lines = (*invoice.lines[:2], replace(invoice.lines[2], detail="龍"), *invoice.lines[3:])
    with pytest.raises(Problem) as caught:
        render(replace(invoice, lines=lines))
    assert caught.value.field == "Line 3"
    with pytest.raises(Problem, match="Your PO"):
        render(replace(invoice, facts=(Fact(label="Your PO", value="😀"),)))


def test_deceiving_characters_never_reach_the_paper(invoice: Document) -> None:
    to = Party(caption="Invoice to", name="Acme \u202egnp.exe\u200b Ltd", lines=("1\x00 High\u00ad Street",))
    text = by_pypdf(render(replace(invoice, to=to)))
    assert "Acme gnp.exe Ltd" in text
    assert "1 High Street" in text


def test_markup_is_printed_as_it_is_written(invoice: Document) -> None:
    text = "<b>5 & 6</b> <img src='/etc/passwd'/> 100 % (a) \\(b\\)"
    data = render(replace(invoice, question=TextBox(title="</para>", text=text)))
    assert text in by_pypdf(data)
    assert "</para>" in by_pypdf(data)


def test_a_payment_link_can_be_clicked_and_must_be_https(invoice: Document) -> None:
    links = [
        note.get_object()["/A"]["/URI"]
        for note in reader(render(invoice)).pages[0]["/Annots"]  # type: ignore[attr-defined]
    ]
    assert links == ["https://pay.alderfinch.example/INV-2026-0118"] * 2
    assert invoice.pay is not None
    with pytest.raises(Problem, match="not a secure address"):
        render(replace(invoice, pay=replace(invoice.pay, link="http://pay.example")))


def test_columns_in_which_nothing_is_written_are_left_out(invoice: Document) -> None:
    lines = tuple(replace(line, quantity="", unit="", rate="", tax="") for line in invoice.lines)
    page = lay_out(replace(invoice, line_head=LineHead(description="Description", amount="Amount"), lines=lines))[0]
    said = [text.text for text in page.texts]
    assert "Quantity" not in said
    assert "£8,662.50" in said


def test_the_details_page_number_is_the_page_they_start_on(with_lines: Build) -> None:
    document = with_lines(60)
    pages = lay_out(document)
    start = next(number for number, page in enumerate(pages, start=1) if page.texts[0].text == "Timesheet and expenses")
    assert start == 4
    said = " ".join(text.text for page in pages for text in page.texts)
    assert "every entry is listed on page 4 by date" in said
    assert pages[start - 1].texts[-1].text == f"INV-2026-0118 · page {start} of {len(pages)}"


def test_a_window_envelope_puts_the_address_where_the_window_is(invoice: Document) -> None:
    page = lay_out(replace(invoice, window_envelope=True))[0]
    name = next(text for text in page.texts if text.text == "Brightwater Utilities")
    millimeter = 72 / 25.4
    assert name.x == pytest.approx(20 * millimeter)
    assert 45 * millimeter < name.y < 60 * millimeter


def test_a_credit_note_says_to_which_invoice(invoice: Document) -> None:
    document = replace(invoice, title="Credit note", number="CN-2026-0007", refers_to="to INV-2026-0118", pay=None)
    assert "Credit note CN-2026-0007 to INV-2026-0118" in by_pypdf(render(document))


def test_the_barest_document_is_a_page(invoice: Document) -> None:
    bare = replace(
        invoice,
        facts=(),
        lines=(),
        line_head=LineHead(),
        tax=None,
        notes=(),
        totals=(),
        pay=None,
        question=None,
        hours=None,
        details=(),
        foot="",
    )
    assert len(lay_out(bare)) == 1
    assert "Brightwater Utilities" in by_pypdf(render(bare))
    alone = replace(bare, pay=PayBox(title="How to pay", lines=("On account",)))
    frame = next(mark for mark in lay_out(alone)[0].marks if isinstance(mark, Box) and mark.stroke)
    assert frame.width == pytest.approx(Paper.A4.width - 2 * SIDE)


def test_cleaning_leaves_what_is_not_printed_alone(invoice: Document) -> None:
    assert invoice.pay is not None
    pay = replace(invoice.pay, qr_text="BCD\r\n002")
    assert cleaned(replace(invoice, pay=pay)).pay == pay
