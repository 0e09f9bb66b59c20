"""Two windows over one book: what is done in one is seen in the other, and said in passing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.hearing import attend
from app.bootstrap.places import Places
from app.clients.commands import add_client
from app.shell import areas
from app.shell.pages.clients import ClientsPage
from app.storage.book import Book, open_book
from tests.books import Office
from tests.windows import ROOM


def sitting_at(qapp: QApplication, book: Book, folder: Path, qtbot: QtBot) -> Desk:
    made = Desk(qapp, Places(*(folder / name for name in ("books", "config", "logs", "data"))))
    made.backend.take(book, made.operations.crashed.emit)
    made._founded()
    qtbot.waitUntil(lambda: made.window.is_open, timeout=ROOM)
    return made


@pytest.fixture
def desks(qapp: QApplication, qtbot: QtBot, office: Office, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two windows on the same book, on each database."""
    book = office.book
    shared = book.engine.dialect.name == "postgresql"
    place = book.engine.url.render_as_string(hide_password=False) if shared else book.place
    made = [
        sitting_at(qapp, one, tmp_path / name, qtbot)
        for name, one in (("a", book), ("b", open_book(place, office.clock)))
    ]
    yield made[0], made[1]
    for one in made:
        one.window.frame.close()
        one.close()


def test_what_is_done_in_one_window_is_seen_in_the_other(qtbot: QtBot, desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    for desk in desks:
        attend(desk)
    other.window.frame.show()
    page = other.window.frame.show_page(areas.CLIENTS)
    assert isinstance(page, ClientsPage)
    qtbot.waitUntil(lambda: not other.operations.works, timeout=ROOM)
    said = other.window.frame.bottom.state
    before = said.text()
    one.operations.run(add_client, name="Marlow Maps", country="GB", currency="GBP", language="en-GB")
    qtbot.waitUntil(lambda: "Marlow Maps" in [row.client.name for row in page.table.rows()], timeout=ROOM)
    qtbot.waitUntil(lambda: said.text() == "Changed in another window just now", timeout=ROOM)
    other.window.frame.bottom._moment.timeout.emit()
    assert said.text() == before
