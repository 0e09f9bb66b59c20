"""The nine questions about a draft in their order, and how one is answered by what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.invoices.domain import paper_checks as paper
from app.invoices.domain import work_checks as work
from app.invoices.domain.checks import Check, check_name
from app.invoices.domain.facts import DraftFacts
from app.invoices.domain.states import CheckKey, Verdict
from app.kernel.formats import Formats
from app.kernel.words import _

Finds = Callable[[DraftFacts, Formats], Iterator[Check]]
Says = Callable[[DraftFacts, Formats], str]

QUESTIONS: tuple[tuple[CheckKey, Finds, Says | None], ...] = (
    (CheckKey.RATES, work.rate_findings, work.rate_words),
    (CheckKey.HOURS, work.hour_findings, None),
    (CheckKey.BUDGET, work.budget_findings, work.budget_words),
    (CheckKey.PURCHASE_ORDER, paper.order_findings, paper.order_words),
    (CheckKey.TAX, paper.tax_findings, paper.tax_words),
    (CheckKey.CHANGE_ORDERS, work.change_order_findings, work.change_order_words),
    (CheckKey.RECEIPTS, paper.receipt_findings, None),
    (CheckKey.ONCE, work.once_findings, None),
    (CheckKey.PAYER, paper.payer_findings, None),
)
"""Each with what may be found, and what is said when there is nothing; None says the question as a statement."""


def check_draft(facts: DraftFacts, formats: Formats) -> tuple[Check, ...]:
    """The nine answers, in their fixed order."""
    return tuple(
        _settled(facts, key, finds(facts, formats), says(facts, formats) if says is not None else check_name(key))
        for key, finds, says in QUESTIONS
    )


def _settled(facts: DraftFacts, key: CheckKey, found: Iterator[Check], in_order: str) -> Check:
    """The first finding nobody left as it is with a reason; else that all is in order, with the reasons given."""
    kept = []
    for check in found:
        known = facts.kept.get((key, check.mark)) if check.mark else None
        if known is None:
            return check
        kept.append(known)
    if not kept:
        return Check(key, Verdict.PASS, in_order)
    text = _("{check}, left as it is: {reason}").format(check=in_order, reason="; ".join(item.words for item in kept))
    return Check(key, Verdict.PASS, text, kept=tuple(item.finding_id for item in kept))
