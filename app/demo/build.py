"""Build the demo book once per content, keep it, and hand out copies."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from platformdirs import user_cache_path

from app.demo import april, calendars, office, opening
from app.demo.source import LAST, Stage, fingerprint
from app.kernel.clock import FixedClock
from app.kernel.words import language, speaking
from app.storage.book import SUFFIX, Book, create

NAME = f"Alder & Finch{SUFFIX}"


def build(place: str | Path) -> Book:
    """Play the whole story into a new book (a file or an empty PostgreSQL database); its clock ends on the last day."""
    clock = FixedClock(datetime(2026, 3, 31, 9, tzinfo=LAST.tzinfo))
    book = create(place, clock)
    try:
        stage = Stage(book, clock)
        with speaking("en-GB"):  # the same book on every computer
            office.found(stage)
            office.add_clients(stage)
            office.agree_sows(stage)
            opening.bring_in(stage)
            april.play(stage)
            office.agree_late_sows(stage)
        calendars.harvest(stage)  # why a meeting is suggested is said to who reads it
        clock.set(LAST)
        stage.book.actor = stage.people["GB"]
    except BaseException:
        book.close()
        raise
    return book


def cached() -> Path:
    """The finished demo book, built on first use and whenever its data or the program changed."""
    folder = user_cache_path("watertight", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    mark = fingerprint()
    path = folder / f"demo-{mark}-{language()}{SUFFIX}"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            draft = Path(scratch) / path.name
            book = build(draft)
            with book.engine.connect() as connection:
                # copies are made of the one file: nothing may stay behind in its log, and a checkpoint wants no BEGIN
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            book.close()
            os.replace(draft, path)  # noqa: PTH105 - atomic within the folder
        for old in folder.glob(f"demo-*{SUFFIX}"):
            if mark not in old.name:
                old.unlink(missing_ok=True)
    return path


def demo_copy(folder: Path) -> Path:
    """A fresh copy of the demo book in a folder, to be played with."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / NAME
    for leftover in folder.glob(f"{NAME}*"):
        leftover.unlink()
    shutil.copyfile(cached(), target)
    return target
