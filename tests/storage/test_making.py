"""A new book is there whole or not at all, whatever ends its making; what was broken off goes, and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import naming, secrets
from app.storage.backups import Reason, restore, take
from app.storage.book import Book, create, open_book
from app.storage.chain import chain_problems
from app.storage.check import file_problems
from app.storage.making import STEPS, Ways
from app.storage.rekey import encrypt
from app.storage.secrets import Secret, key_file, next_key_file
from tests.books import NOW
from tests.keyrings import own_ring
from tests.storage.test_work import DAY, close_office, holidays

CLOCK = FixedClock(NOW)
ROOT, OTHER = Secret("0123456789ABCDEFGHJKMNPQRS"), Secret("TVWXYZ0123456789ABCDEFGHJK")
WHOLE = {"firm.watertight", "firm.key", "firm.watertight.lock"}
HEX = "0123456789abcdef"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office" / "firm.watertight"


def fill(book: Book) -> None:
    book.perform(close_office, day=DAY)


def make(path: Path, root: Secret = ROOT, reached: Callable[[str], object] = lambda _step: None) -> None:
    create(path, CLOCK, root=root, ways=Ways(), first=fill, reached=reached).close()


def days(path: Path, root: Secret = ROOT) -> object:
    with open_book(path, CLOCK, root=root) as book:
        assert book.read(chain_problems) == []
        assert book.read(file_problems) == []
        return book.read(holidays)


def names(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()}


def killed(path: Path, at: str) -> None:
    """Another process that makes the book is killed when it reaches a step."""
    child = os.fork()
    if child == 0:
        try:
            make(path, reached=lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == at else None)
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_there_is_no_book_in_the_way_or_a_whole_one(path: Path, step: str) -> None:
    killed(path, step)
    if STEPS.index(step) < STEPS.index("named"):
        assert not path.exists()
        assert not key_file(path).exists()
        make(path, OTHER)
        assert days(path, OTHER) == [DAY]
    else:
        assert len(secrets.slots(path)) == 0  # a key file without slots, which can be read
        assert days(path) == [DAY]
    assert names(path) == WHOLE


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
def test_what_a_killed_making_left_goes_from_the_keyring_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = own_ring(monkeypatch)
    killed(path, "keys waiting")
    secrets.protect(path, ROOT, passphrase=None, keyring=True, waiting=True)
    assert len(ring.held) == 1
    make(path, OTHER)
    assert ring.held == {}
    assert names(path) == WHOLE


@pytest.mark.parametrize("step", STEPS)
def test_a_making_that_fails_takes_all_of_it_back(path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(reached: str) -> None:
        if reached == step:
            raise KeyboardInterrupt

    ring = own_ring(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        create(path, CLOCK, root=ROOT, ways=Ways(keyring=True), first=fill, reached=fail)
    assert list(path.parent.parent.iterdir()) == []
    assert ring.held == {}


def test_a_refused_making_leaves_the_neighbors_and_the_lock_that_was_there(path: Path) -> None:
    path.parent.mkdir()
    for name in ("firm.watertight.lock", "firm.watertight.old", "firm.key"):
        path.with_name(name).write_bytes(b"")

    def refuse(_book: Book) -> None:
        raise Problem("firm.none", "No.")

    with pytest.raises(Problem, match="No"):
        create(path, CLOCK, root=ROOT, ways=Ways(), first=refuse)
    assert names(path) == {"firm.watertight.lock", "firm.watertight.old", "firm.key"}


def test_who_took_the_name_meanwhile_keeps_it(path: Path) -> None:
    def taken(step: str) -> None:
        if step == "filled":
            path.write_bytes(b"somebody's own")

    with pytest.raises(Problem) as caught:
        make(path, reached=taken)
    assert caught.value.code == "book.exists"
    assert path.read_bytes() == b"somebody's own"
    assert names(path) == {path.name}


@pytest.mark.parametrize("system", [True, False])
def test_a_disk_that_gives_a_file_one_name_only_takes_a_book(
    path: Path, monkeypatch: pytest.MonkeyPatch, system: bool
) -> None:
    """Whole, or not at all: there is no moment in which something half stands under its name."""

    def link(_one: object, _other: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def opened(place: Path, *arguments: int) -> int:
        assert place != path, "it was made under its name"
        return real(place, *arguments)

    real = os.open
    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(os, "open", opened)
    if not system:
        monkeypatch.setattr(naming, "_renamed_by_the_system", lambda _one, _other: False)
    make(path)
    assert days(path) == [DAY]
    assert names(path) == WHOLE
    other = path.with_name("other")
    other.write_bytes(b"other")
    with pytest.raises(FileExistsError):
        naming.named_once(other, path)
    assert days(path) == [DAY]


def test_a_key_file_of_another_book_is_put_aside(path: Path) -> None:
    path.parent.mkdir()
    key_file(path).write_bytes(b"of another book")
    make(path)
    assert names(path) == WHOLE | {"firm 2.key"}
    assert path.with_name("firm 2.key").read_bytes() == b"of another book"


# ------------------------------------------------------------------------------------------------ what is not ours


def theirs(path: Path) -> set[str]:
    """What is called nearly as ours is, or is called so and is something else."""
    folder = path.parent
    (folder / f".firm.watertight.{HEX}.part").mkdir()
    (folder / f".firm.watertight.{HEX[::-1]}.part").write_bytes(b"a text of theirs")
    (folder / f".firm.watertight.{'0' * 16}.part").symlink_to(folder / "elsewhere")
    (folder / f".firm.watertight.{'0' * 15}.part").write_bytes(b"")
    (folder / f".other.watertight.{HEX}.part").write_bytes(b"")
    (folder / f"firm.watertight.{HEX}.part").write_bytes(b"")
    (folder / f".firm.key.{HEX}.part").write_bytes(b"a text of theirs")
    (folder / "firm.key.new").write_bytes(b'{"format": "somebody else"}')
    (folder / "firm before 2026-04-30.key").write_bytes(b"another key file")
    return names(path)


def test_nothing_that_is_not_ours_is_removed(path: Path) -> None:
    make(path)
    mine = names(path)
    others = theirs(path) - mine
    assert days(path) == [DAY]
    assert names(path) == others | mine


def litter(path: Path) -> list[Path]:
    """What is left of making and renewing by programs that are no more."""
    left = [
        path.with_name(f".firm.watertight.{HEX}.part"),
        path.with_name(f".firm.watertight.{HEX}.part-wal"),
        path.with_name(f".firm before 2026-04-30 (2).watertight.{HEX}.part"),
        path.with_name(f".firm.key.{HEX}.part"),
        path.with_name(f".firm.key.new.{HEX}.part"),
    ]
    for one in left:
        one.write_bytes(b"")
    shutil.copy(key_file(path), path.with_name("firm before 2026-04-30.key"))
    secrets.protect(path, OTHER, passphrase=None, keyring=False, waiting=True)
    return [*left, path.with_name("firm before 2026-04-30.key"), next_key_file(path)]


def test_what_was_broken_off_goes_when_the_book_opens_for_writing_and_nobody_else_has_it(path: Path) -> None:
    make(path)
    left = litter(path)
    with open_book(path, CLOCK, root=ROOT, read_only=True):
        assert all(one.exists() for one in left)
    assert days(path) == [DAY]
    assert names(path) == WHOLE
    with open_book(path, CLOCK, root=ROOT):
        left = litter(path)
        assert days(path) == [DAY]
        assert all(one.exists() for one in left)


def test_a_lock_that_was_taken_away_meanwhile_is_not_taken_for_the_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's making failed between the opening of its lock and the taking of it."""
    make(path)
    there = path.with_name("firm.watertight.lock")
    taken = False

    def opened(place: Path) -> object:
        nonlocal taken
        file = place.open("a+b")
        if not taken:
            there.unlink()
            taken = True
        return file

    monkeypatch.setattr("app.storage.lock._opened", opened)
    with open_book(path, CLOCK, root=ROOT) as first:
        assert b"process" in there.read_bytes()
        assert first.read(holidays) == [DAY]


