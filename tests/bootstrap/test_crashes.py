"""The report of a failure nobody expected: what is in it, what is not, and that a death is told once."""

from __future__ import annotations

import getpass
import os
import platform
import signal
import stat
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import __version__
from app.bootstrap import crashes, failing, logs
from app.bootstrap.crashes import deaths, reports, without_data, write_report
from app.bootstrap.desk import Desk
from app.bootstrap.places import Places
from app.bootstrap.player import Player
from app.kernel.changes import Changes
from app.kernel.problems import Problem
from app.shell.failure_view import FailureDialog
from app.storage.work import Work
from tests.books import Office
from tests.storage.test_work import close_office

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_was_told_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crashes, "_told", {})


def trace(words: str = "Brightwater owes 23,259.72") -> str:
    try:
        raise LookupError(words)
    except LookupError:
        return traceback.format_exc()


def test_a_report_says_version_system_libraries_and_places(tmp_path: Path) -> None:
    report = write_report(tmp_path / "logs", trace())
    assert report.path is not None
    assert report.text == report.path.read_text(encoding="utf-8")
    assert f"Version: {__version__}" in report.text
    assert f"System: {platform.system()}" in report.text
    assert "SQLAlchemy 2." in report.text
    assert 'File "tests/bootstrap/test_crashes.py", line' in report.text
    assert report.text.rstrip().endswith("LookupError")


def test_a_report_has_no_word_of_a_person_s_nor_whose_computer_it_is(tmp_path: Path) -> None:
    text = write_report(tmp_path, trace()).text
    for word in ("Brightwater", "23,259", str(ROOT), str(Path.home()), platform.node()):
        assert word not in text
    assert f"/{getpass.getuser()}/" not in text


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of Unix")
def test_a_report_is_its_owner_s(tmp_path: Path) -> None:
    path = write_report(tmp_path / "logs", trace()).path
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_places_of_libraries_are_named_without_the_folders_above_them() -> None:
    said = without_data(
        'Traceback (most recent call last):\n  File "/home/jane/lib/python3.11/site-packages/sqlalchemy/engine.py",'
        f' line 3, in run\n  File "{os.__file__}", line 9, in fdopen\n'
        '  File "/home/jane/clients/Acme/x.py", line 1, in <module>\n'
        "sqlalchemy.exc.IntegrityError: (x) UNIQUE failed\n[SQL: INSERT INTO client VALUES (?)]\n"
        "[parameters: ('Jane',)]\nSystemError: jane"
    )
    assert said.splitlines() == [
        "Traceback (most recent call last):",
        '  File "sqlalchemy/engine.py", line 3, in run',
        '  File "python/os.py", line 9, in fdopen',
        '  File "x.py", line 1, in <module>',
        "sqlalchemy.exc.IntegrityError",
        "SystemError",
    ]


def test_the_same_failure_again_is_the_same_report(tmp_path: Path) -> None:
    found = [write_report(tmp_path, trace(words)) for words in ("one", "two")]
    assert [report.first for report in found] == [True, False]
    assert found[0].path == found[1].path
    assert len(reports(tmp_path)) == 1


def test_old_reports_go(tmp_path: Path) -> None:
    for number in range(crashes.KEPT + 5):
        write_report(tmp_path, f'Traceback (most recent call last):\n  File "x.py", line {number}, in go\nKeyError')
    kept = reports(tmp_path)
    assert len(kept) == crashes.KEPT
    assert f"line {crashes.KEPT + 4}," in kept[-1].read_text(encoding="utf-8")


def test_a_folder_that_takes_no_file_makes_no_second_failure(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file is in the way", encoding="utf-8")
    report = write_report(tmp_path / "logs", trace())
    assert report.path is None
    assert "LookupError" in report.text


# ------------------------------------------------------------------------------------------------ deaths


DIE = """
import os, signal, sys
from pathlib import Path
from app.bootstrap.logs import watch_signals
end = watch_signals(Path(sys.argv[1]))
def settle_the_account_of_brightwater():
    {how}
settle_the_account_of_brightwater()
end()
"""


def run(folder: Path, how: str) -> int:
    command = [sys.executable, "-c", DIE.format(how=how), str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode


@pytest.mark.skipif(os.name != "posix", reason="signals are those of Unix")
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE])
def test_a_death_by_a_signal_is_told_once_by_the_next_start(tmp_path: Path, number: signal.Signals) -> None:
    assert run(tmp_path, f"os.kill(os.getpid(), {int(number)})") == -number
    report = deaths(tmp_path)
    assert report is not None
    assert report.path is not None
    assert "Watertight: it ended by itself" in report.text
    assert "Fatal Python error" in report.text
    assert "in settle_the_account_of_brightwater" in report.text
    assert str(tmp_path) not in report.text
    assert deaths(tmp_path) is None
    assert [path.name for path in tmp_path.iterdir()] == [report.path.name]


