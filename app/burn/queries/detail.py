"""The burn of one statement of work in full: by grade, week by week, and where it is going."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, select

from app.burn.domain import (
    RECENT_WEEKS,
    BudgetStep,
    Crossing,
    Extra,
    Forecast,
    Use,
    Week,
    crossings,
    days_left,
    forecast,
    reached_on,
    weeks,
)
from app.burn.queries.accounts import Account, accounts
from app.burn.queries.views import BurnView, view_of
from app.burn.queries.work import EVER, NEVER, usage_of
from app.engagements.domain import RateTable, SowState, grade_key
from app.engagements.records import GradeBudget
from app.firm.domain import RIGHTS, AccessRole, Right, require
from app.firm.queries import holidays
from app.kernel.money import Money, total
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query, together
from app.storage.reading import Reads


@dataclass(frozen=True, slots=True)
class GradeHoursRow:
    """Hours of a grade on a statement of work; `budget_seconds` 0 when none were agreed. `grade` "" is nobody's."""

    sow_id: int
    grade: str
    budget_seconds: int
    used_seconds: int

    @property
    def left_seconds(self) -> int:
        """What is left; below nothing when it is used up."""
        return self.budget_seconds - self.used_seconds

    @property
    def percent(self) -> Decimal:
        """The share used, in per cent; 0 without a budget."""
        return Decimal(self.used_seconds) * 100 / self.budget_seconds if self.budget_seconds else Decimal(0)


@dataclass(frozen=True, slots=True)
class GradeUseRow:
    """A grade's hours with its rate of today, None when it has none; `own` when the statement of work sets the rate."""

    hours: GradeHoursRow
    rate: Decimal | None
    own: bool = False

    @property
    def id(self) -> str:
        """The key of lists."""
        return self.hours.grade


@dataclass(frozen=True, slots=True)
class BurnDetail:
    """All there is to say about one budget. `expected` is the next threshold with the day it may be reached."""

    view: BurnView
    crossings: tuple[Crossing, ...]
    by_grade: tuple[GradeUseRow, ...]
    weeks: tuple[Week, ...]
    steps: tuple[BudgetStep, ...]
    extras: tuple[Extra, ...]
    """Change orders that were accepted, and those that wait for the client's answer."""
    forecast: Forecast | None
    expected: tuple[int, date] | None
    time_percent: Decimal
    """The share of the days from start to end that is gone, in per cent."""
    brought_in: Money
    today: date
    percents: tuple[int, ...]
    rights: frozenset[Right]
    """What the reader may do."""
    leads: bool
    """Whether the reader leads this statement of work."""

    @property
    def base(self) -> Money:
        """The budget before any change order."""
        more = total((one.amount for one in self.accepted), self.view.currency)
        return self.view.budget - more

    @property
    def accepted(self) -> tuple[Extra, ...]:
        """The change orders that count."""
        return tuple(one for one in self.extras if one.day is not None)

    @property
    def pending(self) -> tuple[Extra, ...]:
        """The change orders the client has not answered."""
        return tuple(one for one in self.extras if one.day is None)


_BUDGETS = (
    select(GradeBudget.sow_id, GradeBudget.grade, GradeBudget.seconds)
    .where(GradeBudget.sow_id.in_(bindparam("sow_ids", expanding=True)))
    .order_by(GradeBudget.sow_id, GradeBudget.id)
)
Totals = dict[tuple[int, str], GradeHoursRow]


@query
async def burn_of(reads: Reads, *, sow_id: int) -> BurnDetail:
    """Everything about one budget, for those who may see other people's work. Five small statements, two ways."""
    require(reads.actor.role, Right.SEE_OTHERS_TIME)
    books, planned, closed = await together(
        accounts(reads, sow_ids=(sow_id,), days_from=EVER), _plan(reads, (sow_id,)), _closed(reads)
    )
    if not books.accounts:
        raise Problem(
            "sow.missing",
            _("This statement of work is not in the book."),
            hint=_("Go back to the list; it has been read again."),
        )
    account = books.accounts[0]
    today = reads.today
    view = view_of(account, books.rates.locale)
    ahead = forecast(_worked_weeks(account, today), view.used, today, account.end_on, closed)
    return BurnDetail(
        view=view,
        crossings=crossings(account.uses, view.budget, account.percents),
        by_grade=_by_grade(planned, account, books.rates, today),
        weeks=weeks(account.uses, account.start_on, min(today, account.end_on), account.currency),
        steps=tuple(account.steps),
        extras=tuple(account.extras),
        forecast=ahead,
        expected=_expected(account, view, ahead, days_left(today, account.end_on, closed)),
        time_percent=_time_gone(account, today),
        brought_in=Money(sum(row.amount_minor for row in account.earlier), account.currency),
        today=today,
        percents=account.percents,
        rights=RIGHTS[AccessRole(reads.actor.role)],
        leads=account.lead_id is not None and account.lead_id == reads.actor.person_id,
    )


@dataclass(frozen=True, slots=True)
class BurnOutlook:
    """The burn of a statement of work at a glance, and where it is going; no forecast where it is too early or over."""

    view: BurnView
    forecast: Forecast | None


