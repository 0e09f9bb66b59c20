"""A child process, from its start to its end, on the wall clock and on the processor."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.pair import Taken, command_output

ROOT = Path(__file__).resolve().parents[1]


def run_child(*arguments: str, **homes: str) -> tuple[Taken, str]:
    """Run Python with arguments in the project's folder, off screen: what it took, and what it printed.

    `homes` are environment variables of its own.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **homes}
    return command_output([sys.executable, *arguments], env=environment, cwd=ROOT)


def told(text: str) -> dict[str, Any]:
    """The JSON object on the last line a child printed."""
    found: dict[str, Any] = json.loads(text.splitlines()[-1])
    return found
