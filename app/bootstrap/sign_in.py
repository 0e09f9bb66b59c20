"""Who sits at this computer: the account of the operating system, a name on the command line, or the only person."""

from __future__ import annotations

import getpass

from app.firm.domain import AccessRole
from app.firm.queries import PersonRow, people
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.actor import SETUP, Actor
from app.storage.book import Book


def actor_of(person: PersonRow) -> Actor:
    """The actor a person is."""
    return Actor(person.id, person.name, person.access_role.value, person.zone)


def sign_in(book: Book, wanted: str | None = None) -> Actor:
    """Decide who acts: `wanted` (initials or name) if given, else the person of this account, else the only one.

    A book without people is being set up. Several people and no match is a problem that names the way out.
    """
    found = book.read(people)
    if not found:
        book.actor = SETUP
        return SETUP
    person = _named(found, wanted) if wanted else _of_account(found)
    book.actor = actor_of(person)
    return book.actor


def _named(found: list[PersonRow], wanted: str) -> PersonRow:
    folded = wanted.casefold()
    matches = [person for person in found if folded in (person.initials.casefold(), person.name.casefold())]
    if not matches:
        names = ", ".join(f"{person.initials} ({person.name})" for person in found)
        raise Problem(
            "person.unknown",
            _("Nobody here is called \u201c{name}\u201d.").format(name=wanted),
            hint=_("Choose one of: {names}.").format(names=names),
        )
    return matches[0]


def _of_account(found: list[PersonRow]) -> PersonRow:
    account = getpass.getuser()
    for person in found:
        if person.os_account == account:
            return person
    if len(found) == 1:
        return found[0]
    partners = [person for person in found if person.access_role is AccessRole.PARTNER]
    if not any(person.os_account for person in found) and partners:
        # nobody is mapped to an account yet: the first partner set the book up on this computer
        return partners[0]
    raise Problem(
        "person.unmapped",
        _("The account \u201c{account}\u201d of this computer belongs to nobody in this book.").format(account=account),
        hint=_("Say who you are with --as, or let a partner set your account under People."),
    )
