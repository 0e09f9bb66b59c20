"""Many clients at once: what is new comes in, what is known stays as it is, and all of it can be taken back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clients.commands import add_contact, change_client, import_clients, take_back_clients
from app.clients.domain import ClientDraft, KnownClient, RowState, TermsKind, alike, judge, key_of_name
from app.clients.queries import client, clients, look_over
from app.kernel.pace import listening
from app.kernel.problems import Problem
from app.storage.actor import Actor
from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import small_review


def draft(name: str, line: int = 2, **more: object) -> ClientDraft:
    values: dict[str, object] = {"country": "GB", "language": "en-GB", "currency": "GBP"}
    return ClientDraft(line, name, **(values | more))  # type: ignore[arg-type]


def many(count: int) -> list[ClientDraft]:
    return [
        draft(f"Client number {n}", n + 2, payer_email=f"ap@c{n}.example", payer_name="Accounts") for n in range(count)
    ]


# ------------------------------------------------------------------ likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brightwater Utilities Ltd", "Brightwater Utilities"),
        ("Müller & Söhne GmbH", "Mueller und Sohne"),
        ("Nordhavn Logistics A/S", "Nordhavn Logistics"),
        ("Hans Müller", "Müller, Hans"),
        ("Castlegate Property", "Castelgate Property"),
        ("Castlegate Property", "Castlgate Property"),
        ("The Quayside Theatre", "Quayside Theatre"),
        ("Verein e. V.", "Verein"),
        ("Łódź Works", "Lodz Works"),
    ],
)
def test_names_that_may_be_one_client_are_alike(one: str, other: str) -> None:
    assert alike(key_of_name(one), key_of_name(other))
    verdict, other_verdict = judge([draft(one, 2), draft(other, 3)], [])
    assert verdict.state is RowState.NEW
    assert (other_verdict.state, other_verdict.other_line) == (RowState.ALIKE, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Studio 54", "Studio 55"),
        ("Brightwater", "Bridgewater"),
        ("Mayer", "Meyer"),
        ("Acme Berlin", "Acme Bremen"),
        ("GmbH", "AG"),
    ],
)
def test_names_of_two_clients_are_not_alike(one: str, other: str) -> None:
    assert not alike(key_of_name(one), key_of_name(other))
    assert [verdict.state for verdict in judge([draft(one), draft(other)], [])] == [RowState.NEW, RowState.NEW]


@given(st.text(alphabet="bcdfghkm", min_size=8, max_size=14), st.data())
def test_one_slip_of_the_hand_is_always_found(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 2))
    slips = (
        name[:place] + name[place + 1 :],
        name[:place] + "z" + name[place:],
        name[:place] + "z" + name[place + 1 :],
        name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    )
    for slip in slips:
        (verdict,) = judge([draft(slip)], [KnownClient(name, "", "")])
        assert verdict.state is (RowState.KNOWN if slip == name else RowState.ALIKE)


def test_the_same_number_or_name_is_the_same_client_and_a_legal_name_only_looks_like_it() -> None:
    known = [KnownClient("Brightwater Utilities", "Brightwater Utilities plc", "GB999120481")]
    rows = [
        draft("Something else", tax_number="GB999120481"),
        draft("BRIGHTWATER  utilities."),
        draft("Brightwater Utilities PLC"),
        draft("Brightwater Estates"),
    ]
    found = judge(rows, known)
    assert [verdict.state.value for verdict in found] == ["known", "known", "alike", "new"]
    assert [verdict.by_number for verdict in found] == [True, False, False, False]
    assert {verdict.other for verdict in found[:3]} == {"Brightwater Utilities"}


# ------------------------------------------------------------------ the commands


def test_new_clients_come_in_with_their_terms_and_payer(office: Office) -> None:
    done = office.book.perform(
        import_clients,
        drafts=(
            draft("Meyer & Söhne GmbH", country="DE", currency="EUR", tax_number="DE136695976", terms_number=14,
                  address="Hafenstr. 12\n24103 Kiel", payer_name="Jo Meyer", payer_email="jo@meyer.example",
                  payer_phone="+49 431 1", owner_id=office.people["EF"]),
            draft("Plain", terms_kind=TermsKind.DAY_OF_NEXT_MONTH, terms_number=24),
            draft("Usual"),
        ),
    ).result  # fmt: skip
    first, second, third = (office.book.read(client, client_id=one) for one in done.client_ids)
    assert (first.legal_name, first.tax_number, first.terms[0].number) == ("Meyer & Söhne GmbH", "DE136695976", 14)
    assert first.payer is not None
    assert (first.payer.name, first.payer.email, first.payer.phone) == ("Jo Meyer", "jo@meyer.example", "+49 431 1")
    assert (first.owner_id, first.address) == (office.people["EF"], "Hafenstr. 12\n24103 Kiel")
    assert (second.terms[0].kind, second.terms[0].number, second.contacts) == (TermsKind.DAY_OF_NEXT_MONTH, 24, ())
    assert third.terms[0].number == 30


def test_a_second_time_adds_nobody_and_changes_nothing(office: Office) -> None:
    rows = tuple(many(120))
    first = office.book.perform(import_clients, drafts=rows).result
    before = office.book.read(clients)
    second = office.book.perform(import_clients, drafts=rows).result
    assert (len(first.client_ids), first.known) == (120, 0)
    assert (second.client_ids, second.known, second.refused) == ((), 120, ())
    assert office.book.read(clients) == before
    assert {verdict.state for verdict in office.book.read(look_over, drafts=rows)} == {RowState.KNOWN}


def test_the_same_command_id_again_answers_the_same(office: Office) -> None:
    rows = tuple(many(3))
    first = office.book.once("one", import_clients, drafts=rows)
    second = office.book.once("one", import_clients, drafts=rows)
    assert (second.result, second.replayed) == (first.result, True)
    assert len(office.book.read(clients)) == 3


def test_who_is_there_already_stays_as_it_is(office: Office) -> None:
    client_id = brightwater(office)
    before = office.book.read(client, client_id=client_id)
    done = office.book.perform(
        import_clients,
        drafts=(draft("brightwater utilities", address="Elsewhere"), draft("Other", tax_number="GB 999 1204 81")),
    ).result
    assert (done.client_ids, done.known) == ((), 2)
    assert office.book.read(client, client_id=client_id) == before


def test_a_row_that_fails_after_all_is_named_and_the_others_come_in(office: Office) -> None:
    done = office.book.perform(
        import_clients, drafts=(draft("Acme"), draft("Beta", 3, tax_number="GB999120418"), draft("Gamma", 4))
    ).result
    assert len(done.client_ids) == 2
    (refused,) = done.refused
    assert (refused.line, refused.name) == (3, "Beta")
    assert "fails its check digits" in refused.reason


def test_a_consultant_may_not_bring_clients_in_nor_take_them_back(office: Office) -> None:
    ids = office.book.perform(import_clients, drafts=(draft("Acme"),)).result.client_ids
    office.book.actor = Actor(office.people["PR"], "Priya", "consultant")
    for command, given_ in ((import_clients, {"drafts": (draft("Beta"),)}), (take_back_clients, {"client_ids": ids})):
        with pytest.raises(Problem) as caught:
            office.book.perform(command, **given_)  # type: ignore[arg-type]
        assert caught.value.code == "right.missing"


def test_what_was_brought_in_is_taken_back_and_can_come_again(office: Office) -> None:
    stays = quayside(office)
    rows = tuple(many(250))
    ids = office.book.perform(import_clients, drafts=rows).result.client_ids
    assert office.book.perform(take_back_clients, client_ids=ids).result.removed == 250
    assert [row.id for row in office.book.read(clients)] == [stays]
    assert len(office.book.perform(import_clients, drafts=rows).result.client_ids) == 250


def test_a_client_that_was_worked_with_since_stays_and_is_named(office: Office) -> None:
    rows = (draft("Changed"), draft("With a contact"), draft("With work"), draft("Untouched"))
    one, two, three, four = office.book.perform(import_clients, drafts=rows).result.client_ids
    office.book.perform(change_client, client_id=one, version=1, website="x.example")
    office.book.perform(add_contact, client_id=two, name="A")
    office.book.perform(add_contact, client_id=two, name="B")
    small_review(office, three)
    done = office.book.perform(take_back_clients, client_ids=(one, two, three, four)).result
    assert (done.removed, set(done.kept)) == (1, {"Changed", "With a contact", "With work"})
    assert {row.name for row in office.book.read(clients)} == {"Changed", "With a contact", "With work"}


def test_who_stops_on_the_way_finds_the_book_as_it_was(office: Office) -> None:
    class Stop(Exception):
        pass

    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))
        if len(heard) == 5:
            raise Stop

    with listening(hear), pytest.raises(Stop):
        office.book.perform(import_clients, drafts=tuple(many(300)))
    assert heard == [(0, 300), (100, 300), (200, 300), (0, 300), (100, 300)]
    assert office.book.read(clients) == []


def test_thousands_are_judged_in_a_moment() -> None:
    rows = [draft(f"{chr(97 + n % 26)}{n * 7919 % 99991:05d} partners of {n}", n) for n in range(3_000)]
    began = time.process_time()
    assert all(verdict.state is RowState.NEW for verdict in judge(rows, []))
    assert time.process_time() - began < 5
