"""Clients as several rooms know them: order, cuts, sums, missing facts by F8, the panel, and what each role sees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from app.clients.commands import add_client, change_client
from app.clients.domain import Fact
from app.clients.queries import client
from app.clients.ui import ClientDialog, ContactDialog, ContactsDialog, TermsDialog
from app.qt import memory
from app.qt.dialogs import FormDialog
from app.qt.memory import Memory
from app.qt.operations import SynchronousOperations
from app.shell.pages.clients import ClientsPage
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import SowSample, billing_review
from tests.samples.timesheets import log
from tests.shell.client_scene import FORMATS, debts, row_of, tamar
from tests.windows import follow, press, type_into

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    memory.install(Memory())


def page_of(qtbot: QtBot, office: Office, role: str = "partner", width: int = 1240) -> ClientsPage:
    operations = SynchronousOperations(office.book)
    page = ClientsPage(operations, FORMATS, today=lambda: date(2026, 4, 30), role=role)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(width, 720)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return page


def next_fact(page: ClientsPage) -> None:
    """F8, with the window in front again after a dialog."""
    page.activateWindow()
    QApplication.processEvents()
    press(page.table.view, Qt.Key.Key_F8)


def dialog_of(page: ClientsPage, kind: type[QDialog]) -> QDialog:
    dialog = page.dialogs.dialog
    assert isinstance(dialog, kind)
    return dialog


def names(page: ClientsPage) -> list[str]:
    return [row.client.name for row in page.table.shown_rows()]


def cell(page: ClientsPage, key: str, line: int = 0) -> str:
    place = [column.key for column in page.table.model.columns].index(key)
    return page.table.model.sentence(line, place)


def texts(page: ClientsPage) -> list[str]:
    return [one.text() for one in page.panel.findChildren(QLabel) if one.isVisibleTo(page.panel) and one.text()]


def test_the_list_reads_like_its_picture(qtbot: QtBot, sqlite_office: Office) -> None:
    debts(sqlite_office)
    tamar(sqlite_office)
    page = page_of(qtbot, sqlite_office)
    assert page.table.model.cell(0, 0).sub == "Plymouth \u00b7 intake, work starts Tue 5 May"
    assert cell(page, "ready") == "Ready to bill: 6 of 9"
    assert cell(page, "owner") == "Owner: Grace Bennett"
    assert cell(page, "owed", 1) == "Owed: £39,600.00"
    assert cell(page, "po") == "PO needed: Every invoice, first PO missing"
    assert page.table.foot.accessibleName().startswith("5 clients, Ready to bill: 4 ready to bill")
    assert "Owed: £121,032.00, Overdue: £64,386.00" in page.table.foot.accessibleName()
    assert page._header.detail() == "One needs facts before work starts: Tamar Robotics Ltd, 3 missing"
    page.list.choose_cut("not_ready")
    assert names(page) == ["Tamar Robotics Ltd"]
    page.list.choose_cut("overdue")
    assert len(names(page)) == 3
    page.list.choose_cut("owing")
    assert len(names(page)) == 3


def test_the_least_important_columns_give_way_and_nothing_scrolls_sideways(qtbot: QtBot, sqlite_office: Office) -> None:
    debts(sqlite_office)
    page = page_of(qtbot, sqlite_office, width=1240)
    shown = [page.table.model.columns[place].key for place in page.table.view.shown_columns()]
    assert shown == ["client", "ready", "owner", "engagements", "owed", "overdue", "payer", "po"]
    page.resize(700, 600)
    QApplication.processEvents()
    shown = [page.table.model.columns[place].key for place in page.table.view.shown_columns()]
    assert "payer" not in shown
    assert {"client", "ready", "owed", "overdue"} <= set(shown)
    assert not page.table.view.horizontalScrollBar().isVisible()


@pytest.mark.parametrize(
    ("role", "initials", "hidden"),
    [
        ("consultant", "PR", {"ready", "owed", "overdue", "payer", "po", "terms", "number"}),
        ("manager", "JW", {"owed", "overdue"}),
        ("accountant", "AC", set()),
    ],
)
def test_columns_a_role_may_not_see_are_absent_in_list_and_file(
    qtbot: QtBot, sqlite_office: Office, role: str, initials: str, hidden: set[str]
) -> None:
    debts(sqlite_office)
    sqlite_office.act_as(initials)
    page = page_of(qtbot, sqlite_office, role)
    keys = {column.key for column in page.table.model.columns}
    assert not keys & hidden
    assert not page.next_button.isVisibleTo(page)
    assert ("£" in page.table.to_csv()) is False
    assert ("39600.00" in page.table.to_csv()) is (role == "accountant")


def test_f8_goes_through_every_missing_fact_opens_each_at_its_field_and_wraps(
    qtbot: QtBot, sqlite_office: Office
) -> None:
    debts(sqlite_office)
    client_id = tamar(sqlite_office)
    page = page_of(qtbot, sqlite_office)
    page.table.select_key(page.table.rows()[2].id)
    press(page.table.view, Qt.Key.Key_F8)
    email = dialog_of(page, ContactDialog)
    assert page.table.current_row().id == client_id  # type: ignore[union-attr]
    assert isinstance(email, FormDialog)
    assert email.focusWidget() is email.form.editor("email")
    press(email, Qt.Key.Key_Escape)
    next_fact(page)
    order = dialog_of(page, FormDialog)
    assert isinstance(order, FormDialog)
    assert order.focusWidget() is order.form.editor("purchase_orders")
    type_into(order.form, "purchase_orders", "TR-1")
    amount = type_into(order.form, "amount", "38500")
    press(amount, Qt.Key.Key_Return, CTRL)
    assert row_of(sqlite_office, client_id).missing == (Fact.PAYER_EMAIL, Fact.SPONSOR)
    next_fact(page)
    sponsor = dialog_of(page, ContactDialog)
    assert isinstance(sponsor, FormDialog)
    assert sponsor.form.values()["sponsor"] is True
    name = type_into(sponsor.form, "name", "Ann Lee")
    press(name, Qt.Key.Key_Return)
    assert row_of(sqlite_office, client_id).missing == (Fact.PAYER_EMAIL,)
    next_fact(page)
    last = dialog_of(page, ContactDialog)
    assert isinstance(last, FormDialog)
    email_line = type_into(last.form, "email", "ap@tamarrobotics.example")
    press(email_line, Qt.Key.Key_Return)
    assert row_of(sqlite_office, client_id).ready
    assert not page.next_button.isVisibleTo(page)
    assert page.new_button.primary
    assert page._header.detail() == "All are ready to bill"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"address": ""}, "address"),
        ({"owner_id": None}, "owner_id"),
        ({"email_domains": ""}, "email_domains"),
    ],
)
def test_a_missing_fact_of_the_client_opens_its_form_there(
    qtbot: QtBot, sqlite_office: Office, change: dict[str, Any], field: str
) -> None:
    client_id = brightwater(sqlite_office)
    version = sqlite_office.book.read(client, client_id=client_id).version
    sqlite_office.book.perform(change_client, client_id=client_id, version=version, **change)
    page = page_of(qtbot, sqlite_office)
    press(page.table.view, Qt.Key.Key_F8)
    form = dialog_of(page, ClientDialog)
    assert isinstance(form, ClientDialog)
    assert form.focusWidget() is form.form.editor(field)


def test_enter_opens_the_panel_and_esc_goes_back_to_the_row(qtbot: QtBot, sqlite_office: Office) -> None:
    debts(sqlite_office)
    tamar(sqlite_office)
    page = page_of(qtbot, sqlite_office)
    assert not page.panel.isVisible()
    press(page.table.view, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    here = page.focusWidget()
    assert here is not None
    assert page.panel.isAncestorOf(here)
    facts = {"6 of 9", "First PO number", "Who wanted the work"}
    assert {"Tamar Robotics Ltd", "Jo Whitfield"} | facts <= set(texts(page))
    press(here, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert page.focusWidget() is page.table.view
    press(page.table.view, Qt.Key.Key_F4)
    assert page.panel.isVisible()


def test_the_panel_fills_in_a_fact_and_leads_to_the_other_rooms(qtbot: QtBot, sqlite_office: Office) -> None:
    debts(sqlite_office)
    tamar(sqlite_office)
    page = page_of(qtbot, sqlite_office)
    press(page.table.view, Qt.Key.Key_Return)
    button = page.panel.fact_buttons[Fact.SPONSOR]
    assert button.accessibleDescription() == "Who wanted the work"
    press(button, Qt.Key.Key_Return)
    dialog_of(page, ContactDialog).reject()
    page.table.select_key(page.table.rows()[1].id)
    QApplication.processEvents()
    assert "£39,600.00" in texts(page)
    asked: list[tuple[str, object]] = []
    page.wants.connect(lambda area, argument: asked.append((area, argument)))
    page.panel.debts_asked.emit()
    page.panel.engagement_asked.emit(7)
    assert asked == [("collections", "Castlegate Property Group"), ("engagement", 7)]


def test_a_consultant_s_panel_tells_of_contacts_and_engagements_only(qtbot: QtBot, sqlite_office: Office) -> None:
    sample: SowSample = billing_review(sqlite_office, brightwater(sqlite_office))
    log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 28), "2", "Interviews")
    sqlite_office.act_as("PR")
    page = page_of(qtbot, sqlite_office, "consultant")
    press(page.table.view, Qt.Key.Key_Return)
    shown = texts(page)
    assert "Billing controls review" in shown
    assert not {"Ready to bill", "Terms", "Owed", "Accounts Payable"} & set(shown)


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        (Qt.Key.Key_N, ClientDialog),
        (Qt.Key.Key_E, ClientDialog),
        (Qt.Key.Key_C, ContactsDialog),
        (Qt.Key.Key_T, TermsDialog),
    ],
)
def test_every_dialog_opens_by_its_letter_and_gives_the_keyboard_back(
    qtbot: QtBot, sqlite_office: Office, letter: Qt.Key, kind: type[QDialog]
) -> None:
    brightwater(sqlite_office)
    page = page_of(qtbot, sqlite_office)
    QTest.keyClick(page.table.view, letter)
    dialog = dialog_of(page, kind)
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert page.focusWidget() is page.table.view


def test_the_menu_offers_what_the_role_may_do(qtbot: QtBot, sqlite_office: Office) -> None:
    brightwater(sqlite_office)
    page = page_of(qtbot, sqlite_office)
    press(page.table.view, Qt.Key.Key_Menu)
    assert page.list.menu is not None
    lines = [action.text().split("\t")[0] for action in page.list.menu.actions() if action.text()]
    assert lines[:8] == [
        "New client",
        "Clients from a file",
        "Open",
        "Contacts",
        "Edit",
        "Terms",
        "Fill in what is missing",
        "New SOW",
    ]
    page.list.menu.close()


def test_another_page_may_ask_for_a_client_or_a_text(qtbot: QtBot, sqlite_office: Office) -> None:
    debts(sqlite_office)
    page = page_of(qtbot, sqlite_office)
    page.open("nordhavn")
    assert names(page) == ["Nordhavn Logistics A/S"]
    page.list.close_filter()
    outcome = sqlite_office.book.perform(add_client, name="Zeta", country="GB", language="en-GB", currency="GBP")
    page.open(outcome.result)
    page.hear(outcome.changes)
    assert page.table.current_row().client.name == "Zeta"  # type: ignore[union-attr]
