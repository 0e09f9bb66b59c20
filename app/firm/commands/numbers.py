"""Document numbers without gaps: taken from a locked counter inside the transaction that uses them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, func, select

from app.firm import domain
from app.firm.domain import Right, require
from app.firm.queries import before_the_series, unknown_series
from app.firm.records import NumberSeries
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.audit import AuditEntry
from app.storage.work import Work, inner

MOST = 10**9
_SERIES = (
    select(NumberSeries)
    .where(NumberSeries.key == bindparam("key"))
    .order_by(NumberSeries.year)
    .with_for_update()
    .execution_options(populate_existing=True)
)
SETTERS = ("found_firm", "set_series")
"""Commands that move a counter without giving a number to a document."""


@inner
def take_number(work: Work, *, key: str, on: date) -> str:
    """Take the next number of a series for a document dated `on`.

    The counter stays locked until the transaction ends: a number is either used or was never taken. The right to do
    so belongs to the command that needs the number (issuing an invoice).
    """
    counter = _counter(work, key, on)
    text = domain.number_text(counter.pattern, on, counter.next_number)
    counter.next_number += 1
    work.session.flush()  # the database compares the document's number with the counter
    return text


def set_series(work: Work, *, key: str, pattern: str, next_number: int, on: date) -> str:
    """Set the pattern and the next number of a series as of a day. Answers how the next number will look.

    Going back is refused as soon as a document has taken a number: the same number could be given twice.
    """
    require(work.actor.role, Right.EDIT_FIRM)
    clean = domain.check_pattern(pattern)
    name = domain.line(key, "key", limit=40)
    if not 1 <= next_number <= MOST:
        raise Problem("series.number", _("The next number is a whole number from 1."), field="next_number")
    year = on.year if domain.starts_each_year(clean) else 0
    rows = _locked(work, name)
    counter = next((row for row in rows if row.year == year), None)
    if counter is not None and year and rows[0].year == 0:
        raise Problem(
            "series.year_used",
            _("The numbers of {year} were counted by year already.").format(year=year),
            field="pattern",
            hint=_("Choose a day in a later year."),
        )
    if counter is None and rows and (year == 0 or rows[0].year == 0):
        # the series changes its habit: the running counter goes on under the new rule
        counter = _current(rows, on)
        counter.year = year
    if counter is None:
        work.add(NumberSeries(key=name, year=year, pattern=clean, next_number=next_number))
        return domain.number_text(clean, on, next_number)
    if next_number < counter.next_number and _taken(work, counter):
        raise Problem(
            "series.back",
            _("Numbers below {number} may be on documents already.").format(number=counter.next_number),
            field="next_number",
            hint=_("Choose {number} or a higher one.").format(number=counter.next_number),
        )
    counter.pattern = clean
    counter.next_number = next_number
    return domain.number_text(clean, on, next_number)


def _locked(work: Work, key: str) -> Sequence[NumberSeries]:
    """All counters of a series, year 0 first, locked; fresh from the database, whatever was read before."""
    return work.session.scalars(_SERIES, {"key": key}).all()


def _current(rows: Sequence[NumberSeries], on: date) -> NumberSeries:
    """The counter running on a day: the one without years, else the newest that is not later."""
    if rows[0].year == 0:
        return rows[0]
    return max((row for row in rows if row.year <= on.year), key=lambda row: row.year, default=rows[0])


def _counter(work: Work, key: str, on: date) -> NumberSeries:
    rows = _locked(work, key)
    if not rows:
        raise unknown_series(key)
    newest = _current(rows, on)
    if newest.year in (0, on.year):
        return newest
    if newest.year > on.year:
        raise before_the_series(on.year, newest.year)
    return work.add(NumberSeries(key=key, year=on.year, pattern=newest.pattern))


def _taken(work: Work, counter: NumberSeries) -> bool:
    """Whether anything but a person's setting ever moved this counter; the audit knows."""
    statement = (
        select(func.count())
        .select_from(AuditEntry)
        .where(
            AuditEntry.record == f"NumberSeries:{counter.id}",
            AuditEntry.command.not_in(SETTERS),
        )
    )
    return bool(work.session.scalar(statement))
