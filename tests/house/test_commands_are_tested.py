"""Every command a room offers is carried out by name in some test; a new one without a test fails here."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROOMS = ("firm", "clients", "engagements", "timesheets", "harvest", "burn", "invoices", "receivables")


@pytest.mark.parametrize("room", ROOMS)
def test_every_command_of_a_room_stands_in_a_test(room: str) -> None:
    words = set(re.findall(r"\w+", "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))))
    front = importlib.import_module(f"app.{room}.commands")
    commands = {
        name
        for name, item in vars(front).items()
        if inspect.isfunction(item) and "work" in inspect.signature(item).parameters and not name.startswith("_")
    }
    assert commands, f"app.{room}.commands offers nothing"
    assert commands - words == set()
