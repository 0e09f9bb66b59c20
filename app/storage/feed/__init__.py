"""The change feed across windows and processes: who has a book open learns what others committed in it.

    mark(book)                      # where its history ends when the first page is read
    follow(book, tell)              # from then on, in a thread that sleeps; it ends with the book

A file is looked at a few times per second (`looking`), a shared book's server rings (`ringing`). What was committed is
read from the history (`news`), so writers of every kind are heard: windows, the command line, another computer.
"""

from __future__ import annotations

from app.storage.feed.following import Feed, follow, mark
from app.storage.feed.news import News

__all__ = ["Feed", "News", "follow", "mark"]
