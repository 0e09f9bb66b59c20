"""A process beside the program does what the program would have done, and nothing depends on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.kernel.beside import done_beside
from app.kernel.problems import Problem
from app.kernel.words import _, install, language

Step = Callable[[int, int], object]


def count_to(end: int, *, step: Step) -> tuple[int, int]:
    """Says each number."""
    for number in range(end):
        step(number + 1, end)
    return end, os.getpid()


def go_on(file: Path, *, step: Step) -> None:
    """Ends only when it is stopped."""
    file.write_text(str(os.getpid()), encoding="utf-8")
    while True:
        step(0, 0)
        time.sleep(0.001)


def say_nothing(file: Path, *, step: Step) -> None:
    """Is at work, and has nothing to say."""
    file.touch()
    time.sleep(30)


def refuse(home: int, *, step: Step) -> str:
    """Refuses, in each process in its own words."""
    step(0, 0)
    raise Problem("no", "at home" if os.getpid() == home else "elsewhere")


def end_elsewhere(home: int, *, step: Step) -> str:
    """Ends any process but one."""
    step(1, 1)
    if os.getpid() != home:
        os._exit(1)
    return "done at home"


def tongue(*, step: Step) -> tuple[str, str]:
    """The language it speaks, and a word of it."""
    step(0, 0)
    return language(), _("Open")


def test_it_is_done_in_another_process_and_says_how_far_it_is() -> None:
    said: list[tuple[int, int]] = []
    end, process = done_beside(count_to, 500, step=lambda done, total: said.append((done, total)))
    assert end == 500
    assert process != os.getpid()
    assert said[-1] == (500, 500)
    assert len(said) < 500, "not each word goes through the pipe"


def test_it_speaks_as_the_program_does() -> None:
    before = language()
    install("de")
    try:
        assert done_beside(tongue, step=lambda _done, _total: None) == ("de", _("Open"))
    finally:
        install(before)


def test_it_is_stopped_although_it_says_nothing(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def step(_done: int, _total: int) -> None:
        if (tmp_path / "begun").exists():
            raise Enough

    with pytest.raises(Enough):
        done_beside(say_nothing, tmp_path / "begun", step=step)


def test_whoever_stops_it_ends_the_process(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    file = tmp_path / "process"

    def step(_done: int, _total: int) -> None:
        if file.exists():
            raise Enough

    with pytest.raises(Enough):
        done_beside(go_on, file, step=step)
    with pytest.raises(ProcessLookupError):
        os.kill(int(file.read_text(encoding="utf-8")), 0)


def test_what_fails_there_is_done_here_and_says_why_in_its_own_words() -> None:
    with pytest.raises(Problem, match="at home"):
        done_beside(refuse, os.getpid(), step=lambda _done, _total: None)
    assert done_beside(end_elsewhere, os.getpid(), step=lambda _done, _total: None) == "done at home"
    here = os.getpid()

    def local(*, step: Step) -> int:
        step(0, 0)
        return os.getpid()

    assert done_beside(local, step=lambda _done, _total: None) == here  # it cannot travel


def test_where_no_process_can_be_started_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_arguments: object, **_options: object) -> None:
        raise OSError(12, "no room for another one")

    monkeypatch.setattr(subprocess, "Popen", none)
    assert done_beside(count_to, 3, step=lambda _done, _total: None) == (3, os.getpid())


def test_it_ends_with_the_program_that_asked_for_it(tmp_path: Path) -> None:
    """Whoever is killed leaves nobody behind."""
    file = tmp_path / "process"
    asking = (
        "import sys; from pathlib import Path; from app.kernel.beside import done_beside;"
        "from tests.kernel.test_beside import go_on;"
        f"done_beside(go_on, Path({str(file)!r}), step=lambda d, t: None)"
    )
    process = subprocess.Popen([sys.executable, "-c", asking])
    while not file.exists() or not file.read_text(encoding="utf-8"):
        assert process.poll() is None
        time.sleep(0.005)
    process.kill()
    process.wait()
    number = int(file.read_text(encoding="utf-8"))
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            break
        time.sleep(0.005)
    else:
        pytest.fail("the process works on for nobody")
