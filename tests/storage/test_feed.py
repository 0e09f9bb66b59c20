"""The change feed: who has a book open learns what others committed in it, once, and never what it did itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any

import pytest
import sqlcipher3

from app.clients.commands import add_client, import_clients
from app.clients.domain import ClientDraft
from app.firm.commands import add_holiday
from app.kernel.problems import Problem
from app.storage.book import Book, open_book
from app.storage.feed import News, follow, following, looking, mark, ringing
from app.storage.feed.looking import Looking
from app.storage.feed.news import news
from app.storage.head import head_of
from app.storage.work import Work
from tests.books import Office
from tests.samples.every_command import CHAPTERS, DAY
from tests.samples.timesheets import internal_task

PATIENCE = 60
"""Seconds after which nothing will come any more; nothing is measured here."""
Told = SimpleQueue[News]


def place_of(book: Book) -> str:
    """Where the book is, with all that opens it."""
    return book.engine.url.render_as_string(hide_password=False) if "://" in book.place else book.place


@pytest.fixture
def beside(office: Office) -> Iterator[Book]:
    """The same book, open a second time: what it does is done by somebody else."""
    with open_book(place_of(office.book), office.clock) as opened:
        opened.actor = office.actors["GB"]
        yield opened


@pytest.fixture
def told(office: Office) -> Iterator[Told]:
    """What the feed of the office's book tells."""
    heard: Told = SimpleQueue()
    mark(office.book)
    follow(office.book, heard.put)
    yield heard
    office.book.close()


def add(book: Book, name: str) -> int:
    return book.perform(add_client, name=name, country="GB", language="en-GB", currency="GBP").result


def test_what_others_did_is_told_once_and_what_was_done_here_never(office: Office, beside: Book, told: Told) -> None:
    add(office.book, "Our own")
    theirs = add(beside, "Theirs")
    first = told.get(timeout=PATIENCE)
    assert first.people == {office.people["GB"]}
    points = {point for point in first.changes.points if point[0] == "Client"}
    assert points == {("Client", "client", theirs)}
    office.book.perform(add_holiday, day=DAY, name="Ours again")
    add(beside, "Theirs again")
    second = told.get(timeout=PATIENCE)
    assert second.changes.rooms == {"clients"}, "not the holiday, which was our own"
    with pytest.raises(Empty):
        told.get_nowait()


def test_what_was_committed_between_the_first_look_and_the_feed_is_told(office: Office, beside: Book) -> None:
    mark(office.book)
    add(office.book, "Our own")
    add(beside, "While the first page was being filled")
    heard: Told = SimpleQueue()
    follow(office.book, heard.put)
    assert len([one for one in heard.get(timeout=PATIENCE).changes.points if one[:2] == ("Client", "client")]) == 1


def test_many_at_once_are_told_together(office: Office, beside: Book, told: Told) -> None:
    drafts = tuple(ClientDraft(line, f"Client {line}", "GB", "en-GB", "GBP") for line in range(300))
    beside.perform(import_clients, drafts=drafts)
    assert len([one for one in told.get(timeout=PATIENCE).changes.points if one[:2] == ("Client", "client")]) == 300


def test_a_commit_that_was_rolled_back_is_not_mistaken_for_the_one_that_took_its_place(
    office: Office, beside: Book, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Work, "commit", _noted_and_left)
    with pytest.raises(ZeroDivisionError):
        add(office.book, "Never there")
    monkeypatch.undo()
    add(beside, "In its place")
    assert told.get(timeout=PATIENCE).changes.rooms == {"clients"}


def _noted_and_left(work: Work, *_arguments: Any) -> None:
    """All of a commit but the last step."""
    from app.storage import audit

    audit.append(work.session, work._stamp, work._changes)
    raise ZeroDivisionError


def test_another_process_is_heard(office: Office, told: Told) -> None:
    book = office.book
    internal_task(office, "Reading")
    words = ["week", "--log", "internal reading 1"]
    done = subprocess.run(
        [sys.executable, "-m", "app", "--book", place_of(book), "--as", "EF", *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert told.get(timeout=PATIENCE).changes.rooms == {"timesheets"}


def test_a_book_that_is_only_read_hears_as_well(office: Office, beside: Book) -> None:
    heard: Told = SimpleQueue()
    with open_book(place_of(office.book), office.clock, read_only=True) as reader:
        follow(reader, heard.put)
        add(beside, "Theirs")
        assert heard.get(timeout=PATIENCE).changes.rooms == {"clients"}


def test_closing_a_book_ends_its_feed(office: Office, beside: Book, told: Told) -> None:
    feed = follow(office.book, told.put)
    office.book.close()
    assert not feed._thread.is_alive()
    add(beside, "Theirs")
    with pytest.raises(Empty):
        told.get_nowait()


@pytest.mark.parametrize("office", ["postgres"], indirect=True)
def test_what_was_missed_while_the_server_was_away_is_told(
    office: Office, beside: Book, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringing, "FIRST", 0.01)
    add(beside, "Before")
    told.get(timeout=PATIENCE)
    with beside.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    add(beside, "Meanwhile")
    assert told.get(timeout=PATIENCE).changes.rooms == {"clients"}


def test_a_look_that_fails_is_taken_again(
    office: Office, beside: Book, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk or a server that fails for a moment: whoever reads or writes is told why, the feed goes on."""
    monkeypatch.setattr(following, "AFTER_A_FAILURE", 0.01)
    monkeypatch.setattr(looking, "AFTER_A_FAILURE", 0.01)
    reads, looks = iter([True]), iter([True])
    read, look = Book.read, Looking._look

    def failing_read(book: Book, query: Any, *arguments: Any, **options: Any) -> Any:
        if query is news and next(reads, False):
            raise Problem("book.unreachable", "The shared book does not answer.")
        return read(book, query, *arguments, **options)

    def failing_look(self: Looking) -> int:
        if next(looks, False):
            raise sqlcipher3.OperationalError("disk I/O error")
        return look(self)

    monkeypatch.setattr(Book, "read", failing_read)
    monkeypatch.setattr(Looking, "_look", failing_look)
    add(beside, "Theirs")
    assert told.get(timeout=PATIENCE).changes.rooms == {"clients"}
    assert next(reads, None) is None


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.__name__)
def test_the_history_says_the_same_as_the_command_itself(
    sqlite_office: Office, chapter: Callable[[Office], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rooms and points, for every command there is."""
    book = sqlite_office.book
    written = Book._written
    compared = []

    def both(self: Book, command: Callable[..., Any], *arguments: Any) -> Any:
        before = self.read(head_of).sequence
        done = written(self, command, *arguments)
        read = self.read(news, after=before, own=dict).changes
        compared.append(command.__name__)
        assert read == done.changes, command.__name__
        return done

    monkeypatch.setattr(Book, "_written", both)
    chapter(sqlite_office)
    assert compared
    assert book.read(news, after=0, own=dict).until == book.read(head_of).sequence
