"""Open invoices from before the book: all of a file in one transaction, and the way back while nothing followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.burn.commands import bring_in, take_out
from app.clients.queries import ClientRow
from app.clients.queries import client as read_client
from app.engagements.domain import Arrangement
from app.engagements.queries import SowRow
from app.engagements.queries import sow as read_sow
from app.firm.domain import Right, TaxRule, require
from app.firm.domain import line as one_line
from app.firm.queries import FirmRow, tax_rule, the_firm
from app.invoices.commands.issuing import invoice_record, tax_records
from app.invoices.domain import (
    InvoiceSnapshot,
    LineFact,
    LineKind,
    OpeningDraft,
    OpeningState,
    Origin,
    Sums,
    TaxGroup,
)
from app.invoices.domain.opening import check_opening
from app.invoices.queries.documents import buyer_of, seller_of
from app.invoices.queries.opening import look_over_opening
from app.invoices.records import Invoice, InvoiceLine, InvoiceTax
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.pace import come
from app.kernel.periods import month_of
from app.kernel.problems import Problem
from app.kernel.ways_back import own_way
from app.kernel.words import _, formats_beside
from app.storage.pointers import pointed_at, pointing
from app.storage.work import Work

PIECE = 100
"""Records that go to the database at once, between two words on how far it is."""
SOURCE = "{number}/opening"


@dataclass(frozen=True, slots=True)
class BroughtBalances:
    """The invoices that were brought in, and how many were there already."""

    invoice_ids: tuple[int, ...]
    known: int = 0


@dataclass(frozen=True, slots=True)
class TakenBackBalances:
    """How many invoices went again, and the numbers of those that stay because something followed."""

    removed: int
    kept: tuple[str, ...] = ()


@own_way("what was paid since stays and is named; the others go (take_back_opening_balances)")
def bring_opening_balances(work: Work, *, drafts: tuple[OpeningDraft, ...]) -> BroughtBalances:
    """Bring in what was still open of invoices from before the book: all of them, or none and the reason.

    What is there already stays as it is, so a second time brings in nothing. An invoice needs no statement of work;
    with one on time and materials, what was billed counts as used of its budget.
    """
    require(work.actor.role, Right.ISSUE_INVOICES)
    firm = the_firm(work)
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    verdicts = look_over_opening(work, drafts=drafts)
    wanted = []
    for draft, verdict in zip(drafts, verdicts, strict=True):
        if verdict.state is OpeningState.WRONG:
            raise _of_row(draft, Problem("opening.twice", _("It stands among these invoices twice."), field="number"))
        if verdict.state is OpeningState.NEW:
            wanted.append(draft)
    maker = _Maker(work, firm)
    made: list[int] = []
    for first in range(0, len(wanted), PIECE):
        come(first, len(wanted))
        made += maker.add(wanted[first : first + PIECE])
    come(len(wanted), len(wanted))
    return BroughtBalances(tuple(made), len(drafts) - len(wanted))


@own_way("an invoice does not come back under its old id; it is brought in anew (bring_opening_balances)")
def take_back_opening_balances(work: Work, *, invoice_ids: tuple[int, ...]) -> TakenBackBalances:
    """Remove invoices from before the book that nothing followed; what was paid or pursued since stays, and is named.

    Only what another program had issued can go: an invoice of this book never does.
    """
    require(work.actor.role, Right.ISSUE_INVOICES)
    ids = [*dict.fromkeys(invoice_ids)]
    found = [invoice for invoice in (work.find(Invoice, one) for one in ids) if invoice is not None]
    there = [invoice.id for invoice in found]
    lines = pointing(work, InvoiceLine, InvoiceLine.invoice_id, there)
    taxes = pointing(work, InvoiceTax, InvoiceTax.invoice_id, there)
    used = pointed_at(work, Invoice, there, besides=(InvoiceLine, InvoiceTax))
    used |= {invoice.id for invoice in found if invoice.origin is not Origin.OPENING}
    billed = pointed_at(work, InvoiceLine, [line.id for line in lines], besides=())
    used |= {line.invoice_id for line in lines if line.id in billed}
    for records in (lines, taxes):
        for record in records:
            if record.invoice_id not in used:
                work.session.delete(record)
        work.session.flush()
    gone = [invoice for invoice in found if invoice.id not in used]
    for invoice in gone:
        take_out(work, source=SOURCE.format(number=invoice.number))
        work.session.delete(invoice)
    work.session.flush()
    return TakenBackBalances(len(gone), tuple(invoice.number for invoice in found if invoice.id in used))


class _Maker:
    """Makes the records of drafts; each client, scope and tax code is read once."""

    def __init__(self, work: Work, firm: FirmRow) -> None:
        self._work = work
        self._firm = firm
        self._formats = Formats(formats_beside(firm.language))
        self._clients: dict[int, ClientRow] = {}
        self._sows: dict[int, SowRow] = {}

    def add(self, drafts: Sequence[OpeningDraft]) -> list[int]:
        """The ids of the invoices of these drafts; Problem naming the row that cannot be one."""
        work, given = self._work, []
        for draft in drafts:
            try:
                given.append((draft, self._snapshot(draft)))
            except Problem as problem:
                raise _of_row(draft, problem) from problem
        invoices = work.add_all([invoice_record(work, paper, sow_id=draft.sow_id) for draft, paper in given])
        pairs = [(draft, paper, invoice.id) for (draft, paper), invoice in zip(given, invoices, strict=True)]
        work.add_all([_line(paper, invoice_id) for _draft, paper, invoice_id in pairs])
        work.add_all([record for _draft, paper, invoice_id in pairs for record in tax_records(paper, invoice_id)])
        for draft, _paper, _invoice_id in pairs:
            self._use_budget(draft)
        return [invoice.id for invoice in invoices]

    def _client(self, client_id: int) -> ClientRow:
        if client_id not in self._clients:
            self._clients[client_id] = read_client(self._work, client_id=client_id)
        return self._clients[client_id]

    def _sow(self, draft: OpeningDraft, client: ClientRow) -> SowRow | None:
        if draft.sow_id is None:
            return None
        if draft.sow_id not in self._sows:
            self._sows[draft.sow_id] = read_sow(self._work, sow_id=draft.sow_id)
        sow = self._sows[draft.sow_id]
        if sow.client_id != client.id:
            raise Problem(
                "opening.client",
                _("{sow} belongs to {client}.").format(sow=sow.number, client=sow.client_name),
                field="sow_id",
            )
        return sow

    def _use_budget(self, draft: OpeningDraft) -> None:
        sow = self._sows[draft.sow_id] if draft.sow_id is not None else None
        if sow is not None and draft.net.minor and _by_time(sow):
            source = SOURCE.format(number=draft.number)
            bring_in(self._work, sow_id=sow.sow_id, source=source, used_on=draft.issued_on, amount=draft.net)

    def _snapshot(self, draft: OpeningDraft) -> InvoiceSnapshot:
        work, firm = self._work, self._firm
        number = one_line(draft.number, "number", required=False)
        check_opening(draft, work.today)
        client = self._client(draft.client_id)
        sow = self._sow(draft, client)
        currency = client.currency if sow is None else sow.currency
        if any(sum_.currency != currency for sum_ in (draft.net, draft.tax, draft.left)):
            raise Problem(
                "opening.currency",
                _("{client} is billed in {currency}.").format(client=client.name, currency=currency),
                field="left",
            )
        rule = tax_rule(work, code=draft.tax_code, on=draft.issued_on)
        net, tax = draft.rest()
        zero = Money.zero(currency)
        return InvoiceSnapshot(
            origin=Origin.OPENING,
            number=number,
            issued_on=draft.issued_on,
            due_on=draft.due_on,
            question_until=draft.issued_on + timedelta(firm.dispute_days),
            period_first=month_of(draft.issued_on).first,
            period_last=draft.issued_on,
            currency=currency,
            seller=seller_of(firm),
            buyer=buyer_of(client),
            sow_number="" if sow is None else sow.number,
            sow_title="" if sow is None else sow.title,
            po_number=one_line(draft.po_number, "po_number", required=False),
            lines=(self._fact(draft, net, rule),),
            taxes=(
                TaxGroup(
                    code=rule.code,
                    name=rule.name,
                    category=rule.category,
                    percent=rule.percent,
                    reason=rule.reason,
                    net=net,
                    tax=tax,
                ),
            ),
            sums=Sums(work=net, adjusted=zero, expenses=zero, net=net, tax=tax, gross=net + tax),
            made_at=work.now,
        )

    def _fact(self, draft: OpeningDraft, net: Money, rule: TaxRule) -> LineFact:
        detail = ""
        if draft.paid.minor:
            detail = _("{paid} of {gross} was paid before this book.").format(
                paid=self._formats.money(draft.paid), gross=self._formats.money(draft.gross)
            )
        return LineFact(
            position=1,
            kind=LineKind.FEE,
            title=_("Open from before this book"),
            detail=detail,
            quantity=Decimal(1),
            unit="piece",
            rate=net.amount,
            net=net,
            tax_code=rule.code,
            tax_percent=rule.percent,
        )


def _by_time(sow: SowRow) -> bool:
    return all(line.arrangement is Arrangement.TIME_AND_MATERIALS for line in sow.lines)


def _of_row(draft: OpeningDraft, problem: Problem) -> Problem:
    """The same with the row it is about: nothing of the file came in."""
    if not draft.line:
        return problem
    words = _("Line {line}, {name}: {why}") if draft.number.strip() else _("Line {line}: {why}")
    words = words.format(line=draft.line, name=draft.number, why=problem.message)
    return Problem(problem.code, words, field=problem.field, hint=_("Nothing was added. Correct it, then try again."))


def _line(paper: InvoiceSnapshot, invoice_id: int) -> InvoiceLine:
    (fact,) = paper.lines
    return InvoiceLine(
        invoice_id=invoice_id,
        position=fact.position,
        kind=fact.kind,
        title=fact.title,
        detail=fact.detail,
        quantity=fact.quantity,
        unit=fact.unit,
        rate=fact.rate,
        net_minor=fact.net.minor,
        tax_code=fact.tax_code,
        person_id=None,
    )
