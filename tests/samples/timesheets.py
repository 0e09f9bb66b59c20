"""Sample time and expenses, made by commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from app.engagements.commands import add_internal_task
from app.kernel.money import Money
from app.kernel.quantities import seconds_of
from app.timesheets.commands import add_expense, approve_expense, approve_time, log_time
from tests.books import Office


@contextmanager
def acting(office: Office, initials: str) -> Iterator[Office]:
    """Let another person act for a while."""
    before = office.book.actor
    office.act_as(initials)
    try:
        yield office
    finally:
        office.book.actor = before


def log(  # noqa: PLR0917 - called like a row of a timesheet
    office: Office,
    initials: str,
    task_id: int,
    day: date,
    hours: Decimal | str | float,
    note: str = "",
    *,
    approved: bool = True,
    billable: bool | None = None,
) -> int:
    """Time of a person, logged and (unless told otherwise) approved by the partner; the entry's id."""
    with acting(office, "EF"):
        entry_id = office.book.perform(
            log_time,
            person_id=office.people[initials],
            task_id=task_id,
            day=day,
            seconds=seconds_of(Decimal(str(hours))),
            note=note,
            billable=billable,
        ).result.entry_id
        if approved:
            office.book.perform(approve_time, entry_ids=(entry_id,))
    return entry_id


def expense(  # noqa: PLR0917 - called like a row of a receipt list
    office: Office,
    initials: str,
    sow_id: int,
    day: date,
    text: str,
    net: str,
    *,
    receipt: str = "",
    billable: bool | None = True,
    approved: bool = True,
    group_name: str = "",
    detail: str = "",
    unit: str = "piece",
    quantity: int = 1,
    currency: str = "GBP",
) -> int:
    """An expense of a person, approved by the partner unless told otherwise; its id."""
    with acting(office, "EF"):
        expense_id = office.book.perform(
            add_expense,
            person_id=office.people[initials],
            sow_id=sow_id,
            day=day,
            text=text,
            net=Money.of(net, currency),
            receipt=receipt,
            billable=billable,
            group_name=group_name,
            detail=detail,
            unit=unit,
            quantity=Decimal(quantity),
        ).result
        if approved:
            office.book.perform(approve_expense, expense_id=expense_id)
    return expense_id


def internal_task(office: Office, name: str) -> int:
    """A task for the firm's own work, added by the partner."""
    with acting(office, "EF"):
        return office.book.perform(add_internal_task, name=name).result
