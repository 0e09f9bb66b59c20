"""Payments recorded, allocated, listed and taken back on screen, by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.qt.dialogs import FormDialog
from app.qt.form_state import put
from app.qt.operations import SynchronousOperations
from app.receivables.queries import owed, payment_form, payment_list, payments
from app.receivables.ui.payment import AllocateDialog, PaymentDialog
from app.receivables.ui.payments_dialog import PaymentsDialog
from tests.receivables.collections_scene import CONTROL, FORMATS, dialog_of, numbers, page_of
from tests.samples.engagements import pounds
from tests.samples.receivables import Debts, pay
from tests.windows import retype, type_into

pytestmark = pytest.mark.usefixtures("light_look")


def test_a_part_payment_is_recorded_from_the_list_without_a_mouse_and_taken_back(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    number = sqlite_debts.invoices["INV-2026-0084"]
    assert page.table.select_key(number)
    QTest.keyClick(page.table.view, Qt.Key.Key_R)
    dialog = dialog_of(page)
    assert dialog.parts.read() == ((number, pounds(9432)),)
    assert dialog.parts.words() == "All of it is allocated."
    assert dialog.focusWidget() is dialog.form.editor("amount")
    QTest.keyClicks(dialog.form.editor("amount"), "9,000")
    assert dialog.parts.read() == ((number, pounds(9000)),)
    assert dialog.parts.below(number) == "leaves £432.00 open"
    retype(dialog.form.editor("reference"), "BACS 77")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible()
    (row,) = [row for row in sqlite_debts.office.book.read(owed) if row.number == "INV-2026-0084"]
    assert row.balance == pounds(432)
    assert page._cards[0].sum.text() == "£112,032.00"
    assert page.panel.story.sentences()[0] == "£9,000.00 paid, 30 Apr · Bank transfer · BACS 77"
    assert sqlite_debts.office.book.read(payments)[-1].reference == "BACS 77"
    (button,) = page.panel.story.buttons
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert page._cards[0].sum.text() == "£121,032.00"
    assert page.panel.story.sentences()[0].startswith("Payment of £9,000.00 taken back, 30 Apr")
    assert page.focusWidget() is page.table.view


def test_more_than_an_invoice_needs_goes_to_the_oldest_debt_then_stays_with_the_client(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    chosen, oldest = (sqlite_debts.invoices[number] for number in ("INV-2026-0091", "INV-2025-0431"))
    page.table.select_key(chosen)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    retype(dialog.form.editor("amount"), "36,100")
    assert dialog.parts.read() == ((chosen, pounds(36000)), (oldest, pounds(100)))
    retype(dialog.form.editor("amount"), "40,000")
    assert dialog.parts.words() == "£400.00 stays with the client."
    retype(dialog.parts.line(oldest), "0")
    assert dialog.parts.words() == "£4,000.00 stays with the client."
    retype(dialog.parts.line(oldest), "4,100")
    assert dialog.parts.words() == "£100.00 more than came in."
    dialog.reject()


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
    number = sqlite_debts.invoices["INV-2026-0102"]
    line = dialog.parts.line(number)
    retype(line, "11,250.01")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert dialog.parts.below(number).startswith("Only £11,250.00 is open on INV-2026-0102.")
    assert line.accessibleDescription() == dialog.parts.below(number)
    assert dialog.focusWidget() is line
    retype(line, "what")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert "not a number" in dialog.parts.below(number)
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
    dialog = dialog_of(page, AllocateDialog)
    line = dialog.parts.line(sqlite_debts.invoices["INV-2026-0102"])
    assert dialog.focusWidget() is line
    assert dialog.parts.words() == "£750.00 stays with the client."
    retype(line, "0")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert "No invoice is given anything" in dialog.form.banner.text()
    retype(line, "11,250")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert "INV-2026-0102" not in numbers(page)
    assert page.banner.text().startswith("£50.00 of Quayside Theatre Trust")
    assert not page.banner.button.isVisible()


def test_all_payments_are_listed_and_one_of_a_settled_invoice_is_taken_back_by_keyboard(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    office = sqlite_debts.office
    pay(office, sqlite_debts.clients["nordhavn"], "11250.00", date(2026, 4, 29), reference="BACS 9")
    pay(office, sqlite_debts.clients["quayside"], "50.00", date(2026, 4, 30))
    office.act_as("GB")
    page = page_of(qtbot, operations)
    assert "INV-2026-0102" not in numbers(page)
    page.payments_tool.click()
    dialog = dialog_of(page, PaymentsDialog)
    model = dialog.table.model
    assert [[model.cell(place, column).text for column in (0, 3, 4)] for place in range(3)] == [
        ["Waits", "–", "£50.00"],
        ["Allocated", "INV-2026-0102", "£11,250.00"],
        ["Allocated", "INV-2025-0431", "£32,400.00"],
    ]
    QTest.keyClick(dialog.table.view, Qt.Key.Key_A)
    assert "owes nothing now" in dialog.banner.text()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table.view, Qt.Key.Key_T)
    assert dialog.banner.text() == "£11,250.00 of Nordhavn Logistics A/S taken back; what it paid is owed again."
    assert model.cell(1, 0).text == "Taken back"
    assert not dialog.take_back.isEnabled()
    assert "INV-2026-0102" in numbers(page)
    dialog.banner.button.click()
    assert "INV-2026-0102" not in numbers(page)
    rows = office.book.read(payment_list).rows
    assert [row.payment.reference for row in rows if row.numbers == ("INV-2026-0102",)] == ["BACS 9"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_accountant_looks_at_payments_and_changes_none(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    sqlite_debts.office.act_as("AC")
    page = page_of(qtbot, operations)
    page.show_payments()
    dialog = dialog_of(page, PaymentsDialog)
    assert not dialog.take_back.isVisible()
    assert not dialog.allocate.isVisible()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_T)
    assert not dialog.banner.isVisible()
    dialog.reject()


def test_what_was_billed_before_the_book_is_said_once_and_the_days_are_known(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    soon = page._cards[0].soon
    soon.before.click()
    dialog = dialog_of(page, FormDialog)
    retype(dialog.form.editor("month0"), "21,300")
    retype(dialog.form.editor("month1"), "27,200")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible()
    assert soon.days.text() == "Days to get paid: 67"
    assert soon.formula.text() == "Owed × 89 days ÷ £161,828.00 billed"
    assert not soon.before.isVisible()


def test_tab_goes_from_the_fields_to_the_parts_and_then_to_the_buttons(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    page.table.select_key(sqlite_debts.invoices["INV-2026-0091"])
    QTest.keyClick(page.table.view, Qt.Key.Key_R)
    dialog = dialog_of(page)
    parts = dialog.parts.editors()
    assert len(parts) == 2
    stops = [dialog.form.editor("reference"), *parts, dialog.cancel, dialog.save]
    stops[0].setFocus()
    for stop in stops[1:]:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is stop
    dialog.reject()


def test_parts_that_were_typed_are_kept_with_the_form_and_put_back(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    view = sqlite_debts.office.book.read(payment_form)
    around = QWidget()
    qtbot.addWidget(around)

    def form() -> PaymentDialog:
        made = PaymentDialog(operations, FORMATS, view, parent=around)
        made.show()
        return made

    lost, again = form(), form()
    owing = next(one for one in view.clients if len(one.debts) > 1)
    lost.form.set_values({"client_id": owing.client_id})
    type_into(lost.form, "amount", "500")
    invoice_id = owing.debts[-1].invoice_id
    retype(lost.parts.line(invoice_id), "123.45")
    assert lost.typing is not None
    kept = lost.typing.look()
    assert kept.base != kept.content
    assert again.typing is not None
    put(again.form, kept.content)
    again.parts.put_back(kept.content["more"])
    assert again.parts.line(invoice_id).text() == "123.45"
    assert again.typing.look().content == kept.content
