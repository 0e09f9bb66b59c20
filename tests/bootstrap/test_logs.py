"""The log file: what is kept of a crash, and what is never written."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import logs
from app.bootstrap.logs import log_crash, log_event, start_log
from app.kernel.problems import Problem

ROOT = Path(__file__).parents[2]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A log of its own; the process is left as it was."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield start_log(tmp_path / "logs")
    logger = logging.getLogger("watertight")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def fail(name: str) -> None:
    raise Problem("client.unknown", f"No client is called \u201c{name}\u201d.", hint="Ask Priya Raman.")


def test_the_report_of_a_problem_has_its_code_and_place_but_no_word_of_the_person_s(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        fail("Jane Doe")
    except Problem as problem:
        sys.excepthook(type(problem), problem, problem.__traceback__)
    capsys.readouterr()
    text = log.read_text(encoding="utf-8")
    assert "client.unknown" in text
    assert "in fail" in text
    assert "Jane" not in text
    assert "Priya" not in text


def test_the_parameters_of_a_statement_stay_out(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sqlalchemy.exc import IntegrityError

    original = ValueError("UNIQUE constraint failed: client.name")
    try:
        raise IntegrityError("INSERT INTO client (name) VALUES (?)", ("Jane Doe",), original)
    except IntegrityError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    capsys.readouterr()
    text = log.read_text(encoding="utf-8")
    assert "sqlalchemy.exc.IntegrityError" in text
    assert "Jane" not in text
    assert "INSERT" not in text


def test_a_failed_job_is_kept_without_its_data(log: Path) -> None:
    try:
        try:
            raise KeyError("Jane Doe\n  at Brightwater\nJane: call back")
        except KeyError as error:
            raise ValueError("Jane Doe") from error
    except ValueError:
        log_crash(traceback.format_exc())
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("ERROR watertight a job failed")
    assert [line for line in lines if not line.startswith("  File")][1:] == [
        "Traceback (most recent call last):",
        "KeyError",
        "The above exception was the direct cause of the following exception:",
        "Traceback (most recent call last):",
        "ValueError",
    ]
    assert "test_logs.py" in lines[2]


def test_a_failure_of_the_program_s_own_names_is_kept_in_words(log: Path) -> None:
    try:
        object().nothing  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError:
        log_crash(traceback.format_exc())
    assert "AttributeError: 'object' object has no attribute 'nothing'" in log.read_text(encoding="utf-8")


def test_the_log_is_rotated_and_the_oldest_forgotten(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = logging.getLogger("watertight").handlers
    assert isinstance(handler, logging.handlers.RotatingFileHandler)
    assert (handler.maxBytes, handler.backupCount) == (logs.SIZE, logs.KEPT)
    monkeypatch.setattr(handler, "maxBytes", 200)
    for number in range(40):
        logging.getLogger("watertight").info("line %d of many, long enough to fill a file soon", number)
    names = sorted(path.name for path in log.parent.iterdir())
    assert names == ["watertight.log", *(f"watertight.log.{number}" for number in range(1, logs.KEPT + 1))]


def test_starting_twice_writes_each_line_once(log: Path) -> None:
    start_log(log.parent)
    logging.getLogger("watertight").info("once")
    assert log.read_text(encoding="utf-8").count("once") == 1


def test_a_crash_leaves_a_report_and_the_usual_trace(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from app.bootstrap.logs import start_log\n"
        "start_log(Path(sys.argv[1]))\n"
        "def deep(): raise ZeroDivisionError('by Jane Doe')\n"
        "deep()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    text = (tmp_path / "watertight.log").read_text(encoding="utf-8")
    assert "CRITICAL watertight crash" in text
    assert "in deep" in text
    assert "ZeroDivisionError" in text
    assert "Jane" not in text


def test_an_interruption_by_the_person_is_no_crash(log: Path) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert log.read_text(encoding="utf-8") == ""


def test_what_the_program_did_is_in_the_log(tmp_path: Path) -> None:
    path = start_log(tmp_path)
    log_event("a book was opened")
    assert "INFO watertight a book was opened" in path.read_text(encoding="utf-8")
