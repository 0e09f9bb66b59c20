"""Expenses: add, change, approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.engagements.domain import ExpenseRule, SowState
from app.engagements.records import StatementOfWork
from app.firm.domain import Right, require
from app.firm.queries import PersonRow, person
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _, formats_beside
from app.storage.work import Work, inner
from app.timesheets.commands.time import allow_writing
from app.timesheets.domain import check_when, clean_note, may_approve
from app.timesheets.records import Expense


@dataclass(frozen=True, slots=True)
class ExpenseFacts:
    """An expense as it was: enough to put it back."""

    expense_id: int
    person_id: int
    sow_id: int
    day: date
    text: str
    net: Money
    receipt: str
    billable: bool | None
    approved: bool
    group_name: str
    detail: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ExpenseChanged:
    """An expense with its new version, and what it was before."""

    expense_id: int
    version: int
    before: ExpenseFacts


def add_expense(
    work: Work,
    *,
    person_id: int,
    sow_id: int,
    day: date,
    text: str,
    net: Money,
    receipt: str = "",
    billable: bool | None = None,
    group_name: str = "",
    detail: str = "",
    unit: str = "piece",
    quantity: Decimal | int = 1,
) -> int:
    """Add an expense, its net in the currency of the statement of work. `billable` None: nobody has decided yet."""
    who = allow_writing(work, person_id)
    sow = work.get(StatementOfWork, sow_id)
    if sow.state is SowState.DRAFT:
        raise Problem(
            "expense.sow_draft",
            _("{number} is still a draft.").format(number=sow.number),
            field="sow_id",
            hint=_("Have the statement of work opened first."),
        )
    _check(work, who, sow, day=day, text=text, net=net, billable=billable, quantity=Decimal(quantity))
    if billable is None and sow.expense_rule is ExpenseRule.INCLUDED:
        billable = False
    expense = Expense(
        person_id=person_id,
        sow_id=sow_id,
        day=day,
        text=clean_note(text),
        net_minor=net.minor,
        currency=net.currency,
        receipt=clean_note(receipt),
        billable=billable,
        group_name=clean_note(group_name),
        detail=clean_note(detail),
        unit=clean_note(unit) or "piece",
        quantity=Decimal(quantity),
    )
    return work.add(expense).id


def change_expense(
    work: Work,
    *,
    expense_id: int,
    version: int | None = None,
    day: date | None = None,
    text: str | None = None,
    net: Money | None = None,
    receipt: str | None = None,
    billable: bool | None = None,
    group_name: str | None = None,
    detail: str | None = None,
    unit: str | None = None,
    quantity: Decimal | None = None,
) -> ExpenseChanged:
    """Change an expense; what is not given stays.

    Once it is approved only whoever may approve decides whether and how it is billed; the receipt itself stays. What
    the client is to pay is no longer changed here: it may be on a bill.
    """
    expense = work.get(Expense, expense_id, version=version)
    sow = work.get(StatementOfWork, expense.sow_id)
    before = _facts(expense)
    if expense.approved:
        _require_approver(work, expense, sow)
        _refuse_billable(expense)
        if any(value is not None for value in (day, text, net, receipt)):
            raise Problem(
                "expense.approved",
                _("This expense is approved and its receipt stays as it is."),
                hint=_("Add the difference as another expense."),
            )
    else:
        allow_writing(work, expense.person_id)
    who = person(work, person_id=expense.person_id)
    amount = net or Money(expense.net_minor, expense.currency)
    _check(
        work,
        who,
        sow,
        day=day or expense.day,
        text=expense.text if text is None else text,
        net=amount,
        billable=billable,
        quantity=expense.quantity if quantity is None else quantity,
    )
    expense.day = day or expense.day
    expense.net_minor, expense.currency = amount.minor, amount.currency
    expense.quantity = expense.quantity if quantity is None else quantity
    expense.billable = expense.billable if billable is None else billable
    words = {"text": text, "receipt": receipt, "group_name": group_name, "detail": detail, "unit": unit}
    for name, value in words.items():
        if value is not None:
            setattr(expense, name, clean_note(value))
    work.session.flush()
    return ExpenseChanged(expense.id, expense.version, before)


def approve_expense(
    work: Work, *, expense_id: int, billable: bool | None = None, version: int | None = None
) -> ExpenseChanged:
    """Approve an expense; `billable` decides whether the client pays it (None leaves that open)."""
    require(work.actor.role, Right.APPROVE_TIME)
    expense = work.lock(Expense, expense_id)
    if version is not None and expense.version != version:
        raise Problem(
            "record.changed_meanwhile",
            _("This expense was changed since you looked at it."),
            hint=_("Nothing was decided. The list has been read again: look at it as it is now."),
        )
    sow = work.get(StatementOfWork, expense.sow_id)
    _require_approver(work, expense, sow)
    check_billable(sow, billable)
    before = _facts(expense)
    if expense.approved and billable is not None and billable != expense.billable:
        _refuse_billable(expense)
    expense.approved = True
    if billable is not None:
        expense.billable = billable
    work.session.flush()
    return ExpenseChanged(expense.id, expense.version, before)


@inner
def spare_client(work: Work, *, expense_id: int) -> ExpenseChanged:
    """Decide that the client does not pay an approved expense after all.

    Whether it is on a bill is known to a later room only: `keep_expense` of the invoices asks before it comes here.
    """
    require(work.actor.role, Right.APPROVE_TIME)
    expense = work.lock(Expense, expense_id)
    _require_approver(work, expense, work.get(StatementOfWork, expense.sow_id))
    before = _facts(expense)
    expense.billable = False
    work.session.flush()
    return ExpenseChanged(expense.id, expense.version, before)


def remove_expense(work: Work, *, expense_id: int, version: int | None = None) -> ExpenseFacts:
    """Remove an expense that is not approved."""
    expense = work.get(Expense, expense_id, version=version)
    allow_writing(work, expense.person_id)
    if expense.approved:
        raise Problem(
            "expense.approved",
            _("This expense is approved and stays."),
            hint=_("Have it marked as not billable if the client should not pay it."),
        )
    before = _facts(expense)
    work.delete(expense)
    return before


def _check(
    work: Work,
    who: PersonRow,
    sow: StatementOfWork,
    *,
    day: date,
    text: str,
    net: Money,
    billable: bool | None,
    quantity: Decimal,
) -> None:
    check_when(day, work.today, Formats(formats_beside(who.language)))
    if not clean_note(text):
        raise Problem(
            "expense.text", _("Say what was bought."), field="text", hint=_("It is printed on the client's invoice.")
        )
    if net.minor <= 0:
        raise Problem(
            "expense.net", _("The amount must be more than nothing."), field="net", hint=_("Enter it without tax.")
        )
    if net.currency != sow.currency:
        raise Problem(
            "expense.currency",
            _("{number} is in {currency}.").format(number=sow.number, currency=sow.currency),
            field="net",
            hint=_("Enter what the receipt cost in that currency."),
        )
    if quantity <= 0 or quantity != quantity.quantize(Decimal("0.0001")):
        raise Problem(
            "expense.quantity",
            _("The quantity must be more than nothing and have at most four decimals."),
            field="quantity",
            hint=_("Enter 1 when nothing is counted."),
        )
    check_billable(sow, billable)


def check_billable(sow: StatementOfWork, billable: bool | None) -> None:
    """Problem where the client would pay what the price includes."""
    if billable and sow.expense_rule is ExpenseRule.INCLUDED:
        raise Problem(
            "expense.included",
            _("{number} has expenses included in its price.").format(number=sow.number),
            field="billable",
            hint=_("Mark the expense as not billable."),
        )


def _refuse_billable(expense: Expense) -> None:
    if expense.approved and expense.billable:
        raise Problem(
            "expense.for_client",
            _("This expense is approved for the client's bill and stays as it is."),
            hint=_("If the client should not pay it, let the firm keep it before it is invoiced."),
        )


def _require_approver(work: Work, expense: Expense, sow: StatementOfWork) -> None:
    if not may_approve(
        work.actor.role,
        actor_id=work.actor.person_id,
        person_id=expense.person_id,
        lead_id=sow.lead_id,
        internal=False,
    ):
        raise Problem(
            "expense.not_yours_to_approve",
            _("Your role may not approve this expense."),
            hint=_("Its lead, a partner or the office manager approves it."),
        )


def _facts(expense: Expense) -> ExpenseFacts:
    return ExpenseFacts(
        expense_id=expense.id,
        person_id=expense.person_id,
        sow_id=expense.sow_id,
        day=expense.day,
        text=expense.text,
        net=Money(expense.net_minor, expense.currency),
        receipt=expense.receipt,
        billable=expense.billable,
        approved=expense.approved,
        group_name=expense.group_name,
        detail=expense.detail,
        unit=expense.unit,
        quantity=expense.quantity,
    )
