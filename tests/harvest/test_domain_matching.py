"""Which task an event belongs to, and the sentence that says why."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.harvest.domain import Candidate, Kind, KnownContact, Occurrence, Partstat, Past, fold_title, suggest

OWN = frozenset({"alderfinch.example"})
LONDON = ZoneInfo("Europe/London")
PERSON = "p.raman@alderfinch.example"


def tasks(client: str, domain: str, sow: str, contact: tuple[str, str], **words: str) -> list[Candidate]:
    """The tasks of one SOW; `words` is task name with underscores to its match words."""
    return [
        Candidate(
            task_id=f"{client.split(maxsplit=1)[0]}/{name.replace('_', ' ')}",
            sow_id=sow,
            client_id=client,
            client_name=client,
            sow_number=sow,
            task_name=name.replace("_", " "),
            email_domains=(domain,),
            match_words=tuple(match.split(",")),
            contacts=(KnownContact(contact[1], contact[0], ("sponsor",)),),
        )
        for name, match in words.items()
    ]


INTERNAL = [
    Candidate(f"Internal/{name}", "INTERNAL", None, "", "INTERNAL", name, match_words=words)
    for name, words in (
        ("Business development", ("proposal", "pipeline")),
        ("Team meeting", ("stand-up", "week planning")),
    )
]
CANDIDATES = [
    *tasks(
        "Brightwater Utilities",
        "brightwater.example",
        "SOW-2026-014",
        ("Alice Mercer", "a.mercer@brightwater.example"),
        Steering="sponsor",
        Quality_review="quality",
        Fieldwork="fieldwork,interviews",
        Controls_testing="testing,controls",
        Data_preparation="extract,data",
    ),
    *tasks(
        "Meridian Dental Group",
        "meridiandental.example",
        "SOW-2026-017",
        ("Dan Osei", "d.osei@meridiandental.example"),
        PMO_support="clinic,pmo",
    ),
    *tasks(
        "Nordhavn Logistics A/S",
        "nordhavn.example",
        "SOW-2026-009",
        ("Mette Krogh", "m.krogh@nordhavn.example"),
        Margin_model="margin,lane",
        Steering="sponsor",
    ),
    *tasks(
        "Quayside Theatre Trust",
        "quaysidetheatre.example",
        "SOW-2025-036",
        ("Maya Stone", "m.stone@quaysidetheatre.example"),
        Recovery_plan="recovery,ticket",
    ),
    *tasks(
        "Foxglove Foods Ltd",
        "foxglovefoods.example",
        "SOW-2026-011",
        ("Owen Pryce", "o.pryce@foxglovefoods.example"),
        Pricing_workshops="workshop",
        Trade_terms="trade,terms",
    ),
    *INTERNAL,
]
FOXGLOVE = ("o.pryce@foxglovefoods.example", "c.webb@foxglovefoods.example", "j.dean@foxglovefoods.example")


def meeting(title: str, *guests: str, repeats: str = "") -> Occurrence:
    """An hour on Thursday, 30 April 2026."""
    return Occurrence(
        uid=title,
        rid="",
        start=datetime(2026, 4, 30, 9, tzinfo=LONDON),
        end=datetime(2026, 4, 30, 10, tzinfo=LONDON),
        kind=Kind.INSTANT,
        title=title,
        attendee_emails=(PERSON, *guests),
        repeats=repeats,
    )


@pytest.mark.parametrize(
    ("title", "guests", "task"),
    [
        ("Week planning", (), "Internal/Team meeting"),
        ("Clinic wave 2 readiness", ("d.osei@meridiandental.example",), "Meridian/PMO support"),
        ("Call with A. Mercer", ("a.mercer@brightwater.example",), "Brightwater/Steering"),
        ("Foxglove pricing workshop 2", FOXGLOVE, "Foxglove/Pricing workshops"),
        ("Trade terms session", FOXGLOVE[:2], "Foxglove/Trade terms"),
        ("Foxglove pricing data walk-through workshop", FOXGLOVE[:1], "Foxglove/Pricing workshops"),
        ("Controls retest with billing team", ("a.mercer@brightwater.example",), "Brightwater/Controls testing"),
        ("Trade terms: customer file", FOXGLOVE[:2], "Foxglove/Trade terms"),
        ("Sponsor call, Nordhavn", ("m.krogh@nordhavn.example",), "Nordhavn/Steering"),
        ("Ticket data questions", ("m.stone@quaysidetheatre.example",), "Quayside/Recovery plan"),
        ("Season forecast with theatre team", ("m.stone@quaysidetheatre.example",), "Quayside/Recovery plan"),
        ("Quality review, Brightwater report", ("a.mercer@brightwater.example",), "Brightwater/Quality review"),
    ],
)
def test_the_meetings_of_a_week_find_their_tasks(title: str, guests: tuple[str, ...], task: str) -> None:
    assert suggest(meeting(title, *guests), CANDIDATES, [], own_domains=OWN).task_id == task


def test_an_earlier_number_of_the_same_row_and_the_guests_are_the_reason() -> None:
    past = [Past(fold_title("Pricing workshop 1"), "Foxglove/Pricing workshops", 1)]
    guess = suggest(meeting("Foxglove pricing workshop 2", *FOXGLOVE), CANDIDATES, past, own_domains=OWN)
    assert guess.task_id == "Foxglove/Pricing workshops"
    assert guess.reason == "Workshop 1 went here; 3 guests from the client"
    assert guess.preselected


def test_a_known_contact_is_named_as_people_name_her() -> None:
    guess = suggest(meeting("Call with A. Mercer", "a.mercer@brightwater.example"), CANDIDATES, [], own_domains=OWN)
    assert guess.reason == "A. Mercer is a Brightwater contact"


def test_a_weekly_stand_up_without_guests_is_internal_because_it_repeats() -> None:
    guess = suggest(meeting("Team stand-up", repeats="weekly"), CANDIDATES, [], own_domains=OWN)
    assert guess.task_id == "Internal/Team meeting"
    assert guess.reason == "Repeats every Thursday"


def test_unknown_people_of_the_clients_domain_count_as_guests() -> None:
    guess = suggest(meeting("Margin session", "new@mail.nordhavn.example"), CANDIDATES, [], own_domains=OWN)
    assert (guess.task_id, guess.reason) == ("Nordhavn/Margin model", "1 guest from the client")


def test_the_same_title_before_decides_without_any_guest() -> None:
    past = [Past("numbers", "Nordhavn/Margin model", 3), Past("numbers", "Quayside/Recovery plan", 1)]
    guess = suggest(meeting("Numbers"), CANDIDATES, past, own_domains=OWN)
    assert (guess.task_id, guess.reason) == ("Nordhavn/Margin model", "Went here 3 times before")


def test_guests_of_two_clients_leave_the_choice_to_the_person() -> None:
    guess = suggest(meeting("Workshop", FOXGLOVE[0], "m.krogh@nordhavn.example"), CANDIDATES, [], own_domains=OWN)
    assert guess.task_id is None
    assert "several clients" in guess.reason
    assert guess.choices


def test_a_domain_of_two_clients_takes_neither_for_a_second_guest() -> None:
    shared = [replace(one, email_domains=(*one.email_domains, "group.example")) for one in CANDIDATES]
    event = meeting("Margin session", "someone@group.example", "m.krogh@nordhavn.example")
    guess = suggest(event, shared, [], own_domains=OWN)
    assert (guess.task_id, guess.reason) == ("Nordhavn/Margin model", "2 guests from the client")


@pytest.mark.parametrize("title", ["Lunch", "Dentist", "Quarterly thoughts", ""])
def test_without_any_sign_nothing_is_suggested(title: str) -> None:
    assert suggest(meeting(title), CANDIDATES, [], own_domains=OWN).task_id is None


def test_addresses_everyone_has_and_own_people_say_nothing() -> None:
    crowd = meeting("Catch-up", "someone@gmail.com", "e.finch@alderfinch.example", "bot@zoom.us")
    freemail = [replace(one, email_domains=("gmail.com", "alderfinch.example")) for one in CANDIDATES]
    assert suggest(crowd, freemail, [], own_domains=OWN).task_id is None


def test_a_tentative_meeting_is_suggested_but_not_marked_for_adding() -> None:
    sure = meeting("Trade terms session", *FOXGLOVE)
    unsure = replace(sure, partstat=Partstat.TENTATIVE)
    assert suggest(sure, CANDIDATES, [], own_domains=OWN).preselected
    guess = suggest(unsure, CANDIDATES, [], own_domains=OWN)
    assert guess.task_id == "Foxglove/Trade terms"
    assert not guess.preselected


@pytest.mark.parametrize(
    ("title", "task"),
    [
        ("#FOXGLOVE-11 /trade 2h", "Foxglove/Trade terms"),
        ("#sow-17 anything", "Meridian/PMO support"),
        ("#meridian 45m call", "Meridian/PMO support"),
        ("[Meridian Dental Group] call", "Meridian/PMO support"),
        ("[quayside] call", "Quayside/Recovery plan"),
    ],
)
def test_a_code_in_the_title_decides_against_all_other_signs(title: str, task: str) -> None:
    guess = suggest(meeting(title, "a.mercer@brightwater.example"), CANDIDATES, [], own_domains=OWN)
    assert guess.task_id == task
    assert "is in the title" in guess.reason


def test_a_code_the_firm_has_chosen_leads_to_its_task() -> None:
    coded = [*CANDIDATES[1:], replace(CANDIDATES[0], codes=("BWU-2",))]
    guess = suggest(meeting("#bwu-2 talk"), coded, [], own_domains=OWN)
    assert (guess.task_id, guess.confidence) == ("Brightwater/Steering", 0.99)
    wrong = suggest(meeting("#bwu-3 talk"), coded, [], own_domains=OWN)
    assert wrong.task_id is None
    assert wrong.reason == "#BWU-3 is unknown here; #BWU-2 is close"


def test_a_code_in_the_description_counts_when_the_title_has_none() -> None:
    guess = suggest(replace(meeting("Talk"), code_in_text="meridian-17"), CANDIDATES, [], own_domains=OWN)
    assert (guess.task_id, guess.reason) == ("Meridian/PMO support", "#MERIDIAN-17 is in the description")


def test_two_codes_leave_the_choice_to_the_person() -> None:
    assert suggest(meeting("#meridian #foxglove"), CANDIDATES, [], own_domains=OWN).task_id is None


def test_a_foreign_tag_in_an_invitation_of_others_is_just_a_word() -> None:
    guess = suggest(meeting("#KickOff", "x@elsewhere.example"), CANDIDATES, [], own_domains=OWN)
    assert "unknown here" not in guess.reason
    client = suggest(meeting("#Q2 margin session", "m.krogh@nordhavn.example"), CANDIDATES, [], own_domains=OWN)
    assert client.task_id == "Nordhavn/Margin model"


def test_the_order_of_candidates_does_not_matter() -> None:
    event = meeting("Trade terms session", *FOXGLOVE)
    few = CANDIDATES[:2] + CANDIDATES[-4:]
    guesses = {suggest(event, order, [], own_domains=OWN).task_id for order in itertools.permutations(few)}
    assert guesses == {"Foxglove/Trade terms"}


def test_a_firm_with_hundreds_of_tasks_finds_the_same_one() -> None:
    others = [
        replace(
            CANDIDATES[0],
            task_id=str(number),
            client_id=str(number),
            contacts=(),
            email_domains=(),
            client_name=f"Other{number}",
        )
        for number in range(400)
    ]
    guess = suggest(meeting("Call with A. Mercer", "a.mercer@brightwater.example"), CANDIDATES + others, [])
    assert guess.task_id == "Brightwater/Steering"


def test_without_candidates_there_is_no_guess() -> None:
    assert suggest(meeting("Anything"), [], [], own_domains=OWN).task_id is None


def test_a_client_with_much_other_work_still_gets_its_likeliest_task() -> None:
    busy = [Past(f"note {number}", "Brightwater/Fieldwork", 3) for number in range(20)]
    more = tasks(
        "Brightwater Utilities",
        "brightwater.example",
        "SOW-2026-014",
        ("Alice Mercer", "a.mercer@brightwater.example"),
        Third_site_extract="third site",
    )
    guess = suggest(
        meeting("Call with A. Mercer", "a.mercer@brightwater.example"), [*CANDIDATES, *more], busy, own_domains=OWN
    )
    assert guess.task_id == "Brightwater/Steering"
    assert guess.reason == "A. Mercer is a Brightwater contact"
    assert not guess.preselected
