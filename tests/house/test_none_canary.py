"""Qt calls that return nothing must not take a reference of None: PySide6 6.12.0 did, and Python aborted."""

from __future__ import annotations

import subprocess
import sys

CHILD = """
import sys
from PySide6.QtCore import QObject

bird = QObject()
bird.setObjectName("canary")
before = sys.getrefcount(None)
for _ in range(100_000):
    bird.setObjectName("canary")
print(before - sys.getrefcount(None))
"""


def test_a_hundred_thousand_void_calls_lose_no_reference_of_none() -> None:
    child = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    assert abs(int(child.stdout)) < 100
