"""A verb that only reads loads neither the window nor what writes PDFs, changes schemas or reads calendars."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calls import Shop

pytestmark = pytest.mark.xdist_group("demo")

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from app.bootstrap import run

code = run(sys.argv[1:])
heavy = ("PySide6", "shiboken6", "alembic", "mako", "reportlab", "segno", "icalendar", "recurring_ical_events",
         "keyring", "pypdfium2", "sqlalchemy.dialects.postgresql", "psycopg")
commands = [name for name in sys.modules if name.startswith("app.") and ".commands" in name]
print(code, *[name for name in heavy if name in sys.modules], *commands, file=sys.stderr)
"""


@pytest.mark.parametrize("words", ["owed --json", "owed", "week --json", "check", "export books", "bill --list --json"])
def test_a_verb_that_reads_loads_only_what_reading_needs(demo: Shop, tmp_path: Path, words: str) -> None:
    command = [sys.executable, "-c", SCRIPT, "--book", demo.place, "--as", "GB", *words.split()]
    folder = tmp_path / "here"
    folder.mkdir()
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT), "PATH": ""}
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "0"
    assert done.stdout


def test_help_loads_no_library_of_the_book() -> None:
    script = f"{SCRIPT}\nprint('sqlalchemy' in sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines()[-2:] == ["0", "False"], done.stderr


def test_garbage_is_looked_for_again_once_the_book_is_open_and_the_libraries_are_set_aside(demo: Shop) -> None:
    script = """
import gc, sys
from app.__main__ import main
try:
    main()
finally:
    print(gc.isenabled(), gc.get_freeze_count() > 50_000, file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, "--book", demo.place, "--as", "GB", "owed", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "True True"), done.stderr
