"""Beginning on the command line: a book in a file, and one an office shares."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import run

WHO = ["--firm", "Limmat Studio", "--name", "Lea Frei", "--grade", "Partner", "--zone", "Europe/London"]


def test_a_new_book_knows_its_firm_and_its_first_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "limmat" / "limmat.watertight"
    assert run(["new", str(place), *WHO, "--plain", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["book"] == str(place)
    assert run(["--book", str(place), "check"]) == 0
    assert "sound" in capsys.readouterr().out
    assert run(["new", str(place), *WHO]) == 1
    assert "is there already" in capsys.readouterr().err


def test_an_office_begins_a_shared_book_in_an_empty_database(
    postgres_database: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres_database()
    assert run(["--book", url, "owed"]) == 1
    assert "no book yet" in capsys.readouterr().err
    assert run(["new", url, *WHO]) == 0
    assert run(["--book", url, "--as", "LF", "owed"]) == 0
    assert run(["new", url, *WHO]) == 1
    assert "has its firm" in capsys.readouterr().err


def test_an_address_that_cannot_be_read_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "postgresql://x@y:port/z", *WHO]) == 1
    assert "cannot be read" in capsys.readouterr().err
