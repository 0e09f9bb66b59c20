"""Calendars of real programs, read as several independent programs agree they are to be read."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.harvest.feed import read_calendar, to_raw_json
from app.kernel.periods import Period
from tests.samples.calendars import comparable

FOLDER = Path(__file__).parents[1] / "data" / "calendars"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["cases"]


def window_of(case: dict[str, Any]) -> Period:
    first, after = (datetime.fromisoformat(case[name]).date() for name in ("window_start", "window_end"))
    return Period(first, after - timedelta(days=1))


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_sample_has_exactly_the_expected_occurrences(case: dict[str, Any]) -> None:
    reading = read_calendar((FOLDER / case["file"]).read_bytes(), window=window_of(case), zone="UTC")
    found = Counter(comparable(to_raw_json(occurrence)) for occurrence in reading.occurrences)
    assert found == Counter(comparable(row) for row in case["occurrences"])
    assert reading.complete
    assert reading.problems == ()


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_each_occurrence_of_a_sample_has_an_identity_of_its_own(case: dict[str, Any]) -> None:
    reading = read_calendar((FOLDER / case["file"]).read_bytes(), window=window_of(case), zone="UTC")
    keys = [(occurrence.uid, occurrence.rid) for occurrence in reading.occurrences]
    assert len(set(keys)) == len(keys)


def test_every_sample_has_its_license_beside_it() -> None:
    for case in CASES:
        owner = case["file"].split("/")[0]
        assert (FOLDER / "LICENSES" / f"{owner}.txt").stat().st_size > 500
        assert owner in (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
