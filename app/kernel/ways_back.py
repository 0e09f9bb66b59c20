"""How a command is taken back where that is said of it: it is final and says why, or it has a way of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

C = TypeVar("C", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Way:
    """How a command is taken back where it is not done by images, and why."""

    why: Callable[[], str]
    final: bool


def final(why: Callable[[], str]) -> Callable[[C], C]:
    """Mark a command that cannot be taken back; `why` says it in the reader's language, before it is carried out."""
    return _marked(Way(why, final=True))


def own_way(why: str) -> Callable[[C], C]:
    """Mark a command with an inverse of its own, because images would be wrong: `why`, for who reads the code."""
    return _marked(Way(lambda: why, final=False))


def _marked(way: Way) -> Callable[[C], C]:
    def mark(command: C) -> C:
        command.__dict__["way_back"] = way
        return command

    return mark


def way_of(command: Callable[..., object]) -> Way | None:
    """How a command is taken back; None: by images, as all are of which nothing is said."""
    way: Way | None = command.__dict__.get("way_back")
    return way


def why_final(command: Callable[..., object]) -> str:
    """Why a command cannot be taken back, to be said before it is carried out; "" where it can."""
    way = way_of(command)
    return way.why() if way is not None and way.final else ""
