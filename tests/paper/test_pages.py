"""Long documents: heads repeated, sums carried, nothing alone, nothing clipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest

from app.kernel.problems import Problem
from app.paper.document import DetailRow, Document, Fact, Line, LineHead, Party, TextBox, TotalRow
from app.paper.marks import Page, Rule, Text
from app.paper.page import BOTTOM, SIDE, TOP, Paper
from app.paper.render import lay_out, render

Build = Callable[..., Document]

GERMAN = "Rechtsschutzversicherungsgesellschaftenvertragsangelegenheitenbearbeitungsgrundsatzvereinbarung"
FRENCH = "Anticonstitutionnellement-hexakosioihexekontahexaphobiquement incompréhensibilités interdépartementales"


def said(page: Page) -> list[str]:
    return [text.text for text in page.texts]


def numbers(page: Page) -> list[int]:
    return [int(text.text.split()[-1]) for text in page.texts if text.text.startswith("Work package ")]


def assert_inside(pages: tuple[Page, ...]) -> None:
    for page in pages:
        for text in page.texts:
            assert text.x >= SIDE - 0.01, text
            assert text.right <= page.width - SIDE + 0.01, text
            assert TOP - 0.01 <= text.y <= page.height - BOTTOM + 0.01, text
        foot = max(mark.y for mark in page.marks if isinstance(mark, Rule))
        assert max(text.y for text in page.texts if text.y < foot) <= foot - 6


def assert_apart(pages: tuple[Page, ...]) -> None:
    """No two texts of one baseline touch."""
    for page in pages:
        rows: dict[float, list[Text]] = {}
        for text in page.texts:
            rows.setdefault(round(text.y, 1), []).append(text)
        for row in rows.values():
            row.sort(key=lambda text: text.x)
            for one, other in pairwise(row):
                assert one.right <= other.x + 0.01, (one.text, other.text)


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("count", [1, 2, 12, 60, 400])
def test_a_table_of_any_length_repeats_its_head_and_loses_no_line(with_lines: Build, count: int, paper: Paper) -> None:
    pages = lay_out(with_lines(count, paper=paper, details=()))
    assert [number for page in pages for number in numbers(page)] == list(range(1, count + 1))
    assert_inside(pages)
    assert_apart(pages)
    for page in pages:
        assert ("Description" in said(page)) == bool(numbers(page))
        assert count == 1 or len(numbers(page)) != 1


@pytest.mark.parametrize("count", range(2, 75))
def test_never_one_line_alone_and_totals_never_without_a_line(with_lines: Build, count: int) -> None:
    pages = lay_out(with_lines(count, details=()))
    assert all(len(numbers(page)) != 1 for page in pages)
    with_totals = next(page for page in pages if "£23,259.72" in said(page))
    assert len(numbers(with_totals)) >= 2


@pytest.mark.parametrize("count", [60, 400])
def test_the_subtotal_is_carried_over_every_break(with_lines: Build, count: int) -> None:
    pages = [page for page in lay_out(with_lines(count, details=())) if numbers(page)]
    assert len(pages) > 2
    for page, following in pairwise(pages):
        sum_here = f"£{numbers(page)[-1] * 1000:,}.00"
        words = said(page)
        assert words[words.index("Carried over") + 1] == sum_here
        words = said(following)
        assert words[words.index("Brought forward") + 1] == sum_here
    assert "Carried over" not in said(pages[-1])
    assert "Brought forward" not in said(pages[0])


def test_pages_are_counted_in_the_foot(with_lines: Build) -> None:
    pages = lay_out(with_lines(60))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert said(page)[-1] == f"INV-2026-0118 · page {number} of {len(pages)}"


def test_a_long_timesheet_repeats_its_head_and_carries_hours_and_sum(invoice: Document) -> None:
    table = invoice.details[0].tables[0]
    rows = tuple(
        DetailRow(
            cells=(f"{number} Apr", "Priya Raman", f"Task {number}", "1.0", "£100.00", "£100.00"),
            carry=("", "", "", f"{number}.0", "", f"£{number * 100:,}.00"),
        )
        for number in range(1, 101)
    )
    part = replace(invoice.details[0], tables=(replace(table, rows=rows),))
    pages = lay_out(replace(invoice, details=(part,)))[1:]
    assert len(pages) == 3
    assert_inside(pages)
    assert_apart(pages)
    for page in pages:
        assert {"Hours", "Amount"} <= set(said(page))
    tasks = [int(text.split()[1]) for text in said(pages[0]) if text.startswith("Task ")]
    words = said(pages[0])
    place = words.index("Carried over")
    assert words[place + 1 : place + 3] == [f"{tasks[-1]}.0", f"£{tasks[-1] * 100:,}.00"]
    assert "Total hours and fees" in said(pages[-1])


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("long", [GERMAN, FRENCH, "W" * 300, f"{GERMAN} {FRENCH} " * 4])
def test_long_words_do_not_clip_anywhere(invoice: Document, long: str, paper: Paper) -> None:
    line = Line(
        number="1000",
        title=long,
        detail=long,
        quantity="1.234.567,8901",
        unit="Bereitschaftsdienststunden",
        rate="1.234.567,8901 €",
        tax="umsatzsteuerfrei",
        amount="−999.999.999.999,99 €",
        running="999.999.999.999,99 €",
    )
    head = LineHead(
        number="Nr.",
        description="Leistungsbeschreibung",
        quantity="Abrechnungsmenge",
        unit="Mengeneinheit",
        rate="Einzelpreis netto",
        tax="Umsatzsteuersatz",
        amount="Gesamtbetrag netto",
    )
    document = replace(
        invoice,
        title="Rechnungskorrekturbeleg",
        number=long[:120],
        letterhead=replace(invoice.letterhead, name=long[:150], lines=(long[:150],)),
        to=Party(caption=long[:60], name=long[:150], lines=(long[:100],)),
        facts=(Fact(label=long[:90], value=long[:300]), Fact(label="Fällig", value=long[:300], strong=True)),
        line_head=head,
        lines=(line, line, line),
        totals=(*invoice.totals, TotalRow(label=long[:150], amount="999.999.999.999,99 €", strong=True)),
        question=TextBox(title=long[:80], text=long),
        notes=(long,),
        foot=long,
        paper=paper,
    )
    pages = lay_out(document)
    assert_inside(pages)
    assert_apart(pages)
    printed = "".join("".join(said(page)) for page in pages).replace(" ", "")
    assert printed.count(long[:60].replace(" ", "")[:20]) >= 8


def test_a_table_with_a_title_takes_it_along_and_long_labels_wrap(invoice: Document) -> None:
    assert invoice.pay is not None
    assert invoice.hours is not None
    entries, expenses = invoice.details[0].tables
    part = replace(
        invoice.details[0],
        tables=(replace(entries, rows=entries.rows + entries.rows[:12]), replace(expenses, title="Expenses")),
    )
    document = replace(
        invoice,
        details=(part,),
        pay=replace(invoice.pay, reference=GERMAN),
        hours=replace(invoice.hours, strong=FRENCH, text=f"{GERMAN} {GERMAN}"),
    )
    pages = lay_out(document)
    assert_inside(pages)
    assert_apart(pages)
    words = said(pages[-1])
    assert words.index("Expenses") < words.index("Receipt") < words.index("R-122")
    assert "Expenses" not in said(pages[-2])


def test_a_cell_of_figures_longer_than_a_page_is_a_problem(invoice: Document) -> None:
    line = replace(invoice.lines[0], unit="trip " * 4000)
    with pytest.raises(Problem, match=r"Description.* is longer than a page"):
        render(replace(invoice, lines=(line,)))


def test_an_address_longer_than_a_page_is_a_problem_that_says_which(invoice: Document) -> None:
    with pytest.raises(Problem) as caught:
        render(replace(invoice, to=Party(caption="Invoice to", name="Brightwater", lines=("line",) * 60)))
    assert caught.value.field == "Invoice to"


@pytest.mark.parametrize("paper", list(Paper))
def test_the_file_itself_keeps_its_margins(with_lines: Build, paper: Paper) -> None:
    document = pypdfium2.PdfDocument(render(with_lines(60, paper=paper)))
    assert len(document) > 2
    for page in document:
        across, _down = page.get_size()
        assert across == pytest.approx(paper.width, abs=0.1)
        text = page.get_textpage()
        assert text.count_chars()
        for index in range(text.count_chars()):
            left, _bottom, right, _top = text.get_charbox(index)
            assert left >= SIDE - 1
            assert right <= across - SIDE + 1


def test_a_description_longer_than_a_page_goes_on_over_the_break(with_lines: Build) -> None:
    document = with_lines(3, details=())
    endless = replace(document.lines[1], detail="\n".join(f"Paragraph {number}" for number in range(200)))
    pages = lay_out(replace(document, lines=(document.lines[0], endless, document.lines[2])))
    found = [text for page in pages for text in said(page) if text.startswith("Paragraph ")]
    assert found == [f"Paragraph {number}" for number in range(200)]
    assert_inside(pages)


def test_long_notes_flow_full_width_over_pages(with_lines: Build) -> None:
    legal = " ".join(f"clause{number}" for number in range(2000))
    pages = lay_out(with_lines(12, notes=(legal,), details=()))
    assert_inside(pages)
    words = " ".join(text for page in pages for text in said(page)).split()
    assert [word for word in words if word.startswith("clause")] == legal.split()


def test_a_frame_higher_than_a_page_is_a_problem_that_says_which(invoice: Document) -> None:
    with pytest.raises(Problem) as caught:
        render(replace(invoice, question=TextBox(title="Something not right?", text="far too long " * 3000)))
    assert caught.value.code == "paper.too_long"
    assert "Something not right?" in caught.value.message


def test_a_legal_line_of_many_words_makes_the_foot_higher_not_wider(with_lines: Build) -> None:
    foot = "Alder & Finch GmbH · Geschäftsführung: Eleanor Finch · Amtsgericht Berlin HRB 123456 · " * 4
    pages = lay_out(with_lines(60, foot=foot.strip()))
    assert_inside(pages)