def test_a_usual_end_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "pass") == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="signals are those of Unix")
def test_a_kill_from_outside_is_no_failure_and_its_file_goes(tmp_path: Path) -> None:
    assert run(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)") == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 1
    assert deaths(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_a_window_that_still_runs_stays(tmp_path: Path) -> None:
    mine = tmp_path / f"{logs.ALIVE}{os.getpid()}-1.txt"
    mine.touch()
    assert deaths(tmp_path) is None
    assert mine.exists() or sys.platform == "win32"


@pytest.mark.skipif(os.name != "posix", reason="cores are those of Unix")
def test_no_memory_of_the_program_is_written_when_it_dies() -> None:
    resource = pytest.importorskip("resource")
    script = (
        "import resource; from app.__main__ import leave_no_core\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)\n"
        "leave_no_core(); print(*resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", str(resource.getrlimit(resource.RLIMIT_CORE)[1])]


def test_a_death_is_told_with_the_time_of_it(tmp_path: Path) -> None:
    path = tmp_path / f"{logs.ALIVE}1-1.txt"
    path.write_text('Fatal Python error: Aborted\n\n  File "x.py", line 3 in go\n', encoding="utf-8")
    os.utime(path, (1_777_558_800, 1_777_558_800))
    report = deaths(tmp_path)
    assert report is not None
    assert "When: 2026-04-30 14:20:00 UTC" in report.text


# ------------------------------------------------------------------------------------------------ in the window


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(logs, "_folder", tmp_path / "logs")
    made = Desk(qapp, Places(*(tmp_path / name for name in ("books", "config", "logs", "data"))))
    made.window.welcome(None)
    made.window.frame.show()
    yield made
    made.window.frame.close()
    made.close()


def shown(qtbot: QtBot, desk: Desk) -> FailureDialog:
    def open_dialogs() -> list[FailureDialog]:
        return [one for one in desk.window.frame.findChildren(FailureDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: len(open_dialogs()) == 1)
    return open_dialogs()[0]


def test_a_failed_job_is_told_with_the_report_as_it_would_be_sent(qtbot: QtBot, desk: Desk) -> None:
    desk.operations.crashed.emit(trace())
    dialog = shown(qtbot, desk)
    (path,) = reports(desk.places.logs)
    assert dialog.text.toPlainText() == path.read_text(encoding="utf-8")
    assert "Nothing half-done was saved" in dialog.sentence.text()
    dialog.copy_button.click()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()
    assert not dialog.file_button.isHidden()


def test_a_failure_that_was_shown_is_a_notice_from_then_on(qtbot: QtBot, desk: Desk) -> None:
    desk.operations.crashed.emit(trace())
    dialog = shown(qtbot, desk)
    desk.operations.crashed.emit(trace("again"))
    Player(desk.window).press("Escape", dialog)
    desk.operations.crashed.emit(trace("and again"))
    assert not [one for one in desk.window.frame.findChildren(FailureDialog) if one.isVisible()]
    assert "the log has the details" in desk.window.frame.notices.text()


def test_a_failure_outside_every_job_is_told_too(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(failing, "watch_signals", lambda _folder: lambda: None)
    heard = failing.Failures(desk)
    try:
        raise LookupError("Brightwater")
    except LookupError as error:
        logs._report(type(error), error, error.__traceback__)
    heard.end()
    assert "LookupError" in shown(qtbot, desk).text.toPlainText()
    assert "Brightwater" not in capsys.readouterr().err


def test_a_death_is_told_when_the_window_comes_again(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failing, "watch_signals", lambda _folder: lambda: None)
    desk.places.logs.mkdir()
    thread = 'Current thread 0x00007f (most recent call first):\n  File "x.py", line 3 in go\n'
    dump = f"Fatal Python error: Segmentation fault\n\n{thread}"
    (desk.places.logs / f"{logs.ALIVE}1-1.txt").write_text(dump, encoding="utf-8")
    failing.Failures(desk).end()
    dialog = shown(qtbot, desk)
    assert dialog.windowTitle() == "Watertight ended by itself last time"
    assert "Segmentation fault" in dialog.text.toPlainText()
    assert "in go" in dialog.text.toPlainText()


def test_a_bug_behind_what_was_saved_is_told_beside_its_answer(qtbot: QtBot, desk: Desk, sqlite_office: Office) -> None:
    def broken(_work: Work, *, changes: Changes) -> object:
        raise LookupError(f"Brightwater {changes}")

    office = sqlite_office
    desk.backend.take(office.book, desk.operations.crashed.emit)
    office.book.reactions.append((frozenset({"firm"}), broken))
    answers: list[object] = []
    desk.operations.run(close_office, answers.append, failed=answers.append, day=date(2026, 12, 24))
    assert "LookupError" in shown(qtbot, desk).text.toPlainText()
    assert len(answers) == 1
    assert not isinstance(answers[0], Problem)
    desk.backend.book = None
