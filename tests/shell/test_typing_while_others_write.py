"""What is being typed stays as it is while others write in the book: hours in a cell, a note, a filter, a line."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.bootstrap.gates.steady import others_at_work
from app.shell import areas
from app.shell.pages.clients import ClientsPage
from app.shell.pages.my_week import MyWeekPage
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture
def demo(shared_demo: Demo) -> Demo:
    shared_demo.become("PR")
    return shared_demo


def typed() -> str:
    here = QApplication.focusWidget()
    if isinstance(here, QLineEdit):
        return here.text()
    return here.toPlainText() if isinstance(here, QPlainTextEdit) else f"the keyboard is at {here}"


def a_cell(page: MyWeekPage, *, filled: bool = False) -> tuple[Hashable, int]:
    """One that can be written, the lowest on the page."""
    return next(
        (row.key, day)
        for row in reversed(page.grid.model.rows)
        for day, cell in enumerate(row.cells)
        if not cell.locked and bool(cell.text) == filled
    )


def test_hours_in_a_cell_stay_and_are_saved_where_they_were_typed(demo: Demo) -> None:
    demo.at(areas.WEEK)
    page = demo.frame.current
    assert isinstance(page, MyWeekPage)
    key, day = a_cell(page)
    page.grid.select(key, day)
    demo.player.press("1")
    demo.player.type(".2")
    assert typed() == "1.2"
    with others_at_work(demo.desk, demo.player):
        assert typed() == "1.2"
        assert page.grid.current() == (key, day)
    assert typed() == "1.2"
    demo.player.type("5")
    demo.player.press("Return")
    demo.player.settle()
    assert page.grid.model.rows[page.grid.model.place_of(key)].cells[day].text == "1.25"


def test_a_note_stays(demo: Demo) -> None:
    demo.at(areas.WEEK)
    page = demo.frame.current
    assert isinstance(page, MyWeekPage)
    page.grid.select(*a_cell(page, filled=True))
    demo.player.press("F2")
    demo.player.type("half a no")
    before = typed()
    assert before.endswith("half a no")
    with others_at_work(demo.desk, demo.player):
        assert typed() == before
    assert typed() == before


def test_a_filter_and_the_line_stay(demo: Demo) -> None:
    demo.at(areas.WEEK)
    demo.player.press("Ctrl+L")
    demo.player.type("bri fiel")
    with others_at_work(demo.desk, demo.player):
        assert typed() == "bri fiel"
    demo.at(areas.CLIENTS)
    page = demo.frame.current
    assert isinstance(page, ClientsPage)
    demo.player.press("Ctrl+F")
    demo.player.type("br")
    with others_at_work(demo.desk, demo.player):
        assert typed() == "br"
    page.list.close_filter()
