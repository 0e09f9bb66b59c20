"""The palette in the real window: everything that can be done is found there, by role, and done from there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.firm.commands import change_person
from app.firm.domain import AccessRole
from app.firm.queries import person
from app.invoices.ui import InvoicePage
from app.qt.buttons import Button
from app.qt.dialogs import ConfirmDialog
from app.qt.palette_match import PaletteItem, rank
from app.shell import areas
from app.shell.pages.engagement import EngagementPage
from app.shell.pages.my_week import MyWeekPage
from app.storage.search import words_of
from app.timesheets.queries import entries
from app.timesheets.ui import AllTimePage
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


def offered(demo: Demo, text: str = "") -> list[PaletteItem]:
    """Everything the palette could find now."""
    palette = demo.frame.palette_layer
    demo.frame.open_palette(text)
    demo.player.settle()
    found = [one.item for one in rank("", [*palette._here, *palette._items, *palette._offered], limit=999)]
    palette.close_layer()
    return found


def test_every_button_of_every_area_and_every_key_is_found(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("EF")
    for key in areas.keys_for(demo.window.session.role):
        demo.at(key)
        page = demo.frame.current
        assert page is not None
        titles = [item.title for item in offered(demo)]
        words = [
            button.accessibleName()
            for button in page.findChildren(Button)
            if button.isVisible() and button.isEnabled() and button.accessibleName()
        ]
        assert words, key
        for word in words:
            assert titles.count(word) >= words.count(word), f"{key}: {word}"


def test_buttons_that_occur_twice_say_what_they_are_about(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("PR")
    demo.at(areas.WEEK)
    adds = [item for item in offered(demo) if item.title == "Add"]
    assert len(adds) == 3
    assert len({item.detail for item in adds}) == 3
    assert len({item.key for item in adds}) == 3


def test_a_dangerous_command_opens_its_question_and_nothing_else(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("GB")
    demo.at(areas.BILLING)
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, "issue 3")
    QTest.keyClick(demo.frame.palette_layer.line, Qt.Key.Key_Return)
    dialog = demo.player.dialog(ConfirmDialog)
    assert "Issue 3" in dialog.verb.words()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    demo.player.settle()


def test_contacts_and_own_clients_are_found_and_money_is_not_for_a_consultant(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("PR")
    demo.at(areas.WEEK)
    found = {(item.kind, item.title) for item in offered(demo, "bri")}
    assert ("command", "Log time on Brightwater Utilities\u2026") in found
    assert ("client", "Brightwater Utilities") in found
    assert any(kind == "person" for kind, _title in found)
    assert not any(kind == "invoice" for kind, _title in found)
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, "log time on bri")
    demo.player.settle()
    QTest.keyClick(demo.frame.palette_layer.line, Qt.Key.Key_Return)
    demo.player.settle()
    here = QApplication.focusWidget()
    assert here is not None
    assert here.property("text") == "brightwater "


def test_an_invoice_is_found_by_number_and_opens_itself(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("GB")
    demo.at(areas.CLIENTS)
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, "INV-2026-0107")
    demo.player.settle()
    QTest.keyClick(demo.frame.palette_layer.line, Qt.Key.Key_Return)
    demo.player.settle()
    assert isinstance(demo.frame.current, InvoicePage)
    assert demo.frame.current._invoice_id is not None
    assert demo.frame.current.breadcrumb()[-1] == "INV-2026-0107"


def test_a_key_without_a_button_works_from_the_palette(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("PR")
    demo.at(areas.WEEK)
    titles = [item.title for item in offered(demo)]
    assert "Note" in titles


def test_people_of_the_firm_are_found_behind_an_at_sign(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("EF")
    demo.at(areas.CLIENTS)
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, "@priya")
    demo.player.settle()
    assert [item.title for item in demo.frame.palette_layer.shown()] == ["Priya Raman"]
    QTest.keyClick(demo.frame.palette_layer.line, Qt.Key.Key_Escape)


def test_cuts_and_tabs_and_everything_of_the_window_are_found(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("EF")
    demo.at(areas.BILLING)
    found = {item.title for item in offered(demo)}
    assert any(title.startswith("Blocked") for title in found)
    assert {"Undo", "Redo", "Open another book\u2026", "Help on this screen", "Settings: The book"} <= found
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, "iban")
    assert [item.title for item in demo.frame.palette_layer.shown()][:1] == ["Settings: Firm"]
    QTest.keyClick(demo.frame.palette_layer.line, Qt.Key.Key_Escape)


def test_a_prefix_is_told_only_to_whom_it_serves(shared_demo: Demo) -> None:
    demo = shared_demo
    hints = demo.frame.palette_layer._hints["#"]
    demo.become("PR")
    assert all(part.isHidden() for part in hints)
    demo.become("EF")
    assert not any(part.isHidden() for part in hints)


def test_a_note_is_found_and_leads_to_the_day_it_was_written_on(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("PR")
    demo.at(areas.CLIENTS)
    row = next(
        one
        for one in demo.player.read(entries, person_id=demo.desk.window.session.person_id)
        if len(words_of(one.note)) > 1
    )
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, row.note)
    demo.player.settle()
    (item, *_others) = [one for one in demo.frame.palette_layer.shown() if one.kind == "time"]
    assert item.title == row.note
    demo.frame.palette_layer.chosen.emit(item)
    demo.frame.palette_layer.close_layer()
    demo.player.settle()
    assert isinstance(demo.frame.current, MyWeekPage)
    assert demo.frame.current._facts is not None
    assert any(one.note == row.note for one in demo.frame.current._facts.desk.view.entries)


def test_a_contact_is_found_by_an_email_that_is_not_shown(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("EF")
    demo.at(areas.CLIENTS)
    mail = "a.mercer@brightwater"
    demo.frame.open_palette()
    QTest.keyClicks(demo.frame.palette_layer.line, mail)
    demo.player.settle()
    found_items = [one for one in demo.frame.palette_layer.shown() if one.kind == "person"]
    assert [one.title for one in found_items] == ["Alice Mercer"]
    assert mail not in found_items[0].detail
    demo.frame.palette_layer.close_layer()


def test_a_note_of_somebody_else_leads_to_the_time_of_the_engagement(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("EF")
    demo.at(areas.CLIENTS)
    mine = demo.desk.window.session.person_id
    row = next(
        one
        for one in reversed(demo.player.read(entries))
        if one.person_id != mine and one.sow_id and words_of(one.note)
    )
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, row.note)
    demo.player.settle()
    item = next(one for one in demo.frame.palette_layer.shown() if one.kind == "time" and one.key.startswith("time:"))
    demo.frame.palette_layer.chosen.emit(item)
    demo.frame.palette_layer.close_layer()
    demo.player.settle()
    assert isinstance(demo.frame.current, EngagementPage)
    assert demo.frame.current.tabs.current == "time"
    assert any(one.note == row.note for one in demo.frame.current.time.list.table.rows())


def test_all_time_with_a_word_is_one_choice_away(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("EF")
    demo.at(areas.CLIENTS)
    demo.player.press("Ctrl+K")
    QTest.keyClicks(demo.frame.palette_layer.line, "interviews")
    demo.player.settle()
    item = next(one for one in demo.frame.palette_layer.shown() if one.key.startswith("all_time:"))
    demo.frame.palette_layer.chosen.emit(item)
    demo.frame.palette_layer.close_layer()
    demo.player.settle()
    page = demo.frame.current
    assert isinstance(page, AllTimePage)
    assert page.table.current_row() is not None
    assert page.table.model.rowCount() == sum("interviews" in one.note.lower() for one in demo.player.read(entries))
    demo.player.press("Return")
    assert isinstance(demo.frame.current, EngagementPage | MyWeekPage)


def test_who_logs_no_time_any_more_is_led_to_the_engagement_by_the_own_notes_too(demo: Demo) -> None:
    consultant = demo.people["PR"].id
    demo.become("EF")
    version = demo.player.read(person, person_id=consultant).version
    demo.player.act(change_person, person_id=consultant, version=version, access_role=AccessRole.ACCOUNTANT)
    demo.open_as_it_is_now("PR")
    assert areas.WEEK not in demo.frame.known
    notes = [one.note for one in demo.player.read(entries, person_id=consultant) if one.sow_id and words_of(one.note)]
    found = [item for item in offered(demo, notes[-1]) if item.kind == "time" and item.title == notes[-1]]
    assert found
    demo.frame.palette_layer.chosen.emit(found[0])
    demo.player.settle()
    assert isinstance(demo.frame.current, EngagementPage)
