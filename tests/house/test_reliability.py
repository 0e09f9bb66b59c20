"""docs/reliability.md promises nothing that no test proves: each test it names exists, each figure has a place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\| (?!what|where|-)(.+) \|$", re.MULTILINE)


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_as_a_proof_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(set(named)) > 20
    missing = [f"{file}::{test}" for file, test in named if test not in functions_of(ROOT / file)]
    assert missing == []


def test_every_promise_names_its_proof_or_shares_that_of_the_line_before() -> None:
    bare = [row for row in ROW.findall(PAGE) if not NAMED.search(row) and "| the same |" not in row]
    assert bare == []


def test_every_figure_has_its_own_place_and_an_end() -> None:
    names = re.findall(r"<!-- figure: ([^>]+) -->", PAGE)
    assert len(names) == len(set(names)) == PAGE.count("<!-- end -->")


def test_a_new_figure_takes_the_place_of_the_older_one_and_leaves_the_rest() -> None:
    import runpy

    written = runpy.run_path(str(ROOT / "packaging" / "reliability.py"))["written"]
    page = "| <!-- figure: a -->1 (1 May 2026)<!-- end --> | <!-- figure: b -->not run yet<!-- end --> |"
    assert written(page, {"a": "2 cuts"}, "2 May 2026") == page.replace("1 (1 May", "2 cuts (2 May")


def test_what_several_tests_count_is_added_up_and_the_last_run_of_a_test_counts() -> None:
    import json
    import runpy

    figures_of = runpy.run_path(str(ROOT / "packaging" / "reliability.py"))["figures_of"]
    counted = [
        ("t[1]", "attacks", {"books": 1, "attacks": 900}),
        ("t[1]", "attacks", {"books": 1, "attacks": 990}),
        ("t[2]", "attacks", {"books": 1, "attacks": 91}),
        ("u", "faults", "97 commands, 0 wrong"),
    ]
    lines = [json.dumps({"test": test, "what": what, "figure": figure}) for test, what, figure in counted]
    assert figures_of(lines) == {"attacks": "2 books, 1,081 attacks", "faults": "97 commands, 0 wrong"}
