"""demo, harvest and week on the command line."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.burn import commands
from tests.cli.calls import Call, Shop
from tests.samples.calendars import comparable
from tests.samples.harvest import CALL, DENTIST, LEAVE, STANDUP, WORKSHOP, calendar

pytestmark = pytest.mark.xdist_group("demo")
CALENDARS = Path(__file__).parents[1] / "data" / "calendars"
CASES: list[dict[str, Any]] = json.loads((CALENDARS / "expected.json").read_text(encoding="utf-8"))["cases"]


# ------------------------------------------------------------------------------------------------ demo


def test_the_demo_goes_where_it_is_told_and_says_where(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    place = Path(call("demo", folder, "--json").result["book"])
    assert place.parent == folder
    assert call("--book", place, "--as", "GB", "check").out.startswith("The books are sound.\n")


def test_the_demo_again_is_a_fresh_copy(demo: Shop) -> None:
    assert demo.say("PR", "week", "--log", "bri field 1.5 interviews").code == 0
    demo.call("demo", Path(demo.place).parent)
    assert len(demo.ask("PR", "week").result["entries"]) == 10


def test_the_demo_never_replaces_a_book_of_the_same_name(demo: Shop) -> None:
    path = Path(demo.place)
    (path.parent / "demo.mark").unlink()
    before = path.read_bytes()
    assert "is not the demo" in demo.call("demo", path.parent).sentence
    assert path.read_bytes() == before


def test_the_demo_lives_on_30_april_and_its_neighbors_do_not(demo: Shop, tmp_path: Path) -> None:
    assert demo.ask("PR", "week").result["period"] == {"first": "2026-04-27", "last": "2026-05-03"}
    other = tmp_path / "demo" / "other.watertight"
    other.write_bytes(Path(demo.place).read_bytes())
    today = datetime.now(UTC).date()
    monday = Shop(str(other), demo.call).ask("PR", "week").result["period"]["first"]
    assert abs(datetime.fromisoformat(monday).date() - today) <= timedelta(7)


def test_a_file_in_the_way_of_the_demo_is_a_sentence(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "file" in call("demo", tmp_path / "file" / "below").sentence


# ------------------------------------------------------------------------------------------------ harvest


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_raw_reading_needs_no_book_and_finds_what_other_programs_find(call: Call, case: dict[str, Any]) -> None:
    first = case["window_start"][:10]
    last = (datetime.fromisoformat(case["window_end"]) - timedelta(days=1)).date()
    answer = call("harvest", CALENDARS / case["file"], "--raw", "--from", first, "--to", last, "--json")
    assert answer.body["problems"] == []
    assert Counter(map(comparable, answer.result)) == Counter(map(comparable, case["occurrences"]))


def test_raw_lines_are_for_reading(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_bytes(calendar(WORKSHOP))
    answer = call("harvest", file, "--raw", "--from", "2026-04-29", "--to", "2026-04-29")
    (line,) = answer.out.splitlines()
    assert line.split()[2] == "workshop@office.example"


def test_a_raw_reading_needs_its_days(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_bytes(calendar(WORKSHOP))
    assert call("harvest", file, "--raw").code == 2
    backwards = call("harvest", file, "--raw", "--from", "2026-04-30", "--to", "2026-04-01", "--json")
    assert backwards.problem["code"] == "period.backwards"


def test_what_is_no_calendar_is_refused_in_a_sentence(demo: Shop, tmp_path: Path) -> None:
    file = tmp_path / "letter.ics"
    file.write_bytes(b"Dear Sir or Madam\n")
    assert "calendar" in demo.say("PR", "harvest", file).sentence
    assert "calendar" in demo.say("PR", "harvest", file, "--raw", "--from", "2026-04-29", "--to", "2026-04-30").sentence


def test_an_unknown_zone_is_no_crash(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_bytes(calendar(WORKSHOP))
    answer = call(
        "harvest", file, "--raw", "--from", "2026-04-29", "--to", "2026-04-29", "--zone", "Mars/Base", "--json"
    )
    assert answer.problem["code"] == "place.zone"


def test_a_cut_calendar_tells_what_is_missing_beside_what_it_found(demo: Shop, tmp_path: Path) -> None:
    file = tmp_path / "cut.ics"
    file.write_bytes(calendar(WORKSHOP, cut=True))
    answer = demo.ask("PR", "harvest", file)
    assert answer.code == 0
    assert answer.body["result"]["new"] + answer.body["result"]["known"] == 1
    assert answer.body["problems"]


# ------------------------------------------------------------------------------------------------ week


def test_a_week_is_a_table_with_its_sums(demo: Shop) -> None:
    lines = demo.say("PR", "week").out.splitlines()
    assert lines[0] == "Priya Raman, 27 Apr 2026 to 3 May 2026"
    assert lines[1].split() == "Client and task Mon Tue Wed Thu Fri Sat Sun Total".split()
    assert lines[2].split() == "Brightwater Utilities \u00b7 Fieldwork 4.0 5.0 3.0 1.5 13.5".split()
    assert lines[-1] == "10 entries, 21.0\u00a0h, open"


def test_another_week_is_asked_for_by_a_day(demo: Shop) -> None:
    assert demo.ask("PR", "week", "--on", "2026-04-15").result["period"]["first"] == "2026-04-13"


def test_a_line_is_logged_and_repeated_in_words(demo: Shop) -> None:
    answer = demo.say("PR", "week", "--log", "bri field 1.5 interviews yesterday")
    assert answer.out.splitlines()[0] == "29 Apr 2026: Brightwater Utilities \u00b7 Fieldwork, 1.5\u00a0h"
    (entry,) = [row for row in demo.ask("PR", "week").result["entries"] if row["note"] == "interviews"]
    assert (entry["day"], entry["seconds"]) == ("2026-04-29", 5400)


def test_a_line_for_a_day_of_another_week_shows_that_week(demo: Shop) -> None:
    answer = demo.ask("PR", "week", "--log", "bri field 1 notes", "--on", "2026-04-16")
    assert answer.result["period"]["first"] == "2026-04-13"
    assert "2026-04-16" in {row["day"] for row in answer.result["entries"] if row["note"] == "notes"}


def test_an_unclear_line_says_what_is_unclear_and_logs_nothing(demo: Shop) -> None:
    sentence = demo.say("PR", "week", "--log", "something 2").sentence
    assert sentence.startswith("This line does not say clearly: task.")
    assert demo.say("PR", "week", "--log", "bri field").sentence.startswith("This line does not say clearly: hours.")
    assert len(demo.ask("PR", "week").result["entries"]) == 10


def test_suggestions_that_are_sure_are_accepted_together(demo: Shop) -> None:
    answer = demo.say("PR", "week", "--accept")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "1 suggestion accepted, 1.5\u00a0h; 2 left to look at."
    assert len(demo.ask("PR", "week").result["entries"]) == 11
    assert demo.say("PR", "week", "--accept").out.startswith("0 suggestions accepted")


def test_a_week_is_handed_in_and_approved_by_initials(demo: Shop) -> None:
    assert demo.say("PR", "week", "--submit").out.startswith("3 entries handed in.\n")
    assert demo.ask("PR", "week", "--submit").problem["code"] == "time.nothing_open"
    approved = demo.ask("EF", "week", "--approve", "PR").result
    assert approved["person_name"] == "Priya Raman"
    assert {row["state"] for row in approved["entries"]} == {"approved"}
    assert demo.say("EF", "week", "--approve", "PR").out.startswith("0 entries approved.\n")


def test_a_consultant_may_not_approve(demo: Shop) -> None:
    assert demo.ask("TO", "week", "--approve", "PR").problem["code"] == "right.missing"


def test_the_week_of_somebody_else_needs_the_right_to_see_it(demo: Shop) -> None:
    assert demo.ask("JW", "week", "--of", "Priya").result["person_name"] == "Priya Raman"
    assert demo.ask("TO", "week", "--of", "PR").problem["code"] == "right.missing"
    assert demo.ask("JW", "week", "--of", "nobody").problem["code"] == "person.unknown"


def test_harvest_twice_changes_nothing(demo: Shop, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_bytes(calendar(WORKSHOP, CALL, STANDUP, DENTIST, LEAVE))
    first = demo.ask("TO", "harvest", file).result
    assert first["new"] > 0
    again = demo.ask("TO", "harvest", file).result
    assert (again["new"], again["changed"], again["withdrawn"]) == (0, 0, 0)
    assert again["unchanged"] == first["new"]


def test_what_is_saved_is_answered_although_something_that_follows_fails(
    demo: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_told: object) -> object:
        raise ZeroDivisionError("Brightwater")

    monkeypatch.setattr(commands, "watch_budgets", broken)
    answer = demo.say("PR", "week", "--log", "bri field 1.5 interviews")
    assert answer.code == 0
    assert "1:30" in answer.out or "1.5" in answer.out
    assert answer.err.startswith("It is saved, but something that follows from it failed.")
    assert "Brightwater" not in answer.err
