"""Whatever tasks, people and habits there are: looking only at what something leads to answers as weighing all does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.harvest.domain import Candidate, Guess, Kind, KnownContact, Matcher, Occurrence, Partstat, Past, fold_title
from app.harvest.domain.occurrences import Status
from tests.examples import examples
from tests.harvest import plain_matching

ZONE = ZoneInfo("Europe/London")
NAMES = ("Alder Foods", "Alder Marine", "Birch", "The Clay Group", "Dover Ports, Ltd", "")
WORDS = (
    "workshop workshops work review reviewer reviewing pricing price audit auditors call steering alder birch clay "
    "dover third site report reporting lunch planning week"
).split()
TITLES = (*WORDS, "1", "2", "no. 3", "#alder", "#alder-12", "#sow-7", "#CAL-3", "#cal-33", "#q2", "#birch-7", "[alder]")
MARKS = ("[The Clay Group]", "[cal]", "/pricing", "/rev", "2h", "!nb", "", "x")
DOMAINS = ("alder.example", "birch.example", "group.example", "gmail.com", "own.example", "zoom.us")
PEOPLE = tuple(
    f"{name}@{before}{domain}" for name in ("ann", "bo") for domain in DOMAINS for before in ("", "mail.", "x.mail.")
)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
contacts = st.builds(
    KnownContact,
    email=st.sampled_from(PEOPLE),
    name=st.sampled_from(("", "Ann", "Ann Lee")),
    roles=st.sampled_from(((), ("sponsor",), ("review", "call"))),
)
clients = st.sampled_from((None, "1", "2", "3"))


@st.composite
def candidates(draw: st.DrawFn, most: int = 40) -> list[Candidate]:
    """Tasks of few clients, with few words: much in common, so that much speaks for more than one."""
    count = draw(st.integers(0, most))
    found = []
    for number in range(count):
        client = draw(clients)
        found.append(
            Candidate(
                task_id=str(number),
                sow_id=str(number // 3),
                client_id=client,
                client_name="" if client is None else draw(st.sampled_from(NAMES)),
                sow_number=draw(st.sampled_from(("SOW-2026-007", "SOW-2026-012", "CAL-3", ""))),
                task_name=draw(phrases),
                email_domains=draw(st.lists(st.sampled_from(DOMAINS), max_size=2).map(tuple)),
                match_words=draw(st.lists(phrases, max_size=2).map(tuple)),
                contacts=draw(st.lists(contacts, max_size=2).map(tuple)),
                codes=draw(st.sampled_from(((), (), (), ("CAL-3",), ("ALDER", "Q2")))),
            )
        )
    return found


titles = st.lists(st.sampled_from((*TITLES, *MARKS)), max_size=4).map(" ".join)
pasts = st.lists(
    st.builds(
        Past,
        title_folded=titles.map(fold_title),
        task_id=st.integers(0, 40).map(str),
        count=st.integers(1, 4),
    ),
    max_size=12,
)
START = datetime(2026, 4, 30, 9, tzinfo=ZONE)
events = st.builds(
    Occurrence,
    uid=st.just("one"),
    rid=st.just(""),
    start=st.just(START),
    end=st.just(START + timedelta(hours=1)),
    kind=st.just(Kind.INSTANT),
    title=titles,
    status=st.sampled_from((Status.CONFIRMED, Status.CONFIRMED, Status.TENTATIVE)),
    transparent=st.booleans(),
    organizer=st.sampled_from(("", *PEOPLE)),
    attendee_emails=st.lists(st.sampled_from(PEOPLE), max_size=3).map(tuple),
    partstat=st.sampled_from((None, Partstat.ACCEPTED, Partstat.NEEDS_ACTION)),
    repeats=st.sampled_from(("", "daily", "weekly", "monthly")),
    code_in_text=st.sampled_from(("", "", "", "alder-12", "cal-3", "nothing")),
)
OWN = frozenset({"Own.example"})


def same(found: Guess, plain: Guess) -> None:
    """One guess is the other; chances are sums, which may differ in their last digits."""
    assert (found.task_id, found.reason, found.preselected) == (plain.task_id, plain.reason, plain.preselected)
    assert [task for task, _chance in found.choices] == [task for task, _chance in plain.choices]
    assert [chance for _task, chance in found.choices] == pytest.approx([one for _task, one in plain.choices], abs=2e-4)
    assert found.confidence == pytest.approx(plain.confidence, abs=1e-9)


@settings(max_examples=examples(80))
@given(known=candidates(), past=pasts, event=events)
def test_what_something_leads_to_is_weighed_as_if_all_were(
    known: list[Candidate], past: list[Past], event: Occurrence
) -> None:
    found = Matcher(known, past, own_domains=OWN).suggest(event)
    same(found, plain_matching.suggest(event, known, past, own_domains=OWN))


@settings(max_examples=examples(40))
@given(data=st.data(), known=candidates(), past=pasts, several=st.lists(events, min_size=1, max_size=4))
def test_one_matcher_answers_for_the_tasks_of_each_day_as_if_there_were_no_others(
    data: st.DataObject, known: list[Candidate], past: list[Past], several: list[Occurrence]
) -> None:
    matcher = Matcher(known, past, own_domains=OWN)
    for event in several:
        places = sorted(data.draw(st.sets(st.integers(0, max(len(known) - 1, 0)), max_size=len(known))))
        open_then = [known[place] for place in places]
        found = matcher.suggest(event, matcher.among(places))
        same(found, plain_matching.suggest(event, open_then, past, own_domains=OWN))


def test_a_crowd_that_nothing_speaks_for_counts_as_much_as_if_each_were_weighed() -> None:
    crowd = [
        Candidate(f"c{number}", "", f"other {number % 9}", f"Other{number % 9} Ltd", "SOW-1", "Fieldwork")
        for number in range(900)
    ]
    mine = replace(crowd[0], task_id="mine", client_id="1", client_name="Alder", task_name="Pricing")
    event = Occurrence(
        uid="one", rid="", start=date(2026, 4, 30), end=date(2026, 5, 1), kind=Kind.ALL_DAY, title="Pricing"
    )
    known = [*crowd[:500], mine, *crowd[500:]]
    found = Matcher(known, []).suggest(event)
    same(found, plain_matching.suggest(event, known, []))
    assert found.choices[0][0] == "mine"
    assert found.choices[0][1] < 0.2
    assert [task for task, _chance in found.choices[1:]] == ["c0", "c1"]
