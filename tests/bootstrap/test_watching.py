"""`watertight --watch`: the log tells when the window hung, and where in the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import bootstrap

ROOT = Path(__file__).parents[2]
SCRIPT = """
import time
from PySide6.QtCore import QTimer
from app.bootstrap import desk

start = desk.Desk.start


def hang_then_end(self, place, *, use_demo):
    def hang():
        time.sleep(0.6)
        QTimer.singleShot(200, self.app.quit)

    start(self, place, use_demo=use_demo)
    QTimer.singleShot(50, hang)


desk.Desk.start = hang_then_end
raise SystemExit(desk.open_desk(None, use_demo=False, watched=WATCHED))
"""


@pytest.mark.parametrize("watched", [True, False])
def test_the_log_tells_where_the_window_hung_if_it_was_watched(tmp_path: Path, watched: bool) -> None:
    kinds = ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "DOCUMENTS_DIR")
    homes = {f"XDG_{kind}": str(tmp_path) for kind in kinds}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("WATCHED", str(watched))],
        cwd=ROOT,
        env={**os.environ, **homes, "LOCALAPPDATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (log,) = tmp_path.rglob("watertight.log")
    text = log.read_text(encoding="utf-8")
    assert ("the window was blocked for" in text) is watched
    assert ("in hang\n" in text) is watched


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (None, False, False)),
        (["--watch"], (None, False, True)),
        (["--demo", "--watch"], (None, True, True)),
        (["--book", "firm.watertight", "--watch"], ("firm.watertight", False, True)),
    ],
)
def test_the_window_opens_watched_when_that_is_asked(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: tuple[str | None, bool, bool]
) -> None:
    asked = []

    def window(book: str | None, *, use_demo: bool, watched: bool) -> int:
        asked.append((book, use_demo, watched))
        return 0

    monkeypatch.setattr(bootstrap, "_window", window)
    assert bootstrap.run(arguments) == 0
    assert asked == [expected]
