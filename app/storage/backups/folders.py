"""The folder of a book's backups: made for its owner alone, and never reached through a link."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.ground import LEAST_ROOM, free_room

FOLDER = "backups"
"""The folder beside a book."""


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
    """A folder that takes a backup; Problem where there is none and none is to be made.

    One that we make is for its owner alone. One that is there keeps the rights somebody gave it: others may use it, and
    each file of ours is for its owner alone anyway. A link in its place is not followed: it may lead to where anybody
    reads, or overwrite what lies there.
    """
    try:
        if make:
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700, parents=True)
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise _no_folder(folder)
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
