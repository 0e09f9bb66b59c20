"""Opening balances: invoices that are older than the book, with the work they billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from app.burn.commands import bring_in
from app.clients.queries import ClientRow
from app.clients.queries import client as read_client
from app.engagements.domain import Arrangement
from app.engagements.queries import SowRow
from app.engagements.queries import sow as read_sow
from app.firm.domain import Right, TaxRule, require
from app.firm.domain import line as one_line
from app.firm.queries import FirmRow, PersonRow, people, tax_rule, the_firm
from app.invoices.commands import drafts
from app.invoices.commands.issuing import invoice_record, tax_records
from app.invoices.domain import (
    InvoiceSnapshot,
    LineFact,
    LineKind,
    OpeningLine,
    Origin,
    UnitKind,
    sums_of,
    tax_groups,
)
from app.invoices.queries.documents import buyer_of, seller_of
from app.invoices.records import Allocation, Invoice, InvoiceLine
from app.kernel.money import Money, price
from app.kernel.periods import month_of
from app.kernel.problems import Problem
from app.kernel.quantities import hours, seconds_of
from app.kernel.ways_back import final
from app.kernel.words import _
from app.storage.work import Work
from app.timesheets.records import TimeEntry


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands at the top of the paper."""

    number: str
    issued_on: date
    due_on: date
    po_number: str


@dataclass(frozen=True, slots=True)
class _Around:
    """What else the words need."""

    firm: FirmRow | None
    rule: TaxRule
    now: datetime


@dataclass(slots=True)
class _Slot:
    """A line with the entries it billed so far."""

    spec: OpeningLine
    fact: LineFact
    entries: list[TimeEntry] = field(default_factory=list)
    seconds: int = 0

    @property
    def room(self) -> int:
        """Seconds the line bills that no entry covers yet."""
        return seconds_of(self.fact.quantity) - self.seconds


@final(lambda: _("An invoice that has billed hours stays in the book."))
def bring_opening_invoice(
    work: Work,
    *,
    number: str,
    client_id: int,
    sow_id: int,
    issued_on: date,
    due_on: date,
    lines: tuple[OpeningLine, ...],
    tax_code: str,
    entry_ids: tuple[int, ...] = (),
    po_number: str = "",
) -> int:
    """Bring in an invoice that was issued before the book was opened; gives its id.

    `entry_ids` are the time entries it billed: each goes to a line of its person (the next one when that is full), else
    to a line without a person. Fee hours on time and materials that no entry covers are brought into the budget.
    """
    require(work.actor.role, Right.ISSUE_INVOICES)
    client = read_client(work, client_id=client_id)
    sow = read_sow(work, sow_id=sow_id)
    head = _Head(
        one_line(number, "number", required=False), issued_on, due_on, one_line(po_number, "po_number", required=False)
    )
    _check(work, head, client, sow, lines)
    rule = tax_rule(work, code=tax_code, on=issued_on)
    slots = [_Slot(line, _fact(position, line, rule, sow.currency)) for position, line in enumerate(lines, start=1)]
    entries = _entries(work, entry_ids, sow)
    for entry in entries:
        _place(entry, slots)
    snapshot = _snapshot(head, client, sow, slots, _Around(the_firm(work), rule, work.now))
    invoice = work.add(invoice_record(work, snapshot, sow_id=sow.sow_id))
    records = work.add_all([_line(slot, invoice.id) for slot in slots])
    work.add_all(
        [item for slot, record in zip(slots, records, strict=True) for item in _allocations(slot, record.id, sow)]
    )
    work.add_all(tax_records(snapshot, invoice.id))
    if all(line.arrangement is Arrangement.TIME_AND_MATERIALS for line in sow.lines):
        _bring_in_rest(work, snapshot, sow, slots)
    return invoice.id


def _check(work: Work, head: _Head, client: ClientRow, sow: SowRow, lines: Sequence[OpeningLine]) -> None:
    if not head.number:
        raise Problem(
            "opening.number", _("An invoice has a number."), field="number", hint=_("Write it as it was printed.")
        )
    if work.execute(select(Invoice.id).where(Invoice.number == head.number)).first() is not None:
        raise Problem("opening.twice", _("{number} is in the book already.").format(number=head.number), field="number")
    if sow.client_id != client.id:
        raise Problem(
            "opening.client",
            _("{sow} belongs to {client}.").format(sow=sow.number, client=sow.client_name),
            field="sow_id",
        )
    if head.due_on < head.issued_on:
        raise Problem("opening.due", _("An invoice is not due before it is issued."), field="due_on")
    if not lines:
        raise Problem("opening.lines", _("An invoice needs at least one line."), field="lines")


def _fact(position: int, line: OpeningLine, rule: TaxRule, currency: str) -> LineFact:
    quantity, rate = drafts.whole(line.quantity), drafts.whole(line.rate)
    return LineFact(
        position=position,
        kind=line.bills,
        title=one_line(line.title, "lines"),
        detail=one_line(line.detail, "lines", required=False, limit=1000),
        quantity=quantity,
        unit=one_line(line.unit, "lines", limit=40),
        rate=rate,
        net=price(quantity, rate, currency),
        tax_code=rule.code,
        tax_percent=rule.percent,
    )


