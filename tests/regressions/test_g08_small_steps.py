"""G8: many small entries creep over a threshold of the budget; each threshold is told once, however often one looks."""

from __future__ import annotations

from datetime import date

from app.burn.commands import watch_budgets
from app.burn.queries import alerts
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import small_review
from tests.samples.timesheets import log


def test_small_entries_over_a_threshold_raise_one_alert_each(office: Office) -> None:
    sample = small_review(office, brightwater(office))  # 1,000.00
    raised = []
    for day in range(1, 15):
        log(office, "TO", sample.tasks["Reading"], date(2026, 4, day), "0.6")  # 75.00 each
        for _look in range(2):
            raised += [(day, number) for number in office.book.perform(watch_budgets).result]
    assert [day for day, _number in raised] == [10, 12, 14]
    assert sorted(row.percent for row in office.book.read(alerts, open_only=True)) == [75, 90, 100]
