"""A backup is the book in this moment: opened, checked and marked before it counts, for its owner's eyes only."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from app.firm.queries import people
from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.receivables.checks import looks
from app.storage.backups import Backup, Reason, has_moved, listed, looking, newest_good, recheck, stand_of, take, thin
from app.storage.backups.marks import mark_file, write
from app.storage.book import create, open_book
from app.storage.secrets import Secret, key_file, new_root, protect
from tests.books import NOW, Office
from tests.storage.test_work import DAY, close_office
from tests.tampering import past_the_guards


def clock(minutes: int = 0) -> FixedClock:
    return FixedClock(NOW + timedelta(minutes=minutes))


@pytest.fixture
def firm(tmp_path: Path, founded_file: Path) -> Path:
    """The sample firm's file; nobody has it open."""
    (tmp_path / "office").mkdir()
    return Path(shutil.copy(founded_file, tmp_path / "office" / "firm.watertight"))


def test_a_backup_holds_what_the_book_holds_and_says_so(sqlite_office: Office) -> None:
    book = sqlite_office.book
    one = take(book.place, clock(), Reason.ASKED, looks=looks())
    assert listed(book.place) == [one]
    now = stand_of(Path(book.place), None)
    assert (one.sequence, one.head, one.origin) == (now.sequence, now.head, now.origin)
    assert one.size == one.place.stat().st_size
    assert one.good
    with open_book(one.place, clock(), read_only=True) as copy:
        assert copy.read(people) == book.read(people)
    assert not has_moved(now, listed(book.place))
    sqlite_office.act_as("EF").perform(close_office, day=DAY, name="Ascension")
    assert has_moved(stand_of(Path(book.place), None), listed(book.place))
    assert has_moved(now, [])


