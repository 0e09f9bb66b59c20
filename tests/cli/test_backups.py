"""Backups on the command line: taken, listed without opening the book, gone back to, and rehearsed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.storage.backups import Reason, listed
from app.storage.backups.marks import read, write
from tests.books import Office
from tests.cli.calls import Call, Shop
from tests.tampering import past_the_guards


@pytest.fixture
def firm(sqlite_office: Office, call: Call, monkeypatch: pytest.MonkeyPatch) -> Shop:
    from app.bootstrap import opening
    from app.kernel.clock import FixedClock
    from tests.books import NOW

    monkeypatch.setattr(opening, "clock_for", lambda _place: FixedClock(NOW))
    return Shop(sqlite_office.book.place, call)


def test_a_backup_is_taken_listed_rehearsed_and_restored(firm: Shop, tmp_path: Path) -> None:
    assert firm.say("EF", "drill").sentence.startswith("There is no backup of this book yet.")
    assert firm.call("--book", firm.place, "backups").out == "There is no backup of this book yet.\n"
    taken = firm.ask("EF", "backup").result
    (row,) = firm.call("--book", firm.place, "backups", "--json").result
    assert row == taken
    assert (row["reason"], row["damage"]) == ("asked", "")
    said = firm.say("EF", "drill").out.splitlines()
    assert said[1:] == ["It holds everything the book holds now.", "What was restored was removed again."]
    Path(firm.place).rename(tmp_path / "away")  # the list does not need the book
    assert "asked for" in firm.call("--book", firm.place, "backups").out
    target = tmp_path / "back" / "firm.watertight"
    assert firm.call("restore", row["place"], target, "--json").result["book"] == str(target)
    assert firm.call("restore", row["place"], target, "--json").problem["code"] == "backup.target"
    assert firm.call("--book", target, "--as", "EF", "check").out.startswith("The books are sound.")


def test_what_a_wrong_clock_dated_stands_behind_the_others(firm: Shop) -> None:
    ahead = firm.ask("EF", "backup").result["place"]
    one = read(Path(ahead))
    assert one is not None
    write(replace(one, made=one.made + timedelta(days=3_650)))
    last = firm.ask("EF", "backup").result["place"]
    rows = firm.call("--book", firm.place, "backups", "--json").result
    assert [row["place"] for row in rows] == [last, ahead]


def test_what_does_not_fit_in_the_book_itself_is_told_with_its_backup(firm: Shop, sqlite_office: Office) -> None:
    with past_the_guards(sqlite_office.book) as connection:
        for _twice in range(2):
            connection.exec_driver_sql("INSERT INTO setting (key, value, version) VALUES ('tone', '1', 1)")
    said = firm.say("EF", "backup").out.splitlines()
    assert said[1:] == ["1 thing in the book itself does not fit: \u201cwatertight check\u201d tells what."]
    assert "1 finding, " in firm.call("--book", firm.place, "backups").out


def test_what_has_no_mark_is_not_restored(firm: Shop, tmp_path: Path) -> None:
    assert firm.call("restore", firm.place, tmp_path / "x.watertight", "--json").problem["code"] == "backup.no_mark"
    assert not (tmp_path / "x.watertight").exists()


def test_an_import_is_preceded_by_a_backup(firm: Shop, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text("Name,Country,Currency\nLarkmoor Ltd,GB,GBP\n", encoding="utf-8")
    firm.ask("EF", "import", "clients", file, "--dry-run")
    assert listed(firm.place) == []
    assert firm.ask("EF", "import", "clients", file).result["added"] == 1
    assert [one.reason for one in listed(firm.place)] == [Reason.IMPORT]
    file.write_text("Number,Client,Date,Open\nA-17,Larkmoor Ltd,2026-04-13,120.00\n", encoding="utf-8")
    firm.ask("GB", "import", "opening", file, "--dry-run")
    assert len(listed(firm.place)) == 1
    assert firm.ask("GB", "import", "opening", file).result["added"] == 1
    assert [one.reason for one in listed(firm.place)] == [Reason.IMPORT] * 2


def test_a_shared_book_has_no_backups_here(call: Call) -> None:
    assert call("--book", "postgresql://office/book", "backups", "--json").problem["code"] == "backup.shared"
