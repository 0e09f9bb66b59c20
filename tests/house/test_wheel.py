"""The wheel holds the program with its data, and the data is found there as it is in a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIND = """
import app
from importlib.resources import files
for place in ("resources", "migrations"):
    print(files(f"app.{place}"))
assert files("app.resources").joinpath("tokens.json").is_file()
assert files("app.resources").joinpath("locale", "de", "LC_MESSAGES", "watertight.po").is_file()
assert files("app.resources").joinpath("fonts", "IBMPlexSans_400Regular.ttf").is_file()
assert files("app.migrations").joinpath("versions", "0001_the_first_book.py").is_file()
"""


def found_from(folder: Path) -> list[Path]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", FIND]
    child = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    return [Path(line) for line in child.stdout.splitlines()]


def test_a_checkout_finds_its_data() -> None:
    assert found_from(ROOT) == [ROOT / "resources", ROOT / "migrations"]


@pytest.mark.xdist_group("wheel")
def test_an_installed_copy_finds_its_data_inside_itself(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    (tmp_path / "resources").mkdir()  # somebody else's package beside ours
    assert found_from(tmp_path) == [tmp_path / "app" / "resources", tmp_path / "app" / "migrations"]


@pytest.mark.xdist_group("wheel")
def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert "License-Expression: Apache-2.0" in metadata
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}
    assert not any(name.startswith(("tests/", "resources/", "migrations/")) for name in names)
