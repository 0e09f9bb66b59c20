"""The head of the history: a number and a hash that a partner can write down."""

from __future__ import annotations

from sqlalchemy import select

from app.storage.audit import FIRST, AuditEntry
from app.storage.book import Book
from app.storage.head import Head, head_of
from tests.storage.test_work import DAY, close_office


def test_the_head_is_the_last_entry_and_each_change_moves_it(book: Book) -> None:
    assert book.read(head_of) == Head(0, FIRST)
    book.perform(close_office, day=DAY)
    head = book.read(head_of)
    last = book.read(lambda reads: reads.execute(select(AuditEntry.sequence, AuditEntry.hash)).one())
    assert (head.sequence, head.hash) == tuple(last)
    assert head.letters == last.hash.hex()[:16]
    book.perform(close_office, day=DAY.replace(year=2027))
    assert book.read(head_of).sequence == head.sequence + 1
