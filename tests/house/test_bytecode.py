"""What is installed is compiled: without that each start takes seconds more."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from importlib.util import cache_from_source
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
LIBRARIES = [re.split(r"[^A-Za-z0-9_.-]", line, maxsplit=1)[0] for line in NEEDED]
NOT_PYTHON = "__init__.tmpl.py"
"""A template that PySide6 brings."""


def not_compiled(places: list[Path]) -> list[str]:
    return [str(place) for place in places if not Path(cache_from_source(str(place))).is_file()]


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_environment_holds_its_libraries_compiled(library: str) -> None:
    one = distribution(library)
    files = [Path(str(file.locate())) for file in one.files or () if file.suffix == ".py" and file.name != NOT_PYTHON]
    assert files or library == "psycopg-binary"
    assert not_compiled(files) == []


@pytest.mark.xdist_group("wheel")
def test_an_installed_copy_is_compiled(wheel: Path, tmp_path: Path) -> None:
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(tmp_path)]
    subprocess.run([*install, "--disable-pip-version-check", str(wheel)], check=True, capture_output=True)
    files = [place for place in (tmp_path / "app").rglob("*.py") if "migrations" not in place.parts]
    assert len(files) > 100
    assert not_compiled(files) == []


def test_make_keeps_what_was_compiled_whatever_this_shell_says(tmp_path: Path) -> None:
    more = tmp_path / "more.mk"
    more.write_text('told:\n\t@echo "<$${PYTHONDONTWRITEBYTECODE-}>"\n', encoding="utf-8")
    command = ["make", "-s", "-f", str(ROOT / "Makefile"), "-f", str(more), "told"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "<>\n"
