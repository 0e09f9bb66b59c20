"""The start page: the books this computer knows, by keyboard, whether or not one of them can be read."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.shelf import DeskShelf, looked_at
from app.kernel.clock import SystemClock
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.shell.books import BookRow, BookState, KnownBook, state_words
from app.shell.pages.book_list import BookLine, book_folder, book_name
from app.shell.pages.welcome import WelcomePage
from app.storage.book import create
from tests.windows import ROOM

pytestmark = pytest.mark.xdist_group("demo")
FORMATS = Formats("en-GB", "Europe/London")


def file_of(desk: Desk, name: str, content: bytes | None) -> Path:
    path = desk.places.books / name / f"{name}.watertight"
    path.parent.mkdir(parents=True)
    if content is not None:
        path.write_bytes(content)
    desk.places.remember(str(path))
    return path


def start(desk: Desk) -> WelcomePage:
    desk.window.welcome(None)
    desk.window.frame.activateWindow()
    Player(desk.window).settle()
    page = desk.window.frame.current
    assert isinstance(page, WelcomePage)
    return page


def key(which: Qt.Key) -> None:
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, which)
    QApplication.processEvents()


def here() -> str:
    focused = QApplication.focusWidget()
    line = focused.parentWidget() if focused is not None else None
    return line.name if isinstance(line, BookLine) else ""


# ------------------------------------------------------------------------------------------------ how a book lies there


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (None, BookState.MISSING),
        (b"", BookState.EMPTY),
        (b"half a page", BookState.STRANGE),
        (b"SQLite format 3\x00".ljust(4096, b"\x00"), BookState.PLAIN),
        (b"\x8f" * 8192, BookState.CODE),
    ],
)
def test_how_a_book_lies_there_is_told_without_opening_it(
    tmp_path: Path, content: bytes | None, state: BookState
) -> None:
    path = tmp_path / "office.watertight"
    if content is not None:
        path.write_bytes(content)
    row = looked_at(KnownBook(str(path), "2026-04-30T23:30:00+00:00"), FORMATS)
    assert (row.state, row.size) == (state, len(content or b""))
    assert row.opened == "1 May 2026", "the day is the one where the reader is"
    assert sorted(one.name for one in tmp_path.iterdir()) == (["office.watertight"] if content is not None else [])


def test_a_book_made_by_this_program_lies_there_plain_with_its_copies(tmp_path: Path) -> None:
    path = tmp_path / "office.watertight"
    create(path, SystemClock()).close()
    (tmp_path / "backups").mkdir()
    for name in ("one.watertight", "two.watertight", "one.key", "note.txt"):
        (tmp_path / "backups" / name).write_bytes(b"x")
    row = looked_at(KnownBook(str(path)), FORMATS)
    assert (row.state, row.copies, row.opened) == (BookState.PLAIN, 2, "")


def test_a_key_file_of_a_newer_program_is_told(tmp_path: Path) -> None:
    path = tmp_path / "office.watertight"
    path.write_bytes(b"\x8f" * 8192)
    (tmp_path / "office.key").write_text('{"format": "watertight key", "version": 99}')
    assert looked_at(KnownBook(str(path)), FORMATS).state is BookState.NEWER


def test_a_folder_that_a_service_keeps_alike_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "office.watertight"
    (path.parent / ".dropbox.cache").mkdir(parents=True)
    path.write_bytes(b"SQLite format 3\x00".ljust(4096, b"\x00"))
    assert looked_at(KnownBook(str(path)), FORMATS).synced == "Dropbox"


def test_a_file_nobody_may_read_and_a_place_that_is_none_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "folder.watertight"
    folder.mkdir()
    assert looked_at(KnownBook(str(folder)), FORMATS).state is BookState.UNREADABLE
    assert looked_at(KnownBook("\x00"), FORMATS).state is BookState.UNREADABLE
    assert looked_at(KnownBook("postgresql://grace:pw@office/book"), FORMATS).state is BookState.SHARED


def test_every_state_has_words_and_a_shape_of_its_own_kind() -> None:
    words = [state_words(state) for state in BookState]
    assert len({text for text, _tone in words}) == len(words)


def test_the_password_of_a_shared_book_never_shows() -> None:
    place = "postgresql://grace:geheim@office.example:5432/alderfinch"
    assert (book_name(place), book_folder(place)) == ("alderfinch", "office.example")
    assert book_folder("C:\\Books\\Office\\Office.watertight") == "C:\\Books\\Office"


# ------------------------------------------------------------------------------------------------ the page


def test_books_are_listed_newest_first_with_what_is_known_of_each(bare: Desk) -> None:
    file_of(bare, "Older", b"SQLite format 3\x00".ljust(4096, b"\x00"))
    file_of(bare, "Newer", None)
    page = start(bare)
    assert [line.name for line in page.list.lines] == ["Newer", "Older"]
    today = FORMATS.date(datetime.now(UTC).date())
    assert page.list.lines[0].facts().startswith("Nothing is at this place, opened ")
    assert page.list.lines[1].state.text() == "Not encrypted"
    assert "4.1 kB" in page.list.lines[1].facts()
    assert today[-4:] in page.list.lines[1].facts()


def test_without_a_book_the_page_says_what_a_book_is_and_offers_the_demo_first(bare: Desk) -> None:
    page = start(bare)
    assert not page.list.isVisible()
    assert page.demo_button.hasFocus()
    assert page.demo_button.primary


def test_arrows_move_enter_opens_and_delete_takes_off_the_list_with_a_way_back(bare: Desk, qtbot: QtBot) -> None:
    for name in ("One", "Two", "Three"):
        file_of(bare, name, b"\x8f" * 4096)
    page = start(bare)
    asked: list[str] = []
    bare.window.open_wanted.disconnect(bare.open_place)
    bare.window.open_wanted.connect(asked.append)
    assert here() == "Three"
    key(Qt.Key.Key_Down)
    assert here() == "Two"
    key(Qt.Key.Key_Delete)
    assert [line.name for line in page.list.lines] == ["Three", "One"]
    assert here() == "One", "the keyboard goes to the next book"
    assert (bare.places.books / "Two" / "Two.watertight").exists()
    assert "was not touched" in bare.window.frame.notices.text()
    bare.window.frame.undo()
    assert [line.name for line in page.list.lines] == ["Three", "Two", "One"]
    assert [Path(one.place).stem for one in bare.places.books_known()] == ["Three", "Two", "One"]
    assert here() == "Two"
    qtbot.waitUntil(lambda: "asks for" in page.list.lines[1].state.text(), timeout=ROOM)
    bare.window.frame.redo()
    assert [line.name for line in page.list.lines] == ["Three", "One"]
    key(Qt.Key.Key_End)
    key(Qt.Key.Key_Return)
    assert [Path(one).stem for one in asked] == ["One"]


def test_the_last_book_taken_off_leaves_the_first_steps(bare: Desk) -> None:
    file_of(bare, "Only", None)
    page = start(bare)
    key(Qt.Key.Key_Delete)
    assert not page.list.isVisible()
    assert bare.places.last_book() is None
    assert page.new_button.hasFocus()


def test_a_place_that_does_not_answer_keeps_no_other_book_waiting(bare: Desk, qtbot: QtBot) -> None:
    file_of(bare, "Quick", None)
    slow = file_of(bare, "Slow", None)
    going_on = threading.Event()
    usual = DeskShelf(bare.places)

    class Waiting(DeskShelf):
        def look(self, book: KnownBook) -> BookRow:
            if book.place == str(slow):
                assert going_on.wait(20)
                raise Problem("book.away", "The place does not answer.")
            return usual.look(book)

    bare.window.shelf = Waiting(bare.places)
    bare.window.welcome(None)
    page = bare.window.frame.current
    assert isinstance(page, WelcomePage)
    first, second = page.list.lines
    try:
        qtbot.waitUntil(lambda: second.state.text() == "Nothing is at this place", timeout=ROOM)
        assert first.state.text() == "Looking\u2026"
        assert first.button.isEnabled()
    finally:
        going_on.set()
    qtbot.waitUntil(lambda: "does not answer" in first.facts(), timeout=ROOM)


def test_a_list_that_cannot_be_written_stays_as_it_is_and_says_so(bare: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file_of(bare, "One", None)
    page = start(bare)

    def full(_self: Path, *_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    key(Qt.Key.Key_Delete)
    assert "could not be written: the disk is full" in page.banner.text()
    assert [line.name for line in page.list.lines] == ["One"]
    bare.places.remember("/another")  # a book opens all the same
    assert [Path(one.place).stem for one in bare.places.books_known()] == ["One"]
