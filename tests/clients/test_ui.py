"""The clients' dialogs, driven by the keyboard from their list: form, terms, contacts."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.clients.commands import change_client
from app.clients.domain import TermsKind
from app.clients.queries import client, clients
from app.clients.ui.contacts import ContactsDialog
from app.clients.ui.form import ClientDialog, TermsDialog
from app.kernel.formats import Formats
from app.qt.operations import SynchronousOperations
from app.shell.pages.clients import ClientsPage
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, nordhavn
from tests.windows import follow, type_into

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier


def today() -> date:
    return date(2026, 4, 30)


def clients_page(qtbot: QtBot, office: Office, role: str = "partner") -> ClientsPage:
    operations = SynchronousOperations(office.book)
    page = ClientsPage(operations, FORMATS, today=today, role=role)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1240, 700)
    page.show()
    page.table.setFocus()
    return page


def client_form(page: ClientsPage) -> ClientDialog:
    assert isinstance(page.dialogs.dialog, ClientDialog)
    return page.dialogs.dialog


def test_an_empty_list_offers_the_first_client(qtbot: QtBot, sqlite_office: Office) -> None:
    page = clients_page(qtbot, sqlite_office)
    assert page.table.nothing.sentence() == "No clients yet. Add the first."
    QTest.keyClick(page.table.nothing.button, Qt.Key.Key_Return)
    dialog = client_form(page)
    assert dialog.focusWidget() is dialog.form.editor("name")
    type_into(dialog.form, "name", "Tamar Robotics Ltd")
    type_into(dialog.form, "tax_number", "gb 123 4567 82")
    assert dialog.form.below("tax_number") == "Check digits pass: GB123456782"
    type_into(dialog.form, "payer_name", "Jo Whitfield")
    last = type_into(dialog.form, "payer_email", "jo@tamar.example")
    QTest.keyClick(last, Qt.Key.Key_Return, CTRL)
    (row,) = sqlite_office.book.read(clients)
    assert (row.name, row.tax_number, row.payer_name) == ("Tamar Robotics Ltd", "GB123456782", "Jo Whitfield")
    assert page.table.current_row().client == row  # type: ignore[union-attr]
    assert page.focusWidget() is page.table.view


def test_a_name_that_is_there_already_is_told_while_typing_and_refused(qtbot: QtBot, sqlite_office: Office) -> None:
    brightwater(sqlite_office)
    page = clients_page(qtbot, sqlite_office)
    QTest.keyClick(page.table.view, Qt.Key.Key_N)
    form = client_form(page).form
    name = type_into(form, "name", "brightwater utilities")
    assert form.error_of("name") == "There is a client called Brightwater Utilities already."
    type_into(form, "website", "brightwater.example")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert form.error_of("name").startswith("There is a client called Brightwater Utilities already.")
    assert form.values()["website"] == "brightwater.example"
    assert client_form(page).isVisible()
    assert len(sqlite_office.book.read(clients)) == 1
    type_into(form, "name", "Brightwater North")
    assert form.error_of("name") == ""
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert [row.name for row in sqlite_office.book.read(clients)] == ["Brightwater North", "Brightwater Utilities"]


def test_a_tax_number_that_fails_is_told_inline_and_typing_is_kept(qtbot: QtBot, sqlite_office: Office) -> None:
    page = clients_page(qtbot, sqlite_office)
    page.add()
    form = client_form(page).form
    type_into(form, "name", "Tamar Robotics Ltd")
    number = type_into(form, "tax_number", "GB999120418")
    sentence = "This VAT number fails its check digits. Digits 8 and 9 may be swapped."
    assert form.error_of("tax_number") == sentence
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert form.error_of("tax_number") == sentence
    assert client_form(page).isVisible()
    assert form.values()["name"] == "Tamar Robotics Ltd"
    country = form.editor("country")
    country.setFocus()
    QTest.keyClicks(country, "Ukr")
    assert form.error_of("tax_number") == ""
    assert form.below("tax_number") == "Not checked: no rules for tax numbers known (Ukraine)."


def test_a_client_is_changed_and_a_faster_writer_is_told_about(qtbot: QtBot, sqlite_office: Office) -> None:
    client_id = castlegate(sqlite_office)
    page = clients_page(qtbot, sqlite_office)
    QTest.keyClick(page.table.view, Qt.Key.Key_E)
    form = client_form(page).form
    assert form.values()["legal_name"] == "Castlegate Property Group Ltd"
    assert form.below("tax_number") == "Check digits pass: GB999131768"
    website = type_into(form, "website", "castlegate.example")
    QTest.keyClick(website, Qt.Key.Key_Return)
    row = sqlite_office.book.read(client, client_id=client_id)
    assert (row.website, row.version) == ("castlegate.example", 2)
    QTest.keyClick(page.table.view, Qt.Key.Key_E)
    sqlite_office.book.perform(change_client, client_id=client_id, version=2, website="www.castlegate.example")
    form = client_form(page).form
    website = type_into(form, "website", "other.example")
    QTest.keyClick(website, Qt.Key.Key_Return)
    assert client_form(page).isVisible()
    typing = client_form(page).typing
    assert typing is not None
    assert typing.editing is not None
    assert typing.editing.dialog is not None
    assert [row.found.theirs for row in typing.editing.dialog.rows] == ["www.castlegate.example"]
    assert sqlite_office.book.read(client, client_id=client_id).website == "www.castlegate.example"


def test_new_terms_are_set_from_a_day_on(qtbot: QtBot, sqlite_office: Office) -> None:
    client_id = nordhavn(sqlite_office)
    page = clients_page(qtbot, sqlite_office)
    QTest.keyClick(page.table.view, Qt.Key.Key_T)
    dialog = page.dialogs.dialog
    assert isinstance(dialog, TermsDialog)
    assert dialog.form.values() == {
        "terms_kind": TermsKind.DAY_OF_NEXT_MONTH,
        "number": 24,
        "valid_from": today(),
    }
    number = type_into(dialog.form, "number", "40")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert dialog.form.error_of("number") == "A month has days from 1 to 31."
    type_into(dialog.form, "number", "15")
    day = type_into(dialog.form, "valid_from", "1 Jun 2026")
    QTest.keyClick(day, Qt.Key.Key_Return)
    row = sqlite_office.book.read(client, client_id=client_id)
    assert row.due_date(date(2026, 5, 31)) == date(2026, 6, 24)
    assert row.due_date(date(2026, 6, 1)) == date(2026, 7, 15)


def test_contacts_are_added_changed_and_removed_by_keyboard(qtbot: QtBot, sqlite_office: Office) -> None:
    client_id = brightwater(sqlite_office)
    page = clients_page(qtbot, sqlite_office)
    QTest.keyClick(page.table.view, Qt.Key.Key_C)
    dialog = page.dialogs.dialog
    assert isinstance(dialog, ContactsDialog)
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Menu)
    assert dialog.menu.menu is not None
    lines = [action.text() for action in dialog.menu.menu.actions() if action.text()]
    assert lines == ["Add contact\tN", "Change\tE", "Remove\tDel", "Copy\tCtrl+C", "Select all\tCtrl+A"]
    dialog.menu.menu.close()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_N)
    assert dialog.form is not None
    type_into(dialog.form.form, "name", "Ruth Adeyemi")
    payer = dialog.form.form.editor("payer")
    payer.setFocus()
    QTest.keyClick(payer, Qt.Key.Key_Space)
    QTest.keyClick(payer, Qt.Key.Key_Return)
    row = sqlite_office.book.read(client, client_id=client_id)
    assert row.payer is not None
    assert row.payer.name == "Ruth Adeyemi"
    assert dialog.table.current_row() == row.payer
    QTest.keyClick(dialog.table.view, Qt.Key.Key_E)
    phone = type_into(dialog.form.form, "phone", "0117 1")
    QTest.keyClick(phone, Qt.Key.Key_Return)
    assert [row.phone for row in dialog.table.selected_rows()] == ["0117 1"]
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Delete)
    assert dialog.question is not None
    QTest.keyClick(dialog.question.verb, Qt.Key.Key_Return)
    assert [row.name for row in sqlite_office.book.read(client, client_id=client_id).contacts] == [
        "Alice Mercer",
        "Accounts Payable",
    ]
    assert len(dialog.table.rows()) == 2
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("role", ["consultant", "accountant"])
def test_others_read_contacts_and_change_nothing(qtbot: QtBot, sqlite_office: Office, role: str) -> None:
    client_id = brightwater(sqlite_office)
    page = clients_page(qtbot, sqlite_office, role)
    assert not page.new_button.isVisibleTo(page)
    for key in (Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_T, Qt.Key.Key_S, Qt.Key.Key_F8):
        QTest.keyClick(page.table.view, key)
        assert page.dialogs.dialog is None
    page.dialogs.contacts(client_id)
    shown = page.dialogs.dialog
    assert isinstance(shown, ContactsDialog)
    assert not shown.add_button.isVisibleTo(shown)
    QTest.keyClick(shown.table.view, Qt.Key.Key_Delete)
    assert shown.question is None
