"""Help in the real window: F1 opens the page about the screen, links lead on, the search finds, Esc goes back."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.kernel.catalogs import languages
from app.qt.help_text import ORDER, _topics, topics
from app.shell import areas
from app.shell.pages.help import TOPICS, HelpPage
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


def test_every_area_has_a_page_and_every_link_leads_somewhere() -> None:
    keys = {topic.key for topic in topics()}
    assert keys == set(ORDER)
    assert set(TOPICS.values()) <= keys
    assert set(TOPICS) >= {*areas.NEEDS, areas.SETTINGS, areas.ENGAGEMENT, areas.WELCOME}
    for spoken in languages():
        for topic in _topics(spoken):
            assert topic.title, f"{spoken} {topic.key}"
            for link in re.findall(r"\]\(([^)]+)\)", topic.text):
                assert link.removesuffix(".md") in keys, f"{spoken} {topic.key}: {link}"


def test_f1_opens_the_page_of_the_screen_and_escape_goes_back(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.become("EF")
    for key in (areas.BILLING, areas.WEEK, areas.SETTINGS):
        demo.at(key)
        demo.player.press("F1")
        demo.player.settle()
        page = demo.frame.current
        assert isinstance(page, HelpPage)
        assert page.current_topic == TOPICS[key]
        assert demo.frame.focusWidget() is page.view
        demo.player.press("Escape")
        assert demo.frame.current_key == key


def test_f1_twice_or_on_the_way_to_a_page_opens_the_page_of_that_screen(bare: Desk, qtbot: QtBot) -> None:
    frame = bare.window.frame
    frame.coming.ready = lambda _key: True
    frame.set_areas([], {areas.BILLING: HelpPage, areas.HELP: HelpPage})
    frame.ask_page(areas.BILLING)
    bare.window.open_help()
    bare.window.open_help()
    qtbot.waitUntil(lambda: frame.current_key == areas.HELP)
    page = frame.current
    assert isinstance(page, HelpPage)
    assert page.current_topic == TOPICS[areas.BILLING]


def test_links_and_search(shared_demo: Demo) -> None:
    demo = shared_demo
    demo.at(areas.WEEK)
    demo.player.press("F1")
    page = demo.frame.current
    assert isinstance(page, HelpPage)
    page.view.anchorClicked.emit(QUrl("calendar.md"))
    assert page.current_topic == "calendar"
    demo.player.press("Ctrl+F")
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "without gaps zzz")
    assert not page.places.nothing.isHidden()
    page.search.setText("budget alert")
    assert page.current_topic == "engagements"
    assert page.view.textCursor().selectedText().casefold() == "budget"
    page.search.clear()
    QTest.keyClick(page.view, Qt.Key.Key_Escape)


def test_help_is_there_before_a_book_is(bare: Desk, qtbot: QtBot) -> None:
    bare.window.welcome(None)
    bare.window.open_help()
    qtbot.waitUntil(lambda: bare.window.frame.current_key == areas.HELP)
    page = bare.window.frame.current
    assert isinstance(page, HelpPage)
    assert page.current_topic == "first-steps"
