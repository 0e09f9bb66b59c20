"""bill, issue and pay on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.invoices.queries import invoice_pdf
from app.kernel.clock import SystemClock
from app.storage.actor import Actor
from app.storage.book import open_book
from tests.cli.calls import Shop

pytestmark = pytest.mark.xdist_group("demo")
APPROVED = (15, 16, 19)
NUMBERS = ["INV-2026-0118", "INV-2026-0119", "INV-2026-0120"]


def owed(demo: Shop) -> dict[str, int]:
    return {row["number"]: row["balance"]["minor"] for row in demo.ask("GB", "owed").result}


# ------------------------------------------------------------------------------------------------ bill


def test_the_run_lists_every_draft_with_its_state_and_reason(demo: Shop) -> None:
    lines = demo.say("GB", "bill").out.splitlines()
    assert len(lines) == 9
    assert "\u00a323,259.72  approved" in lines[1]
    assert lines[6].endswith("blocked: no purchase order number")
    assert lines[-1] == "To bill: \u00a396,966.32"


def test_collecting_again_changes_nothing(demo: Shop) -> None:
    assert demo.ask("GB", "bill").result == demo.ask("GB", "bill").result


def test_listing_collects_nothing(demo: Shop) -> None:
    demo.say("PR", "week", "--log", "fox workshop 2 prices")
    demo.say("EF", "week", "--approve", "PR")
    before = demo.ask("GB", "bill", "--list").result
    seconds = {row["sow_number"]: row["seconds"] for row in before}
    after = {row["sow_number"]: row["seconds"] for row in demo.ask("GB", "bill").result}
    assert seconds["SOW-2026-011"] < after["SOW-2026-011"]


def test_a_draft_is_approved_by_its_id(demo: Shop) -> None:
    assert demo.ask("EF", "bill", "--approve", "20").problem["code"] == "draft.needs_reason"
    rows = demo.ask(
        "EF", "bill", "--approve", "20", "--approve", "21", "--reason", "promise", "--note", "Until May"
    ).result
    assert {row["draft_id"] for row in rows if row["state"] == "approved"} == {*APPROVED, 20, 21}


def test_a_draft_that_is_not_there_stops_all_approving(demo: Shop) -> None:
    assert demo.ask("EF", "bill", "--approve", "20", "--approve", "999").problem["code"] == "draft.unknown"
    rows = demo.ask("EF", "bill", "--list").result
    assert {row["draft_id"] for row in rows if row["state"] == "approved"} == set(APPROVED)


def test_a_blocked_draft_is_not_approved(demo: Shop) -> None:
    assert demo.ask("EF", "bill", "--approve", "17").problem["code"] == "draft.blocked"


def test_the_reasons_of_the_command_line_are_those_of_the_book() -> None:
    from app.cli.money import REASONS
    from app.invoices.domain import Reason

    assert tuple(REASONS) == tuple(reason.value for reason in Reason)


# ------------------------------------------------------------------------------------------------ issue


def test_approved_drafts_are_issued_with_numbers_in_a_row_and_their_frozen_files(demo: Shop, tmp_path: Path) -> None:
    done = demo.ask("GB", "issue", "--approved", "--pdf", tmp_path / "pdf").result
    assert [row["number"] for row in done] == NUMBERS
    assert [row["gross"]["minor"] for row in done] == [2_325_972, 3_600_000, 1_137_000]
    assert sorted(path.name for path in (tmp_path / "pdf").iterdir()) == [f"{number}.pdf" for number in NUMBERS]
    with open_book(Path(demo.place), SystemClock()) as book:
        book.actor = Actor(None, "Reader", "partner")
        for row in done:
            kept = book.read(invoice_pdf, invoice_id=row["invoice_id"])
            assert (tmp_path / "pdf" / f"{row['number']}.pdf").read_bytes() == kept
            assert kept.startswith(b"%PDF-")


def test_the_same_call_again_issues_nothing_twice(demo: Shop, tmp_path: Path) -> None:
    first = demo.ask("GB", "issue", *APPROVED).result
    again = demo.ask("GB", "issue", *APPROVED, "--pdf", tmp_path).result
    assert again == first
    assert len(list(tmp_path.glob("INV-*.pdf"))) == 3
    assert demo.ask("GB", "issue", "--approved").problem["code"] == "draft.none"
    assert len([number for number in owed(demo) if number in NUMBERS]) == 3


def test_one_draft_that_cannot_be_issued_does_not_hold_up_the_others(demo: Shop) -> None:
    answer = demo.ask("GB", "issue", 15, 17, 999)
    assert answer.code == 1
    assert [row["number"] for row in answer.body["result"]] == NUMBERS[:1]
    assert [row["code"] for row in answer.body["problems"]] == ["invoice.not_approved", "draft.unknown"]
    assert answer.body["problems"][0]["message"].startswith("Draft 17: ")


def test_a_draft_named_twice_is_issued_once(demo: Shop) -> None:
    assert [row["number"] for row in demo.ask("GB", "issue", 15, 15).result] == NUMBERS[:1]


def test_a_folder_that_cannot_be_made_is_found_out_before_anything_is_issued(demo: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert demo.ask("GB", "issue", "15", "--pdf", tmp_path / "file" / "pdf").problem["code"] == "file.failed"
    assert NUMBERS[0] not in owed(demo)


# ------------------------------------------------------------------------------------------------ pay


def test_a_payment_pays_the_oldest_debt_first(demo: Shop) -> None:
    paid = demo.ask("GB", "pay", "castlegate", "4000").result
    assert paid["allocated"] == {"minor": 400_000, "currency": "GBP"}
    after = owed(demo)
    assert "INV-2025-0431" not in after
    assert after["INV-2026-0091"] == 3_560_000


def test_a_payment_for_one_invoice_pays_that_one(demo: Shop) -> None:
    demo.ask("GB", "pay", "Castlegate Property Group", "1,000.50", "--invoice", "INV-2026-0091").result  # noqa: B018
    assert owed(demo)["INV-2026-0091"] == 3_499_950


def test_what_is_too_much_is_said_to_be_left_over(demo: Shop) -> None:
    answer = demo.say("GB", "pay", "Quayside", "4200")
    assert answer.out == (
        "Quayside Theatre Trust paid \u00a34,200.00: \u00a34,104.00 went to invoices, \u00a396.00 is left over.\n"
    )


def test_the_bank_s_own_key_keeps_a_payment_from_coming_in_twice(demo: Shop) -> None:
    words = ("pay", "Quayside", "100", "--key", "bank-77", "--reference", "thanks")
    assert demo.ask("GB", *words).code == 0
    assert demo.ask("GB", *words).problem["code"] == "payment.known"
    assert owed(demo)["INV-2026-0062"] == 400_400


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["Nobody", "10"], "client.unknown"),
        (["", "10"], "client.unknown"),
        (["Quayside", "ten"], "number.unreadable"),
        (["Quayside", "10.005"], "money.too_fine"),
        (["Quayside", "0"], "payment.amount"),
        (["Quayside", "10", "--on", "2026-05-01"], "payment.future"),
        (["Quayside", "10", "--method", "barter"], "payment.method"),
        (["Quayside", "10", "--invoice", "INV-1999-0001"], "invoice.unknown"),
        (["Quayside", "10", "--invoice", "INV-2026-0091"], "payment.other_client"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_a_payment_that_cannot_be_is_refused_with_its_reason(demo: Shop, words: list[str], code: str) -> None:
    before = owed(demo)
    assert demo.ask("GB", "pay", *words).problem["code"] == code
    assert owed(demo) == before
