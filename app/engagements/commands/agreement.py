"""Agreeing on a statement of work: everything two sides settle, in one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from app.clients.domain import ClientState
from app.clients.records import Client
from app.engagements.commands.signing import sign
from app.engagements.domain import (
    ChangeOrderSpec,
    ExpenseRule,
    GradeBudgetSpec,
    LineSpec,
    MilestoneSpec,
    PoSpec,
    RateSpec,
    SowState,
    TaskSpec,
    check_thresholds,
    checks,
    match_words,
    thresholds_text,
)
from app.engagements.records import (
    ChangeOrder,
    Engagement,
    GradeBudget,
    Milestone,
    PurchaseOrder,
    Rate,
    SowLine,
    StatementOfWork,
    Task,
)
from app.firm.domain import Right, require
from app.firm.domain import line as one_line
from app.firm.records import Person
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding, RoundingMode, seconds_of
from app.kernel.words import _
from app.storage.work import Work

_HOLDER_OF_NUMBER = (
    select(StatementOfWork.id, StatementOfWork.title, Client.name)
    .join(Client, Client.id == StatementOfWork.client_id)
    .where(StatementOfWork.number == bindparam("number"))
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A statement of work is in the book; its tasks by name."""

    engagement_id: int
    sow_id: int
    task_ids: tuple[tuple[str, int], ...]


def agree_sow(
    work: Work,
    *,
    client_id: int,
    number: str,
    title: str,
    start_on: date,
    end_on: date,
    budget: Money,
    lines: tuple[LineSpec, ...],
    rates: tuple[RateSpec, ...] = (),
    tasks: tuple[TaskSpec, ...] = (),
    grade_budgets: tuple[GradeBudgetSpec, ...] = (),
    purchase_orders: tuple[PoSpec, ...] = (),
    milestones: tuple[MilestoneSpec, ...] = (),
    change_orders: tuple[ChangeOrderSpec, ...] = (),
    lead_id: int | None = None,
    signed_on: date | None = None,
    capped: bool = False,
    expense_rule: ExpenseRule = ExpenseRule.AT_COST,
    thresholds: tuple[int, ...] = (75, 90, 100),
    rounding_mode: RoundingMode = RoundingMode.NONE,
    rounding_minutes: int = 0,
    show_budget: bool = False,
    state: SowState = SowState.OPEN,
    engagement_id: int | None = None,
) -> Agreed:
    """Bring a statement of work into the book; with `signed_on` its terms are kept word for word.

    `budget` is the base: accepted change orders add to it. Without `engagement_id` it starts an engagement of its own.
    """
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    client = work.get(Client, client_id)
    if client.state is ClientState.CLOSED:
        raise Problem(
            "client.closed",
            _("{client} is closed.").format(client=client.name),
            field="client_id",
            hint=_("Make the client active again first."),
        )
    check_number(work, number)
    checks.check_filled(title, "title")
    checks.check_dates(start_on, end_on)
    checks.check_amount(budget, client.currency, "budget")
    check_people(work, (lead_id,), "lead_id")
    checks.check_lines(lines, client.currency)
    checks.check_rates(rates)
    check_people(work, (spec.person_id for spec in rates), "rates")
    checks.check_grade_budgets(grade_budgets)
    checks.check_purchase_orders(purchase_orders, client.currency)
    checks.check_milestones(milestones, lines, client.currency, work.today)
    for place, order in enumerate(change_orders):
        checks.check_change_order(order, client.currency, work.today, [known.number for known in change_orders[:place]])
    checks.check_tasks(tasks, len(lines), [order.number for order in change_orders])
    checks.check_rounding(Rounding(rounding_minutes, rounding_mode))
    row = StatementOfWork(
        engagement_id=_engagement(work, client, engagement_id, one_line(title, "title", required=False)),
        client_id=client.id,
        number=one_line(number, "number", required=False),
        title=one_line(title, "title", required=False),
        state=state,
        start_on=start_on,
        end_on=end_on,
        currency=client.currency,
        budget_minor=budget.minor,
        lead_id=lead_id,
        signed_on=signed_on,
        capped=capped,
        thresholds=thresholds_text(check_thresholds(thresholds)),
        expense_rule=expense_rule,
        rounding_mode=rounding_mode,
        rounding_minutes=rounding_minutes,
        show_budget=show_budget,
    )
    try:
        work.add(row)
    except IntegrityError as error:  # somebody else took the number between our look and our writing
        raise _number_taken(number) from error
    line_ids = [line.id for line in work.add_all([_line(row.id, place, spec) for place, spec in enumerate(lines, 1)])]
    orders = work.add_all([change_order_record(row.id, order) for order in change_orders])
    order_ids = {order.number: order.id for order in orders}
    added = work.add_all([task_record(row.id, spec, line_ids, order_ids) for spec in tasks])
    work.add_all([rate_record(spec, sow_id=row.id) for spec in rates])
    work.add_all([_grade_budget(row.id, spec) for spec in grade_budgets])
    work.add_all([purchase_order_record(row.id, order) for order in purchase_orders])
    work.add_all([_milestone(line_ids, spec) for spec in milestones])
    if signed_on is not None:
        sign(work, sow_id=row.id, signed_on=signed_on)
    return Agreed(row.engagement_id, row.id, tuple((task.name, task.id) for task in added))


