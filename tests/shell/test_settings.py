"""The settings in the real window: by role, at once, with a way back; the book copied; the log shown."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.bootstrap.logs import log_crash, start_log
from app.firm.queries import tax_codes, the_firm
from app.firm.ui import PeoplePage
from app.kernel.clock import SystemClock
from app.kernel.problems import Problem
from app.qt import memory, preferences, tokens
from app.qt.buttons import Segmented
from app.qt.dialogs import FormDialog
from app.qt.licenses import libraries, license_text, notice
from app.qt.setting_rows import SettingRow
from app.shell import areas
from app.shell.log_view import LogDialog, entries
from app.shell.pages.first_page import chosen_start
from app.shell.pages.settings import SettingsPage
from app.shell.pages.settings.about import AboutSection, LicensesDialog
from app.shell.pages.settings.book import BookSection
from app.shell.pages.settings.look import LookSection
from app.shell.pages.settings.office import FirmSection, TaxSection
from app.shell.pages.settings.people import PeopleSection
from app.storage.book import open_book
from app.storage.copies import copy_book
from app.storage.head import head_of
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


def settings(demo: Demo, section: str = "", who: str = "EF") -> SettingsPage:
    if demo.window.session.initials != who:
        demo.become(who)
    demo.front()
    demo.window.show_settings(section)
    demo.player.settle()
    page = demo.frame.current
    assert isinstance(page, SettingsPage)
    return page


def row(page: SettingsPage, title: str) -> SettingRow:
    return next(one for one in page.findChildren(SettingRow) if one.title == title)


def test_each_role_has_its_places(shared_demo: Demo) -> None:
    def places(who: str) -> list[str]:
        return list(settings(shared_demo, who=who).places.buttons)

    everything = ["firm", "people", "rates", "tax", "look", "calendar", "doors", "book", "backups", "protection"]
    assert places("EF") == [*everything, "about"]
    assert places("PR") == ["look", "calendar", "book", "about"]


def test_every_setting_says_its_effect_and_every_control_has_a_name(shared_demo: Demo) -> None:
    page = settings(shared_demo)
    for key in page.places.buttons:
        page.show_section(key)
    shared_demo.player.settle()
    rows = page.findChildren(SettingRow)
    assert len(rows) > 25
    assert [one.title for one in rows if not one.effect.text()] == []
    for button in (button for one in rows for button in one.findChildren(QAbstractButton)):
        assert button.accessibleName(), button.text()


def test_a_look_applies_at_once_is_undone_done_again_and_reset(demo: Demo) -> None:
    page = settings(demo, "look", "PR")
    preferences.current.change(look="light")
    one = row(page, "Text size")
    assert one.reset_button.isHidden()
    demo.frame.activateWindow()
    before = tokens.font(13).pixelSize()
    rail = demo.frame.rail.person.sizeHint().height()
    one.findChildren(Segmented)[0].choose("150")
    demo.player.settle()
    assert tokens.font(13).pixelSize() > before
    assert demo.frame.rail.person.sizeHint().height() > rail
    assert not one.reset_button.isHidden()
    demo.player.press("Ctrl+Z")
    assert preferences.current.now.text_percent == 100
    demo.player.press("Ctrl+Shift+Z")
    assert preferences.current.now.text_percent == 150
    one.reset_button.click()
    assert preferences.current.now.text_percent == 100
    assert one.reset_button.isHidden()


def test_what_is_chosen_lies_in_the_config_folder(demo: Demo) -> None:
    preferences.current.change(rows="roomy")
    kept = (demo.desk.places.config / "window.json").read_text(encoding="utf-8")
    assert "roomy" in kept


def test_the_search_goes_over_all_places(shared_demo: Demo) -> None:
    page = settings(shared_demo, "look")
    page.search.setFocus()
    QTest.keyClicks(page.search, "iban")
    shared_demo.player.settle()
    assert page.current_section == "firm" or not page.places.buttons["firm"].isHidden()
    page.search.setText("csv")
    shared_demo.player.settle()
    assert [key for key, one in page.places.buttons.items() if not one.isHidden()] == ["doors"]
    assert page.current_section == "doors"
    page.search.setText("zzzz")
    assert not page.places.nothing.isHidden()
    page.search.setText("")
    assert all(not one.isHidden() for one in page.places.buttons.values())


def test_people_are_a_place_of_the_settings(shared_demo: Demo) -> None:
    page = settings(shared_demo, "people")
    section = page.section("people")
    assert isinstance(section, PeopleSection)
    assert isinstance(section.page, PeoplePage)
    assert len(section.page.table.rows()) >= 7
    here = QApplication.focusWidget()
    assert here is not None
    assert section.page.table.isAncestorOf(here)
    assert "people" not in shared_demo.frame.rail.buttons


def test_a_group_of_the_firm_is_changed_and_brought_back(demo: Demo) -> None:
    page = settings(demo, "firm")
    section = page.section("firm")
    assert isinstance(section, FirmSection)
    title, _effect, fields = section._groups()[3]
    section.edit(title, fields)
    dialog = demo.player.dialog(FormDialog)
    demo.player.fill(dialog, contact_name="Grace B.")
    demo.player.submit(dialog)
    assert demo.player.read(the_firm).contact_name == "Grace B."  # type: ignore[union-attr]
    demo.front()
    demo.player.press("Ctrl+Z")
    demo.player.settle()
    assert demo.player.read(the_firm).contact_name == "Grace Bennett"  # type: ignore[union-attr]


def test_a_tax_code_gets_a_new_rate_and_numbers_never_go_back(demo: Demo) -> None:
    page = settings(demo, "tax", "GB")
    section = page.section("tax")
    assert isinstance(section, TaxSection)
    standard = next(one for one in demo.player.read(tax_codes) if one.code == "S20")
    section.edit_code(standard)
    dialog = demo.player.dialog(FormDialog)
    demo.player.fill(dialog, percent="21", valid_from="1 Jun 2026")
    demo.player.submit(dialog)
    assert [str(one.percent.normalize()) for one in demo.player.read(tax_codes) if one.code == "S20"] == ["2E+1", "21"]


def test_a_new_rate_card_starts_from_the_last_one(demo: Demo) -> None:
    page = settings(demo, "rates", "GB")
    shown = [one.title for one in page.section("rates").rows]
    assert "Partner" in shown


def test_the_open_book_is_copied_whole_while_it_is_open(demo: Demo, tmp_path: Path) -> None:
    page = settings(demo, "book")
    section = page.section("book")
    assert isinstance(section, BookSection)
    target = tmp_path / "other disk" / "copy.watertight"
    section.copy_wanted.emit(str(target))
    demo.player.until(target.exists, "no copy")
    demo.player.settle()
    assert "and checked" in demo.frame.notices.text()
    assert str(target) in section.copy_row.effect.text().replace("\u200b", "")
    assert sorted(one.name for one in target.parent.iterdir()) == ["copy.watertight"]
    with open_book(target, SystemClock()) as copy:
        assert copy.read(the_firm).name == demo.window.session.book_name  # type: ignore[union-attr]


def test_the_end_of_the_history_can_be_copied_to_be_written_down(demo: Demo) -> None:
    page = settings(demo, "book")
    section = page.section("book")
    assert isinstance(section, BookSection)
    demo.player.settle()
    head = demo.player.read(head_of)
    assert section.end_row.effect.text().startswith(f"Entry {head.sequence}, {head.hash.hex()[:16]}. ")
    demo.player.focus(section.end_button)
    demo.player.press("Space", section.end_button)
    text = QGuiApplication.clipboard().text()
    assert text.endswith(f": the history ends with entry {head.sequence}, {head.hash.hex()[:16]}.")
    assert text.startswith(f"{demo.window.session.book_name}, 30 Apr 2026: ")


def test_a_copy_never_replaces_anything_and_a_stopped_one_leaves_nothing(demo: Demo, tmp_path: Path) -> None:
    place = demo.window.session.place
    there = tmp_path / "there.watertight"
    there.write_text("mine", encoding="utf-8")
    with pytest.raises(Problem, match="is there already"):
        copy_book(place, there)
    assert there.read_text(encoding="utf-8") == "mine"

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_book(place, tmp_path / "new.watertight", stop)
    assert [one.name for one in tmp_path.iterdir()] == ["there.watertight"]
    with pytest.raises(Problem, match="The book itself is safe"):
        copy_book(place, there / "below a file.watertight")


def test_every_library_of_the_notice_has_a_license_text() -> None:
    assert notice() == Path("NOTICE").read_text(encoding="utf-8")
    named = {one.name for one in libraries()}
    assert {"PySide6-Essentials", "sqlalchemy", "reportlab"} <= named
    for one in libraries():
        assert len(license_text(one.name)) > 20, one.name


def test_licenses_are_read_by_keyboard(shared_demo: Demo, qtbot: object) -> None:
    page = settings(shared_demo, "about")
    section = page.section("about")
    assert isinstance(section, AboutSection)
    section.license_button.click()
    dialog = shared_demo.player.dialog(LicensesDialog)
    QTest.keyClick(dialog.which, Qt.Key.Key_Down)
    assert "Open Font License" in dialog.text.toPlainText() or "OPEN FONT LICENSE" in dialog.text.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_log_shows_by_how_grave_and_never_what_somebody_wrote(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for holder in (sys, threading):
        monkeypatch.setattr(holder, "excepthook", holder.excepthook)
    start_log(tmp_path)
    log_crash('Traceback (most recent call last):\n  File "x.py", line 3, in go\nValueError: Brightwater owes')
    dialog = LogDialog(tmp_path)
    assert "a job failed" in dialog.text.toPlainText()
    assert "x.py" in dialog.text.toPlainText()
    assert "Brightwater" not in dialog.text.toPlainText()
    dialog.level.choose("errors")
    assert "a job failed" in dialog.text.toPlainText()
    dialog.copy_button.click()
    clipboard = qapp.clipboard().text()
    assert clipboard == dialog.text.toPlainText()
    dialog.close()
    found = entries("2026-04-30 10:00:00,1 INFO watertight started\n2026-04-30 10:00:01,2 ERROR watertight a\n  b\n")
    assert [level for level, _words in found] == ["INFO", "ERROR"]
    assert found[1][1].endswith("\n  b")


def test_a_forgotten_copy_is_not_claimed(shared_demo: Demo) -> None:
    memory.forget("copies")
    page = settings(shared_demo, "book")
    section = page.section("book")
    assert isinstance(section, BookSection)
    section.show_last_copy()
    assert "Last copy" not in section.copy_row.effect.text()


def test_settings_open_by_their_key_from_everywhere(shared_demo: Demo) -> None:
    shared_demo.at(areas.CLIENTS)
    shared_demo.player.press("Ctrl+,")
    assert shared_demo.frame.current_key == areas.SETTINGS


def test_the_first_page_is_a_choice_with_a_way_back(demo: Demo) -> None:
    page = settings(demo, "look", "PR")
    section = page.section("look")
    assert isinstance(section, LookSection)
    section._choose_start("clients")
    demo.player.settle()
    assert demo.player.read(chosen_start) == "clients"
    assert not row(page, "First page").reset_button.isHidden()
    demo.front()
    demo.player.press("Ctrl+Z")
    demo.player.settle()
    assert demo.player.read(chosen_start) == ""
    assert row(page, "First page").reset_button.isHidden()
