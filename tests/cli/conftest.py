"""Calls of the real entry, and books to call it on."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import copy_demo, run
from app.bootstrap import opening as bootstrap_opening
from app.kernel.clock import FixedClock
from tests.books import NOW, Office
from tests.cli.calls import Answer, Call, Shop


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the program as `watertight WORDS` would; no book was ever opened on this computer."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def call(*words: object) -> Answer:
        capsys.readouterr()
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def demo(call: Call, tmp_path: Path) -> Shop:
    """A fresh copy of the demo firm."""
    return Shop(str(copy_demo(tmp_path / "demo")), call)


@pytest.fixture
def shop(office: Office, call: Call, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The sample firm on each database, on 30 April 2026."""
    monkeypatch.setattr(bootstrap_opening, "clock_for", lambda _place: FixedClock(NOW))
    return Shop(office.book.place, call)
