"""Every command of every room, carried out once with facts that make sense: the story of an office in chapters.

Each chapter begins in a founded firm of its own. Whatever is to hold for every command is tried on this story, and a
test sees to it that no command is missing from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.burn.commands import acknowledge, bring_in, watch_budgets
from app.clients import commands as clients
from app.clients.domain import ClientDraft, TermsKind
from app.clients.queries import client
from app.engagements import commands as engagements
from app.engagements.domain import LineSpec
from app.engagements.queries import sow
from app.firm import commands as firm
from app.firm.domain import AccessRole, KeyAct, TaxCategory
from app.firm.queries import people, the_firm
from app.harvest import commands as harvest
from app.invoices import commands as invoices
from app.invoices.domain import OpeningDraft, Reason
from app.invoices.queries import DraftRow, draft
from app.receivables import commands as receivables
from app.timesheets import commands as timesheets
from app.timesheets.queries import entries
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, nordhavn, quayside
from tests.samples.engagements import (
    billing_review,
    clinic_retainer,
    margin_diagnostic,
    operating_model,
    pounds,
    small_review,
    standard_card,
)
from tests.samples.harvest import CALL, DENTIST, STANDUP, WEEK, WORKSHOP, at, workplace
from tests.samples.invoices import collected, issued, rows, settled
from tests.samples.receivables import debt
from tests.samples.timesheets import internal_task, log

MONDAY, DAY = date(2026, 4, 27), date(2026, 4, 28)
HOUR = 3_600


def the_firm_itself(office: Office) -> None:
    """What belongs to the firm: people, days off, taxes, numbers, settings, keys."""
    do = office.book.perform
    found = office.book.read(the_firm)
    assert found is not None
    do(firm.change_firm, version=found.version, contact_phone="0117 496 0101")
    do(firm.add_person, name="Nina Vale", initials="NV", access_role=AccessRole.CONSULTANT, grade="Analyst")
    nina = next(row for row in office.book.read(people) if row.initials == "NV")
    do(firm.change_person, person_id=nina.id, version=nina.version, weekly_hours=Decimal(30))
    do(firm.add_holiday, day=date(2026, 5, 4), name="Early May bank holiday")
    do(firm.remove_holiday, day=date(2026, 5, 4))
    do(firm.add_absence, person_id=nina.id, day=date(2026, 5, 5), kind="holiday")
    do(firm.remove_absence, person_id=nina.id, day=date(2026, 5, 5))
    do(firm.set_tax_code, code="R5", name="Reduced", category=TaxCategory.STANDARD, percent=Decimal(5), valid_from=DAY)
    do(firm.set_series, key="invoice", pattern="INV-{year}-{0000}", next_number=118, on=DAY)
    do(firm.choose_setting, key="week.first", value="monday")
    do(firm.note_key_change, act=KeyAct.MADE, label="Bristol")


def its_clients(office: Office) -> None:
    """Clients and contacts, one by one and from a file."""
    do = office.book.perform
    number = quayside(office)
    row = office.book.read(client, client_id=number)
    do(clients.change_client, client_id=number, version=row.version, website="https://quayside.example/")
    do(clients.set_terms, client_id=number, kind=TermsKind.DAYS, number=14, valid_from=DAY)
    contact = office.book.read(client, client_id=number).contacts[0]
    do(clients.change_contact, contact_id=contact.id, version=contact.version, job="treasurer")
    now = next(item for item in office.book.read(client, client_id=number).contacts if item.id == contact.id)
    do(clients.remove_contact, contact_id=contact.id, version=now.version)
    drafts = tuple(ClientDraft(line, f"From a file {line}", "GB", "en-GB", "GBP") for line in (1, 2))
    brought = do(clients.import_clients, drafts=drafts).result
    do(clients.take_back_clients, client_ids=brought.client_ids)


def what_is_agreed(office: Office) -> None:
    """Statements of work and all that hangs on them."""
    do = office.book.perform
    standard_card(office)
    client_id = castlegate(office)
    sample = operating_model(office, client_id)
    number = sample.sow_id
    do(engagements.change_sow, sow_id=number, version=office.book.read(sow, sow_id=number).version, title="Model")
    task = do(engagements.add_task, sow_id=number, name="Workshops", match="workshop").result
    do(engagements.change_task, task_id=task, version=1, name="Workshops and notes")
    do(engagements.add_rate, sow_id=number, rate=Decimal(130), valid_from=DAY, grade="Consultant")
    do(engagements.add_purchase_order, sow_id=number, number="PO-9", amount=pounds(500), valid_from=DAY)
    order: dict[str, Any] = {"sow_id": number, "title": "More", "amount": pounds(100), "drafted_on": MONDAY}
    first, second = (do(engagements.add_change_order, number=f"CO-{key}", **order).result for key in (1, 2))
    for change_order in (first, second):
        do(engagements.send_change_order, change_order_id=change_order, sent_on=DAY)
    do(engagements.accept_change_order, change_order_id=first, accepted_on=DAY, accepted_by="Lena Hart")
    do(invoices.forget_order_acceptance, change_order_id=first)
    do(engagements.decline_change_order, change_order_id=second, declined_on=DAY, reason="Not now")
    do(engagements.reopen_change_order, change_order_id=second)
    milestone = office.book.read(sow, sow_id=number).milestones[3].milestone_id
    do(engagements.deliver_milestone, milestone_id=milestone, delivered_on=DAY)
    do(engagements.accept_milestone, milestone_id=milestone, accepted_on=DAY)
    do(invoices.forget_milestone_acceptance, milestone_id=milestone)
    unsigned: dict[str, Any] = {"number": "SOW-9", "title": "Unsigned", "lines": (LineSpec("Talks"),)}
    do(engagements.agree_sow, client_id=client_id, start_on=MONDAY, end_on=DAY, budget=pounds(500), **unsigned)
    do(engagements.finish_sow, sow_id=clinic_retainer(office, quayside(office)).sow_id)


def whose_hours(office: Office) -> None:
    """A week of time, from the first hour to its approval and back."""
    sample = billing_review(office, brightwater(office))
    internal_task(office, "Reading")
    person = office.people["PR"]
    task, other = sample.tasks["Fieldwork"], sample.tasks["Quality review"]
    do = office.act_as("PR").perform
    entry = do(timesheets.log_time, person_id=person, task_id=task, day=MONDAY, seconds=HOUR).result
    do(timesheets.change_entry, entry_id=entry.entry_id, seconds=2 * HOUR, note="Sampling")
    do(timesheets.set_cell, person_id=person, task_id=other, day=MONDAY, seconds=HOUR)
    wishes = tuple(timesheets.CellWish(task, MONDAY + timedelta(later), HOUR) for later in (1, 2))
    do(timesheets.set_cells, person_id=person, cells=wishes)
    do(timesheets.remove_entry, entry_id=office.book.read(entries, person_id=person)[-1].entry_id)
    handed_in = do(timesheets.submit_week, person_id=person, monday=MONDAY).result
    do(timesheets.withdraw_week, person_id=person, before=handed_in.before)
    handed_in = do(timesheets.submit_week, person_id=person, monday=MONDAY).result
    office.act_as("EF")
    do(timesheets.return_time, entry_ids=handed_in.entry_ids, reason="Which site?")
    do(timesheets.approve_week, person_id=person, monday=MONDAY)
    do(invoices.take_back_time, entry_ids=handed_in.entry_ids, reason="Wrong task")
    do(timesheets.approve_time, entry_ids=handed_in.entry_ids)


def what_was_spent(office: Office) -> None:
    """Receipts, from the first to its approval and back; and budgets with their alerts."""
    sample = small_review(office, quayside(office))
    do = office.book.perform
    add: dict[str, Any] = {"person_id": office.people["PR"], "sow_id": sample.sow_id, "day": DAY, "net": pounds(10)}
    kept, gone, clear = (do(timesheets.add_expense, text=text, **add).result for text in ("Rail", "Taxi", "Hotel"))
    do(timesheets.change_expense, expense_id=kept, text="Rail, return")
    do(timesheets.remove_expense, expense_id=gone)
    do(timesheets.approve_expense, expense_id=kept, billable=True)
    do(timesheets.approve_expense, expense_id=clear, billable=True)
    do(invoices.keep_expense, expense_id=clear)
    do(bring_in, sow_id=sample.sow_id, source="Before", used_on=date(2026, 4, 1), amount=pounds(700), seconds=HOUR)
    log(office, "PR", sample.tasks["Reading"], DAY, "2")
    alerts = do(watch_budgets).result
    do(acknowledge, alert_id=alerts[0], note="Told them.")


def from_calendars(office: Office) -> None:
    """A calendar comes in, is decided about, and changes."""
    place = workplace(office)
    place.take(WORKSHOP, CALL, STANDUP, DENTIST)
    do = office.book.perform
    number = place.row(CALL.title).suggestion_id
    do(harvest.dismiss_suggestion, suggestion_id=number)
    do(harvest.restore_suggestion, suggestion_id=number)
    do(harvest.accept_suggestion, suggestion_id=number)
    do(harvest.take_back_suggestion, suggestion_id=number)
    do(harvest.accept_suggestion, suggestion_id=number)
    moved = replace(CALL, start=at(29, "10:00"), end=at(29, "11:30"))
    place.take(WORKSHOP, moved, STANDUP, DENTIST)
    do(harvest.follow_calendar, suggestion_id=number)
    place.take(WORKSHOP, replace(moved, more=("STATUS:CANCELLED",)), STANDUP, DENTIST)
    do(harvest.keep_entry, suggestion_id=number)
    do(harvest.accept_all, person_id=office.people["PR"], period=WEEK, sure_only=False)


def what_is_billed(office: Office) -> None:
    """A draft with every decision about it, until it is an invoice."""
    sample = margin_diagnostic(office, nordhavn(office))
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 9), "10")
    (row,) = collected(office)
    do, number = office.book.perform, row.draft_id

    def now() -> dict[str, Any]:
        return {"draft_id": number, "version": one(office).version}

    found = one(office).finding
    assert found is not None
    kept = do(invoices.keep_finding, key=found.key, mark=found.mark, reason=Reason.PROMISE, **now()).result
    do(invoices.raise_finding, finding_id=kept.finding_id, **now())
    do(invoices.hold_draft, reason="Anna is away", **now())
    do(invoices.release_draft, **now())
    do(invoices.adjust_draft, amount=pounds(-10), title="Goodwill", reason="Agreed", **now())
    line = next(item for item in office.book.read(draft, draft_id=number).lines if item.title == "Goodwill")
    do(invoices.remove_adjustment, line_id=line.line_id)
    do(invoices.set_po, po_number="NL-88213", **now())
    do(invoices.choose_parts, left_out=("people",), **now())
    do(invoices.collect_draft, **now())
    do(invoices.use_sow_rate, **now())
    do(invoices.remove_draft, **now())
    number = collected(office)[0].draft_id
    do(invoices.approve_draft, draft_id=number, version=settled(office, one(office)))
    do(invoices.reopen_draft, draft_id=number)
    do(invoices.approve_draft, draft_id=number, version=settled(office, one(office)))
    do(invoices.issue_invoice, draft_id=number)


def what_must_be_agreed_first(office: Office) -> None:
    """An order and an acceptance that a draft waits for."""
    do = office.book.perform
    review = billing_review(office, brightwater(office))
    log(office, "PR", review.tasks["Fieldwork"], date(2026, 4, 9), "5")
    (row,) = collected(office, invoice_date=date(2026, 7, 1))
    order: dict[str, Any] = {"number": "4500190000", "amount": pounds(5000), "valid_from": date(2026, 7, 1)}
    do(invoices.record_order, draft_id=row.draft_id, version=row.version, **order)
    do(invoices.remove_draft, draft_id=row.draft_id)
    model = operating_model(office, castlegate(office))
    number = office.book.read(sow, sow_id=model.sow_id).milestones[3].milestone_id
    do(engagements.deliver_milestone, milestone_id=number, delivered_on=DAY)
    held = next(item for item in collected(office) if item.sow_id == model.sow_id and item.awaits)
    do(
        invoices.record_acceptance,
        draft_id=held.draft_id,
        version=held.version,
        milestone_ids=(number,),
        accepted_on=date(2026, 4, 30),
    )


def what_is_paid(office: Office) -> None:
    """Old debts, payments, what is left over, and a payment that was none."""
    do = office.book.perform
    client_id = quayside(office)
    sample = small_review(office, client_id)
    first, second = (
        debt(office, client_id, sample, f"OLD-{key}", gross="100.00", due_on=date(2026, 4, 12)) for key in (1, 2)
    )
    pay: dict[str, Any] = {"client_id": client_id, "received_on": DAY, "allocations": ()}
    paid = do(receivables.record_payment, amount=pounds(150), external_key="bank 1", **pay).result.payment_id
    do(receivables.allocate, payment_id=paid, invoice_id=first, amount=pounds(60))
    do(receivables.allocate_left_over, payment_id=paid, allocations=((first, pounds(40)), (second, pounds(50))))
    do(receivables.take_back_payment, payment_id=paid)
    old = OpeningDraft(
        number="2025/118",
        client_id=client_id,
        issued_on=MONDAY,
        due_on=DAY,
        net=pounds(1000),
        tax=pounds(200),
        left=pounds(1200),
        tax_code="S20",
    )
    brought = do(invoices.bring_opening_balances, drafts=(old,)).result
    do(invoices.take_back_opening_balances, invoice_ids=brought.invoice_ids)
    do(receivables.bring_billed_before, amounts=((date(2026, 2, 1), pounds(10_000)),))
    log(office, "PR", sample.tasks["Reading"], DAY, "1")
    issued(office, collected(office)[0])


def one(office: Office) -> DraftRow:
    """The only draft that waits."""
    (row,) = rows(office)
    return row


CHAPTERS: tuple[Callable[[Office], None], ...] = (
    the_firm_itself,
    its_clients,
    what_is_agreed,
    whose_hours,
    what_was_spent,
    from_calendars,
    what_is_billed,
    what_must_be_agreed_first,
    what_is_paid,
)
ELSEWHERE = frozenset({"firm.found_firm"})
"""What can only be done in an empty book: the firm of each chapter is founded by it."""
