"""The big firm's office, founded by commands: people of every role, the rate card, closed days, internal tasks."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.engagements.commands import add_internal_task, add_rate_card
from app.firm.commands import add_holiday, add_person, found_firm
from app.firm.domain import AccessRole
from app.storage.actor import SETUP, Actor
from app.storage.book import Book
from benchmarks.big.sizes import SEED, Size

ZONE = "Europe/London"
GRADES = {
    "Partner": Decimal(240),
    "Senior consultant": Decimal(165),
    "Consultant": Decimal(125),
    "Analyst": Decimal(95),
}
KNOWN = (
    ("EF", "Eleanor Finch", AccessRole.PARTNER, "Partner"),
    ("GB", "Grace Bennett", AccessRole.OFFICE_MANAGER, None),
    ("PR", "Priya Raman", AccessRole.CONSULTANT, "Senior consultant"),
    ("JW", "Jonas Weber", AccessRole.MANAGER, "Consultant"),
    ("TO", "Tom Okafor", AccessRole.CONSULTANT, "Consultant"),
    ("SL", "Sofia Lindqvist", AccessRole.CONSULTANT, "Analyst"),
    ("MA", "Marcus Alder", AccessRole.PARTNER, "Partner"),
    ("AC", "Ada Cole", AccessRole.ACCOUNTANT, None),
)
"""The people of the small firm are the first of every size."""
FIRST = (
    "Amira Ben Clara Dmitri Elin Farid Greta Hugo Ines Jamal Kirsten Liam Mina Noor Oskar Petra Quentin Rosa".split()
)
LAST = "Abbott Baker Castell Dunn Ekberg Fournier Graham Hale Ibsen Jansen Kaur Lund Marsh Novak Ortega Price".split()
INTERNAL = ("Business development", "Team meeting", "Training", "Administration")
CLOSED = (
    (date(2025, 8, 25), "Summer bank holiday"),
    (date(2025, 12, 25), "Christmas Day"),
    (date(2025, 12, 26), "Boxing Day"),
    (date(2026, 1, 1), "New Year's Day"),
    (date(2026, 4, 3), "Good Friday"),
    (date(2026, 4, 6), "Easter Monday"),
    (date(2026, 5, 4), "Early May bank holiday"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works: id, name and grade."""

    id: int
    name: str
    initials: str
    role: AccessRole
    grade: str | None


@dataclass(frozen=True, slots=True)
class Office:
    """Who is there, the tasks of the firm itself, and the days nobody works."""

    people: tuple[Member, ...]
    internal: tuple[int, ...]
    closed: frozenset[date]

    @property
    def workers(self) -> list[Member]:
        """Those with a grade: they log time."""
        return [person for person in self.people if person.grade is not None]

    @property
    def leads(self) -> list[Member]:
        """Those who may lead a statement of work."""
        return [person for person in self.people if person.role in (AccessRole.PARTNER, AccessRole.MANAGER)]


def found(book: Book, size: Size) -> Office:
    """Found the firm in an empty book."""
    book.actor = SETUP
    _initials, name, _role, grade = KNOWN[0]
    founded = book.perform(
        found_firm,
        name="Harrow & Lane Advisory LLP",
        country="GB",
        language="en-GB",
        zone=ZONE,
        currency="GBP",
        person_name=name,
        initials="EF",
        grade=grade,
        email="eleanor.finch@harrowlane.example",
        address="14 Welsh Back\nBristol BS1 4RR",
        tax_number="GB999999973",
        registration="registered in England OC399999",
        bank_name="Harbour Bank",
        account_name="Harrow & Lane Advisory LLP",
        iban="GB82WEST12345698765432",
        payment_page="https://pay.harrowlane.example/",
        contact_name="Grace Bennett",
        contact_phone="0117 496 0100",
        contact_email="billing@harrowlane.example",
    ).result
    book.actor = Actor(founded.person_id, name, AccessRole.PARTNER.value, ZONE)
    people = [Member(founded.person_id, name, "EF", AccessRole.PARTNER, grade)]
    for initials, name, role, own_grade in _others(size.people):
        number = book.perform(
            add_person,
            name=name,
            initials=initials,
            access_role=role,
            grade=own_grade,
            email=f"{name.lower().replace(' ', '.')}@harrowlane.example",
        ).result
        people.append(Member(number, name, initials, role, own_grade))
    book.perform(add_rate_card, name="Standard", valid_from=size.first, rates=tuple(GRADES.items()))
    internal = tuple(book.perform(add_internal_task, name=name).result for name in INTERNAL)
    for day, name in CLOSED:
        book.perform(add_holiday, day=day, name=name)
    return Office(tuple(people), internal, frozenset(day for day, _name in CLOSED))


def _others(count: int) -> list[tuple[str, str, AccessRole, str | None]]:
    """Everybody but the founder: the known ones, then others with names of their own."""
    dice = random.Random(SEED)
    grades = (*GRADES, "Consultant", "Consultant", "Senior consultant", "Analyst")
    found: list[tuple[str, str, AccessRole, str | None]] = list(KNOWN[1:count])
    names = [(first, last) for first in FIRST for last in LAST]
    taken = {initials for initials, *_rest in KNOWN}
    for first, last in dice.sample(names, len(names)):
        initials = f"{first[0]}{last[:2]}".upper()
        if len(found) >= count - 1:
            break
        if initials in taken:
            continue
        taken.add(initials)
        grade = grades[len(found) % len(grades)]
        role = {"Partner": AccessRole.PARTNER, "Senior consultant": AccessRole.MANAGER}.get(grade)
        if grade == "Partner" and len(found) > 24:
            role = AccessRole.MANAGER
        found.append((initials, f"{first} {last}", role or AccessRole.CONSULTANT, grade))
    return found
