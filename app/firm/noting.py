"""Noting in the history of a book what was done with its keys, for the window and the command line alike."""

from __future__ import annotations

from app.firm.commands import note_key_change
from app.firm.domain import KeyAct
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.book import Book
from app.storage.secrets.unlocking import this_account


def acts_of(*, passphrase: bool, keyring: bool) -> list[KeyAct]:
    """What new keys come with besides their code."""
    return [*([KeyAct.WORDS_SET] if passphrase else []), *([KeyAct.REMEMBERED] if keyring else [])]


def note_keys(book: Book, *acts: KeyAct) -> None:
    """Note that it was done at this computer, just now; of a book that is only read nothing is noted."""
    if book.read_only or book.actor.person_id is None:
        return
    try:
        for act in acts:
            book.perform(note_key_change, act=act, label=this_account())
    except Problem as problem:
        raise Problem(
            "key.not_noted",
            _("It was done, but the book\u2019s history could not take it: {why}").format(why=problem.message),
            hint=problem.hint,
        ) from problem
