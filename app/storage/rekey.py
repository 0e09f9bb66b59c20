"""A book gets a new root: written anew beside the old file, compared with it row by row, then put in its place.

The only way to take a key away from somebody who knows it, and the way from a plain book to an encrypted one. A crash
at any step leaves a book that opens: the new key file waits beside the old one until the book has been replaced.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.kernel.clock import Clock
from app.kernel.files import file_itself, like, why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import leftovers, secrets
from app.storage.book import Book
from app.storage.descriptors import reading
from app.storage.engine import is_error, same_file_guard, sqlite_engine
from app.storage.failures import explain
from app.storage.lock import BookLock, in_use, this_holder
from app.storage.making import Ways
from app.storage.neighbors import ensure_own_keys
from app.storage.pouring import Step, Way, compare, pour
from app.storage.secrets import Secret, Slot, key_file, next_key_file
from app.storage.secrets.slots import sync_folder

AT_ONCE = 1_000_000
"""Bytes copied in one go."""
Reached = Callable[[str], object]
Note = Callable[[Book], object]
CODE_ALONE = Ways()
STEPS = ("keys waiting", "written", "compared", "old kept", "swapped", "done")
LAST_TO_STOP = "old kept"
"""Until then the book is as it was: what `reached` raises stops the work."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A book with its new root: where it lies, what opens it besides its code, and the file it was before."""

    place: Path
    slots: tuple[Slot, ...]
    before: Path
    plain_before: bool
    """Whether the file from before can be read by everybody: its owner should remove it."""


def encrypt(
    place: str | Path,
    clock: Clock,
    *,
    root: Secret,
    ways: Ways = CODE_ALONE,
    note: Note = lambda _book: None,
    step: Step = lambda _done, _total: None,
    reached: Reached = lambda _step: None,
) -> Rekeyed:
    """Encrypt a plain book that nobody has open. Show the code of the root to its owner first.

    `note` may write into the new book before it takes its place; `step` may raise to stop.
    """
    return _moved(Path(place), clock, None, root, ways=ways, note=note, step=step, reached=reached)


def rekey(
    place: str | Path,
    clock: Clock,
    *,
    root: Secret,
    new_root: Secret,
    ways: Ways = CODE_ALONE,
    note: Note = lambda _book: None,
    step: Step = lambda _done, _total: None,
    reached: Reached = lambda _step: None,
) -> Rekeyed:
    """Give an encrypted book that nobody has open a new root: the old code and all old slots open it no more.

    Show the code of the new root to its owner first. The book as it was stays beside it and opens as before. `note` may
    write into the new one before it takes its place; `step` may raise to stop.
    """
    return _moved(Path(place), clock, root, new_root, ways=ways, note=note, step=step, reached=reached)


def remove_plain(done: Rekeyed) -> None:
    """Remove the plain file that an encrypted book was made from. What was deleted may still lie on the disk."""
    if done.plain_before:
        done.before.unlink(missing_ok=True)


def _moved(
    path: Path, clock: Clock, old: Secret | None, new: Secret, *, ways: Ways, note: Note, step: Step, reached: Reached
) -> Rekeyed:
    path = file_itself(path)
    now = clock.now()
    draft = leftovers.draft_of(path)
    before: Path | None = None
    swapped = False
    lock = BookLock(path, this_holder(now))
    try:
        lock.keep_all_out()
        with _told(path):
            _clear(path, old)
            slots = secrets.protect(path, new, passphrase=ways.passphrase, keyring=ways.keyring, waiting=True)
            reached("keys waiting")  # first what may ask or refuse, then what takes time
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            way = Way(path.stat().st_size, step)
            pour(path, _key(old), draft, _key(new), way)
            reached("written")
            compare(path, _key(old), draft, _key(new), way)
            reached("compared")
            before = _free(path, now.date().isoformat())
            _keep(path, before, way, with_keys=old is not None)
            reached("old kept")
            _noted(draft, path, clock, new, note)
            like(draft, path.stat())
            draft.replace(path)
            swapped = True  # from here on it has its new root, and nothing that fails may be told as if it had not
            with suppress(OSError):
                sync_folder(path.parent)
            reached("swapped")
            with suppress(OSError):  # somebody opened the book just now and saw to it already, or whoever does so next
                next_key_file(path).replace(key_file(path))
                sync_folder(path.parent)
            reached("done")
        return Rekeyed(path, slots, before, plain_before=old is None)
    finally:
        if not swapped:
            _undo(draft, before)
            secrets.discard(path, new, waiting=True)
        lock.release()


def _noted(draft: Path, path: Path, clock: Clock, new: Secret, note: Note) -> None:
    """What somebody wants to say of it stands in the new book from its first moment on."""
    engine = sqlite_engine(draft, key=_key(new))
    try:
        note(Book(engine, clock, str(path), guard=same_file_guard(draft), root=new))
    finally:
        engine.dispose()
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _undo(draft: Path, before: Path | None) -> None:
    left = [draft.with_name(draft.name + ending) for ending in ("", "-journal", "-wal", "-shm")]
    if before is not None:
        left += [before, key_file(before)]
    for leftover in left:
        with suppress(OSError):
            leftover.unlink(missing_ok=True)


def _clear(path: Path, old: Secret | None) -> None:
    """Refuse a root that is not the book's; away with what an attempt that was broken off has left."""
    if old is None:
        ensure_own_keys(path)
        if key_file(path).exists():  # it belongs to no plain book
            secrets.put_aside(key_file(path))
    elif not secrets.opens(path, old):
        raise secrets.code_other()
    else:
        secrets.settle(path, old)
    leftovers.clear(path, None if old is None else secrets.book_mark(old))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if is_error(error, "SQLITE_BUSY", "SQLITE_LOCKED"):
            raise in_use() from error
        if is_error(error, "SQLITE_FULL"):
            raise _not_written(path, OSError(errno.ENOSPC, "")) from error
        raise (explain(error) or error) from error
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> Problem:
    return Problem(
        "rekey.not_written",
        _("The book could not be written anew in {path}: {reason}.").format(
            path=path.parent, reason=why_not_written(error)
        ),
        hint=_("It is as it was. Make room there or check the rights, then try again."),
    )


def _key(root: Secret | None) -> str | None:
    return None if root is None else secrets.database_key(root)


def _keep(path: Path, kept: Path, way: Way, *, with_keys: bool) -> None:
    """The book as it is now, as a file of its own: two names of one file would share what is written next."""
    if with_keys and key_file(path).exists():
        shutil.copy2(key_file(path), key_file(kept))
        like(key_file(kept), key_file(path).stat())
    draft = leftovers.draft_of(kept)
    try:
        made = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with reading(path) as old, os.fdopen(made, "wb") as new:
            like(draft, path.stat())
            while part := old.read(AT_ONCE):
                new.write(part)
                way.at(new.tell())
            new.flush()
            os.fsync(new.fileno())
        way.end()
        draft.replace(kept)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(kept.parent)


def _free(path: Path, day: str) -> Path:
    for number in count(1):
        again = f" ({number})" if number > 1 else ""
        kept = path.with_name(f"{path.stem} before {day}{again}{path.suffix}")
        if not kept.exists() and not key_file(kept).exists():
            return kept
    raise AssertionError
