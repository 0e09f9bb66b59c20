"""Going back to a backup: it becomes a new book beside the old one, which is kept whatever state it is in."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.backups import marks
from app.storage.backups.carrying import carried, other_bytes
from app.storage.backups.clearing import clear_beside
from app.storage.backups.looking import Look, digest_of, looked_through
from app.storage.backups.marks import Backup
from app.storage.copies import Step, copy_keys, or_gone
from app.storage.failures import named
from app.storage.naming import named_once
from app.storage.neighbors import ensure_own_keys
from app.storage.secrets import Secret, database_key, key_file, opens, put_aside
from app.storage.secrets.slots import mark_at, sync_folder

SUFFIX = ".watertight"


def no_step(_done: int, _total: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A backup after another look; one with another key was not `opened`, but compared by its bytes."""

    backup: Backup
    opened: bool


def target_beside(book: Path, day: str) -> Path:
    """The name of a restored book: its own where there is none any more, else one that is free beside it."""
    place = book.resolve()
    if _is_free(place):
        return place
    for number in count(1):
        again = f" ({number})" if number > 1 else ""
        target = place.with_name(f"{marks.first_name(place.stem)} restored {day}{again}{SUFFIX}")
        if _is_free(target) and not key_file(target).exists():
            return target
    raise AssertionError


def _is_free(target: Path) -> bool:
    """Nothing is there, nor a journal of what was there: SQLite would write it into whatever has that name next."""
    journals = (target.with_name(target.name + ending) for ending in ("-wal", "-journal"))
    return not os.path.lexists(target) and not any(one.exists() and one.stat().st_size for one in journals)


def restore(backup: Backup, target: Path, *, book: Path | None = None, step: Step = no_step) -> Path:
    """Make a new book of a backup, at a path that must be free. Nothing else is touched, nothing is opened.

    `book` is the one it was taken of: where its key file is of the same root, that one goes along, for it knows the
    passphrase of today. What the restored book had planned to send or fetch, nobody resumes: it is opened like a book
    that was moved here, by a person.
    """
    if not _is_free(target):
        raise Problem(
            "backup.target",
            _("{path} is there already. Nothing was restored.").format(path=target),
            hint=_("A backup becomes a new book; choose a name that is free."),
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        clear_beside(target)
        with carried(backup, target, step) as draft, or_gone() as mine:
            keys = _keys_for(backup, target, book)
            if keys is not None:
                copy_keys(keys, key_file(target))
                mine.append(key_file(target))
            named_once(draft, target)
            mine.append(target)
            sync_folder(target.parent)
    except OSError as error:
        raise Problem(
            "backup.not_restored",
            _("The backup could not be restored to {path}: {reason}.").format(
                path=target.parent, reason=why_not_written(error)
            ),
            hint=_("Nothing was changed. Choose another folder, or make room there."),
        ) from error
    return target


def _keys_for(backup: Backup, target: Path, book: Path | None) -> Path | None:
    """The key file that goes along; None where it lies there already. One of another book is put aside."""
    own, there = key_file(backup.place), key_file(target)
    mark = mark_at(own)
    if there.exists():
        if mark_at(there) == mark:
            return None
        ensure_own_keys(target)
        put_aside(there)
    if book is not None and mark is not None and mark_at(key_file(book)) == mark:
        return key_file(book)
    return own if own.exists() else None


def recheck(
    backup: Backup,
    now: datetime,
    *,
    root: Secret | None = None,
    looks: Sequence[Look] = (),
    step: Step = no_step,
    beside: bool = False,
) -> Rechecked:
    """Look at a backup again and write down what was found: its bytes first, then it is opened if the key fits.

    Problem when it is damaged, which its mark tells from then on; it is never removed for that. For a window a large
    one is gone through `beside`, in a process of its own.
    """
    try:
        found = digest_of(backup.place, step)
        if found != backup.sha256:
            raise other_bytes(backup)
        opened = not backup.encrypted or (root is not None and opens(backup.place, root))
        if opened:
            key = database_key(root) if backup.encrypted and root is not None else None
            told = partial(_no_longer_sound, backup)
            held = looked_through(backup.place, key, now, looks, step, told=told, beside=beside)
            backup = replace(backup, findings=held.findings)
    except OSError as error:
        raise _unread(backup, error) from error
    except Problem as problem:
        if isinstance(problem.__cause__, DBAPIError) and named(problem.__cause__).startswith("SQLITE_IOERR"):
            raise _unread(backup, OSError(errno.EIO, "")) from problem  # its bytes were those that were checked
        marks.write(replace(backup, damage=problem.code))
        raise
    whole = replace(backup, checked_at=now, damage="")
    marks.write(whole)
    return Rechecked(whole, opened)


def _unread(backup: Backup, error: OSError) -> Problem:
    return Problem(
        "backup.unread",
        _("The backup {name} could not be read: {reason}.").format(
            name=backup.place.name, reason=why_not_written(error)
        ),
        hint=_("Look whether its disk is there, and try again."),
    )


def _no_longer_sound(backup: Backup, what: str) -> Problem:
    return Problem(
        "backup.damaged",
        _("The backup {name} was opened again and is not sound: {what}").format(name=backup.place.name, what=what),
        hint=_("It is told as damaged from now on and stays where it is. Back the book up now."),
    )
