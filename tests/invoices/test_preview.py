"""The preview of a draft: the very PDF, what is printed of it, stepping, deciding, saving and printing, all by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.invoices.commands import adjust_draft, issue_invoice
from app.invoices.domain import DraftState, PaperSize, Part
from app.invoices.ui import PreviewPage
from app.kernel.formats import Formats
from app.qt.dialogs import FormDialog
from app.qt.operations import Operations, SynchronousOperations
from app.qt.pdf_pages import read_facts
from app.qt.printing import Ready
from tests.books import Office
from tests.invoices.run_scene import drafts
from tests.samples.engagements import pounds
from tests.samples.invoices import approved, brightwater_april, collected, rows
from tests.samples.timesheets import acting
from tests.windows import follow, picture, press

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("light_look")


class Desk:
    """A preview with a person who saves and prints into a folder."""

    def __init__(self, qtbot: QtBot, operations: Operations, folder: Path) -> None:
        self.folder = folder
        self.went: list[object] = []
        self.page = PreviewPage(operations, FORMATS, choose_file=self.choose, ask_for_printer=self.printer)
        self.page.left.connect(self.went.append)
        qtbot.addWidget(self.page)
        self.page.resize(1240, 780)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()

    def choose(self, _parent: QWidget, name: str) -> str:
        return str(self.folder / name)

    def printer(self, printer: QPrinter, _parent: QWidget, ready: Ready) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / f"{printer.docName()} printed.pdf"))
        printer.setResolution(100)
        ready(printer)

    def show(self, draft_id: int) -> PreviewPage:
        self.page.open(draft_id)
        self.page.pdf.setFocus()
        return self.page

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(self.page.pdf.focusProxy(), key, modifier)


@pytest.fixture
def desk(qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, tmp_path: Path) -> Desk:
    drafts(sqlite_office)
    made = Desk(qtbot, operations, tmp_path)
    follow(operations, made.page)
    return made


def draft_of(office: Office, client: str) -> int:
    return next(row.draft_id for row in rows(office) if row.client_name.startswith(client))


def test_the_preview_is_the_very_pdf_and_says_that_it_is_a_draft(sqlite_office: Office, desk: Desk) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    assert page.breadcrumb() == ("Billing run", "April 2026", "Brightwater Utilities")
    assert page.pdf.page_count == 2
    for words in ("£23,259.72", "Draft, not a tax invoice", "Number given on issue", "Code given on"):
        assert words in page.pdf.whole_text()
    assert page.side.findings() == ["passed: Sums agree", "passed: PO matches", "passed: Address set"]
    assert page.state.text() == "Ready"
    picture(page, "invoices-preview")


def test_j_and_k_step_through_the_run_and_esc_goes_back_to_the_draft_seen_last(
    sqlite_office: Office, desk: Desk
) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    desk.key(Qt.Key.Key_J)
    assert "Quayside Theatre Trust" in page.pdf.whole_text()
    desk.key(Qt.Key.Key_PageDown, CTRL)
    assert "Nordhavn Logistics A/S" in page.pdf.whole_text()
    desk.key(Qt.Key.Key_J)
    assert "Nordhavn Logistics A/S" in page.pdf.whole_text()
    desk.key(Qt.Key.Key_K)
    desk.key(Qt.Key.Key_Escape)
    assert desk.went == [draft_of(sqlite_office, "Quayside")]


def test_a_approves_r_reopens_and_next_draft_is_then_the_one_to_press(sqlite_office: Office, desk: Desk) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    assert [button.words() for button in (page.edit, page.approve) if button.isVisible()] == ["Edit lines…", "Approve"]
    assert not page.following.isVisible()
    desk.key(Qt.Key.Key_A)
    assert rows(sqlite_office)[0].state is DraftState.APPROVED
    assert page.state.text() == "Eleanor approved, 30 Apr 15:20"
    assert [page.edit.isVisible(), page.approve.isVisible(), page.reopen.isVisible()] == [False, False, True]
    assert page.following.isVisible()
    page.following.click()
    assert "Quayside" in page.pdf.whole_text()
    desk.key(Qt.Key.Key_K)
    desk.key(Qt.Key.Key_R)
    assert rows(sqlite_office)[0].state is DraftState.OPEN


def test_single_letters_do_nothing_while_they_are_switched_off(
    sqlite_office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    monkeypatch.setattr("app.qt.keyboard.letters_on", lambda: False)
    desk.key(Qt.Key.Key_A)
    desk.key(Qt.Key.Key_J)
    assert rows(sqlite_office)[0].state is DraftState.OPEN
    assert "Brightwater" in page.pdf.whole_text()
    desk.key(Qt.Key.Key_PageDown, CTRL)
    assert "Quayside" in page.pdf.whole_text()


def test_a_part_is_left_out_by_its_box_and_comes_back(sqlite_office: Office, desk: Desk) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    tick = page.side.ticks[Part.TIMESHEET]
    tick.setFocus()
    press(tick, Qt.Key.Key_Space)
    assert rows(sqlite_office)[0].left_out == (Part.TIMESHEET,)
    assert page.pdf.page_count == 1
    press(page.side.ticks[Part.QUESTION], Qt.Key.Key_Space)
    assert "Something not right?" not in page.pdf.whole_text()
    press(tick, Qt.Key.Key_Space)
    assert rows(sqlite_office)[0].left_out == (Part.QUESTION,)
    assert page.pdf.page_count == 2


def test_what_a_bill_has_not_has_no_box_and_an_approved_one_says_why_nothing_moves(
    sqlite_office: Office, desk: Desk
) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    assert all(tick.isVisible() for tick in page.side.ticks.values())
    approved(sqlite_office, rows(sqlite_office)[0])
    page.refresh()
    assert not any(tick.isEnabled() for tick in page.side.ticks.values())
    assert page.side.ticks[Part.CODE].toolTip() == "Reopen the draft to change this."
    page = desk.show(draft_of(sqlite_office, "Quayside"))
    assert not page.side.ticks[Part.BUDGET].isVisible()


def test_the_paper_is_chosen_and_seen_at_once(sqlite_office: Office, desk: Desk) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    assert page.paper.current == "A4"
    page.paper.choose("Letter")
    assert rows(sqlite_office)[0].paper is PaperSize.LETTER
    assert [round(edge) for edge in read_facts(page._content).sizes[0]] == [612, 792]
    page.paper.choose("A4")
    assert rows(sqlite_office)[0].paper is None


def test_lines_are_edited_from_the_preview_and_seen_at_once(
    sqlite_office: Office, desk: Desk, operations: SynchronousOperations
) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    desk.key(Qt.Key.Key_E)
    dialog = page.act.dialog
    assert isinstance(dialog, FormDialog)
    dialog.reject()
    row = page.current()
    assert row is not None
    operations.run(
        adjust_draft, draft_id=row.draft_id, amount=pounds(-250), title="Rework not charged", reason="Goodwill"
    )
    assert "−£250.00" in page.pdf.whole_text()


def test_it_is_saved_and_printed_as_it_is_shown(sqlite_office: Office, desk: Desk) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    desk.key(Qt.Key.Key_S, CTRL)
    saved = desk.folder / "Draft Brightwater Utilities.pdf"
    assert saved.read_bytes() == page._content
    desk.key(Qt.Key.Key_P, CTRL)
    assert len(read_facts((desk.folder / "Draft Brightwater Utilities printed.pdf").read_bytes()).sizes) == 2
    assert page.banner.text() == "Sent to the printer."


def test_zoom_goes_by_keys_and_pages_stand_side_by_side_where_there_is_room(sqlite_office: Office, desk: Desk) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    fitted = page.pdf.zoom
    first, second = page.pdf._sheets.sheet(0), page.pdf._sheets.sheet(1)
    assert (first.top(), first.right() < second.left()) == (second.top(), True)
    desk.key(Qt.Key.Key_Plus, CTRL)
    assert page.pdf.zoom > fitted
    assert page.zoom.percent.text() == f"{round(page.pdf.zoom * 100)}%"
    desk.key(Qt.Key.Key_0, CTRL)
    assert page.pdf.zoom == pytest.approx(fitted)
    page.pdf.zoom_in()
    page.pdf.zoom_in()
    page.pdf.zoom_in()
    page.pdf.zoom_in()
    assert page.pdf._sheets.sheet(1).top() > page.pdf._sheets.sheet(0).bottom()
    desk.key(Qt.Key.Key_PageDown)
    assert page.pdf.page == 1


def test_the_place_on_the_page_stays_when_a_part_is_left_out(sqlite_office: Office, desk: Desk) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    for _step in range(5):
        page.pdf.zoom_in()
    bar = page.pdf._area.verticalScrollBar()
    bar.setValue(300)
    press(page.side.ticks[Part.PEOPLE], Qt.Key.Key_Space)
    assert bar.value() == 300


def test_a_draft_that_was_issued_meanwhile_gives_way_to_the_next(
    sqlite_office: Office, desk: Desk, operations: SynchronousOperations
) -> None:
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    row = approved(sqlite_office, rows(sqlite_office)[0])
    with acting(sqlite_office, "GB"):
        operations.run(issue_invoice, draft_id=row.draft_id)
    assert "Quayside" in page.pdf.whole_text()


def test_when_the_last_draft_is_gone_nothing_old_stays_in_sight(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, tmp_path: Path
) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office)
    desk = Desk(qtbot, operations, tmp_path)
    follow(operations, desk.page)
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    row = approved(sqlite_office, rows(sqlite_office)[0])
    with acting(sqlite_office, "GB"):
        operations.run(issue_invoice, draft_id=row.draft_id)
    assert page.pdf.page_count == 0
    assert "not there any more" in page.banner.text()
    assert not any(button.isVisible() for button in (page.edit, page.reopen, page.approve, page.following))
    assert not page.save.isEnabled()


def test_a_blocked_draft_says_why_and_cannot_be_approved(sqlite_office: Office, desk: Desk) -> None:
    collected(sqlite_office, invoice_date=date(2026, 7, 1))
    page = desk.show(draft_of(sqlite_office, "Brightwater"))
    page.refresh()
    assert not page.approve.isEnabled()
    assert any(words.startswith("blocked: PO 4500187321 is not valid") for words in page.side.findings())
    desk.key(Qt.Key.Key_A)
    assert all(row.state is DraftState.OPEN for row in rows(sqlite_office))


def test_with_threads_a_step_shows_the_next_paper_and_back(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    drafts(sqlite_office)
    operations = Operations(sqlite_office.book)
    desk = Desk(qtbot, operations, tmp_path)
    desk.show(draft_of(sqlite_office, "Brightwater"))

    def shows(words: str) -> Callable[[], bool]:
        return lambda: words in desk.page.pdf.whole_text() and bool(desk.page.pdf._sheets.images)

    qtbot.waitUntil(shows("Brightwater"), timeout=20_000)
    for key, words in ((Qt.Key.Key_J, "Quayside"), (Qt.Key.Key_J, "Nordhavn"), (Qt.Key.Key_K, "Quayside")):
        desk.key(key)
        qtbot.waitUntil(shows(words), timeout=20_000)
    operations.close()
