"""Who sits at the window, and what the window needs to know about the book it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.firm.domain import AccessRole, Right, allowed
from app.kernel.clock import Clock, local_date
from app.kernel.formats import Formats


@dataclass(frozen=True, slots=True)
class Session:
    """The person at the window, the book's clock, and the formats of screen."""

    person_id: int
    name: str
    initials: str
    role: AccessRole
    grade: str
    zone: str
    currency: str
    clock: Clock
    formats: Formats
    place: str = ""
    """The path or address of the book."""
    book_name: str = ""
    folder: str = ""
    is_demo: bool = False
    shared: bool = False
    weekly_seconds: int = 135_000
    start: str = ""
    """The area to start on."""
    read_only: str = ""
    """Why nothing is written in this book, in a sentence; "" where it is."""
    warnings: tuple[str, ...] = ()
    """What somebody should know about where the book lies."""

    def may(self, right: Right) -> bool:
        """Whether the person's role has a right."""
        return allowed(self.role, right)

    def today(self) -> date:
        """The date where the person is."""
        return local_date(self.clock.now(), self.zone)
