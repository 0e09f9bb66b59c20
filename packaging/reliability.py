"""Write what the long runs counted into docs/reliability.md: `python packaging/reliability.py build/soak.jsonl`.

Only what stands between the marks of a figure is written anew; a figure that was not counted this time stays as it is.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
MARK = re.compile(r"(<!-- figure: ([^>]+) -->)(.*?)(<!-- end -->)")


def written(page: str, figures: dict[str, str], day: str) -> str:
    """The page with these figures in place of the older ones of the same name."""

    def anew(found: re.Match[str]) -> str:
        figure = figures.get(found[2])
        return found[0] if figure is None else f"{found[1]}{figure} ({day}){found[4]}"

    return MARK.sub(anew, page)


def main(counted: Path) -> int:
    """Exit 1 where a figure was counted that the page has no place for."""
    lines = counted.read_text(encoding="utf-8").splitlines() if counted.exists() else []
    figures = {line["what"]: line["figure"] for line in map(json.loads, lines)}
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
