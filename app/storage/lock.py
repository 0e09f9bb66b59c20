"""The lock of a book file: it keeps out other computers and other accounts, and lets one person's windows share.

The operating system frees it when a process dies, so no stale lock stays behind on the same computer. Who holds it is
written into it and wiped out by the last who closes the book. So a name of another computer in a lock that is free says
that the book was never closed there, or that the lock does not hold between the two: somebody has to look.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from app.kernel.account import account_name
from app.kernel.problems import Problem
from app.kernel.words import _, formats_beside

if sys.platform == "win32":  # pragma: no cover - tried on Windows only
    import msvcrt
else:
    import fcntl


TURNS, TURN = 5, 0.02
"""How often and how long, in seconds, somebody is waited for who takes the lock in this moment."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a book open."""

    host: str
    account: str
    process: int
    since: str


def this_holder(now: datetime) -> Holder:
    """Describe this process as a holder."""
    return Holder(socket.gethostname(), account_name(), os.getpid(), now.isoformat(timespec="seconds"))


class BookLock:
    """A lock beside the book file, held until `release` or the end of the process."""

    def __init__(self, book: Path, me: Holder, *, take_over: bool = False) -> None:
        """Take the lock; Problem "book.locked" when somebody else holds it.

        Problem "book.left_locked" when another computer has left it behind, unless it is to be taken over.
        """
        self._path = self.place_of(book)
        self._alone = False
        self._file: BinaryIO = _opened(self._path)
        try:
            self._take(me, take_over=take_over)
        except BaseException:
            self._file.close()
            raise

    @staticmethod
    def place_of(book: Path) -> Path:
        """Where the lock of a book lies."""
        return _place(book)

    @property
    def alone(self) -> bool:
        """Whether nobody else had the book when it was opened."""
        return self._alone

    def _take(self, me: Holder, *, take_over: bool) -> None:
        for _turn in range(TURNS):
            self._alone = _try_alone(self._file)
            if not self._in_place():
                self._file.close()
                self._file = _opened(self._path)
                continue
            other = self._holder()
            if self._alone:
                if other is not None and other.host != me.host and not take_over:
                    raise _left_locked(other)
                self._write(me)
            shared = _try_shared(self._file)
            if shared and (self._alone or (other is not None and (other.host, other.account) == (me.host, me.account))):
                return
            if shared and other is not None:
                break
            time.sleep(TURN)  # somebody takes it or lets go of it in this moment, or has it alone
        raise _locked(self._holder())

    def _in_place(self) -> bool:
        """Whether the file is still the one of its name: a making that came to nothing takes its lock away."""
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _write(self, me: Holder | None) -> None:
        self._file.seek(0)
        self._file.truncate()
        if me is not None:
            words = {"host": me.host, "account": me.account, "process": me.process, "since": me.since}
            self._file.write(json.dumps(words).encode())
        self._file.flush()

    def _holder(self) -> Holder | None:
        self._file.seek(0)
        return _told(self._file.read())

    def alone_now(self) -> bool:
        """Whether nobody else has the book open in this moment."""
        if sys.platform == "win32":  # pragma: no cover - identity decides there, and who came first
            return self._alone
        alone = _try_alone(self._file)
        _try_shared(self._file)
        return alone

    def keep_all_out(self) -> None:
        """Keep out this person's other windows too; Problem "book.in_use" when one has the book open."""
        if sys.platform == "win32":  # pragma: no cover - there SQLite itself refuses while another is at the file
            return
        if not _try_alone(self._file):
            _try_shared(self._file)  # a failed change of a lock loses the one that was held
            raise in_use()

    def let_in(self) -> None:
        """The end of keeping all out."""
        if sys.platform != "win32":
            _try_shared(self._file)

    def release(self, *, remove: bool = False) -> None:
        """Let go; the last one wipes its name out.

        The small file stays, but where no book came to be: then who keeps all out may have it removed.
        """
        if self._file.closed:
            return
        try:
            if remove and sys.platform != "win32":
                self._path.unlink(missing_ok=True)
            if self._alone if sys.platform == "win32" else _try_alone(self._file):
                self._write(None)
        except OSError:
            pass  # the folder went away under it
        finally:
            self._file.close()
        if remove and sys.platform == "win32":  # pragma: no cover - nothing that is open is removed there
            self._path.unlink(missing_ok=True)


