"""A file that is open here keeps its locks, whoever reads its bytes beside SQLite."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap.shelf import looked_at
from app.kernel.clock import SystemClock
from app.kernel.formats import Formats
from app.shell.books import KnownBook
from app.storage.book import Book, create, open_book
from app.storage.descriptors import reading, start_of
from app.storage.schema import revision_of

ALONE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
    except OSError:
        print("held")
    else:
        print("free")
"""
"""What SQLite does before it takes a database for itself alone (its SHARED bytes), from another process."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps locks by descriptor")


def held(place: Path) -> bool:
    said = subprocess.run([sys.executable, "-c", ALONE, str(place)], capture_output=True, text=True, check=True)
    return said.stdout.strip() == "held"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = create(tmp_path / "office.watertight", SystemClock())
    made.read(lambda reads: revision_of(reads.connection))
    return made


def test_the_bytes_of_an_open_book_are_read_and_its_locks_stay(book: Book) -> None:
    place = Path(book.place)
    assert held(place)
    assert start_of(place, 6) == b"SQLite"
    with reading(place) as file:
        assert len(file.read()) == place.stat().st_size
    looked_at(KnownBook(book.place, "2026-04-30T08:00:00+00:00"), Formats("en-GB", "Europe/London"))
    assert held(place)
    book.close()
    assert not held(place)


def test_a_book_that_is_open_and_asked_for_once_more_keeps_its_locks(book: Book) -> None:
    again = open_book(book.place, SystemClock())
    again.close()
    assert held(Path(book.place))
    book.close()


def test_a_file_that_nobody_has_open_is_closed_after_reading(book: Book) -> None:
    place = Path(book.place)
    book.close()
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    assert start_of(place, 6) == b"SQLite"
    after = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    assert before == after
