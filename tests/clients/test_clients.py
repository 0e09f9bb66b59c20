"""Clients, their terms and contacts: commands and queries, on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.clients.commands import (
    add_client,
    add_contact,
    change_client,
    change_contact,
    remove_contact,
    set_terms,
)
from app.clients.domain import EVER, ClientState, PoRule, Terms, TermsKind
from app.clients.queries import client, client_choices, clients, namesake, tax_number_check
from app.firm.commands import change_firm, change_person, set_tax_code
from app.firm.domain import TaxCategory
from app.firm.queries import CheckState
from app.kernel.problems import Problem
from app.storage.book import Book
from tests.asked import asked
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, nordhavn, quayside

FACTS: dict[str, Any] = {"name": "Tamar Robotics Ltd", "country": "GB", "language": "en-GB", "currency": "GBP"}


def test_a_client_has_its_facts_contacts_and_terms(office: Office) -> None:
    row = office.book.read(client, client_id=brightwater(office))
    assert (row.name, row.legal_name, row.tax_number) == (
        "Brightwater Utilities",
        "Brightwater Utilities",
        "GB999120481",
    )
    assert (row.owner_name, row.owner_initials, row.po_rule) == ("Eleanor Finch", "EF", PoRule.EVERY_INVOICE)
    assert (row.tax_state, row.tax_note, row.email_domains) == (CheckState.PASSED, "", ("brightwater.example",))
    assert row.payer is not None
    assert row.payer.email == "ap@brightwater.example"
    assert row.sponsor is not None
    assert row.sponsor.name == "Alice Mercer"
    assert row.terms == (Terms(TermsKind.DAYS, 30, EVER),)
    assert row.due_date(date(2026, 4, 30)) == date(2026, 5, 30)


def test_the_list_shows_each_client_with_owner_payer_and_the_terms_of_today(office: Office) -> None:
    for build in (quayside, nordhavn, castlegate, brightwater):
        build(office)
    office.book.perform(add_client, **FACTS, tax_number="", state=ClientState.INTAKE)
    rows = {row.name.split()[0]: row for row in office.book.read(clients)}
    assert list(rows) == ["Brightwater", "Castlegate", "Nordhavn", "Quayside", "Tamar"]
    assert rows["Castlegate"].terms == Terms(TermsKind.DAYS, 45, date(2026, 2, 1))
    assert rows["Castlegate"].tax_number == "GB999131768"
    assert (rows["Nordhavn"].payer_name, rows["Nordhavn"].payer_job) == ("Jens Holm", "Kreditor")
    assert rows["Quayside"].owner_initials == "GB"
    tamar = rows["Tamar"]
    assert (tamar.owner_name, tamar.payer_name, tamar.tax_state) == ("", "", CheckState.EMPTY)
    assert tamar.state is ClientState.INTAKE


def test_an_empty_book_lists_no_clients(office: Office) -> None:
    assert office.book.read(clients) == []
    with pytest.raises(Problem, match="This client is not in the book"):
        office.book.read(client, client_id=1)


def test_terms_come_from_the_firm_unless_given(office: Office) -> None:
    office.book.perform(change_firm, version=1, terms_days=21)
    first = office.book.perform(add_client, **FACTS).result
    second = office.book.perform(add_client, **FACTS | {"name": "Other"}, terms_days=7).result
    assert office.book.read(client, client_id=first).terms[0].number == 21
    assert office.book.read(client, client_id=second).terms[0].number == 7


def test_a_client_can_be_added_with_its_payer_and_other_terms_at_once(office: Office) -> None:
    facts: dict[str, Any] = FACTS | {"payer_name": "Jo Whitfield", "payer_job": "Finance manager"}
    with pytest.raises(Problem) as told:
        office.book.perform(add_client, **facts, payer_email="jo")
    assert told.value.field == "payer_email"
    with pytest.raises(Problem) as told:
        office.book.perform(add_client, **facts, terms_kind=TermsKind.DAY_OF_NEXT_MONTH, terms_days=32)
    assert told.value.field == "terms_days"
    assert office.book.read(clients) == []
    client_id = office.book.perform(
        add_client,
        **facts,
        payer_email="jo@tamar.example",
        terms_kind=TermsKind.DAY_OF_NEXT_MONTH,
        terms_days=10,
    ).result
    row = office.book.read(client, client_id=client_id)
    assert row.payer is not None
    assert (row.payer.name, row.payer.email) == ("Jo Whitfield", "jo@tamar.example")
    assert row.due_date(date(2026, 4, 30)) == date(2026, 5, 10)


def test_the_form_offers_the_firms_owners_and_the_tax_codes_of_today(office: Office) -> None:
    office.book.perform(
        set_tax_code,
        code="S20",
        name="Standard rate",
        category=TaxCategory.STANDARD,
        percent=Decimal(21),
        valid_from=date(2027, 1, 1),
    )
    choices = office.book.read(client_choices)
    assert choices.firm.usual_tax_code == "S20"
    assert {owner.initials for owner in choices.owners} == {*office.people}
    assert [(code.code, code.percent) for code in choices.tax_codes if code.code == "S20"] == [("S20", Decimal(20))]


@pytest.mark.parametrize("number", [1, 12])
def test_the_screens_take_few_statements_however_many_clients_there_are(office: Office, number: int) -> None:
    first = brightwater(office)
    for place in range(number):
        office.book.perform(add_client, **FACTS | {"name": f"Client {place}"}, payer_name="Ann")
    with asked(office.book) as reads:
        office.book.read(clients)
        assert len(reads) == 3
        office.book.read(client, client_id=first)
        assert len(reads) == 4
        office.book.read(client_choices)
        assert len(reads) == 7


def test_new_terms_hold_from_their_day_on_and_older_invoices_keep_theirs(office: Office) -> None:
    client_id = nordhavn(office)
    row = office.book.read(client, client_id=client_id)
    assert row.due_date(date(2025, 12, 31)) == date(2026, 1, 30)
    assert row.due_date(date(2026, 4, 30)) == date(2026, 5, 24)
    office.book.perform(set_terms, client_id=client_id, kind=TermsKind.DAYS, number=14, valid_from=date(2026, 1, 1))
    row = office.book.read(client, client_id=client_id)
    assert [terms.number for terms in row.terms] == [30, 14]
    with pytest.raises(Problem) as told:
        office.book.perform(set_terms, client_id=client_id, kind=TermsKind.DAYS, number=999, valid_from=EVER)
    assert told.value.field == "number"


def test_a_second_client_of_the_same_name_is_refused_and_the_first_one_named(office: Office) -> None:
    client_id = brightwater(office)
    with pytest.raises(Problem) as told:
        office.book.perform(add_client, **FACTS | {"name": "BRIGHTWATER  utilities."})
    assert str(told.value) == (
        "There is a client called Brightwater Utilities already. Open it, or give this one another name."
    )
    assert (told.value.code, told.value.field) == ("client.name_taken", "name")
    other = castlegate(office)
    with pytest.raises(Problem, match="Brightwater Utilities already"):
        office.book.perform(change_client, client_id=other, version=1, name="Brightwater Utilities")
    office.book.perform(change_client, client_id=client_id, version=1, name="BRIGHTWATER Utilities")
    assert office.book.read(namesake, name="brightwater utilities") == "BRIGHTWATER Utilities"
    assert office.book.read(namesake, name="brightwater utilities", client_id=client_id) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"country": "England"}, "country"),
        ({"language": "en"}, "language"),
        ({"currency": "Pounds"}, "currency"),
        ({"tax_number": "GB999120418"}, "tax_number"),
        ({"tax_number": "DK99990007"}, "tax_number"),
        ({"tax_code": "S99"}, "tax_code"),
        ({"email_domains": "brightwater"}, "email_domains"),
        ({"address": "x" * 1001}, "address"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_at_its_field(office: Office, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as told:
        office.book.perform(add_client, **FACTS | change)
    assert told.value.field == field
    assert office.book.read(clients) == []
    client_id = office.book.perform(add_client, **FACTS).result
    with pytest.raises(Problem) as told:
        office.book.perform(change_client, client_id=client_id, version=1, **change)
    assert told.value.field == field
    assert office.book.read(client, client_id=client_id).version == 1


def test_days_to_pay_are_checked_at_their_own_field(office: Office) -> None:
    with pytest.raises(Problem) as told:
        office.book.perform(add_client, **FACTS, terms_days=400)
    assert told.value.field == "terms_days"


def test_a_client_can_be_changed_and_the_second_writer_is_told(office: Office) -> None:
    client_id = castlegate(office)
    version = office.book.perform(
        change_client,
        client_id=client_id,
        version=1,
        country="DK",
        tax_number="dk 99990007",
        tax_code="rc0",
        owner_id=None,
        legal_name="",
        state=ClientState.CLOSED,
    ).result
    row = office.book.read(client, client_id=client_id)
    assert (row.tax_number, row.tax_code, row.owner_name) == ("DK99990007", "RC0", "")
    assert (row.legal_name, row.state, row.version) == ("Castlegate Property Group", ClientState.CLOSED, version)
    with pytest.raises(Problem) as told:
        office.book.perform(change_client, client_id=client_id, version=1, website="castlegate.example")
    assert told.value.code == "record.changed_meanwhile"


def test_moving_a_client_checks_its_number_by_the_new_country(office: Office) -> None:
    client_id = castlegate(office)
    with pytest.raises(Problem, match="belongs to another country: United Kingdom"):
        office.book.perform(change_client, client_id=client_id, version=1, country="DE")


def test_an_owner_is_a_person_who_is_still_there(office: Office) -> None:
    office.book.perform(change_person, person_id=office.people["PR"], version=1, active=False)
    with pytest.raises(Problem, match="Priya Raman is no longer active") as told:
        office.book.perform(add_client, **FACTS, owner_id=office.people["PR"])
    assert told.value.field == "owner_id"
    with pytest.raises(Problem, match="This person is not in the book"):
        office.book.perform(add_client, **FACTS, owner_id=999)


def test_a_number_nobody_can_check_is_kept_and_said_to_be_unchecked(office: Office) -> None:
    client_id = office.book.perform(add_client, **FACTS | {"country": "UA"}, tax_number="12345678").result
    row = office.book.read(client, client_id=client_id)
    assert (row.tax_number, row.tax_state) == ("12345678", CheckState.NOT_CHECKED)
    assert row.tax_note == "Not checked: no rules for tax numbers known (Ukraine)."


def test_the_check_while_typing_says_passed_failed_unchecked_or_whose_number_it_is(office: Office) -> None:
    client_id = brightwater(office)
    good = office.book.read(tax_number_check, country="GB", text="gb 999 1204 81")
    assert (good.state, good.text, good.note) == (
        CheckState.PASSED,
        "GB999120481",
        "Brightwater Utilities has this number too.",
    )
    own = office.book.read(tax_number_check, country="GB", text="GB999120481", client_id=client_id)
    assert (own.state, own.note) == (CheckState.PASSED, "")
    bad = office.book.read(tax_number_check, country="GB", text="GB999120418")
    assert (bad.state, bad.text) == (CheckState.FAILED, "GB999120418")
    assert bad.note == "This VAT number fails its check digits. Digits 8 and 9 may be swapped."
    assert office.book.read(tax_number_check, country="UA", text="1").state is CheckState.NOT_CHECKED
    assert office.book.read(tax_number_check, country="GB", text="").state is CheckState.EMPTY


def test_the_new_payer_takes_over_from_the_one_before(office: Office) -> None:
    client_id = brightwater(office)
    new = office.book.perform(add_contact, client_id=client_id, name="Ruth Adeyemi", payer=True).result
    row = office.book.read(client, client_id=client_id)
    assert [contact.payer for contact in row.contacts] == [False, False, True]
    assert row.sponsor is not None
    version = office.book.perform(change_contact, contact_id=new, version=1, sponsor=True, job="Finance").result
    row = office.book.read(client, client_id=client_id)
    assert row.payer == row.sponsor == row.contacts[2]
    assert (row.contacts[2].job, row.contacts[2].version) == ("Finance", version)


def test_contacts_can_be_changed_and_removed(office: Office) -> None:
    client_id = brightwater(office)
    alice = office.book.read(client, client_id=client_id).contacts[0]
    office.book.perform(
        change_contact, contact_id=alice.id, version=alice.version, name="Alice Moore", email="", phone="01392 1"
    )
    row = office.book.read(client, client_id=client_id).contacts[0]
    assert (row.name, row.email, row.phone, row.sponsor) == ("Alice Moore", "", "01392 1", True)
    with pytest.raises(Problem) as told:
        office.book.perform(remove_contact, contact_id=alice.id, version=alice.version)
    assert told.value.code == "record.changed_meanwhile"
    office.book.perform(remove_contact, contact_id=alice.id, version=row.version)
    assert [contact.name for contact in office.book.read(client, client_id=client_id).contacts] == ["Accounts Payable"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"email": "x"}, "email"), ({"email": "AP@brightwater.example"}, "email")],
)
def test_a_contact_that_cannot_be_is_refused_at_its_field(office: Office, change: dict[str, Any], field: str) -> None:
    client_id = brightwater(office)
    with pytest.raises(Problem) as told:
        facts: dict[str, Any] = {"client_id": client_id, "name": "Ruth"}
        office.book.perform(add_contact, **facts | change)
    assert told.value.field == field
    with pytest.raises(Problem) as told:
        office.book.perform(change_contact, contact_id=1, version=1, **change)
    assert told.value.field == field
    assert len(office.book.read(client, client_id=client_id).contacts) == 2


@pytest.mark.parametrize("initials", ["PR", "JW", "AC"])
def test_only_the_office_edits_clients_and_everybody_reads_them(office: Office, initials: str) -> None:
    client_id = brightwater(office)
    book = office.act_as(initials)
    refused: list[tuple[Any, dict[str, Any]]] = [
        (add_client, FACTS),
        (change_client, {"client_id": client_id, "version": 1, "name": "Mine"}),
        (set_terms, {"client_id": client_id, "kind": TermsKind.DAYS, "number": 1, "valid_from": date(2026, 1, 1)}),
        (add_contact, {"client_id": client_id, "name": "Me"}),
        (change_contact, {"contact_id": 1, "version": 1, "name": "Me"}),
        (remove_contact, {"contact_id": 1, "version": 1}),
    ]
    for command, arguments in refused:
        with pytest.raises(Problem, match="Your role may not edit clients"):
            book.perform(command, **arguments)
    assert book.read(client, client_id=client_id).name == "Brightwater Utilities"
    assert len(book.read(clients)) == 1


def test_the_same_command_id_again_adds_no_second_client(office: Office) -> None:
    first = office.book.once("c-1", add_client, **FACTS)
    again = office.book.once("c-1", add_client, **FACTS)
    assert again.replayed
    assert again.result == first.result
    assert first.changes.rooms == {"clients"}
    assert len(office.book.read(clients)) == 1


def test_a_book_without_a_firm_has_no_clients(book: Book) -> None:
    with pytest.raises(Problem, match="Your role may not edit clients"):
        book.perform(add_client, **FACTS)


def test_terms_of_a_day_are_written_over_only_by_who_saw_them(office: Office) -> None:
    client_id = brightwater(office)
    seen = office.book.read(client, client_id=client_id).terms
    day: dict[str, Any] = {"client_id": client_id, "kind": TermsKind.DAYS, "valid_from": date(2026, 6, 1)}
    office.book.perform(set_terms, **day, number=14, seen=seen)
    with pytest.raises(Problem, match="Somebody changed this record"):
        office.book.perform(set_terms, **day, number=21, seen=seen)
    office.book.perform(set_terms, **day, number=14, seen=seen)
    office.book.perform(set_terms, **day, number=21, seen=office.book.read(client, client_id=client_id).terms)
    assert [one.number for one in office.book.read(client, client_id=client_id).terms] == [30, 21]
