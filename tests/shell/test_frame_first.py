"""The frame is painted before anything heavy is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.bootstrap.desk import SIZE, Desk
from app.bootstrap.places import Places
from app.qt.theme import prepare

HEAVY = ("sqlalchemy", "alembic", "reportlab", "icalendar", "recurring_ical_events", "keyring", "psycopg", "sqlcipher3")


class Painted(QObject):
    seen = 0

    def eventFilter(self, watched, event):
        self.seen += event.type() is QEvent.Type.Paint
        return False


def heavy():
    return sorted(name for name in HEAVY if name in sys.modules)


prepare()
app = QApplication([])
folder = Path(sys.argv[1])
desk = Desk(app, Places(folder / "books", folder / "config", folder / "logs", folder / "data"))
painted = Painted()
desk.window.frame.installEventFilter(painted)
desk.window.frame.resize(*SIZE)
desk.window.frame.show()
app.processEvents()
frame = heavy()
desk.start(None, use_demo=False)
app.processEvents()
page = type(desk.window.frame.current).__name__
print(json.dumps({"painted": painted.seen, "frame": frame, "welcome": heavy(), "page": page}))
desk.close()
"""


def test_the_frame_and_the_welcome_page_are_painted_before_any_library_of_the_book_is_imported(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["painted"] > 0
    assert found["frame"] == []
    assert found["welcome"] == []
    assert found["page"] == "WelcomePage"
