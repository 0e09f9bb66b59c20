"""What guesses rest upon: the tasks one may book, the clients' people, and what the person did with titles before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import chain

from sqlalchemy import bindparam, exists, func, select

from app.clients.records import Client, Contact
from app.engagements.domain import SowState
from app.engagements.queries import TaskRow, running_tasks
from app.engagements.records import StatementOfWork
from app.firm.records import Person
from app.harvest.domain import Among, Candidate, Guess, KnownContact, Matcher, Occurrence, Past, fold_title
from app.harvest.records import MatchRule, Suggestion
from app.storage.reading import Reads
from app.timesheets.records import TimeEntry

REMEMBERED = timedelta(days=180)
"""Notes older than this no longer speak for a task; what a person decided about a title does."""
MOST_NOTES = 400

_WITH_WORK = select(StatementOfWork.client_id).where(StatementOfWork.state == SowState.OPEN)
_DOMAINS = select(Client.id, Client.email_domains).where(Client.id.in_(_WITH_WORK))
_CONTACTS = select(Contact.client_id, Contact.email, Contact.name, Contact.sponsor, Contact.payer).where(
    Contact.email != "", Contact.client_id.in_(_WITH_WORK)
)
_OWN = select(Person.email).where(Person.email != "")
_RULES = select(MatchRule.title, MatchRule.task_id, MatchRule.times).where(
    MatchRule.person_id == bindparam("person_id")
)
# Entries that came from suggestions speak through their rules; counted here too they would count twice.
_NOTES = (
    select(TimeEntry.note, TimeEntry.task_id, func.count().label("times"))
    .where(
        TimeEntry.person_id == bindparam("person_id"),
        TimeEntry.day >= bindparam("since"),
        TimeEntry.note != "",
        ~exists().where(Suggestion.entry_id == TimeEntry.id),
    )
    .group_by(TimeEntry.note, TimeEntry.task_id)
    .order_by(func.max(TimeEntry.day).desc(), TimeEntry.note, TimeEntry.task_id)
    .limit(MOST_NOTES)
)


@dataclass
class Grounds:
    """Everything a guess about one person's event needs."""

    tasks: tuple[TaskRow, ...]
    """Those of the person's own statements of work first."""
    past: tuple[Past, ...]
    matcher: Matcher
    not_work: dict[str, int]
    _by_day: dict[date, Among] = field(default_factory=dict)

    def on(self, day: date) -> Among:
        """The tasks time of a day may be logged on."""
        if day not in self._by_day:
            usable = (places for places in self._by_sow.values() if self.tasks[places[0]].open_on(day))
            self._by_day[day] = self.matcher.among(sorted(chain.from_iterable(usable)))
        return self._by_day[day]

    @cached_property
    def _by_sow(self) -> dict[int | None, list[int]]:
        """The places of the tasks of each statement of work: all of them are open on the same days."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for place, task in enumerate(self.tasks):
            found[task.sow_id].append(place)
        return found

    def guess(self, occurrence: Occurrence, day: date) -> Guess:
        """The task an event most likely belongs to."""
        return self.matcher.suggest(occurrence, self.on(day))

    def called_not_work(self, occurrence: Occurrence) -> bool:
        """Whether the person said so before: once is enough for a series, a single event needs to be told twice."""
        times = self.not_work.get(fold_title(occurrence.title), 0)
        return times >= (1 if occurrence.rid else 2)


def grounds(reads: Reads, *, person_id: int) -> Grounds:
    """Gather it for a person. Six statements, once per reading of a calendar."""
    domains = {row.id: tuple(row.email_domains.casefold().split()) for row in reads.execute(_DOMAINS)}
    known: dict[int, list[KnownContact]] = defaultdict(list)
    for row in reads.execute(_CONTACTS):
        roles = tuple(word for word, has in (("sponsor", row.sponsor), ("payer", row.payer)) if has)
        known[row.client_id].append(KnownContact(row.email.casefold(), row.name, roles))
    contacts = {client_id: tuple(people) for client_id, people in known.items()}
    rules = list(reads.execute(_RULES, {"person_id": person_id}))
    notes = reads.execute(_NOTES, {"person_id": person_id, "since": reads.today - REMEMBERED})
    past = [Past(rule.title, str(rule.task_id), rule.times) for rule in rules if rule.task_id is not None]
    past += [Past(fold_title(row.note), str(row.task_id), row.times) for row in notes]
    open_tasks = sorted(running_tasks(reads, person_id=person_id), key=lambda task: not task.mine)
    candidates = [
        _candidate(task, domains.get(task.client_id or 0, ()), contacts.get(task.client_id or 0, ()))
        for task in open_tasks
    ]
    own_domains = frozenset(email.casefold().rpartition("@")[2] for email in reads.execute(_OWN).scalars())
    return Grounds(
        tasks=tuple(open_tasks),
        past=tuple(past),
        matcher=Matcher(candidates, past, own_domains=own_domains),
        not_work={rule.title: rule.times for rule in rules if rule.task_id is None},
    )


def _candidate(task: TaskRow, domains: tuple[str, ...], contacts: tuple[KnownContact, ...]) -> Candidate:
    return Candidate(
        task_id=str(task.task_id),
        sow_id=str(task.sow_id or ""),
        client_id=None if task.client_id is None else str(task.client_id),
        client_name=task.client_name,
        sow_number=task.sow_number,
        task_name=task.name,
        email_domains=domains,
        match_words=task.match_words,
        contacts=contacts,
    )
