"""What a job outside the window's thread reads again and again is for one person and of one book, or it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.qt.progress import Cancelled

Ask = Callable[..., Any]


def for_one_reader(ask: Ask) -> Ask:
    """As `Operations.ask`; when another person or book has come since it was first called, the job is `Cancelled`."""
    readers: list[object] = []

    def look(reads: Any, asked: Callable[..., Any], given: dict[str, Any]) -> Any:
        if not readers:
            readers.append(reads.actor)
        if reads.actor is not readers[0]:
            raise Cancelled
        return asked(reads, **given)

    return lambda query, **given: ask(look, asked=query, given=given)
