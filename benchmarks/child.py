"""A child process, from its start to its end, on the wall clock and on the processor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.harness import Taken

ROOT = Path(__file__).resolve().parents[1]


def run_child(*arguments: str) -> tuple[Taken, str]:
    """Run Python with arguments in the project's folder, off screen: how long it took, and what it printed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    started, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    wall, after = time.perf_counter() - started, os.times()
    cpu = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Taken(wall, cpu), done.stdout


def told(text: str) -> dict[str, Any]:
    """The JSON object on the last line a child printed."""
    found: dict[str, Any] = json.loads(text.splitlines()[-1])
    return found
