"""The folder of a book's backups: made for its owner alone, never reached through a link, cleared of what broke off."""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.ground import LEAST_ROOM, free_room

FOLDER = "backups"
"""The folder beside a book."""
_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{16}\.part(?:-wal|-shm|-journal)?", re.DOTALL)
LEFT_OVER = 3_600
"""Seconds after which an unfinished file is nobody's any more: none takes as long."""


def folder_of(book: Path) -> Path:
    """Where the backups of a book lie: beside the file itself, also where it is opened by a link."""
    return book.resolve().parent / FOLDER


def is_folder(folder: Path) -> bool:
    """Whether there is a folder of that name itself, not a link to one."""
    try:
        return stat.S_ISDIR(folder.lstat().st_mode)
    except OSError:
        return False


def ready(folder: Path, *, make: bool) -> None:
    """A folder that takes a backup, for its owner alone; Problem where there is none and none is to be made.

    A link in its place is not followed: it may lead to where anybody reads, or overwrite what lies there.
    """
    try:
        if make:
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700, parents=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise _no_folder(folder)
        if sys.platform != "win32" and found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise not_taken(folder, error) from error


def ensure_room(folder: Path, needed: int) -> None:
    """Problem when a backup would take the room that the book needs to go on."""
    free = free_room(folder)
    if free < needed + LEAST_ROOM:
        raise Problem(
            "backup.room",
            _("There is too little room for a backup in {folder}: {free} MB are free, {needed} MB are wanted.").format(
                folder=folder, free=free // 1_000_000, needed=-(-(needed + LEAST_ROOM) // 1_000_000)
            ),
            hint=_("The book itself is safe. Free some space there."),
        )


def clear(folder: Path) -> None:
    """Away with what was broken off long ago: unfinished files of ours, told by their names."""
    before = time.time() - LEFT_OVER
    with suppress(OSError):
        for one in folder.iterdir():
            if not _UNFINISHED.fullmatch(one.name):
                continue
            with suppress(OSError):
                found = one.lstat()
                if stat.S_ISREG(found.st_mode) and found.st_mtime < before:
                    one.unlink()


def ensure_a_file(place: str | Path) -> None:
    """Problem for a book on a server: nothing lies beside it, its backups go to a folder that is named."""
    if "://" in str(place):
        raise Problem(
            "backup.shared",
            _("This book is shared on a server: no backups lie beside it."),
            hint=_(
                "\u201cwatertight backup --to FOLDER\u201d takes one,"
                " \u201cwatertight shared list FOLDER\u201d lists them."
            ),
        )


def not_taken(folder: Path, error: OSError) -> Problem:
    """The file system does not take a backup."""
    return Problem(
        "backup.place",
        _("No backup could be written to {folder}: {reason}. The book itself is safe.").format(
            folder=folder, reason=why_not_written(error)
        ),
        hint=_("Make room there, or check the rights of the folder."),
    )


def _no_folder(folder: Path) -> Problem:
    return Problem(
        "backup.link",
        _("{folder} is not a folder of its own but a link or a file. No backup is written through it.").format(
            folder=folder
        ),
        hint=_("The book itself is safe. Take it away; the folder is made anew."),
    )
