"""Write what the long runs counted into docs/reliability.md: `python packaging/reliability.py build/soak.jsonl`.

Only what stands between the marks of a figure is written anew; a figure that was not counted this time stays as it is.
What several tests counted under one name is added up; of what one test counted twice, the last counts.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
MARK = re.compile(r"(<!-- figure: ([^>]+) -->)(.*?)(<!-- end -->)")


Figure = str | dict[str, int]


def figures_of(lines: Iterable[str]) -> dict[str, str]:
    """What each line of a run's file counted, by name, as a reader wants it: "2,000 cuts, 0 wrong"."""
    by_test: dict[str, dict[str, Figure]] = {}
    for line in map(json.loads, lines):
        by_test.setdefault(line["what"], {})[line["test"]] = line["figure"]
    return {what: _in_words(list(found.values())) for what, found in by_test.items()}


def _in_words(found: list[Figure]) -> str:
    sums = Counter[str]()
    for figure in found:
        if isinstance(figure, str):
            return str(found[-1])
        sums.update(figure)
    return ", ".join(f"{number:,} {what}" for what, number in sums.items())


def written(page: str, figures: dict[str, str], day: str) -> str:
    """The page with these figures in place of the older ones of the same name."""

    def anew(found: re.Match[str]) -> str:
        figure = figures.get(found[2])
        return found[0] if figure is None else f"{found[1]}{figure} ({day}){found[4]}"

    return MARK.sub(anew, page)


def main(counted: Path) -> int:
    """Exit 1 where a figure was counted that the page has no place for."""
    lines = counted.read_text(encoding="utf-8").splitlines() if counted.exists() else []
    figures = figures_of(lines)
    today = datetime.now(UTC).astimezone()
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(page, figures, f"{today.day} {today:%B %Y}"), encoding="utf-8")
    places = {found[2] for found in MARK.finditer(page)}
    for name in sorted(figures.keys() - places):
        print(f"docs/reliability.md has no place for: {name}")
    for name in sorted(places - figures.keys()):
        print(f"not counted this time: {name}")
    return 1 if figures.keys() - places else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
