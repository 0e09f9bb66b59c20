"""Full text on both databases: what was written is found by each of its words, what is gone is not."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.clients.commands import add_client, add_contact, change_client
from app.clients.queries import client, find_clients, find_contacts
from app.engagements.queries import find_sows
from app.firm.commands import add_person
from app.firm.domain import AccessRole
from app.invoices.queries import find_invoices
from app.kernel.problems import Problem
from app.shell.pages.finding import found
from app.storage.actor import Actor
from app.storage.book import Book
from app.storage.search import found_in, words_of
from app.timesheets.commands import change_entry, remove_entry
from app.timesheets.queries import find_entries
from app.timesheets.records import TimeEntry
from tests.books import Office
from tests.examples import examples
from tests.samples.invoices import brightwater_april, issued_april
from tests.samples.timesheets import internal_task, log

DAY = date(2026, 4, 28)
_FOUND = select(TimeEntry.id).where(found_in("time_entry", most=100_000))
LETTERS = "abcdeXYZ0179\u00e4\u00f6\u00c9\u00f1\u0161\u0142\u00f8\u00df"
NOTES = st.text(st.sampled_from(LETTERS + " -_./:;,!?'\"&|()*@%+\u2013\u201e\u201c\u2026"), max_size=40)


def hits(book: Book, word: str) -> set[int]:
    return book.read(lambda reads: set(reads.execute(_FOUND, {"words": word}).scalars()))


def plain(word: str) -> str:
    """Without accents, in small letters: SQLite takes them for the same."""
    return "".join(one for one in unicodedata.normalize("NFKD", word).casefold() if not unicodedata.combining(one))


@given(written=NOTES, instead=NOTES)
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_note_is_found_by_each_of_its_words_as_long_as_it_says_them(
    office: Office, written: str, instead: str
) -> None:
    book = office.act_as("PR")
    task = _task(office)
    entry = log(office, "PR", task, DAY, "0.1", written, approved=False)
    for word in words_of(written):
        assert entry in hits(book, word), word
    book.perform(change_entry, entry_id=entry, note=instead)
    for word in words_of(instead):
        assert entry in hits(book, word), word
    now = [plain(word) for word in words_of(instead)]
    for word in words_of(written):
        if not any(other.startswith(plain(word)) for other in now):
            assert entry not in hits(book, word), word
    book.perform(remove_entry, entry_id=entry)
    for word in words_of(instead):
        assert entry not in hits(book, word), word


def _task(office: Office) -> int:
    try:
        return internal_task(office, "Reading")
    except Problem:
        from app.engagements.queries import tasks

        return next(row.task_id for row in office.book.read(tasks) if row.name == "Reading")


def test_beginnings_of_several_words_find_the_newest_first(office: Office) -> None:
    task = internal_task(office, "Reading")
    first = log(office, "PR", task, DAY, "1", "Interviews with the billing team")
    second = log(office, "TO", task, DAY, "1", "Billing interviews, notes")
    log(office, "PR", task, DAY, "1", "Interview of a candidate")
    found_ids = [row.entry_id for row in office.act_as("EF").read(find_entries, text="bill inter")]
    assert found_ids == [second, first]


def test_operators_and_signs_are_no_language_of_the_search(office: Office) -> None:
    task = internal_task(office, "Reading")
    entry = log(office, "PR", task, DAY, "1", "near AND not OR a.mercer@brightwater.example 50%")
    book = office.act_as("EF")
    for text in ("AND", "not", "NEAR(", "mercer", '"brightwater', "a.mercer@brightwater", "50%", "who : p1 OR near"):
        rows = book.read(find_entries, text=text)
        assert [row.entry_id for row in rows] == ([] if "who" in text else [entry]), text
    for text in ("", "  ", "*", "'", "--"):
        assert book.read(find_entries, text=text) == []


def test_a_consultant_finds_the_own_time_however_much_others_wrote(office: Office) -> None:
    task = internal_task(office, "Reading")
    own = log(office, "PR", task, DAY, "1", "Steering")
    for _turn in range(10):
        log(office, "TO", task, DAY, "0.1", "Steering")
    assert len(office.act_as("EF").read(find_entries, text="steer")) == 8
    assert [row.entry_id for row in office.act_as("PR").read(find_entries, text="steer")] == [own]


def test_a_client_is_found_by_its_new_name_and_no_more_by_the_old_one(office: Office) -> None:
    sample = brightwater_april(office)
    book = office.act_as("EF")
    (row,) = book.read(find_clients, text="bright util")
    assert [one.sow_id for one in book.read(find_sows, text="billing rev")] == [sample.sow_id]
    contacts = book.read(find_contacts, text="bright")
    assert {one.client_id for one in contacts} == {row.id}
    version = book.read(client, client_id=row.id).version
    book.perform(change_client, client_id=row.id, version=version, name="Zephyr Water", legal_name="Zephyr Water plc")
    assert [one.name for one in book.read(find_clients, text="zeph")] == ["Zephyr Water"]
    assert book.read(find_clients, text="bright") == []


def test_an_invoice_is_found_by_number_order_and_client(office: Office) -> None:
    done = issued_april(office)
    book = office.act_as("GB")
    for text in ("inv 2026 0001", "0001", "4500187321", "brightw"):
        assert [row.number for row in book.read(find_invoices, text=text)] == [done.number], text
    with pytest.raises(Problem):
        office.act_as("PR").read(find_invoices, text="0001")


def test_each_role_finds_what_it_may_read(office: Office) -> None:
    issued_april(office)
    partner = office.act_as("EF").read(found, text="brightw")
    assert (len(partner.clients), len(partner.invoices)) == (1, 1)
    assert partner.people
    own = office.act_as("PR").read(found, text="brightw")
    assert (len(own.clients), own.invoices, own.people) == (1, (), ())
    assert own.contacts == partner.contacts
    new = office.act_as("EF").perform(add_person, name="Nina Roth", initials="NR", access_role=AccessRole.CONSULTANT)
    office.book.actor = Actor(new.result, "Nina Roth", "consultant", "Europe/London")
    stranger = office.book.read(found, text="brightw")
    assert (stranger.sows, stranger.clients, stranger.contacts) == ((), (), ())


def test_a_consultant_finds_the_own_clients_and_people_there_however_many_others_there_are(office: Office) -> None:
    book = office.act_as("EF")

    def add(name: str, owner_id: int | None = None) -> int:
        given = book.perform(add_client, name=name, country="GB", language="en-GB", currency="GBP", owner_id=owner_id)
        return given.result

    mine = add("Zephyr Arbor", office.people["PR"])
    for turn in range(60):
        add(f"Arbor {turn:02d}")
    book.perform(add_contact, client_id=mine, name="Zoe Arbor")
    own = office.act_as("PR").read(found, text="arbor")
    assert [row.name for row in own.clients] == ["Zephyr Arbor"]
    assert [row.name for row in own.contacts] == ["Zoe Arbor"]
    assert [row.name for row in office.act_as("PR").read(found, text="zoe").contacts] == ["Zoe Arbor"]
    assert len(office.act_as("EF").read(found, text="arbor").clients) == 50
