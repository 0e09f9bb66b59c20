"""What a long run counted: said on the screen, and kept for the report that `make soak` writes.

What several tests count under one name is one figure: `packaging/reliability.py` adds it up.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Figure = Mapping[str, int] | object
Report = Callable[[str, Figure], None]


def in_words(figure: Figure) -> str:
    """As a reader wants it: "2,000 cuts, 0 wrong"."""
    if isinstance(figure, Mapping):
        return ", ".join(f"{number:,} {what}" for what, number in figure.items())
    return str(figure)


@pytest.fixture
def report(request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> Report:
    """Say what was counted; where `make soak` asks for it, a line of the file it names."""

    def say(what: str, figure: Figure) -> None:
        with capfd.disabled():
            print(f"\n{what}: {in_words(figure)}")
        if kept := os.environ.get("WATERTIGHT_FIGURES"):
            kept_figure = dict(figure) if isinstance(figure, Mapping) else str(figure)
            line = {"test": request.node.nodeid, "what": what, "figure": kept_figure}
            with Path(kept).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    return say
