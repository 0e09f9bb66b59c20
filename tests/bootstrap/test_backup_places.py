"""The second place chosen and taken away in the settings, what is nagged about and how often, and the weekly look."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import backup_desk, goes_on, nagging, rechecking
from app.bootstrap.backing import backing_of
from app.bootstrap.backup_desk import DeskBackups
from app.bootstrap.desk import Desk
from app.bootstrap.opening import open_at
from app.bootstrap.places import Places
from app.bootstrap.refusing import copies_of
from app.bootstrap.second_places import SecondPlaces
from app.bootstrap.weekly import look_after
from app.clients.commands import add_client
from app.kernel.clock import FixedClock, SystemClock
from app.kernel.problems import Problem
from app.qt import memory
from app.qt.progress import Progress
from app.shell.backups import Nag, Standing
from app.shell.pages.settings import SettingsPage
from app.shell.pages.settings.backups import BackupsSection
from app.storage.backups import Reason, listed, take
from app.storage.backups.comparing import goes_on_from
from app.storage.backups.second import bring, choose
from app.storage.book import Book
from app.storage.failures import damaged
from tests.storage.test_work import DAY, close_office
from tests.tampering import past_the_guards
from tests.windows import ROOM

NOW = datetime(2026, 4, 30, 14, 20, tzinfo=UTC)


@pytest.fixture
def firm(tmp_path: Path, founded_file: Path) -> Path:
    (tmp_path / "office").mkdir()
    return Path(shutil.copy(founded_file, tmp_path / "office" / "firm.watertight"))


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, firm: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qapp, Places(tmp_path / "b", tmp_path / "c", tmp_path / "l", tmp_path / "d"))
    made.window.frame.show()
    made.open_place(str(firm))
    qtbot.waitUntil(lambda: made.window.is_open and not made.operations.works, timeout=ROOM)
    yield made
    made.window.frame.close()
    made.close()
    memory.install(memory.Memory())


def settle(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.operations.works and backing_of(desk).running is None, timeout=ROOM)


def section_of(desk: Desk, qtbot: QtBot) -> BackupsSection:
    look_after(desk)
    settle(desk, qtbot)
    desk.window.show_settings("backups")
    settle(desk, qtbot)
    qtbot.waitUntil(lambda: isinstance(desk.window.frame.current, SettingsPage), timeout=ROOM)
    page = desk.window.frame.current
    assert isinstance(page, SettingsPage)
    found = page.section("backups")
    assert isinstance(found, BackupsSection)
    settle(desk, qtbot)
    return found


def test_a_second_place_is_chosen_used_missed_and_given_up(
    desk: Desk, qtbot: QtBot, firm: Path, tmp_path: Path
) -> None:
    section = section_of(desk, qtbot)
    assert section.second.effect.text().startswith("None.")
    assert section.forget_button.isHidden()
    section.choose(str(firm.parent))
    settle(desk, qtbot)
    assert "lies beside the book itself" in section.list.banner.text()
    stick = tmp_path / "stick"
    stick.mkdir()
    section.choose(str(stick))
    settle(desk, qtbot)
    assert section.second.effect.text().endswith("The next backup goes there, too.")
    section.now_button.click()
    settle(desk, qtbot)
    assert [row.where for row in section.table.rows()] == ["beside the book", "second place"]
    folder = SecondPlaces(desk.places.config).of(str(firm))
    assert folder == stick / "firm backups"
    folder.rename(tmp_path / "taken out")
    section.refresh()
    settle(desk, qtbot)
    assert "is not there now" in section.second.effect.text()
    section.now_button.click()
    settle(desk, qtbot)
    assert len(section.table.rows()) == 2, "nothing changed for the book, and nobody is alarmed"
    assert list(stick.iterdir()) == []
    section.forget_button.click()
    settle(desk, qtbot)
    assert SecondPlaces(desk.places.config).of(str(firm)) is None
    assert len(list((tmp_path / "taken out").glob("*.watertight"))) == 1


def test_why_the_last_one_failed_stands_in_the_settings(desk: Desk, qtbot: QtBot, firm: Path) -> None:
    section = section_of(desk, qtbot)
    folder = firm.parent / "backups"
    shutil.rmtree(folder, ignore_errors=True)
    folder.touch()
    desk.operations.run(add_client, name="Larkmoor", country="GB", language="en-GB", currency="GBP")
    backing_of(desk).look()
    qtbot.waitUntil(lambda: "No backup is written through it." in section.last.effect.text(), timeout=ROOM)
    folder.unlink()
    backing_of(desk).now()
    qtbot.waitUntil(lambda: "asked for" in section.last.effect.text(), timeout=ROOM)
    assert "No backup" not in section.last.effect.text()


def test_one_is_checked_again_and_what_is_wrong_is_told_in_the_list(desk: Desk, qtbot: QtBot, firm: Path) -> None:
    one = take(firm, FixedClock(NOW), Reason.TIME)
    section = section_of(desk, qtbot)
    section.check_again()
    settle(desk, qtbot)
    assert section.list.banner.text().endswith("was opened and checked from end to end: it is whole.")
    one.place.write_bytes(one.place.read_bytes()[::-1])
    section.check_again()
    settle(desk, qtbot)
    assert "its bytes have changed" in section.list.banner.text()
    assert [row.good for row in section.table.rows()] == [False]


def test_the_weekly_look_takes_an_old_one_and_tells_only_what_is_wrong(desk: Desk, qtbot: QtBot, firm: Path) -> None:
    look_after(desk)
    settle(desk, qtbot)
    now = desk.window.session.clock.now()
    old = take(firm, FixedClock(now - timedelta(days=8)), Reason.TIME)
    take(firm, FixedClock(now), Reason.TIME)
    settle(desk, qtbot)
    rechecking.recheck_when_due(desk)
    settle(desk, qtbot)
    assert not desk.window.frame.standing.isVisible()
    (looked,) = [one for one in listed(firm) if one.place == old.place]
    assert looked.checked_at > old.checked_at
    assert not rechecking.is_due(str(firm), desk.window.session.today())
    memory.forget(rechecking.KEPT)
    bad = take(firm, FixedClock(now - timedelta(days=9)), Reason.TIME)
    bad.place.write_bytes(bytes(bad.size))
    rechecking.recheck_when_due(desk)
    settle(desk, qtbot)
    assert bad.place.name in desk.window.frame.standing.text()


WEEK = timedelta(days=7, minutes=1)


@pytest.mark.parametrize(
    ("standing", "nag"),
    [
        (Standing(None, None, moved=True), None),
        (Standing(NOW, NOW, moved=True), None),
        (Standing(NOW - WEEK, NOW - WEEK, moved=True), Nag.OVERDUE),
        (Standing(NOW - WEEK, NOW - WEEK, moved=False), Nag.NO_SECOND),
        (Standing(NOW - WEEK, NOW, moved=True), Nag.NO_SECOND),
        (Standing(NOW - WEEK, NOW, moved=False, second="/stick", second_last=NOW), None),
        (Standing(NOW - WEEK, NOW, moved=False, second="/stick"), Nag.AWAY),
        (Standing(NOW - 2 * WEEK, NOW, moved=False, second="/stick", second_last=NOW - WEEK), Nag.AWAY),
    ],
)
def test_what_is_overdue_by_a_week_is_told(standing: Standing, nag: Nag | None) -> None:
    assert standing.nag(NOW) is nag


def test_it_is_told_once_a_week_and_never_in_a_box(desk: Desk, qtbot: QtBot, firm: Path) -> None:
    now = desk.window.session.clock.now()
    take(firm, FixedClock(now - WEEK), Reason.TIME)
    look_after(desk)
    settle(desk, qtbot)
    bar = desk.window.frame.standing
    assert "Choose a second place" in bar.text()
    bar.banner.button.click()
    qtbot.waitUntil(lambda: desk.window.frame.current_key == "settings", timeout=ROOM)
    settle(desk, qtbot)
    today = desk.window.session.today()
    key = f"{Nag.NO_SECOND} {firm}"
    assert not nagging.is_due(key, today + timedelta(days=6))
    assert nagging.is_due(key, today + timedelta(days=7))


@pytest.mark.parametrize("kept", ["soon", 7, None, "2036-04-30"])
def test_a_memory_that_makes_no_sense_is_no_reason_not_to_look(kept: object) -> None:
    memory.install(memory.Memory())
    memory.keep(rechecking.KEPT, {"a book": kept})
    assert rechecking.is_due("a book", date(2026, 4, 30))
    memory.keep(nagging.KEPT, {"a book": kept})
    assert nagging.is_due("a book", date(2026, 4, 30))
    assert not nagging.is_due("a book", date(2026, 4, 30))


def test_going_back_lets_go_of_no_backup_not_even_of_one_that_is_no_longer_needed(
    desk: Desk, qtbot: QtBot, firm: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    old = take(firm, FixedClock(NOW - timedelta(400)), Reason.TIME)
    take(firm, FixedClock(NOW - timedelta(400, minutes=-30)), Reason.TIME)
    asked = DeskBackups(desk)
    SecondPlaces(desk.places.config).keep(str(firm), choose(stick, firm))
    (there,) = bring([old], stick / "firm backups")
    for one in (old, there):
        made = asked.restore(str(firm), str(one.place), Progress(desk))
        assert Path(made).read_bytes() == one.place.read_bytes()
    assert Reason.RESTORE in {one.reason for one in listed(firm)}


def test_from_a_book_that_was_altered_there_is_a_way_back(desk: Desk, firm: Path) -> None:
    one = take(firm, FixedClock(NOW), Reason.TIME)
    book = desk.backend.book
    assert book is not None
    with past_the_guards(book) as connection:
        connection.exec_driver_sql(
            "INSERT INTO key_change (act, label, at, person_id) VALUES ('made', '', '2026-04-30T09:00:00.000000Z', 1)"
        )
    made = Path(DeskBackups(desk).restore(str(firm), str(one.place), Progress(desk, quiet=True)))
    assert made.read_bytes() == one.place.read_bytes()
    assert listed(firm) == [one], "what is not sound is no backup, and it stays where it is"


ORIGIN, OTHER = "ab" * 32, "cd" * 32


def test_from_a_book_with_a_page_that_cannot_be_read_there_is_a_way_back(
    desk: Desk, firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_arguments: object) -> None:
        raise damaged()

    one = take(firm, SystemClock(), Reason.ASKED)
    monkeypatch.setattr(backup_desk, "taken", unreadable)
    made = DeskBackups(desk).restore(str(firm), str(one.place), Progress())
    assert Path(made).exists()


def test_a_second_place_is_of_a_book_wherever_it_lies_and_of_a_path_only_as_long_as_no_book_is_known(
    tmp_path: Path,
) -> None:
    kept = SecondPlaces(tmp_path)
    (tmp_path / "second-places.json").write_text('{"/old": "/stick", "/new": 7}')
    assert kept.of("/old", ORIGIN) == kept.of("/old") == Path("/stick"), "as an earlier program kept it"
    kept.keep("/here", Path("/disk"), ORIGIN)
    assert kept.of("/moved", ORIGIN) == Path("/disk")
    assert kept.of("/here") == Path("/disk"), "the book is gone, and nobody can ask it"
    assert kept.of("/here", OTHER) is None, "another one lies there now"
    kept.keep("/here", Path("/theirs"), OTHER)
    kept.keep("/moved", None, ORIGIN)
    assert (kept.of("/here", ORIGIN), kept.of("/here", OTHER)) == (None, Path("/theirs"))
    assert kept.of("/old") == Path("/stick")


def test_windows_that_write_down_their_second_places_at_once_lose_none(tmp_path: Path) -> None:
    barrier = Barrier(8)

    def keep(number: int) -> None:
        barrier.wait()
        SecondPlaces(tmp_path).keep(f"/book {number}", Path("/stick"), f"{number + 1:064x}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(8)))
    assert all(SecondPlaces(tmp_path).of("", f"{number + 1:064x}") for number in range(8))
    assert {one.name for one in tmp_path.iterdir()} == {"second-places.json", "second-places.lock"}


def changed(desk: Desk) -> Book:
    """Somebody works in the open book, and this computer keeps how far it reached."""
    book = desk.backend.book
    assert book is not None
    assert book.anchor is not None
    book.perform(close_office, day=DAY, name="Ascension")
    book.anchor.keep()
    return book


def test_a_restored_book_opens_without_a_question_and_so_does_the_one_it_was_taken_of(
    desk: Desk, qtbot: QtBot, firm: Path, tmp_path: Path
) -> None:
    one = take(firm, SystemClock(), Reason.TIME)
    changed(desk)
    copy = Path(shutil.copy(one.place, tmp_path / "copy.watertight"))
    with pytest.raises(Problem, match="is older than when it was last open here"):
        open_at(str(copy), anchors=desk.places.anchors)
    made = DeskBackups(desk).restore(str(firm), str(one.place), Progress(desk, quiet=True))
    for place in (made, str(firm)):
        open_at(place, anchors=desk.places.anchors).close()
    desk.open_place(made)
    settle(desk, qtbot)
    look_after(desk)
    settle(desk, qtbot)
    assert desk.window.session.place == made
    assert not desk.window.frame.standing.isVisible(), "what is newer was left behind on purpose"


def test_an_older_copy_in_the_place_of_a_book_is_told_by_the_newest_backup_where_nothing_else_knows(
    desk: Desk, qtbot: QtBot, firm: Path, tmp_path: Path
) -> None:
    older = Path(shutil.copy(firm, tmp_path / "older"))
    take(firm, FixedClock(NOW), Reason.TIME)
    changed(desk)
    newest = take(firm, FixedClock(NOW + timedelta(minutes=5)), Reason.TIME)
    desk.backend.close()
    shutil.copy(older, firm)
    shutil.rmtree(desk.places.anchors)
    told = desk.window.frame.standing
    for expected in (True, False):  # once, not at every start
        desk.open_place(str(firm))
        settle(desk, qtbot)
        goes_on.look(desk, listed(firm))
        settle(desk, qtbot)
        assert told.isVisible() == expected
        if expected:
            assert "holds 1 entry that this book has not: an older copy may lie in its place." in told.text()
            told.clear()
    book = desk.backend.book
    assert book is not None
    assert book.read(goes_on_from, backup=replace(newest, sequence=1, head=OTHER)) == 0
    assert book.read(goes_on_from, backup=listed(firm)[1]) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no file there has such a name")
def test_copies_are_found_of_a_book_whose_ending_looks_like_a_pattern(firm: Path) -> None:
    book = firm.rename(firm.with_name("firm.**"))
    before = Path(shutil.copy(book, book.with_name("firm before 2026-04-30.**")))
    shutil.copy(book, book.with_name("firm before 2026-04-30.txt"))
    assert [row.place for row in copies_of(book)] == [str(before)]
