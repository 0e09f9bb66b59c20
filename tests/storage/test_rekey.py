"""A new root for a book: all of it arrives, the old key opens it no more, and a crash at any step leaves a book."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.kernel.clock import FixedClock
from app.kernel.files import like
from app.kernel.problems import Problem
from app.storage import rekey, secrets
from app.storage.book import Book, create, is_encrypted, open_book
from app.storage.chain import chain_problems
from app.storage.check import file_problems
from app.storage.engine import sqlite_engine
from app.storage.making import Ways
from app.storage.rekey import STEPS
from app.storage.secrets import Secret
from tests.books import NOW
from tests.keyrings import own_ring
from tests.storage.test_work import DAY, close_office, holidays

CLOCK = FixedClock(NOW)
OLD, NEW = Secret("0123456789ABCDEFGHJKMNPQRS"), Secret("TVWXYZ0123456789ABCDEFGHJK")
PHRASE = Secret("words that open the new one")


@pytest.fixture
def plain(tmp_path: Path, founded_file: Path) -> Path:
    """A plain book of a firm that closed its office on a day."""
    path = Path(shutil.copy(founded_file, tmp_path / "firm.watertight"))
    with open_book(path, CLOCK) as book:
        book.perform(close_office, day=DAY)
    return path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("locked") / "firm.watertight"
    with create(path, CLOCK, root=OLD) as book:
        book.perform(close_office, day=DAY)
    return path


@pytest.fixture
def locked(tmp_path: Path, once: Path) -> Path:
    """An encrypted book with a key file that nothing opens but its code."""
    path = Path(shutil.copy(once, tmp_path / "firm.watertight"))
    secrets.protect(path, OLD, passphrase=None, keyring=False)
    return path


def days(path: Path, root: Secret | None) -> object:
    with open_book(path, CLOCK, root=root) as book:
        assert book.read(chain_problems) == []
        assert book.read(file_problems) == []
        assert book.root == root
        return book.read(holidays)


def test_a_plain_book_becomes_an_encrypted_one_with_all_it_held(plain: Path) -> None:
    done = rekey.encrypt(plain, CLOCK, root=NEW, ways=Ways(PHRASE))
    assert is_encrypted(plain)
    assert secrets.unlock(plain, passphrase=PHRASE) == NEW
    assert days(plain, NEW) == [DAY]
    assert done.plain_before
    assert done.before.name == "firm before 2026-04-30.watertight"
    assert days(done.before, None) == [DAY]
    rekey.remove_plain(done)
    assert list(plain.parent.glob("* before *.watertight")) == []


def test_after_a_renewal_the_old_code_opens_only_the_book_from_before(locked: Path) -> None:
    done = rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW)
    with pytest.raises(Problem) as caught:
        secrets.unlock(locked, code=secrets.code_of(OLD))
    assert caught.value.code == "key.code_other"
    assert days(locked, secrets.unlock(locked, code=secrets.code_of(NEW))) == [DAY]
    assert not done.plain_before
    assert days(done.before, secrets.unlock(done.before, code=secrets.code_of(OLD))) == [DAY]
    rekey.remove_plain(done)
    assert done.before.exists()


def test_a_second_renewal_on_one_day_keeps_both_books_from_before(locked: Path) -> None:
    first = rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW)
    second = rekey.rekey(locked, CLOCK, root=NEW, new_root=OLD)
    assert second.before.name == "firm before 2026-04-30 (2).watertight"
    assert days(first.before, OLD) == days(second.before, NEW) == days(locked, OLD) == [DAY]


def test_a_root_that_is_not_the_book_s_changes_nothing(locked: Path) -> None:
    before = contents(locked.parent)
    with pytest.raises(Problem) as caught:
        rekey.rekey(locked, CLOCK, root=NEW, new_root=NEW)
    assert caught.value.code == "key.code_other"
    assert contents(locked.parent) == before


def test_a_book_that_another_window_has_open_is_left_alone(locked: Path) -> None:
    with open_book(locked, CLOCK, root=OLD) as book:
        book.read(holidays)
        with pytest.raises(Problem) as caught:
            rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW)
        assert caught.value.code == "book.in_use"
        book.perform(close_office, day=DAY.replace(year=2027))
    assert days(locked, OLD) == [DAY, DAY.replace(year=2027)]


def test_a_book_that_is_open_by_its_name_is_left_alone_by_who_comes_by_a_link(locked: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.watertight"
    link.parent.mkdir()
    link.symlink_to(locked)
    with open_book(locked, CLOCK, root=OLD), pytest.raises(Problem) as caught:
        rekey.rekey(link, CLOCK, root=OLD, new_root=NEW)
    assert caught.value.code == "book.in_use"
    assert [one.name for one in link.parent.iterdir()] == [link.name]


def test_nobody_opens_a_book_while_it_is_written_anew(locked: Path) -> None:
    said: list[str] = []

    def reached(step: str) -> None:
        if step == "compared":
            with pytest.raises(Problem) as caught:
                open_book(locked, CLOCK, root=OLD)
            said.append(caught.value.code)

    rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, reached=reached)
    assert said == ["book.locked"]


def test_the_steps_are_reached_in_their_order(locked: Path) -> None:
    reached: list[str] = []
    rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, reached=reached.append)
    assert tuple(reached) == STEPS


def test_what_is_not_the_same_is_not_taken(locked: Path) -> None:
    def reached(step: str) -> None:
        if step == "written":
            (draft,) = locked.parent.glob(".firm.watertight.*.part")
            engine = sqlite_engine(draft, key=secrets.database_key(NEW), builds=True)
            with engine.begin() as connection:
                connection.execute(text("DELETE FROM alembic_version"))
            engine.dispose()

    with pytest.raises(Problem, match="not the same") as caught:
        rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, reached=reached)
    assert caught.value.code == "rekey.differs"
    assert days(locked, OLD) == [DAY]


def test_a_renewal_that_fails_leaves_nothing_in_the_keyring(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(step: str) -> None:
        if step == "old kept":
            assert len(ring.held) == 1
            raise KeyboardInterrupt

    ring = own_ring(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, ways=Ways(keyring=True), reached=fail)
    assert ring.held == {}
    rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, ways=Ways(keyring=True))
    assert days(locked, secrets.unlock(locked)) == [DAY]
    secrets.protect(locked, NEW, passphrase=None, keyring=True)
    assert len(ring.held) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_a_book_that_opens_and_no_litter(locked: Path, step: str) -> None:
    def fail(reached: str) -> None:
        if reached == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, ways=Ways(PHRASE), reached=fail)
    swapped = STEPS.index(step) > STEPS.index(rekey.LAST_TO_STOP)
    assert days(locked, secrets.unlock(locked, code=secrets.code_of(NEW if swapped else OLD))) == [DAY]
    left = {file.name for file in locked.parent.iterdir() if not file.name.startswith("firm.watertight")}
    assert left == {"firm.key"} | (
        {"firm before 2026-04-30.watertight", "firm before 2026-04-30.key"} if swapped else set()
    )


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="who may give a file to any group")
def test_keys_that_do_not_take_their_name_are_no_failure_once_the_book_has_its_new_root(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was told that the book is as it was would throw away the only code that opens it."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self == secrets.next_key_file(locked):
            raise PermissionError(13, "another program reads it")
        return real(self, target)

    with monkeypatch.context() as held:
        held.setattr(Path, "replace", replace)
        done = rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, ways=Ways(PHRASE))
    assert secrets.opens(locked, NEW)
    assert secrets.unlock(locked, passphrase=PHRASE) == NEW
    open_book(locked, CLOCK, root=NEW).close()
    assert secrets.unlock(locked, passphrase=PHRASE) == NEW
    assert not secrets.next_key_file(locked).exists()
    open_book(done.before, CLOCK, root=OLD).close()


def test_who_could_read_the_book_and_its_keys_still_can_but_nobody_else(plain: Path) -> None:
    def is_for(place: Path, group: int, mode: int) -> bool:
        found = place.stat()
        return (found.st_gid, found.st_mode & 0o777) == (group, mode)

    os.chown(plain, -1, 4711)
    plain.chmod(0o666)
    done = rekey.encrypt(plain, CLOCK, root=OLD)
    assert is_for(plain, 4711, 0o664)
    assert is_for(done.before, 4711, 0o664)
    assert is_for(secrets.key_file(plain), 4711, 0o660)
    os.chown(secrets.key_file(plain), -1, 4712)
    secrets.key_file(plain).chmod(0o640)
    rekey.rekey(plain, CLOCK, root=OLD, new_root=NEW)
    assert is_for(plain, 4711, 0o664)
    assert is_for(secrets.key_file(plain), 4712, 0o640)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are those of Unix")
def test_a_group_that_a_file_cannot_be_given_loses_its_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    model, file = tmp_path / "model", tmp_path / "file"
    for one in (model, file):
        one.touch()
    model.chmod(0o664)
    asked = os.stat_result((*model.stat()[:5], 4711, *model.stat()[6:]))
    monkeypatch.setattr(os, "chown", refuse)
    like(file, asked)
    assert file.stat().st_mode & 0o777 == 0o604


def test_how_far_it_is_counts_bytes_and_it_can_be_stopped_at_each_of_them(locked: Path) -> None:
    told: list[tuple[int, int]] = []
    rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, step=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert len({total for _done, total in told}) == 1
    assert told[-1][0] == told[-1][1]
    assert len({done for done, _total in told}) > 10


@pytest.mark.parametrize("part", [0.1, 0.4, 0.6, 0.9], ids=["written", "checked", "compared", "kept"])
def test_stopped_in_any_part_the_book_is_as_it_was_and_nothing_is_left(locked: Path, part: float) -> None:
    def stop(done: int, total: int) -> None:
        if done >= part * total:
            raise KeyboardInterrupt

    before = contents(locked.parent)
    with pytest.raises(KeyboardInterrupt):
        rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, step=stop)
    assert contents(locked.parent)["firm.key"] == before["firm.key"]
    assert {one.name for one in locked.parent.iterdir()} == {*before, "firm.watertight.lock"}
    assert days(locked, OLD) == [DAY]


def test_what_is_noted_stands_in_the_new_book_only(locked: Path) -> None:
    later = DAY.replace(year=2027)

    def note(book: Book) -> None:
        assert book.root == NEW
        book.perform(close_office, day=later)

    done = rekey.rekey(locked, CLOCK, root=OLD, new_root=NEW, note=note)
    assert days(locked, NEW) == [DAY, later]
    assert days(done.before, OLD) == [DAY]


KILLED = """
import os, sys
from pathlib import Path
from app.kernel.clock import SystemClock
from app.storage import rekey
from app.storage.making import Ways
from app.storage.secrets import Secret
book, step, old, new, phrase = sys.argv[1:]
reached = lambda at: os.kill(os.getpid(), 9) if at == step else None
if old:
    rekey.rekey(book, SystemClock(), root=Secret(old), new_root=Secret(new), ways=Ways(Secret(phrase)), reached=reached)
