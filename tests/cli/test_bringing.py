"""`watertight import clients`: the same counts as in the window, and a second time nobody is added."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.clients.queries import clients
from app.receivables.queries import owed
from tests.books import Office
from tests.cli.calls import Shop
from tests.samples.clients import brightwater

ROWS = (
    "Firma;USt-IdNr.;Land\nMeyer & Söhne GmbH;DE136695976;Deutschland\nBrightwater Utilities;;UK\n"
    "Brightwater Utilites;;UK\nLarkmoor Ltd;GB999120418;UK\nOrchard Clinic;;UK\n"
)
WRONG = "Line 5, Larkmoor Ltd: Tax number: This VAT number fails its check digits. Digits 8 and 9 may be swapped."


@pytest.fixture
def file(office: Office, tmp_path: Path) -> Path:
    brightwater(office)
    path = tmp_path / "clients.csv"
    path.write_text(ROWS, encoding="cp1252")
    return path


def test_new_clients_come_in_and_the_rest_is_told(shop: Shop, office: Office, file: Path) -> None:
    said = shop.say("EF", "import", "clients", file)
    assert said.code == 0
    assert said.out.splitlines() == ["2 new, 1 known, 1 look alike, 1 wrong", "2 clients added."]
    assert said.err.splitlines() == [
        "Line 4, Brightwater Utilites: Looks like Brightwater Utilities, who is in the book.",
        WRONG,
    ]
    again = shop.say("EF", "import", "clients", file)
    assert again.out.splitlines() == ["0 new, 3 known, 1 look alike, 1 wrong", "0 clients added."]
    assert len(office.book.read(clients)) == 3


def test_a_dry_run_changes_nothing_and_answers_the_same(shop: Shop, office: Office, file: Path) -> None:
    said = shop.say("EF", "import", "clients", file, "--dry-run", "--json").body
    result = said["result"]
    assert {key: result[key] for key in ("new", "known", "alike", "wrong", "added")} == {
        "new": 2,
        "known": 1,
        "alike": 1,
        "wrong": 1,
        "added": 0,
    }
    assert [row["line"] for row in result["rows"]] == [2, 3, 4, 5, 6]
    assert {problem["code"] for problem in said["problems"]} == {"clients_file.row"}
    assert len(office.book.read(clients)) == 1


def test_who_looks_alike_comes_in_when_it_is_said(shop: Shop, office: Office, file: Path) -> None:
    said = shop.say("EF", "import", "clients", file, "--alike")
    assert said.out.splitlines()[1] == "3 clients added."
    assert len(office.book.read(clients)) == 4


def test_a_bad_file_and_a_role_without_the_right_are_refused(shop: Shop, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_bytes(b"PK\x03\x04")
    said = shop.say("EF", "import", "clients", path)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("This is not a CSV file, whatever its name says.")
    path.write_text("Name\nAcme\n", encoding="utf-8")
    assert shop.say("PR", "import", "clients", path).code == 1
    assert office.book.read(clients) == []


OPEN = (
    "Number;Client;Date;Gross;Open\nINV-2026-0117;Brightwater Utilities;13/02/2026;1.200,00;200,00\n"
    "INV-2026-0118;Acme;14/02/2026;10,00;10,00\n"
)


COLLIDES = "The next invoice would be INV-2026-0001, but the book holds higher ones from before."


@pytest.fixture
def open_file(office: Office, tmp_path: Path) -> Path:
    brightwater(office)
    path = tmp_path / "open.csv"
    path.write_text(OPEN, encoding="cp1252")
    return path


def test_open_invoices_come_in_and_numbers_go_on(shop: Shop, office: Office, open_file: Path) -> None:
    said = shop.say("GB", "import", "opening", open_file, "--dry-run")
    assert said.out.splitlines() == [
        "1 new, 0 known, 1 wrong",
        "Still open on the new ones: 200.00 GBP",
        "Nothing was changed.",
    ]
    assert office.book.read(owed) == []
    said = shop.say("GB", "import", "opening", open_file)
    assert said.code == 0
    assert said.out.splitlines()[-2:] == ["1 invoice added.", "The next invoice is INV-2026-0001."]
    assert said.err.splitlines() == [
        "Line 3, INV-2026-0118: Client: No client of the book is called “Acme”. Add the client first.",
        f"{COLLIDES} Say --last-number, so that the next one follows.",
    ]
    assert [str(row.balance.amount) for row in office.book.read(owed)] == ["200.00"]
    again = shop.say("GB", "import", "opening", open_file, "--last-number", "INV-2026-0117", "--json").result
    assert (again["known"], again["added"], again["next_number"]) == (1, 0, "INV-2026-0118")


def test_days_that_read_two_ways_are_asked_about(shop: Shop, office: Office, open_file: Path) -> None:
    open_file.write_text("Number,Client,Date,Open\nA-1,Brightwater Utilities,03/02/2026,10\n", encoding="utf-8")
    said = shop.say("GB", "import", "opening", open_file)
    assert said.code == 1
    assert "--dates day, month or year" in said.err
    assert shop.say("GB", "import", "opening", open_file, "--dates", "month").code == 0
    (row,) = office.book.read(owed)
    assert row.issued_on.isoformat() == "2026-03-02"


def test_a_file_without_the_columns_and_a_role_without_the_right_are_refused(
    shop: Shop, office: Office, open_file: Path
) -> None:
    assert shop.say("PR", "import", "opening", open_file).code == 1
    open_file.write_text("Reference,Who\nA-1,Brightwater Utilities\n", encoding="utf-8")
    assert "No column is known as" in shop.say("GB", "import", "opening", open_file).err
    assert office.book.read(owed) == []
