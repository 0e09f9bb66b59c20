"""Taking a backup: a copy of the book in this moment, checked, then named; and letting go of those no longer needed."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.clock import Clock
from app.storage.backups import folders, marks
from app.storage.backups.keeping import keep
from app.storage.backups.looking import Held, Look, digest_of, look_through
from app.storage.backups.marks import Backup
from app.storage.backups.reasons import Reason
from app.storage.copies import Step, copy_keys, drafted, pour
from app.storage.failures import explain
from app.storage.secrets import Secret, database_key, key_file
from app.storage.secrets.slots import sync_folder


def has_moved(now: Held, backups: Sequence[Backup]) -> bool:
    """Whether no whole backup holds the book as it is now. Which is the newest a clock that was wrong may not tell."""
    return not any(one.good and (one.sequence, one.head) == (now.sequence, now.head) for one in backups)


def take(
    place: str | Path,
    clock: Clock,
    reason: Reason,
    *,
    root: Secret | None = None,
    source: Engine | None = None,
    looks: Sequence[Look] = (),
    step: Step = lambda _done, _total: None,
) -> Backup:
    """Take a backup of the book at a path, beside whoever works in it; `step(done, total)` may raise to stop.

    It lies in the folder beside the book, under its name and the time, with the key file. It gets its name when it was
    opened with its key and found whole, its mark last of all. `looks` are all parts of the check of a book.
    """
    folders.ensure_a_file(place)
    book = Path(place)
    folder = folders.folder_of(book)
    folders.ready(folder, make=True)
    folders.clear(folder)
    now = clock.now()
    key = None if root is None else database_key(root)
    try:
        folders.ensure_room(folder, book.stat().st_size)
        with drafted(folder / book.name) as draft:
            pour(book, draft, step, key, source)
            held = look_through(draft, key, now, looks, step)
            digest, size = digest_of(draft, step), draft.stat().st_size
            target = _named(draft, folder, book.resolve(), now)
        try:
            if root is not None and key_file(book).exists():
                copy_keys(key_file(book), key_file(target))
            sync_folder(folder)
            backup = Backup(
                target,
                now,
                reason,
                size,
                held.sequence,
                held.head,
                now,
                book.resolve().stem,
                held.origin,
                digest,
                root is not None,
                held.revision,
            )
            marks.write(backup)
        except BaseException:
            remove(target)
            raise
    except OSError as error:
        raise folders.not_taken(folder, error) from error
    except DBAPIError as error:
        raise (explain(error) or error) from error
    return backup


def _named(draft: Path, folder: Path, book: Path, now: datetime) -> Path:
    """Give a finished file a name that nobody has, in one step: two windows may take a backup in the same second."""
    time = now.astimezone().strftime("%Y-%m-%d %H%M%S")
    for number in count(1):
        again = f" ({number})" if number > 1 else ""
        target = folder / f"{book.stem} {time}{again}{marks.ENDING}"
        if marks.mark_file(target).exists():
            continue
        try:
            named_once(draft, target)
        except FileExistsError:
            continue
        return target
    raise AssertionError


def named_once(draft: Path, target: Path) -> None:
    """Give a file a name that must be free; FileExistsError where it is not."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without such links, as sticks have
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        draft.rename(target)
    else:
        draft.unlink()


def thin(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Let go of the backups of one book that are no longer needed; which went. Never the last good one.

    Only what a mark of ours describes is removed, and its key file and mark with it. Each file of the book is looked at
    by itself: what somebody tried out in a copy on a day does not stand for the work of that day.
    """
    files = {one.book for one in backups}
    stay = {kept for name in files for kept in keep([one for one in backups if one.book == name], now)}
    gone = []
    for one in backups:
        if one not in stay:
            with suppress(OSError):
                remove(one.place)
                gone.append(one)
    return gone


def remove(place: Path) -> None:
    """Remove a backup. First the file: a mark without one is nothing, a file without its mark would stay for ever."""
    for one in (place, key_file(place), marks.mark_file(place)):
        with suppress(FileNotFoundError):
            if stat.S_ISREG(one.lstat().st_mode):
                one.unlink()
