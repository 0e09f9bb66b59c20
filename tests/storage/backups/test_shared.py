"""Backups of a shared book: dumped, restored into a scratch database, compared; brought back into a new one only."""

from __future__ import annotations

import dataclasses
import json
import stat
import subprocess
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from app.clients.commands import add_contact
from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.receivables.checks import looks
from app.storage.address import joined
from app.storage.backups import client as programs
from app.storage.backups import keep, marks, shared
from app.storage.backups.noted import SETTING, NotedRow, note, noted
from app.storage.book import open_book
from app.storage.secrets import Secret
from tests.books import NOW, make_founded, the_office
from tests.clusters import MakeDatabase
from tests.samples.clients import brightwater
from tests.tampering import past_the_guards

CLOCK = FixedClock(NOW)


@pytest.fixture
def url(postgres_database: MakeDatabase) -> str:
    """A shared book with a client."""
    place = postgres_database(prepare=make_founded)
    with open_book(place, FixedClock(NOW)) as book:
        brightwater(the_office(book))
    return place


@pytest.fixture
def administrator(postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The server's owner."""
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


LOST = "came_to_nothing"


def databases(administrator: psycopg.Connection[Any], url: str) -> set[str]:
    """Of this test: its own, what is made beside it, and where a restore was to go; others run at the same time."""
    own = str(make_url(url).database)
    names = {str(row[0]) for row in administrator.execute("SELECT datname FROM pg_database")}
    return {name for name in names if name.startswith((own, LOST))}


def named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def code_of(problem: pytest.ExceptionInfo[Problem]) -> str:
    return problem.value.code


def test_a_backup_is_restored_compared_listed_and_brought_back_into_a_new_database(
    url: str, administrator: psycopg.Connection[Any], tmp_path: Path
) -> None:
    before = databases(administrator, url)
    taken = shared.dump(url, tmp_path / "backups", CLOCK, looks=looks())
    assert databases(administrator, url) == before  # the scratch database is gone again
    assert shared.dumps(tmp_path / "backups") == [taken]
    assert (taken.good, taken.size, taken.checked_at) == (True, taken.place.stat().st_size, NOW)
    assert stat.S_IMODE(taken.place.stat().st_mode) == 0o600
    assert stat.S_IMODE(taken.place.parent.stat().st_mode) == 0o700
    with open_book(url, FixedClock(NOW)) as book:
        office = the_office(book)
        book.perform(add_contact, client_id=1, name="Later Person")
        back = f"back_{uuid.uuid4().hex[:12]}"
        try:
            found = shared.restore(taken.place, named(url, back), CLOCK)
            assert (found.held.sequence, found.held.head) == (taken.sequence, taken.head)
            with open_book(named(url, back), FixedClock(NOW)) as restored:
                assert the_office(restored).people == office.people
                restored.actor = office.actors["EF"]
                restored.perform(add_contact, client_id=1, name="Somebody New")  # its guards and numbers work
            with pytest.raises(Problem) as refused:
                shared.restore(taken.place, named(url, back), CLOCK)
            assert code_of(refused) == "backup.taken"
        finally:
            administrator.execute(f'DROP DATABASE IF EXISTS "{back}" WITH (FORCE)'.encode())
        later = shared.dump(url, tmp_path / "backups", FixedClock(NOW), check=False)
    assert later.sequence > taken.sequence
    assert not later.good
    assert [one.damage for one in shared.dumps(tmp_path / "backups")] == [marks.UNCHECKED, ""]
    assert taken in keep([later, taken], NOW)
    looked = shared.recheck(later, url, CLOCK)
    assert looked.good
    assert marks.read(later.place) == looked


def test_what_does_not_fit_in_the_shared_book_itself_is_noted_and_its_backup_counts(url: str, tmp_path: Path) -> None:
    with open_book(url, FixedClock(NOW)) as book, past_the_guards(book) as connection:
        for _twice in range(2):
            connection.exec_driver_sql("INSERT INTO setting (key, value, version) VALUES ('tone', '1', 1)")
    taken = shared.dump(url, tmp_path / "backups", CLOCK, looks=looks())
    assert (taken.good, taken.findings) == (True, 1)
    looked = shared.recheck(taken, url, CLOCK, looks=looks())
    assert (looked.good, looked.findings) == (True, 1)


def test_its_own_role_reads_everything_changes_nothing_and_its_password_is_seen_by_nobody(
    url: str, administrator: psycopg.Connection[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = str(make_url(url).database)
    role = f"backup_{uuid.uuid4().hex[:12]}"
    *statements, _password = shared.role_statements(database, role)
    for statement in statements:
        administrator.execute(statement.encode())
    words: list[str] = []
    environments: list[dict[str, str]] = []
    run = subprocess.run

    def watched(command: list[str], **options: Any) -> Any:
        words.extend(command)
        environments.append(dict(options.get("env") or {}))
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    own = named(url, database).replace("watertight@", f"{role}@")
    try:
        taken = shared.dump(joined(own, Secret("s3cret words")), tmp_path, CLOCK, looks=looks())
        assert taken.good
        assert not [word for word in words if "s3cret" in word]
        assert any(one.get("PGPASSWORD") == "s3cret words" for one in environments)
        assert "s3cret" not in marks.mark_file(taken.place).read_text()
        with psycopg.connect(own.replace("+psycopg", ""), autocommit=True) as connection:
            for attack in (
                "INSERT INTO holiday (day, name) VALUES ('2026-01-01', 'x')",
                "UPDATE firm SET iban = 'x'",
                "DELETE FROM contact",
                "TRUNCATE audit_entry",
                "DROP TABLE holiday",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(attack.encode())
        _what_the_server_tells(url, own, role, administrator, taken)
        administrator.execute(f'ALTER ROLE "{role}" NOCREATEDB'.encode())
        with pytest.raises(Problem) as refused:
            shared.dump(own, tmp_path / "other", CLOCK)
        assert code_of(refused) == "backup.no_scratch"
        assert list((tmp_path / "other").iterdir()) == []
        assert shared.dump(own, tmp_path / "other", CLOCK, check=False).damage == marks.UNCHECKED
    finally:
        administrator.execute(f'REVOKE ALL ON DATABASE "{database}" FROM "{role}"'.encode())
        administrator.execute(f'REVOKE ALL ON PARAMETER "{SETTING}" FROM "{role}"'.encode())
        administrator.execute(f'DROP ROLE "{role}"'.encode())


def _what_the_server_tells(
    url: str, own: str, role: str, administrator: psycopg.Connection[Any], taken: marks.Backup
) -> None:
    """Every window is told when the last backup was taken, and nobody else's word for it counts."""
    client = programs.Client.to(own)
    database = client.database
    forged = f"{NOW + timedelta(minutes=5):%Y-%m-%dT%H:%M:%S+00:00} {taken.sequence} {taken.head} checked"

    def sets(who: str, said: str) -> None:
        administrator.execute(f'ALTER ROLE "{who}" IN DATABASE "{database}" SET "{SETTING}" = \'{said}\''.encode())

    with open_book(url, FixedClock(NOW)) as book:
        before = book.read(noted)
        assert (before.made, before.moved) == (None, True)
        assert before.since is not None
        assert note(client, taken)
        assert book.read(noted) == NotedRow(NOW, checked=True, moved=False, since=before.since)
        clerk = f"clerk_{uuid.uuid4().hex[:12]}"
        administrator.execute(f'CREATE ROLE "{clerk}" LOGIN'.encode())
        try:
            sets(clerk, forged)
            assert book.read(noted).made == NOW, "who cannot read everything can have backed nothing up"
            with pytest.raises(Problem, match="a part of the shared book only"):
                open_book(own.replace(role, clerk), FixedClock(NOW))
        finally:
            administrator.execute(f'DROP ROLE "{clerk}"'.encode())
        for wrong in (forged.replace(taken.head, "0" * 64), forged.replace("2026", "2036"), "soon", forged[:-4]):
            sets(role, wrong)
            assert book.read(noted).made is None, wrong
        assert note(client, dataclasses.replace(taken, damage=marks.UNCHECKED))
        book.actor = the_office(book).actors["EF"]
        book.perform(add_contact, client_id=1, name="After It")
        assert book.read(noted) == NotedRow(NOW, checked=False, moved=True, since=before.since)
    administrator.execute(f'REVOKE ALL ON PARAMETER "{SETTING}" FROM "{role}"'.encode())
    assert not note(client, taken)


def test_what_is_not_the_book_is_never_called_a_backup(
    url: str, administrator: psycopg.Connection[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = databases(administrator, url)
    load = programs.Client.load

    def loses(self: programs.Client, dump: Path) -> None:
        load(self, dump)
        self.administer("DELETE FROM client_terms")

    monkeypatch.setattr(programs.Client, "load", loses)
    with pytest.raises(Problem, match="client_terms has 1 rows in the book and 0 in the backup"):
        shared.dump(url, tmp_path, CLOCK)

    def alters(self: programs.Client, dump: Path) -> None:
        load(self, dump)
        self.administer(
            "SET session_replication_role = replica; UPDATE audit_entry SET command = 'x' WHERE sequence = 3"
        )

    monkeypatch.setattr(programs.Client, "load", alters)
    with pytest.raises(Problem, match="Entry 3 of the history"):
        shared.dump(url, tmp_path, CLOCK)
    assert list(tmp_path.iterdir()) == []
    assert databases(administrator, url) == before


def test_a_damaged_dump_and_what_broke_off_leave_no_database(
    url: str, administrator: psycopg.Connection[Any], tmp_path: Path
) -> None:
    taken = shared.dump(url, tmp_path, CLOCK, check=False)
    content = taken.place.read_bytes()
    taken.place.write_bytes(content[: len(content) // 2])
    before = databases(administrator, url)
    with pytest.raises(Problem) as broken:
        shared.restore(taken.place, named(url, LOST), CLOCK)
    assert code_of(broken) == "backup.program"
    assert databases(administrator, url) == before
    (half,) = shared.dumps(tmp_path)
    assert half.damage
    assert not shared.recheck(half, url, CLOCK).good
    held = json.loads(marks.mark_file(taken.place).read_text())
    marks.mark_file(taken.place).write_text(json.dumps({**held, "file": "another.dump"}))
    assert shared.dumps(tmp_path) == []


def test_programs_that_are_older_than_the_server_or_not_there_are_told(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    (old / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(old))
    monkeypatch.setattr(programs, "PLACES", ())
    with pytest.raises(Problem) as refused:
        shared.dump(url, tmp_path / "b", CLOCK)
    assert code_of(refused) == "backup.old_program"
    assert "is of version 9, the server of version" in str(refused.value)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem) as missing:
        shared.dump(url, tmp_path / "b", CLOCK)
    assert code_of(missing) == "backup.no_program"
    with pytest.raises(Problem) as link:
        (tmp_path / "link").symlink_to(tmp_path / "b")
        shared.dump(url, tmp_path / "link", CLOCK)
    assert code_of(link) == "backup.link"


def test_work_goes_on_while_a_backup_is_taken_and_the_backup_is_of_one_moment(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = programs.Client.dump

    def in_the_middle(self: programs.Client, target: Path, snapshot: str) -> None:
        with open_book(url, FixedClock(NOW)) as book:
            book.actor = the_office(book).actors["EF"]
            book.perform(add_contact, client_id=1, name="In Between")
        dump(self, target, snapshot)

    monkeypatch.setattr(programs.Client, "dump", in_the_middle)
    taken = shared.dump(url, tmp_path, CLOCK)
    assert taken.good
    with open_book(url, FixedClock(NOW)) as book:
        from app.storage.backups import where_it_stands

        assert book.read(where_it_stands).sequence > taken.sequence
    assert dataclasses.replace(taken, damage="x").good is False
