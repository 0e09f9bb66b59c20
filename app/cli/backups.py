"""The verbs about backups: take one, list them, go back to one, and rehearse that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.tools import Tools, answer, table, verb
from app.cli.verbs import watertight
from app.kernel.problems import Problem
from app.kernel.words import _, language, ngettext

if TYPE_CHECKING:
    from app.kernel.clock import Clock
    from app.kernel.formats import Formats
    from app.storage.backups import Backup
    from app.storage.book import Book
    from app.storage.secrets import Secret


@watertight.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Of a shared book: the folder.")
@click.option("--no-check", "unchecked", is_flag=True, help="Of a shared book: do not restore and compare it.")
@verb
def backup(tools: Tools, folder: Path | None, unchecked: bool) -> None:
    """Take a backup of the book beside it, opened and checked. For cron, or before something large.

    A shared book is dumped into the folder given with --to, restored into a scratch database and compared.
    """
    from app.storage.backups import Reason, listed, thin

    if folder is not None:
        from app.cli.shared import backup_into

        backup_into(tools, folder, unchecked=unchecked)
        return
    book = tools.opened()
    book.ensure_written()
    taken = taken_of(book, Reason.ASKED)
    thin(listed(book.place, taken.origin), book.clock.now())
    lines = [_("Backed up to {place} and checked.").format(place=taken.place)]
    answer(tools, plain(taken), [*lines, *found_in(taken)])


@watertight.command()
@verb
def backups(tools: Tools) -> None:
    """List the backups of the book, the newest first. The book itself need not open, or be there at all."""
    from app.kernel.clock import SystemClock
    from app.storage.backups import as_they_came, listed

    found = as_they_came(listed(file_of(tools)), SystemClock().now())
    formats = here()
    lines = table(
        (_("Taken"), _("Why"), _("Entries"), _("Size"), _("Checked"), _("File")),
        [
            (
                when(one.made, formats),
                one.reason.words,
                str(one.sequence),
                _("{size} MB").format(size=-(-one.size // 1_000_000)),
                one.looked_at(when(one.checked_at, formats)) if one.good else _("damaged"),
                str(one.place),
            )
            for one in found
        ],
        frozenset({2, 3}),
    )
    answer(tools, [plain(one) for one in found], lines if found else [_("There is no backup of this book yet.")])


@watertight.command()
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@verb
def restore(tools: Tools, backup: Path, target: Path) -> None:
    """Make a new book TARGET of a BACKUP. The book it was taken of stays as it is.

    Nothing is sent or fetched by itself in the new book: open it, look at it, then go on in it.
    """
    from app.storage.backups import restore as bring_back

    found = _marked(backup)
    made = bring_back(found, target)
    tools.foresee(found, made)
    formats = here()
    lines = [
        _("Restored to {path}: the book as it was on {moment}, {n} entries.").format(
            path=made, moment=when(found.made, formats), n=found.sequence
        )
    ]
    answer(tools, {"book": str(made), "taken": found.made.isoformat(timespec="seconds")}, lines)


@watertight.command()
@verb
def drill(tools: Tools) -> None:
    """Rehearse the worst day: restore the newest backup to a temporary place, open, check and compare it, remove it."""
    from tempfile import TemporaryDirectory

    from app.receivables.checks import looks
    from app.storage.backups import compare, listed, newest_good, recheck, stand_of
    from app.storage.backups import restore as bring_back
    from app.storage.book import open_book

    tools.read_only = True
    book = tools.opened()
    file_of(tools)
    now = stand_of(Path(book.place), book.root)
    found = newest_good(listed(book.place, now.origin), book.clock.now())
    if found is None:
        raise Problem(
            "backup.none",
            _("There is no backup of this book yet."),
            hint=_("Take one with \u201cwatertight backup\u201d, then rehearse again."),
        )
    looked = recheck(found, book.clock.now(), root=book.root, looks=looks())
    if not looked.opened:
        raise Problem(
            "backup.other_keys",
            _("{name} has other keys than the book has now. Its bytes are those that were checked.").format(
                name=found.place.name
            ),
            hint=_("Take one with \u201cwatertight backup\u201d, then rehearse again."),
        )
    with TemporaryDirectory(prefix="watertight-drill-") as folder:
        made = bring_back(found, Path(folder) / found.place.name)
        with open_book(made, book.clock, root=book.root, read_only=True) as back:
            difference = book.read(lambda reads: back.read(lambda other: compare(other, reads)))
    formats = here()
    lines = [
        _("The backup of {moment} was restored, opened and checked: it is whole.").format(
            moment=when(found.made, formats)
        ),
        _("It holds everything the book holds now.")
        if difference.same
        else ngettext(
            "Since then {n} entry came into the book, which it does not hold.",
            "Since then {n} entries came into the book, which it does not hold.",
            difference.entries,
        ),
        _("What was restored was removed again."),
    ]
    answer(tools, {**plain(looked.backup), "entries_since": difference.entries, "apart": difference.apart}, lines)


def _marked(place: Path) -> Backup:
    """The backup at a path, by its mark; Problem where it has none that fits, or is known to be damaged."""
    from app.storage.backups.marks import read

    found = read(place.absolute())
    if found is None:
        raise Problem(
            "backup.no_mark",
            _("{path} has no mark beside it that says it was opened and checked.").format(path=place),
            hint=_("A plain copy of a book is opened like any other book, read-only first."),
        )
    if not found.good:
        raise Problem(
            "backup.known_damaged",
            _("The backup {path} was found damaged.").format(path=place),
            hint=_("It was not used. Take another one; \u201cwatertight backups\u201d lists them."),
        )
    return found


def keep_before(book: Book, reason: str) -> None:
    """Take a backup before a step that changes much, if the book has changed since the last one."""
    if "://" not in book.place:
        keep_file(Path(book.place), book.clock, book.root, reason)


def keep_file(place: Path, clock: Clock, root: Secret | None, reason: str) -> None:
    """The same for a book by its file."""
    from app.receivables.checks import looks
    from app.storage.backups import Reason, has_moved, listed, stand_of, take

    now = stand_of(place, root)
    if has_moved(now, listed(place, now.origin)):
        take(place, clock, Reason(reason), root=root, looks=looks())


def taken_of(book: Book, reason: Any) -> Backup:
    """A backup of an open book."""
    from app.receivables.checks import looks
    from app.storage.backups import take

    return take(book.place, book.clock, reason, root=book.root, looks=looks())


def file_of(tools: Tools) -> Path:
    """The file of the book that is meant, whether or not it is there; Problem for a shared one."""
    from app.storage.backups.folders import ensure_a_file

    place = tools.where()
    ensure_a_file(place)
    return Path(place)


def here() -> Formats:
    """The formats of this computer: the book may not open, and its firm not be known."""
    from app.kernel.formats import Formats

    return Formats(language())


def when(instant: Any, formats: Formats) -> str:
    """An instant as the computer's clock shows it."""
    local = instant.astimezone()
    return f"{formats.date(local.date())} {local:%H:%M}"


def found_in(taken: Backup) -> list[str]:
    """A line about what does not fit in the book itself, where something does not."""
    if not taken.findings:
        return []
    return [
        ngettext(
            "{n} thing in the book itself does not fit: \u201cwatertight check\u201d tells what.",
            "{n} things in the book itself do not fit: \u201cwatertight check\u201d tells what.",
            taken.findings,
        )
    ]


def plain(one: Backup) -> dict[str, Any]:
    """A backup for programs."""
    return {
        "place": str(one.place),
        "taken": one.made.isoformat(timespec="seconds"),
        "reason": str(one.reason),
        "entries": one.sequence,
        "head": one.head,
        "size": one.size,
        "sha256": one.sha256,
        "checked": one.checked_at.isoformat(timespec="seconds"),
        "encrypted": one.encrypted,
        "damage": one.damage,
        "findings": one.findings,
    }
