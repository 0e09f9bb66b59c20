"""Pairs are measured in turn and counted right. Nothing here looks at how long anything took."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.pair import Spread, Taken, clocked, command, command_output, compared, in_turn, main, paired

ROOT = Path(__file__).parents[2]


def took(*seconds: float) -> list[Taken]:
    return [Taken(wall=value, cpu=value / 2, memory=10 * value) for value in seconds]


def test_a_spread_is_the_median_the_least_and_the_most_in_milliseconds() -> None:
    assert Spread.of([0.003, 0.001, 0.010]) == Spread(3.0, 1.0, 10.0)
    assert Spread.of([40, 50], scale=1) == Spread(45, 40, 50)


def test_the_ratio_is_the_median_of_the_pairs_own_ratios_not_that_of_the_medians() -> None:
    found = compared(took(2, 9, 4), took(1, 3, 8), by="wall")
    assert found.ratio == 2.0  # 2, 3 and 0.5; the medians alone would say 4 to 3
    assert (found.least, found.most, found.rounds) == (0.5, 3.0, 3)
    assert found.one == Spread(4000, 2000, 9000)


def test_processor_time_and_memory_can_be_compared_too() -> None:
    assert compared(took(2, 2), took(1, 1)).one == Spread(1000, 1000, 1000)
    assert compared(took(2, 2), took(1, 1), by="memory").one == Spread(20, 20, 20)


def test_a_yardstick_that_took_nothing_says_nothing() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        compared(took(1, 2), took(0, 0))


def test_things_are_done_in_turn_and_the_first_round_is_dropped() -> None:
    done: list[str] = []
    answers = iter(took(99, 98, 1, 2, 3, 4))

    def work(name: str) -> Taken:
        done.append(name)
        return next(answers)

    one, other = in_turn((lambda: work("A"), lambda: work("B")), rounds=2, before=lambda: done.append("-"))
    assert "".join(done) == "-A-B-A-B-A-B"
    assert (one, other) == (took(1, 3), took(2, 4))


def test_patience_ends_the_rounds_but_three_are_always_there() -> None:
    found = in_turn((lambda: took(5)[0],), rounds=50, before=lambda: None, patience=0)
    assert len(found[0]) == 3


def test_what_is_very_short_is_done_many_times_in_a_round() -> None:
    done: list[int] = []
    pair = paired(lambda: done.append(1), lambda: None, rounds=2, by="wall")
    assert len(done) > 10
    assert pair.rounds == 2


def test_a_work_that_measures_itself_is_believed() -> None:
    assert clocked(lambda: took(7)[0]) == took(7)[0]


def test_garbage_is_collected_again_after_a_failure() -> None:
    import gc

    gc.enable()
    with pytest.raises(ZeroDivisionError):
        clocked(lambda: 1 // 0)
    assert gc.isenabled()
    gc.disable()


def test_a_command_is_taken_at_its_own_cost_and_its_words_are_kept() -> None:
    taken, text = command_output([sys.executable, "-c", "print('here')"])
    assert text.strip() == "here"
    assert taken.cpu > 0
    assert taken.wall > 0


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3: .*why"):
        command([sys.executable, "-c", "import sys; sys.stderr.write('why'); sys.exit(3)"])


def test_commands_can_be_compared_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["1", f"bare={sys.executable} -c pass", f"more={sys.executable} -c 'import json'"]) == 0
    said = capsys.readouterr().out
    report = json.loads(said[said.index("{") :])
    assert report["against"] == "bare"
    assert report["results"]["bare"]["cpu"]["ratio"] == 1.0
    assert report["results"]["more"]["wall"]["rounds"] == 1


def test_nothing_heavy_is_needed_to_compare_commands() -> None:
    script = "import sys, benchmarks.pair; print(sorted({'PySide6', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
