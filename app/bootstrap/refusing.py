"""Refusing: what can be done about a book that did not open. Found out by trying, in a thread behind the window."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
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


def tell(desk: Desk, place: str, problem: Problem) -> None:
    """Show the page about it once it is known what works."""

    def work(_progress: Progress) -> Refusal:
        return refusal_of(place, problem)

    desk.operations.background(work, desk.window.not_opened)


def refusal_of(place: str, problem: Problem, root: Secret | None = None) -> Refusal:
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
    return Refusal(place, problem, frozenset(ways), copies_of(path))


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

    found: list[Path] = []
    for folder, pattern in ((path.parent / BACKUPS, f"*{path.suffix}"), (path.parent, f"* before *{path.suffix}")):
        try:
            found += [one for one in folder.glob(pattern) if one.is_file() and one != path and one.stat().st_size]
        except OSError:
            continue
    formats = of_this_computer()
    newest = sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)[:MOST_COPIES]
    return tuple(_row(one, formats) for one in newest)


def _row(path: Path, formats: Formats) -> CopyRow:
    from app.kernel.clock import local_date

    state = path.stat()
    made = datetime.fromtimestamp(state.st_mtime, UTC)
    size = formats.number(Decimal(max(1, round(state.st_size / 100_000))) / 10)
    day = formats.date(local_date(made, formats.zone))
    return CopyRow(str(path), path.stem, f"{day}, {formats.time(made)}", f"{size} MB")
