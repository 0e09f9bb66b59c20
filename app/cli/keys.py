"""The verbs about what opens a book: its recovery code, the keyring of this computer, a passphrase, a new root."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.backups import keep_file
from app.cli.tools import Tools, answer, table, verb
from app.cli.unlocking import new_passphrase, somebody_is_there
from app.cli.verbs import watertight
from app.kernel.clock import local_date
from app.kernel.problems import Problem
from app.kernel.words import _

if TYPE_CHECKING:
    from app.firm.domain import KeyAct
    from app.storage.actor import Actor
    from app.storage.book import Book
    from app.storage.rekey import Rekeyed
    from app.storage.secrets import Secret, Slot

PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the new passphrase; asked for at a terminal if not given.",
)
SURE = click.option("--yes", is_flag=True, help="Do not ask whether the new code was written down.")


@watertight.group()
def key() -> None:
    """Show and change what opens an encrypted book: recovery code, keyring, passphrase."""


@key.command()
@verb
def show(tools: Tools) -> None:
    """Show the recovery code, to print it or write it down. With the book's file it opens the book anywhere."""
    from app.firm.domain import KeyAct
    from app.firm.noting import note_keys
    from app.storage.secrets import code_of

    _place, root = _encrypted(tools, to_change=True)
    note_keys(tools.book_open(), KeyAct.CODE_SHOWN)
    answer(tools, {"recovery_code": code_of(root)}, code_lines(root))


@key.command()
@verb
def check(tools: Tools) -> None:
    """Say what opens the book, and whether this computer opens it without asking."""
    from app.storage.secrets import slots, unlock

    place, root = _encrypted(tools, to_change=False)
    problems: list[Problem] = []
    found: tuple[Slot, ...] = ()
    try:
        found = slots(place, root)
        unlock(place)
    except Problem as problem:
        if not problem.code.startswith("key."):
            raise
        problems.append(problem)
    lines = [*_slot_lines(found), _("The recovery code opens the book in any case.")]
    if not problems:
        lines.append(_("This computer opens the book without asking."))
    answer(tools, {"slots": [_plain(slot) for slot in found], "opens_here": not problems}, lines, problems)


@key.command()
@click.option("--last", default=50, show_default=True, help="How many acts are listed, the newest first.")
@verb
def history(tools: Tools, last: int) -> None:
    """List what was done with the keys: when, what, at which computer and by whom."""
    from app.firm.domain import key_act_name
    from app.firm.queries import key_changes

    _encrypted(tools, to_change=False)
    book = tools.book_open()
    found = book.read(key_changes, most=last)
    formats = tools.formats(book)
    rows: list[tuple[str, ...]] = [
        (formats.date(local_date(row.at, formats.zone)), key_act_name(row.act), row.label, row.person) for row in found
    ]
    lines = table((_("On"), _("What was done"), _("Made at"), _("By")), rows) if rows else [_("Nothing yet.")]
    answer(tools, found, lines)


@key.command()
@PASSPHRASE
@verb
def passphrase(tools: Tools, passphrase_file: Path | None) -> None:
    """Set the passphrase that opens the book, in place of an earlier one."""
    from app.firm.domain import KeyAct
    from app.firm.noting import note_keys
    from app.storage.secrets import SlotKind, set_passphrase

    place, root = _encrypted(tools, to_change=True, writes=True)
    chosen = new_passphrase(passphrase_file, ask=True)
    if chosen is None:
        raise Problem(
            "key.passphrase_short",
            _("No passphrase was given."),
            field="passphrase",
            hint=_("Name a file with --passphrase-file, or type one at a terminal."),
        )
    known = any(slot.kind is SlotKind.PASSPHRASE for slot in _slots_of(place, root))
    slot = set_passphrase(place, root, chosen)
    note_keys(tools.book_open(), KeyAct.WORDS_CHANGED if known else KeyAct.WORDS_SET)
    answer(tools, _plain(slot), [_("The passphrase opens the book from now on.")])


