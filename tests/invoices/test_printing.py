"""What of a bill is printed: chosen on the draft, frozen into the invoice, remembered for the client's next draft."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.invoices.commands import approve_draft, choose_parts, issue_invoice
from app.invoices.domain import PaperSize, Part, offered, parts_of, parts_text
from app.invoices.pdf import invoice_pdf
from app.invoices.queries import DraftRow, draft, draft_document, invoice
from app.invoices.queries import invoice_pdf as kept_pdf
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.invoices import brightwater_april, collected, issued, rows
from tests.samples.timesheets import acting, log

EVERY = tuple(part.value for part in Part)


def text(content: bytes) -> str:
    """All text of a file, blanks made one."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def chosen(office: Office, row: DraftRow, *left_out: str, paper: PaperSize | None = None) -> DraftRow:
    """The draft after a choice."""
    with acting(office, "GB"):
        office.book.perform(choose_parts, draft_id=row.draft_id, left_out=left_out, paper=paper, version=row.version)
    return next(item for item in rows(office) if item.draft_id == row.draft_id)


def test_a_draft_prints_all_it_has_until_somebody_chooses(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    snapshot = office.book.read(draft_document, draft_id=row.draft_id)
    assert (row.left_out, row.paper) == ((), None)
    assert offered(snapshot) == tuple(Part)


WORDS = {
    Part.REFERENCES: "SOW-2026-014",
    Part.PEOPLE: "analysis Priya Raman",
    Part.BUDGET: "Budget £96,000.00",
    Part.QUESTION: "Something not right?",
    Part.CODE: "scan the code",
    Part.TIMESHEET: "Timesheet and expenses",
}


@pytest.mark.parametrize("part", Part)
def test_a_part_left_out_is_not_on_the_invoice_and_all_else_is(office: Office, part: Part) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    done = issued(office, chosen(office, row, part.value))
    printed = text(office.book.read(kept_pdf, invoice_id=done.invoice_id))
    assert {word for other, word in WORDS.items() if other is not part} - {
        word for word in WORDS.values() if word in printed
    } == set()
    assert WORDS[part] not in printed
    assert office.book.read(invoice, invoice_id=done.invoice_id).snapshot.left_out == (part,)


def test_the_legal_minimum_stays_when_everything_else_is_left_out(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    done = issued(office, chosen(office, row, *EVERY))
    content = office.book.read(kept_pdf, invoice_id=done.invoice_id)
    assert len(PdfReader(BytesIO(content)).pages) == 1
    for word in (
        "Invoice INV-2026-0001",
        "30 April 2026",
        "30 May 2026",
        "Alder & Finch Advisory LLP",
        "GB 999 9999 73",
        "Brightwater Utilities",
        "VAT summary",
        "£3,876.62",
        "£23,259.72",
    ):
        assert word in text(content)


@pytest.mark.parametrize("word", ["tax_summary", "number", "dates", "parties", ""])
def test_what_the_law_asks_for_cannot_be_left_out(office: Office, word: str) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    with pytest.raises(Problem, match="stands on every invoice"):
        chosen(office, row, word)
    assert rows(office)[0].version == row.version


def test_a_choice_is_made_on_what_was_seen_by_those_who_draft_and_before_approval(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    office.act_as("PR")
    with pytest.raises(Problem) as refused:
        office.book.perform(choose_parts, draft_id=row.draft_id, left_out=(), version=row.version)
    assert refused.value.code == "right.missing"
    for query in (draft_document, draft):
        with pytest.raises(Problem) as refused:
            office.book.read(query, draft_id=row.draft_id)
        assert refused.value.code == "right.missing"
    later = chosen(office, row, "code")
    with pytest.raises(Problem):
        chosen(office, row, "people")
    office.act_as("EF").perform(approve_draft, draft_id=row.draft_id, version=later.version)
    with pytest.raises(Problem, match="approved"):
        chosen(office, rows(office)[0])


def test_the_paper_is_the_client_s_country_s_unless_it_is_chosen(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    sizes = []
    for paper in (None, PaperSize.LETTER, PaperSize.A4):
        row = chosen(office, row, paper=paper)
        page = PdfReader(BytesIO(invoice_pdf(office.book.read(draft_document, draft_id=row.draft_id)))).pages[0]
        sizes.append((round(page.mediabox.width), round(page.mediabox.height)))
    assert sizes == [(595, 842), (612, 792), (595, 842)]


def test_the_client_s_next_draft_begins_with_the_last_choice(office: Office) -> None:
    sample = brightwater_april(office)
    (row,) = collected(office)
    row = chosen(office, row, "people")
    issued(office, chosen(office, row, "timesheet", "code", paper=PaperSize.LETTER))
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 5, 4), "2")
    (following,) = collected(office, date(2026, 5, 31))
    assert (following.left_out, following.paper) == ((Part.CODE, Part.TIMESHEET), PaperSize.LETTER)
    with acting(office, "EF"):
        office.book.perform(approve_draft, draft_id=following.draft_id, version=following.version)
        office.book.perform(issue_invoice, draft_id=following.draft_id)


def test_kept_choices_read_the_same_in_any_order_and_words_of_a_newer_program_are_passed_over() -> None:
    assert parts_text(["timesheet", "code", "code"]) == "code timesheet"
    assert parts_of("timesheet code holograms") == (Part.CODE, Part.TIMESHEET)
    assert parts_of("") == ()
