"""The billing run, the preview and the list of invoices, by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clients.commands import change_client
from app.clients.queries import client
from app.invoices.domain import DraftState, Shown
from app.invoices.queries import invariants, invoices, run_rows
from app.invoices.ui import BillingRunPage
from app.invoices.ui.saving import file_name
from app.qt.operations import SynchronousOperations
from tests.asked import asked
from tests.books import Office
from tests.invoices.run_scene import CTRL, dialog_of, page_of, question_of, to_bill, typed
from tests.samples.engagements import pounds
from tests.samples.invoices import APRIL_END, brightwater_april, collected, rows, settled
from tests.windows import picture, press

pytestmark = pytest.mark.usefixtures("light_look")


def closed(page: BillingRunPage) -> bool:
    """Whether the dialog is gone; the desktop then gives the window the keyboard back."""
    page.activateWindow()
    QApplication.processEvents()
    return page.actions_of.dialog is None


def test_from_nothing_to_issued_invoices_by_keyboard(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    to_bill(sqlite_office)
    page = page_of(qtbot, operations)
    assert "Nothing is collected yet" in page.table.nothing.sentence()
    press(page.focusWidget(), Qt.Key.Key_Return)
    dialog = dialog_of(page)
    picture(dialog, "invoices-collect")
    typed(dialog, through="30 April", invoice_date="30 April")
    assert closed(page)
    assert "152.0\u00a0h and 5 expenses collected on 3 drafts" in page.banner.text()
    assert [row.client_name for row in page.table.shown_rows()] == [
        "Brightwater Utilities",
        "Quayside Theatre Trust",
        "Nordhavn Logistics A/S",
    ]
    assert "April 2026 billing run" in page.head.title()
    assert "Check 1 left" in page.steps.text()
    page.table.setFocus()
    view = page.table.view
    press(view, Qt.Key.Key_A)
    assert page.approved()[0].client_name == "Brightwater Utilities"
    current = page.current()
    assert current is not None
    assert current.client_name == "Quayside Theatre Trust"  # the keyboard goes on to the next one
    press(view, Qt.Key.Key_A)
    assert len(page.approved()) == 2
    assert "43,659.72" in page.issue_button.words()
    press(view, Qt.Key.Key_Return, CTRL)
    question = question_of(page)
    assert "43,659.72" in question.verb.words()
    picture(question, "invoices-question")
    press(question.focusWidget(), Qt.Key.Key_Return)
    assert closed(page)
    assert sqlite_office.book.read(invoices) == []
    press(view, Qt.Key.Key_Return, CTRL)
    question = question_of(page)
    press(question.focusWidget(), Qt.Key.Key_Tab)
    press(question.focusWidget(), Qt.Key.Key_Return)
    assert "2 invoices issued: INV-2026-0001, INV-2026-0002." in page.banner.text()
    assert [row.number for row in sqlite_office.book.read(invoices)] == ["INV-2026-0002", "INV-2026-0001"]
    assert sqlite_office.book.read(invariants) == []
    assert [row.client_name for row in page.table.shown_rows()] == ["Nordhavn Logistics A/S"]
    assert "INV-2026-0003" in page.number.text()
    picture(page, "invoices-issued")


def test_when_one_fails_those_before_are_issued_and_the_rest_stay(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_bill(sqlite_office)
    collected(sqlite_office)
    page = page_of(qtbot, operations)
    view = page.table.view
    for client_name in ("Brightwater Utilities", "Nordhavn Logistics A/S", "Quayside Theatre Trust"):
        row = next(row for row in rows(sqlite_office) if row.client_name == client_name)
        settled(sqlite_office, row)
        page.refresh()
        page.table.select_key(row.draft_id)
        press(view, Qt.Key.Key_A)
    assert len(page.approved()) == 3
    press(view, Qt.Key.Key_Return, CTRL)
    question = question_of(page)
    # a colleague takes Nordhavn's address away while the question stands
    row = next(row for row in rows(sqlite_office) if row.client_name == "Nordhavn Logistics A/S")
    version = sqlite_office.book.read(client, client_id=row.client_id).version
    sqlite_office.book.perform(change_client, client_id=row.client_id, version=version, address="")
    question.verb.click()
    said = page.banner.text()
    assert "1 invoice issued: INV-2026-0001." in said
    assert "Nordhavn Logistics A/S was not issued: The client has no address." in said
    assert "2 drafts stay." in said
    assert {row.client_name for row in rows(sqlite_office)} == {"Nordhavn Logistics A/S", "Quayside Theatre Trust"}
    assert page.actions_of.issuing is None


def test_approval_can_be_undone_until_issue(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office)
    page = page_of(qtbot, operations)
    press(page.table.view, Qt.Key.Key_A)
    assert rows(sqlite_office)[0].state is DraftState.APPROVED
    assert page.banner.button.words() == "Undo"
    page.banner.button.click()
    assert rows(sqlite_office)[0].state is DraftState.OPEN
    assert page.banner.text() == "Undone: Brightwater Utilities approved."
    press(page.table.view, Qt.Key.Key_A)
    press(page.table.view, Qt.Key.Key_R)
    assert rows(sqlite_office)[0].state is DraftState.OPEN


def test_a_draft_is_adjusted_held_and_released(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office)
    page = page_of(qtbot, operations)
    view = page.table.view
    press(view, Qt.Key.Key_W)
    dialog = dialog_of(page)
    typed(dialog, amount="-250", why="Rework", more="2.0 h of Tom Okafor", title="Rework not charged")
    assert closed(page), [dialog.form.error_of(name) for name in ("amount", "title", "why")]
    (row,) = rows(sqlite_office)
    assert row.sums.adjusted == pounds(-250)
    assert "Rework not charged: 2.0 h of Tom Okafor" in page.panel.checks.text()
    page.table.setFocus()
    press(view, Qt.Key.Key_H)
    typed(dialog_of(page), reason="Alice asked to wait")
    assert rows(sqlite_office)[0].shown is Shown.HOLD
    assert "Alice asked to wait" in page.why.text()
    assert not page.panel.approve.isVisible()
    page.which.choose("hold")
    assert len(page.table.shown_rows()) == 1
    page.table.setFocus()
    press(view, Qt.Key.Key_H)
    assert rows(sqlite_office)[0].state is DraftState.OPEN
    assert page.table.shown_rows() == []
    page.which.choose("all")
    page.table.setFocus()
    press(view, Qt.Key.Key_P)
    typed(dialog_of(page), po_number="4500190000")
    assert rows(sqlite_office)[0].po_number == "4500190000"


def test_a_blocked_draft_says_why_and_is_not_approved(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office, invoice_date=date(2026, 7, 1))
    page = page_of(qtbot, operations)
    assert "blocked: The last purchase order ended on 30 Jun 2026." in page.panel.checks.text()
    press(page.table.view, Qt.Key.Key_A)
    assert "The last purchase order ended on 30 Jun 2026." in page.banner.text()
    assert rows(sqlite_office)[0].state is DraftState.OPEN
    picture(page, "invoices-blocked")


def test_a_removed_draft_comes_back_with_the_next_collecting(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office)
    page = page_of(qtbot, operations)
    press(page.table.view, Qt.Key.Key_Delete)
    assert page.table.shown_rows() == []
    press(page.table.nothing.button, Qt.Key.Key_Return)
    typed(dialog_of(page))
    assert page.table.shown_rows()[0].sums.gross == pounds("23259.72")


def test_a_manager_has_no_issue_button(qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office)
    sqlite_office.act_as("JW")
    page = page_of(qtbot, operations)
    assert not page.issue_button.isVisible()
    assert page.panel.approve.isVisible()
    press(page.table.view, Qt.Key.Key_A)
    press(page.table.view, Qt.Key.Key_Return, CTRL)
    assert page.actions_of.dialog is None


def test_file_names_suit_every_file_system() -> None:
    assert file_name("INV-2026-0118", "Brightwater Utilities") == "INV-2026-0118 Brightwater Utilities.pdf"
    assert file_name("A/1", 'Nordhavn "Logistics" A/S.') == "A 1 Nordhavn Logistics A S.pdf"


def test_the_run_reads_a_fixed_number_of_statements(sqlite_office: Office) -> None:
    to_bill(sqlite_office)
    collected(sqlite_office, APRIL_END)
    with asked(sqlite_office.book) as reads:
        assert len(sqlite_office.book.read(run_rows)) == 3
    assert 0 < len(reads) <= 12
