"""The whole check of a book behind the window: what it finds, that it can be stopped, and when it begins by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.bootstrap import checking, weekly
from app.bootstrap.checking import KEPT, check_when_due, found_in, is_due
from app.bootstrap.desk import Desk
from app.bootstrap.places import Places
from app.bootstrap.weekly import look_after
from app.kernel.problems import Problem
from app.qt import memory
from app.qt.progress import Cancelled, Progress
from app.storage.book import Book
from tests.books import Office
from tests.tampering import past_the_guards
from tests.windows import ROOM


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, founded_file: Path, qtbot: QtBot) -> Iterator[Desk]:
    place = shutil.copy(founded_file, tmp_path / "firm.watertight")
    made = Desk(qapp, Places(tmp_path / "b", tmp_path / "c", tmp_path / "l", tmp_path / "d"))
    made.window.frame.show()
    made.open_place(str(place))
    qtbot.waitUntil(lambda: made.window.is_open and not made.operations.works, timeout=ROOM)
    yield made
    made.window.frame.close()
    made.close()
    memory.install(memory.Memory())


def opened(desk: Desk) -> Book:
    assert desk.backend.book is not None
    return desk.backend.book


def spoil(book: Book) -> None:
    """A link of the history is altered, as by somebody who has the file."""
    with past_the_guards(book) as connection:
        connection.execute(text("UPDATE audit_entry SET command = 'nothing' WHERE sequence = 3"))


def test_a_sound_book_is_said_to_be_and_the_day_is_kept(desk: Desk, qtbot: QtBot) -> None:
    session = desk.window.session
    assert is_due(session.place, session.today())
    desk.window.check_wanted.emit()
    qtbot.waitUntil(lambda: "it is sound" in desk.window.frame.notices.text(), timeout=ROOM)
    assert not is_due(session.place, session.today())
    assert list(memory.recall(KEPT, {})) == [session.place]


def test_what_is_wrong_stays_in_sight_and_the_day_is_not_kept(desk: Desk, qtbot: QtBot) -> None:
    spoil(opened(desk))
    check_when_due(desk)
    qtbot.waitUntil(desk.window.frame.standing.isVisible, timeout=ROOM)
    said = desk.window.frame.standing.text()
    assert said.startswith("The check of the book found ")
    assert "Entry 3 of the history was altered." in said
    assert is_due(desk.window.session.place, desk.window.session.today())


def test_the_weekly_check_says_nothing_as_long_as_all_is_well(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weekly, "LATER", 1)
    look_after(desk)
    session = desk.window.session
    qtbot.waitUntil(lambda: not is_due(session.place, session.today()), timeout=ROOM)
    assert desk.window.frame.notices.text() == ""
    assert not desk.window.frame.standing.isVisible()


@pytest.mark.parametrize(("kept", "due"), [("2026-04-24", False), ("2026-04-23", True), ("soon", True), (7, True)])
def test_a_week_is_a_week(kept: object, due: bool) -> None:
    memory.install(memory.Memory())
    memory.keep(KEPT, {"a book": kept})
    assert is_due("a book", date(2026, 4, 30)) == due
    assert is_due("another", date(2026, 4, 30))


def test_a_check_stops_in_the_middle_of_a_statement(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.receivables import checks
    from app.storage import check

    monkeypatch.setattr(check, "STEPS", 10)
    progress = Progress()
    met: list[str] = []

    def slow(reads: object) -> list[Problem]:
        met.append("begun")
        progress.cancel()
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        reads.connection.exec_driver_sql(endless)  # type: ignore[attr-defined]
        return []

    monkeypatch.setattr(checks, "file_problems", slow)
    with sqlite_office.book.beside() as beside, pytest.raises(Cancelled):
        found_in(beside, progress)
    assert met == ["begun"]


def test_a_check_reads_beside_and_writes_nothing(office: Office) -> None:
    with office.book.beside() as beside:
        assert found_in(beside, Progress()) == []
        with pytest.raises(Problem, match="read only"):
            beside.perform(spoil)  # type: ignore[arg-type]


def test_the_words_name_the_first_of_what_was_found() -> None:
    found = [Problem("a", "One is wrong.", hint="Look."), Problem("b", "Two is wrong.")]
    assert checking.words_for(found) == "The check of the book found 2 problems. One is wrong. Look."
