"""The files of the program as trees, read once for all rules that look into them, and let go after the last of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP_FOLDER = ROOT / "app"
APP = sorted(APP_FOLDER.rglob("*.py"))
TOGETHER = "sources"
"""The group of the tests that ask for the trees: one worker reads them, not each."""


class Source:
    """A file of the program with the way from each node up to the module."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.relative_to(ROOT).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self.nodes = tuple(ast.walk(self.tree))

    @cached_property
    def above(self) -> dict[ast.AST, ast.AST]:
        """What each node stands in."""
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def notes(self) -> set[ast.AST]:
        """Docstrings, and what is written below a name to explain it."""
        return {
            node.value for node in self.nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """What it stands in, from the inside out."""
        while node in self.above:
            node = self.above[node]
            yield node

    def at(self, node: ast.AST) -> str:
        """Where it stands, for people."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


@cache
def sources() -> tuple[Source, ...]:
    """All files of the program."""
    return tuple(Source(path) for path in APP)
