"""Who acts: a name that was given, the account of this computer, or the only person."""

from __future__ import annotations

import getpass

import pytest

from app.bootstrap.sessions import session_of
from app.bootstrap.sign_in import sign_in
from app.firm.commands import add_person, change_person, found_firm
from app.firm.domain import AccessRole
from app.firm.queries import people
from app.kernel.problems import Problem
from app.storage.actor import SETUP, Actor
from app.storage.book import Book
from tests.books import Office


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> str:
    """The account of this computer is Grace's."""
    monkeypatch.setattr(getpass, "getuser", lambda: "grace")
    return "grace"


def map_account(office: Office, initials: str, account: str) -> None:
    row = next(item for item in office.book.read(people) if item.initials == initials)
    office.act_as("EF").perform(change_person, person_id=row.id, version=row.version, os_account=account)


def refused(book: Book, wanted: str | None = None) -> Problem:
    before = book.actor
    with pytest.raises(Problem) as caught:
        sign_in(book, wanted)
    assert book.actor == before
    return caught.value


def test_an_empty_book_is_being_set_up(book: Book) -> None:
    assert sign_in(book) == SETUP
    assert sign_in(book, "EF") == SETUP
    assert session_of(book) is None


def test_a_one_person_firm_never_asks(book: Book) -> None:
    found_firm_of_one(book)
    assert sign_in(book).name == "Ann Archer"


def found_firm_of_one(book: Book) -> None:
    book.perform(
        found_firm,
        name="Archer",
        country="GB",
        language="en-GB",
        zone="Europe/London",
        currency="GBP",
        person_name="Ann Archer",
        initials="AA",
        os_account="somebody-else",
    )


def test_an_account_belongs_to_its_person(office: Office) -> None:
    map_account(office, "GB", "grace")
    assert sign_in(office.book) == Actor(office.people["GB"], "Grace Bennett", "office_manager", "Europe/London")


def test_an_account_that_belongs_to_nobody_is_told_how_to_go_on(office: Office) -> None:
    map_account(office, "PR", "priya")
    problem = refused(office.book)
    assert problem.code == "person.unmapped"
    assert "\u201cgrace\u201d" in problem.message
    assert "--as" in problem.hint


def test_before_anybody_is_mapped_the_first_partner_set_the_book_up_here(office: Office) -> None:
    office.act_as("EF").perform(add_person, name="Aaron Able", initials="AX", access_role=AccessRole.PARTNER)
    assert sign_in(office.book).name == "Eleanor Finch"


def test_a_given_name_goes_before_the_account(office: Office) -> None:
    map_account(office, "GB", "grace")
    assert sign_in(office.book, "PR").name == "Priya Raman"


@pytest.mark.parametrize("wanted", ["TO", "to", "Tom Okafor", "tom okafor", "  Tom   Okafor ", "Tom"])
def test_a_person_is_found_by_initials_name_or_its_beginning(office: Office, wanted: str) -> None:
    assert sign_in(office.book, wanted).name == "Tom Okafor"


def test_initials_go_before_the_beginning_of_a_name(office: Office) -> None:
    office.act_as("EF").perform(add_person, name="Toby Reed", initials="TR", access_role=AccessRole.CONSULTANT)
    assert sign_in(office.book, "to").name == "Tom Okafor"


def test_two_who_fit_are_both_named(office: Office) -> None:
    office.act_as("EF").perform(add_person, name="Tomas Reed", initials="TR", access_role=AccessRole.CONSULTANT)
    problem = refused(office.book, "tom")
    assert problem.code == "person.unclear"
    assert "TO (Tom Okafor), TR (Tomas Reed)" in problem.hint


@pytest.mark.parametrize("wanted", ["XY", "", "  "])
def test_a_stranger_is_told_who_there_is(office: Office, wanted: str) -> None:
    problem = refused(office.book, wanted)
    assert problem.code == "person.unknown"
    assert all(f"{initials} (" in problem.hint for initials in office.people)


def test_who_left_the_firm_signs_in_no_more(office: Office) -> None:
    row = next(item for item in office.book.read(people) if item.initials == "TO")
    office.act_as("EF").perform(change_person, person_id=row.id, version=row.version, active=False)
    assert refused(office.book, "TO").code == "person.unknown"


def test_the_window_s_session_is_the_person_s(office: Office) -> None:
    map_account(office, "GB", "grace")
    sign_in(office.book)
    session = session_of(office.book)
    assert session is not None
    assert (session.initials, session.role, session.currency) == ("GB", AccessRole.OFFICE_MANAGER, "GBP")
    assert session.book_name == "Alder & Finch Advisory LLP"
    assert session.shared is office.book.place.startswith("postgresql")
    assert not session.is_demo
    assert session.today() == office.clock.now().date()
