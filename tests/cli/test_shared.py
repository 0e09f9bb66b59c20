"""Backups of a shared book on the command line."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.kernel.clock import FixedClock
from app.storage.backups.client import Client, dropped
from app.storage.book import open_book
from tests.books import NOW, make_founded
from tests.cli.calls import Call
from tests.clusters import MakeDatabase
from tests.storage.test_work import DAY, close_office


@pytest.fixture
def url(postgres_database: MakeDatabase) -> str:
    return postgres_database(prepare=make_founded)


def test_a_shared_book_is_backed_up_listed_rechecked_and_brought_back(url: str, call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    taken = call("--book", url, "backup", "--to", folder, "--json").result
    again = call("--book", url, "shared", "backup", folder, "--no-check", "--json").result
    assert Path(taken["place"]).suffix == ".dump"
    assert (taken["damage"], again["damage"]) == ("", "not checked")
    listed = call("shared", "list", folder, "--json").result
    assert {one["place"] for one in listed} == {taken["place"], again["place"]}
    assert "not checked" in call("shared", "list", folder).out
    assert call("--book", url, "shared", "recheck", again["place"], "--json").result["damage"] == ""
    assert "not checked" not in call("shared", "list", folder).out
    refused = call("--book", url, "shared", "restore", taken["place"], "--json").problem
    assert refused["code"] == "backup.taken"
    with open_book(url, FixedClock(NOW)) as book:
        book.perform(close_office, day=DAY)
    back = make_url(url).set(database=f"back_{uuid.uuid4().hex[:12]}").render_as_string(hide_password=False)
    assert call("--book", url, "--as", "EF", "owed").code == 0  # this computer knows from now on how far it reaches
    try:
        call("--book", back, "shared", "restore", taken["place"])
        opened = call("--book", back, "--as", "EF", "owed")
        assert opened.code == 0, opened.err
    finally:
        dropped(Client.to(url), str(make_url(back).database))


def test_the_role_of_the_backups_is_printed_for_whoever_makes_it(url: str, call: Call, tmp_path: Path) -> None:
    lines = call("--book", url, "shared", "role").out.splitlines()
    assert lines[0].startswith('CREATE ROLE "watertight_backup" LOGIN CREATEDB BYPASSRLS NOSUPERUSER')
    assert lines[1] == 'GRANT pg_read_all_data TO "watertight_backup";'
    assert str(make_url(url).database) in lines[2]
    refused = call("--book", tmp_path / "x.watertight", "backup", "--to", tmp_path, "--json").problem
    assert refused["code"] == "backup.file"
