"""What the database says, in words for people. Unknown failures stay bugs and are not explained away."""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.door import too_large

_OUT_OF_RANGE = "22003"
_AWAY = (errno.ESTALE, errno.ENODEV, errno.ENXIO)
"""How a drive that was taken away, or a server that went down, shows."""
_OF_THE_SERVER = {"53100": "SQLITE_FULL", "58030": "SQLITE_IOERR"}
"""A server whose disk is full or fails says so by number."""
_NUMBERED = {
    errno.ENOSPC: "SQLITE_FULL",
    getattr(errno, "EDQUOT", errno.ENOSPC): "SQLITE_FULL",
    errno.EROFS: "SQLITE_READONLY",
    errno.EACCES: "SQLITE_READONLY",
    errno.EPERM: "SQLITE_READONLY",
    errno.EIO: "SQLITE_IOERR",
}
_DAMAGE = ("Could not decode to UTF-8", "invalid fts5 file format", "fts5: missing row", "fts5: corruption")
"""How a text in the file that is none any more shows, and a list of words that does not fit."""
_CHECKED = ("SQLITE_CONSTRAINT_CHECK", "23514")


def explain(error: BaseException) -> Problem | None:
    """The problem behind a failure of the database or the file, or None when it is a bug."""
    if isinstance(error, FileNotFoundError):
        return gone()
    if isinstance(error, OverflowError) and "SQLite" in str(error):
        return too_large()
    if isinstance(error, UnicodeDecodeError):
        return damaged()  # SQLite's driver tells of a malformed schema with the words that stand in it
    if not isinstance(error, DBAPIError):
        return None
    original, name = error.orig, named(error)
    if name == _OUT_OF_RANGE or (name in _CHECKED and "_limit" in str(original)):
        return too_large()
    meant = _OF_THE_SERVER.get(name, name)
    for prefix, problem in _table().items():
        if meant.startswith(prefix):
            return problem
    server = getattr(original, "pgconn", None)
    if server is not None and (server.needs_password or server.used_password):
        return _password()
    text = str(original)
    if text.startswith(_DAMAGE):
        return damaged()
    lost = "connection" in text or "resolve host" in text
    if lost and type(original).__name__ == "OperationalError" and not name.startswith("SQLITE"):
        return Problem(
            "book.unreachable",
            _("The shared book does not answer."),
            hint=_("What you typed is kept. Check the network, then save again."),
        )
    return None


def _password() -> Problem:
    """The server asked for a password and got none, or another one."""
    return Problem(
        "book.password",
        _("The shared book asks for the password of its server."),
        hint=_("Type it, or keep it where PostgreSQL\u2019s own programs look: in PGPASSWORD or the file .pgpass."),
    )


def named(error: BaseException) -> str:
    """The name SQLite gives a failure, or its number with PostgreSQL; "" for none."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(original, "sqlite_errorname", "") or getattr(original, "sqlstate", "") or "")


def of_the_disk(error: OSError) -> Problem | None:
    """What a failure of the file system around the book means."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)) or error.errno in _AWAY:
        return gone()
    name = _NUMBERED.get(error.errno or 0)
    return None if name is None else _table()[name]


def gone() -> Problem:
    """The file was moved, replaced or deleted while it was open."""
    return Problem(
        "book.gone",
        _("The book's file is no longer where it was opened."),
        hint=_("Nothing was saved just now. Put the file back or open the book again."),
    )


def emptied() -> Problem:
    """The file has become shorter under us: somebody emptied it or wrote another one over it."""
    return Problem(
        "book.emptied",
        _("The book\u2019s file was emptied or cut short by something else."),
        hint=_("Nothing was saved just now. Leave this window open, and put a copy of the book in its place."),
    )


def journal_gone() -> Problem:
    """The journal was deleted while the book was open: what was saved last may be lost with it."""
    return Problem(
        "book.journal_gone",
        _("A file that belongs to the open book, its name ends in \u201c-wal\u201d, was deleted by something else."),
        hint=_("Close Watertight, open the book again, and look whether your last entry is there."),
    )


def damaged() -> Problem:
    """The content of the file is not what was written."""
    return Problem(
        "book.damaged", _("The book's file is damaged."), hint=_("It was not changed. Open a backup and compare.")
    )


def _table() -> dict[str, Problem]:
    return {
        "SQLITE_FULL": Problem(
            "book.disk_full",
            _("The disk is full."),
            hint=_("What you typed is kept. Free some space, then save again."),
        ),
        "SQLITE_BUSY": Problem(
            "book.busy", _("Another window is saving."), hint=_("Nothing was changed. Try again in a moment.")
        ),
        "SQLITE_LOCKED": Problem(
            "book.busy", _("Another window is saving."), hint=_("Nothing was changed. Try again in a moment.")
        ),
        "55P03": Problem(
            "book.busy", _("Another person is saving."), hint=_("Nothing was changed. Try again in a moment.")
        ),
        "42501": Problem(
            "book.not_let",
            _("The server lets this login read or change a part of the shared book only."),
            hint=_("Nothing was changed. Ask whoever looks after the server for the right to all of the book."),
        ),
        "SQLITE_READONLY": Problem(
            "book.read_only",
            _("The book can be read but not written."),
            hint=_("Check the rights of the file and its folder."),
        ),
        "SQLITE_CANTOPEN": Problem(
            "book.cannot_open",
            _("The book's file cannot be opened."),
            hint=_("Check that the folder exists and can be read."),
        ),
        "SQLITE_NOTADB": Problem(
            "book.junk",
            _("This file is not a Watertight book."),
            hint=_("It was not changed. Choose another file or a backup."),
        ),
        "SQLITE_CORRUPT": damaged(),
        "SQLITE_IOERR": Problem(
            "book.disk_failed",
            _("The disk could not be read or written."),
            hint=_("Nothing was saved. Check the disk."),
        ),
    }
