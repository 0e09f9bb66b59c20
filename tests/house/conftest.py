"""The wheel and the trees of the program, made once for all tests that look into them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, TOGETHER, sources


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("watertight-*.whl")
    return made


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """A million nodes in memory would make each search for garbage after this slow."""
    if is_about_sources(item) and not (nextitem and is_about_sources(nextitem)):
        sources.cache_clear()


def is_about_sources(item: pytest.Item) -> bool:
    return any(mark.args == (TOGETHER,) for mark in item.iter_markers("xdist_group"))
