"""Taking a backup: a copy of the book in this moment, checked, then named; and letting go of those no longer needed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.clock import Clock
from app.storage.backups import folders, marks
from app.storage.backups.clearing import clear, clear_beside
from app.storage.backups.keeping import keep
from app.storage.backups.looking import Held, Look, digest_of, looked_through
from app.storage.backups.marks import Backup
from app.storage.backups.naming import given_its_name, remove
from app.storage.backups.reasons import Reason
from app.storage.copies import Step, drafted, pour
from app.storage.failures import explain
from app.storage.secrets import Secret, database_key, key_file


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
    beside: bool = False,
) -> Backup:
    """Take a backup of the book at a path, beside whoever works in it; `step(done, total)` may raise to stop.

    It lies in the folder beside the book, under its name and the time, with the key file and the mark. It gets its name
    when it was opened with its key and found whole, last of all. `looks` are all parts of the check of a book. For a
    window a large one is gone through `beside`, in a process of its own.
    """
    folders.ensure_a_file(place)
    book = Path(place)
    folder = folders.folder_of(book)
    folders.ready(folder, make=True)
    clear(folder)
    clear_beside(book)
    now = clock.now()
    key = None if root is None else database_key(root)
    try:
        folders.ensure_room(folder, book.stat().st_size)
        with drafted(folder / book.name) as draft:
            pour(book, draft, step, key, source)
            held = looked_through(draft, key, now, looks, step, beside=beside)
            digest, size = digest_of(draft, step), draft.stat().st_size
            stem = book.resolve().stem
            backup = Backup(
                folder / f"{stem} {marks.moment(now)}{marks.ENDING}",
                now,
                reason,
                size,
                held.sequence,
                held.head,
                now,
                stem,
                held.origin,
                digest,
                root is not None,
                held.revision,
                findings=held.findings,
            )
            return given_its_name(draft, backup, _keys_of(book) if root is not None else None)
    except OSError as error:
        raise folders.not_taken(folder, error) from error
    except DBAPIError as error:
        raise (explain(error) or error) from error


def _keys_of(book: Path) -> Path | None:
    return key_file(book) if key_file(book).exists() else None


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