def _entries(work: Work, entry_ids: Sequence[int], sow: SowRow) -> list[TimeEntry]:
    if not entry_ids:
        return []
    statement = select(TimeEntry).where(TimeEntry.id.in_(entry_ids)).order_by(TimeEntry.day, TimeEntry.id)
    found = list(work.session.scalars(statement))
    if len(found) != len(set(entry_ids)) or any(entry.sow_id != sow.sow_id for entry in found):
        raise Problem(
            "opening.entries",
            _("Some of these time entries do not belong to {sow}.").format(sow=sow.number),
            field="entry_ids",
        )
    known = select(Allocation.unit_id).where(Allocation.unit_kind == UnitKind.TIME, Allocation.unit_id.in_(entry_ids))
    if work.execute(known).first() is not None:
        raise Problem(
            "opening.billed",
            _("Some of these time entries were billed by another invoice."),
            field="entry_ids",
            hint=_("Each entry is billed once."),
        )
    return found


def _place(entry: TimeEntry, slots: Sequence[_Slot]) -> None:
    own = [slot for slot in slots if slot.spec.person_id == entry.person_id and slot.fact.kind is LineKind.FEE]
    open_to_all = [slot for slot in slots if slot.spec.person_id is None and slot.fact.kind is not LineKind.ADJUSTMENT]
    choice = next((slot for slot in own if slot.room >= entry.seconds), None) or next(
        iter(own[-1:] or open_to_all), None
    )
    if choice is None:
        raise Problem(
            "opening.entry_without_line",
            _("No line of this invoice bills the time of {day}.").format(day=entry.day.isoformat()),
            field="entry_ids",
            hint=_("Give the line its person, or leave the entry out."),
        )
    choice.entries.append(entry)
    choice.seconds += entry.seconds


def _snapshot(head: _Head, client: ClientRow, sow: SowRow, slots: Sequence[_Slot], around: _Around) -> InvoiceSnapshot:
    firm, rule = around.firm, around.rule
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    facts = tuple(slot.fact for slot in slots)
    taxes = tax_groups(facts, {rule.code: rule}, sow.currency)
    days = [entry.day for slot in slots for entry in slot.entries]
    return InvoiceSnapshot(
        origin=Origin.OPENING,
        number=head.number,
        issued_on=head.issued_on,
        due_on=head.due_on,
        question_until=head.issued_on + timedelta(firm.dispute_days),
        period_first=month_of(min(days, default=head.issued_on)).first,
        period_last=max([*days, head.issued_on]),
        currency=sow.currency,
        seller=seller_of(firm),
        buyer=buyer_of(client),
        sow_number=sow.number,
        sow_title=sow.title,
        po_number=head.po_number,
        lines=facts,
        taxes=taxes,
        sums=sums_of(facts, taxes, sow.currency),
        made_at=around.now,
    )


def _line(slot: _Slot, invoice_id: int) -> InvoiceLine:
    fact = slot.fact
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
        person_id=slot.spec.person_id,
    )


def _allocations(slot: _Slot, line_id: int, sow: SowRow) -> list[Allocation]:
    """The entries of a line, and the milestone or the month it billed."""

    def allocation(kind: UnitKind, unit_id: int, part: str = "", entry: TimeEntry | None = None) -> Allocation:
        rate = slot.fact.rate if entry is not None and slot.fact.kind is LineKind.FEE else Decimal(0)
        return Allocation(
            invoice_line_id=line_id,
            unit_kind=kind,
            unit_id=unit_id,
            part=part,
            seconds=0 if entry is None else entry.seconds,
            rate=rate,
            rate_rule="" if not rate else _("opening balance"),
        )

    found = [allocation(UnitKind.TIME, entry.id, entry=entry) for entry in slot.entries]
    if slot.spec.milestone_id is not None and slot.fact.kind is LineKind.MILESTONE:
        if slot.spec.milestone_id not in {row.milestone_id for row in sow.milestones}:
            raise Problem("opening.milestone", _("This milestone belongs to another statement of work."), field="lines")
        found.append(allocation(UnitKind.MILESTONE, slot.spec.milestone_id))
    if slot.spec.month:
        retainer = next((line for line in sow.lines if line.arrangement is Arrangement.RETAINER), None)
        if retainer is None:
            raise Problem("opening.month", _("{sow} has no retainer.").format(sow=sow.number), field="lines")
        found.append(allocation(UnitKind.RETAINER, retainer.line_id, slot.spec.month))
    return found


def _bring_in_rest(work: Work, snapshot: InvoiceSnapshot, sow: SowRow, slots: Sequence[_Slot]) -> None:
    """Fee hours that no entry of the book covers are budget used before the book."""
    grades = {person.id: person for person in people(work, active_only=False)}
    for slot in slots:
        if slot.fact.kind is not LineKind.FEE or slot.room <= 0:
            continue
        covered = price(hours(slot.seconds), slot.fact.rate, sow.currency) if slot.seconds else Money.zero(sow.currency)
        bring_in(
            work,
            sow_id=sow.sow_id,
            source=f"{snapshot.number}/{slot.fact.position}",
            used_on=snapshot.issued_on,
            amount=slot.fact.net - covered,
            seconds=slot.room,
            grade=slot.spec.grade or _grade(grades, slot.spec.person_id),
        )


def _grade(people_by_id: dict[int, PersonRow], person_id: int | None) -> str | None:
    person = people_by_id.get(person_id) if person_id is not None else None
    return None if person is None else person.grade
