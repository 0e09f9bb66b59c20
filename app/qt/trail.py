"""The trail: where a window has been, and where in each page somebody was, to be led back there.

A page says its place by `whereabouts` and is led back by `return_to`. By itself it says the place in its list; a page
that shows one record says which.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.qt.list_card import ListCard
    from app.qt.page import Page

LONGEST = 50


@dataclass
class Stop:
    """A page that was shown, and where in it somebody was when it was left."""

    key: str
    place: object = None


class Trail:
    """The stops of a window, in their order, and the one it is at."""

    def __init__(self, page_of: Callable[[str], Page | None]) -> None:
        """Nowhere yet."""
        self._page_of = page_of
        self._stops: list[Stop] = []
        self._at = -1

    @property
    def here(self) -> Stop | None:
        """Where the window is."""
        return self._stops[self._at] if self._stops else None

    @property
    def came_from(self) -> str:
        """The page of the stop before, "" for none."""
        return self._stops[self._at - 1].key if self._at > 0 else ""

    def leave(self) -> None:
        """Remember where in its page somebody is."""
        here = self.here
        page = None if here is None else self._page_of(here.key)
        if here is not None and page is not None:
            here.place = page.whereabouts()

    def go(self, key: str, *, elsewhere: bool) -> None:
        """On to a page; the one that is shown is a new stop only where something `elsewhere` in it is asked for."""
        self.leave()
        here = self.here
        if here is None or here.key != key or elsewhere:
            self._stops = [*self._stops[: self._at + 1], Stop(key)][-LONGEST:]
            self._at = len(self._stops) - 1

    def arrived(self) -> None:
        """Who asked for what was shown already is still at the same stop."""
        if self._at < 1:
            return
        before, here = self._stops[self._at - 1 : self._at + 1]
        page = self._page_of(here.key)
        if page is not None and before.key == here.key and before.place == page.whereabouts():
            self.drop()

    def step(self, by: int, known: Collection[str]) -> Stop | None:
        """Back or on; None where there is nothing."""
        at = self._at + by
        if not 0 <= at < len(self._stops) or self._stops[at].key not in known:
            return None
        self.leave()
        self._at = at
        return self._stops[at]

    def drop(self) -> None:
        """What is shown here has gone: nobody is led back to it."""
        del self._stops[self._at : self._at + 1]
        self._at = min(max(self._at - 1, 0), len(self._stops) - 1)

    def forget(self, key: str) -> None:
        """A page has gone."""
        self._stops = [stop for stop in self._stops if stop.key != key]
        self._at = len(self._stops) - 1


# ------------------------------------------------------------------ the place in a list


@dataclass(frozen=True)
class ListPlace:
    """How a list is cut, filtered and sorted, which row is the current one, and how far it is scrolled."""

    cut: str
    words: str
    sort: tuple[str, bool]
    key: Hashable
    scroll: int


def list_of(page: Page) -> ListCard | None:
    """The list of a page, if it has one."""
    found = getattr(page, "list", None)
    if found is None:
        return None
    from app.qt.list_card import ListCard  # a page without a list needs none of it

    return found if isinstance(found, ListCard) else None


def place_in(card: ListCard) -> ListPlace:
    """Where somebody is in a list."""
    model, row = card.table.model, card.table.current_row()
    return ListPlace(
        card.choice.current if card.cuts else "",
        card.filter.text(),
        (model.sort_key, model.descending),
        None if row is None else model.key(row),
        card.table.view.verticalScrollBar().value(),
    )


def lead_back(card: ListCard, place: ListPlace) -> None:
    """Show a list as it was left. A row that has gone leaves its place to the one that stands there now."""
    from app.qt.window_table import WindowTable

    if place.cut and place.cut != card.choice.current:
        card.choose_cut(place.cut)
    if place.words != card.filter.text():
        card.set_filter(place.words)
        if isinstance(card.table, WindowTable):
            card.table.search_now()
    if place.sort != (card.table.model.sort_key, card.table.model.descending):
        card.table.sort_by(place.sort[0], descending=place.sort[1])
    if place.key is not None:
        card.table.select_key(place.key)
    card.table.view.verticalScrollBar().setValue(place.scroll)
