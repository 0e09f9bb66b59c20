"""Refusing: what can be done about a book that did not open. Found out by trying, in a thread behind the window."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.places import BACKUPS
from app.kernel.problems import Problem
from app.shell.refusals import CopyRow, Refusal, Way

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.kernel.formats import Formats
    from app.qt.progress import Progress
    from app.storage.secrets import Secret

MOST_COPIES = 6
_SETTLED = frozenset({"book.folder", "book.junk", "book.strange", "book.newer", "book.library", "book.address"})
"""What trying again does not change."""
_LOST = frozenset(
    {"book.missing", "book.zero", "book.damaged", "book.history", "book.junk", "book.strange", "book.gone"}
)
"""The book is gone, harmed, or something else lies in its place."""


def tell(desk: Desk, place: str, problem: Problem) -> None:
    """Show the page about it once it is known what works."""
    from app.bootstrap.backup_desk import DeskBackups

    desk.window.backups = backups = DeskBackups(desk)

    def work(_progress: Progress) -> Refusal:
        return refusal_of(place, problem, second=backups.second(place))

    desk.operations.background(work, desk.window.not_opened)


def refusal_of(place: str, problem: Problem, root: Secret | None = None, *, second: Path | None = None) -> Refusal:
    """Why the book at a place did not open, with what works and the copies beside it."""
    from app.kernel.files import file_itself
    from app.storage.book import is_url
    from app.storage.ends import AGREEABLE

    ways = set() if problem.code in _SETTLED else {Way.AGAIN}
    if problem.code == "book.left_locked":
        ways.add(Way.TAKE_OVER)
    if problem.code in AGREEABLE:
        ways.add(Way.GO_ON)
    if is_url(place):
        if problem.code in AGREEABLE:
            ways.add(Way.READ)
        return Refusal(place, problem, frozenset(ways))
    path = file_itself(Path(place))
    if _can_be_read(path, root):
        ways.add(Way.READ)
    if path.parent.is_dir():
        ways.add(Way.FOLDER)
    copies = (*backups_of(path, second), *copies_of(path))
    return Refusal(place, problem, frozenset(ways), copies, lost=problem.code in _LOST)


def backups_of(path: Path, second: Path | None = None) -> tuple[CopyRow, ...]:
    """The newest whole backups of a book, wherever they lie."""
    from app.bootstrap.opening import clock_for
    from app.shell.computer import of_this_computer
    from app.storage.backups import as_they_came, listed

    formats = of_this_computer()
    listing = as_they_came(listed(path, second=second), clock_for(path).now())
    found = [one for one in listing if one.good][:MOST_COPIES]
    return tuple(
        CopyRow(str(one.place), one.place.stem, _moment(one.made, formats), _size(one.size, formats), checked=True)
        for one in found
    )


def _can_be_read(path: Path, root: Secret | None) -> bool:
    """Tried: it is opened and closed again. One that is only locked can be read by whoever has its key."""
    from app.bootstrap.opening import clock_for
    from app.storage.book import open_book

    try:
        open_book(path, clock_for(path), root=root, read_only=True).close()
    except Problem as problem:
        return problem.code.startswith("key.")
    return True


def copies_of(path: Path) -> tuple[CopyRow, ...]:
    """The newest copies in the folder for them, and those an earlier change of the whole book left beside it."""
    from app.shell.computer import of_this_computer
    from app.storage.backups.marks import read

    found: list[Path] = []
    ending = escape(path.suffix)
    for folder, pattern in ((path.parent / BACKUPS, f"*{ending}"), (path.parent, f"* before *{ending}")):
        try:
            found += [one for one in folder.glob(pattern) if one.is_file() and one != path and one.stat().st_size]
        except OSError:
            continue
    formats = of_this_computer()
    found = [one for one in found if read(one) is None]
    newest = sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)[:MOST_COPIES]
    return tuple(_row(one, formats) for one in newest)


def _row(path: Path, formats: Formats) -> CopyRow:
    state = path.stat()
    made = datetime.fromtimestamp(state.st_mtime, UTC)
    return CopyRow(str(path), path.stem, _moment(made, formats), _size(state.st_size, formats))


def _moment(made: datetime, formats: Formats) -> str:
    from app.kernel.clock import local_date

    return f"{formats.date(local_date(made, formats.zone))}, {formats.time(made)}"


def _size(size: int, formats: Formats) -> str:
    number = formats.number(Decimal(max(1, round(size / 100_000))) / 10)
    return f"{number} MB"
