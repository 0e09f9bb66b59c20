"""Where the command line has keys from: files named in the environment, the keyring, at last the person at it.

A secret never stands on the command line itself, where every process of the computer could read it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.kernel.problems import Problem
from app.kernel.words import _

if TYPE_CHECKING:
    from app.storage.secrets import Secret

CODE_FILE = "WATERTIGHT_CODE_FILE"
PASSPHRASE_FILE = "WATERTIGHT_PASSPHRASE_FILE"  # noqa: S105 - the name of a file
PASSWORD_FILE = "WATERTIGHT_PASSWORD_FILE"  # noqa: S105 - the name of a file
LONGEST = 10_000


def root_for(book: Path) -> Secret | None:
    """The root of an encrypted book by what was given; None leaves it to the keyring."""
    from app.storage.secrets import unlock

    code, passphrase = os.environ.get(CODE_FILE), os.environ.get(PASSPHRASE_FILE)
    if code:
        return unlock(book, code=secret_in(Path(code)).reveal())
    if passphrase:
        return unlock(book, passphrase=secret_in(Path(passphrase)))
    if not somebody_is_there():
        return None
    try:
        return unlock(book)
    except Problem as problem:
        if not problem.code.startswith("key."):
            raise
        click.echo(str(problem), err=True)
    return _typed(book, click.prompt(_("Passphrase or recovery code"), hide_input=True, err=True))


def server_password() -> Secret | None:
    """The password of a shared book's server: from the file the environment names, else from who sits at the terminal.

    None where nobody can be asked. It is wanted only after the server refused what libpq found and the keyring holds.
    """
    from app.storage.secrets import Secret

    file = os.environ.get(PASSWORD_FILE)
    if file:
        return secret_in(Path(file))
    return Secret(_hidden(_("Password of the shared book"))) if somebody_is_there() else None


def warn_of_password(place: str | None) -> None:
    """Say it in one line where an address came with its password: what a command is called with is no secret."""
    if place is None or "://" not in place:
        return
    from app.storage.address import parted

    if parted(place)[1] is not None:
        text = _(
            "A password among the words of a command can be read by every program on this computer: leave it out. "
            "It is taken from PostgreSQL\u2019s .pgpass, the keyring or the file that {variable} names, or asked for."
        )
        click.echo(text.format(variable=PASSWORD_FILE), err=True)


def _typed(book: Path, typed: str) -> Secret:
    """What was typed is a code if it can be one, else a passphrase; where none opens the book, a mistyped code."""
    from app.storage.secrets import Secret, root_of, unlock

    try:
        root_of(typed)
    except Problem as mistyped:
        try:
            return unlock(book, passphrase=Secret(typed))
        except Problem as problem:
            raise (mistyped if _looks_like_a_code(typed) or not _has_passphrase(book) else problem) from None
    return unlock(book, code=typed)


def _has_passphrase(book: Path) -> bool:
    from app.storage.secrets import SlotKind, slots

    try:
        return any(slot.kind is SlotKind.PASSPHRASE for slot in slots(book))
    except Problem:
        return False


def _looks_like_a_code(typed: str) -> bool:
    return typed.count("-") >= 5


def secret_in(file: Path) -> Secret:
    """The first line of a file."""
    from app.storage.secrets import Secret

    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        return Secret(lines.readline(LONGEST).rstrip("\r\n"))


def new_passphrase(file: Path | None, *, ask: bool) -> Secret | None:
    """A passphrase to be: from a file, or typed twice where somebody can be asked; None when there shall be none."""
    from app.storage.secrets import Secret

    if file is not None:
        return secret_in(file)
    if not (ask and somebody_is_there()):
        return None
    typed = _hidden(_("New passphrase (leave empty for none)"))
    if not typed:
        return None
    if _hidden(_("The same once more")) != typed:
        raise Problem(
            "key.passphrase_differs",
            _("The two passphrases differ."),
            field="passphrase",
            hint=_("Nothing was changed. Try again."),
        )
    return Secret(typed)


def _hidden(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, hide_input=True, err=True))


def somebody_is_there() -> bool:
    """Whether a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()
