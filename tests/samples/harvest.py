"""Sample calendars, and an office whose people are found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.clients.commands import add_client, add_contact
from app.engagements.commands import add_internal_task, agree_sow
from app.engagements.domain import LineSpec, TaskSpec
from app.engagements.queries import tasks
from app.harvest.commands import Harvested
from app.harvest.queries import SuggestionRow, SuggestionsView, suggestions
from app.harvest.reading import harvest_file
from app.kernel.periods import Period
from tests.books import Office
from tests.kept import kept
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review, pounds, standard_rates

LONDON = ZoneInfo("Europe/London")
WEEK = Period(date(2026, 4, 27), date(2026, 5, 3))
WINDOW = Period(date(2026, 4, 20), date(2026, 5, 3))
FOXGLOVE = ("o.pryce@foxglovefoods.example", "c.webb@foxglovefoods.example", "j.dean@foxglovefoods.example")
MERCER = ("a.mercer@brightwater.example",)


def at(day: int, clock: str, month: int = 4) -> datetime:
    """A moment of spring 2026 in London."""
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=LONDON)


@dataclass(frozen=True)
class Event:
    """An event of a calendar file; `more` are further lines as they stand in it."""

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    guests: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    def text(self) -> str:
        """The VEVENT."""
        lines = [
            "BEGIN:VEVENT",
            f"UID:{self.uid}@office.example",
            f"SUMMARY:{self.title}",
            f"DTSTART{_moment(self.start)}",
            f"DTEND{_moment(self.end)}",
            *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{guest}" for guest in self.guests),
            *self.more,
            "END:VEVENT",
            "",
        ]
        return "\r\n".join(lines)


def _moment(value: datetime | date) -> str:
    if isinstance(value, datetime):
        return f":{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";VALUE=DATE:{value:%Y%m%d}"


def calendar(*events: Event, cut: bool = False) -> bytes:
    """A calendar file; a cut one breaks off before its end."""
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(event.text() for event in events)
    return (text if cut else text + "END:VCALENDAR\r\n").encode()


WORKSHOP = Event("workshop", "Foxglove pricing workshop 2", at(29, "14:00"), at(29, "15:30"), FOXGLOVE)
CALL = Event("call", "Call with A. Mercer", at(28, "16:00"), at(28, "17:00"), MERCER)
STANDUP = Event(
    "standup", "Team stand-up", at(23, "09:00"), at(23, "09:30"), more=("RRULE:FREQ=WEEKLY;UNTIL=20260630T080000Z",)
)
DENTIST = Event("dentist", "Dentist", at(28, "12:30"), at(28, "13:15"), more=("CLASS:PRIVATE",))
LEAVE = Event("leave", "Leave", date(2026, 5, 1), date(2026, 5, 2))


@dataclass(frozen=True)
class Workplace:
    """The office with two clients and internal work; tasks by name."""

    office: Office
    tasks: dict[str, int] = field(default_factory=dict)
    sows: dict[str, int] = field(default_factory=dict)

    def take(
        self, *events: Event, person: str = "PR", name: str = "Calendar", window: Period = WINDOW, cut: bool = False
    ) -> Harvested:
        """Read a calendar of these events as that person."""
        book = self.office.act_as(person)
        content = calendar(*events, cut=cut)
        return harvest_file(book, person_id=self.office.people[person], name=name, content=content, window=window)

    def view(self, period: Period = WEEK, person: str = "PR") -> SuggestionsView:
        """What waits for a person."""
        return self.office.act_as(person).read(suggestions, person_id=self.office.people[person], period=period)

    def row(self, title: str, period: Period = WEEK, person: str = "PR") -> SuggestionRow:
        """The one suggestion with a title."""
        (found,) = [row for row in self.view(period, person).rows if row.title == title]
        return found

    def titles(self, period: Period = WEEK, person: str = "PR") -> list[str]:
        """The titles of what waits, in the order shown."""
        return [row.title for row in self.view(period, person).rows]


@kept
def workplace(office: Office) -> Workplace:
    """Brightwater's billing review, Foxglove's pricing work, team meetings; Priya is asked."""
    office.act_as("EF")
    review = billing_review(office, brightwater(office))
    foxglove = office.book.perform(
        add_client,
        name="Foxglove Foods Ltd",
        country="GB",
        language="en-GB",
        currency="GBP",
        email_domains="foxglovefoods.example",
    ).result
    office.book.perform(add_contact, client_id=foxglove, name="Owen Pryce", email=FOXGLOVE[0], sponsor=True)
    pricing = office.book.perform(
        agree_sow,
        client_id=foxglove,
        number="SOW-2026-011",
        title="Pricing and trade terms",
        start_on=date(2026, 1, 12),
        end_on=date(2026, 6, 26),
        signed_on=date(2026, 1, 9),
        budget=pounds(60000),
        lines=(LineSpec("Pricing and trade terms"),),
        rates=standard_rates(date(2026, 1, 12)),
        tasks=(TaskSpec("Pricing workshops", match="workshop"), TaskSpec("Trade terms", match="trade, terms")),
    ).result
    internal = {
        name: office.book.perform(add_internal_task, name=name, match=match).result
        for name, match in (("Business development", "proposal, pitch"), ("Team meeting", "stand-up, planning, team"))
    }
    office.act_as("PR")
    return Workplace(
        office,
        tasks={**review.tasks, **dict(pricing.task_ids), **internal},
        sows={"SOW-2026-014": review.sow_id, "SOW-2026-011": pricing.sow_id},
    )


def starting_later(place: Workplace, lead: str, *, title: str = "Operating model", number: str = "SOW-2026-030") -> int:
    """A statement of work of Foxglove that starts on 4 May, after the week of the sample calendars."""
    office = place.office
    before = next(initials for initials, who in office.people.items() if who == office.book.actor.person_id)
    office.act_as("EF")
    (client_id,) = {row.client_id for row in office.book.read(tasks) if row.sow_number == "SOW-2026-011"}
    assert client_id is not None
    agreed = office.book.perform(
        agree_sow,
        client_id=client_id,
        number=number,
        title=title,
        start_on=date(2026, 5, 4),
        end_on=date(2026, 9, 25),
        signed_on=date(2026, 4, 20),
        lead_id=office.people[lead],
        budget=pounds(40000),
        lines=(LineSpec(title),),
        tasks=(TaskSpec("Interviews"),),
    ).result
    office.act_as(before)
    return agreed.sow_id
