"""What is being typed, as the book keeps it: a row for each form that somebody types in, gone once that is saved.

It is no fact of the office, so the history says nothing of it; and it is inside the book, so that nothing typed lies
about in clear.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.words import _
from app.storage.record import Record


class TypedForm(Record, called=lambda: _("This form that was being typed in")):
    """A form that is being typed in, or that was when its window ended; `content` and `base` are JSON."""

    __tablename__ = "typed_form"
    __table_args__ = (
        Index("ix_typed_form_about", "kind", "record_id"),
        Index("ix_typed_form_person", "person_id"),
    )

    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int]
    person_name: Mapped[str]
    window_name: Mapped[str]
    form: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str | None]
    record_id: Mapped[int | None]
    seen_version: Mapped[int | None]
    base: Mapped[str]
    content: Mapped[str]
    shown: Mapped[str]
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
