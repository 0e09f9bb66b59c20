"""The verbs about backups: take one, list them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.tools import Tools, answer, table, verb
from app.cli.verbs import watertight
from app.kernel.problems import Problem
from app.kernel.words import _, language

if TYPE_CHECKING:
    from app.kernel.formats import Formats
    from app.storage.backups import Backup
    from app.storage.book import Book


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
    answer(tools, plain(taken), [_("Backed up to {place} and checked.").format(place=taken.place)])


@watertight.command()
@verb
def backups(tools: Tools) -> None:
    """List the backups of the book, the newest first. The book itself need not open, or be there at all."""
    from app.storage.backups import listed

    found = listed(file_of(tools))
    formats = here()
    lines = table(
        (_("Taken"), _("Why"), _("Entries"), _("Size"), _("Checked"), _("File")),
        [
            (
                when(one.made, formats),
                reason_words(str(one.reason)),
                str(one.sequence),
                _("{size} MB").format(size=-(-one.size // 1_000_000)),
                when(one.checked_at, formats) if one.good else _("damaged"),
                str(one.place),
            )
            for one in found
        ],
        frozenset({2, 3}),
    )
    answer(tools, [plain(one) for one in found], lines if found else [_("There is no backup of this book yet.")])


def taken_of(book: Book, reason: Any) -> Backup:
    """A backup of an open book."""
    from app.receivables.sums import SUMS
    from app.storage.backups import take

    return take(book.place, book.clock, reason, root=book.root, looks=SUMS)


def file_of(tools: Tools) -> Path:
    """The file of the book that is meant, whether or not it is there; Problem for a shared one."""
    place = tools.where()
    if "://" in place:
        raise Problem(
            "backup.shared",
            _("This book is shared on a server; its backups are not taken here."),
            hint=_("Whoever runs the server keeps them."),
        )
    return Path(place)


def here() -> Formats:
    """The formats of this computer: the book may not open, and its firm not be known."""
    from app.kernel.formats import Formats

    return Formats(language())


def when(instant: Any, formats: Formats) -> str:
    """An instant as the computer's clock shows it."""
    local = instant.astimezone()
    return f"{formats.date(local.date())} {local:%H:%M}"


def reason_words(reason: str) -> str:
    """Why a backup was taken."""
    return {
        "time": _("every 30 minutes"),
        "exit": _("when closing"),
        "asked": _("asked for"),
        "upgrade": _("before an upgrade"),
        "import": _("before an import"),
        "restore": _("before going back"),
        "keys": _("before new keys"),
    }[reason]


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
    }
