"""Going back: a backup becomes a new book beside the old one, and what is missing or harmed in it is told."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy.exc import DatabaseError, OperationalError

from app.firm.queries import people
from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage.backups import (
    Backup,
    Comparison,
    Reason,
    compare,
    listed,
    newest_good,
    recheck,
    restore,
    restoring,
    take,
    target_beside,
)
from app.storage.backups.clearing import clear_beside
from app.storage.backups.second import bring, choose
from app.storage.book import Book, create, open_book
from app.storage.reading import Reading
from app.storage.secrets import Secret, key_file, new_root, protect, set_passphrase, unlock
from tests.books import NOW, Office
from tests.storage.test_work import DAY, close_office


def clock(minutes: int = 0) -> FixedClock:
    return FixedClock(NOW + timedelta(minutes=minutes))


@pytest.fixture
def firm(tmp_path: Path, founded_file: Path) -> Path:
    (tmp_path / "office").mkdir()
    return Path(shutil.copy(founded_file, tmp_path / "office" / "firm.watertight"))


def compared(backup: Backup, book: Book) -> Comparison:
    with open_book(backup.place, clock(), read_only=True) as back:
        return book.read(lambda reads: back.read(lambda other: compare(other, reads)))


def test_a_lost_book_comes_back_under_its_own_name_and_goes_on(firm: Path) -> None:
    one = take(firm, clock(), Reason.EXIT)
    with open_book(firm, clock()) as book:
        before = book.read(people)
    firm.unlink()
    target = target_beside(firm, "2026-04-30")
    assert target == firm
    assert restore(one, target, book=firm) == firm
    with open_book(firm, clock()) as book:
        assert book.read(people) == before
        book.perform(close_office, day=DAY, name="Ascension")
    assert one.place.exists()


def test_a_book_that_is_there_is_never_written_over(firm: Path) -> None:
    one = take(firm, clock(), Reason.EXIT)
    whole = firm.read_bytes()
    with pytest.raises(Problem, match=r"is there already\. Nothing was restored"):
        restore(one, firm)
    target = target_beside(firm, "2026-04-30")
    assert target.name == "firm restored 2026-04-30.watertight"
    restore(one, target, book=firm)
    assert firm.read_bytes() == whole
    assert target_beside(firm, "2026-04-30").name == "firm restored 2026-04-30 (2).watertight"
    assert target_beside(target, "2026-05-01").name == "firm restored 2026-05-01.watertight"
    assert listed(target) == [one], "the restored book knows the backups of the book it was"


def test_a_journal_that_was_left_behind_is_not_written_into_the_restored_book(firm: Path) -> None:
    """SQLite puts whatever lies there under the name of a journal into the file of that name."""
    one = take(firm, clock(), Reason.EXIT)
    firm.unlink()
    journal = firm.with_name(firm.name + "-wal")
    journal.write_bytes(b"what was saved last, perhaps")
    target = target_beside(firm, "2026-04-30")
    assert target != firm
    with pytest.raises(Problem):
        restore(one, firm)
    restore(one, target)
    assert journal.read_bytes() == b"what was saved last, perhaps"


def test_the_passphrase_of_today_opens_what_was_restored(tmp_path: Path) -> None:
    root, path = new_root(), tmp_path / "firm.watertight"
    create(path, clock(), root=root).close()
    protect(path, root, passphrase=Secret("river maple stone lamp"), keyring=False)
    one = take(path, clock(), Reason.EXIT, root=root)
    set_passphrase(path, root, Secret("copper window seven trees"))
    beside = restore(one, target_beside(path, "2026-04-30"), book=path)
    assert unlock(beside, passphrase=Secret("copper window seven trees")) == root
    path.unlink()
    restore(one, path, book=path)
    assert unlock(path, passphrase=Secret("copper window seven trees")) == root
    path.unlink()
    key_file(path).unlink()
    restore(one, path, book=path)
    assert unlock(path, passphrase=Secret("river maple stone lamp")) == root


def test_what_would_be_missing_is_told_by_kind_by_person_and_from_when(sqlite_office: Office) -> None:
    office = sqlite_office
    one = take(office.book.place, clock(), Reason.TIME)
    assert compared(one, office.book).same
    for minutes, who, name in ((5, "EF", "Ascension"), (65, "GB", "Whitsun"), (90, "EF", "May Day")):
        office.clock.set(NOW + timedelta(minutes=minutes))
        office.act_as(who).perform(close_office, day=DAY + timedelta(days=minutes), name=name)
    found = compared(one, office.book)
    assert (found.common, found.entries, found.apart) == (one.sequence, 3, 0)
    (kind,) = found.kinds
    assert (kind.kind, kind.records, kind.new) == ("Holiday", 3, 3)
    assert (kind.first, kind.last) == (NOW + timedelta(minutes=5), NOW + timedelta(minutes=90))
    assert [(row.actor_id, row.entries) for row in found.who] == [(office.people["EF"], 2), (office.people["GB"], 1)]


def test_two_that_went_different_ways_are_told_from_where_they_part(firm: Path) -> None:
    with open_book(firm, clock()) as book:
        book.perform(close_office, day=DAY, name="Ascension")
    late = take(firm, clock(10), Reason.EXIT)
    early_file = Path(shutil.copy(late.place, firm.with_name("early.watertight")))
    with open_book(early_file, clock(20)) as book:
        book.perform(close_office, day=DAY + timedelta(days=1), name="Whitsun")
    with open_book(firm, clock(30)) as book:
        for day in (2, 3):
            book.perform(close_office, day=DAY + timedelta(days=day), name=f"Day {day}")
        other = take(early_file, clock(40), Reason.EXIT)
        found = compared(other, book)
    assert (found.common, found.entries, found.apart) == (late.sequence, 2, 1)
    assert not found.same


# ------------------------------------------------------------------------------------------------ harmed ones


def flip(path: Path, place: int) -> None:
    held = bytearray(path.read_bytes())
    held[place] ^= 1
    path.write_bytes(held)


def test_a_damaged_backup_is_told_skipped_and_never_removed(firm: Path) -> None:
    good, bad = take(firm, clock(-90), Reason.TIME), take(firm, clock(), Reason.TIME)
    flip(bad.place, bad.size // 2)
    with pytest.raises(Problem, match="is no longer what was written"):
        recheck(bad, NOW)
    found = listed(firm)
    assert [one.good for one in found] == [False, True]
    assert newest_good(found, NOW) == good
    with pytest.raises(Problem, match="its bytes have changed"):
        restore(bad, firm.with_name("back.watertight"))
    assert not firm.with_name("back.watertight").exists()
    flip(bad.place, bad.size // 2)
    assert recheck(bad, NOW + timedelta(days=1)).backup.checked_at == NOW + timedelta(days=1)
    assert newest_good(listed(firm), NOW) is not None
    assert all(one.good for one in listed(firm)), "it was the reading that failed, and now it does not"


def test_one_with_keys_of_before_is_compared_by_its_bytes(tmp_path: Path) -> None:
    root, path = new_root(), tmp_path / "firm.watertight"
    create(path, clock(), root=root).close()
    one = take(path, clock(), Reason.KEYS, root=root)
    assert recheck(one, NOW, root=root).opened
    assert not recheck(one, NOW, root=new_root()).opened
    assert not recheck(one, NOW).opened


# ------------------------------------------------------------------------------------------------ the second place


def test_the_second_place_takes_each_backup_and_a_removed_drive_is_told_quietly(firm: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    folder = choose(stick, firm)
    one = take(firm, clock(), Reason.TIME)
    (carried,) = bring([one], folder)
    assert carried.place.read_bytes() == one.place.read_bytes()
    assert bring([one], folder) == []
    assert [found.place for found in listed(firm, second=folder)] == [one.place, carried.place]
    carried.place.write_bytes(b"")  # one that is harmed there stands for none
    (again,) = bring([one], folder)
    assert again.place.read_bytes() == one.place.read_bytes()
    shutil.rmtree(folder)  # the drive is taken out; the empty place where it was is not written into
    with pytest.raises(Problem, match="is not there now") as caught:
        bring([one], folder)
    assert caught.value.code == "backup.away"
    assert list(stick.iterdir()) == []
    shutil.rmtree(firm.parent)  # the computer is gone
    choose(stick, tmp_path / "elsewhere" / "firm.watertight")
    bring([], folder)


def test_beside_the_book_is_no_second_place(firm: Path) -> None:
    for folder in (firm.parent, firm.parent / "backups"):
        with pytest.raises(Problem, match="lies beside the book itself"):
            choose(folder, firm)


def test_an_older_book_is_backed_up_before_it_is_changed(tmp_path: Path) -> None:
    from app.storage.engine import sqlite_engine
    from tests.storage.old_books import fill

    path = tmp_path / "old.watertight"
    path.touch()
    engine = sqlite_engine(path, builds=True)
    fill(engine, "0001")
    engine.dispose()
    open_book(path, clock()).close()
    (one,) = listed(path)
    assert (one.reason, one.revision) == (Reason.UPGRADE, "0001")
    back = restore(one, tmp_path / "again" / "old.watertight")
    (tmp_path / "again" / "backups").symlink_to(tmp_path)
    whole = back.read_bytes()
    with pytest.raises(Problem, match="no backup of it could be taken before"):
        open_book(back, clock())
    assert back.read_bytes() == whole


def test_a_second_place_that_fills_up_holds_no_file_that_nobody_lists(
    firm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_backup: Backup, **_draft: object) -> None:
        raise OSError(28, "No space left on device")

    folder = choose(tmp_path, firm)
    one = take(firm, clock(), Reason.TIME)
    with monkeypatch.context() as held:
        held.setattr("app.storage.backups.marks.write", full)
        with pytest.raises(Problem):
            bring([one], folder)
    assert list(folder.iterdir()) == []
    assert len(bring([one], folder)) == 1


def test_a_disk_that_fails_while_it_is_read_does_not_make_a_backup_a_damaged_one(firm: Path) -> None:
    one = take(firm, clock(), Reason.TIME)

    def fails(_reading: Reading) -> list[Problem]:
        error = sqlcipher3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_READ"
        raise OperationalError(None, None, error)

    def harmed(_reading: Reading) -> list[Problem]:
        error = sqlcipher3.DatabaseError("database disk image is malformed")
        error.sqlite_errorname = "SQLITE_CORRUPT"
        raise DatabaseError(None, None, error)

    with pytest.raises(Problem):
        recheck(one, NOW, looks=[fails])
    assert listed(firm) == [one]
    with pytest.raises(Problem, match="not sound"):
        recheck(one, NOW, looks=[harmed])
    assert not listed(firm)[0].good


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
def test_what_a_killed_restore_left_goes_when_nobody_can_be_at_it_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, path = new_root(), tmp_path / "firm.watertight"
    create(path, clock(), root=root).close()
    protect(path, root, passphrase=Secret("river maple stone lamp"), keyring=False)
    one = take(path, clock(), Reason.TIME, root=root)
    target = path.with_name("firm restored 2026-04-30.watertight")
    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(restoring, "named_once", lambda *_names: os.kill(os.getpid(), signal.SIGKILL))
            restore(one, target, book=path)
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    (draft,) = path.parent.glob(".firm restored*.part")
    own = path.with_name("firm restored 2026-04-01.key")
    own.write_bytes(b"somebody's own")
    before = set(path.parent.iterdir())
    assert key_file(target) in before
    clear_beside(path)
    assert set(path.parent.iterdir()) == before, "it may be at work"
    os.utime(draft, (0, 0))
    take(path, clock(1), Reason.TIME, root=root)
    assert set(path.parent.iterdir()) == before - {draft, key_file(target)}
