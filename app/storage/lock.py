"""The lock of a book file: it keeps out other computers and other accounts, and lets one person's windows share.

The operating system frees it when a process dies, so no stale lock stays behind on the same computer.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from app.kernel.problems import Problem
from app.kernel.words import _

if sys.platform == "win32":  # pragma: no cover - tried on Windows only
    import msvcrt
else:
    import fcntl


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a book open."""

    host: str
    account: str
    process: int
    since: str


def this_holder(now: datetime) -> Holder:
    """Describe this process as a holder."""
    return Holder(socket.gethostname(), getpass.getuser(), os.getpid(), now.isoformat(timespec="seconds"))


class BookLock:
    """A lock beside the book file, held until `release` or the end of the process."""

    def __init__(self, book: Path, me: Holder) -> None:
        """Take the lock; Problem "book.locked" when somebody else holds it."""
        self._path = book.with_name(book.name + ".lock")
        self._file: BinaryIO = self._path.open("a+b")
        try:
            self._take(me)
        except BaseException:
            self._file.close()
            raise

    def _take(self, me: Holder) -> None:
        alone = _try_alone(self._file)
        if alone:
            self._file.seek(0)
            self._file.truncate()
            self._file.write(
                json.dumps({"host": me.host, "account": me.account, "process": me.process, "since": me.since}).encode()
            )
            self._file.flush()
        shared = _try_shared(self._file)
        if alone and shared:
            return
        other = self._holder()
        if not shared or other is None or (other.host, other.account) != (me.host, me.account):
            raise _locked(other)

    def _holder(self) -> Holder | None:
        self._file.seek(0)
        try:
            return Holder(**json.loads(self._file.read()))
        except (ValueError, TypeError):
            return None

    def release(self) -> None:
        """Let go. The small file stays: removing it would let two processes lock two different files."""
        self._file.close()


def _locked(other: Holder | None) -> Problem:
    if other is None:
        message = _("This book is open elsewhere.")
    else:
        message = _("{account} has this book open on {host} since {since}.").format(
            account=other.account, host=other.host, since=other.since.replace("T", " ")[:16]
        )
    return Problem("book.locked", message, hint=_("Close it there first, or share the book through PostgreSQL."))


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
