"""The benchmarks name what they measure, without measuring anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
WITHOUT = {"kernel", "bootstrap", "demo"}
"""Nobody waits for these alone: they are inside every other figure."""


def test_there_is_a_benchmark_for_every_room() -> None:
    command = [sys.executable, "-m", "benchmarks", "--list"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    named = {words[1] for line in done.stdout.splitlines() if (words := line.split())[0] == "room"}
    assert named == ROOMS - WITHOUT
