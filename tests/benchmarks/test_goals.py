"""The goals: read from their file, each measured in the file of its name, judged by their limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from benchmarks import __main__ as program
from benchmarks.big.build import build, mark
from benchmarks.big.sizes import SMALL
from benchmarks.child import run_child, told
from benchmarks.goals import goal as goal_file
from benchmarks.goals.goal import Absent, Goal, Limit, Part, Result, Verdict, goals, rows_of
from benchmarks.goals.ground import Ground, profile
from benchmarks.goals.opening import filled, own_copy
from benchmarks.goals.peers import gnucash_book, journal
from benchmarks.pair import Pair, Spread
from benchmarks.windows import BARE, EMPTY, FRAME, WHOLE

WANTED = "S1 S2 S3 Q1 Q2 Q3 Q4 W1 W2 P1 P2 T1 T2 C1 L1 M1 U1 V1 F1".split()
HERE = Path(goal_file.__file__).parent
A_PAIR = Pair("cpu", 9, Spread(3, 2, 4), Spread(1, 1, 1), 3.0, 2.0, 4.0)


def a_goal(**limits: Limit) -> Goal:
    return Goal("X1", "something", "something else", limits)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the small firm, as it is kept between runs."""
    folder = tmp_path_factory.mktemp("kept")
    build(folder / f"small-{mark()}.watertight", SMALL)
    return folder


