"""Lists of many years read a part, say which, and read more when asked; what is open is always among it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.engagements.commands import finish_sow
from app.invoices.queries import invoice_beside, invoices
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.qt.editors import Choice
from app.qt.operations import SynchronousOperations
from app.receivables.queries import owed, payment_list
from app.receivables.ui.payments_dialog import PaymentsDialog
from app.shell.pages import invoices as invoices_page
from app.shell.pages.engagement_list import engagement_list
from app.shell.pages.engagements import EngagementsPage
from app.shell.pages.invoices import InvoicesPage
from app.shell.pages.issued import issued
from app.timesheets.queries import receipt_sows
from app.timesheets.ui import ExpenseDialog
from tests.books import Office
from tests.samples.receivables import Debts, open_debts, pay
from tests.windows import follow

FORMATS = Formats("en-GB", "Europe/London")
APRIL = date(2026, 4, 20)


@pytest.fixture
def debts(office: Office) -> Debts:
    return open_debts(office)


@pytest.fixture
def many(sqlite_office: Office) -> Debts:
    return open_debts(sqlite_office)


def settle(debts: Debts, number: str) -> None:
    """Pay an invoice whole, so that it is not open any more."""
    row = next(row for row in debts.office.book.read(owed) if row.number == number)
    pay(debts.office, row.client_id, str(row.balance.amount), APRIL, allocations=((row.invoice_id, row.balance),))


def test_the_newest_invoices_are_read_and_all_that_are_open(debts: Debts) -> None:
    book = debts.office.book
    everything = book.read(issued)
    assert [row.invoice for row in everything.rows] == book.read(invoices)
    oldest = everything.rows[-1]
    settle(debts, oldest.invoice.number)
    part = book.read(issued, most=1)
    assert part.count == everything.count
    assert part.rows[0].id == everything.rows[0].id
    assert {row.id for row in part.rows} == {row.id for row in everything.rows if row.id != oldest.id and row.balance}


def test_an_invoice_knows_its_neighbours_however_long_the_list_is(debts: Debts) -> None:
    book = debts.office.book
    rows = book.read(invoices)
    for place, row in enumerate(rows):
        beside = book.read(invoice_beside, invoice_id=row.invoice_id)
        assert beside.row == row
        assert beside.newer == (rows[place - 1] if place else None)
        assert beside.older == (rows[place + 1] if place + 1 < len(rows) else None)
    with pytest.raises(Problem):
        book.read(invoice_beside, invoice_id=0)


def test_the_newest_payments_are_read_and_all_that_wait(debts: Debts) -> None:
    client = debts.clients["castlegate"]
    waits = pay(debts.office, client, "10.00", APRIL - timedelta(9), allocations=())
    spent = [pay(debts.office, client, "1.00", APRIL + timedelta(n)) for n in range(3)]
    found = debts.office.book.read(payment_list, most=1)
    assert next(row.id for row in found.rows) == spent[-1].payment_id
    assert waits.payment_id in {row.id for row in found.rows}
    assert spent[0].payment_id not in {row.id for row in found.rows}
    assert found.count == len(debts.office.book.read(payment_list).rows)


def test_what_was_finished_long_ago_is_counted_and_read_when_asked(debts: Debts) -> None:
    book = debts.office.book
    before = book.read(engagement_list)
    assert len(before.rows) == before.count
    gone = before.rows[0]
    book.perform(finish_sow, sow_id=gone.sow_id, version=gone.sow.version)
    debts.office.clock.set(debts.office.clock.now() + timedelta(3 * 365))
    late = book.read(engagement_list)
    assert (len(late.rows), late.count) == (before.count - 1, before.count)
    assert gone.sow_id not in {row.sow_id for row in late.rows}
    assert len(book.read(engagement_list, years=4).rows) == before.count


@pytest.mark.parametrize("words", ["{number}", "{title}", "{client}"])
def test_what_ended_long_ago_is_found_by_number_title_and_client(debts: Debts, words: str) -> None:
    book = debts.office.book
    gone = book.read(engagement_list).rows[0].sow
    book.perform(finish_sow, sow_id=gone.sow_id, version=gone.version)
    debts.office.clock.set(debts.office.clock.now() + timedelta(3 * 365))
    late = book.read(engagement_list)
    assert gone.sow_id not in {row.sow_id for row in late.rows}
    text = words.format(number=gone.number, title=gone.title, client=gone.client_name)
    found = book.read(engagement_list, text=text)
    assert {row.sow_id for row in found.rows} == {row.sow_id for row in late.rows} | {gone.sow_id}
    assert found.count == late.count
    assert book.read(engagement_list, text="nothing like it").rows == late.rows
    assert book.read(engagement_list, text=" - ") == late


def test_the_filter_of_engagements_finds_what_ended_long_ago(qtbot: QtBot, many: Debts) -> None:
    book = many.office.act_as("GB")
    gone = book.read(engagement_list).rows[0].sow
    with_rights = many.office.act_as("EF")
    with_rights.perform(finish_sow, sow_id=gone.sow_id, version=gone.version)
    many.office.clock.set(many.office.clock.now() + timedelta(3 * 365))
    operations = SynchronousOperations(many.office.act_as("GB"))
    page = EngagementsPage(operations, FORMATS)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.list.choose_cut("all")
    assert not page.more.isHidden()
    page.list.set_filter(gone.number)
    assert page.list.note.text().startswith("Of those that ended earlier the last 200")
    qtbot.waitUntil(lambda: [row.sow_id for row in page.table.shown_rows()] == [gone.sow_id])
    operations.close()


def test_the_page_says_what_part_it_shows_until_all_is_read(
    qtbot: QtBot, many: Debts, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(many, many.office.book.read(invoices)[-1].number)
    operations = SynchronousOperations(many.office.book)
    page = InvoicesPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    count = len(many.office.book.read(invoices))
    page._most = 1
    page.show()
    assert not page.more.isHidden()
    page.more.set_short(False)
    assert page.more.words() == "Show more"
    assert page.list.shown_words() == f"newest 1 and all open, of {count}"
    shown = len(page.table.rows())
    monkeypatch.setattr(invoices_page, "PAGE", 100)
    page.more.click()
    assert (shown, len(page.table.rows())) == (count - 1, count)
    assert page.more.isHidden()
    assert page.list.shown_words() == "the newest first"
    operations.close()


def test_a_filter_finds_invoices_beyond_the_part_that_is_read_and_says_how(qtbot: QtBot, many: Debts) -> None:
    book = many.office.book
    oldest = book.read(invoices)[-1]
    settle(many, oldest.number)
    count = len(book.read(invoices))
    operations = SynchronousOperations(book)
    page = InvoicesPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page._most = 1
    page.show()
    assert oldest.invoice_id not in {row.id for row in page.table.rows()}
    assert page.table.foot.accessibleName().startswith(f"{count - 1} of {count}")
    assert page.list.note.isHidden()
    page.list.set_filter(oldest.number[-4:])
    assert page.list.note.text().startswith("Of older invoices the newest 200")
    qtbot.waitUntil(lambda: [row.id for row in page.table.shown_rows()] == [oldest.invoice_id])
    operations.close()


@pytest.mark.parametrize("words", ["{number}", "{client}", "{sow}"])
def test_older_invoices_are_found_by_number_client_and_statement_of_work(debts: Debts, words: str) -> None:
    book = debts.office.book
    everything = book.read(invoices)
    oldest = everything[-1]
    settle(debts, oldest.number)
    text = words.format(number=oldest.number, client=oldest.client_name, sow=oldest.sow_number)
    assert oldest.invoice_id not in {row.id for row in book.read(issued, most=1).rows}
    with_text = book.read(issued, most=1, text=text).rows
    assert oldest.invoice_id in {row.id for row in with_text}
    assert [row.invoice for row in with_text] == [
        row for row in everything if row in {one.invoice for one in with_text}
    ]
    assert len(book.read(issued, most=1, text="nothing like it").rows) == len(everything) - 1
    assert book.read(issued, most=1, text=" - ") == book.read(issued, most=1)


def test_a_receipt_is_offered_what_runs_or_ended_lately_and_the_rest_when_asked(qtbot: QtBot, many: Debts) -> None:
    book = many.office.book
    before = book.read(receipt_sows)
    assert not before.older
    gone = before.rows[0]
    book.perform(finish_sow, sow_id=gone.sow_id, version=gone.version)
    many.office.clock.set(many.office.clock.now() + timedelta(3 * 365))
    late = book.read(receipt_sows)
    assert (late.older, {row.sow_id for row in late.rows}) == (True, {row.sow_id for row in before.rows[1:]})
    operations = SynchronousOperations(book)
    dialog = ExpenseDialog(
        operations, FORMATS, late, person_id=many.office.people["PR"], today=many.office.clock.now().date
    )
    qtbot.addWidget(dialog)
    dialog.show()
    editor = dialog.form.editor("sow_id")
    assert isinstance(editor, Choice)
    assert gone.number not in " ".join(editor.itemText(place) for place in range(editor.count()))
    editor.setFocus()
    QTest.keyClicks(editor, "One that")
    assert gone.number in " ".join(editor.itemText(place) for place in range(editor.count()))
    assert editor.read() is None
    operations.close()


def test_engagements_and_payments_have_no_more_to_show_in_a_small_firm(qtbot: QtBot, many: Debts) -> None:
    operations = SynchronousOperations(many.office.act_as("GB"))
    page = EngagementsPage(operations, FORMATS)
    qtbot.addWidget(page)
    page.refresh()
    dialog = PaymentsDialog(operations, FORMATS, may_record=True)
    qtbot.addWidget(dialog)
    dialog.refresh()
    assert page.more.isHidden()
    assert dialog.more.isHidden()
    operations.close()
