"""The place of My week: the week, the day and the shape somebody left it in."""

from __future__ import annotations

from datetime import date

from app.qt.page import Page
from app.timesheets.ui.week_bar import WeekBar


class KeepsWeek(Page):
    """A page that leads back to the week, the day and the shape it was left in."""

    bar: WeekBar
    _first: date | None
    _day: date | None

    def whereabouts(self) -> object:
        """The week that is shown (none for the one of today), its day, and the shape."""
        return self._first, self._day, self.bar.shape.current

    def return_to(self, place: object) -> None:
        """The same week in the same shape."""
        if place != self.whereabouts() and isinstance(place, tuple):
            first, day, shape = place
            self.bar.shape.choose(shape)
            self._first, self._day = first, day
            self.refresh()
