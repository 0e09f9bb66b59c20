"""An engagement in the real window, as small as it goes: it opens at its top, with the keyboard there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea

from app.bootstrap.doors import CONSULTANT, PARTNER, SHOWN_SOW
from app.bootstrap.passing import become
from app.engagements.queries import sow_by_number
from app.qt import preferences
from app.shell import areas
from app.shell.pages.engagement import EngagementPage
from tests.shell.conftest import Demo
from tests.windows import PLAIN, press

pytestmark = pytest.mark.xdist_group("engagement opens")  # what the module makes is made by one worker


@pytest.fixture
def small(shared_demo: Demo) -> Iterator[Demo]:
    shared_demo.frame.resize(1024, 680)
    yield shared_demo
    preferences.current.change(text_percent=100)
    shared_demo.frame.resize(1440, 900)
    shared_demo.player.settle()


def open_it(demo: Demo, number: str) -> EngagementPage:
    row = demo.player.read(sow_by_number, number=number)
    assert row is not None
    demo.front()
    return demo.player.go(areas.ENGAGEMENT, EngagementPage, row.sow_id)


def scroll_of(page: EngagementPage) -> QScrollArea:
    area = page.overview.sides.main
    assert isinstance(area, QScrollArea)
    return area


def above(page: EngagementPage) -> int:
    """How much of the chart's card is cut off at the top."""
    return -page.overview.burn.mapTo(scroll_of(page).viewport(), QPoint(0, 0)).y()


@pytest.mark.parametrize("percent", [100, 150])
def test_it_opens_at_its_top_with_the_keyboard_on_the_chart(small: Demo, percent: int) -> None:
    preferences.current.change(text_percent=percent)
    become(small.desk, small.player, PARTNER, anew=True)
    page = open_it(small, SHOWN_SOW)
    assert scroll_of(page).verticalScrollBar().maximum() > 0, "all of it fits: this proves nothing"
    assert above(page) == 0
    assert QApplication.focusWidget() is page.overview.burn.chart

    press(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert "week" in page.overview.burn.chart.accessibleDescription().lower()
    hours = page.overview.hours.table.view
    while QApplication.focusWidget() is not hours:
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert above(page) > 0, "what the keyboard comes to is scrolled into view"

    page = open_it(small, "SOW-2026-011")
    assert above(page) == 0
    assert QApplication.focusWidget() is page.overview.burn.chart


def test_a_change_elsewhere_does_not_move_the_reader(small: Demo) -> None:
    become(small.desk, small.player, PARTNER, anew=True)
    page = open_it(small, SHOWN_SOW)
    view = page.overview.hours.table.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    before = above(page)
    assert before > 0
    page.refresh()
    small.player.settle()
    assert above(page) == before
    assert QApplication.focusWidget() is view


def test_who_sees_no_chart_starts_on_the_hours(small: Demo) -> None:
    become(small.desk, small.player, CONSULTANT, anew=True)
    page = open_it(small, SHOWN_SOW)
    assert scroll_of(page).verticalScrollBar().value() == 0
    assert QApplication.focusWidget() is page.overview.hours.table.view


def test_the_letter_of_the_terms_acts_on_the_chart(small: Demo) -> None:
    become(small.desk, small.player, PARTNER, anew=True)
    page = open_it(small, SHOWN_SOW)
    small.player.press("E")
    dialogs = [one for one in page.window().findChildren(QDialog) if one.isVisible()]
    assert [one.windowTitle() for one in dialogs] == ["Terms of SOW-2026-014"]
    small.player.press("Escape")


def test_the_cards_have_a_button_while_they_are_a_drawer(small: Demo) -> None:
    become(small.desk, small.player, PARTNER, anew=True)
    page = open_it(small, SHOWN_SOW)
    button, column = page.overview.way_in, page.overview.column
    assert button.isVisible()
    assert button.accessibleName() == "What needs attention, orders, milestones and terms"
    assert button.toolTip() == f"{button.accessibleName()} (F4)"
    assert not column.isVisible()
    small.player.click(button)
    assert column.isVisible()
    small.player.press("F4")
    assert not column.isVisible()

    page.tabs.choose("time")
    small.player.settle()
    assert not button.isVisible(), "the cards belong to the first tab"
    page.tabs.choose("overview")
    small.player.settle()
    assert button.isVisible()
    small.frame.resize(1440, 900)
    small.player.settle()
    assert not button.isVisible()
    assert column.isVisible()


@pytest.mark.parametrize("tab", ["overview", "orders", "time", "scope", "invoices"])
def test_every_letter_of_the_bottom_bar_acts_from_wherever_the_keyboard_is(small: Demo, tab: str) -> None:
    become(small.desk, small.player, PARTNER, anew=True)
    page = open_it(small, SHOWN_SOW)
    page.tabs.choose(tab)
    small.player.settle()
    hints = page.keys()
    letters = [keys for keys, _words in hints if len(keys) == 1]
    assert "E" in letters
    for place in (page.tabs, page.order_button, page.first_focus()):
        for keys in letters:
            heard: list[str] = []
            table = page.parts()[tab].keyed()
            real = {} if table is None else dict(table.view.letters)
            if keys in real and table is not None:
                table.view.letters[keys] = partial(heard.append, keys)
            else:
                shortcut = next(one for one in page.findChildren(QShortcut) if one.key().toString() == keys)
                shortcut.activated.disconnect()
                shortcut.activated.connect(partial(heard.append, keys))
            place.setFocus(Qt.FocusReason.TabFocusReason)
            press(QApplication.focusWidget(), getattr(Qt.Key, f"Key_{keys}"))
            if table is not None:
                table.view.letters.update(real)
            assert heard == [keys], f"{keys} in {tab} from {type(place).__name__}"


def test_the_rows_of_a_tab_are_reached_from_the_tab_by_arrows(small: Demo) -> None:
    become(small.desk, small.player, PARTNER, anew=True)
    page = open_it(small, SHOWN_SOW)
    page.tabs.choose("time")
    small.player.settle()
    view = page.time.table.view
    view.setCurrentIndex(view.model().index(0, 0))
    first = page.time.table.current_row()
    page.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    press(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is view
    assert page.time.table.current_row() != first


def test_the_chart_shows_its_ring_to_who_works_by_keys(small: Demo) -> None:
    become(small.desk, small.player, PARTNER, anew=True)
    spot = QPoint(small.frame.width() - 5, small.frame.height() - 5)
    QTest.mouseClick(small.frame.windowHandle(), Qt.MouseButton.LeftButton, PLAIN, spot)
    chart = open_it(small, SHOWN_SOW).overview.burn.chart
    assert QApplication.focusWidget() is chart
    rings = [chart.ring]
    press(chart, Qt.Key.Key_Left)
    rings.append(chart.ring)
    assert rings == [False, True], "who opened it by mouse sees the chart, from the first key on where the keyboard is"

    QTest.keyClick(small.frame.windowHandle(), Qt.Key.Key_Left)
    chart.clearFocus()
    chart = open_it(small, "SOW-2026-011").overview.burn.chart
    assert QApplication.focusWidget() is chart
    assert chart.ring, "who opened it by keys sees where the keyboard is"

    QTest.mouseClick(small.frame.windowHandle(), Qt.MouseButton.LeftButton, PLAIN, spot)
    chart.clearFocus()
    chart.setFocus(Qt.FocusReason.MouseFocusReason)
    rings = [chart.ring]
    chart.clearFocus()
    chart.setFocus(Qt.FocusReason.BacktabFocusReason)
    rings.append(chart.ring)
    assert rings == [False, True]
