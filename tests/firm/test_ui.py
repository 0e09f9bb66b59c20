"""The firm's screens, driven by the keyboard: founding a firm, adding and changing people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.bootstrap.language import speak
from app.firm.commands import add_person, change_person
from app.firm.domain import AccessRole
from app.firm.queries import people, person, the_firm
from app.firm.ui.people import PeoplePage
from app.firm.ui.setup import FoundFirmDialog
from app.kernel.clock import FixedClock
from app.kernel.formats import Formats
from app.qt.operations import SynchronousOperations
from app.storage.book import Book, open_book
from tests.books import NOW, Office
from tests.windows import follow, type_into

FORMATS = Formats("en-GB", "Europe/London")


def today() -> date:
    return date(2026, 4, 30)


@pytest.fixture
def empty_book(tmp_path: Path, empty_file: Path) -> Iterator[Book]:
    path = tmp_path / "firm.watertight"
    shutil.copy(empty_file, path)
    with open_book(path, FixedClock(NOW)) as opened:
        yield opened


def founding(qtbot: QtBot, book: Book, founded: list[object]) -> FoundFirmDialog:
    dialog = FoundFirmDialog(
        SynchronousOperations(book), FORMATS, today=today, os_account="eleanor", then=founded.append
    )
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def test_a_firm_is_founded_with_a_name_and_ones_own_name(qtbot: QtBot, empty_book: Book) -> None:
    founded: list[object] = []
    dialog = founding(qtbot, empty_book, founded)
    assert dialog.focusWidget() is dialog.form.editor("name")
    type_into(dialog.form, "name", "Alder & Finch Advisory LLP")
    last = type_into(dialog.form, "person_name", "Eleanor Finch")
    QTest.keyClick(last, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    firm = empty_book.read(the_firm)
    assert firm is not None
    assert (firm.name, firm.country, firm.currency, firm.zone) == (
        "Alder & Finch Advisory LLP",
        "GB",
        "GBP",
        "Europe/London",
    )
    (first,) = empty_book.read(people)
    assert (first.name, first.initials, first.os_account) == ("Eleanor Finch", "EF", "eleanor")
    assert len(founded) == 1
    assert not dialog.isVisible()


def test_what_is_missing_is_told_at_its_field_and_nothing_is_founded(qtbot: QtBot, empty_book: Book) -> None:
    dialog = founding(qtbot, empty_book, [])
    QTest.keyClick(dialog.form.editor("name"), Qt.Key.Key_Return)
    assert dialog.form.error_of("name") == "Please fill in: Name of the firm."
    assert dialog.form.error_of("person_name") == "Please fill in: Your name."
    assert dialog.isVisible()
    assert empty_book.read(the_firm) is None


def test_a_tax_number_is_checked_while_it_is_typed(qtbot: QtBot, empty_book: Book) -> None:
    form = founding(qtbot, empty_book, []).form
    editor = type_into(form, "tax_number", "GB99999997")
    assert form.error_of("tax_number") == ""
    form.editor("iban").setFocus()
    assert "too many or too few characters" in form.error_of("tax_number")
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_End)
    QTest.keyClicks(editor, "3")
    assert form.error_of("tax_number") == ""
    assert form.below("tax_number") == "Check digits pass: GB999999973"
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClicks(editor, "4")
    assert form.error_of("tax_number").startswith("This VAT number fails its check digits.")
    type_into(form, "iban", "GB82WEST12345698765423")
    assert form.error_of("iban").startswith("This IBAN fails its check digits.")


def test_another_country_brings_its_currency_and_asks_for_its_tax_rate(qtbot: QtBot, empty_book: Book) -> None:
    form = founding(qtbot, empty_book, []).form
    assert form.editor("standard_percent").isHidden() or not form.editor("standard_percent").isVisible()
    country = form.editor("country")
    country.setFocus()
    QTest.keyClicks(country, "Swed")
    values = form.values()
    assert (values["country"], values["currency"]) == ("SE", "SEK")
    assert form.editor("standard_percent").isVisible()


def test_the_places_are_named_in_the_language_of_the_screen_whatever_the_computer_speaks(
    qtbot: QtBot, empty_book: Book
) -> None:
    speak("de", ())
    dialog = founding(qtbot, empty_book, [])
    shown = {name: dialog.form.editor(name) for name in ("country", "currency", "language")}
    words = {name: one.currentText() for name, one in shown.items() if isinstance(one, QComboBox)}
    assert words == {
        "country": "Vereinigtes K\u00f6nigreich",
        "currency": "GBP \u00b7 Britisches Pfund",
        "language": "Englisch (Vereinigtes K\u00f6nigreich)",
    }


def test_a_refused_founding_keeps_everything_typed(qtbot: QtBot, empty_book: Book) -> None:
    dialog = founding(qtbot, empty_book, [])
    type_into(dialog.form, "name", "Alder & Finch")
    type_into(dialog.form, "person_name", "Eleanor Finch")
    days = type_into(dialog.form, "terms_days", "30.5")
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert dialog.form.error_of("terms_days") == "Days are whole. Leave the decimals out."
    assert dialog.form.values()["name"] == "Alder & Finch"
    assert dialog.isVisible()
    type_into(dialog.form, "terms_days", "14")
    QTest.keyClick(days, Qt.Key.Key_Return)
    firm = empty_book.read(the_firm)
    assert firm is not None
    assert firm.terms_days == 14


@pytest.fixture
def page(qtbot: QtBot, sqlite_office: Office) -> PeoplePage:
    return people_page(qtbot, sqlite_office, "partner")


def people_page(qtbot: QtBot, office: Office, role: str) -> PeoplePage:
    operations = SynchronousOperations(office.book)
    shown = PeoplePage(operations, FORMATS, today=today, role=role)
    follow(operations, shown)
    qtbot.addWidget(shown)
    shown.resize(1180, 640)
    shown.show()
    shown.table.setFocus()
    return shown


def test_a_person_is_added_from_the_list_by_keyboard(qtbot: QtBot, page: PeoplePage, sqlite_office: Office) -> None:
    QTest.keyClick(page.table.view, Qt.Key.Key_N)
    assert page.dialog is not None
    type_into(page.dialog.form, "name", "Marcus Alder")
    initials = type_into(page.dialog.form, "initials", "PR")
    QTest.keyClick(initials, Qt.Key.Key_Return)
    assert page.dialog.form.error_of("initials") == "Priya Raman has the initials PR already. Add a letter or a digit."
    type_into(page.dialog.form, "initials", "MA")
    QTest.keyClick(initials, Qt.Key.Key_Return)
    assert [row.name for row in page.table.selected_rows()] == ["Marcus Alder"]
    assert len(page.table.rows()) == 8
    assert "Marcus Alder" in [row.name for row in sqlite_office.book.read(people)]


def test_a_person_is_changed_and_a_faster_writer_is_told_about(
    qtbot: QtBot, page: PeoplePage, sqlite_office: Office
) -> None:
    priya = sqlite_office.people["PR"]
    page.table.select_key(priya)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.dialog is not None
    grade = type_into(page.dialog.form, "grade", "Principal")
    QTest.keyClick(grade, Qt.Key.Key_Return)
    assert [row.grade for row in page.table.selected_rows()] == ["Principal"]
    QTest.keyClick(page.table.view, Qt.Key.Key_E)
    sqlite_office.book.perform(change_person, person_id=priya, version=2, grade="Partner")
    grade = type_into(page.dialog.form, "grade", "Director")
    QTest.keyClick(grade, Qt.Key.Key_Return)
    assert page.dialog.isVisible()
    typing = page.dialog.typing
    assert typing is not None
    assert typing.editing is not None
    assert typing.editing.dialog is not None
    assert [(row.found.mine, row.found.theirs) for row in typing.editing.dialog.rows] == [("Director", "Partner")]
    assert page.dialog.form.values()["grade"] == "Director"
    assert sqlite_office.book.read(person, person_id=priya).grade == "Partner"


def test_the_list_redraws_when_somebody_else_changes_the_firm(page: PeoplePage, sqlite_office: Office) -> None:
    outcome = sqlite_office.book.perform(add_person, name="Marcus Alder", initials="MA", access_role=AccessRole.PARTNER)
    page.hear(outcome.changes)
    assert "Marcus Alder" in [row.name for row in page.table.rows()]


def test_who_left_has_a_cut_of_its_own_and_a_word_beside_the_shape(page: PeoplePage, sqlite_office: Office) -> None:
    priya = sqlite_office.people["PR"]
    outcome = sqlite_office.book.perform(change_person, person_id=priya, version=1, active=False)
    page.hear(outcome.changes)
    page.list.choose_cut("left")
    assert [row.name for row in page.table.shown_rows()] == ["Priya Raman"]
    assert page.table.model.sentence(0, len(page.table.model.columns) - 1) == "State: left"
    assert page.table.foot.accessibleName().startswith("1 person")
    page.list.choose_cut("active")
    assert len(page.table.shown_rows()) == 6


def test_without_the_right_the_list_is_read_only(qtbot: QtBot, sqlite_office: Office) -> None:
    page = people_page(qtbot, sqlite_office, "consultant")
    assert len(page.table.rows()) == 7
    assert not page.add_button.isVisibleTo(page)
    for key in (Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_Return):
        QTest.keyClick(page.table.view, key)
    assert page.dialog is None
