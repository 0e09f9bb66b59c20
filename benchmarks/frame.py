"""qt and shell: from the start of a process to the first paint of the frame, against a bare window with a table.

Also tells which heavy modules are there by then: none of them should be.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.child import run_child, told
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject, Taken

HEAVY = ("sqlalchemy", "alembic", "reportlab", "icalendar", "keyring")
REPORT = f"""
import json, os, sys
app.processEvents()
heavy = [name for name in {HEAVY!r} if name in sys.modules]
print(json.dumps({{"heavy": heavy, "modules": len(sys.modules)}}), flush=True)
os._exit(0)
"""
BARE = f"""
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication([])
window = QMainWindow()
table = QTableView()
table.setModel(QStandardItemModel(40, 8))
window.setCentralWidget(table)
window.resize(1440, 900)
window.show()
{REPORT}"""
FRAME = f"""
from PySide6.QtWidgets import QApplication
from app.qt.frame import Frame
from app.qt.theme import Theme, prepare
prepare()
app = QApplication([])
theme = Theme(app)
theme.apply("light")
window = Frame(name="Watertight")
window.resize(1440, 900)
window.show()
{REPORT}"""
WHOLE = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.bootstrap.desk import SIZE, Desk
from app.bootstrap.places import Places
from app.qt.theme import prepare
prepare()
app = QApplication([])
folder = Path(sys.argv[1])
desk = Desk(app, Places(folder / "books", folder / "config", folder / "logs", folder / "data"))
desk.window.frame.resize(*SIZE)
desk.window.frame.show()
{REPORT}"""


def _window(script: str, folder: Path) -> Subject:
    facts: dict[str, object] = {}

    def run() -> Taken:
        taken, text = run_child("-c", script, str(folder))
        facts.update(told(text))
        return taken

    return Subject(run, lambda: run_child("-c", BARE)[0], "bare window with a table", facts=facts)


def _frame(desk: Desk) -> Subject:
    return _window(FRAME, desk.folder)


def _whole(desk: Desk) -> Subject:
    return _window(WHOLE, desk.folder)


BENCHMARKS = (
    Benchmark("qt", "first paint of the empty frame", _frame),
    Benchmark("shell", "first paint of the program's window", _whole),
)
