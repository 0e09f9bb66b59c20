"""The snapshot of a bill: every printed fact of one document, kept as it was issued and never computed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.firm.domain import TaxCategory
from app.invoices.domain.states import LineKind, Origin, PaperSize, Part
from app.invoices.domain.taxes import Sums, TaxGroup
from app.kernel.money import Money

__all__ = [
    "BudgetFact",
    "Buyer",
    "EntryFact",
    "ExpenseFact",
    "HeldFact",
    "InvoiceSnapshot",
    "LineFact",
    "Seller",
    "Sums",
    "TaxCategory",
    "TaxGroup",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """The firm as printed."""

    name: str
    address: tuple[str, ...] = ()
    country: str
    tax_number: str = ""
    registration: str = ""
    account_name: str = ""
    iban: str = ""
    payment_page: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """The client as printed; `payer` is who receives the invoice, `contact` who ordered the work."""

    client_id: int
    name: str
    legal_name: str
    payer: str = ""
    address: tuple[str, ...] = ()
    country: str
    language: str
    tax_number: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFact:
    """A printed line."""

    position: int
    kind: LineKind
    title: str
    detail: str
    quantity: Decimal
    unit: str
    rate: Decimal
    net: Money
    tax_code: str
    tax_percent: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFact:
    """Time that a line billed. Rate and amount are empty where the fee is fixed; amounts of a line add up to it."""

    line: int
    day: date
    person: str
    work: str
    seconds: int
    rate: Decimal | None
    amount: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseFact:
    """A receipt that a line billed."""

    line: int
    day: date
    text: str
    receipt: str
    quantity: Decimal
    unit: str
    net: Money


@dataclass(frozen=True, slots=True)
class HeldFact:
    """Time held for a change order that is not accepted: not billed, but told."""

    change_order: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFact:
    """The agreed budget and the fees invoiced to date, this document included."""

    budget: Money
    invoiced: Money

    @property
    def left(self) -> Money:
        """What is left of the budget; below nothing when it is used up."""
        return self.budget - self.invoiced

    @property
    def percent(self) -> Decimal:
        """The share used, in per cent."""
        return Decimal(self.invoiced.minor) * 100 / Decimal(self.budget.minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSnapshot:
    """One invoice, word for word. A draft has no number.

    A fact added after the first books were made needs a default: older snapshots are read without it. `left_out` are
    the parts that are not printed, `paper` is None where the client's country decides.
    """

    kind: str = "invoice"
    origin: Origin = Origin.ISSUED
    number: str
    issued_on: date
    due_on: date
    question_until: date
    period_first: date
    period_last: date
    currency: str
    seller: Seller
    buyer: Buyer
    sow_number: str
    sow_title: str
    po_number: str
    lines: tuple[LineFact, ...]
    taxes: tuple[TaxGroup, ...]
    sums: Sums
    budget: BudgetFact | None = None
    entries: tuple[EntryFact, ...] = ()
    expenses: tuple[ExpenseFact, ...] = ()
    held: tuple[HeldFact, ...] = ()
    left_out: tuple[Part, ...] = ()
    paper: PaperSize | None = None
    made_at: datetime

    @property
    def is_draft(self) -> bool:
        """Whether this is a picture of a draft."""
        return not self.number

    @property
    def seconds(self) -> int:
        """All time listed."""
        return sum(entry.seconds for entry in self.entries)

    @property
    def adds_up(self) -> bool:
        """Whether the lines add up to the sums, the tax to its summary, the listed time to its lines."""
        listed: dict[int, int] = {}
        for entry in self.entries:
            if entry.amount is not None:
                listed[entry.line] = listed.get(entry.line, 0) + entry.amount.minor
        nets = {line.position: line.net.minor for line in self.lines}
        return (
            sum(nets.values()) == self.sums.net.minor == sum(group.net.minor for group in self.taxes)
            and sum(group.tax.minor for group in self.taxes) == self.sums.tax.minor
            and self.sums.net + self.sums.tax == self.sums.gross
            and all(nets.get(line) == minor for line, minor in listed.items())
        )
