"""What a long run counted: said on the screen, and kept for the report that `make soak` writes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Report = Callable[[str, object], None]


@pytest.fixture
def report(request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> Report:
    """Say what was counted; where `make soak` asks for it, a line of the file it names."""

    def say(what: str, figure: object) -> None:
        with capfd.disabled():
            print(f"\n{what}: {figure}")
        if kept := os.environ.get("WATERTIGHT_FIGURES"):
            line = {"test": request.node.nodeid, "what": what, "figure": str(figure)}
            with Path(kept).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    return say
