"""The nine questions about a draft, answered from facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.clients.domain import PoRule
from app.firm.domain import TaxCategory, TaxRule
from app.invoices.domain import CheckKey, DraftFacts, KeptFact, OrderFact, Sums, Verdict, check_draft
from app.kernel.formats import Formats
from app.kernel.money import Money

FORMATS = Formats("en-GB", "Europe/London")
DAY = date(2026, 4, 30)
NOTHING = Money.of(0, "GBP")
HUNDRED = Money.of(100, "GBP")
RULES = {
    "S": TaxRule("S", "Standard", TaxCategory.STANDARD, Decimal(20), ""),
    "R": TaxRule("R", "Reverse charge", TaxCategory.REVERSE_CHARGE, Decimal(0), "Owed by the client"),
}
IN_ORDER = DraftFacts(
    currency="GBP",
    invoice_date=DAY,
    sums=Sums(work=HUNDRED, adjusted=NOTHING, expenses=NOTHING, net=HUNDRED, tax=NOTHING, gross=HUNDRED),
    sow_number="SOW-2026-014",
    budget=NOTHING,
    invoiced_fees=NOTHING,
    tax_codes=("S",),
    tax_rules=RULES,
    firm_tax_number="GB123456789",
    client_tax_number="GB987654321",
    address="1 Mill Lane",
    payer="Alice Mercer",
)


def answer(facts: DraftFacts, key: CheckKey) -> tuple[Verdict, str]:
    check = next(one for one in check_draft(facts, FORMATS) if one.key is key)
    return check.verdict, check.title or check.sentence


def test_a_draft_in_order_passes_all_nine_questions_in_their_order() -> None:
    checks = check_draft(IN_ORDER, FORMATS)
    assert [check.key for check in checks] == list(CheckKey)
    assert {check.verdict for check in checks} == {Verdict.PASS}


@pytest.mark.parametrize("codes", [("S", "X"), ("R", "X"), ("X", "S")])
def test_a_tax_code_that_is_in_order_hides_no_other_one_without_a_rate(codes: tuple[str, ...]) -> None:
    facts = replace(IN_ORDER, tax_codes=codes, firm_tax_number="")
    assert answer(facts, CheckKey.TAX) == (Verdict.BLOCK, "A tax rate is missing")


def test_reverse_charge_beside_tax_still_needs_the_firms_own_number() -> None:
    facts = replace(IN_ORDER, tax_codes=("R", "S"))
    assert answer(facts, CheckKey.TAX) == (Verdict.PASS, "VAT number valid, reverse charge text added")
    assert answer(replace(facts, firm_tax_number=""), CheckKey.TAX) == (
        Verdict.WATCH,
        "The firm's tax number is missing",
    )


def test_a_finding_that_was_left_as_it_is_never_hides_what_blocks() -> None:
    kept = {(CheckKey.RECEIPTS, "Taxi"): KeptFact(7, "It was two pounds")}
    facts = replace(IN_ORDER, without_receipt=("Taxi",), kept=kept)
    assert answer(facts, CheckKey.RECEIPTS) == (
        Verdict.PASS,
        "Expenses have receipts, left as it is: It was two pounds",
    )
    assert answer(replace(facts, changed_expenses=1), CheckKey.RECEIPTS) == (Verdict.BLOCK, "An expense was changed")


@pytest.mark.parametrize(("rule", "verdict"), [(PoRule.NONE, Verdict.WATCH), (PoRule.EVERY_INVOICE, Verdict.BLOCK)])
def test_a_bad_order_blocks_only_where_the_client_wants_one_on_every_invoice(rule: PoRule, verdict: Verdict) -> None:
    facts = replace(IN_ORDER, po_rule=rule, po_number="4500")
    used_up = OrderFact("4500", Money.of(60, "GBP"), date(2026, 1, 1), None)
    ended = OrderFact("4500", Money.of(600, "GBP"), date(2026, 1, 1), date(2026, 4, 29))
    good = replace(ended, valid_to=DAY)
    asked = CheckKey.PURCHASE_ORDER
    assert answer(replace(facts, orders=(used_up,)), asked) == (verdict, "The purchase order is used up")
    assert answer(replace(facts, orders=(ended,)), asked) == (verdict, "The purchase order is not valid")
    assert answer(replace(facts, orders=(good,)), asked) == (Verdict.PASS, "PO 4500 has \u00a3600 left")
