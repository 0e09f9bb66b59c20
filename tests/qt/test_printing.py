"""Printing: what comes out is what was shown, a printer that refuses is told, a list keeps its head on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.kernel.problems import Problem
from app.qt.operations import Operations, SynchronousOperations
from app.qt.pdf_pages import draw_page, page_bands, read_facts
from app.qt.printed_list import PrintedList, list_pdf
from app.qt.printing import AskPrinter, Ready, print_list, print_pdf
from app.qt.progress import Progress
from tests.qt.test_pdf_and_charts import NoBook

pytestmark = pytest.mark.usefixtures("light_look")


def sample(pages: int) -> bytes:
    """A PDF with a bar on each page, every time further down."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.fillRect(60, 100 + 150 * page, 300, 20, Qt.GlobalColor.black)
    painter.end()
    return bytes(buffer.data().data())


def into(file: Path, dots: int = 150, pages: tuple[int, int] | None = None) -> AskPrinter:
    """A person who chooses to print into a PDF file."""

    def ask(printer: QPrinter, _parent: QWidget, ready: Ready) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        printer.setResolution(dots)
        if pages is not None:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setFromTo(*pages)
        ready(printer)

    return ask


class Told:
    """What was told of a job."""

    def __init__(self) -> None:
        self.said: list[object] = []

    def printed(self) -> None:
        self.said.append("printed")

    def refused(self, problem: Problem) -> None:
        self.said.append(problem)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def dark(data: bytes, page: int) -> set[tuple[int, int]]:
    """Where a page is dark, in steps of 5 points."""
    image = draw_page(data, page, 1.0)
    steps = [(x, y) for y in range(0, image.height(), 5) for x in range(0, image.width(), 5)]
    return {(x, y) for x, y in steps if image.pixelColor(x, y).lightness() < 128}


def test_a_printed_document_has_its_pages_in_their_size_and_shows_the_same(
    qtbot: QtBot, tmp_path: Path, window: QWidget, told: Told
) -> None:
    operations = Operations(NoBook())
    data = sample(2)
    file = tmp_path / "printed.pdf"
    print_pdf(
        operations, data, name="Invoice", parent=window, printed=told.printed, refused=told.refused, ask=into(file)
    )
    qtbot.waitUntil(lambda: told.said == ["printed"], timeout=10_000)
    operations.close()
    printed = file.read_bytes()
    facts, before = read_facts(printed), read_facts(data)
    assert [(round(w), round(h)) for w, h in facts.sizes] == [(round(w), round(h)) for w, h in before.sizes]
    for page in range(2):
        assert dark(printed, page)
        assert dark(printed, page) == dark(data, page)


def test_a_range_of_pages_is_printed_alone(tmp_path: Path, window: QWidget, told: Told) -> None:
    file = tmp_path / "second.pdf"
    print_pdf(
        SynchronousOperations(NoBook()),
        sample(3),
        name="Invoice",
        parent=window,
        printed=told.printed,
        refused=told.refused,
        ask=into(file, pages=(2, 2)),
    )
    assert told.said == ["printed"]
    assert len(pypdfium2.PdfDocument(file.read_bytes())) == 1


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told_as_not_printed(tmp_path: Path, window: QWidget, told: Told) -> None:
    print_pdf(
        SynchronousOperations(NoBook()),
        sample(1),
        name="Invoice",
        parent=window,
        printed=told.printed,
        refused=told.refused,
        ask=into(tmp_path / "no such folder" / "x.pdf"),
    )
    (problem,) = told.said
    assert isinstance(problem, Problem)
    assert "Nothing counts as printed" in problem.message
    assert problem.hint


def test_whoever_closes_the_question_prints_nothing(tmp_path: Path, window: QWidget, told: Told) -> None:
    asked: list[str] = []

    def ask(printer: QPrinter, _parent: QWidget, _ready: Ready) -> None:
        asked.append(printer.docName())

    print_pdf(
        SynchronousOperations(NoBook()),
        sample(1),
        name="Invoice INV-2026-0118",
        parent=window,
        printed=told.printed,
        refused=told.refused,
        ask=ask,
    )
    assert (asked, told.said) == (["Invoice INV-2026-0118"], [])


def test_what_is_no_pdf_is_refused_before_a_printer_is_asked_for(window: QWidget, told: Told) -> None:
    def ask(*_facts: Any) -> None:
        pytest.fail("asked")

    print_pdf(
        SynchronousOperations(NoBook()),
        b"hello",
        name="x",
        parent=window,
        printed=told.printed,
        refused=told.refused,
        ask=ask,
    )
    assert isinstance(told.said[0], Problem)


def test_the_stripes_of_a_page_make_the_page() -> None:
    data = sample(1)
    size = read_facts(data).sizes[0]
    whole = draw_page(data, 0, 200 / 72)
    bands = list(page_bands(data, 0, size, 200))
    assert len(bands) == 3
    assert abs(sum(band.image.height() for band in bands) - whole.height()) <= len(bands)
    joined = [
        (band.top + y, x)
        for band in bands
        for y in range(0, band.image.height(), 7)
        for x in range(0, band.image.width(), 7)
        if band.image.pixelColor(x, y).lightness() < 128
    ]
    assert joined
    assert sum(whole.pixelColor(x, min(y, whole.height() - 1)).lightness() < 160 for y, x in joined) > len(joined) * 0.8


# ------------------------------------------------------------------------------------------ lists


def owed(count: int, *, wide: int = 0) -> PrintedList:
    return PrintedList(
        title="Owed",
        detail="Thu 30 Apr 2026",
        heads=("Client", "Invoice", "Balance"),
        rows=[(f"Client {n} " + "and partners " * wide, f"INV-{n:04d}", f"£{n}.00") for n in range(1, count + 1)],
        right=frozenset({2}),
        foot=("Total", "", "£9,999.00"),
    )


def pages_of(data: bytes) -> list[str]:
    return list(read_facts(data).texts)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_list_has_its_head_on_every_page_every_row_once_and_its_sums_at_the_end(paper: str) -> None:
    texts = pages_of(list_pdf(owed(120), paper, Progress()))
    assert len(texts) > 1
    assert all("Balance" in text and f"of{len(texts)}" in text.replace(" ", "") for text in texts)
    assert [text.count("£9,999.00") for text in texts][-1] == 1
    assert sum(text.count("INV-") for text in texts) == 120
    assert "30Apr2026" in texts[0].replace(" ", "")


def test_a_list_too_wide_lies_down_and_wraps_without_losing_words() -> None:
    data = list_pdf(owed(12, wide=12), "A4", Progress())
    ((wide, high), *_rest) = read_facts(data).sizes
    assert wide > high
    assert sum(text.count("partners") for text in pages_of(data)) == 144


def test_an_empty_list_prints_its_head() -> None:
    (text,) = pages_of(list_pdf(owed(0), "A4", Progress()))
    assert "Client" in text


def test_a_list_is_laid_out_outside_the_window_s_thread_and_printed(
    qtbot: QtBot, tmp_path: Path, window: QWidget, told: Told
) -> None:
    operations = Operations(NoBook())
    file = tmp_path / "list.pdf"
    print_list(
        operations, owed(5), paper="A4", parent=window, printed=told.printed, refused=told.refused, ask=into(file)
    )
    qtbot.waitUntil(lambda: told.said == ["printed"], timeout=10_000)
    operations.close()
    (size,) = read_facts(file.read_bytes()).sizes
    assert [round(edge) for edge in size] == [595, 842]
