"""Hearing: what others commit in the open book reaches the pages as if it had been done in this window.

It begins when the first page is filled and ends with the book. Which change it was the page shows by itself; the bottom
bar says for a moment whose it was, and only where it concerns what is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.firm.queries import people
from app.kernel.words import _
from app.storage.feed import follow

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.firm.queries import PersonRow
    from app.storage.book import Book
    from app.storage.feed import News


class Hearing(QObject):
    """Follows whatever book a desk has open."""

    _told = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        """Nothing is followed yet."""
        super().__init__(desk)
        self._desk = desk
        self._book: Book | None = None
        self._names: dict[int, str] = {}
        self._told.connect(self._hear)

    def attend(self) -> None:
        """Follow the open book, if it is another one than before."""
        book = self._desk.backend.book
        if book is not None and book is not self._book:
            self._book, self._names = book, {}
            self._desk.operations.in_turn(self._follow, lambda _followed: None)

    def _follow(self) -> None:
        """In the database thread, where books are opened and closed: one that is closed is never followed."""
        book = self._book
        if book is not None and book is self._desk.backend.book:
            follow(book, lambda news: self._told.emit(book, news))

    def _hear(self, book: Book, news: News) -> None:
        desk = self._desk
        if book is not desk.backend.book or not desk.window.is_open:
            return
        page = desk.window.frame.current
        concerned = page is not None and bool(page.listens & news.changes.rooms)
        desk.operations.changed.emit(news.changes)
        if not concerned:
            return
        if news.people <= self._names.keys():
            self._say(news)
            return

        def know(rows: list[PersonRow]) -> None:
            self._names = {row.id: row.name for row in rows}
            self._say(news)

        desk.operations.read(people, know, latest=self, failed=lambda _problem: None)  # it is said in passing only

    def _say(self, news: News) -> None:
        desk = self._desk
        if not desk.window.is_open:
            return
        names = [self._names.get(one, "") for one in news.people]
        if news.people == {desk.window.session.person_id}:
            text = _("Changed in another window just now")
        elif len(names) == 1 and names[0]:
            text = _("Changed by {name} just now").format(name=names[0])
        else:
            text = _("Changed by others just now")
        desk.window.frame.bottom.say_for_a_moment(text)


def attend(desk: Desk) -> None:
    """Follow the book that the desk shows."""
    known = desk.findChildren(Hearing)
    (known[0] if known else Hearing(desk)).attend()
