"""Who acts: the person behind each command."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person of the firm with an access role and a time zone.

    Before the firm has people, the role "setup" may create it.
    """

    person_id: int | None
    name: str
    role: str
    zone: str = "UTC"


SETUP = Actor(None, "Setup", "setup")
