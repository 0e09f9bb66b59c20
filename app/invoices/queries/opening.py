"""What open invoices from before the book are compared with: clients and their terms, scopes, tax codes, numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.clients.domain import Terms
from app.clients.records import Client, ClientTerms
from app.engagements.records import StatementOfWork
from app.firm.domain import Right, require
from app.firm.queries import FirmRow, SeriesRow, TaxCodeRow, counters, tax_codes, the_firm
from app.invoices.domain import OpeningDraft, OpeningVerdict, judge_opening
from app.invoices.domain.opening import highest
from app.invoices.records import Invoice
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query, together
from app.storage.reading import Reads

SERIES = "invoice"
_CLIENTS = select(
    Client.id, Client.name, Client.legal_name, Client.tax_number, Client.currency, Client.tax_code
).order_by(Client.name, Client.id)
_TERMS = select(ClientTerms.client_id, ClientTerms.kind, ClientTerms.number, ClientTerms.valid_from)
_SOWS = select(StatementOfWork.id, StatementOfWork.number, StatementOfWork.title, StatementOfWork.client_id).order_by(
    StatementOfWork.number
)
_NUMBERS = select(Invoice.number, Invoice.issued_on)


@dataclass(frozen=True, slots=True)
class BuyerRow:
    """A client as an invoice from before finds it."""

    id: int
    name: str
    legal_name: str
    tax_number: str
    currency: str
    tax_code: str | None
    terms: tuple[Terms, ...]


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A statement of work an invoice may belong to."""

    id: int
    number: str
    title: str
    client_id: int


@dataclass(frozen=True, slots=True)
class OpeningGround:
    """All that a row of open invoices is read beside."""

    today: date
    firm: FirmRow
    buyers: tuple[BuyerRow, ...]
    scopes: tuple[ScopeRow, ...]
    codes: tuple[TaxCodeRow, ...]

    def rules(self, on: date) -> dict[str, TaxCodeRow]:
        """The tax codes as they stood on a day."""
        return {row.code: row for row in self.codes if row.valid_from <= on}


@query
async def opening_ground(reads: Reads) -> OpeningGround:
    """What rows of open invoices are read beside: five statements, one way."""
    require(reads.actor.role, Right.ISSUE_INVOICES)
    firm, codes, clients, terms, sows = await together(
        the_firm.asks(reads), tax_codes.asks(reads), reads.ask(_CLIENTS), reads.ask(_TERMS), reads.ask(_SOWS)
    )
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    agreed: dict[int, list[Terms]] = defaultdict(list)
    for client_id, *one in terms:
        agreed[client_id].append(Terms(*one))
    return OpeningGround(
        reads.today,
        firm,
        tuple(
            BuyerRow(
                row.id,
                row.name,
                row.legal_name,
                row.tax_number,
                row.currency,
                row.tax_code,
                tuple(agreed[row.id]),
            )
            for row in clients
        ),
        tuple(ScopeRow(*row) for row in sows),
        tuple(codes),
    )


def look_over_opening(reads: Reads, *, drafts: Sequence[OpeningDraft]) -> tuple[OpeningVerdict, ...]:
    """The verdict on each invoice, in order. One statement."""
    return judge_opening(drafts, [row.number for row in reads.execute(_NUMBERS)])


@dataclass(frozen=True, slots=True)
class NumbersView:
    """The counter of invoices that runs today, and the highest number of the book that looks like one of its own."""

    counter: SeriesRow
    on: date
    highest: int

    @property
    def collides(self) -> bool:
        """Whether the counter would give a number that stands on a document already, now or later."""
        return self.highest >= self.counter.next_number


@query
async def opening_numbers(reads: Reads) -> NumbersView:
    """Where the numbers of invoices stand beside those that were brought in: two statements, one way."""
    require(reads.actor.role, Right.ISSUE_INVOICES)
    rows, known = await together(counters.asks(reads, key=SERIES), reads.ask(_NUMBERS))
    on = reads.today
    running = [row for row in rows if row.year in {0, on.year}] or list(rows[-1:])
    if not running:
        raise Problem("series.unknown", _("Invoices have no number series yet."), hint=_("Set it up in the settings."))
    counter = running[-1]
    numbers = {number: day for number, day in known}  # noqa: C416 - rows are no pairs to mypy
    return NumbersView(counter, on, highest(numbers, counter.pattern, on))