@key.command()
@verb
def remember(tools: Tools) -> None:
    """Let this computer open the book by its keyring, without asking."""
    from app.firm.domain import KeyAct
    from app.firm.noting import note_keys
    from app.storage.secrets import add_keyring

    place, root = _encrypted(tools, to_change=False, writes=True)
    slot = add_keyring(place, root)
    note_keys(tools.book_open(), KeyAct.REMEMBERED)
    answer(tools, _plain(slot), [_("This computer opens the book without asking from now on.")])


@key.command()
@click.argument("slot")
@verb
def forget(tools: Tools, slot: str) -> None:
    """Take a way to open the book away: SLOT is its number as "key check" shows it, or its id.

    Copies of the key file made before still open by it; "key renew" ends that for the book.
    """
    from app.firm.domain import KeyAct
    from app.firm.noting import note_keys
    from app.storage.secrets import SlotKind, remove_slot, slots

    place, _root = _encrypted(tools, to_change=True, writes=True)
    found = slots(place)
    chosen = {str(number): one for number, one in enumerate(found, 1)} | {one.id: one for one in found}
    problem = remove_slot(place, chosen[slot].id if slot in chosen else slot)
    by_words = slot in chosen and chosen[slot].kind is SlotKind.PASSPHRASE
    note_keys(tools.book_open(), KeyAct.WORDS_REMOVED if by_words else KeyAct.FORGOTTEN)
    left = slots(place)
    answer(
        tools,
        {"slots": [_plain(one) for one in left]},
        [*_slot_lines(left), _("The recovery code opens the book in any case.")],
        [] if problem is None else [problem],
    )


@key.command()
@PASSPHRASE
@SURE
@verb
def renew(tools: Tools, passphrase_file: Path | None, yes: bool) -> None:
    """Give the book a new key and a new recovery code. Who knows the old ones can no longer open it."""
    from app.firm.domain import KeyAct
    from app.firm.noting import acts_of
    from app.storage import rekey
    from app.storage.making import Ways
    from app.storage.secrets import new_root

    place, old = _encrypted(tools, to_change=True, writes=True)
    root, clock, actor = new_root(), tools.clock(), tools.book_open().actor
    tools.close()
    _announce(tools, root, sure=yes)
    with _announced():
        chosen, keyring = _ways(passphrase_file)
        keep_file(place, clock, old, "keys")
        note = partial(_note, actor, (KeyAct.RENEWED, *acts_of(passphrase=chosen is not None, keyring=keyring)))
        done = rekey.rekey(place, clock, root=old, new_root=root, ways=Ways(chosen, keyring), note=note)
    text = _("The book as it was lies in {path}, and opens as before.").format(path=done.before)
    _moved(tools, done, root, text)


@key.command()
@PASSPHRASE
@click.option("--remove-plain", is_flag=True, help="Remove the plain file afterwards.")
@SURE
@verb
def encrypt(tools: Tools, passphrase_file: Path | None, remove_plain: bool, yes: bool) -> None:
    """Encrypt a book that is plain."""
    from app.firm.domain import KeyAct
    from app.firm.noting import acts_of
    from app.storage import rekey
    from app.storage.making import Ways
    from app.storage.secrets import new_root

    place, old = _file(tools, to_change=True, writes=True)
    if old is not None:
        raise Problem("key.encrypted", _("This book is encrypted already."), hint=_("“key renew” gives it a new key."))
    root, clock, actor = new_root(), tools.clock(), tools.book_open().actor
    tools.close()
    _announce(tools, root, sure=yes)
    with _announced():
        chosen, keyring = _ways(passphrase_file)
        keep_file(place, clock, None, "keys")
        note = partial(_note, actor, (KeyAct.ENCRYPTED, *acts_of(passphrase=chosen is not None, keyring=keyring)))
        done = rekey.encrypt(place, clock, root=root, ways=Ways(chosen, keyring), note=note)
    if remove_plain:
        rekey.remove_plain(done)
        text = _("The plain file was removed; backups made before are plain still.")
    else:
        text = _("The plain book lies in {path}, where everybody who finds it can read it. Remove it.").format(
            path=done.before
        )
    _moved(tools, done, root, text)


