"""What the page sees of harvesting: suggestions, news about accepted ones, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.harvest.domain import Note
from app.kernel.money import Money
from app.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """Time the calendar proposes. All-day events with a duration in their title have no instants.

    `value` is the hours at the rate that would be billed; None where hours have no price of their own. `confidence`
    in per cent; `preselected` ones may be added together. `acceptable` once the event is over.
    """

    suggestion_id: int
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    seconds: int
    title: str
    note: str
    task_id: int | None
    task_name: str
    client_id: int | None
    client_name: str
    sow_id: int | None
    sow_number: str
    billable: bool
    held: bool
    value: Money | None
    reason: str
    confidence: int
    preselected: bool
    acceptable: bool

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.suggestion_id


@dataclass(frozen=True, slots=True)
class NewsRow:
    """The calendar says otherwise since this was added: the entry as it is, and the event as it is now.

    `can_follow`: one click may bring the entry in line; not once it is handed in or was changed by hand.
    """

    suggestion_id: int
    news: Note
    title: str
    entry_id: int
    entry_day: date
    entry_starts_at: datetime | None
    entry_seconds: int
    task_name: str
    client_name: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    seconds: int
    can_follow: bool

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.suggestion_id


@dataclass(frozen=True, slots=True)
class DismissedRow:
    """What the person called "not work"."""

    suggestion_id: int
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    seconds: int
    title: str

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.suggestion_id


@dataclass(frozen=True, slots=True)
class SuggestionsView:
    """What waits in a person's calendar in a period, and what is left out of it.

    `read_at` and `name` are those of the calendar read last (None and "" while there is none); `asked_at` is now.
    """

    person_id: int
    period: Period
    rows: tuple[SuggestionRow, ...]
    news: tuple[NewsRow, ...]
    dismissed: tuple[DismissedRow, ...]
    private_left_out: int
    all_day_left_out: int
    away_left_out: int
    name: str
    read_at: datetime | None
    asked_at: datetime
