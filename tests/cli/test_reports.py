"""owed, export and check on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.kernel.clock import SystemClock
from app.storage.book import open_book
from app.storage.head import head_of
from tests.cli.calls import Shop
from tests.tampering import past_the_guards

pytestmark = pytest.mark.xdist_group("demo")


def test_what_is_owed_is_a_table_with_its_sum(demo: Shop) -> None:
    lines = demo.say("GB", "owed").out.splitlines()
    assert lines[0].split() == "Invoice Client Due Days late Balance Total".split()
    assert (
        lines[1].split()
        == "INV-2025-0431 Castlegate Property Group 15 Jan 2026 105 \u00a33,600.00 \u00a336,000.00".split()
    )
    assert lines[-1] == "Owed: \u00a3121,032.00"


def test_what_was_owed_on_an_earlier_day_can_be_asked(demo: Shop) -> None:
    earlier = demo.ask("GB", "owed", "--on", "2026-04-01").result
    assert {row["days_late"] for row in earlier if row["number"] == "INV-2025-0431"} == {76}


def test_an_export_names_the_files_it_wrote(demo: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    paths = [Path(name) for name in demo.ask("GB", "export", folder).result]
    assert sorted(paths) == sorted(folder.iterdir())
    assert all(path.suffix in {".csv", ".txt", ".json"} for path in paths)
    invoices = next(path for path in paths if "invoices" in path.name).read_text(encoding="utf-8-sig")
    assert "INV-2026-0107" in invoices
    assert "INV-2026-0105" not in invoices


def test_a_period_from_a_day_ends_with_its_month(demo: Shop, tmp_path: Path) -> None:
    march = demo.ask("GB", "export", tmp_path / "march", "--from", "2026-03-01").result
    spelled = demo.ask("GB", "export", tmp_path / "spelled", "--from", "2026-03-01", "--to", "2026-03-31").result
    assert [Path(name).read_bytes() for name in march] == [Path(name).read_bytes() for name in spelled]


def test_a_period_that_runs_backwards_writes_nothing(demo: Shop, tmp_path: Path) -> None:
    answer = demo.ask("GB", "export", tmp_path / "x", "--from", "2026-04-30", "--to", "2026-04-01")
    assert answer.problem["code"] == "period.backwards"
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(demo: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "could not be written" in demo.say("GB", "export", tmp_path / "file" / "below").sentence


def test_sound_books_are_sound_and_say_where_their_history_ends(demo: Shop) -> None:
    with open_book(Path(demo.place), SystemClock()) as book:
        head = book.read(head_of)
    letters = head.hash.hex()[:16]
    assert demo.ask("GB", "check").result == {"sound": True, "head": {"sequence": head.sequence, "hash": letters}}
    said = demo.say("GB", "check").out.splitlines()
    assert said == ["The books are sound.", f"The history ends with entry {head.sequence}, {letters}."]


def test_a_history_somebody_altered_ends_with_one_and_says_where(demo: Shop) -> None:
    with open_book(Path(demo.place), SystemClock()) as book, past_the_guards(book) as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET command = 'nothing' WHERE sequence = 40")
    answer = demo.ask("GB", "check")
    assert answer.code == 1
    assert answer.body["result"]["sound"] is False
    assert any("40" in row["message"] for row in answer.body["problems"])
    said = demo.say("GB", "check")
    assert said.code == 1
    assert "40" in said.err
