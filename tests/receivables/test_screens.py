"""Collections on screen: what is owed, and recording a payment by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.receivables.queries import owed, payments
from app.receivables.ui import CollectionsPage, PaymentDialog
from tests.samples.engagements import pounds
from tests.samples.receivables import Debts, pay
from tests.windows import follow, retype

FORMATS = Formats("en-GB", "Europe/London")
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("light_look")


@pytest.fixture
def operations(sqlite_debts: Debts) -> Iterator[SynchronousOperations]:
    sqlite_debts.office.act_as("GB")
    made = SynchronousOperations(sqlite_debts.office.book)
    yield made
    made.close()


def page_of(qtbot: QtBot, operations: SynchronousOperations) -> CollectionsPage:
    page = CollectionsPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1180, 760)
    page.show()
    return page


def dialog_of(page: CollectionsPage, kind: type[FormDialog] = PaymentDialog) -> Any:
    (dialog,) = (one for one in page.findChildren(kind) if one.isVisible())
    return dialog


def numbers(page: CollectionsPage) -> list[str]:
    return [row.number for row in page.table.shown_rows()]


def test_bar_list_and_heading_tell_the_same_story(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    (card,) = page._cards
    assert card.sum.text() == "£121,032.00"
    assert card.overdue.text() == "£64,386.00 overdue · 53%"
    assert "31–60 £9,432.00" in card.bar.accessibleName()
    assert numbers(page) == [
        "INV-2025-0431",
        "INV-2026-0062",
        "INV-2026-0084",
        "INV-2026-0091",
        "INV-2026-0102",
        "INV-2026-0098",
        "INV-2026-0105",
        "INV-2026-0107",
    ]
    headings = [page.table.model.line(n) for n in range(page.table.model.rowCount()) if page.table.model.row(n) is None]
    assert [(one.title, one.note) for one in headings] == [
        ("Overdue", "5 · £64,386.00"),
        ("Due today", "2 · £48,246.00"),
        ("Not due", "1 · £8,400.00"),
    ]
    text = page.table.to_csv()
    assert "due today" in text
    assert "in 14 d" in text
    assert "105" in text


def test_an_age_shows_its_invoices_only_by_keyboard(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    bar = page._cards[0].bar
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert numbers(page) == ["INV-2026-0091", "INV-2026-0102"]
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert len(numbers(page)) == 8


def test_a_payment_is_recorded_from_the_list_without_a_mouse(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    assert page.table.select_key(sqlite_debts.invoices["INV-2026-0084"])
    QTest.keyClick(page.table.view, Qt.Key.Key_R)
    dialog = dialog_of(page)
    assert dialog.parts.read() == ((sqlite_debts.invoices["INV-2026-0084"], pounds(9432)),)
    assert dialog.parts.words() == "All of it is allocated."
    retype(dialog.form.editor("amount"), "9,000")
    assert dialog.parts.words() == "£432.00 more than came in."
    retype(dialog.parts.line(sqlite_debts.invoices["INV-2026-0084"]), "9000")
    retype(dialog.form.editor("reference"), "BACS 77")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible()
    (row,) = [row for row in sqlite_debts.office.book.read(owed) if row.number == "INV-2026-0084"]
    assert row.balance == pounds(432)
    assert page._cards[0].sum.text() == "£112,032.00"
    assert "£432.00" in [
        page.table.model.cell(n, 7).text for n in range(page.table.model.rowCount()) if page.table.model.row(n)
    ]
    assert sqlite_debts.office.book.read(payments)[-1].reference == "BACS 77"


def test_a_new_payment_proposes_the_oldest_debt_first(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    page.ask()
    dialog = dialog_of(page)
    QTest.keyClicks(dialog.form.editor("client_id"), "Castle")
    retype(dialog.form.editor("amount"), "5000")
    assert dialog.parts.read() == (
        (sqlite_debts.invoices["INV-2025-0431"], pounds(3600)),
        (sqlite_debts.invoices["INV-2026-0091"], pounds(1400)),
    )
    retype(dialog.form.editor("amount"), "50000")
    assert dialog.parts.words() == "£10,400.00 stays with the client."
    QTest.keyClick(dialog.form.editor("client_id"), Qt.Key.Key_End)
    assert dialog.parts.words() == "No open invoice; the payment waits for the next one."
    dialog.reject()


def test_what_cannot_be_is_said_in_the_dialog_and_nothing_is_lost(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    page.table.select_key(sqlite_debts.invoices["INV-2026-0102"])
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    line = dialog.parts.line(sqlite_debts.invoices["INV-2026-0102"])
    retype(line, "11,250.01")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert dialog.form.banner.text().startswith("Only £11,250.00 is open on INV-2026-0102.")
    assert dialog.focusWidget() is line
    retype(line, "what")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert "not a number" in dialog.form.banner.text()
    retype(line, "11250")
    retype(dialog.form.editor("received_on"), "+1")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert "in the future" in dialog.form.error_of("received_on")
    retype(dialog.form.editor("received_on"), "t")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible()
    assert "INV-2026-0102" not in numbers(page)


def test_money_without_an_invoice_is_told_and_allocated(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    office = sqlite_debts.office
    pay(office, sqlite_debts.clients["quayside"], "50.00", date(2026, 4, 29))
    pay(office, sqlite_debts.clients["nordhavn"], "12000.00", date(2026, 4, 29), allocations=())
    page = page_of(qtbot, operations)
    assert page.banner.text() == (
        "£12,000.00 of Nordhavn Logistics A/S, received 29 Apr, pays no invoice yet. 1 more payment waits."
    )
    page.banner.button.click()
    dialog = dialog_of(page, FormDialog)
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert "INV-2026-0102" not in numbers(page)
    assert page.banner.text().startswith("£50.00 of Quayside Theatre Trust")
    assert not page.banner.button.isVisible()


def test_nothing_owed_is_said_in_one_sentence(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    for row in sqlite_debts.office.book.read(owed):
        pay(
            sqlite_debts.office,
            row.client_id,
            str(row.balance.amount),
            date(2026, 4, 30),
            allocations=((row.invoice_id, row.balance),),
        )
    page = page_of(qtbot, operations)
    assert page.table.nothing.sentence() == "Nothing is owed."
    assert page._cards[0].overdue.text() == "Nothing overdue"


def test_an_accountant_reads_but_records_nothing(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    sqlite_debts.office.act_as("AC")
    page = page_of(qtbot, operations)
    assert len(numbers(page)) == 8
    assert not page.pay_button.isVisible()
    shown = page.keys()
    assert ("R", "record payment") not in shown
    QTest.keyClick(page.table.view, Qt.Key.Key_R)
    assert not page.findChildren(FormDialog)


def test_what_is_shown_is_saved_as_csv(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts, tmp_path: Path
) -> None:
    page = page_of(qtbot, operations)
    page.filter.setText("castle")
    page.saver.save(str(tmp_path / "owed.csv"))
    text = (tmp_path / "owed.csv").read_text(encoding="utf-8-sig")
    assert text.count("Castlegate") == 2
    assert "Brightwater" not in text
    assert page.banner.text() == f"Saved as {tmp_path / 'owed.csv'}"
    page.saver.save(str(tmp_path / "missing" / "owed.csv"))
    assert "could not be written" in page.banner.text()
