"""Each way a book does not open: its own sentence, a way out, no byte changed, whether it can be read anyhow (T4)."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlcipher3

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import frames, ground, lock, only_reading, schema, starting
from app.storage.backups import Reason, take
from app.storage.backups.looking import digest_of
from app.storage.book import create, open_book
from app.storage.copies import copy_book
from app.storage.engine import sqlite_engine
from app.storage.frames import journal_of
from app.storage.secrets import Secret, code_of, new_root, root_of
from tests.books import NOW
from tests.faults.test_no_room import little_room
from tests.faults.unprivileged import by_anybody, open_folder
from tests.storage.old_books import BOOKS, fill
from tests.storage.test_work import DAY, close_office, holidays

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights and locks of files are those of Unix")

CLOCK = FixedClock(NOW)
OTHERS = {"host": "office-2", "account": "grace", "process": 7, "since": "2026-04-30T09:00:00+00:00"}
MINE = {**OTHERS, "host": socket.gethostname(), "account": lock.this_holder(NOW).account}


@dataclass(frozen=True)
class Case:
    """What is done to a whole book with one closed day, and what is said then. `{path}` and `{folder}` are its."""

    name: str
    spoil: Callable[[Path, pytest.MonkeyPatch], object]
    code: str
    sentence: str
    readable: bool = False
    taken_over: bool = False


def statement(path: Path, sql: str) -> None:
    with sqlcipher3.connect(str(path)) as connection:
        connection.execute(sql)
    connection.close()


def empty(path: Path, _patch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"")


def junk(path: Path, _patch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"PK\x03\x04 not a book at all" * 100)


def beginning_harmed(path: Path, _patch: pytest.MonkeyPatch) -> None:
    """Of a plain book: nobody was ever given a code that opens it."""
    with path.open("r+b") as file:
        file.write(b"X")


def zeroed(path: Path, _patch: pytest.MonkeyPatch) -> None:
    """As a power cut leaves a file on some file systems."""
    path.write_bytes(bytes(path.stat().st_size))


def another_program(path: Path, _patch: pytest.MonkeyPatch) -> None:
    path.unlink()
    statement(path, "CREATE TABLE t (a)")


def gone(path: Path, _patch: pytest.MonkeyPatch) -> None:
    path.unlink()


def folder_gone(path: Path, _patch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(path.parent)


def a_folder(path: Path, _patch: pytest.MonkeyPatch) -> None:
    path.unlink()
    path.mkdir()


def newer(path: Path, _patch: pytest.MonkeyPatch) -> None:
    statement(path, "UPDATE alembic_version SET version_num = '9999'")


def trap(path: Path, _patch: pytest.MonkeyPatch) -> None:
    statement(path, "CREATE VIEW pay_me AS SELECT 1")


def half(path: Path, _patch: pytest.MonkeyPatch) -> None:
    os.truncate(path, path.stat().st_size // 2)


def page_overwritten(path: Path, _patch: pytest.MonkeyPatch) -> None:
    with sqlcipher3.connect(str(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'audit_salt'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def without_guard(path: Path, sql: str) -> None:
    """As somebody does who has the file: take the guard away, change a row, put the guard back."""
    kind = sql.split(maxsplit=1)[0].lower()
    with sqlcipher3.connect(str(path)) as connection:
        name = f"frozen_audit_entry_{kind}"
        (guard,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql)
        connection.execute(guard)
    connection.close()


def history_cut(path: Path, _patch: pytest.MonkeyPatch) -> None:
    without_guard(path, "DELETE FROM audit_entry WHERE sequence = (SELECT max(sequence) FROM audit_entry)")


def history_altered(path: Path, _patch: pytest.MonkeyPatch) -> None:
    without_guard(path, "UPDATE audit_entry SET command = 'nothing' WHERE sequence = 1")


def on(kind: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def spoil(_path: Path, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(ground, "file_system", lambda _folder: kind)

    return spoil


def in_syncthing(path: Path, _patch: pytest.MonkeyPatch) -> None:
    (path.parent / ".stfolder").mkdir()


def in_dropbox(_path: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ground, "sync_service", lambda _folder: "Dropbox")


def old_library(_path: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sqlcipher3, "sqlite_version_info", (3, 31, 1))


def left_behind(path: Path, patch: pytest.MonkeyPatch) -> None:
    """The clock of this computer shows what is said."""
    patch.setenv("TZ", "UTC")
    time.tzset()
    path.with_name(path.name + ".lock").write_text(json.dumps(OTHERS))


def older(path: Path) -> None:
    """The first book that an older program wrote, in place of this one."""
    path.unlink()
    engine = sqlite_engine(path, create=True)
    fill(engine, min(BOOKS.iterdir()).stem.removeprefix("revision_"))
    engine.dispose()


def no_room_for_an_older_one(path: Path, patch: pytest.MonkeyPatch) -> None:
    older(path)
    patch.setattr(ground, "free_room", lambda _folder: 90_500_000)


LOST = "{path} is empty: its content was lost."
NOT_OURS = "{path} is not a Watertight book."
NO_LOCKS = "{folder} is a network drive. A book is not written there: its locks do not hold."
ALIKE = "{{folder}} is kept alike by {}, which can put an older file in place of the book."
ALTERED = "The end of this book\u2019s history was altered or cut off."
CASES = [
    Case("gone", gone, "book.missing", "There is no book at {path}."),
    Case("its folder gone", folder_gone, "book.missing", "There is no book at {path}."),
    Case("a folder", a_folder, "book.folder", "{path} is a folder."),
    Case("emptied", empty, "book.zero", LOST),
    Case("nothing but zeros", zeroed, "book.zero", LOST),
    Case("its beginning harmed", beginning_harmed, "book.damaged", "The book's file is damaged."),
    Case("junk", junk, "book.junk", NOT_OURS),
    Case("another program's", another_program, "book.junk", NOT_OURS),
    Case("newer", newer, "book.newer", "This book was made by a newer Watertight."),
    Case("a trap", trap, "book.strange", "{path} holds \u201cpay_me\u201d, which no version of Watertight makes."),
    Case("half of it", half, "book.damaged", "The book's file is damaged."),
    Case("a page overwritten", page_overwritten, "book.damaged", "The book's file is damaged.", readable=True),
    Case("history cut", history_cut, "book.history", ALTERED, readable=True),
    Case("history altered", history_altered, "book.history", ALTERED, readable=True),
    Case("on NFS", on("nfs4"), "book.network", NO_LOCKS, readable=True),
    Case("on a Windows share", on("cifs"), "book.network", NO_LOCKS, readable=True),
    Case("over SSH", on("fuse.sshfs"), "book.network", NO_LOCKS, readable=True),
    Case("in a machine's shared folder", on("vboxsf"), "book.network", NO_LOCKS, readable=True),
    Case("in Syncthing", in_syncthing, "book.synced", ALIKE.format("Syncthing"), readable=True),
    Case("in Dropbox", in_dropbox, "book.synced", ALIKE.format("Dropbox"), readable=True),
    Case(
        "an old library",
        old_library,
        "book.library",
        "The database library SQLite 3.31.1 is too old for a book.",
    ),
    Case(
        "left locked on another computer",
        left_behind,
        "book.left_locked",
        "grace opened this book on office-2 on 30 Apr 2026, 09:00, and it was not closed there.",
        readable=True,
        taken_over=True,
    ),
    Case(
        "too little room to bring it up to date",
        no_room_for_an_older_one,
        "book.no_room_to_upgrade",
        "This book must be brought up to date, and there is too little room for it. "
        "Only 90 MB are free on the disk of the book; 200 MB are wanted.",
        readable=True,
    ),
]


def worked_book(folder: Path, empty_file: Path) -> Path:
    path = Path(shutil.copy(empty_file, folder / "firm.watertight"))
    with open_book(path, CLOCK) as book:
        book.perform(close_office, day=DAY)
    return path


@pytest.fixture
def path(tmp_path: Path, empty_file: Path) -> Path:
    folder = tmp_path / "firm"
    folder.mkdir()
    return worked_book(folder, empty_file)


def content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def refusal(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        open_book(path, CLOCK)
    assert caught.value.hint, "the way out is missing"
    return caught.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_book_that_does_not_open_says_why_and_no_byte_of_it_is_changed(
    case: Case, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.spoil(path, monkeypatch)
    before = content(path)
    problem = refusal(path)
    assert (problem.code, problem.message) == (case.code, case.sentence.format(path=path, folder=path.parent))
    if case.readable:
        with open_book(path, CLOCK, read_only=True) as book:
            assert book.read_only
            with pytest.raises(Problem) as caught:
                book.perform(close_office, day=DAY)
            assert caught.value.code == "book.read_only_mode"
            assert book.read_only in caught.value.message
    else:
        with pytest.raises(Problem):
            open_book(path, CLOCK, read_only=True)
    assert content(path) == before
    if case.taken_over:
        with open_book(path, CLOCK, take_over=True) as book:
            book.perform(close_office, day=DAY.replace(year=2027))
        open_book(path, CLOCK).close()


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 20
    assert len({case.name for case in CASES}) == len(CASES)


# ------------------------------------------------------------------------------------------------ rights


@pytest.fixture
def closed_book(empty_file: Path) -> Iterator[Path]:
    """A book of which others have only what a test gives them."""
    with open_folder() as folder:
        own = folder / "firm"
        own.mkdir()
        path = worked_book(own, empty_file)
        path.chmod(0o666)
        own.chmod(0o777)
        path.with_name(path.name + ".lock").chmod(0o666)
        yield path


def both(path: Path) -> tuple[str, str, str, list[object]]:
    """What somebody else is told, and what they can read all the same: code, sentence, why, days."""
    try:
        open_book(path, CLOCK).close()
        code, sentence = "", ""
    except Problem as problem:
        code, sentence = problem.code, problem.message
    try:
        with open_book(path, CLOCK, read_only=True) as book:
            return code, sentence, book.read_only, list(book.read(holidays))
    except Problem as problem:
        return code, sentence, problem.code, []


def test_a_file_that_may_only_be_read(closed_book: Path) -> None:
    closed_book.chmod(0o444)
    before = content(closed_book)
    beside = sorted(closed_book.parent.iterdir())
    said = f"{closed_book} may be read but not written."
    assert by_anybody(lambda: both(closed_book)) == ("book.file_closed", said, said, [DAY])
    assert sorted(closed_book.parent.iterdir()) == beside, "what a reader leaves there its owner cannot write"
    assert content(closed_book) == before


def test_a_folder_in_which_nothing_can_be_made(closed_book: Path) -> None:
    closed_book.with_name(closed_book.name + ".lock").unlink()
    closed_book.parent.chmod(0o555)
    before = content(closed_book)
    said = f"There is no right to write in {closed_book.parent}."
    assert by_anybody(lambda: both(closed_book)) == ("book.folder_closed", said, said, [DAY])
    assert sorted(one.name for one in closed_book.parent.iterdir()) == [closed_book.name]
    assert content(closed_book) == before


def test_a_file_nobody_else_may_read(closed_book: Path) -> None:
    closed_book.chmod(0o000)
    said = f"There is no right to read {closed_book}."
    assert by_anybody(lambda: both(closed_book)) == ("book.no_right", said, "book.no_right", [])


def test_a_folder_nobody_else_may_enter(closed_book: Path) -> None:
    closed_book.parent.chmod(0o000)
    said = f"There is no right to read {closed_book}."
    assert by_anybody(lambda: both(closed_book)) == ("book.no_right", said, "book.no_right", [])


def test_a_book_in_a_closed_folder_is_copied_to_one_of_the_reader_s_own(closed_book: Path) -> None:
    """As the hint says: the way out where nobody can give the rights."""
    closed_book.chmod(0o444)
    closed_book.parent.chmod(0o555)
    own = closed_book.parent.with_name("own")
    own.mkdir()
    own.chmod(0o777)

    def copied() -> list[object]:
        with open_book(closed_book, CLOCK, read_only=True) as book:
            copy = copy_book(book.place, own / "firm.watertight", source=book.engine).place
        with open_book(copy, CLOCK) as book:
            return list(book.read(holidays))

    assert by_anybody(copied) == [DAY]


def test_a_copy_of_a_damaged_book_is_refused_in_a_sentence_and_not_kept(path: Path, tmp_path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    there = tmp_path / "there"
    with pytest.raises(Problem) as caught:
        copy_book(path, there / "copy.watertight")
    assert caught.value.code == "book.damaged"
    assert list(there.iterdir()) == []


def test_what_was_saved_last_is_read_although_its_journal_lies_in_a_closed_folder(closed_book: Path) -> None:
    """A program that was killed left it there; without it a book would be older than what was told as saved."""
    child = os.fork()
    if child == 0:  # pragma: no cover - another process, killed at work
        book = open_book(closed_book, CLOCK)
        book.perform(close_office, day=DAY.replace(year=2027))
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    journal = frames.journal_of(closed_book)
    assert journal.stat().st_size > 0
    closed_book.with_name(closed_book.name + "-shm").unlink()
    for one in closed_book.parent.iterdir():
        one.chmod(0o444)
    closed_book.parent.chmod(0o555)
    before = content(closed_book), content(journal)
    *_said, days = by_anybody(lambda: both(closed_book))
    assert days == [DAY, DAY.replace(year=2027)]
    assert (content(closed_book), content(journal)) == before


# ------------------------------------------------------------------------------------------------ the lock


def test_a_lock_this_computer_left_behind_is_simply_taken(path: Path) -> None:
    path.with_name(path.name + ".lock").write_text(json.dumps(MINE))
    open_book(path, CLOCK).close()


def test_who_closes_last_wipes_the_name_out(path: Path) -> None:
    file = path.with_name(path.name + ".lock")
    first, second = open_book(path, CLOCK), open_book(path, CLOCK)
    first.close()
    assert json.loads(file.read_text())["account"] == MINE["account"]
    second.close()
    assert file.read_text() == ""


def test_another_account_is_told_who_has_the_book_and_can_read_it(
    closed_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ada")
    with open_book(closed_book, CLOCK):
        closed_book.chmod(0o666)
        for one in closed_book.parent.iterdir():
            one.chmod(0o666)
        monkeypatch.setenv("LOGNAME", "grace")
        code, sentence, why, days = by_anybody(lambda: both(closed_book))
    assert code == "book.locked"
    assert sentence == f"ada has this book open on {MINE['host']} since 30 Apr 2026, 14:20."
    assert (why, days) == (sentence, [DAY])


def test_a_read_only_book_takes_no_lock_and_leaves_none(path: Path) -> None:
    file = path.with_name(path.name + ".lock")
    file.unlink(missing_ok=True)
    with open_book(path, CLOCK, read_only=True) as book:
        assert book.read_only == "You opened this book to look at it."
        assert book.read(holidays) == [DAY]
        assert not file.exists()


@pytest.mark.parametrize("root", [None, new_root()], ids=["plain", "encrypted"])
def test_a_look_leaves_no_file_beside_the_book_unless_somebody_has_it_open(tmp_path: Path, root: Secret | None) -> None:
    path = tmp_path / "looked at.watertight"
    create(path, CLOCK, root=root, first=lambda book: book.perform(close_office, day=DAY)).close()
    beside, bytes_then, state = set(tmp_path.iterdir()), path.read_bytes(), path.stat()
    for _turn in range(2):
        with open_book(path, CLOCK, root=root, read_only=True) as book:
            assert book.read(holidays) == [DAY]
    assert set(tmp_path.iterdir()) == beside
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (bytes_then, state.st_mtime_ns)
    with open_book(path, CLOCK, root=root) as other:
        with open_book(path, CLOCK, root=root, read_only=True) as book:
            assert book.read(holidays) == [DAY]
        other.perform(close_office, day=DAY.replace(year=2031))
        assert journal_of(path).stat().st_size, "it is the journal of who writes"
    backup = take(path, CLOCK, Reason.ASKED, root=root)
    journal_of(backup.place).touch()
    open_book(backup.place, CLOCK, root=root, read_only=True).close()
    assert digest_of(backup.place, lambda _done, _all: None) == backup.sha256, "a look makes no other bytes of a backup"


# ------------------------------------------------------------------------------------------------ reading all the same


def test_an_older_book_is_read_in_a_copy_and_stays_as_old_as_it_is(path: Path) -> None:
    older(path)
    before = content(path)
    with open_book(path, CLOCK, read_only=True) as book, book.engine.connect() as connection:
        assert schema.is_current(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM client").scalar()
    assert content(path) == before


def test_the_copy_that_was_read_is_thrown_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    class Kept(only_reading.Scratch):
        def __init__(self) -> None:
            super().__init__()
            made.append(self.path)

    monkeypatch.setattr(only_reading, "Scratch", Kept)
    on("nfs")(path, monkeypatch)
    with open_book(path, CLOCK, read_only=True) as book:
        assert book.read(holidays) == [DAY]
        assert made[0].stat().st_mode & 0o777 == 0o700
    assert not made[0].exists()


def test_a_large_book_is_not_looked_through_before_it_opens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page_overwritten(path, monkeypatch)
    monkeypatch.setattr(starting, "MOST_PLAIN", 1000)
    open_book(path, CLOCK).close()


# ------------------------------------------------------------------------------------------------ making one


@pytest.mark.parametrize(("spoil", "code"), [(on("nfs"), "book.network"), (in_dropbox, "book.synced")])
def test_no_book_is_made_where_it_could_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, pytest.MonkeyPatch], object], code: str
) -> None:
    wanted = tmp_path / "new" / "new.watertight"
    spoil(wanted, monkeypatch)
    with pytest.raises(Problem) as caught:
        create(wanted, CLOCK)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_no_book_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    wanted = tmp_path / "firm" / "firm.watertight"
    with little_room(), pytest.raises(Problem) as caught:
        create(wanted, CLOCK)
    assert caught.value.code == "book.not_made"
    assert caught.value.message.startswith(f"No book could be made at {wanted}: The disk ")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_book_is_told() -> None:
    with open_folder() as folder:
        wanted = folder / "firm" / "firm.watertight"

        def make() -> str:
            with pytest.raises(Problem) as caught:
                create(wanted, CLOCK)
            return caught.value.message

        assert by_anybody(make) == f"No book could be made at {wanted}: there is no right to write there."


def test_a_lock_left_where_a_book_is_made_leaves_no_empty_file(tmp_path: Path) -> None:
    wanted = tmp_path / "firm.watertight"
    left_behind(wanted, pytest.MonkeyPatch())
    with pytest.raises(Problem) as caught:
        create(wanted, CLOCK)
    assert caught.value.code == "book.left_locked"
    assert not wanted.exists()


def test_an_engine_that_only_reads_refuses_to_write(path: Path) -> None:
    engine = sqlite_engine(path, read_only=True)
    with (
        engine.connect().execution_options(sqlite_begin="DEFERRED") as connection,
        pytest.raises(Exception, match="readonly"),
    ):
        connection.exec_driver_sql("DELETE FROM holiday")
    engine.dispose()


# ------------------------------------------------------------------------------------------------ encrypted


ROOT = root_of(code_of(new_root()))


@pytest.fixture(scope="module")
def locked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted book with one closed day, made once, to be copied."""
    path = tmp_path_factory.mktemp("locked") / "firm.watertight"
    with create(path, CLOCK, root=ROOT) as book:
        book.perform(close_office, day=DAY)
    return path


