"""The history on the command line."""

from __future__ import annotations

import pytest

from tests.cli.calls import Shop

pytestmark = pytest.mark.xdist_group("demo")


def test_the_history_of_an_invoice_is_lines_and_json(demo: Shop) -> None:
    seen = demo.ask("GB", "history", "invoice", "INV-2026-0115").result
    assert seen["title"] == "Invoice INV-2026-0115"
    paid, *_rest, first = seen["rows"]
    assert (paid["who"], paid["command"], paid["action"]) == ("Grace Bennett", "record_payment", "New")
    assert first["did"] == "Collected work for a billing run"
    lines = demo.say("GB", "history", "invoice", "INV-2026-0115").out.splitlines()
    assert lines[0] == "Invoice INV-2026-0115"
    assert any("State: Open \u2192 Approved" in line for line in lines)


def test_a_thing_is_named_as_people_name_it(demo: Shop) -> None:
    assert demo.ask("EF", "history", "client", "bright").result["title"] == "Client Brightwater Utilities"
    assert demo.ask("EF", "history", "person", "PR").result["title"] == "Person Priya Raman"
    assert demo.ask("EF", "history", "firm").result["title"].startswith("Firm Alder")
    assert demo.ask("EF", "history", "invoice", "INV-1").problem["code"] == "history.unknown"
    assert demo.ask("EF", "history", "invoice").problem["code"] == "history.whose"


def test_what_was_done_on_a_day_is_asked_of_the_book(demo: Shop) -> None:
    seen = demo.ask("EF", "history", "book", "--day", "2026-04-29", "--person", "GB").result
    assert [(row["who"], row["did"]) for row in seen["rows"]] == [("Grace Bennett", "Recorded a payment")]
    assert demo.ask("PR", "history", "book").problem["code"] == "right.missing"
    assert demo.ask("PR", "history", "sow", "SOW-2026-014").problem["code"] == "right.missing"
