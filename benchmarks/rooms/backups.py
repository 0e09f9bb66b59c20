"""backups: one taken, opened and checked, against SQLite's own copy of the file in one step; one restored."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlcipher3

from app.kernel.clock import SystemClock
from app.receivables.checks import looks
from app.storage.backups import Reason, compare, restore, take
from app.storage.book import open_book
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject


def _bare(place: Path, target: Path) -> Callable[[], None]:
    def copy() -> None:
        target.unlink(missing_ok=True)
        with closing(sqlcipher3.connect(place)) as one, closing(sqlcipher3.connect(target)) as other:
            one.backup(other)

    return copy


def _taken(desk: Desk) -> Subject:
    """The book is open, as it is in the window."""
    book = desk.fresh("backup")
    place = Path(book.place)

    def clear() -> None:
        shutil.rmtree(place.parent / "backups", ignore_errors=True)

    return Subject(
        lambda: take(place, SystemClock(), Reason.TIME, looks=looks()),
        _bare(place, place.with_name("bare")),
        "SQLite's own backup, unchecked",
        before=clear,
        facts={"bytes": place.stat().st_size},
    )


def _restored(desk: Desk) -> Subject:
    book = desk.fresh("restore")
    place = Path(book.place)
    one = take(place, SystemClock(), Reason.TIME, looks=looks())
    target = place.with_name("back.watertight")

    def run() -> None:
        restore(one, target)
        with open_book(target, SystemClock(), read_only=True) as back:
            book.read(lambda reads: back.read(lambda other: compare(other, reads)))

    return Subject(
        run,
        lambda: shutil.copyfile(one.place, place.with_name("bare")),
        "a plain copy of the file",
        before=lambda: target.unlink(missing_ok=True),
    )


BENCHMARKS = (
    Benchmark("storage", "take a backup: copied, opened, checked, marked", _taken),
    Benchmark("storage", "restore a backup, open it and compare it", _restored),
)
