"""Collections on screen: what is owed, and recording a payment by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.receivables.queries import aging_of, collections, due_soon_of, owed, payment_list, payments
from app.receivables.ui import CollectionsPage, PaymentDialog
from app.receivables.ui.payment import AllocateDialog
from app.receivables.ui.payments_dialog import PaymentsDialog
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


def dialog_of(page: CollectionsPage, kind: type[QDialog] = PaymentDialog) -> Any:
    (dialog,) = (one for one in page.findChildren(kind) if one.isVisible())
    return dialog


def numbers(page: CollectionsPage) -> list[str]:
    return [row.number for row in page.table.shown_rows()]


def headings(page: CollectionsPage) -> list[tuple[str, str]]:
    model = page.table.model
    lines = [model.line(place) for place in range(model.rowCount()) if model.row(place) is None]
    return [(one.title, one.note) for one in lines]


def test_bar_list_and_heading_tell_the_same_story(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    (card,) = page._cards
    assert card.sum.text() == "£121,032.00"
    assert card.overdue.text() == "£64,386.00 overdue · 53%"
    assert "31–60 £9,432.00" in card.bar.accessibleName()
    assert numbers(page) == [
        "INV-2026-0091",
        "INV-2026-0084",
        "INV-2025-0431",
        "INV-2026-0062",
        "INV-2026-0102",
        "INV-2026-0098",
        "INV-2026-0105",
        "INV-2026-0107",
    ]
    assert headings(page) == [
        ("Overdue", "5 · £64,386.00"),
        ("Due within a week", "2 · £48,246.00"),
        ("Not due yet", "1 · £8,400.00"),
    ]
    assert page.table.model.totals()[3] == "£121,032.00"
    text = page.table.to_csv()
    assert "due today" in text
    assert "in 14 d" in text
    assert "105" in text


def test_the_same_invoices_by_client_and_by_age(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    page.list.choice.choose("client")
    assert headings(page) == [
        ("Castlegate Property Group", "2 · £39,600.00"),
        ("Brightwater Utilities", "5 · £70,182.00"),
        ("Nordhavn Logistics A/S", "1 · £11,250.00"),
    ]
    page.list.choice.choose("age")
    assert [title for title, _note in headings(page)] == [
        "Over 90 days late",
        "61–90 days late",
        "31–60 days late",
        "1–30 days late",
        "Not due yet",
    ]
    assert page.list.words.text() == "the oldest debt first"
    again = page_of(qtbot, operations)
    assert again.list.choice.current == "age"
    again.list.choice.choose("risk")


def test_an_age_shows_its_invoices_only_by_keyboard(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    bar = page._cards[0].bar
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert "1–30 days, £47,250.00, 2 invoices" in bar.accessibleDescription()
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert numbers(page) == ["INV-2026-0091", "INV-2026-0102"]
    assert page.list.words.text() == "only 1–30 days late"
    assert page.table.model.totals()[3] == "£47,250.00"
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert len(numbers(page)) == 8
    QTest.keyClick(bar, Qt.Key.Key_Space)
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert (bar.current, len(numbers(page))) == (-1, 8)


def test_a_client_is_handed_over_and_an_invoice_behind_the_filter_is_still_found(
    qtbot: QtBot, operations: SynchronousOperations
) -> None:
    page = page_of(qtbot, operations)
    every = numbers(page)
    rows = page.table.rows()
    client = rows[0].client_name
    page.open(client)
    assert numbers(page) == [row.number for row in rows if row.client_name == client]
    assert page.list.filter.text() == client
    assert page.list.filter.isVisible()
    assert page.table.current_row().client_name == client  # type: ignore[union-attr]
    other = next(row for row in rows if row.client_name != client)
    page.open(other.invoice_id)
    assert numbers(page) == every
    assert page.table.current_row() == other


def test_tab_comes_by_the_bar_then_the_tools_then_the_list(qtbot: QtBot, operations: SynchronousOperations) -> None:
    page = page_of(qtbot, operations)
    chain: list[QWidget] = []
    here = page.nextInFocusChain()
    while here is not None and here is not page:
        chain.append(here)
        here = here.nextInFocusChain()
    stops = [page._cards[0].bar, page.payments_tool, page.list.filter_tool, page.list.export_tool, page.table.view]
    places = [chain.index(stop) for stop in stops]
    assert places == sorted(places)


def test_an_age_without_invoices_is_cleared_by_one_button(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    page._cards[0].bar._choose(4)
    page.list.set_filter("nobody")
    assert page.table.nothing.sentence() == "No rows match."
    page.table.nothing.button.click()
    assert len(numbers(page)) == 8
    assert page._cards[0].bar.current == -1


def test_what_is_due_soon_and_days_to_get_paid_stand_beside_the_bar(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    soon = page_of(qtbot, operations)._cards[0].soon
    assert (soon.caption.text(), soon.sum.text()) == ("Due by 7 May", "£48,246.00")
    assert soon.clients.text() == "Brightwater Utilities £48,246.00"
    assert soon.days.text() == "Days to get paid: too early to say"
    assert soon.formula.text() == "Known from 1 Jul 2026: bills settled before the book began are missing."


def test_the_panel_tells_the_story_of_the_chosen_invoice(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    page = page_of(qtbot, operations)
    page.table.select_key(sqlite_debts.invoices["INV-2025-0431"])
    panel = page.panel
    assert (panel.late.text(), panel.late.tone()) == ("105 days late", "bad")
    assert (panel.balance.value(), panel.paid.value()) == ("£3,600.00", "£32,400.00 of £36,000.00")
    assert panel.story.sentences() == [
        "Was due, 15 Jan",
        "£32,400.00 paid, 14 Jan · Bank transfer",
        "£36,000.00 invoiced, 16 Dec 2025",
    ]
    asked: list[int] = []
    page.invoice_wanted.connect(asked.append)
    page.client_wanted.connect(asked.append)
    QTest.keyClick(page.table.view, Qt.Key.Key_O)
    panel.open_client.click()
    assert asked == [sqlite_debts.invoices["INV-2025-0431"], sqlite_debts.clients["castlegate"]]


def test_a_phone_number_is_copied(qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts) -> None:
    page = page_of(qtbot, operations)
    page.table.select_key(sqlite_debts.invoices["INV-2026-0105"])
    assert page.panel.payer.value()
    for fact in (page.panel.phone, page.panel.email):
        if fact.value():
            fact.button.click()
            assert QApplication.clipboard().text() == fact.value()


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
    assert "R" not in {keys for keys, _words in shown}
    assert not page.panel.pay.isVisible()
    page.table.select_key(sqlite_debts.invoices["INV-2025-0431"])
    assert not page.panel.story.buttons
    QTest.keyClick(page.table.view, Qt.Key.Key_R)
    assert not page.findChildren(FormDialog)


def test_what_is_shown_is_saved_as_csv(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts, tmp_path: Path
) -> None:
    page = page_of(qtbot, operations)
    page.list.set_filter("castle")
    page.list.export.save(str(tmp_path / "owed.csv"))
    text = (tmp_path / "owed.csv").read_text(encoding="utf-8-sig")
    assert text.count("Castlegate") == 2
    assert "Brightwater" not in text
    assert "Saved as" in page.list.banner.text()
    page.list.export.save(str(tmp_path / "missing" / "owed.csv"))
    assert "could not be written" in page.list.banner.text()


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
    rows = office.book.read(payment_list)
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


def test_currencies_stay_apart(qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts) -> None:
    page = page_of(qtbot, operations)
    view = sqlite_debts.office.book.read(collections)
    euro = [
        replace(row, invoice_id=900 + place, number=f"EUR-{place}", balance=Money(row.balance.minor, "EUR"))
        for place, row in enumerate(view.rows[:2])
    ]
    rows = (*view.rows, *euro)
    page._take(
        replace(
            view,
            rows=rows,
            aging=(aging_of(rows, "GBP"), aging_of(rows, "EUR")),
            due_soon=(due_soon_of(rows, "GBP", view.on), due_soon_of(rows, "EUR", view.on)),
        )
    )
    pounds_card, euro_card = page._cards
    assert (pounds_card.sum.text(), euro_card.sum.text()) == ("£121,032.00", "€7,704.00")
    assert euro_card.soon.days.isHidden() or not euro_card.soon.days.isVisible()
    assert page.table.model.totals()[3] == "£121,032.00 + €7,704.00"
    assert headings(page)[0][1] == "7 · £64,386.00 · €7,704.00"
    euro_card.bar._choose(4)
    assert numbers(page) == ["EUR-0"]
    pounds_card.bar._choose(4)
    assert numbers(page) == ["INV-2025-0431"]
    assert euro_card.bar.current == -1


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
