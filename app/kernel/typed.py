"""What is being typed: a form with its fields as they stand, before anything of it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

KEPT = timedelta(days=30)
"""After so long nobody goes on with it, and it is thrown away."""
AT_WORK = timedelta(minutes=2)
"""Who typed within this time is told to others as being at work on the same thing."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form somebody types in.

    `form` says which one it is, `kind` and `record_id` what it is about, `version` which state of that record it was
    filled from; None where the form changes no record. `base` are the fields as the form was filled, `content` as they
    stand now, both as plain JSON; `shown` are label and text of what was typed, in the reader's language.
    """

    key: str
    window: str
    form: str
    title: str
    kind: str | None
    record_id: int | None
    version: int | None
    base: Mapping[str, Any]
    content: Mapping[str, Any]
    shown: tuple[tuple[str, str], ...]

    @property
    def about(self) -> tuple[str, int] | None:
        """The thing the form is about."""
        return None if self.kind is None or self.record_id is None else (self.kind, self.record_id)


@dataclass(frozen=True, slots=True)
class LeftTyped:
    """What was typed and not saved when its window ended."""

    typed: Typed
    started_at: datetime
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody who types about the same thing in another window."""

    name: str
    own: bool
    """Whether it is the person who asks, in another window."""
