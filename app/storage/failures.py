"""What the database says, in words for people. Unknown failures stay bugs and are not explained away."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.door import too_large

_OUT_OF_RANGE = "22003"
_CHECKED = ("SQLITE_CONSTRAINT_CHECK", "23514")


def explain(error: BaseException) -> Problem | None:
    """The problem behind a failure of the database or the file, or None when it is a bug."""
    if isinstance(error, FileNotFoundError):
        return gone()
    if isinstance(error, OverflowError) and "SQLite" in str(error):
        return too_large()
    if not isinstance(error, DBAPIError):
        return None
    original = error.orig
    name = str(getattr(original, "sqlite_errorname", "") or getattr(original, "sqlstate", "") or "")
    if name == _OUT_OF_RANGE or (name in _CHECKED and "_limit" in str(original)):
        return too_large()
    for prefix, problem in _table().items():
        if name.startswith(prefix):
            return problem
    text = str(original)
    lost = "connection" in text or "resolve host" in text
    if lost and type(original).__name__ == "OperationalError" and not name.startswith("SQLITE"):
        return Problem(
            "book.unreachable",
            _("The shared book does not answer."),
            hint=_("What you typed is kept. Check the network, then save again."),
        )
    return None


def gone() -> Problem:
    """The file was moved, replaced or deleted while it was open."""
    return Problem(
        "book.gone",
        _("The book's file is no longer where it was opened."),
        hint=_("Nothing was saved just now. Put the file back or open the book again."),
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
        "SQLITE_CORRUPT": Problem(
            "book.damaged", _("The book's file is damaged."), hint=_("It was not changed. Open a backup and compare.")
        ),
        "SQLITE_IOERR": Problem(
            "book.disk_failed",
            _("The disk could not be read or written."),
            hint=_("Nothing was saved. Check the disk."),
        ),
    }
