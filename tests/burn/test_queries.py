"""What is used of budgets, from entries made by commands."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.burn.commands import bring_in
from app.burn.domain import GRAINS
from app.burn.queries import burn, burn_of, burn_outlook, burn_views, grade_hours, work
from app.burn.queries.work import usage_of
from app.engagements.commands import accept_change_order
from app.engagements.queries import sow
from app.firm.commands import add_holiday, add_person
from app.firm.domain import AccessRole
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.timesheets.commands import log_time
from tests.asked import asked
from tests.burn.conftest import Scene
from tests.samples.engagements import pounds
from tests.samples.timesheets import log

FEBRUARY = date(2026, 2, 3)
DEMO = Path(__file__).parents[2] / "resources" / "demo" / "firm.json"


def play_brightwater(scene: Scene) -> None:
    """Log everything the sample firm logged for Brightwater."""
    book = scene.office.book
    data = json.loads(DEMO.read_text(encoding="utf-8"))
    for entry in data["time_entries"]:
        if entry["sow"] == "SOW-2026-014":
            book.perform(
                log_time,
                person_id=scene.office.people[entry["person"]],
                task_id=scene.sow.tasks[entry["task"]],
                day=date.fromisoformat(entry["date"]),
                seconds=entry["minutes"] * 60,
                billable=entry["billable"],
            )
    for holiday in data["bank_holidays"]:
        book.perform(add_holiday, day=date.fromisoformat(holiday["date"]), name=holiday["name"])


def test_brightwater_stands_as_the_sample_firm_prints_it(scene: Scene) -> None:
    book = scene.office.book
    play_brightwater(scene)

    found = book.read(burn_of, sow_id=scene.sow.sow_id)

    view = found.view
    assert (view.budget, view.used) == (pounds(96000), pounds("73147.50"))
    assert view.percent.quantize(Decimal("0.1")) == Decimal("76.2")
    assert [(one.percent, one.day) for one in found.crossings] == [(75, date(2026, 4, 29))]
    assert (view.held, view.held_seconds) == (pounds("1072.50"), 6 * 3600 + 1800)
    weekly = "4960 5720 5880 5920 7150 7640 7425 6870 5797.5 3727.5 5132.5 2987.5 3937.5".split()
    assert [week.amount for week in found.weeks] == [pounds(text) for text in weekly]
    assert found.forecast is not None
    assert found.forecast.middle == pounds("91772.78")
    assert [(one.view.sow_id, one.forecast) for one in book.read(burn_outlook)] == [(view.sow_id, found.forecast)]
    assert found.expected == (90, date(2026, 5, 21))
    assert found.time_percent.quantize(Decimal("0.1")) == Decimal("75.2")
    hours = {
        row.hours.grade: (row.rate, Decimal(row.hours.used_seconds) / 3600, Decimal(row.hours.left_seconds) / 3600)
        for row in found.by_grade
    }
    assert hours == {
        "Partner": (Decimal(240), Decimal(40), Decimal(12)),
        "Senior consultant": (Decimal(165), Decimal(185), Decimal(51)),
        "Consultant": (Decimal(125), Decimal("174.5"), Decimal("57.5")),
        "Analyst": (Decimal(95), Decimal(118), Decimal(46)),
    }
    assert [(step.day, step.budget) for step in found.steps] == [
        (date(2026, 2, 2), pounds(84000)),
        (date(2026, 3, 17), pounds(96000)),
    ]
    assert (found.base, [one.number for one in found.accepted]) == (pounds(84000), ["CO-01"])
    assert [(one.number, one.amount, one.day) for one in found.pending] == [("CO-02", pounds(9600), None)]


def test_held_time_uses_nothing_until_its_change_order_is_accepted(scene: Scene) -> None:
    book = scene.office.book
    scene.log("PR", date(2026, 4, 20), 2, "Third site extract")
    view = book.read(burn_views)[0]
    assert (view.used, view.held) == (pounds(0), pounds(330))
    orders = {row.number: row.change_order_id for row in book.read(sow, sow_id=scene.sow.sow_id).change_orders}
    book.perform(
        accept_change_order, change_order_id=orders["CO-02"], accepted_on=date(2026, 4, 30), accepted_by="A. Mercer"
    )
    view = book.read(burn_views)[0]
    assert (view.used, view.held, view.budget) == (pounds(330), pounds(0), pounds(105600))


def test_time_that_is_not_billable_uses_nothing(scene: Scene) -> None:
    log(scene.office, "PR", scene.sow.tasks["Fieldwork"], FEBRUARY, 2, billable=False)
    assert scene.office.book.read(burn_views)[0].used == pounds(0)
    assert all(row.used_seconds == 0 for row in scene.office.book.read(grade_hours, sow_ids=(scene.sow.sow_id,)))


def test_time_without_a_rate_waits_and_is_told(scene: Scene) -> None:
    scene.office.people["XY"] = scene.office.book.perform(
        add_person, name="Xenia Young", initials="XY", access_role=AccessRole.CONSULTANT, grade="Trainee"
    ).result
    scene.log("XY", FEBRUARY, 2)
    view = scene.office.book.read(burn_views)[0]
    assert (view.used, [gap.seconds for gap in view.gaps]) == (pounds(0), [7200])
    assert view.unpriced.replace("\u00a0", " ") == "No rate for Trainee on 3 Feb. 2.0 h wait."


def test_what_was_used_before_the_book_counts_with_its_hours(scene: Scene) -> None:
    book = scene.office.book
    book.perform(
        bring_in,
        sow_id=scene.sow.sow_id,
        source="INV-2026-0093/1",
        used_on=date(2026, 2, 28),
        amount=pounds(1650),
        seconds=36000,
        grade="senior consultant",
    )
    found = book.read(burn_of, sow_id=scene.sow.sow_id)
    assert (found.view.used, found.brought_in) == (pounds(1650), pounds(1650))
    seniors = next(row for row in found.by_grade if row.hours.grade == "Senior consultant")
    assert seniors.hours.used_seconds == 36000
    rows = book.read(grade_hours, sow_ids=(scene.sow.sow_id,))
    assert next(row for row in rows if row.grade == "Senior consultant").left_seconds == (236 - 10) * 3600


def test_a_lump_sum_from_before_the_book_does_not_bend_the_forecast(scene: Scene) -> None:
    book = scene.office.book
    for week in range(4):
        scene.log("PR", date(2026, 3, 30 - 7 * week), 8)
    before = book.read(burn_of, sow_id=scene.sow.sow_id).forecast
    assert before is not None
    book.perform(bring_in, sow_id=scene.sow.sow_id, source="X", used_on=date(2026, 3, 1), amount=pounds(30000))
    after = book.read(burn_of, sow_id=scene.sow.sow_id).forecast
    assert after is not None
    assert after.per_day == before.per_day
    assert after.middle == before.middle + pounds(30000)


def test_earlier_use_comes_in_once_per_document(scene: Scene) -> None:
    book = scene.office.book
    values = {"sow_id": scene.sow.sow_id, "source": "INV-1", "used_on": FEBRUARY, "amount": pounds(10)}
    book.perform(bring_in, **values)  # type: ignore[arg-type]
    with pytest.raises(Problem, match="brought into SOW-2026-014 before"):
        book.perform(bring_in, **values)  # type: ignore[arg-type]
    with pytest.raises(Problem, match="kept in GBP") as caught:
        book.perform(bring_in, **{**values, "source": "INV-2", "amount": Money.of(10, "EUR")})  # type: ignore[arg-type]
    assert caught.value.field == "amount"
    with pytest.raises(Problem, match="future"):
        book.perform(bring_in, **{**values, "source": "INV-2", "used_on": date(2026, 5, 1)})  # type: ignore[arg-type]


def test_a_consultant_sees_hours_but_no_one_elses_money(scene: Scene) -> None:
    book = scene.office.act_as("PR")
    assert book.read(grade_hours, sow_ids=(scene.sow.sow_id,))
    for query in (burn, burn_of):
        with pytest.raises(Problem, match="may not see other people's time"):
            book.read(query, **({"sow_id": scene.sow.sow_id} if query is burn_of else {}))  # type: ignore[arg-type]
    for initials in ("JW", "GB", "EF", "AC"):
        assert scene.office.act_as(initials).read(burn)


def test_an_unknown_statement_of_work_is_a_problem(scene: Scene) -> None:
    with pytest.raises(Problem, match="not in the book"):
        scene.office.book.read(burn_of, sow_id=99)
    assert scene.office.book.read(burn_views, sow_ids=(99,)) == []


def test_a_forecast_waits_for_three_full_weeks(scene: Scene) -> None:
    scene.office.clock.set(scene.office.clock.now().replace(month=2, day=20))
    scene.log("PR", FEBRUARY, 8)
    assert scene.office.book.read(burn_of, sow_id=scene.sow.sow_id).forecast is None


def test_odd_seconds_are_rounded_once_over_the_whole(scene: Scene) -> None:
    for initials in ("PR", "TO", "EF"):
        for number in range(7):
            scene.office.book.perform(
                log_time,
                person_id=scene.office.people[initials],
                task_id=scene.sow.tasks["Fieldwork"],
                day=date(2026, 2, 3 + number),
                seconds=1001,
            )
    exact = 7 * 1001 * (165 + 125 + 240) * 100 * 10_000
    assert scene.office.book.read(burn_views)[0].used.minor == (2 * exact + GRAINS) // (2 * GRAINS)


def test_a_page_asks_few_questions(scene: Scene) -> None:
    book = scene.office.book
    scene.log("PR", FEBRUARY, 8)
    for query, values, most in (
        (burn_views, {}, 5),
        (burn_of, {"sow_id": scene.sow.sow_id}, 5),
        (grade_hours, {"sow_ids": (scene.sow.sow_id,)}, 2),
    ):
        with asked(book) as reads:
            book.read(query, **values)  # type: ignore[arg-type]
        assert 0 < len(reads) <= most, query


def test_many_statements_of_work_are_read_like_a_few(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    book = scene.office.book
    scene.log("PR", FEBRUARY, 8)
    book.perform(
        bring_in,
        sow_id=scene.sow.sow_id,
        source="ledger 2025",
        used_on=FEBRUARY,
        amount=pounds(100),
        seconds=3600,
        grade="Partner",
    )
    few = book.read(usage_of, sow_ids=(scene.sow.sow_id,), days_from=FEBRUARY)
    monkeypatch.setattr(work, "FEW", 0)
    with asked(book) as reads:
        many = book.read(usage_of, sow_ids=(scene.sow.sow_id,), days_from=FEBRUARY)
    assert all(few)
    assert (many, len(reads)) == (few, 2)
