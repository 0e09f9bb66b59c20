"""Documents: a draft as it would be printed, word for word."""

from __future__ import annotations

from datetime import timedelta

from app.clients.domain import due_date
from app.clients.queries import ClientRow
from app.firm.domain import Right, require
from app.firm.queries import FirmRow
from app.invoices.domain import (
    BudgetFact,
    Buyer,
    EntryFact,
    ExpenseFact,
    HeldFact,
    InvoiceSnapshot,
    LineFact,
    LineKind,
    Seller,
    UnitKind,
    parts_of,
)
from app.invoices.queries.draft_facts import Around, DraftLineRow
from app.invoices.queries.judging import Judged, judged_draft
from app.kernel.money import Money, share
from app.storage.asking import query
from app.storage.reading import Reads

PRICED = frozenset({LineKind.FEE, LineKind.EXTRA})
"""Lines whose time has a rate; time of other lines is part of a fixed sum."""
LISTED = PRICED | {LineKind.RETAINER}
"""Lines whose time the client is shown."""


@query
async def draft_document(reads: Reads, *, draft_id: int) -> InvoiceSnapshot:
    """A draft in the words it would be issued with; it has no number. Problem when it is gone."""
    require(reads.actor.role, Right.DRAFT_INVOICES)
    judged, around = await judged_draft.asks(reads, draft_id)
    return snapshot_of(judged, around, reads)


def snapshot_of(judged: Judged, around: Around, reads: Reads, number: str = "") -> InvoiceSnapshot:
    """All printed facts of a judged draft."""
    loaded, head = judged.loaded, judged.loaded.head
    positions = {line.line_id: line for line in loaded.lines}
    percents = {group.code: group.percent for group in judged.taxes}
    budget = None
    if head.show_budget and judged.facts.budget.minor > 0:
        budget = BudgetFact(budget=judged.facts.budget, invoiced=judged.facts.invoiced_fees + judged.sums.fees)
    return InvoiceSnapshot(
        number=number,
        issued_on=head.invoice_date,
        due_on=due_date(around.terms[head.client_id], head.invoice_date),
        question_until=head.invoice_date + timedelta(around.firm.dispute_days),
        period_first=head.period_first,
        period_last=head.period_last,
        currency=loaded.currency,
        seller=seller_of(around.firm),
        buyer=Buyer(
            client_id=head.client_id,
            name=head.client_name,
            legal_name=head.legal_name or head.client_name,
            payer=head.payer or "",
            address=tuple(head.address.splitlines()),
            country=head.country,
            language=head.language,
            tax_number=head.tax_number,
            contact=head.sponsor or "",
        ),
        sow_number=head.sow_number,
        sow_title=head.sow_title,
        po_number=head.po_number,
        lines=tuple(
            LineFact(
                position=line.position,
                kind=line.kind,
                title=line.title,
                detail=line.detail,
                quantity=line.quantity,
                unit=line.unit,
                rate=line.rate,
                net=line.net,
                tax_code=line.tax_code,
                tax_percent=percents.get(line.tax_code, 0 * line.rate),
                reason=line.reason,
            )
            for line in loaded.lines
        ),
        taxes=judged.taxes,
        sums=judged.sums,
        budget=budget,
        entries=_entries(judged, positions),
        expenses=tuple(
            ExpenseFact(
                line=positions[unit.draft_line_id].position,
                day=unit.expense_day,
                text=unit.expense_text,
                receipt=unit.receipt,
                quantity=unit.expense_quantity,
                unit=unit.expense_unit,
                net=Money(unit.expense_minor, loaded.currency),
            )
            for unit in loaded.units
            if unit.unit_kind is UnitKind.EXPENSE
        ),
        held=tuple(HeldFact(order, seconds) for order, seconds in judged.facts.held),
        left_out=parts_of(head.left_out),
        paper=head.paper,
        made_at=reads.now,
    )


def seller_of(firm: FirmRow) -> Seller:
    """The firm as printed."""
    return Seller(
        name=firm.name,
        address=tuple(firm.address.splitlines()),
        country=firm.country,
        tax_number=firm.tax_number,
        registration=firm.registration,
        account_name=firm.account_name,
        iban=firm.iban,
        payment_page=firm.payment_page,
        contact_name=firm.contact_name,
        contact_phone=firm.contact_phone,
        contact_email=firm.contact_email,
    )


def buyer_of(client: ClientRow) -> Buyer:
    """The client as printed."""
    payer, sponsor = client.payer, client.sponsor
    return Buyer(
        client_id=client.id,
        name=client.name,
        legal_name=client.legal_name or client.name,
        payer="" if payer is None else payer.name,
        address=tuple(client.address.splitlines()),
        country=client.country,
        language=client.language,
        tax_number=client.tax_number,
        contact="" if sponsor is None else sponsor.name,
    )


def _entries(judged: Judged, lines: dict[int, DraftLineRow]) -> tuple[EntryFact, ...]:
    """The time shown to the client; the amounts of a line's entries add up to the line."""
    shown = [unit for unit in judged.loaded.time if lines[unit.draft_line_id].kind in LISTED]
    amounts: dict[int, Money] = {}
    for line in lines.values():
        members = [unit for unit in shown if unit.draft_line_id == line.line_id]
        if line.kind in PRICED and members:
            seconds = [unit.seconds for unit in members]
            # rounding to the nearest step may leave a line of no time at all; its price is nothing then
            parts = share(line.net, seconds) if any(seconds) else (line.net,) * len(members)
            amounts |= {unit.id: part for unit, part in zip(members, parts, strict=True)}
    facts = [
        (
            unit.day,
            unit.unit_id,
            unit.part,
            EntryFact(
                line=lines[unit.draft_line_id].position,
                day=unit.day,
                person=unit.person_name,
                work=unit.note or unit.task_name,
                seconds=unit.seconds,
                rate=unit.rate if unit.id in amounts else None,
                amount=amounts.get(unit.id),
            ),
        )
        for unit in shown
    ]
    return tuple(fact for *_order, fact in sorted(facts, key=lambda item: item[:3]))
