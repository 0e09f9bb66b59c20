"""A book in which only the firm stands: every area is whole, says what will be here, and leads to what comes first."""

from __future__ import annotations

import getpass
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.bootstrap.desk import Desk
from app.bootstrap.doors import Door
from app.bootstrap.passing import enter
from app.bootstrap.screens import VIEWS, Gallery
from app.bootstrap.tour import private_places
from app.clients.commands import add_client
from app.firm.commands import found_firm
from app.kernel.clock import SystemClock
from app.qt import memory, preferences
from app.qt.cards import EmptyState
from app.shell import areas
from app.shell.pages.my_week import MyWeekPage
from app.shell.pages.start import StartPage
from app.storage.book import create

pytestmark = pytest.mark.xdist_group("screens")

FOUNDER = "EF"
ENTERED = [Door(key, FOUNDER, key) for key in areas.NEEDS]


@pytest.fixture(scope="module")
def gallery(qapp: QApplication) -> Iterator[Gallery]:
    """A window on a book of today with a firm and its founder in it."""
    with tempfile.TemporaryDirectory(prefix="watertight-new-") as scratch:
        places = private_places(Path(scratch))
        memory.Memory(places.config / "window.json").keep("preferences", {"language": "en"})
        place = Path(scratch) / "Office" / "Office.watertight"
        place.parent.mkdir()
        with create(place, SystemClock()) as book:
            book.perform(
                found_firm,
                name="Alder & Finch",
                country="GB",
                language="en-GB",
                zone="Europe/London",
                currency="GBP",
                person_name="Eleanor Finch",
                initials=FOUNDER,
                os_account=getpass.getuser(),
            )
        desk = Desk(qapp, places)
        desk.window.frame.show()
        desk.open_place(str(place))
        made = Gallery(desk, None)
        made.player.until(lambda: desk.window.is_open, "the book did not open")
        yield made
        desk.window.frame.close()
        desk.close()


def nothing_of(gallery: Gallery) -> EmptyState:
    """What the empty page that is shown has instead of rows."""
    page = gallery.desk.window.frame.current
    assert page is not None
    return next(one for one in page.findChildren(EmptyState) if one.isVisible())


@pytest.mark.parametrize("view", ["light", "large-text-small"])
def test_every_area_of_a_new_book_is_whole(gallery: Gallery, view: str) -> None:
    chosen = next(one for one in VIEWS if one.name == view)
    try:
        gallery.wear(chosen)
        gallery.findings.clear()
        gallery.visit(ENTERED, chosen)
        assert [f"{finding.picture}: {finding.fault}" for finding in gallery.findings] == []
    finally:
        preferences.current.change(look="light", text_percent=100)


@pytest.mark.parametrize(
    ("area", "sentence", "button", "leads_to"),
    [
        (areas.WEEK, "There is no task to log time on yet.", "Go to engagements", areas.ENGAGEMENTS),
        (areas.CLIENTS, "No clients yet.", "New client", None),
        (areas.ENGAGEMENTS, "A statement of work is agreed with a client.", "Go to clients", areas.CLIENTS),
        (areas.APPROVALS, "They come here when a week is handed in.", "", None),
        (areas.BILLING, "Nothing is collected yet.", "Collect\u2026", None),
        (areas.INVOICES, "No invoice is issued yet.", "Go to the billing run", areas.BILLING),
        (areas.COLLECTIONS, "Issued invoices wait here until they are paid.", "", None),
    ],
)
def test_an_empty_area_says_what_will_be_here_and_leads_on(
    gallery: Gallery, area: str, sentence: str, button: str, leads_to: str | None
) -> None:
    enter(gallery.desk, gallery.player, Door(area, FOUNDER, area))
    nothing = nothing_of(gallery)
    assert sentence in nothing.sentence()
    assert (nothing.button.text() if nothing.button.isVisible() else "") == button
    if leads_to is not None:
        gallery.player.click(nothing.button)
        assert gallery.desk.window.frame.current_key == leads_to


def test_nobody_is_told_that_hours_are_missing_before_there_is_anything_to_log_on(gallery: Gallery) -> None:
    page = gallery.player.go(areas.WEEK, MyWeekPage)
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any("no task" in text for text in texts)
    assert not [text for text in texts if " short" in text]


def test_today_leads_from_one_step_to_the_next(gallery: Gallery) -> None:
    page = gallery.player.go(areas.START, StartPage)
    (first,) = page.tasks.tasks()
    assert (first.title, first.action) == ("Add your first client", "Go to clients")
    gallery.player.click(page.tasks.button(first.key))
    assert gallery.desk.window.frame.current_key == areas.CLIENTS
    gallery.player.act(add_client, name="Marlow Maps Ltd", country="GB", currency="GBP", language="en-GB")
    page = gallery.player.go(areas.START, StartPage)
    steps = [task for task in page.tasks.tasks() if task.heading == "A new book"]
    assert [(task.title, task.action) for task in steps] == [
        ("Agree on the first statement of work", "Go to engagements")
    ]
    gallery.player.click(page.tasks.button(steps[0].key))
    assert nothing_of(gallery).button.text() == "New SOW"
