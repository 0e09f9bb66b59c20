"""Tables of harvesting: calendar sources, their occurrences, suggestions, and what a person taught."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.harvest.domain.lifecycle import Note, State
from app.kernel.words import _
from app.storage.columns import choice, personal
from app.storage.record import Record, Versioned


class CalendarSource(Versioned, Record, called=lambda: _("This calendar")):
    """A calendar of a person; `digest` is the SHA-256 of what was read last (no raw calendar is kept).

    `left_out` counts what is never suggested, so that each week can say so: the day and "p" (private) or "a" (all day)
    of each such event, separated by blanks. Nothing else of them is kept.
    """

    __tablename__ = "calendar_source"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    left_out: Mapped[str] = mapped_column(default="")


class Occurrence(Versioned, Record, called=lambda: _("This calendar event")):
    """One meeting at one time, as the calendar showed it last. Its identity is (person, uid, original start)."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("person_id", "uid", "rid"),
        Index("ix_occurrence_day", "person_id", "day"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("calendar_source.id"))
    uid: Mapped[str]
    rid: Mapped[str]
    day: Mapped[date]
    seconds: Mapped[int]
    fingerprint: Mapped[str]
    title: Mapped[str] = personal(default="")
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    guests: Mapped[int] = mapped_column(default=0)


class Suggestion(Versioned, Record, called=lambda: _("This suggestion from the calendar")):
    """Time the calendar proposes. Once accepted it keeps its entry; nothing changes by itself afterwards.

    When a person removes the entry, the suggestion stays behind without one: settled, never offered again by itself.
    """

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_state", "state", "occurrence_id"),)

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), unique=True)
    state: Mapped[State] = choice(State, default=State.SUGGESTED)
    news: Mapped[Note] = choice(Note, default=Note.NONE)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), default=None)
    seconds: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = personal(default="")
    reason: Mapped[str] = mapped_column(default="")
    confidence: Mapped[int] = mapped_column(default=0)
    """In per cent."""
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("time_entry.id", ondelete="SET NULL"), unique=True, default=None
    )
    accepted_fingerprint: Mapped[str] = mapped_column(default="")


class MatchRule(Versioned, Record, called=lambda: _("This habit of the calendar")):
    """What a person did with a title before: a task, or "not work" when there is none."""

    __tablename__ = "match_rule"
    __table_args__ = (UniqueConstraint("person_id", "title", "task_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = personal()
    """Folded: lower case, without numbers and marks."""
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    times: Mapped[int] = mapped_column(default=1)
