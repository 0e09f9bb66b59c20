"""The issued invoices by keyboard: how each stands, its PDF on screen, saved, printed, its number copied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.firm.domain import AccessRole
from app.invoices.queries import invoice_pdf, invoice_to_print, invoices
from app.invoices.ui import InvoicePage
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.qt.operations import SynchronousOperations
from app.qt.page import Page
from app.qt.pdf_pages import read_facts
from app.qt.printing import Ready
from app.shell import areas
from app.shell.pages.invoices import InvoicesPage
from app.shell.pages.issued import Standing, issued
from app.storage.reading import Reads
from tests.books import Office
from tests.samples.invoices import issued_april
from tests.samples.receivables import pay
from tests.windows import follow, picture, press

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("light_look")
AskPrinter = Callable[[QPrinter, QWidget, Ready], object]


@pytest.fixture
def operations(sqlite_office: Office) -> SynchronousOperations:
    return SynchronousOperations(sqlite_office.book)


def into(folder: Path) -> AskPrinter:
    def ask(printer: QPrinter, _parent: QWidget, ready: Ready) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(folder / f"{printer.docName()} printed.pdf"))
        printer.setResolution(100)
        ready(printer)

    return ask


def shown(qtbot: QtBot, operations: SynchronousOperations, page: Page) -> None:
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()


def listed(qtbot: QtBot, operations: SynchronousOperations, folder: Path) -> InvoicesPage:
    page = InvoicesPage(
        operations, FORMATS, choose_file=lambda _parent, name: str(folder / name), ask_for_printer=into(folder)
    )
    shown(qtbot, operations, page)
    page.table.setFocus()
    return page


def paid(office: Office, amount: str) -> None:
    (row,) = office.book.read(invoices)
    pay(office, row.client_id, amount, date(2026, 4, 30))


def later(office: Office, days: int) -> None:
    office.clock.set(office.clock.now() + timedelta(days=days))


def test_a_list_says_how_each_invoice_stands(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, tmp_path: Path
) -> None:
    issued_april(sqlite_office)
    page = listed(qtbot, operations, tmp_path)
    picture(page, "invoices-list")
    standings = [sqlite_office.book.read(issued).rows[0].standing]
    paid(sqlite_office, "3259.72")
    standings.append(sqlite_office.book.read(issued).rows[0].standing)
    later(sqlite_office, 40)
    row = sqlite_office.book.read(issued).rows[0]
    standings.append(row.standing)
    assert (row.part_paid, row.days_late, row.balance) == (True, 10, Money.of("20000", "GBP"))
    page.refresh()
    assert "10 days overdue" in page.table.to_csv()
    paid(sqlite_office, "20000.00")
    standings.append(sqlite_office.book.read(issued).rows[0].standing)
    assert standings == [Standing.ISSUED, Standing.PART_PAID, Standing.OVERDUE, Standing.PAID]
    page.refresh()
    page.list.choose_cut("paid")
    assert len(page.table.shown_rows()) == 1
    page.list.choose_cut("overdue")
    assert page.table.shown_rows() == []


def test_without_an_invoice_the_list_says_where_they_come_from(
    qtbot: QtBot, operations: SynchronousOperations, tmp_path: Path
) -> None:
    page = listed(qtbot, operations, tmp_path)
    assert "Approved drafts are issued in the billing run." in page.table.nothing.sentence()
    assert not page.open_button.isEnabled()


def test_it_is_opened_saved_printed_and_its_number_copied_by_keys(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, tmp_path: Path
) -> None:
    done = issued_april(sqlite_office)
    page = listed(qtbot, operations, tmp_path)
    went: list[int] = []
    page.opened.connect(went.append)
    view = page.table.view
    press(view, Qt.Key.Key_Space)
    press(view, Qt.Key.Key_Return)
    assert went == [done.invoice_id] * 2
    press(view, Qt.Key.Key_S)
    saved = tmp_path / "INV-2026-0001 Brightwater Utilities.pdf"
    assert saved.read_bytes() == sqlite_office.book.read(invoice_pdf, invoice_id=done.invoice_id)
    press(view, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == "INV-2026-0001"
    press(view, Qt.Key.Key_P)
    assert (tmp_path / "INV-2026-0001 Brightwater Utilities printed.pdf").exists()
    page.list.print_rows()
    text = read_facts((tmp_path / "Invoices printed.pdf").read_bytes())
    assert len(text.sizes) == 1
    page.open("nobody")
    assert page.table.shown_rows() == []


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_pdf_that_cannot_be_written_says_what_is_safe(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, tmp_path: Path
) -> None:
    issued_april(sqlite_office)
    page = listed(qtbot, operations, tmp_path / "gone")
    press(page.table.view, Qt.Key.Key_S)
    assert "could not be written" in page.list.banner.text()
    assert "safe in the book" in page.list.banner.text()
    press(page.table.view, Qt.Key.Key_P)
    assert "Nothing counts as printed" in page.list.banner.text()


def test_one_invoice_on_its_page_is_the_bytes_that_were_issued(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, tmp_path: Path
) -> None:
    done = issued_april(sqlite_office)
    page = InvoicePage(
        operations, FORMATS, choose_file=lambda _parent, name: str(tmp_path / name), ask_for_printer=into(tmp_path)
    )
    page.open(done.invoice_id)
    shown(qtbot, operations, page)
    page.pdf.setFocus()
    went: list[object] = []
    page.left.connect(went.append)
    inside = page.pdf.focusProxy()
    picture(page, "invoice")
    assert page.breadcrumb() == ("Invoices", "INV-2026-0001")
    assert "INV-2026-0001" in page.pdf.whole_text()
    press(inside, Qt.Key.Key_S, CTRL)
    saved = tmp_path / "INV-2026-0001 Brightwater Utilities.pdf"
    assert saved.read_bytes() == sqlite_office.book.read(invoice_pdf, invoice_id=done.invoice_id)
    press(inside, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == "INV-2026-0001"
    press(inside, Qt.Key.Key_P, CTRL)
    assert (tmp_path / "INV-2026-0001 Brightwater Utilities printed.pdf").exists()
    press(inside, Qt.Key.Key_Escape)
    assert went == [done.invoice_id]


def test_a_print_on_a_later_day_is_a_copy(office: Office) -> None:
    done = issued_april(office)
    assert not office.act_as("GB").read(invoice_to_print, invoice_id=done.invoice_id).is_copy
    later(office, 1)
    assert office.book.read(invoice_to_print, invoice_id=done.invoice_id).is_copy


@pytest.mark.parametrize("initials", ["PR", "JW"])
def test_who_sees_no_sums_reads_no_invoice(office: Office, initials: str) -> None:
    done = issued_april(office)
    office.act_as(initials)
    queries: list[Callable[[Reads], object]] = [
        issued,
        partial(invoice_pdf, invoice_id=done.invoice_id),
        partial(invoice_to_print, invoice_id=done.invoice_id),
    ]
    for query in queries:
        with pytest.raises(Problem) as refused:
            office.book.read(query)
        assert refused.value.code == "right.missing"


def test_a_consultant_has_neither_the_list_nor_what_is_behind_it() -> None:
    keys = areas.keys_for(AccessRole.CONSULTANT)
    assert areas.INVOICES not in keys
    assert areas.BEHIND[areas.INVOICE] not in keys
    assert areas.BEHIND[areas.PREVIEW] not in keys