def test_a_book_whose_name_differs_in_its_ending_only_does_not_take_the_keys_of_another(tmp_path: Path) -> None:
    """Both would have one key file: the one whose keys were put aside would open by its code alone."""
    ours, words = tmp_path / "firm.watertight", Secret("river maple stone lamp")
    create(ours, CLOCK, root=ROOT, ways=Ways(words)).close()
    other = tmp_path / "other" / "firm.watertight"
    make(other, OTHER)
    backup = take(other, CLOCK, Reason.ASKED, root=OTHER)
    plain = tmp_path / "firm.db"
    create(plain, CLOCK).close()
    for attempt in (
        lambda: make(tmp_path / "firm.book", OTHER),
        lambda: restore(backup, tmp_path / "firm.bak"),
        lambda: encrypt(plain, CLOCK, root=OTHER),
    ):
        with pytest.raises(Problem, match=r"The key file firm\.key belongs to the book firm\.watertight"):
            attempt()
        assert [one.name for one in tmp_path.glob("*.key")] == ["firm.key"]
        assert not {tmp_path / "firm.book", tmp_path / "firm.bak"} & set(tmp_path.iterdir())
        assert secrets.unlock(ours, passphrase=words) == ROOT
    ours.unlink()
    restore(backup, ours)
    assert {one.name for one in tmp_path.glob("*.key")} == {"firm.key", "firm 2.key"}
