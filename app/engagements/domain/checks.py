"""What makes a statement of work sound: each check is silent or raises the Problem to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from app.engagements.domain.arrangements import Arrangement
from app.engagements.domain.rates import grade_key
from app.engagements.domain.specs import (
    ChangeOrderSpec,
    GradeBudgetSpec,
    LineSpec,
    MilestoneSpec,
    PoSpec,
    RateSpec,
    TaskSpec,
)
from app.firm.domain import line as one_line
from app.kernel.money import LIMIT, Money, quantize
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding, RoundingMode
from app.kernel.words import _

HIGHEST_RATE = Decimal(100_000)
LONGEST_ROUNDING = 60


def check_filled(text: str, field: str) -> str:
    """The text on one line without blanks around it; Problem when nothing is left, or more than can be printed."""
    word = text.strip()
    if not word:
        raise Problem("field.empty", _("This field cannot be empty."), field=field, hint=_("Fill it in."))
    return one_line(word, field)


def check_dates(start_on: date, end_on: date) -> None:
    """An agreement ends on the day it starts or later."""
    if end_on < start_on:
        raise Problem(
            "sow.dates", _("The end lies before the start."), field="end_on", hint=_("Correct one of the two dates.")
        )


def check_amount(amount: Money, currency: str, field: str) -> None:
    """An amount of zero or more in the agreement's currency."""
    if amount.currency != currency:
        raise Problem(
            "sow.currency",
            _("This amount is in {given}, but the agreement is in {currency}.").format(
                given=amount.currency, currency=currency
            ),
            field=field,
            hint=_("Give all amounts in the client's currency."),
        )
    if not 0 <= amount.minor <= LIMIT:
        raise Problem(
            "sow.amount", _("An amount is zero or more, and not astronomical."), field=field, hint=_("Correct it.")
        )


def check_rate_value(rate: Decimal, field: str = "rates") -> None:
    """An hourly rate of zero or more with at most four decimals."""
    if not rate.is_finite() or not 0 <= rate <= HIGHEST_RATE or quantize(rate, "0.0001") != rate:
        raise Problem(
            "rate.value",
            _("A rate is a number of zero or more with at most four decimals."),
            field=field,
            hint=_("Write it like 165.00."),
        )


def rate_subject(spec: RateSpec) -> int | str:
    """Whom a rate is for: exactly one of grade and person; Problem otherwise."""
    grade = grade_key(spec.grade or "")
    if bool(grade) == (spec.person_id is not None):
        raise Problem(
            "rate.subject",
            _("A rate is for a grade or for one person."),
            field="rates",
            hint=_("Name one of the two."),
        )
    return grade if spec.person_id is None else spec.person_id


def check_rates(rates: Sequence[RateSpec], known: Iterable[tuple[int | str, date]] = ()) -> None:
    """Each rate is whole, and nobody has two rates from one day; `known` are those agreed before."""
    taken = set(known)
    for spec in rates:
        check_rate_value(spec.rate)
        key = (rate_subject(spec), spec.valid_from)
        if key in taken:
            raise Problem(
                "rate.twice",
                _("There are two rates for {who} from the same day.").format(who=spec.grade or _("this person")),
                field="rates",
                hint=_("Keep one of them, or let the newer one start on another day."),
            )
        taken.add(key)


def check_lines(lines: Sequence[LineSpec], currency: str) -> None:
    """At least one line; a month's fee, hours and extra rate on retainer lines only."""
    if not lines:
        raise Problem("sow.no_lines", _("A statement of work needs at least one line."), field="lines")
    for line in lines:
        check_filled(line.title, "lines")
        if line.arrangement is Arrangement.RETAINER:
            if line.monthly_fee is None:
                raise Problem("line.fee", _("A retainer needs its monthly fee."), field="lines")
            check_amount(line.monthly_fee, currency, "lines")
            check_hours(line.included_hours, "lines")
            check_rate_value(line.extra_rate, "lines")
        elif line.monthly_fee or line.included_hours or line.extra_rate:
            raise Problem(
                "line.not_retainer",
                _("Only a retainer has a monthly fee, included hours and a rate for extra hours."),
                field="lines",
                hint=_("Make the line a retainer, or leave these fields empty."),
            )


def check_hours(hours: Decimal, field: str) -> None:
    """A number of hours of zero or more."""
    if not hours.is_finite() or hours < 0:
        raise Problem("sow.hours", _("Hours are a number of zero or more."), field=field)


def check_grade_budgets(budgets: Sequence[GradeBudgetSpec]) -> None:
    """Each grade once, with hours of zero or more."""
    seen: set[str] = set()
    for budget in budgets:
        key = grade_key(check_filled(budget.grade, "grade_budgets"))
        check_hours(budget.hours, "grade_budgets")
        if key in seen:
            raise Problem(
                "grade_budget.twice",
                _("{grade} has two budgets.").format(grade=budget.grade),
                field="grade_budgets",
                hint=_("Add their hours up in one."),
            )
        seen.add(key)


def check_line_place(place: int, lines: int, field: str) -> None:
    """A line is named by its place, from 1."""
    if not 1 <= place <= lines:
        raise Problem(
            "line.missing",
            _("There is no line {place} on this statement of work.").format(place=place),
            field=field,
            hint=_("It has lines 1 to {lines}.").format(lines=lines),
        )


