"""The reads of a firm's day, as the goals about queries mean them.

Invoices are read as their page reads them: the newest thousand and all that are open. No screen asks for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.burn.queries import burn, burn_views
from app.engagements.domain import SowState
from app.invoices.queries import unbilled
from app.receivables.queries import aging
from app.shell.pages.issued import issued
from app.storage.book import Book
from app.timesheets.queries import find_entries, week
from benchmarks.big.sizes import TODAY

Read = Callable[[], object]
MONDAY = TODAY - timedelta(TODAY.weekday() + 7)
"""Last week: whole, and everybody was there."""


def reads(book: Book, person_id: int) -> dict[str, Read]:
    """By name; each asks as whoever acts in the book."""

    def ask(query: Callable[..., Any], **arguments: Any) -> Read:
        return lambda: book.read(query, **arguments)

    return {
        "a week": ask(week, person_id=person_id, monday=MONDAY),
        "burn of open work": ask(burn_views, states=(SowState.OPEN,)),
        "burn of all work": ask(burn),
        "owed by age": ask(aging),
        "unbilled work": ask(unbilled),
        "unbilled over 30 days": ask(unbilled, through=TODAY - timedelta(30)),
        "list of invoices": ask(issued),
        "words found": ask(find_entries, text="harbor tender"),
    }
