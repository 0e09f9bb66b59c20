"""An engagement in the real window, as small as it goes: it opens at its top, with the keyboard there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea

from app.bootstrap.doors import CONSULTANT, PARTNER, SHOWN_SOW
from app.bootstrap.passing import become
from app.engagements.queries import sow_by_number
from app.qt import preferences
from app.shell import areas
from app.shell.pages.engagement import EngagementPage
from tests.shell.conftest import Demo
from tests.windows import press


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
