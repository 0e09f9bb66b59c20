"""A firm with three kinds of agreement: what it can do by number, the laws its books keep, and the story they tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import false, func, select, true

from app.burn.queries import burn
from app.engagements.commands import accept_change_order, accept_milestone
from app.engagements.queries import sow
from app.engagements.queries.signed import signed_problems
from app.engagements.records import ChangeOrder, Task
from app.firm.records import Person
from app.invoices.commands import (
    adjust_draft,
    approve_draft,
    collect,
    hold_draft,
    issue_invoice,
    keep_expense,
    release_draft,
    remove_draft,
    reopen_draft,
    take_back_time,
)
from app.invoices.domain import LineKind, UnitKind
from app.invoices.queries import invariants, invoices, run_rows
from app.invoices.queries.as_issued import document_problems
from app.invoices.queries.conserved import conservation
from app.invoices.queries.included import entitlement_problems
from app.invoices.queries.to_be_issued import draft_problems
from app.invoices.records import Allocation, DraftUnit, Invoice, InvoiceLine
from app.kernel.clock import FixedClock
from app.kernel.money import Money, price
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.receivables.commands import allocate, record_payment
from app.receivables.queries import owed, payments
from app.storage.book import open_book
from app.storage.chain import chain_problems
from app.storage.reading import Reads
from app.timesheets.commands import add_expense, approve_expense, approve_time, change_entry, log_time, remove_entry
from app.timesheets.domain import TimeState
from app.timesheets.records import Expense, TimeEntry
from tests.books import NOW, Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import SowSample, billing_review, clinic_retainer, operating_model

FIRST = date(2026, 3, 2)
WORKERS = ("PR", "TO", "SL", "EF")
RATES = {"EF": Decimal(240), "PR": Decimal(165), "TO": Decimal(125), "SL": Decimal(95)}
Step = tuple[str, int, int]
VERBS = (
    "log log log log approve approve change remove take_back take_back spend spare accept_order accept_milestone"
    " next_day collect collect collect adjust hold release approve_draft approve_draft reopen remove_draft issue issue"
    " pay pay_part allocate"
).split()


@dataclass
class Firm:
    """A firm with three kinds of agreement, and the ways to do something in it by number."""

    office: Office
    clients: list[int] = field(default_factory=list)
    sows: list[SowSample] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @classmethod
    def founded(cls, office: Office) -> Firm:
        """The office with its agreements; the partner acts."""
        office.act_as("EF")
        office.clock.set(NOW)
        firm = cls(office, [brightwater(office), quayside(office)])
        bright, quay = firm.clients
        firm.sows = [billing_review(office, bright), clinic_retainer(office, quay), operating_model(office, quay)]
        return firm

    def perform(self, command: Any, **facts: Any) -> Any:
        """Carry out a command; a refusal is remembered, a bug is not forgiven."""
        try:
            return self.office.book.perform(command, **facts).result
        except Problem as problem:
            self.refused.append(problem.code)
            return None

    def ids(self, kind: Any, *where: Any) -> list[int]:
        return self.office.book.read(
            lambda reads: list(reads.execute(select(kind.id).where(*where).order_by(kind.id)).scalars())
        )

    def act(self, step: Step) -> None:
        """One step of life."""
        verb, which, size = step
        getattr(self, verb)(which, size)

    # ------------------------------------------------------------------------------------------ work

    def log(self, which: int, size: int) -> None:
        sample = self.sows[which % 3]
        tasks = sorted(sample.tasks.values())
        self.perform(
            log_time,
            person_id=self.office.people[WORKERS[which % 4]],
            task_id=tasks[which % len(tasks)],
            day=FIRST + timedelta(which % 60),
            seconds=size * 360,
            billable=None if which % 9 else False,
        )

    def approve(self, which: int, size: int) -> None:
        waiting = self.ids(TimeEntry, TimeEntry.state != TimeState.APPROVED)
        self.perform(approve_time, entry_ids=tuple(waiting[which % 2 : which % 2 + size]))

    def change(self, which: int, size: int) -> None:
        known = self.ids(TimeEntry)
        if known:
            self.perform(change_entry, entry_id=known[which % len(known)], seconds=size * 180)

    def remove(self, which: int, _size: int) -> None:
        known = self.ids(TimeEntry)
        if known:
            self.perform(remove_entry, entry_id=known[which % len(known)])

    def take_back(self, which: int, size: int) -> None:
        """An approval is taken back; now and then the entry is changed or removed, and approved again."""
        known = self.ids(TimeEntry, TimeEntry.state == TimeState.APPROVED)
        if known:
            entry_id = known[which % len(known)]
            self.perform(take_back_time, entry_ids=(entry_id,), reason="Wrong day")
            if which % 3 == 0:
                self.perform(change_entry, entry_id=entry_id, seconds=size * 360)
                self.perform(approve_time, entry_ids=(entry_id,))
            elif which % 3 == 1:
                self.perform(remove_entry, entry_id=entry_id)

    def spend(self, which: int, size: int) -> None:
        expense_id = self.perform(
            add_expense,
            person_id=self.office.people[WORKERS[which % 4]],
            sow_id=self.sows[which % 3].sow_id,
            day=FIRST + timedelta(which % 60),
            text="Rail",
            net=Money(size * 37, "GBP"),
            billable=True,
            group_name="Travel" if which % 2 else "",
        )
        if expense_id is not None:
            self.perform(approve_expense, expense_id=expense_id)

    def spare(self, which: int, _size: int) -> None:
        known = self.ids(Expense)
        if known:
            self.perform(keep_expense, expense_id=known[which % len(known)])

    def accept_order(self, _which: int, _size: int) -> None:
        found = self.office.book.read(sow, sow_id=self.sows[0].sow_id).change_orders
        self.perform(
            accept_change_order,
            change_order_id=found[-1].change_order_id,
            accepted_on=self.office.clock.now().date(),
            accepted_by="Alice Mercer",
        )

    def accept_milestone(self, which: int, _size: int) -> None:
        found = self.office.book.read(sow, sow_id=self.sows[2].sow_id).milestones
        self.perform(
            accept_milestone, milestone_id=found[which % len(found)].milestone_id, accepted_on=date(2026, 4, 30)
        )

    def next_day(self, which: int, _size: int) -> None:
        self.office.clock.set(self.office.clock.now() + timedelta(1 + which % 5))

    # ------------------------------------------------------------------------------------------ bills

    def collect(self, which: int, _size: int) -> None:
        through = (date(2026, 3, 31), date(2026, 4, 15), date(2026, 4, 30))[which % 3]
        self.perform(collect, through=through, invoice_date=max(through, date(2026, 4, 10 + which % 20)))

    def draft(self, which: int) -> Any:
        found = sorted(self.office.book.read(run_rows), key=lambda row: row.draft_id)
        return found[which % len(found)] if found else None

    def adjust(self, which: int, size: int) -> None:
        if row := self.draft(which):
            amount = Money(-size * 100 if which % 3 else size, "GBP")
            self.perform(adjust_draft, draft_id=row.draft_id, amount=amount, title="Discount", reason="Agreed")

    def hold(self, which: int, _size: int) -> None:
        if row := self.draft(which):
            self.perform(hold_draft, draft_id=row.draft_id, reason="Ask first")

    def release(self, which: int, _size: int) -> None:
        if row := self.draft(which):
            self.perform(release_draft, draft_id=row.draft_id)

    def approve_draft(self, which: int, _size: int) -> None:
        if row := self.draft(which):
            self.perform(approve_draft, draft_id=row.draft_id, version=row.version)

    def reopen(self, which: int, _size: int) -> None:
        if row := self.draft(which):
            self.perform(reopen_draft, draft_id=row.draft_id)

    def remove_draft(self, which: int, _size: int) -> None:
        if row := self.draft(which):
            self.perform(remove_draft, draft_id=row.draft_id)

    def issue(self, which: int, _size: int) -> None:
        """Issue a draft, approving it first when that is possible."""
        if row := self.draft(which):
            self.perform(approve_draft, draft_id=row.draft_id, version=row.version)
            self.perform(issue_invoice, draft_id=row.draft_id)

    # ------------------------------------------------------------------------------------------ cash

    def pay(self, which: int, size: int) -> None:
        client_id = self.clients[which % 2]
        self.perform(
            record_payment, client_id=client_id, received_on=date(2026, 4, 30), amount=Money(size * 10_000, "GBP")
        )

    def pay_part(self, which: int, size: int) -> None:
        """A payment for an invoice by name: too much of it is refused."""
        found = sorted(self.office.book.read(owed), key=lambda row: row.invoice_id)
        if found:
            row = found[which % len(found)]
            part = Money(row.balance.minor * size // 80 or 1, "GBP")
            self.perform(
                record_payment,
                client_id=row.client_id,
                received_on=date(2026, 4, 30),
                amount=part,
                allocations=((row.invoice_id, part),),
            )

    def allocate(self, which: int, size: int) -> None:
        paid = sorted(self.office.book.read(payments), key=lambda row: row.payment_id)
        open_ones = sorted(self.office.book.read(owed), key=lambda row: row.invoice_id)
        if paid and open_ones:
            self.perform(
                allocate,
                payment_id=paid[which % len(paid)].payment_id,
                invoice_id=open_ones[which % len(open_ones)].invoice_id,
                amount=Money(size * 1000, "GBP"),
            )

    # ------------------------------------------------------------------------------------------ the laws

    def laws(self) -> None:
        """What holds after every step."""
        book = self.office.book
        assert book.read(chain_problems) == []
        assert book.read(invariants, files=False) == []
        for look in (conservation, document_problems, draft_problems, entitlement_problems, signed_problems):
            assert book.read(look) == []
        book.read(self.owed_is_issued_less_paid)
        book.read(self.units_are_billed_once)
        book.read(self.numbers_follow_each_other)
        book.read(self.used_is_invoiced_and_still_to_be_invoiced)

    def owed_is_issued_less_paid(self, reads: Reads) -> None:
        issued = total(reads, select(func.sum(Invoice.gross_minor)))
        paid = sum(row.allocated.minor for row in payments(reads))
        rows = owed(reads)
        assert sum(row.balance.minor for row in rows) == issued - paid
        assert all(row.balance.minor > 0 for row in rows)
        assert all(0 <= row.allocated.minor <= row.amount.minor for row in payments(reads))

    def units_are_billed_once(self, reads: Reads) -> None:
        """No unit is on an invoice and a draft, none is billed for longer than it was worked, none was lost."""
        unit = (Allocation.unit_kind == DraftUnit.unit_kind) & (Allocation.unit_id == DraftUnit.unit_id)
        retainer = Allocation.unit_kind == UnitKind.RETAINER
        again = select(func.count()).select_from(DraftUnit).join(Allocation, unit & ~retainer)
        assert total(reads, again) == 0
        billed = (
            select(Allocation.unit_id, func.sum(Allocation.seconds).label("seconds"))
            .where(Allocation.unit_kind == UnitKind.TIME)
            .group_by(Allocation.unit_id)
            .subquery()
        )
        wrong = (
            select(func.count())
            .select_from(billed)
            .outerjoin(TimeEntry, TimeEntry.id == billed.c.unit_id)
            .where(
                TimeEntry.id.is_(None)
                | (TimeEntry.seconds != billed.c.seconds)
                | (TimeEntry.state != TimeState.APPROVED)
                | TimeEntry.billable.is_(false())
            )
        )
        assert total(reads, wrong) == 0

    def numbers_follow_each_other(self, reads: Reads) -> None:
        found = sorted(row.number for row in invoices(reads))
        assert found == [f"INV-2026-{number:04}" for number in range(1, len(found) + 1)]

    def used_is_invoiced_and_still_to_be_invoiced(self, reads: Reads) -> None:
        """Time and materials: the budget used is the fees on invoices and what is not invoiced yet, to the rounding."""
        sow_id = self.sows[0].sow_id
        (row,) = burn(reads, sow_ids=(sow_id,))
        fees = select(func.sum(InvoiceLine.net_minor)).join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        invoiced = total(reads, fees.where(Invoice.sow_id == sow_id, InvoiceLine.kind == LineKind.FEE))
        billed = select(Allocation.unit_id).where(Allocation.unit_kind == UnitKind.TIME)
        still = (
            select(Person.initials, TimeEntry.seconds)
            .join(Person, Person.id == TimeEntry.person_id)
            .join(Task, Task.id == TimeEntry.task_id)
            .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
            .where(
                TimeEntry.sow_id == sow_id,
                TimeEntry.billable.is_(true()),
                TimeEntry.id.not_in(billed),
                ChangeOrder.id.is_(None) | ChangeOrder.accepted_on.is_not(None),
            )
        )
        rest = sum(price(hours(item.seconds), RATES[item.initials], "GBP").minor for item in reads.execute(still))
        assert row.used.minor == invoiced + rest

    def story(self) -> tuple[object, ...]:
        """All that can be seen of the firm's bills and cash, without the database's own ids."""
        book = self.office.book
        drafts = [
            (row.sow_number, row.state, row.shown, row.seconds, row.sums, row.invoice_date, row.why)
            for row in sorted(book.read(run_rows), key=lambda row: row.draft_id)
        ]
        bills = [(row.number, row.gross, row.issued_on, row.due_on) for row in book.read(invoices)]
        cash = [(row.received_on, row.amount, row.allocated) for row in book.read(payments)]
        debts = [(row.number, row.balance, row.days_late) for row in book.read(owed)]
        used = [(row.number, row.used, row.held) for row in book.read(burn)]
        return drafts, bills, cash, debts, used, self.refused


def total(reads: Reads, statement: Any) -> int:
    return int(reads.execute(statement).scalar() or 0)


@contextmanager
def living(place: str | Path, like: Firm) -> Iterator[Firm]:
    """The firm in another book, its first day."""
    with open_book(place, FixedClock(NOW)) as book:
        office = Office(book, like.office.people, like.office.actors)
        office.act_as("EF")
        yield Firm(office, like.clients, like.sows)