else:
    rekey.encrypt(book, SystemClock(), root=Secret(new), ways=Ways(Secret(phrase)), reached=reached)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", ["locked", "plain"])
def test_a_process_killed_at_any_step_leaves_a_book_that_opens_and_can_begin_again(
    request: pytest.FixtureRequest, kind: str, step: str
) -> None:
    path: Path = request.getfixturevalue(kind)
    old = OLD if kind == "locked" else None
    words = [str(path), step, old.reveal() if old else "", NEW.reveal(), PHRASE.reveal()]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *words], check=False, cwd=Path(__file__).parents[2], env=os.environ
    )
    assert done.returncode == -9
    swapped = STEPS.index(step) >= STEPS.index("swapped")
    if swapped:
        assert secrets.unlock(path, passphrase=PHRASE) == NEW
        assert secrets.slots(path)
        assert days(path, secrets.unlock(path, code=secrets.code_of(NEW))) == [DAY]
        return
    assert days(path, None if old is None else secrets.unlock(path, code=secrets.code_of(OLD))) == [DAY]
    whole = {"firm.watertight", "firm.watertight.lock"} | (set() if old is None else {"firm.key"})
    kept = {one.name for one in path.parent.glob("firm before *")}
    assert {one.name for one in path.parent.iterdir()} == whole | kept
    if step == STEPS[0]:
        if old is None:
            rekey.encrypt(path, CLOCK, root=NEW)
        else:
            rekey.rekey(path, CLOCK, root=OLD, new_root=NEW)
        assert days(path, NEW) == [DAY]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix in {".watertight", ".key"}}
