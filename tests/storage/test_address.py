"""The password of a shared book: in no address that is shown or kept, in the keyring or asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import address
from app.storage.book import create, open_book
from app.storage.secrets import Secret, ring
from tests.books import NOW, make_empty
from tests.clusters import ASKED, OWNER, MakeDatabase

PASSWORD = "S3cr:t@/%? word"
ADDRESSES = {
    "postgresql://grace:S3cret@db.office:5432/book": "postgresql://grace@db.office:5432/book",
    "postgresql+psycopg://grace:S3cret@db/book?sslmode=require": "postgresql+psycopg://grace@db/book?sslmode=require",
    "postgresql://grace@db/book?password=S3cret&sslmode=require": "postgresql://grace@db/book?sslmode=require",
    "postgresql://grace:S3cret@/book?host=/run/postgresql": "postgresql://grace@/book?host=/run/postgresql",
    "postgresql:///book?host=/run/pg&password=S3cret": "postgresql:///book?host=/run/pg",
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_is_shown_without_its_password(url: str) -> None:
    shown, password = address.parted(url)
    assert shown == ADDRESSES[url]
    assert password == Secret("S3cret")
    assert address.parted(shown) == (shown, None)
    assert address.parted(address.joined(shown, Secret(PASSWORD))) == (shown, Secret(PASSWORD))


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.held: dict[str, Secret] = {}
        self.locked = False

    def read(self, name: str) -> Secret | None:
        if self.locked:
            raise ring.RingLocked
        return self.held.get(name)

    def write(self, name: str, value: Secret) -> None:
        if self.locked:
            raise ring.RingLocked
        self.held[name] = value


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setattr(ring, "read", made.read)
    monkeypatch.setattr(ring, "write", made.write)
    return made


@pytest.fixture
def asking(postgres_database: MakeDatabase) -> Iterator[str]:
    """The address of an empty shared book whose server asks for a password."""
    place = postgres_database(prepare=make_empty)
    with psycopg.connect(place.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {ASKED} LOGIN SUPERUSER PASSWORD '{PASSWORD}'".encode())
    yield place.replace(f"{OWNER}@", f"{ASKED}@")
    with psycopg.connect(place.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute(f"DROP ROLE {ASKED}".encode())


def refused(url: str) -> str:
    with pytest.raises(Problem) as caught:
        open_book(url, FixedClock(NOW))
    assert PASSWORD not in str(caught.value)
    return caught.value.code


def with_password(url: str, password: str) -> str:
    return url.replace(f"{ASKED}@", f"{ASKED}:{quote(password, safe='')}@")


@pytest.mark.xdist_group("asked for a password")
def test_a_server_that_asks_for_a_password_is_told_as_such(asking: str, keyring: Ring) -> None:
    assert refused(asking) == "book.password"
    with pytest.raises(Problem) as caught:
        create(asking, FixedClock(NOW))
    assert caught.value.code == "book.password"
    assert refused(with_password(asking, "wrong")) == "book.password"
    keyring.locked = True
    assert refused(asking) == "book.password"


@pytest.mark.xdist_group("asked for a password")
def test_a_password_is_in_the_address_once_and_in_the_keyring_from_then_on(asking: str, keyring: Ring) -> None:
    typed = with_password(asking, PASSWORD)
    with open_book(typed, FixedClock(NOW)) as book:
        assert book.place == asking
    assert keyring.held == {}
    assert address.keep(typed)
    assert list(keyring.held.values()) == [Secret(PASSWORD)]
    assert quote(PASSWORD) not in "".join(keyring.held)
    with open_book(asking, FixedClock(NOW)) as book:
        assert book.place == asking
    keyring.held = {name: Secret("changed since") for name in keyring.held}
    assert refused(asking) == "book.password"


def test_an_address_without_a_password_asks_no_keyring_to_keep_one(keyring: Ring, tmp_path: Path) -> None:
    assert not address.keep("postgresql://grace@db/book")
    assert keyring.held == {}
    keyring.locked = True
    assert not address.keep("postgresql://grace:S3cret@db/book")