def test_a_large_one_is_gone_through_in_a_process_of_its_own(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checks of the rooms and what they find travel; a backup that is not sound is told in the same words."""
    place, asked = sqlite_office.book.place, []

    def here(*_arguments: object, **_options: object) -> None:
        asked.append("here")
        raise AssertionError("it was gone through here")

    monkeypatch.setattr(looking, "LARGE", 1)
    with monkeypatch.context() as other:
        other.setattr(looking, "sqlite_engine", here)
        one = take(place, clock(), Reason.ASKED, looks=looks(), beside=True)
        assert recheck(one, NOW, looks=looks(), beside=True).opened
    held = stand_of(Path(place), None)
    assert (one.sequence, one.head, asked) == (held.sequence, held.head, [])
    with past_the_guards(sqlite_office.book) as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET changes = '{}' WHERE sequence = 2")
    with pytest.raises(Problem) as told:
        take(place, clock(1), Reason.ASKED, looks=looks(), beside=True)
    with pytest.raises(Problem) as plain:
        take(place, clock(1), Reason.ASKED, looks=looks())
    assert (told.value.code, str(told.value)) == ("backup.damaged", str(plain.value))


def test_an_encrypted_book_s_backup_is_encrypted_and_its_key_file_lies_beside_it(tmp_path: Path) -> None:
    root, path = new_root(), tmp_path / "firm.watertight"
    create(path, clock(), root=root).close()
    protect(path, root, passphrase=Secret("river maple stone lamp"), keyring=False)
    one = take(path, clock(), Reason.EXIT, root=root)
    assert one.encrypted
    assert b"SQLite" not in one.place.read_bytes()[:16]
    assert key_file(one.place).read_bytes() == key_file(path).read_bytes()
    open_book(one.place, clock(), root=root, read_only=True).close()
    with pytest.raises(Problem):
        take(path, clock(1), Reason.EXIT, root=new_root())
    assert [found.place for found in listed(path)] == [one.place]


def test_the_keys_tell_the_backups_of_a_book_that_was_renamed_and_that_nobody_can_read(tmp_path: Path) -> None:
    root, path = new_root(), tmp_path / "firm.watertight"
    create(path, clock(), root=root).close()
    protect(path, root, passphrase=Secret("river maple stone lamp"), keyring=False)
    one = replace(take(path, clock(), Reason.EXIT, root=root), origin="ab" * 32)
    write(one)
    key_file(path).rename(key_file(path).with_stem("called otherwise"))
    assert listed(path.with_stem("called otherwise")) == [one]
    assert listed(path.with_stem("of another firm")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights there are no bits")
@pytest.mark.parametrize("there", [None, 0o775])
def test_only_its_owner_reads_it_and_nothing_unfinished_is_left(firm: Path, there: int | None) -> None:
    """A folder of ours is closed to others; one that others use stays theirs as well."""
    folder = firm.parent / "backups"
    if there is not None:
        folder.mkdir()
        folder.chmod(there)
    one = take(firm, clock(), Reason.ASKED)
    assert stat.S_IMODE(folder.stat().st_mode) == (there or 0o700)
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert {file.name for file in folder.iterdir()} == {one.place.name, mark_file(one.place).name}


def test_two_in_one_second_have_two_names(firm: Path) -> None:
    first, second = (take(firm, clock(), Reason.ASKED) for _turn in range(2))
    assert first.place != second.place
    assert len(listed(firm)) == 2


def test_who_stops_it_leaves_nothing(firm: Path) -> None:
    class Stopped(Exception):
        pass

    for most in (1, 2):
        calls: list[int] = []

        def step(_done: int, _total: int, calls: list[int] = calls, most: int = most) -> None:
            calls.append(1)
            if len(calls) >= most:
                raise Stopped

        with pytest.raises(Stopped):
            take(firm, clock(), Reason.TIME, step=step)
        assert list((firm.parent / "backups").iterdir()) == []


def test_a_book_that_is_not_what_its_history_says_is_not_kept_as_a_backup(sqlite_office: Office) -> None:
    """Whatever the check of a book finds, the check of a backup finds: here, and when it is looked at again."""
    book = sqlite_office.book
    with past_the_guards(book) as connection:
        connection.exec_driver_sql(
            "INSERT INTO key_change (act, label, at, person_id) VALUES ('made', '', '2026-04-30T09:00:00.000000Z', 1)"
        )
    one = take(book.place, clock(), Reason.ASKED)  # nobody asked for more than the file and the history
    with pytest.raises(Problem, match=r"in the book, but not in its history\. It was not kept"):
        take(book.place, clock(1), Reason.ASKED, looks=looks())
    with pytest.raises(Problem, match=r"in the book, but not in its history\. It is told as damaged from now on"):
        recheck(one, NOW, looks=looks())
    (found,) = listed(book.place)
    assert (found.place, found.good) == (one.place, False)


def test_what_does_not_fit_in_the_book_itself_is_noted_and_its_backup_counts(sqlite_office: Office) -> None:
    """Else whoever has one wrong setting would have no backup of all the rest."""
    book = sqlite_office.book
    with past_the_guards(book) as connection:
        for _twice in range(2):
            connection.exec_driver_sql("INSERT INTO setting (key, value, version) VALUES ('tone', '1', 1)")
    one = take(book.place, clock(), Reason.ASKED, looks=looks())
    assert (one.good, one.findings) == (True, 1)
    assert recheck(one, NOW, looks=looks()).backup.findings == 1
    assert [(row.good, row.findings) for row in listed(book.place)] == [(True, 1)]
    with past_the_guards(book) as connection:
        connection.exec_driver_sql("DELETE FROM setting WHERE key = 'tone'")
    assert take(book.place, clock(1), Reason.ASKED, looks=looks()).findings == 0


def test_a_shared_book_is_not_backed_up_here() -> None:
    with pytest.raises(Problem, match="shared on a server"):
        take("postgresql://server/book", clock(), Reason.ASKED)


def spoiled(one: Backup, **other: object) -> None:
    place = mark_file(one.place)
    place.write_text(json.dumps(json.loads(place.read_text()) | other))


def test_what_has_no_mark_that_fits_is_no_backup(firm: Path) -> None:
    one = take(firm, clock(), Reason.ASKED)
    whole = mark_file(one.place).read_text()
    stranger = one.place.with_name("firm 2026-04-01 101010.watertight")
    shutil.copy(one.place, stranger)
    mark_file(stranger).write_text(whole)
    assert listed(firm) == [one]
    for wrong in (
        {"format": "other"}, {"version": 2}, {"size": True}, {"size": "1"}, {"sequence": -1}, {"head": "ff"},
        {"made": "soon"}, {"made": "2026-04-30T10:00:00"}, {"reason": "spite"}, {"file": "../x"}, {"encrypted": 1},
    ):  # fmt: skip
        mark_file(one.place).write_text(whole)
        spoiled(one, **wrong)
        assert listed(firm) == [], wrong
    for wrong_text in ("", "[]", "{" * 10_000, whole + " " * 30_000):
        mark_file(one.place).write_text(wrong_text)
        assert listed(firm) == []


def test_one_that_became_shorter_is_told_as_damaged(firm: Path) -> None:
    one = take(firm, clock(), Reason.ASKED)
    one.place.write_bytes(one.place.read_bytes()[:-4096])
    (found,) = listed(firm)
    assert not found.good
    assert has_moved(stand_of(firm, None), listed(firm))


def test_only_our_own_are_let_go_of(firm: Path, tmp_path: Path, founded_file: Path) -> None:
    old = [take(firm, clock(-60 * 24 * 400 - minutes), Reason.TIME) for minutes in (0, 5)]
    new = take(firm, clock(), Reason.TIME)
    folder = new.place.parent
    other = tmp_path / "office" / "other.watertight"
    create(other, clock()).close()
    with open_book(other, clock()) as book:
        book.perform(close_office, day=DAY, name="Ascension")
    theirs = [take(other, clock(-60 * 24 * 400 - minutes), Reason.TIME) for minutes in (0, 5)]
    notes = folder / "firm 2020-01-01 101010.watertight"
    shutil.copy(founded_file, notes)
    gone = thin(listed(firm), NOW)
    assert gone == [old[1]]
    left = {file.name for file in folder.iterdir()}
    assert {one.place.name for one in (new, old[0], *theirs)} | {notes.name} <= left
    assert not {old[1].place.name, mark_file(old[1].place).name} & left


@pytest.mark.parametrize("name", ["firm.db", "firm", "firm.WATERTIGHT", "Dr. Meyer"])
def test_a_backup_is_found_again_whatever_the_book_s_name_ends_with(firm: Path, name: str) -> None:
    """Else one is taken every half an hour although nothing changed, and none is ever let go of."""
    book = firm.rename(firm.with_name(name))
    one = take(book, clock(), Reason.TIME)
    assert listed(book) == [one]
    assert one.place.suffix == ".watertight"


def test_a_clock_that_was_wrong_once_does_not_make_every_book_look_changed(firm: Path) -> None:
    take(firm, clock(60 * 24 * 400), Reason.TIME)
    with open_book(firm, clock()) as book:
        book.perform(close_office, day=DAY, name="Ascension")
    assert has_moved(stand_of(firm, None), listed(firm))
    one = take(firm, clock(), Reason.TIME)
    assert not has_moved(stand_of(firm, None), listed(firm))
    assert newest_good(listed(firm), NOW) == one, "what was dated next year does not stand as the last until then"


def test_a_copy_that_somebody_tries_things_out_in_takes_no_backup_of_the_book_away(firm: Path) -> None:
    one = take(firm, clock(), Reason.TIME)
    copy = Path(shutil.copy(firm, firm.with_name("trying out.watertight")))
    later = [take(copy, clock(minutes), Reason.TIME) for minutes in (5, 10)]
    assert thin(listed(firm), NOW + timedelta(5)) == [later[0]]
    assert one in listed(firm)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder there holds no pipes")
def test_a_pipe_in_the_place_of_a_mark_is_not_waited_for(firm: Path) -> None:
    one, other = (take(firm, clock(), Reason.TIME) for _turn in range(2))
    mark_file(one.place).unlink()
    os.mkfifo(mark_file(one.place))
    found: list[Backup] = []
    reader = Thread(target=lambda: found.extend(listed(firm)), daemon=True)
    reader.start()
    reader.join(timeout=5)
    assert found == [other]