def code_lines(root: Secret) -> list[str]:
    """The recovery code and what it is for."""
    from app.storage.secrets import code_of

    return [
        _("Recovery code: {code}").format(code=code_of(root)),
        _("Print it or write it down, and keep it away from the computer: with the file it opens the book anywhere."),
    ]


def ways_of_new(passphrase_file: Path | None, *, ask: bool) -> tuple[Secret | None, bool]:
    """What shall open a new book besides its code: a passphrase if one is given, the keyring if there is one."""
    from app.storage.secrets import has_keyring

    return new_passphrase(passphrase_file, ask=ask), has_keyring()


def _ways(passphrase_file: Path | None) -> tuple[Secret | None, bool]:
    return ways_of_new(passphrase_file, ask=True)


def _announce(tools: Tools, root: Secret, *, sure: bool) -> None:
    """Show the new code before the old one ends: between the two nothing may be lost."""
    for line in code_lines(root):
        click.echo(line, err=tools.as_json)
    if sure:
        return
    if not somebody_is_there():
        raise Problem(
            "key.unsure",
            _("Nothing was changed: nobody is there to say that the new code was kept."),
            hint=_("Say --yes, and keep what is printed."),
        )
    click.confirm(_("Did you write the new code down?"), abort=True, err=True)


@contextmanager
def _announced() -> Iterator[None]:
    """Whatever fails once a new code was told: it must not be kept for the one that opens the book."""
    try:
        yield
    except Problem as problem:
        told = _("The book is as it was: the new code opens nothing.")
        raise Problem(problem.code, problem.message, field=problem.field, hint=f"{told} {problem.hint}") from problem


def _note(actor: Actor, acts: tuple[KeyAct, ...], book: Book) -> None:
    """Into the book with its new keys, before it takes its place: who gave it them."""
    from app.firm.noting import note_keys

    book.actor = actor
    note_keys(book, *acts)


def _moved(tools: Tools, done: Rekeyed, root: Secret, text: str) -> None:
    from app.storage.secrets import code_of

    result = {
        "book": str(done.place),
        "recovery_code": code_of(root),
        "slots": [_plain(slot) for slot in done.slots],
        "before": str(done.before) if done.before.exists() else None,
    }
    answer(tools, result, [*_slot_lines(done.slots), text])


def _encrypted(tools: Tools, *, to_change: bool, writes: bool = False) -> tuple[Path, Secret]:
    place, root = _file(tools, to_change=to_change, writes=writes)
    if root is None:
        raise Problem("key.plain", _("This book is not encrypted."), hint=_("“key encrypt” encrypts it."))
    return place, root


def _file(tools: Tools, *, to_change: bool, writes: bool) -> tuple[Path, Secret | None]:
    """The book's file and root. Whoever has them can do everything; the role keeps from doing it by mistake."""
    from app.firm.domain import Right
    from app.storage.book import is_url

    book = tools.opened(Right.EDIT_FIRM if to_change else None)
    if is_url(book.place):
        raise Problem(
            "key.shared", _("A shared book has no key here."), hint=_("Its server keeps it; ask who looks after that.")
        )
    if writes:
        book.ensure_written()
    return Path(book.place), book.root


def _slots_of(place: Path, root: Secret) -> tuple[Slot, ...]:
    """What opens the book besides its code; nothing where its key file cannot be read."""
    from app.storage.secrets import slots

    try:
        return slots(place, root)
    except Problem:
        return ()


def _plain(slot: Slot) -> dict[str, Any]:
    return {"id": slot.id, "kind": str(slot.kind), "made": slot.made, "label": slot.label}


def _slot_lines(found: tuple[Slot, ...]) -> list[str]:
    from app.storage.secrets import SlotKind

    kinds = {SlotKind.KEYRING: _("keyring"), SlotKind.PASSPHRASE: _("passphrase")}
    rows: list[tuple[str, ...]] = [
        (str(number), kinds[slot.kind], slot.label, slot.made[:10]) for number, slot in enumerate(found, 1)
    ]
    return table(("", _("Opened by"), _("Made at"), _("On")), rows) if rows else []