@pytest.fixture
def ground(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    monkeypatch.setattr("benchmarks.big.build.folder", lambda: kept)
    made = Ground(SMALL, tmp_path, rounds=1, patience=1, minutes=0.1)
    yield made
    made.close()


# ------------------------------------------------------------------------------------------------ the file


def test_every_goal_has_its_words_its_limits_and_a_file_of_its_own() -> None:
    found = goals()
    assert [goal.key for goal in found] == WANTED
    for goal in found:
        assert goal.what
        assert goal.yardstick
        assert goal.limits
        assert callable(goal.measure)
        text = (HERE / f"{goal.key.lower()}.py").read_text(encoding="utf-8")
        assert text.startswith(f'"""{goal.key}: ')
        assert "def measure(ground: Ground)" in text


def test_limits_are_at_most_or_at_least() -> None:
    assert Limit(1.5).kept_by(1.5)
    assert not Limit(1.5).kept_by(1.51)
    assert Limit(2, at_least=True).kept_by(2)
    assert not Limit(2, at_least=True).kept_by(1.99)
    assert [str(Limit(1.5)), str(Limit(2, at_least=True))] == ["\u2264 1.5", "\u2265 2"]


def test_a_figure_without_a_limit_of_its_own_has_that_of_all() -> None:
    goal = a_goal(week=Limit(2), **{"*": Limit(1.25)})
    assert goal.limit_of("week") == Limit(2)
    assert goal.limit_of("anything") == Limit(1.25)
    with pytest.raises(KeyError):
        a_goal(week=Limit(2)).limit_of("anything")


# ------------------------------------------------------------------------------------------------ judging


def test_a_goal_is_met_when_every_figure_is_within_its_limit() -> None:
    goal, within = a_goal(**{"*": Limit(3)}), [Part("one", 2.9), Part("other", 3.0)]
    assert Result(goal, within).verdict is Verdict.MET
    result = Result(goal, [*within, Part("third", 3.1, reason="it sleeps")])
    assert result.verdict is Verdict.MISSED
    assert [part.name for part in result.missed] == ["third"]


def test_what_could_not_be_measured_is_skipped_with_the_reason() -> None:
    result = Result(a_goal(), absent=["ledger is not installed"])
    assert result.verdict is Verdict.SKIPPED
    assert "X1, not measured: ledger is not installed" in rows_of([result])


def test_the_table_says_the_verdict_the_figures_and_why_a_goal_was_missed() -> None:
    bad = Result(a_goal(**{"*": Limit(2)}), [Part("a read", 3.0, A_PAIR, "it sleeps"), Part("memory", 1, unit="MB")])
    text = "\n".join(rows_of([bad]))
    assert "X1  MISSED: something, against something else" in text
    assert "3.00 x" in text
    assert "3.00 ms" in text
    assert "2.00..4.00" in text
    assert "1 MB" in text
    assert "X1, a read: it sleeps" in text


def test_the_reason_of_a_figure_within_its_limit_is_kept_for_the_report_only() -> None:
    good = Result(a_goal(**{"*": Limit(5)}), [Part("a read", 3.0, A_PAIR, "it sleeps")])
    assert "it sleeps" not in "\n".join(rows_of([good]))
    (part,) = good.plain()["parts"]
    assert (part["reason"], part["met"], part["limit"], part["pair"]["ratio"]) == ("it sleeps", True, "\u2264 5", 3.0)


def test_a_profile_names_where_the_time_went() -> None:
    def busy() -> int:
        return sum(number * number for number in range(200_000))

    said = profile(busy)
    assert "tests/benchmarks/test_goals.py" in said
    assert "%" in said


# ------------------------------------------------------------------------------------------------ measuring


def measured(key: str, ground: Ground) -> Result:
    """A goal's result, its peers absent where they are."""
    result = Result(next(one for one in goals() if one.key == key))
    try:
        for part in result.goal.measure(ground):
            result.parts.append(part)
    except Absent as absent:
        result.absent.append(str(absent))
    return result


def check(result: Result) -> None:
    """There are figures, each has a limit, and all of it can be told."""
    assert result.parts
    for part in result.parts:
        assert result.goal.limit_of(part.name).value >= 0
    json.dumps(result.plain())
    assert "\n".join(rows_of([result]))


@pytest.mark.parametrize("key", ["Q1", "Q2", "W2", "P2", "T2"])
def test_a_goal_is_measured_on_the_small_firm(qtbot: QtBot, ground: Ground, key: str) -> None:
    check(measured(key, ground))


@pytest.mark.parametrize(("script", "least"), [(EMPTY, 1), (BARE, 1), (FRAME, 50), (WHOLE, 50)])
def test_the_windows_that_are_compared_start_paint_and_end(tmp_path: Path, script: str, least: int) -> None:
    facts = told(run_child("-c", script, str(tmp_path))[1])
    assert facts["modules"] > least
    assert facts["memory"] > 10


def test_the_program_opens_the_firm_s_copy_for_a_consultant_and_is_watched(ground: Ground) -> None:
    _taken, facts = filled(own_copy(ground, "filled", SMALL), watched=True)
    found: dict[str, Any] = facts
    assert found["page"] == "week"
    assert 0 < found["painted"] < found["filled"]
    assert found["longest"] > 0


@pytest.mark.soak
@pytest.mark.parametrize("key", ["S1", "S2", "W1", "P1", "T1", "C1", "L1", "M1", "U1", "V1", "Q4"])
def test_the_long_goals_are_measured_too(qtbot: QtBot, ground: Ground, key: str) -> None:
    check(measured(key, ground))


@pytest.mark.parametrize("key", ["S3", "Q3"])
def test_a_goal_that_needs_more_data_says_so(ground: Ground, key: str) -> None:
    goal = next(one for one in goals() if one.key == key)
    with pytest.raises(Absent, match="SIZE="):
        list(goal.measure(ground))


def test_books_for_other_programs_are_as_long_as_they_say(tmp_path: Path) -> None:
    import xml.etree.ElementTree as ET

    text = journal(tmp_path / "some.journal", 30).read_text(encoding="utf-8")
    assert text.count("Assets:AR:C") == 30
    book = ET.parse(gnucash_book(tmp_path / "some.gnucash", 20))  # noqa: S314
    kinds = [element.tag.rpartition("}")[2] for element in book.iter()]
    assert (kinds.count("transaction"), kinds.count("split")) == (20, 40)


# ------------------------------------------------------------------------------------------------ the program


def test_the_program_writes_a_table_and_a_report(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.big.build.folder", lambda: kept)
    report = tmp_path / "report.json"
    asked = ["--size", "small", "--only", "q2", "--rounds", "1", "--patience", "1", "--out", str(report)]
    assert program.main(asked) == 0
    said = capsys.readouterr().out
    assert "a read with our indexes" in said
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["size"] == "small"
    assert [entry["goal"] for entry in found["goals"]] == ["Q2"]
    assert found["machine"]["processors"]


def test_a_measurement_that_fails_is_told_and_does_not_stop_the_others(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.goals.q1.measure", lambda _ground: 1 / 0)
    monkeypatch.setattr("benchmarks.goals.q2.measure", lambda _ground: [Part("a week", 0.001)])
    chosen = [goal for goal in goals() if goal.key in {"Q1", "Q2"}]
    broken, whole = program.measured_goals(chosen, "small", tmp_path, rounds=1, patience=1, minutes=1)
    assert (broken.verdict, whole.verdict) == (Verdict.FAILED, Verdict.MET)
    assert "Q1, failed: ZeroDivisionError: division by zero" in rows_of([broken, whole])
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_peers_are_the_goals_that_are_measured_beside_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--list", "--peers"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["P1", "L1"]


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        program.main(["--only", "nothing"])
    assert "there is nothing to measure" in capsys.readouterr().err