@pytest.fixture
def locked(tmp_path: Path, locked_file: Path) -> Path:
    return Path(shutil.copy(locked_file, tmp_path / "firm.watertight"))


def test_an_encrypted_book_is_read_where_it_lies_and_in_a_copy(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(locked)
    for kind in ("ext4", "cifs"):
        on(kind)(locked, monkeypatch)
        with open_book(locked, CLOCK, root=ROOT, read_only=True) as book:
            assert book.read(holidays) == [DAY]
    assert content(locked) == before


def test_another_key_is_told_as_one_and_reads_nothing_either(locked: Path) -> None:
    for reading in (False, True):
        with pytest.raises(Problem) as caught:
            open_book(locked, CLOCK, root=new_root(), read_only=reading)
        assert caught.value.code == "key.code_other"


def test_a_bit_that_fell_over_in_an_encrypted_book_is_told_as_damage(locked: Path) -> None:
    """In its second half: the pages at the beginning are those of the list of tables."""
    with locked.open("r+b") as file:
        place = locked.stat().st_size * 3 // 4
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 16]))
    before = content(locked)
    with pytest.raises(Problem) as caught:
        open_book(locked, CLOCK, root=ROOT)
    assert (caught.value.code, caught.value.message) == ("book.damaged", "The book's file is damaged.")
    assert content(locked) == before


def test_an_encrypted_book_in_a_closed_folder_is_read(locked_file: Path) -> None:
    with open_folder() as folder:
        path = Path(shutil.copy(locked_file, folder / "firm.watertight"))
        path.chmod(0o444)
        folder.chmod(0o555)

        def days() -> list[object]:
            with open_book(path, CLOCK, root=ROOT, read_only=True) as book:
                return list(book.read(holidays))

        assert by_anybody(days) == [DAY]
        assert [one.name for one in folder.iterdir()] == [path.name]
