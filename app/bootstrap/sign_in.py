"""Who sits at this computer: the account of the operating system, a name on the command line, or the only person."""

from __future__ import annotations

from app.firm.domain import AccessRole
from app.firm.queries import PersonRow, people
from app.kernel.account import account_name
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
    person = named(found, wanted) if wanted is not None else _of_account(found)
    book.actor = actor_of(person)
    return book.actor


def find_person(book: Book, wanted: str) -> PersonRow:
    """The person with these initials or this name."""
    return named(book.read(people), wanted)


def named(found: list[PersonRow], wanted: str) -> PersonRow:
    """The one person with these initials, this name, or a name that begins so; Problem naming the choices."""
    folded = " ".join(wanted.split()).casefold()
    ways = (
        [person for person in found if person.initials.casefold() == folded],
        [person for person in found if person.name.casefold() == folded],
        [person for person in found if folded and person.name.casefold().startswith(folded)],
    )
    matches = next((some for some in ways if some), [])
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise Problem(
            "person.unclear",
            _("\u201c{name}\u201d fits more than one person.").format(name=wanted),
            hint=_("Choose one of: {names}.").format(names=_choices(matches)),
        )
    raise Problem(
        "person.unknown",
        _("Nobody here is called \u201c{name}\u201d.").format(name=wanted),
        hint=_("Choose one of: {names}.").format(names=_choices(found)),
    )


def _choices(found: list[PersonRow]) -> str:
    return ", ".join(f"{person.initials} ({person.name})" for person in found)


def _of_account(found: list[PersonRow]) -> PersonRow:
    account = account_name()
    for person in found:
        if person.os_account == account:
            return person
    if len(found) == 1:
        return found[0]
    partners = [person for person in found if person.access_role is AccessRole.PARTNER]
    if not any(person.os_account for person in found) and partners:
        # nobody is mapped to an account yet: the first partner set the book up on this computer
        return min(partners, key=lambda person: person.id)
    raise Problem(
        "person.unmapped",
        _("The account \u201c{account}\u201d of this computer belongs to nobody in this book.").format(account=account),
        hint=_("Say who you are with --as, or let a partner set your account under People."),
    )
