"""A place that takes no file: what happened is said, what is safe and what to do, and nothing half-written is left."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.exports.domain import ExportBundle
from app.exports.files import write_bundle
from app.invoices.ui.saving import save_pdf
from app.kernel.clock import FixedClock
from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.qt.operations import SynchronousOperations
from app.storage import secrets
from app.storage.backups import Reason, restore, take
from app.storage.book import create
from app.storage.copies import copy_book
from app.storage.making import Ways
from app.storage.secrets import Secret, sealing
from tests.books import NOW, Office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are those of Unix")

LARGE = b"x" * 300_000


@contextmanager
def little_room() -> Iterator[None]:
    """No file may grow over 100 kB: the nearest thing to a full disk that needs no disk."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_half_an_export_is_not_left_and_what_was_there_stays(tmp_path: Path) -> None:
    same = tmp_path / "books.csv"
    same.write_bytes(b"a")
    bundle = ExportBundle((("books.csv", b"a"), ("new.csv", b"b"), ("time.csv", LARGE)), ())
    with little_room(), pytest.raises(Problem) as caught:
        write_bundle(tmp_path, bundle)
    assert str(caught.value) == (
        f"The files could not be written to {tmp_path}: the file is too large for that place. "
        "The book is untouched. Choose another folder."
    )
    assert left_in(tmp_path) == ["books.csv"]


@pytest.mark.usefixtures("sqlite_office")
def test_a_copy_without_room_is_told_as_what_it_is(tmp_path: Path) -> None:
    target = tmp_path / "there" / "copy.watertight"
    with little_room(), pytest.raises(Problem) as caught:
        copy_book(tmp_path / "firm.watertight", target)
    assert str(caught.value) == (
        f"The copy could not be written to {target.parent}: the disk is full or does not take the file. "
        "The book itself is safe. Choose another folder, or make room there."
    )
    assert left_in(target.parent) == []


def test_what_is_told_as_failed_is_not_there_and_what_is_there_is_told_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files take their bytes and their names, and the disk says of no folder that it keeps the names."""
    place, there, root = tmp_path / "firm.watertight", tmp_path / "there", secrets.new_root()
    old, new = Secret("the old words"), Secret("the new words")
    for name in ("MEMORY", "PASSES", "LANES"):
        monkeypatch.setattr(sealing, name, 1 if name != "MEMORY" else 64)
    create(place, FixedClock(NOW), root=root, ways=Ways(old)).close()
    backup = take(place, FixedClock(NOW), Reason.TIME, root=root)
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Problem, match="The copy could not be written"):
        copy_book(place, there / "copy.watertight", root=root)
    with pytest.raises(Problem, match="The backup could not be restored"):
        restore(backup, there / "back.watertight", book=place)
    assert left_in(there) == []
    secrets.set_passphrase(place, root, new)
    assert secrets.unlock(place, passphrase=new) == root


@pytest.mark.usefixtures("sqlite_office")
def test_a_copy_into_a_folder_that_may_not_even_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(Problem, match=r"there is no right to write there\. The book itself is safe\."):
        copy_book(tmp_path / "firm.watertight", tmp_path / "copy.watertight")


@pytest.fixture
def save(sqlite_office: Office) -> Iterator[Callable[[Path], str]]:
    """Save a large PDF somewhere; what was said of it."""
    operations = SynchronousOperations(sqlite_office.book)

    def now(place: Path) -> str:
        said: list[str] = []
        save_pdf(operations, LARGE, str(place), said.append, lambda problem: said.append(str(problem)))
        return said[0]

    yield now
    operations.close()


def test_a_pdf_says_why_it_was_not_written(tmp_path: Path, save: Callable[[Path], str]) -> None:
    safe = "What it shows is safe in the book. Choose another folder or name."
    room = tmp_path / "room"
    folder, file = room / "folder.pdf", room / "file"
    folder.mkdir(parents=True)
    file.write_bytes(b"")
    for place, why in (
        (folder, "a folder has this name"),
        (file / "one.pdf", "a part of the path is a file, not a folder"),
        (room / "gone" / "one.pdf", "the folder is not there"),
        (room / ("n" * 400), "the name is too long"),
    ):
        assert save(place) == f"The PDF could not be written to {place}: {why}. {safe}"
    with little_room():
        assert "the file is too large for that place" in save(room / "one.pdf")
    assert left_in(room) == ["file", "folder.pdf"]
    assert left_in(folder) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT])
def test_what_goes_wrong_with_disks_is_said_in_our_words(number: int) -> None:
    assert why_not_written(OSError(number, os.strerror(number))) != os.strerror(number)
    assert why_not_written(OSError(0, "Strange")) == "Strange"
