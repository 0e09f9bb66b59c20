"""Who may not see sums is not told them by any question about bills."""

from __future__ import annotations

from typing import Any

import pytest

from app.firm.domain import Right
from app.invoices import queries
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.invoices import brightwater_april, collected, issued

SUMS: dict[str, dict[str, int]] = {
    "invoices": {},
    "invoice": {"invoice_id": 1},
    "invoice_lines": {},
    "invoice_pdf": {"invoice_id": 1},
    "invoice_to_print": {"invoice_id": 1},
}
DRAFTS: dict[str, dict[str, int]] = {
    "run_rows": {},
    "run_overview": {},
    "draft": {"draft_id": 1},
    "draft_document": {"draft_id": 1},
    "for_reasons": {"draft_id": 1},
    "reason_counts": {},
}


def refused(office: Office, initials: str, name: str, given: dict[str, int], right: Right) -> None:
    query: Any = getattr(queries, name)
    with pytest.raises(Problem, match=right.value) as caught:
        office.act_as(initials).read(query, **given)
    assert caught.value.code == "right.missing"


@pytest.mark.parametrize("name", SUMS)
def test_sums_of_invoices_are_for_those_who_see_money(office: Office, name: str) -> None:
    brightwater_april(office)
    issued(office, collected(office)[0])
    for initials in ("PR", "JW"):
        refused(office, initials, name, SUMS[name], Right.SEE_MONEY)
    for initials in ("AC", "GB"):
        office.act_as(initials).read(getattr(queries, name), **SUMS[name])


@pytest.mark.parametrize("name", DRAFTS)
def test_drafts_are_for_those_who_draft(office: Office, name: str) -> None:
    brightwater_april(office)
    collected(office)
    for initials in ("PR", "AC"):
        refused(office, initials, name, DRAFTS[name], Right.DRAFT_INVOICES)
    for initials in ("JW", "GB"):
        office.act_as(initials).read(getattr(queries, name), **DRAFTS[name])


def test_unbilled_work_is_for_those_who_see_other_people_s_time(office: Office) -> None:
    brightwater_april(office)
    refused(office, "PR", "unbilled", {}, Right.SEE_OTHERS_TIME)
    for initials in ("JW", "AC", "GB"):
        assert len(office.act_as(initials).read(queries.unbilled)) == 1
