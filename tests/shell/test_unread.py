"""A list that could not be read says so: it never claims that there is nothing, and offers to read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.bootstrap import gates
from app.kernel.problems import Problem
from app.qt.cards import EmptyState
from app.qt.notices import Banner
from app.qt.page import Page
from app.shell import areas
from app.shell.pages.my_week import MyWeekPage
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")

SAID = "The book could not be read."
LISTS = (areas.CLIENTS, areas.ENGAGEMENTS, areas.APPROVALS, areas.BILLING, areas.INVOICES, areas.COLLECTIONS)


class Door:
    """The way to the book, which can be barred."""

    def __init__(self, read: Callable[..., Any]) -> None:
        self._read = read
        self.barred = False

    def __call__(self, query: Callable[..., Any], /, **values: Any) -> Any:
        if self.barred:
            raise Problem("book.busy", SAID, hint="Try again in a moment.")
        return self._read(query, **values)


@pytest.fixture
def door(shared_demo: Demo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    shared_demo.become("EF")
    made = Door(shared_demo.desk.backend.read)
    monkeypatch.setattr(shared_demo.desk.backend, "read", made)
    yield made
    made.barred = False


def page_at(demo: Demo, area: str) -> Page:
    demo.at(area)
    page = demo.frame.current
    assert page is not None
    return page


@pytest.mark.parametrize("area", LISTS)
def test_an_area_that_could_not_be_read_offers_to_read_again(shared_demo: Demo, door: Door, area: str) -> None:
    door.barred = True
    page = page_at(shared_demo, area)
    nothing = next(one for one in page.findChildren(EmptyState) if one.isVisible())
    assert SAID in nothing.sentence()
    assert nothing.button.text() == "Read again"
    assert gates.still_faults(shared_demo.frame) == []
    assert shared_demo.frame.bottom.state.text() == "Saved on this computer"
    door.barred = False
    shared_demo.player.click(nothing.button)
    assert not [one for one in page.findChildren(EmptyState) if one.isVisible() and SAID in one.sentence()]


def test_rows_that_were_read_stay_when_reading_again_fails(shared_demo: Demo, door: Door) -> None:
    page = page_at(shared_demo, areas.CLIENTS)
    door.barred = True
    page.refresh()
    shared_demo.player.settle()
    banner = next(one for one in page.findChildren(Banner) if one.isVisible())
    assert SAID in banner.text()
    assert not [one for one in page.findChildren(EmptyState) if one.isVisible()]
    door.barred = False
    shared_demo.player.click(banner.button)
    assert not banner.isVisible()


def test_a_week_that_could_not_be_read_shows_no_empty_grid(shared_demo: Demo, door: Door) -> None:
    door.barred = True
    page = page_at(shared_demo, areas.WEEK)
    assert isinstance(page, MyWeekPage)
    assert SAID in page.banner.text()
    assert not page.column.isVisible()
    assert page.banner.button.text() == "Read again"
    shared_demo.player.click(page.banner.button)
    assert SAID in page.banner.text()
    door.barred = False
    shared_demo.player.click(page.banner.button)
    assert page.column.isVisible()
    assert not page.banner.isVisible()


def test_what_else_a_banner_says_stays_when_the_page_is_read(shared_demo: Demo) -> None:
    page = page_at(shared_demo, areas.WEEK)
    assert isinstance(page, MyWeekPage)
    page.banner.show_message("This week is closed.", "warn")
    page.refresh()
    shared_demo.player.settle()
    assert page.banner.text() == "This week is closed."
    page.banner.clear()