def _place(book: Path) -> Path:
    """Beside the file itself: who opens it by a link must meet who opens it by its name."""
    real = book.resolve()
    return real.with_name(real.name + ".lock")


def _opened(path: Path) -> BinaryIO:
    """The lock's file; where it cannot be written, the problem that says why."""
    try:
        return path.open("a+b")
    except PermissionError:
        try:
            with path.open("rb") as file:
                other = _told(file.read())
                if other is not None and not _try_shared(file):
                    raise _locked(other)
        except OSError:
            pass
        raise no_right_to_write(path.parent) from None
    except OSError as error:
        if error.errno == errno.EROFS:
            raise no_right_to_write(path.parent) from None
        raise


def held_by_others(book: Path, me: Holder) -> Problem | None:
    """Who has a book open elsewhere, or left it so; nothing is written and no lock is kept."""
    try:
        with _place(book).open("rb") as file:
            other = _told(file.read())
            if other is None or (other.host, other.account) == (me.host, me.account):
                return None
            free = _try_alone(file)
    except OSError:
        return None
    if free:
        return _left_locked(other) if other.host != me.host else None
    return _locked(other)


def is_free(book: Path) -> bool:
    """Whether nobody has a book open to write in this moment; no lock is kept."""
    try:
        with _place(book).open("rb") as file:
            return _try_alone(file)
    except OSError:
        return True


def _told(text: bytes) -> Holder | None:
    try:
        return Holder(**json.loads(text))
    except (ValueError, TypeError):
        return None


def no_right_to_write(folder: Path) -> Problem:
    """A folder in which nothing can be made, as a book needs while it is open."""
    return Problem(
        "book.folder_closed",
        _("There is no right to write in {folder}.").format(folder=folder),
        hint=_("A book needs it for the files beside it. Change the rights of the folder, or move the book."),
    )


def _who(other: Holder) -> dict[str, str]:
    return {"account": other.account, "host": other.host, "since": _when(other.since)}


def _when(instant: str) -> str:
    try:
        return read_here(datetime.fromisoformat(instant))
    except ValueError:  # another program's words
        return instant


def read_here(at: datetime) -> str:
    """An instant as it was on the clock of this computer, in the words of who reads it."""
    from app.kernel.formats import Formats

    here = at.astimezone().replace(tzinfo=UTC)
    formats = Formats(formats_beside("en-GB"))
    return f"{formats.date(here.date())}, {formats.time(here)}"


def in_use() -> Problem:
    """Somebody reads or writes the book while it should be left to one alone."""
    return Problem(
        "book.in_use",
        _("This book is open in another window."),
        hint=_("Nothing was changed. Close it there, then try again."),
    )


def _locked(other: Holder | None) -> Problem:
    if other is None:
        message = _("This book is open elsewhere.")
    else:
        message = _("{account} has this book open on {host} since {since}.").format(**_who(other))
    return Problem("book.locked", message, hint=_("Close it there first, or share the book through PostgreSQL."))


def _left_locked(other: Holder) -> Problem:
    return Problem(
        "book.left_locked",
        _("{account} opened this book on {host} on {since}, and it was not closed there.").format(**_who(other)),
        hint=_("Look there first. Take the book over only if that computer is off or no longer has it open."),
    )


def _try_alone(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":  # pragma: no cover
            file.seek(4096)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _try_shared(file: BinaryIO) -> bool:
    if sys.platform == "win32":  # pragma: no cover - identity decides, see BookLock
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
