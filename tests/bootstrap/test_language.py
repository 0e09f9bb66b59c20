"""The language of the screen: where it comes from, and what a change in the settings does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.bootstrap.desk import Desk
from app.bootstrap.language import VARIABLE, speak
from app.bootstrap.places import Places
from app.bootstrap.player import Player
from app.kernel import words
from app.kernel.words import _
from app.qt import memory, preferences
from app.qt.own_words import speak_qt
from app.shell import areas
from app.shell.pages.first_page import chosen_start
from app.shell.pages.settings import SettingsPage
from app.shell.pages.settings.look import LookSection
from tests.books import Office
from tests.windows import ROOM

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def no_wish(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A computer that says nothing about languages."""
    for name in (VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_persons_choice_goes_before_everything(no_wish: pytest.MonkeyPatch) -> None:
    no_wish.setenv(VARIABLE, "en")
    assert speak("de", ["en-GB"]) == "de"


def test_the_variable_goes_before_the_computer(no_wish: pytest.MonkeyPatch) -> None:
    no_wish.setenv(VARIABLE, "pseudo")
    assert speak("", ["de-DE"]) == "pseudo"


def test_the_first_of_the_computers_languages_that_we_speak_is_taken(no_wish: pytest.MonkeyPatch) -> None:
    assert speak("", ["tlh", "de-AT", "en-GB"]) == "de"


def test_the_command_line_follows_the_systems_own_variables(no_wish: pytest.MonkeyPatch) -> None:
    no_wish.setenv("LANG", "de_DE.UTF-8")
    assert speak() == "de"
    no_wish.setenv("LANGUAGE", "tlh:en_GB")
    assert speak() == "en"


def test_a_language_nobody_translated_becomes_english(no_wish: pytest.MonkeyPatch) -> None:
    assert speak("tlh", ["tlh"]) == "en"


@pytest.fixture
def desk(qapp: QApplication, sqlite_office: Office, tmp_path: Path) -> Iterator[Desk]:
    """A desk with the founded firm's book open."""
    made = Desk(qapp, Places(*(tmp_path / name for name in ("books", "config", "logs", "data"))))
    made.backend.book = sqlite_office.book
    made._founded()
    yield made
    made.window.frame.close()
    made.close()
    preferences.current.change(language="")
    memory.install(memory.Memory())


def test_a_change_in_the_settings_makes_the_window_anew_in_that_language(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    desk.window.frame.resize(1300, 800)
    desk.window.open_settings()
    before = desk.window
    preferences.current.change(language="de")
    qtbot.waitUntil(lambda: desk.window is not before and desk.window.is_open, timeout=ROOM)
    frame = desk.window.frame
    assert words.language() == "de"
    qtbot.waitUntil(lambda: frame.current_key == areas.SETTINGS, timeout=ROOM)
    assert frame.rail.settings_button.text() == "Einstellungen" == _("Settings")
    assert frame.size().width() == 1300
    assert desk.window.session.formats.locale.language == "de"


def test_what_was_done_before_a_change_of_language_can_still_be_taken_back(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    player = Player(desk.window)

    def chosen() -> str:
        return player.read(chosen_start)

    def look() -> LookSection:
        page = desk.window.frame.current
        assert isinstance(page, SettingsPage)
        return next(one for one in page.findChildren(LookSection))

    def press_and_wait(keys: Qt.Key, held: Qt.KeyboardModifier = CONTROL) -> None:
        frame = desk.window.frame
        frame.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(frame, keys, held)
        player.settle()

    desk.window.frame.show()
    desk.window.show_settings("look")
    player.settle()
    look()._choose_start(areas.CLIENTS)
    player.settle()
    assert chosen() == areas.CLIENTS
    first = desk.window
    look()._choose("language", "de", "Language")
    qtbot.waitUntil(lambda: desk.window is not first and desk.window.is_open, timeout=ROOM)
    player.settle()
    second = desk.window
    assert second.frame.notices.text() == "Language geändert."

    press_and_wait(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: desk.window is not second and desk.window.is_open, timeout=ROOM)
    player.settle()
    assert words.language() == "en"
    assert chosen() == areas.CLIENTS
    press_and_wait(Qt.Key.Key_Z)
    assert chosen() == ""
    assert desk.window.frame.notices.text() == "Undone: First page changed."
    press_and_wait(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert chosen() == areas.CLIENTS

    assert isValid(first.frame)
    assert isValid(second.frame)
    assert [one for one in (first, second) if one.frame.isVisible()] == []
    desk._show(desk.window.session)  # as another person: what was done before is nobody else's to take back
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(first.frame)
    assert not isValid(second.frame)
    press_and_wait(Qt.Key.Key_Z)
    assert chosen() == areas.CLIENTS


def test_a_choice_of_the_same_language_leaves_the_window_alone(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    before = desk.window
    preferences.current.change(language="en")
    QApplication.processEvents()
    assert desk.window is before


@pytest.mark.parametrize(("language", "word"), [("de", "Ausschneiden"), ("en", "Cut")])
def test_the_menu_of_a_text_field_speaks_with_us(qtbot: QtBot, qapp: QApplication, language: str, word: str) -> None:
    speak_qt(qapp, language)
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    speak_qt(qapp, "en")
    assert menu is not None
    assert any(word in action.text().replace("&", "") for action in menu.actions())
    menu.deleteLater()


def test_tests_are_in_english() -> None:
    assert os.environ[VARIABLE] == "en"
