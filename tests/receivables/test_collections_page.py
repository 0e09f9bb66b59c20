"""Collections on screen: what is owed, by age, by invoice and by client; and the story of one invoice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.kernel.money import Money
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.qt.tab_order import stops
from app.receivables.queries import aging_of, collections, due_soon_of, owed
from app.receivables.ui import CollectionsPage
from tests.receivables.collections_scene import numbers, page_of
from tests.samples.receivables import Debts, pay

pytestmark = pytest.mark.usefixtures("light_look")


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
    chain = stops(page.window())
    expected = [page._cards[0].bar, page.payments_tool, page.list.filter_tool, page.list.export_tool, page.table.view]
    places = [chain.index(stop) for stop in expected]
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
    assert page.table.nothing.sentence() == "Nothing is owed. Issued invoices wait here until they are paid."
    assert page._cards[0].overdue.text() == "Nothing overdue"


def test_an_accountant_reads_but_records_nothing(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_debts: Debts
) -> None:
    sqlite_debts.office.act_as("AC")
    page = page_of(qtbot, operations)
    assert len(numbers(page)) == 8
    assert page.action() is None, "the top bar offers no payment to who only reads"
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
