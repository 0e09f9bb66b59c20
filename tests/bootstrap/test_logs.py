"""The log file: what is kept of a crash, and what is never written."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
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
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logs, "_folder", None)
    yield start_log(tmp_path / "logs")
    for handler in written_by():
        logging.getLogger().removeHandler(handler)
        handler.close()


def written_by() -> list[RotatingFileHandler]:
    return [one for one in logging.getLogger().handlers if isinstance(one, RotatingFileHandler)]


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
    (handler,) = written_by()
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


def test_what_the_program_did_is_in_the_log(log: Path) -> None:
    log_event("a book was opened")
    assert "INFO watertight a book was opened" in log.read_text(encoding="utf-8")


SECRETS = {
    "a password in an address": (
        "cannot reach postgresql://grace:S3cret@db.office:5432/book",
        "cannot reach postgresql://***@db.office:5432/book",
    ),
    "a calendar's address": (
        "GET https://calendar.example/ical/grace/private-8f3a/basic.ics failed",
        "GET https://calendar.example/*** failed",
    ),
    "a token behind a question mark": ("webcal://feeds.example?token=8f3a was", "webcal://feeds.example/*** was"),
    "a part of an address": ("redirected to /feed?user=1&token=8f3a", "redirected to /feed?user=***&token=***"),
    "a setting of a database": ("host=db password=S3cret user=grace", "host=db password=*** user=grace"),
    "a recovery code": ("typed 7YQ2-M3KD-VB9C-TWJ0-5XZR-8NPE-GH4A here", "typed *** here"),
    "one typed with blanks": ("typed 7yq2 m3kd vb9c twj0 5xzr 8npe gh4a here", "typed *** here"),
    "one typed in one": ("typed 7yq2m3kdvb9ctwj05xzr8npegh4a here", "typed *** here"),
    "a key": ("PRAGMA key = x'" + "0123456789abcdef" * 4 + "'", "PRAGMA key = ***"),
    "a bank account": ("to GB82 WEST 1234 5698 7654 32 today", "to *** today"),
    "one without blanks": ("to GB82WEST12345698765432, today", "to ***, today"),
    "one in small letters": ("to gb82west12345698765432, today", "to ***, today"),
    "a mail address": ("to grace.bennett@alder-finch.example now", "to *** now"),
}


@pytest.mark.parametrize("secret", SECRETS)
def test_what_opens_something_is_never_in_the_log(log: Path, secret: str) -> None:
    said, kept = SECRETS[secret]
    logging.getLogger("watertight.anything").warning("%s", said)
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert line.endswith(f"WARNING watertight.anything {kept}")


def test_usual_words_stay_as_they_are(log: Path) -> None:
    said = (
        "started: version 0.1.0, Qt 6.11.3, linux",
        "refused: key.needed",
        "the window was blocked for 120 ms, 80 ms of them by itself",
        "they said that this will take some time",
        "command 0b3f7a52-6e0b-4c58-9d0e-6f1d9a7f3c11 done",
    )
    for one in said:
        log_event(one)
    assert [line.partition("watertight ")[2] for line in log.read_text(encoding="utf-8").splitlines()] == list(said)


def test_an_exception_that_somebody_logs_leaves_its_places_only(log: Path) -> None:
    try:
        raise ValueError("Jane Doe")
    except ValueError:
        logging.getLogger("watertight").exception("could not do it")
    text = log.read_text(encoding="utf-8")
    assert "could not do it" in text
    assert "ValueError" in text
    assert "Jane" not in text


def test_what_fails_in_a_thread_is_kept_too(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    thread = threading.Thread(target=fail, args=("Jane Doe",))
    thread.start()
    thread.join()
    assert "in fail" in log.read_text(encoding="utf-8")
    said = capsys.readouterr().err
    assert "in fail" in said
    assert "Jane" not in said + log.read_text(encoding="utf-8")


def test_the_words_of_libraries_come_into_the_log_redacted_and_those_of_our_rooms_too(log: Path) -> None:
    logging.getLogger("somebody.else").warning("no answer from https://feeds.example/private-8f3a/basic.ics")
    logging.getLogger("app.storage.secrets.ring").info("the keyring does not answer")
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("WARNING somebody.else no answer from https://feeds.example/***")
    assert lines[1].endswith("INFO app.storage.secrets.ring the keyring does not answer")


def test_no_other_part_makes_a_way_out_of_the_log() -> None:
    """One door: what is written to it is redacted."""
    door = re.compile(r"\blogging\.(?:handlers|basicConfig|Handler|StreamHandler|FileHandler|config)\b|addHandler")
    writing = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "app").rglob("*.py"))
        if door.search(path.read_text(encoding="utf-8"))
    ]
    assert writing == ["app/bootstrap/logs.py"]
