"""The recovery code on paper: what stands on the page, in two languages, and that it reaches a printer or a file."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap.language import speak
from app.kernel.problems import Problem
from app.qt.operations import Operations
from app.qt.printing import Ready
from app.shell.code_paper import COVER, CodeCard, CodeKeeping
from app.shell.code_sheet import CodeSheet, code_pdf
from app.shell.computer import read_here
from app.shell.pages.new_book.code import same_group
from tests.windows import ROOM

CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSWX"
PLACE = "/home/grace/Documents/Watertight/Alder & Finch/Alder & Finch.watertight"


class NoBook:
    """Nothing is asked of it here."""

    def read(self, *_asked: object, **_more: object) -> None:
        raise AssertionError

    once = read


@pytest.fixture
def keeping(qtbot: QtBot) -> CodeKeeping:
    host = QWidget()
    qtbot.addWidget(host)
    operations = Operations(NoBook(), host)  # type: ignore[arg-type]
    made = CodeKeeping(operations, host, lambda: PLACE)
    made.set_code(CODE)
    return made


def words(data: bytes) -> str:
    pages = PdfReader(BytesIO(data)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def sheet(book: str = "Alder & Finch", place: str = PLACE) -> CodeSheet:
    return CodeSheet(code=CODE, book=book, place=place, day="30 April 2026", made_at=datetime(2026, 4, 30, tzinfo=UTC))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_page_says_which_code_of_which_book_made_when_and_what_it_is_for(paper: str) -> None:
    text = words(code_pdf(sheet(), paper))
    for group in CODE.split("-"):
        assert group in text
    for said in ("Recovery code", "Alder & Finch", PLACE, "30 April 2026", "opens the book on any computer"):
        assert said in text


def test_the_page_speaks_the_language_of_the_reader() -> None:
    try:
        speak("de", ())
        text = words(code_pdf(sheet(), "A4"))
    finally:
        speak("en", ())
    assert "Wiederherstellungscode" in text
    assert "Tresor" in text


def test_a_name_that_no_font_can_print_is_no_reason_to_print_no_code() -> None:
    text = words(code_pdf(sheet("\u6f22\u5b57", "/home/\u6f22/book"), "A4"))
    assert "RSWX" in text
    assert "/home/?/book" in text


def test_a_long_place_goes_on_in_the_next_line_and_stays_on_the_page() -> None:
    assert "RSWX" in words(code_pdf(sheet(place="/" + "very long folder/" * 30), "A4"))


def test_the_code_is_saved_as_a_pdf_and_a_place_that_takes_none_is_told(
    keeping: CodeKeeping, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "code.pdf"
    chosen = [str(target), str(tmp_path / "nowhere" / "code.pdf")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (chosen.pop(0), ""))
    with qtbot.waitSignal(keeping.kept, timeout=ROOM) as kept:
        keeping.save_button.click()
    assert str(target) in kept.args[0]
    assert "RSWX" in words(target.read_bytes())
    with qtbot.waitSignal(keeping.refused, timeout=ROOM) as refused:
        keeping.save_button.click()
    problem = refused.args[0]
    assert isinstance(problem, Problem)
    assert problem.code == "pdf.not_written"


def test_the_code_is_printed(keeping: CodeKeeping, qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"

    def choose(printer: QPrinter, _parent: QWidget, ready: Ready) -> None:
        printer.setOutputFileName(str(target))
        ready(printer)

    keeping.ask_printer = choose
    with qtbot.waitSignal(keeping.kept, timeout=ROOM):
        keeping.print_button.click()
    assert target.read_bytes().startswith(b"%PDF")


def test_the_code_is_copied(keeping: CodeKeeping) -> None:
    keeping.copy_button.click()
    assert QApplication.clipboard().text() == CODE


def test_the_last_group_can_be_covered_and_comes_back(qtbot: QtBot) -> None:
    card = CodeCard()
    qtbot.addWidget(card)
    card.set_code(CODE)
    card.cover(covered=True)
    assert card.text() == CODE[:-4] + COVER
    assert "RSWX" not in card.accessibleName()
    card.cover(covered=False)
    assert card.text() == CODE


@pytest.mark.parametrize(
    ("typed", "same"),
    [("RS1X", True), ("rs1x", True), (" rslx ", True), ("R S-I X", True), ("RS0X", False), ("", False)],
)
def test_a_group_is_typed_as_leniently_as_a_whole_code(typed: str, same: bool) -> None:
    assert same_group(typed, "RS1X") is same


def test_days_stand_as_the_screen_is_read() -> None:
    try:
        speak("de", ())
        assert read_here().date(datetime(2026, 4, 30, tzinfo=UTC).date()).startswith("30.")
    finally:
        speak("en", ())
