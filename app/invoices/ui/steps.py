"""How far a billing run is: the steps in its line."""

from __future__ import annotations

from collections.abc import Sequence

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.steps import Step


def run_steps(rows: Sequence[DraftRow], formats: Formats) -> list[Step]:
    """How far a billing run is."""
    count = {state: sum(row.shown is state for row in rows) for state in Shown}
    to_check, blocked, approved = count[Shown.CHECK], count[Shown.BLOCKED], count[Shown.APPROVED]
    unchecked = to_check + blocked
    undecided = unchecked + count[Shown.READY]
    collected = _("{hours} and {expenses}").format(
        hours=formats.hours(sum(row.seconds for row in rows), unit=True),
        expenses=ngettext("{n} expense", "{n} expenses", sum(row.expense_count for row in rows)),
    )
    left = _("{count} left").format(count=to_check) if to_check or not blocked else ""
    return [
        Step(_("Collect"), collected if rows else "", done=bool(rows), now=not rows),
        Step(
            _("Check"),
            (left or _("{count} blocked").format(count=blocked)) if rows else "",
            done=bool(rows) and not unchecked,
            now=bool(unchecked),
        ),
        Step(
            _("Approve"),
            _("{done} of {count}").format(done=approved, count=len(rows)) if rows else "",
            done=bool(rows) and not undecided,
            now=bool(undecided) and not unchecked,
        ),
        Step(_("Issue"), now=bool(approved) and not undecided),
    ]
