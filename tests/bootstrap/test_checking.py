"""The whole check of a book behind the window: what it finds, that it can be stopped, and when it begins by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.bootstrap import checking, weekly
from app.bootstrap.checking import KEPT, check_when_due, checking_of, found_in, is_due
from app.bootstrap.desk import Desk
from app.bootstrap.places import Places
from app.bootstrap.weekly import look_after
from app.firm.queries import people
from app.kernel.problems import Problem
from app.qt import memory
from app.qt.progress import Cancelled, Progress
from app.receivables.checks import Finding
from app.shell import areas
from app.shell.checks import CheckView, State, grouped, text_lines
from app.shell.pages.check import CheckPage
from app.shell.pages.check_saving import save
from app.storage.book import Book
from app.storage.failures import damaged
from app.storage.head import head_of
from app.storage.reading import Reading
from tests.books import Office
from tests.tampering import past_the_guards
from tests.windows import ROOM

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


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


def shown(desk: Desk, qtbot: QtBot) -> CheckPage:
    qtbot.waitUntil(lambda: desk.window.frame.current_key == areas.CHECK, timeout=ROOM)
    page = desk.window.frame.current
    assert isinstance(page, CheckPage)
    return page


def spoil(book: Book) -> None:
    """A link of the history is altered, as by somebody who has the file."""
    with past_the_guards(book) as connection:
        connection.execute(text("UPDATE audit_entry SET command = 'nothing' WHERE sequence = 3"))


def test_a_sound_book_is_said_to_be_and_the_day_is_kept(desk: Desk, qtbot: QtBot) -> None:
    session = desk.window.session
    assert is_due(session.place, session.today())
    checking_of(desk).start()
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
    desk.window.frame.standing.banner.button.click()
    page = shown(desk, qtbot)
    assert desk.window.frame.standing.isHidden(), "what the page shows is not told above it too"
    assert [row.sentence for row in page.findings.table.rows()] == ["Entry 3 of the history was altered."]


def test_the_check_that_is_asked_for_has_a_page_that_leads_to_the_record(desk: Desk, qtbot: QtBot) -> None:
    desk.window.search._do("check")
    page = shown(desk, qtbot)
    qtbot.waitUntil(lambda: checking_of(desk).view.state is State.SOUND, timeout=ROOM)
    assert page.title_label.text() == "All is well"
    head = opened(desk).read(head_of)
    assert f"The history, entry by entry: {head.sequence} entries" in page.parts.lines()
    assert desk.window.frame.notices.text() == "", "it is on the page"
    page.end.copy_button.click()
    assert QGuiApplication.clipboard().text() == f"Entry {head.sequence} · {grouped(head.letters)}"

    with past_the_guards(opened(desk)) as connection:
        connection.execute(text("UPDATE audit_entry SET command = 'x' WHERE record = 'Person:2'"))
    page.start_button.click()
    qtbot.waitUntil(lambda: checking_of(desk).view.state is State.FOUND, timeout=ROOM)
    assert page.findings.record.text() == "Priya Raman"
    page.findings.open_button.click()
    qtbot.waitUntil(lambda: desk.window.frame.current_key == areas.SETTINGS, timeout=ROOM)


def test_a_check_is_stopped_by_esc_and_says_so(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(reading: Reading) -> list[Problem]:
        reading.connection.exec_driver_sql(ENDLESS)
        return []

    monkeypatch.setattr("app.receivables.checks.chain_problems", endless)
    desk.window.check_books()
    page = shown(desk, qtbot)
    qtbot.waitUntil(lambda: checking_of(desk).view.done == 2, timeout=ROOM)
    assert "The history, entry by entry: now…" in page.parts.lines()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.title_label.text() == "The check was stopped", timeout=ROOM)
    assert page.start_button.isVisible()
    assert not page.cancel_button.isVisible()


def test_a_check_of_the_book_before_makes_way_for_that_of_the_open_one(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    checking = checking_of(desk)
    with monkeypatch.context() as patch:
        patch.setattr(
            "app.receivables.checks.chain_problems", lambda reading: reading.connection.exec_driver_sql(ENDLESS)
        )
        checking.start()
        qtbot.waitUntil(lambda: checking.view.done == 2, timeout=ROOM)
        first = checking.running
        checking.start()
        assert checking.running is first, "one at a time"
    checking._place = "the book before"
    assert checking.view.state is State.NEVER
    checking.start(quiet=True)
    qtbot.waitUntil(lambda: checking.view.state is State.SOUND, timeout=ROOM)
    assert checking.running is None


def test_the_result_is_saved_as_text_with_what_to_do(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    spoil(opened(desk))
    desk.window.check_books()
    page = shown(desk, qtbot)
    qtbot.waitUntil(lambda: checking_of(desk).view.state is State.FOUND, timeout=ROOM)
    lines = text_lines("Firm", checking_of(desk).view, desk.window.session.formats)
    where = tmp_path / "check.txt"
    save(page, desk.operations, page.banner, str(where), "\n".join(lines))
    qtbot.waitUntil(where.exists, timeout=ROOM)
    written = where.read_text(encoding="utf-8")
    assert "1 thing does not fit" in written
    assert "1. Entry 3 of the history was altered." in written
    assert "What to do: Compare with the newest backup." in written
    save(page, desk.operations, page.banner, str(tmp_path / "no" / "check.txt"), "x")
    qtbot.waitUntil(lambda: "could not be written" in page.banner.text(), timeout=ROOM)


def test_who_may_not_see_money_is_told_that_there_is_something_but_not_what(desk: Desk, qtbot: QtBot) -> None:
    row = next(row for row in opened(desk).read(people) if row.initials == "PR")
    desk.switch_person(row)
    qtbot.waitUntil(lambda: desk.window.is_open and desk.window.session.initials == "PR", timeout=ROOM)
    spoil(opened(desk))
    desk.window.check_books()
    assert areas.CHECK not in desk.window.frame.known
    check_when_due(desk)
    qtbot.waitUntil(desk.window.frame.standing.isVisible, timeout=ROOM)
    assert desk.window.frame.standing.text() == "The check of the book found 1 problem. Tell a partner."


def test_the_weekly_check_says_nothing_as_long_as_all_is_well(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weekly, "LATER", 1)
    look_after(desk)
    session = desk.window.session
    qtbot.waitUntil(lambda: not is_due(session.place, session.today()), timeout=ROOM)
    assert desk.window.frame.notices.text() == ""
    assert not desk.window.frame.standing.isVisible()


@pytest.mark.parametrize(
    ("kept", "due"), [("2026-04-24", False), ("2026-04-23", True), ("soon", True), (7, True), ("2036-04-24", True)]
)
def test_a_week_is_a_week_and_a_day_that_a_wrong_clock_told_counts_for_nothing(kept: object, due: bool) -> None:
    memory.install(memory.Memory())
    memory.keep(KEPT, {"a book": kept})
    assert is_due("a book", date(2026, 4, 30)) == due
    assert is_due("another", date(2026, 4, 30))


def test_what_is_shown_is_not_called_stopped_because_an_earlier_check_has_ended(desk: Desk, qtbot: QtBot) -> None:
    checking = checking_of(desk)
    runs = CheckView(State.RUNNING, checking.view.parts)

    def ended() -> None:
        if checking.view.state is State.SOUND:
            checking.moved.disconnect(ended)
            checking.show(runs)

    checking.moved.connect(ended)
    checking.start(quiet=True)
    qtbot.waitUntil(lambda: checking.view.ended is None and checking.running is None, timeout=ROOM)
    QApplication.processEvents()
    assert checking.view is runs


def test_a_part_of_the_file_that_cannot_be_read_is_a_finding_and_the_others_are_gone_through(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_reading: Reading) -> list[Problem]:
        raise damaged()

    monkeypatch.setattr("app.receivables.checks.file_problems", unreadable)
    monkeypatch.setattr("app.storage.head.head_of", unreadable)
    desk.window.check_books()
    shown(desk, qtbot)
    qtbot.waitUntil(lambda: checking_of(desk).view.state is State.FOUND, timeout=ROOM)
    view = checking_of(desk).view
    assert [one.sentence for one in view.findings] == [
        "Not gone through: \u201cThe file, page by page\u201d. The book's file is damaged."
    ]
    assert [part.found for part in view.parts] == [1, *[0] * (len(view.parts) - 1)]
    assert view.head is None


def test_a_check_stops_in_the_middle_of_a_statement(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.receivables import checks
    from app.storage import check

    monkeypatch.setattr(check, "STEPS", 10)
    monkeypatch.setattr(check, "LOOK", 0.01)
    progress = Progress()
    met: list[str] = []

    def slow(reads: object) -> list[Problem]:
        met.append("begun")
        progress.cancel()
        reads.connection.exec_driver_sql(ENDLESS)  # type: ignore[attr-defined]
        return []

    monkeypatch.setattr(checks, "file_problems", slow)
    with office.book.beside() as beside, pytest.raises(Cancelled):
        found_in(beside, progress)
    assert met == ["begun"]


def test_a_check_reads_beside_and_writes_nothing(office: Office) -> None:
    with office.book.beside() as beside:
        assert found_in(beside, Progress()) == []
        with pytest.raises(Problem, match="read only"):
            beside.perform(spoil)  # type: ignore[arg-type]


def test_the_words_name_the_first_of_what_was_found() -> None:
    found = [Finding("a", "One is wrong.", "book", hint="Look."), Finding("b", "Two is wrong.", "cash")]
    assert checking.words_for(found) == "The check of the book found 2 problems. One is wrong. Look."
