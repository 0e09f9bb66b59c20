"""Does the book go on from its newest backup? Asked behind the window, for where nothing else knows how far it reached.

On a new computer, or where its data was lost, an older copy in the place of the book opens without a word, although
backups beside it hold more (decision 31). The mark of the newest one tells it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.kernel.words import _, ngettext
from app.qt import memory

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.storage.backups import Backup

KEPT = "told of a newer backup"
"""In the window's memory: for each book the end of the backup it was told about, once and not again."""


def look(desk: Desk, found: list[Backup]) -> None:
    """Tell once that the newest backup of the open book holds what the book does not."""
    from app.storage.backups import newest_good
    from app.storage.backups.comparing import goes_on_from

    session, book = desk.window.session, desk.backend.book
    if book is None:
        return
    name = Path(book.place).resolve().stem
    newest = newest_good([one for one in found if one.book == name] or found, session.clock.now())
    agreed = None if book.anchor is None else book.anchor.agreed
    if newest is None or (agreed is not None and newest.made <= agreed):
        return  # who restored a book, or goes on with a copy, knows what is newer
    place = session.place

    def told(entries: int | None) -> None:
        if entries is None or desk.window.session.place != place or not _is_new(place, newest.head):
            return
        from app.bootstrap.backup_desk import moment

        at = moment(newest.made, session.formats)
        desk.window.frame.standing.offer(
            _words(at, entries), _("Show the backups"), lambda: desk.window.show_settings("backups")
        )

    desk.operations.read(goes_on_from, told, backup=newest)


def _words(at: str, entries: int) -> str:
    if not entries:
        text = _(
            "The backup of {moment} went another way than this book: two copies were written apart from each other."
        )
        return text.format(moment=at)
    return ngettext(
        "The backup of {moment} holds {n} entry that this book has not: an older copy may lie in its place.",
        "The backup of {moment} holds {n} entries that this book has not: an older copy may lie in its place.",
        entries,
    ).format(moment=at, n=entries)


def _is_new(place: str, head: str) -> bool:
    known: dict[str, object] = dict(memory.recall(KEPT, {}))
    if known.get(place) == head:
        return False
    memory.keep(KEPT, known | {place: head})
    return True
