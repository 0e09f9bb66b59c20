"""The frame is painted before anything heavy is imported, and little of our own is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.xdist_group("frame first")  # what the module makes is made by one worker
ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, linecache, sys

before = set(sys.modules)
from app import bootstrap


def look():
    # what was imported, by its first name where it is not our own; and whose source was read on the way
    modules = [name for name in sys.modules if name not in before and getattr(sys.modules[name], "__file__", None)]
    others = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - {"app"}
    ours = [name for name in modules if name.partition(".")[0] == "app"]
    read = [name for name in ours if sys.modules[name].__file__ in linecache.cache]
    made = "QWizard" in vars(sys.modules["PySide6.QtWidgets"])  # a class that nobody here names
    return {"others": sorted(others), "ours": ours, "read": read, "made": made}


def watch():
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication
    from app.bootstrap import desk

    class Painted(QObject):
        seen = 0

        def eventFilter(self, watched, event):
            self.seen += event.type() is QEvent.Type.Paint and watched is self.frame
            return False

    painted = Painted()
    make, start = desk.Desk._new_window, desk.Desk.start

    def made(self):
        window = make(self)
        painted.frame = window.frame
        window.frame.installEventFilter(painted)
        return window

    def started(self, place, *, use_demo):
        frame = look()
        start(self, place, use_demo=use_demo)
        self.app.processEvents()
        page = type(self.window.frame.current).__name__
        print(json.dumps({"painted": painted.seen, "frame": frame, "welcome": look(), "page": page}))
        QTimer.singleShot(0, self.app.quit)

    desk.Desk._new_window, desk.Desk.start = made, started


def window(book, *, use_demo, watched):
    from app.qt.loading import load_qt

    load_qt()
    watch()
    return opened(book, use_demo=use_demo, watched=watched)


opened, bootstrap._window = bootstrap._window, window
raise SystemExit(bootstrap.run([]))
"""
QT = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap", "__feature__"}
MOST = 67
"""Modules of ours that the empty frame may need. Each takes half a millisecond or more before anything is seen."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = str(tmp_path_factory.mktemp("home"))
    kinds = ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "DOCUMENTS_DIR")
    homes = {**{f"XDG_{kind}": folder for kind in kinds}, "LOCALAPPDATA": folder, "HOME": folder}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, **homes},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["painted"] > 0
    assert found["page"] == "WelcomePage"
    return found


@pytest.mark.parametrize("when", ["frame", "welcome"])
def test_the_frame_and_the_welcome_page_are_painted_with_qt_and_the_names_of_folders_only(
    seen: dict[str, Any], when: str
) -> None:
    assert set(seen[when]["others"]) - QT == {"platformdirs"}


def test_the_frame_needs_few_modules_and_no_room_but_the_rights_of_the_firm(seen: dict[str, Any]) -> None:
    ours = seen["frame"]["ours"]
    assert len(ours) <= MOST, "\n".join(ours)
    parts = {name.split(".")[1] for name in ours if "." in name}
    assert parts == {"bootstrap", "firm", "kernel", "qt", "resources", "shell"}
    assert {name for name in ours if name.startswith("app.firm")} == {"app.firm", "app.firm.domain"}


@pytest.mark.parametrize("name", ["grid", "list_card", "table", "page_actions", "dialogs", "charts", "printing"])
def test_lists_grids_dialogs_and_charts_come_after_the_frame(seen: dict[str, Any], name: str) -> None:
    assert f"app.qt.{name}" not in seen["frame"]["ours"]
    assert (ROOT / "app" / "qt" / f"{name}.py").exists()


def test_no_source_is_read_again_to_look_for_switches_of_qt(seen: dict[str, Any]) -> None:
    assert seen["welcome"]["read"] == []


def test_every_class_of_qt_is_made_after_the_frame_and_before_a_thread_can_name_one(seen: dict[str, Any]) -> None:
    # two threads that make classes of Qt at once hang or crash
    assert not seen["frame"]["made"]
    assert seen["welcome"]["made"]
