"""The second place: another disk or stick that holds the backups once more, for the day this computer is gone.

Its folder is made when the place is chosen, never later: where the folder is not there, the drive is not, and nothing
is written into the empty place where it used to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.backups import folders, marks
from app.storage.backups.carrying import carried
from app.storage.backups.clearing import clear
from app.storage.backups.marks import Backup
from app.storage.backups.naming import given_its_name
from app.storage.copies import Step
from app.storage.secrets import key_file


def folder_in(chosen: Path, book: Path) -> Path:
    """The folder of a book's backups in a chosen place."""
    return chosen / f"{book.resolve().stem} backups"


def choose(chosen: Path, book: Path) -> Path:
    """Make the folder in a chosen place; Problem where that cannot be, or would be no second place at all."""
    folder = folder_in(chosen, book)
    here = book.resolve().parent
    if chosen.resolve() == here or here in chosen.resolve().parents:
        raise Problem(
            "backup.same_place",
            _("{folder} lies beside the book itself: what takes the one away takes the other.").format(folder=chosen),
            hint=_("Choose a folder on another disk, or one that is kept alike elsewhere."),
        )
    try:
        folder.mkdir(mode=0o700, parents=False, exist_ok=True)
    except OSError as error:
        raise Problem(
            "backup.second_place",
            _("No folder could be made in {folder}: {reason}.").format(folder=chosen, reason=why_not_written(error)),
            hint=_("Choose another folder."),
        ) from error
    folders.ready(folder, make=False)
    return folder


def is_there(folder: Path) -> bool:
    """Whether the second place can be reached."""
    return folders.is_folder(folder)


def bring(backups: Sequence[Backup], folder: Path, step: Step = lambda _done, _total: None) -> list[Backup]:
    """Bring to the second place the first whole backup of a list, unless it is there whole; what was brought.

    Problem "backup.away" when the place is not there: a drive that was taken out is nothing to be alarmed about.
    """
    if not is_there(folder):
        raise Problem(
            "backup.away",
            _("The second place {folder} is not there now.").format(folder=folder),
            hint=_("Backups go there again as soon as it is."),
        )
    newest = next((one for one in backups if one.good), None)
    if newest is None or any(one.good and one.sha256 == newest.sha256 for one in marks.in_folder(folder)):
        return []
    clear(folder)
    try:
        folders.ensure_room(folder, newest.size)
        keys = key_file(newest.place)
        target = folder / newest.place.name
        with carried(newest, target, step) as draft:
            return [given_its_name(draft, replace(newest, place=target), keys if keys.exists() else None)]
    except OSError as error:
        raise folders.not_taken(folder, error) from error
