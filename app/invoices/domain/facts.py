"""What the checks of a draft look at: facts read from the book, without a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.clients.domain import PoRule
from app.firm.domain import TaxRule
from app.invoices.domain.states import CheckKey
from app.invoices.domain.taxes import Sums
from app.kernel.money import Money, price
from app.kernel.quantities import hours


@dataclass(frozen=True, slots=True)
class LowRate:
    """Time billed below the rate its grade has on the statement of work."""

    person: str
    seconds: int
    rate: Decimal
    agreed: Decimal
    since: date
    person_id: int = 0

    @property
    def mark(self) -> str:
        """What makes it the same finding again: the person and both rates, however many hours there are."""
        return f"{self.person_id}:{self.rate.normalize():f}<{self.agreed.normalize():f}"

    def now(self, currency: str) -> Money:
        """What is billed."""
        return price(hours(self.seconds), self.rate, currency)

    def then(self, currency: str) -> Money:
        """What the statement of work says."""
        return price(hours(self.seconds), self.agreed, currency)


@dataclass(frozen=True, slots=True)
class OrderFact:
    """A purchase order and what is left on it before this draft."""

    number: str
    left: Money
    valid_from: date
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the order is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class AdjustmentFact:
    """A line that writes the bill down or up; a discount may have a last day."""

    line_id: int
    amount: Money
    reason: str
    ends_on: date | None = None

    @property
    def mark(self) -> str:
        """What makes it the same finding again: the sum and the day it ended, whichever line carries it."""
        return f"{self.amount.minor}@{self.ends_on}"


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A delivered milestone whose acceptance is not recorded."""

    milestone_id: int
    number: int
    amount: Money


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A finding a person left as it is, with the reason in words."""

    finding_id: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """Everything the checks look at.

    `kept` are findings a person left as they are; `again` is the net if the draft were collected again now.
    """

    currency: str
    invoice_date: date
    sums: Sums
    sow_number: str
    low_rates: tuple[LowRate, ...] = ()
    unpriced: tuple[tuple[str, int], ...] = ()
    adjustments: tuple[AdjustmentFact, ...] = ()
    period_first: date | None = None
    unapproved_seconds: int = 0
    changed_entries: int = 0
    not_accepted: tuple[MilestoneFact, ...] = ()
    budget: Money
    invoiced_fees: Money
    capped: bool = False
    po_rule: PoRule = PoRule.NONE
    po_number: str = ""
    orders: tuple[OrderFact, ...] = ()
    tax_codes: tuple[str, ...] = ()
    tax_rules: Mapping[str, TaxRule]
    firm_tax_number: str = ""
    client_tax_number: str = ""
    held: tuple[tuple[str, int], ...] = ()
    on_open_change_orders: int = 0
    without_receipt: tuple[str, ...] = ()
    receipts: int = 0
    changed_expenses: int = 0
    billed_before: int = 0
    address: str = ""
    payer: str = ""
    kept: Mapping[tuple[CheckKey, str], KeptFact] = field(default_factory=dict)
    again: Money | None = None
