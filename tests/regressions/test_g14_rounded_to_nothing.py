"""G14: a few minutes round to nothing by the agreement's rule; they are billed as nothing once, and crash nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.engagements.commands import change_sow
from app.engagements.queries import sow
from app.invoices.queries import billed_entry_ids, invariants, unbilled
from app.kernel.quantities import RoundingMode
from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import SowSample, billing_review, clinic_retainer
from tests.samples.invoices import collected, issued
from tests.samples.timesheets import log

DAY = date(2026, 4, 14)


def to_quarters(office: Office, sample: SowSample) -> None:
    """Time rounds to the nearest quarter of an hour from now on."""
    version = office.book.read(sow, sow_id=sample.sow_id).version
    office.book.perform(
        change_sow, sow_id=sample.sow_id, version=version, rounding_mode=RoundingMode.NEAREST, rounding_minutes=15
    )


@pytest.mark.parametrize("more", ["", "2"])
def test_minutes_that_round_to_nothing_are_billed_once_with_the_rest(office: Office, more: str) -> None:
    sample = billing_review(office, brightwater(office))
    to_quarters(office, sample)
    log(office, "TO", sample.tasks["Controls testing"], DAY, "1")
    few = log(office, "PR", sample.tasks["Fieldwork"], DAY, "0.05")
    if more:
        log(office, "PR", sample.tasks["Fieldwork"], DAY, more)
    issued(office, collected(office)[0])
    assert few in office.book.read(billed_entry_ids, sow_id=sample.sow_id)
    assert (collected(office), office.book.read(unbilled), office.book.read(invariants)) == ([], [], [])


def test_minutes_within_a_retainer_that_round_to_nothing_are_not_left_over(office: Office) -> None:
    sample = clinic_retainer(office, quayside(office))
    to_quarters(office, sample)
    few = log(office, "PR", sample.tasks["PMO support"], DAY, "0.05")
    log(office, "PR", sample.tasks["PMO support"], DAY, "12")
    issued(office, collected(office)[0])
    assert few in office.book.read(billed_entry_ids, sow_id=sample.sow_id)
    assert (collected(office), office.book.read(unbilled)) == ([], [])
