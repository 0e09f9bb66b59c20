"""The verbs about backups of a shared book, for the computer that takes them at night: `backup --to` and `shared`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from app.cli.tools import Tools, answer, table, verb
from app.cli.verbs import watertight
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext

if TYPE_CHECKING:
    from app.storage.backups.marks import Backup
    from app.storage.secrets import Secret

T = TypeVar("T")


@watertight.group()
def shared() -> None:
    """Back up a book that an office shares in PostgreSQL, and bring it back."""


@shared.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--no-check", "unchecked", is_flag=True, help="Do not restore and compare; it then counts as not checked."
)
@verb
def take(tools: Tools, folder: Path, unchecked: bool) -> None:
    """Back up the shared book into FOLDER: dumped, restored into a scratch database, compared. For cron.

    The role in the address reads everything and may make databases: `shared role` says how to make it.
    """
    backup_into(tools, folder, unchecked=unchecked)


def backup_into(tools: Tools, folder: Path, *, unchecked: bool) -> None:
    """Take a backup of the shared book that is meant and let go of those no longer needed."""
    from app.cli.backups import found_in, plain
    from app.kernel.clock import SystemClock
    from app.receivables.checks import looks
    from app.storage.backups import thin
    from app.storage.backups.client import Client
    from app.storage.backups.noted import note
    from app.storage.backups.shared import dump, dumps

    url, clock = _address(tools), SystemClock()

    def take(password: Secret | None) -> tuple[Backup, bool]:
        done = dump(url, folder, clock, password=password, check=not unchecked, looks=looks())
        return done, note(Client.to(url, password), done)

    taken, told = _with_password(url, take)
    thin([one for one in dumps(folder) if one.origin == taken.origin], clock.now())
    said = _("Backed up to {place}, not checked.") if unchecked else _("Backed up to {place} and checked.")
    lines = [said.format(place=taken.place), *found_in(taken)]
    if not told:
        lines.append(
            _("No window is told of it: the server does not let this role. See \u201cwatertight shared role\u201d.")
        )
    answer(tools, {**plain(taken), "told": told}, lines)


@shared.command("list")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@verb
def listing(tools: Tools, folder: Path) -> None:
    """List the backups in FOLDER, the newest first, with what was found when each was looked at last."""
    from app.cli.backups import here, plain, when
    from app.storage.backups.shared import dumps

    found = dumps(folder)
    formats = here()
    lines = table(
        (_("Taken"), _("Entries"), _("Size"), _("Checked"), _("File")),
        [
            (
                when(one.made, formats),
                str(one.sequence),
                _("{size} MB").format(size=-(-one.size // 1_000_000)),
                one.looked_at(when(one.checked_at, formats)) if one.good else _state(one),
                str(one.place),
            )
            for one in found
        ],
        frozenset({1, 2}),
    )
    answer(tools, [plain(one) for one in found], lines if found else [_("There is no backup in this folder.")])


def _state(one: Backup) -> str:
    from app.storage.backups.marks import UNCHECKED

    return _("not checked") if one.damage == UNCHECKED else _("damaged")


@shared.command()
@click.argument("dump", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@verb
def recheck(tools: Tools, dump: Path) -> None:
    """Restore DUMP into a scratch database of the server of --book, go through it and note what was found."""
    from app.cli.backups import plain
    from app.kernel.clock import SystemClock
    from app.receivables.checks import looks
    from app.storage.backups.marks import read
    from app.storage.backups.shared import recheck as look_again

    known = read(dump)
    if known is None:
        raise Problem("backup.no_mark", _("{path} has no mark of a backup that fits.").format(path=dump))
    url = _address(tools)
    looked = _with_password(
        url, lambda password: look_again(known, url, SystemClock(), password=password, looks=looks())
    )
    if not looked.good:
        raise Problem(
            "backup.damaged",
            _("{path} is not what was backed up.").format(path=dump),
            hint=_("Take another backup now, and look at an older one."),
        )
    answer(tools, plain(looked), [_("{path} was restored and is whole.").format(path=dump)])


@shared.command()
@click.argument("dump", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@verb
def restore(tools: Tools, dump: Path) -> None:
    """Bring DUMP back into a new database, the one that --book names; never over one that is there."""
    from app.kernel.clock import SystemClock
    from app.storage.backups.shared import restore as bring_back

    url = _address(tools)
    found = _with_password(url, lambda password: bring_back(dump, url, SystemClock(), password=password))
    tools.foresee(found.held, url)
    entries = ngettext(
        "Brought back and checked: {n} entry of the history.",
        "Brought back and checked: {n} entries of the history.",
        found.held.sequence,
    )
    result = {"entries": found.held.sequence, "head": found.held.head, "rows": dict(found.rows)}
    answer(tools, result, [entries.format(n=found.held.sequence)])


@shared.command()
@click.option("--name", default="watertight_backup", help="How the role is called.")
@verb
def role(tools: Tools, name: str) -> None:
    """Print the SQL that makes the role of the backups, which reads everything and changes nothing, for a superuser."""
    from app.storage.backups.client import Client
    from app.storage.backups.shared import role_statements

    statements = role_statements(Client.to(_address(tools)).database, name)
    answer(tools, statements, statements)


def _address(tools: Tools) -> str:
    place = tools.where()
    if "://" not in place:
        raise Problem(
            "backup.file",
            _("This book is a file on this computer: \u201cwatertight backup\u201d takes its backups."),
            hint=_("Name a shared one with --book postgresql://person@server/database."),
        )
    return place


def _with_password(url: str, job: Callable[[Secret | None], T]) -> T:
    """Without a password first, as PostgreSQL's own programs find one; else from the keyring, a file, or a person."""
    from app.cli.unlocking import server_password
    from app.storage import address

    try:
        return job(None)
    except Problem as problem:
        asked = problem.code == "book.password" and address.parted(url)[1] is None
        password = (address.kept(url) or server_password()) if asked else None
        if password is None:
            raise
        return job(password)
