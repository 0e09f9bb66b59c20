"""Statements of work for lists and pages: the list in one statement, a whole one in another."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.clients.records import Client
from app.engagements.domain import Arrangement, SowState, thresholds
from app.engagements.queries.rows import (
    ChangeOrderRow,
    EngagementRow,
    GradeBudgetRow,
    LineRow,
    MilestoneRow,
    PurchaseOrderRow,
    RateRow,
    SowListRow,
    SowListView,
    SowRow,
)
from app.engagements.queries.tasks import OF_SOW, task_row
from app.engagements.records import (
    ChangeOrder,
    Engagement,
    GradeBudget,
    Milestone,
    PurchaseOrder,
    Rate,
    SowLine,
    SowVersion,
    StatementOfWork,
)
from app.firm.domain import Right, allowed
from app.firm.records import Person
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding
from app.kernel.words import _
from app.storage.asking import query
from app.storage.reading import Reads
from app.storage.search import found_in, words_of
from app.storage.together import Together

Sow = StatementOfWork
Lead = aliased(Person)

_ACCEPTED = (
    select(func.coalesce(func.sum(ChangeOrder.amount_minor), 0))
    .where(ChangeOrder.sow_id == Sow.id, ChangeOrder.accepted_on.is_not(None))
    .correlate(Sow)
    .scalar_subquery()
)
_FIRST_LINE = (
    select(SowLine.arrangement).where(SowLine.sow_id == Sow.id, SowLine.position == 1).correlate(Sow).scalar_subquery()
)
_KINDS = (
    select(func.count(SowLine.arrangement.distinct())).where(SowLine.sow_id == Sow.id).correlate(Sow).scalar_subquery()
)
_LIST = (
    select(
        Sow.id,
        Sow.version,
        Sow.number,
        Sow.title,
        Sow.state,
        Sow.engagement_id,
        Sow.client_id,
        Client.name.label("client_name"),
        _FIRST_LINE.label("arrangement"),
        _KINDS.label("kinds"),
        Sow.capped,
        Sow.start_on,
        Sow.end_on,
        Sow.currency,
        Sow.budget_minor,
        _ACCEPTED.label("accepted"),
        Sow.lead_id,
        Lead.name.label("lead_name"),
        Lead.initials.label("lead_initials"),
    )
    .join(Client, Client.id == Sow.client_id)
    .outerjoin(Lead, Lead.id == Sow.lead_id)
    .order_by(Client.name, Sow.number)
)
FOUND_AT_ONCE = 200
"""Statements of work that ended earlier and are found by words at once."""
EVERY = 100_000
"""More than a firm has of anything that is found by words."""
_LASTS = or_(Sow.state != SowState.FINISHED, Sow.end_on >= bindparam("ended_from"))
_FOUND_EARLIER = (
    select(Sow.id)
    .where(
        Sow.state == SowState.FINISHED,
        Sow.end_on < bindparam("ended_from"),
        or_(
            found_in("sow", most=EVERY),
            Sow.client_id.in_(select(Client.id).where(found_in("client", most=EVERY))),
        ),
    )
    .order_by(Sow.end_on.desc(), Sow.id.desc())
    .limit(FOUND_AT_ONCE)
)
_CONDITIONS: dict[str, Any] = {
    "states": Sow.state.in_(bindparam("states", expanding=True)),
    "client_id": Sow.client_id == bindparam("client_id"),
    "ended_from": _LASTS,
    "words": or_(_LASTS, Sow.id.in_(_FOUND_EARLIER)),
    "sow_ids": or_(Sow.id.in_(bindparam("sow_ids", expanding=True)), Sow.lead_id == bindparam("lead_id")),
}
_FINISHED = select(func.count()).select_from(Sow).where(Sow.state == SowState.FINISHED)


@functools.lru_cache(maxsize=16)
def _list(conditions: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return _LIST.where(*(_CONDITIONS[name] for name in conditions))


_SIGNED = (
    select(func.coalesce(func.max(SowVersion.number), 0))
    .where(SowVersion.sow_id == Sow.id)
    .correlate(Sow)
    .scalar_subquery()
)
_HEAD = (
    select(
        Sow.__table__,
        Client.name.label("client_name"),
        Engagement.name.label("engagement_name"),
        Lead.name.label("lead_name"),
        Lead.initials.label("lead_initials"),
        _SIGNED.label("signed_version"),
    )
    .select_from(Sow)
    .join(Client, Client.id == Sow.client_id)
    .join(Engagement, Engagement.id == Sow.engagement_id)
    .outerjoin(Lead, Lead.id == Sow.lead_id)
    .where(Sow.id == bindparam("sow_id"))
)
_LINES = select(SowLine.__table__).where(SowLine.sow_id == bindparam("sow_id")).order_by(SowLine.position)
_RATES = (
    select(Rate.__table__, Person.name.label("person_name"))
    .select_from(Rate)
    .outerjoin(Person, Person.id == Rate.person_id)
    .where(Rate.sow_id == bindparam("sow_id"))
    .order_by(Rate.id)
)
_GRADE_BUDGETS = select(GradeBudget.__table__).where(GradeBudget.sow_id == bindparam("sow_id")).order_by(GradeBudget.id)
_ORDERS = (
    select(PurchaseOrder.__table__)
    .where(PurchaseOrder.sow_id == bindparam("sow_id"))
    .order_by(PurchaseOrder.valid_from, PurchaseOrder.id)
)
_MILESTONES = (
    select(Milestone.__table__, func.count().over(partition_by=Milestone.sow_line_id).label("line_count"))
    .select_from(Milestone)
    .join(SowLine, SowLine.id == Milestone.sow_line_id)
    .where(SowLine.sow_id == bindparam("sow_id"))
    .order_by(SowLine.position, Milestone.number)
)
_CHANGE_ORDERS = (
    select(ChangeOrder.__table__)
    .where(ChangeOrder.sow_id == bindparam("sow_id"))
    .order_by(ChangeOrder.drafted_on, ChangeOrder.id)
)
_WHOLE = Together(
    head=_HEAD,
    lines=_LINES,
    tasks=OF_SOW,
    rates=_RATES,
    grade_budgets=_GRADE_BUDGETS,
    orders=_ORDERS,
    milestones=_MILESTONES,
    change_orders=_CHANGE_ORDERS,
)
_ID_OF_NUMBER = select(Sow.id).where(Sow.number == bindparam("number"))
_NUMBERS = select(Sow.number).where(Sow.number.startswith(bindparam("start"), autoescape=False))
_ENGAGEMENTS = (
    select(Engagement.id, Engagement.client_id, Engagement.name)
    .where(Engagement.client_id == bindparam("client_id"))
    .order_by(Engagement.name)
)


@query
async def sows(
    reads: Reads,
    *,
    client_id: int | None = None,
    states: Collection[SowState] | None = None,
    ended_from: date | None = None,
    text: str = "",
    own: tuple[int, Collection[int]] | None = None,
) -> list[SowListRow]:
    """All statements of work, or those of a client or in some states, by client and number. One statement.

    With `ended_from` those finished before are left out, but for the last `FOUND_AT_ONCE` that have the words of `text`
    in number, title or client; `own` is a person with what the person worked on: these and what the person leads.
    """
    given: dict[str, Any] = {}
    if states is not None:
        given["states"] = list(states)
    if client_id is not None:
        given["client_id"] = client_id
    if ended_from is not None:
        given["ended_from"] = ended_from
    if own is not None:
        given["sow_ids"] = list(own[1])
    names = tuple(given)
    if ended_from is not None and words_of(text):
        names = tuple("words" if name == "ended_from" else name for name in names)
        given["words"] = text
    statement = _list(names)
    found = await reads.ask(statement, given if own is None else {**given, "lead_id": own[0]})
    return [
        SowListRow(
            sow_id=row.id,
            version=row.version,
            number=row.number,
            title=row.title,
            state=row.state,
            engagement_id=row.engagement_id,
            client_id=row.client_id,
            client_name=row.client_name,
            arrangement=row.arrangement or Arrangement.TIME_AND_MATERIALS,
            mixed=row.kinds > 1,
            capped=row.capped,
            start_on=row.start_on,
            end_on=row.end_on,
            currency=row.currency,
            budget=Money(row.budget_minor + int(row.accepted), row.currency),
            lead_id=row.lead_id,
            lead_name=row.lead_name or "",
            lead_initials=row.lead_initials or "",
        )
        for row in found
    ]


@query
async def sow_list(
    reads: Reads,
    *,
    ended_from: date | None = None,
    text: str = "",
    own: tuple[int, Collection[int]] | None = None,
) -> SowListView:
    """The list for the page, with budgets only for roles that may see them. One statement; see `sows`."""
    role = reads.actor.role
    rows = await sows.asks(reads, ended_from=ended_from, text=text, own=own)
    sees_money = allowed(role, Right.SEE_OTHERS_TIME)
    if not sees_money:
        rows = [replace(row, budget=Money.zero(row.currency)) for row in rows]
    return SowListView(tuple(rows), reads.today, sees_money, allowed(role, Right.EDIT_ENGAGEMENTS))


@query
async def finished_count(reads: Reads) -> int:
    """How many statements of work are finished. One statement."""
    return int((await reads.ask(_FINISHED)).scalar_one())


@query
async def sow(reads: Reads, *, sow_id: int) -> SowRow:
    """A whole statement of work, eight small reads in one statement; Problem when there is none."""
    parts = await _WHOLE.ask(reads, {"sow_id": sow_id})
    head = next(iter(parts["head"]), None)
    if head is None:
        raise Problem(
            "sow.missing",
            _("This statement of work is not in the book."),
            hint=_("Go back to the list; it has been read again."),
        )
    currency = head.currency
    return SowRow(
        sow_id=head.id,
        version=head.version,
        engagement_id=head.engagement_id,
        engagement_name=head.engagement_name,
        client_id=head.client_id,
        client_name=head.client_name,
        number=head.number,
        title=head.title,
        state=head.state,
        start_on=head.start_on,
        end_on=head.end_on,
        signed_on=head.signed_on,
        signed_version=head.signed_version,
        currency=currency,
        base_budget=Money(head.budget_minor, currency),
        capped=head.capped,
        thresholds=thresholds(head.thresholds),
        expense_rule=head.expense_rule,
        rounding=Rounding(head.rounding_minutes, head.rounding_mode),
        show_budget=head.show_budget,
        lead_id=head.lead_id,
        lead_name=head.lead_name or "",
        lead_initials=head.lead_initials or "",
        lines=tuple(_line(row, currency) for row in parts["lines"]),
        tasks=tuple(task_row(row) for row in parts["tasks"]),
        rates=tuple(_rate(row) for row in parts["rates"]),
        grade_budgets=tuple(GradeBudgetRow(row.grade, row.seconds, row.line_name) for row in parts["grade_budgets"]),
        purchase_orders=tuple(
            PurchaseOrderRow(row.id, row.number, Money(row.amount_minor, currency), row.valid_from, row.valid_to)
            for row in parts["orders"]
        ),
        milestones=tuple(_milestone(row, currency) for row in parts["milestones"]),
        change_orders=tuple(_change_order(row, currency) for row in parts["change_orders"]),
    )


@query
async def sow_by_number(reads: Reads, *, number: str) -> SowRow | None:
    """The statement of work with a number, if there is one."""
    found = (await reads.ask(_ID_OF_NUMBER, {"number": number.strip()})).scalar()
    return None if found is None else await sow.asks(reads, sow_id=found)


@query
async def next_sow_number(reads: Reads, *, year: int) -> str:
    """The number to propose for a new statement of work: one past the highest SOW-{year}-{000}."""
    start = f"SOW-{year}-"
    found = (await reads.ask(_NUMBERS, {"start": start})).scalars()
    used = [int(number[len(start) :]) for number in found if re.fullmatch(r"[0-9]{1,9}", number[len(start) :])]
    return f"{start}{max(used, default=0) + 1:03d}"


@query
async def engagements(reads: Reads, *, client_id: int) -> list[EngagementRow]:
    """The engagements of a client, for a further statement of work under one of them."""
    return [
        EngagementRow(row.id, row.client_id, row.name)
        for row in await reads.ask(_ENGAGEMENTS, {"client_id": client_id})
    ]


def _line(row: Row[Any], currency: str) -> LineRow:
    fee = Money(row.monthly_fee_minor, currency)
    return LineRow(row.id, row.position, row.title, row.arrangement, fee, row.included_seconds, row.extra_rate)


def _rate(row: Row[Any]) -> RateRow:
    subject = row.grade if row.grade is not None else row.person_name
    return RateRow(row.id, row.rate, row.valid_from, row.grade, row.person_id, subject, row.note)


def _milestone(row: Row[Any], currency: str) -> MilestoneRow:
    return MilestoneRow(
        milestone_id=row.id,
        version=row.version,
        line_id=row.sow_line_id,
        number=row.number,
        of=row.line_count,
        name=row.name,
        amount=Money(row.amount_minor, currency),
        due_on=row.due_on,
        delivered_on=row.delivered_on,
        accepted_on=row.accepted_on,
    )


def _change_order(row: Row[Any], currency: str) -> ChangeOrderRow:
    return ChangeOrderRow(
        change_order_id=row.id,
        version=row.version,
        number=row.number,
        title=row.title,
        amount=Money(row.amount_minor, currency),
        drafted_on=row.drafted_on,
        sent_on=row.sent_on,
        accepted_on=row.accepted_on,
        accepted_by=row.accepted_by,
        declined_on=row.declined_on,
        declined_reason=row.declined_reason,
    )