def check_tasks(tasks: Sequence[TaskSpec], lines: int, orders: Iterable[str], known: Iterable[str] = ()) -> None:
    """Each name once (case does not make a difference), on a line and change order that exist."""
    names = {name.casefold() for name in known}
    numbers = set(orders)
    for task in tasks:
        name = check_filled(task.name, "tasks")
        check_line_place(task.line, lines, "tasks")
        if task.change_order is not None and task.change_order not in numbers:
            raise Problem(
                "change_order.missing",
                _("There is no change order {number} on this statement of work.").format(number=task.change_order),
                field="tasks",
                hint=_("Add the change order first."),
            )
        if name.casefold() in names:
            raise Problem(
                "task.twice",
                _("There is a task called {name} already.").format(name=name),
                field="tasks",
                hint=_("Give one of them another name."),
            )
        names.add(name.casefold())


def check_purchase_orders(orders: Sequence[PoSpec], currency: str, known: Iterable[str] = ()) -> None:
    """Each number once, dates in order."""
    numbers = set(known)
    for order in orders:
        number = check_filled(order.number, "purchase_orders")
        check_amount(order.amount, currency, "purchase_orders")
        if order.valid_to is not None and order.valid_to < order.valid_from:
            raise Problem(
                "po.dates",
                _("PO {number} ends before it starts.").format(number=number),
                field="purchase_orders",
                hint=_("Correct one of the two dates."),
            )
        if number in numbers:
            raise Problem("po.twice", _("PO {number} is there already.").format(number=number), field="purchase_orders")
        numbers.add(number)


def check_delivery(delivered_on: date | None, accepted_on: date | None, today: date) -> None:
    """A milestone is delivered, then accepted, and neither in the future."""
    if accepted_on is not None and delivered_on is None:
        raise Problem(
            "milestone.not_delivered",
            _("This milestone was not delivered yet."),
            field="accepted_on",
            hint=_("Say first when it was delivered."),
        )
    if accepted_on is not None and delivered_on is not None and accepted_on < delivered_on:
        raise Problem(
            "milestone.dates", _("A milestone cannot be accepted before it was delivered."), field="accepted_on"
        )
    check_past(delivered_on, today, "delivered_on")
    check_past(accepted_on, today, "accepted_on")


def check_milestones(
    milestones: Sequence[MilestoneSpec], lines: Sequence[LineSpec], currency: str, today: date
) -> None:
    """Each on a fixed line, numbered once there, its dates in order."""
    seen: set[tuple[int, int]] = set()
    for milestone in milestones:
        check_line_place(milestone.line, len(lines), "milestones")
        name = check_filled(milestone.name, "milestones")
        if lines[milestone.line - 1].arrangement is not Arrangement.FIXED:
            raise Problem(
                "milestone.line",
                _("Milestone {name} stands on a line that has no fixed price.").format(name=name),
                field="milestones",
                hint=_("Put it on a line of fixed milestones."),
            )
        check_amount(milestone.amount, currency, "milestones")
        if milestone.number < 1 or (milestone.line, milestone.number) in seen:
            raise Problem(
                "milestone.number",
                _("Milestones of a line are numbered from 1, each number once."),
                field="milestones",
            )
        seen.add((milestone.line, milestone.number))
        check_delivery(milestone.delivered_on, milestone.accepted_on, today)


def check_change_order(order: ChangeOrderSpec, currency: str, today: date, known: Iterable[str] = ()) -> None:
    """Its number is new, its dates in order: drafted, sent, accepted, none in the future."""
    number = check_filled(order.number, "number")
    check_filled(order.title, "title")
    check_amount(order.amount, currency, "amount")
    if number in set(known):
        raise Problem(
            "change_order.twice",
            _("There is a change order {number} already.").format(number=number),
            field="number",
            hint=_("Give this one the next number."),
        )
    steps = [day for day in (order.drafted_on, order.sent_on, order.accepted_on) if day is not None]
    if steps != sorted(steps):
        raise Problem(
            "change_order.dates",
            _("A change order is drafted, then sent, then accepted."),
            field="accepted_on" if order.accepted_on is not None else "sent_on",
            hint=_("Correct the dates."),
        )
    for field, day in (
        ("drafted_on", order.drafted_on),
        ("sent_on", order.sent_on),
        ("accepted_on", order.accepted_on),
    ):
        check_past(day, today, field)
    if order.accepted_on is not None:
        check_filled(order.accepted_by, "accepted_by")


def check_past(day: date | None, today: date, field: str) -> None:
    """What happened did not happen in the future."""
    if day is not None and day > today:
        raise Problem("date.future", _("This day lies in the future."), field=field, hint=_("Take today or earlier."))


def check_rounding(rounding: Rounding) -> None:
    """A rounding rule has a step of 1 to 60 minutes; without rounding there is no step."""
    if rounding.mode is RoundingMode.NONE:
        fine = rounding.step_minutes == 0
    else:
        fine = 1 <= rounding.step_minutes <= LONGEST_ROUNDING
    if not fine:
        raise Problem(
            "sow.rounding",
            _("A rounding rule goes by 1 to 60 minutes; without rounding there are no minutes."),
            field="rounding_minutes",
        )
