"""Nine questions about a draft. Each is answered from facts, with a sentence and what to do; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.invoices.domain.states import CheckKey, DraftState, Fix, Shown, Verdict
from app.kernel.money import Money
from app.kernel.words import _


@dataclass(frozen=True, slots=True)
class Stake:
    """The money a finding is about: what the bill says now and what it says with the fix, each with its reckoning."""

    now: Money
    then: Money
    now_words: str = ""
    then_words: str = ""

    @property
    def difference(self) -> Money:
        """What the fix brings."""
        return self.then - self.now


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to one question: a verdict, a sentence, and the way out when there is one.

    `mark` names what was found: a person who leaves it as it is gives a reason for just that. `about` are the records
    the fix works on.
    """

    key: CheckKey
    verdict: Verdict
    sentence: str
    fix: str = ""
    short: str = ""
    """A few words for the list of what is not ready; empty when the draft passes."""
    title: str = ""
    way: Fix | None = None
    other: Fix | None = None
    """A second way out, where the first is not the only one."""
    stake: Stake | None = None
    mark: str = ""
    about: tuple[int, ...] = ()
    needs_reason: bool = False
    """Whether the draft is approved only with a reason for leaving it so."""
    keep: str = ""
    """What leaving it so is called: "Keep £125.00"."""
    keep_hint: str = ""
    kept: tuple[int, ...] = ()
    """Findings it passes over, because a person left them as they are."""

    @property
    def name(self) -> str:
        """The line of the list of checks: the answer when it passes, the question when it does not."""
        return self.sentence if self.verdict is Verdict.PASS else check_name(self.key)

    @property
    def heading(self) -> str:
        """The heading of the finding."""
        return self.title or check_name(self.key)


def check_name(key: CheckKey) -> str:
    """What a check asks, as a statement."""
    return {
        CheckKey.RATES: _("Rates match the SOW"),
        CheckKey.HOURS: _("Hours approved by the lead"),
        CheckKey.BUDGET: _("Within budget"),
        CheckKey.PURCHASE_ORDER: _("PO present, valid, enough left"),
        CheckKey.TAX: _("Tax number and rule in order"),
        CheckKey.CHANGE_ORDERS: _("No time on unaccepted change orders"),
        CheckKey.RECEIPTS: _("Expenses have receipts"),
        CheckKey.ONCE: _("Not invoiced before"),
        CheckKey.PAYER: _("Invoice address and payer confirmed"),
    }[key]


def shown(state: DraftState, checks: tuple[Check, ...]) -> Shown:
    """The state a list shows."""
    verdicts = {check.verdict for check in checks}
    if state is DraftState.HOLD:
        return Shown.HOLD
    if Verdict.BLOCK in verdicts:
        return Shown.BLOCKED
    if state is DraftState.APPROVED:
        return Shown.APPROVED
    return Shown.CHECK if Verdict.WATCH in verdicts else Shown.READY


def blocks(checks: tuple[Check, ...]) -> Iterator[Check]:
    """The checks that keep a draft from being approved or issued."""
    return (check for check in checks if check.verdict is Verdict.BLOCK)


def worst(checks: tuple[Check, ...]) -> Check | None:
    """What is to be settled first: what blocks, then what is to be watched, in the order of the questions."""
    found = [check for check in checks if check.verdict is not Verdict.PASS]
    return min(found, key=lambda check: check.verdict is Verdict.WATCH, default=None)
