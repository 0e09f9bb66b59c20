"""Nobody overwrites unseen: a command that changes a record takes the state the person saw, or says why it need not."""

from __future__ import annotations

import inspect

import pytest

from app.storage.record import Record, Versioned
from tests.house.test_commands import COMMANDS, INNER
from tests.house.test_words_of_the_trade import records

CARRIES = frozenset({"version", "draft_version", "turns", "cells", "seen", "before", "removed", "accepted", "raised"})
"""What carries the state that was seen: a version, or facts of it that are compared."""

ADDS = "adds something; what is there stays"
STATE = "a step from one state to the next: a record in another state, or already there, is refused"
ALL = "looks at everything as it is now, and writes what follows from it"
LAST = "a choice of its own: the last one counts, and the history has the others"
GONE = "there is nothing to overwrite: it is there or it is gone, and used is refused"

REASONS = {
    "burn.acknowledge": STATE,
    "burn.bring_in": ADDS,
    "burn.watch_budgets": ALL,
    "clients.add_client": ADDS,
    "clients.add_contact": ADDS,
    "clients.import_clients": ADDS,
    "clients.take_back_clients": GONE,
    "engagements.add_change_order": ADDS,
    "engagements.add_internal_task": ADDS,
    "engagements.add_purchase_order": ADDS,
    "engagements.add_rate": ADDS,
    "engagements.add_rate_card": ADDS,
    "engagements.add_task": ADDS,
    "engagements.agree_sow": ADDS,
    "firm.add_absence": ADDS,
    "firm.add_holiday": ADDS,
    "firm.add_person": ADDS,
    "firm.choose_setting": LAST,
    "firm.found_firm": ADDS,
    "firm.note_key_change": ADDS,
    "firm.remove_absence": GONE,
    "firm.remove_holiday": GONE,
    "firm.set_series": "a counter goes on and never back, and a pattern is that of the numbers from then on",
    "firm.set_tax_code": "a meaning from a day on: days before keep theirs, and drafts say which they use",
    "harvest.accept_all": STATE,
    "harvest.accept_suggestion": STATE,
    "harvest.dismiss_suggestion": STATE,
    "harvest.follow_calendar": STATE,
    "harvest.keep_entry": STATE,
    "harvest.restore_suggestion": STATE,
    "harvest.take_back_suggestion": STATE,
    "harvest.take_calendar": ALL,
    "invoices.bring_opening_balances": ADDS,
    "invoices.bring_opening_invoice": ADDS,
    "invoices.collect": ALL,
    "invoices.keep_expense": STATE,
    "invoices.take_back_opening_balances": GONE,
    "invoices.take_back_time": STATE,
    "receivables.allocate": ADDS,
    "receivables.allocate_left_over": ADDS,
    "receivables.bring_billed_before": LAST,
    "receivables.record_payment": ADDS,
    "receivables.take_back_payment": STATE,
    "timesheets.add_expense": ADDS,
    "timesheets.approve_week": "whoever names a week instead of its entries means it as it is now",
    "timesheets.log_time": ADDS,
    "timesheets.submit_week": STATE,
}


def carries(name: str) -> bool:
    return not CARRIES.isdisjoint(inspect.signature(COMMANDS[name]).parameters)


def test_every_command_takes_what_was_seen_or_has_a_reason() -> None:
    outer = set(COMMANDS) - INNER
    without = {name for name in outer if not carries(name)}
    assert without - set(REASONS) == set(), "let it take the version the person saw, or say here why it need not"
    assert set(REASONS) - without == set(), "these take it by now, or are gone"


@pytest.mark.parametrize(
    "kind", [kind for kind in records() if issubclass(kind, Versioned)], ids=lambda one: one.__name__
)
def test_every_record_people_edit_counts_its_versions(kind: type[Record]) -> None:
    mapper = kind.__mapper__
    assert mapper.version_id_col is kind.__table__.columns["version"]
