"""Changing a statement of work that is in the book: its terms, tasks, rates, purchase orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from app.engagements.commands.agreement import (
    check_number,
    check_people,
    purchase_order_record,
    rate_record,
    task_record,
)
from app.engagements.commands.signing import sign
from app.engagements.domain import (
    ExpenseRule,
    PoSpec,
    RateSpec,
    SowState,
    TaskSpec,
    check_thresholds,
    checks,
    grade_key,
    match_words,
    thresholds_text,
)
from app.engagements.queries import sow, tasks_of
from app.engagements.records import StatementOfWork, Task
from app.firm.domain import Right, require
from app.firm.domain import line as one_line
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding, RoundingMode
from app.kernel.words import _
from app.storage.work import Work


class SowFields(TypedDict, total=False):
    """What `change_sow` can change."""

    number: str
    title: str
    state: SowState
    start_on: date
    end_on: date
    budget: Money
    lead_id: int | None
    signed_on: date | None
    capped: bool
    thresholds: tuple[int, ...]
    expense_rule: ExpenseRule
    rounding_mode: RoundingMode
    rounding_minutes: int
    show_budget: bool


def change_sow(work: Work, *, sow_id: int, version: int, **fields: Unpack[SowFields]) -> int:
    """Change what is given, leave the rest; the new version of the record.

    When it is signed, changed terms become a further signed version, dated `signed_on` if given, else today.
    """
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.get(StatementOfWork, sow_id, version=version)
    before = row.signed_on
    for name, value in _checked(work, row, fields).items():
        setattr(row, name, value)
    checks.check_dates(row.start_on, row.end_on)
    checks.check_rounding(Rounding(row.rounding_minutes, row.rounding_mode))
    work.session.flush()
    if row.signed_on is not None:
        again = before is not None and "signed_on" not in fields
        sign(work, sow_id=sow_id, signed_on=work.today if again else row.signed_on)
    return row.version


def _checked(work: Work, row: StatementOfWork, fields: SowFields) -> dict[str, object]:
    values: dict[str, object] = dict(fields)
    unknown = values.keys() - SowFields.__annotations__.keys()
    if unknown:
        message = f"a statement of work has no {', '.join(sorted(unknown))}"
        raise TypeError(message)
    if "number" in fields:
        values["number"] = check_number(work, fields["number"], sow_id=row.id)
    if "title" in fields:
        values["title"] = checks.check_filled(fields["title"], "title")
    if "budget" in fields:
        checks.check_amount(fields["budget"], row.currency, "budget")
        del values["budget"]
        values["budget_minor"] = fields["budget"].minor
    if "lead_id" in fields:
        check_people(work, (fields["lead_id"],), "lead_id")
    if "thresholds" in fields:
        values["thresholds"] = thresholds_text(check_thresholds(fields["thresholds"]))
    return values


def finish_sow(work: Work, *, sow_id: int, version: int | None = None) -> None:
    """No more time is logged on it. `change_sow` with the state open takes it back."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.get(StatementOfWork, sow_id, version=version)
    if row.state is SowState.FINISHED:
        raise Problem("sow.finished", _("{number} is finished already.").format(number=row.number))
    row.state = SowState.FINISHED


def add_task(
    work: Work,
    *,
    sow_id: int,
    name: str,
    line: int = 1,
    change_order: str | None = None,
    match: str = "",
    billable: bool = True,
) -> int:
    """A further task, maybe of a change order (by its number): its work is held until that is accepted."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    work.lock(StatementOfWork, sow_id)
    whole = sow(work, sow_id=sow_id)
    spec = TaskSpec(name=name, line=line, change_order=change_order, match=match, billable=billable)
    order_ids = {order.number: order.change_order_id for order in whole.change_orders}
    checks.check_tasks((spec,), len(whole.lines), order_ids, (task.name for task in whole.tasks))
    return work.add(task_record(sow_id, spec, [item.line_id for item in whole.lines], order_ids)).id


class TaskFields(TypedDict, total=False):
    """What `change_task` can change."""

    name: str
    match: str
    billable: bool
    active: bool


def change_task(work: Work, *, task_id: int, version: int, **fields: Unpack[TaskFields]) -> int:
    """Rename or pause a task (`active=False`), or give it other words; the new version of the record."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.get(Task, task_id, version=version)
    if "name" in fields:
        around = tasks_of(work, sow_id=row.sow_id)
        others = (task.name for task in around if task.task_id != task_id)
        checks.check_tasks((TaskSpec(fields["name"]),), 1, (), others)
        row.name = one_line(fields["name"], "name")
    if "match" in fields:
        row.match_words = ", ".join(match_words(fields["match"]))
    row.billable = fields.get("billable", row.billable)
    row.active = fields.get("active", row.active)
    work.session.flush()
    return row.version


def add_rate(
    work: Work,
    *,
    sow_id: int,
    rate: Decimal,
    valid_from: date,
    grade: str | None = None,
    person_id: int | None = None,
    note: str = "",
) -> int:
    """A new hourly rate from a day on. Days before keep the rate they had."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.lock(StatementOfWork, sow_id)
    spec = RateSpec(rate=rate, valid_from=valid_from, grade=grade, person_id=person_id, note=note)
    known: list[tuple[int | str, date]] = []
    for item in sow(work, sow_id=sow_id).rates:
        subject = grade_key(item.grade) if item.grade is not None else item.person_id
        if subject is not None:
            known.append((subject, item.valid_from))
    checks.check_rates((spec,), known)
    check_people(work, (person_id,), "person_id")
    added = work.add(rate_record(spec, sow_id=sow_id))
    if row.signed_on is not None:
        sign(work, sow_id=sow_id, signed_on=work.today)
    return added.id


def add_purchase_order(
    work: Work, *, sow_id: int, number: str, amount: Money, valid_from: date, valid_to: date | None = None
) -> int:
    """A further purchase order of the client."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.lock(StatementOfWork, sow_id)
    spec = PoSpec(number=number, amount=amount, valid_from=valid_from, valid_to=valid_to)
    known = (order.number for order in sow(work, sow_id=sow_id).purchase_orders)
    checks.check_purchase_orders((spec,), row.currency, known)
    return work.add(purchase_order_record(sow_id, spec)).id