def check_number(work: Work, number: str, *, sow_id: int | None = None) -> str:
    """A number no other statement of work has; Problem naming the one that has it."""
    word = checks.check_filled(number, "number")
    holder = work.execute(_HOLDER_OF_NUMBER, {"number": word}).one_or_none()
    if holder is not None and holder.id != sow_id:
        raise _number_taken(word, f"{holder.title}, {holder.name}")
    return word


def _number_taken(number: str, holder: str = "") -> Problem:
    return Problem(
        "sow.number_taken",
        _("{number} is taken by another statement of work: {holder}.").format(number=number, holder=holder)
        if holder
        else _("{number} is taken by another statement of work.").format(number=number),
        field="number",
        hint=_("Give this one the next free number."),
    )


def check_people(work: Work, person_ids: Iterable[int | None], field: str) -> None:
    """All of them are people of the firm."""
    for person_id in person_ids:
        if person_id is not None and work.find(Person, person_id) is None:
            raise Problem(
                "person.missing",
                _("This person is not in the firm."),
                field=field,
                hint=_("Choose somebody from the list of people."),
            )


def _engagement(work: Work, client: Client, engagement_id: int | None, title: str) -> int:
    if engagement_id is None:
        return work.add(Engagement(client_id=client.id, name=title)).id
    engagement = work.get(Engagement, engagement_id)
    if engagement.client_id != client.id:
        raise Problem(
            "engagement.other_client",
            _("This engagement belongs to another client."),
            field="engagement_id",
            hint=_("Choose one of {client}, or start a new one.").format(client=client.name),
        )
    return engagement.id


def _line(sow_id: int, place: int, spec: LineSpec) -> SowLine:
    return SowLine(
        sow_id=sow_id,
        position=place,
        title=one_line(spec.title, "title", required=False),
        arrangement=spec.arrangement,
        monthly_fee_minor=0 if spec.monthly_fee is None else spec.monthly_fee.minor,
        included_seconds=seconds_of(spec.included_hours),
        extra_rate=spec.extra_rate,
    )


def _grade_budget(sow_id: int, spec: GradeBudgetSpec) -> GradeBudget:
    return GradeBudget(
        sow_id=sow_id,
        grade=one_line(spec.grade, "grade", required=False),
        seconds=seconds_of(spec.hours),
        line_name=one_line(spec.line_name, "line_name", required=False),
    )


def _milestone(line_ids: Sequence[int], spec: MilestoneSpec) -> Milestone:
    return Milestone(
        sow_line_id=line_ids[spec.line - 1],
        number=spec.number,
        name=one_line(spec.name, "name", required=False),
        amount_minor=spec.amount.minor,
        due_on=spec.due_on,
        delivered_on=spec.delivered_on,
        accepted_on=spec.accepted_on,
    )


def change_order_record(sow_id: int, spec: ChangeOrderSpec) -> ChangeOrder:
    """A change order as it is kept."""
    return ChangeOrder(
        sow_id=sow_id,
        number=one_line(spec.number, "number", required=False),
        title=one_line(spec.title, "title", required=False),
        amount_minor=spec.amount.minor,
        drafted_on=spec.drafted_on,
        sent_on=spec.sent_on,
        accepted_on=spec.accepted_on,
        accepted_by=one_line(spec.accepted_by, "accepted_by", required=False),
    )


def task_record(sow_id: int, spec: TaskSpec, line_ids: Sequence[int], order_ids: dict[str, int]) -> Task:
    """A task as it is kept."""
    return Task(
        name=one_line(spec.name, "name", required=False),
        sow_id=sow_id,
        sow_line_id=line_ids[spec.line - 1],
        change_order_id=None if spec.change_order is None else order_ids[spec.change_order],
        match_words=", ".join(match_words(spec.match)),
        billable=spec.billable,
    )


def rate_record(spec: RateSpec, *, sow_id: int | None = None, rate_card_id: int | None = None) -> Rate:
    """A rate as it is kept."""
    return Rate(
        rate=spec.rate,
        valid_from=spec.valid_from,
        sow_id=sow_id,
        rate_card_id=rate_card_id,
        grade=None if spec.grade is None else " ".join(spec.grade.split()) or None,
        person_id=spec.person_id,
        note=one_line(spec.note, "note", required=False, limit=1000),
    )


def purchase_order_record(sow_id: int, spec: PoSpec) -> PurchaseOrder:
    """A purchase order as it is kept."""
    return PurchaseOrder(
        sow_id=sow_id,
        number=one_line(spec.number, "number", required=False),
        amount_minor=spec.amount.minor,
        valid_from=spec.valid_from,
        valid_to=spec.valid_to,
    )
