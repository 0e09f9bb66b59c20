"""The shelf: the books this computer knows, and how each lies there, looked at from outside and never opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.places import BACKUPS
from app.kernel.problems import Problem
from app.kernel.words import _
from app.shell.books import BookRow, BookState, KnownBook

if TYPE_CHECKING:
    from app.bootstrap.places import Places
    from app.kernel.formats import Formats

HEADER = b"SQLite format 3\x00"
PAGE = 512
"""No book is shorter than the smallest page of a database, nor does one end within a page."""


class DeskShelf:
    """Remembers in the places of this computer."""

    def __init__(self, places: Places) -> None:
        """Over the folders of the program."""
        self._places = places

    def known(self) -> Sequence[KnownBook]:
        """The books, what was opened last comes first."""
        return self._places.books_known()

    def forget(self, place: str) -> Sequence[KnownBook]:
        """Take a book off the list; gives the list as it was."""
        before = self._places.books_known()
        self._keep([one for one in before if one.place != place])
        return before

    def put_back(self, books: Sequence[KnownBook]) -> None:
        """The list as it was before."""
        self._keep(books)

    def _keep(self, books: Sequence[KnownBook]) -> None:
        try:
            self._places.keep_books(books)
        except OSError as error:
            from app.kernel.files import why_not_written

            raise Problem(
                "books.not_kept",
                _("The list of books could not be written: {reason}.").format(reason=why_not_written(error)),
                hint=_("It stays as it was. The books themselves are not touched by it."),
            ) from error

    def look(self, book: KnownBook) -> BookRow:
        """How a book lies there."""
        from app.bootstrap.second_places import SecondPlaces
        from app.shell.computer import read_here

        return looked_at(book, read_here(), SecondPlaces(self._places.config).of(book.place))


def looked_at(book: KnownBook, formats: Formats, second: Path | None = None) -> BookRow:
    """How a book lies there; its file's first bytes are read, its key file beside it, and the marks of its backups."""
    from app.kernel.files import file_itself
    from app.storage.book import is_url
    from app.storage.synced import sync_service

    opened = _day(book.opened, formats)
    if is_url(book.place):
        return BookRow(BookState.SHARED, opened)
    path = file_itself(Path(book.place))
    backups, newest = _backups(path, second, formats)
    copies = copies_beside(path)
    try:
        size = path.stat().st_size
        state = _state(path, size)
    except FileNotFoundError:
        return BookRow(BookState.MISSING, opened, copies=copies, backups=backups, newest=newest)
    except (OSError, ValueError):
        return BookRow(BookState.UNREADABLE, opened, copies=copies, backups=backups, newest=newest)
    return BookRow(state, opened, size, copies, backups, newest, sync_service(path.parent))


def _backups(path: Path, second: Path | None, formats: Formats) -> tuple[int, str]:
    """How many backups of a book there are that were found whole, and when the newest was taken."""
    from app.bootstrap.backup_desk import moment
    from app.bootstrap.opening import clock_for
    from app.storage.backups import as_they_came, listed

    try:
        listing = as_they_came(listed(path, second=second), clock_for(path).now())
        found = [one for one in listing if one.good]
    except (OSError, ValueError):
        return 0, ""
    return len(found), moment(found[0].made, formats) if found else ""


def copies_beside(path: Path) -> int:
    """How many copies of a book lie in the folder for them that are no backups; 0 where nobody can look."""
    from app.storage.backups.marks import read

    try:
        found = [one for one in (path.parent / BACKUPS).iterdir() if one.suffix == path.suffix and one.is_file()]
        return sum(read(one) is None for one in found)
    except (OSError, ValueError):
        return 0


def _state(path: Path, size: int) -> BookState:
    if not size:
        return BookState.EMPTY
    from app.storage.descriptors import start_of

    start = start_of(path, len(HEADER))
    if size % PAGE:
        return BookState.STRANGE
    if start == HEADER:
        return BookState.PLAIN
    from app.bootstrap.unlocking import way_in

    return way_in(path)


def _day(opened: str, formats: Formats) -> str:
    from app.kernel.clock import local_date

    try:
        return formats.date(local_date(datetime.fromisoformat(opened), formats.zone))
    except ValueError:
        return ""
