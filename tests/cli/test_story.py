"""From a calendar file to nothing owed, all on the command line, on each database."""

from __future__ import annotations

from pathlib import Path

from app.burn.queries import alerts
from app.clients.commands import change_client
from app.clients.queries import clients
from tests.books import Office
from tests.cli.calls import Shop
from tests.samples.clients import castlegate
from tests.samples.engagements import small_review
from tests.samples.harvest import CALL, DENTIST, LEAVE, STANDUP, WORKSHOP, calendar, workplace


def test_from_a_calendar_file_to_nothing_owed(shop: Shop, office: Office, tmp_path: Path) -> None:
    workplace(office)
    office.act_as("EF")
    foxglove = next(row for row in office.book.read(clients) if row.name == "Foxglove Foods Ltd")
    office.book.perform(change_client, client_id=foxglove.id, version=foxglove.version, address="1 Den Lane\nExeter")
    file = tmp_path / "priya.ics"
    file.write_bytes(calendar(WORKSHOP, CALL, STANDUP, DENTIST, LEAVE))

    taken = shop.ask("PR", "harvest", file, "--from", "2026-04-27").result
    assert (taken["new"], taken["problems"]) == (3, [])
    assert shop.ask("PR", "harvest", file).result["new"] == 0

    accepted = shop.say("PR", "week", "--accept").out.splitlines()[0]
    assert accepted.startswith(("2 suggestions accepted", "3 suggestions accepted"))
    logged = shop.ask("PR", "week", "--log", "bri field 2 interviews").result
    assert {row["note"] for row in logged["entries"]} >= {"interviews"}
    assert shop.ask("PR", "week", "--submit").code == 0
    approved = shop.ask("EF", "week", "--approve", "PR").result
    assert {row["state"] for row in approved["entries"]} == {"approved"}

    drafts = shop.ask("GB", "bill").result
    assert {row["client_name"] for row in drafts} == {"Brightwater Utilities", "Foxglove Foods Ltd"}
    for row in drafts:
        assert shop.ask("EF", "bill", "--approve", row["draft_id"]).code == 0
    issued = shop.ask("GB", "issue", "--approved", "--pdf", tmp_path / "pdf").result
    assert [row["number"] for row in issued] == ["INV-2026-0001", "INV-2026-0002"]
    assert {path.read_bytes()[:5] for path in (tmp_path / "pdf").iterdir()} == {b"%PDF-"}
    assert shop.ask("GB", "bill").result == []

    open_debts = shop.ask("GB", "owed").result
    assert {row["number"] for row in open_debts} == {"INV-2026-0001", "INV-2026-0002"}
    for row in open_debts:
        amount = f"{row['balance']['minor'] / 100:.2f}"
        paid = shop.ask("GB", "pay", row["client_name"], amount, "--invoice", row["number"]).result
        assert paid["left_over"] == {"minor": 0, "currency": "GBP"}
    assert shop.say("GB", "owed").out == "Nothing is owed.\n"
    assert shop.ask("AC", "check").result["sound"] is True
    assert shop.ask("AC", "export", tmp_path / "books").code == 0


def test_the_alert_of_a_budget_is_raised_by_a_line_on_the_command_line(shop: Shop, office: Office) -> None:
    small_review(office, castlegate(office))
    assert shop.ask("PR", "week", "--log", "castlegate reading 5 papers").code == 0
    found = office.act_as("EF").read(alerts)
    assert [(row.number, row.percent) for row in found] == [("SOW-2026-090", 75)]