@query
async def burn_outlook(reads: Reads, *, sow_ids: Collection[int] | None = None) -> list[BurnOutlook]:
    """The burn of all statements of work or of some with their forecasts, for those who may see other people's work.

    At most six statements, two ways, however many there are; one way more where a rate changed while somebody worked,
    and two where work began before what was brought in from before the book.
    """
    require(reads.actor.role, Right.SEE_OTHERS_TIME)
    today = reads.today
    books, closed = await together(accounts(reads, sow_ids=sow_ids, days_from=_window(today)), _closed(reads))
    unclear = tuple(one.sow_id for one in books.accounts if _goes_on(one, today) and _begins_inside(one, today))
    again = (await accounts(reads, sow_ids=unclear, days_from=EVER)).accounts if unclear else ()
    by_day = {account.sow_id: account for account in again}
    found = []
    for account in books.accounts:
        view = view_of(account, books.rates.locale)
        series = _worked_weeks(by_day.get(account.sow_id, account), today) if _goes_on(account, today) else ()
        ahead = forecast(series, view.used, today, account.end_on, closed) if series else None
        found.append(BurnOutlook(view, ahead))
    return found


def _goes_on(account: Account, today: date) -> bool:
    return account.state is SowState.OPEN and today < account.end_on


@query
async def grade_hours(reads: Reads, *, sow_ids: Collection[int]) -> list[GradeHoursRow]:
    """Hours by grade of some statements of work, without any money: everybody may see them. Two statements, one way."""
    rows, (work, brought_in) = await together(_plan(reads, sow_ids), usage_of.asks(reads, sow_ids, days_from=NEVER))
    for worked in work:
        if not worked.held:
            _count(rows, worked.sow_id, worked.grade, worked.seconds)
    for earlier in brought_in:
        _count(rows, earlier.sow_id, earlier.grade, earlier.seconds)
    return [row for row in rows.values() if row.budget_seconds or row.used_seconds]


def _by_grade(rows: Totals, account: Account, rates: RateTable, today: date) -> tuple[GradeUseRow, ...]:
    for worked in account.work:
        _count(rows, account.sow_id, worked.grade, worked.seconds)
    for earlier in account.earlier:
        _count(rows, account.sow_id, earlier.grade, earlier.seconds)
    day = min(max(today, account.start_on), account.end_on)

    def priced(row: GradeHoursRow) -> GradeUseRow:
        found = rates.find(account.sow_id, None, row.grade, day) if row.grade else None
        return GradeUseRow(row, None) if found is None else GradeUseRow(row, found.rate, found.fact.sow_id is not None)

    return tuple(priced(row) for row in rows.values() if row.budget_seconds or row.used_seconds)


async def _plan(reads: Reads, sow_ids: Collection[int]) -> Totals:
    """The hours agreed for each grade; nothing of them is used yet."""
    return {
        (found.sow_id, grade_key(found.grade)): GradeHoursRow(found.sow_id, found.grade, found.seconds, 0)
        for found in await reads.ask(_BUDGETS, {"sow_ids": list(sow_ids)})
    }


def _count(rows: Totals, sow_id: int, grade: str | None, seconds: int) -> None:
    name = grade or ""
    key = (sow_id, grade_key(name))
    known = rows.get(key) or GradeHoursRow(sow_id, name, 0, 0)
    rows[key] = GradeHoursRow(sow_id, known.grade, known.budget_seconds, known.used_seconds + seconds)


async def _closed(reads: Reads) -> frozenset[date]:
    """The closed days that matter to a forecast: some weeks back, and on to whatever end."""
    return await holidays.asks(reads, period=Period(reads.today - timedelta(7 * (RECENT_WEEKS + 2)), date.max))


def _window(today: date) -> date:
    """The Monday from which on weeks matter to a forecast."""
    return today - timedelta(today.weekday() + 7 * RECENT_WEEKS)


def _since(account: Account) -> date | None:
    """From when on a forecast may rest on work: from the first week on, and after what was brought in as lump sums."""
    if account.begun is None:
        return None
    begun = account.begun - timedelta(account.begun.weekday())
    return max([account.start_on, begun, *(row.day + timedelta(1) for row in account.earlier)])


def _begins_inside(account: Account, today: date) -> bool:
    """Whether it rests on a part of the days that were added up."""
    since = _since(account)
    return not account.by_day and account.begun is not None and account.begun < (since or today) < _window(today)


def _worked_weeks(account: Account, today: date) -> tuple[Week, ...]:
    """The whole weeks a forecast may rest on; only those in its window where earlier days were added up."""
    since = _since(account)
    if since is None or since > today:
        return ()
    recent = [use for use in account.days if since <= use.day <= today]
    if not account.by_day and since < _window(today):
        since = _window(today)
        before = account.fresh - sum(use.grains for use in account.days)  # weeks are rounded as parts of a running sum
        recent.append(Use(since - timedelta(1), before))
    series = weeks(recent, since, today, account.currency)
    return tuple(week for week in series if week.first >= since)


def _expected(account: Account, view: BurnView, ahead: Forecast | None, days: list[date]) -> tuple[int, date] | None:
    following = min((percent for percent in account.percents if percent not in view.reached), default=None)
    if ahead is None or following is None or view.budget.minor <= 0:
        return None
    line = Money(-(-view.budget.minor * following // 100), view.currency)
    day = reached_on(ahead, view.used, line, days)
    return None if day is None else (following, day)


def _time_gone(account: Account, today: date) -> Decimal:
    length = (account.end_on - account.start_on).days + 1
    gone = min(max((today - account.start_on).days + 1, 0), length)
    return Decimal(gone) * 100 / length
