"""Preferences in the running window: rows, text, letters and contrast change what is open, at once."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from app.qt import preferences, tokens
from app.qt.grid_view import GridView
from app.qt.record_view import RecordView
from app.shell import areas
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


def test_what_is_open_follows_at_once(demo: Demo) -> None:
    demo.become("EF")
    demo.at(areas.CLIENTS)
    page = demo.frame.current
    assert page is not None
    view = next(one for one in page.findChildren(RecordView) if one.isVisible())
    heights = {}
    for rows in preferences.ROWS:
        preferences.current.change(look="light", rows=rows)
        demo.player.settle()
        heights[rows] = view.rowHeight(0)
    assert heights["compact"] < heights["standard"] < heights["roomy"]
    preferences.current.change(rows="standard", text_percent=150)
    demo.player.settle()
    assert view.rowHeight(0) > heights["standard"]
    assert demo.frame.top.height() == 78
    preferences.current.change(contrast="more", text_percent=100)
    demo.player.settle()
    assert tokens.color("line") == tokens.color("control")
    assert demo.frame.grab().toImage().pixelColor(demo.frame.rail.width() - 1, 400) == tokens.color("control")


def test_letters_that_are_off_do_nothing_on_any_screen_and_typing_hours_still_works(demo: Demo) -> None:
    demo.become("PR")
    demo.at(areas.WEEK)
    page = demo.frame.current
    assert page is not None
    grid = page.findChild(GridView)
    assert grid is not None
    preferences.current.change(letters=False)
    grid.setFocus()
    for letter in "ante[]?":
        QTest.keyClicks(grid, letter)
    demo.player.settle()
    assert not demo.frame.key_sheet.isVisible()
    assert demo.player.problems == []
    grid.go(0, 5)
    QTest.keyClicks(grid, "2")
    here = demo.frame.focusWidget()
    assert here is not None
    assert here is not grid
    demo.player.press("Escape")
    demo.player.press("F1")
    assert demo.frame.current_key == areas.HELP
