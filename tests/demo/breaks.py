"""What somebody does to the demo firm's books past all guards, what the check says of it, and of which record.

The first word of a name is the invariant of docs/reliability.md that it breaks.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.burn.queries.crossed import alert_problems
from app.engagements.queries.signed import signed_problems
from app.firm.queries.chosen import setting_problems
from app.invoices.queries.as_issued import document_problems
from app.invoices.queries.conserved import conservation
from app.invoices.queries.included import entitlement_problems
from app.invoices.queries.to_be_issued import draft_problems
from app.receivables.checks import Look
from app.receivables.queries.reversals import reversal_problems
from app.storage.once import repeated_problems


def _of(number: str) -> str:
    return f"(SELECT id FROM sow WHERE number = '{number}')"


def _unit(kind: str, bill: str) -> str:
    return (
        "(SELECT min(unit_id) FROM allocation JOIN invoice_line ON invoice_line.id = invoice_line_id"
        f" WHERE unit_kind = '{kind}' AND invoice_id = {bill})"
    )


HOURLY, FIXED, RETAINER = _of("SOW-2026-014"), _of("SOW-2025-041"), _of("SOW-2026-017")
BILL = f"(SELECT max(id) FROM invoice WHERE sow_id = {HOURLY})"
OTHER_BILL = f"(SELECT max(id) FROM invoice WHERE sow_id = {FIXED})"
FEE_BILL = f"(SELECT max(id) FROM invoice WHERE sow_id = {RETAINER})"
ENTRY, RECEIPT, MILESTONE = _unit("time", BILL), _unit("expense", BILL), _unit("milestone", OTHER_BILL)
DRAFT = "(SELECT min(draft_id) FROM draft_line JOIN draft_unit ON draft_line.id = draft_line_id WHERE kind = 'fee')"
DRAFT_LINE = f"(SELECT min(id) FROM draft_line WHERE kind = 'fee' AND draft_id = {DRAFT})"
LAST = "(SELECT max(id) FROM invoice WHERE origin = 'issued')"
RATE = f"(SELECT min(id) FROM rate WHERE sow_id = {HOURLY})"
LINES_OF_BILL = f"(SELECT id FROM invoice_line WHERE invoice_id = {BILL})"
FIRST_OF_CLICK = (
    "SELECT record FROM audit_entry WHERE sequence ="
    " (SELECT min(sequence) FROM audit_entry WHERE command_id = 'k-1' AND sequence > {})"
)


@dataclass(frozen=True)
class Break:
    """`sql` is done, `look` then says `code` of the record that `about` finds."""

    name: str
    sql: str
    look: Look
    code: str
    about: str


def _record(kind: str, which: str) -> str:
    return f"SELECT '{kind}:' || {which}"


BREAKS = (
    Break(
        "I1 hours are gone",
        f"DELETE FROM time_entry WHERE id = {ENTRY}",
        conservation,
        "check.gone",
        _record("Invoice", BILL),
    ),
    Break(
        "I1 a receipt is gone",
        f"DELETE FROM expense WHERE id = {RECEIPT}",
        conservation,
        "check.gone",
        _record("Invoice", BILL),
    ),
    Break(
        "I1 billed hours wait on a draft",
        "INSERT INTO draft_unit (draft_line_id, unit_kind, unit_id, part, seconds, rate, rate_rule)"
        f" VALUES ({DRAFT_LINE}, 'time', {ENTRY}, '', 60, 0, '')",
        conservation,
        "check.twice",
        _record("TimeEntry", ENTRY),
    ),
    Break(
        "I1 hours nobody approved",
        f"UPDATE time_entry SET state = 'open' WHERE id = {ENTRY}",
        conservation,
        "check.not_approved",
        _record("TimeEntry", ENTRY),
    ),
    Break(
        "I1 other hours",
        f"UPDATE time_entry SET seconds = seconds + 60 WHERE id = {ENTRY}",
        conservation,
        "check.length",
        _record("TimeEntry", ENTRY),
    ),
    Break(
        "I1 another agreement's hours",
        f"UPDATE time_entry SET sow_id = {FIXED} WHERE id = {ENTRY}",
        conservation,
        "check.foreign",
        _record("TimeEntry", ENTRY),
    ),
    Break(
        "I1 another receipt",
        f"UPDATE expense SET net_minor = net_minor + 1 WHERE id = {RECEIPT}",
        conservation,
        "check.amount",
        _record("Invoice", BILL),
    ),
    Break(
        "I10 another milestone",
        f"UPDATE milestone SET amount_minor = amount_minor + 1 WHERE id = {MILESTONE}",
        conservation,
        "check.amount",
        _record("Invoice", OTHER_BILL),
    ),
    Break(
        "I10 another fee",
        f"UPDATE sow_line SET monthly_fee_minor = 1 WHERE sow_id = {RETAINER}",
        conservation,
        "check.amount",
        _record("Invoice", FEE_BILL),
    ),
    Break(
        "I5 other words",
        f"UPDATE invoice SET snapshot = replace(snapshot, 'GBP', 'EUR') WHERE id = {BILL}",
        document_problems,
        "check.document",
        _record("Invoice", BILL),
    ),
    Break(
        "I5 a line that is gone",
        f"DELETE FROM allocation WHERE invoice_line_id IN {LINES_OF_BILL};"
        f"DELETE FROM invoice_line WHERE invoice_id = {BILL}",
        document_problems,
        "check.document",
        _record("Invoice", BILL),
    ),
    Break(
        "I5 another sum of a line",
        f"UPDATE invoice_line SET net_minor = net_minor + 1 WHERE invoice_id = {BILL}",
        document_problems,
        "check.document",
        _record("Invoice", BILL),
    ),
    Break(
        "I5 its draft is left",
        f"UPDATE invoice SET draft_id = {DRAFT} WHERE id = {BILL}",
        document_problems,
        "check.draft_left",
        _record("Draft", DRAFT),
    ),
    Break(
        "I6 a day that is over",
        f"UPDATE invoice SET issued_on = '2026-04-01' WHERE id = {LAST}",
        document_problems,
        "check.document",
        _record("Invoice", LAST),
    ),
    Break(
        "I7 another rate",
        f"UPDATE allocation SET rate = rate + 1 WHERE unit_kind = 'time' AND unit_id = {ENTRY}",
        document_problems,
        "check.document",
        _record("Invoice", BILL),
    ),
    Break(
        "I7 a rate of no rule",
        f"UPDATE allocation SET rate_rule = '' WHERE unit_kind = 'time' AND unit_id = {ENTRY}",
        document_problems,
        "check.document",
        _record("Invoice", BILL),
    ),
    Break(
        "I7 two rates",
        "INSERT INTO rate (rate, valid_from, sow_id, rate_card_id, grade, person_id, note)"
        f" SELECT rate + 1, valid_from, sow_id, rate_card_id, grade, person_id, note FROM rate WHERE id = {RATE}",
        signed_problems,
        "check.rate_twice",
        _record("Rate", "(SELECT max(id) FROM rate)"),
    ),
    Break(
        "I7 a rate nobody signed",
        f"UPDATE rate SET rate = rate + 1 WHERE id = {RATE}",
        signed_problems,
        "check.signed",
        _record("StatementOfWork", HOURLY),
    ),
    Break(
        "I8 a command is forgotten",
        "DELETE FROM command_id",
        repeated_problems,
        "check.once",
        FIRST_OF_CLICK.format("0"),
    ),
    Break(
        "I8 a command twice",
        "UPDATE audit_entry SET command_id = 'k-1' WHERE sequence = 3",
        repeated_problems,
        "check.once",
        FIRST_OF_CLICK.format("3"),
    ),
    Break(
        "I8 a setting twice",
        "INSERT INTO setting (key, value, person_id, version)"
        " SELECT key, value, person_id, 1 FROM setting WHERE key = 'usual_tax_code'",
        setting_problems,
        "check.setting",
        _record("Setting", "(SELECT max(id) FROM setting)"),
    ),
    Break(
        "I8 nothing taken back",
        "UPDATE payment SET external_key = 'taken back:99999' WHERE id = 1",
        reversal_problems,
        "check.reversal",
        "SELECT 'Payment:1'",
    ),
    Break(
        "I10 another budget",
        f"UPDATE sow SET budget_minor = budget_minor + 1 WHERE id = {HOURLY}",
        signed_problems,
        "check.signed",
        _record("StatementOfWork", HOURLY),
    ),
    Break(
        "I10 another change order",
        f"UPDATE change_order SET amount_minor = amount_minor + 1 WHERE accepted_on IS NOT NULL AND sow_id = {HOURLY}",
        signed_problems,
        "check.signed",
        _record("StatementOfWork", HOURLY),
    ),
    Break(
        "I10 other words",
        f"UPDATE sow_version SET terms = replace(terms, 'Billing', 'Filling') WHERE sow_id = {HOURLY}",
        signed_problems,
        "check.signed",
        _record("StatementOfWork", HOURLY),
    ),
    Break(
        "I10 other words that are none",
        f"UPDATE sow_version SET terms = '{{' WHERE sow_id = {HOURLY}",
        signed_problems,
        "check.signed",
        _record("StatementOfWork", HOURLY),
    ),
    Break(
        "I11 fewer hours",
        f"UPDATE sow_line SET included_seconds = included_seconds - 3600 WHERE sow_id = {RETAINER}",
        entitlement_problems,
        "check.included",
        _record("StatementOfWork", RETAINER),
    ),
    Break(
        "I11 more hours",
        f"UPDATE sow_line SET included_seconds = included_seconds + 3600 WHERE sow_id = {RETAINER}",
        entitlement_problems,
        "check.included",
        _record("StatementOfWork", RETAINER),
    ),
    Break(
        "I12 an alert of nothing",
        "UPDATE alert SET used_minor = 1 WHERE id = 1",
        alert_problems,
        "check.alert",
        "SELECT 'Alert:1'",
    ),
    Break(
        "I12 a reason for another bill",
        f"UPDATE kept_finding SET invoice_id = {BILL}",
        draft_problems,
        "check.finding",
        _record("KeptFinding", "(SELECT min(id) FROM kept_finding)"),
    ),
    Break(
        "I14 another sum",
        f"UPDATE draft_line SET net_minor = net_minor + 1 WHERE id = {DRAFT_LINE}",
        draft_problems,
        "check.draft",
        _record("Draft", DRAFT),
    ),
    Break(
        "I14 other hours",
        f"UPDATE draft_unit SET seconds = seconds + 60 WHERE draft_line_id = {DRAFT_LINE}",
        draft_problems,
        "check.draft",
        _record("Draft", DRAFT),
    ),
    Break(
        "I14 another rate",
        f"UPDATE draft_unit SET rate = rate + 1 WHERE draft_line_id = {DRAFT_LINE}",
        draft_problems,
        "check.draft",
        _record("Draft", DRAFT),
    ),
)
