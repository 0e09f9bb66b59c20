"""Several small reads in one statement: over a network it is the way there and back that costs, not the reading.

    _PARTS = Together(lines=_LINES, tasks=_TASKS)          # built once; all take the same parameters
    parts = _PARTS.read(reads, {"sow_id": sow_id})
    [row.title for row in parts["lines"]]                  # rows as `execute` gives them, in their order

Each read comes back as one text of JSON, so what it reads must not be large, nor bytes.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Executable, Select, Text, TypeDecorator, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal

from app.storage.reading import Reads, Rows


class _Rows(TypeDecorator[list[Any]]):
    """All rows of a read: each value as the database keeps it, then as its own column type gives it."""

    impl = Text
    cache_ok = False

    def __init__(self, read: Select[*tuple[Any, ...]]) -> None:
        """The columns of a read, by name."""
        super().__init__()
        self._types = [column.type for column in read.selected_columns]
        self._row: Any = namedtuple("Row", read.selected_columns.keys(), rename=True)  # type: ignore[misc] # noqa: PYI024

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Any]:
        """Rows that answer to the same names."""
        rows = json.loads(value) if value else []
        kinds = [kind.dialect_impl(dialect).result_processor(dialect, None) for kind in self._types]
        by_column = zip(kinds, zip(*rows, strict=True), strict=bool(rows))
        made = (column if make is None else map(make, column) for make, column in by_column)
        return list(map(self._row._make, zip(*made, strict=True)))


class _AsJson(ColumnElement[Any]):
    """A read as one value."""

    inherit_cache = True
    _traverse_internals = [("inner", InternalTraversal.dp_clauseelement)]  # noqa: RUF012 - as SQLAlchemy wants it

    def __init__(self, read: Select[*tuple[Any, ...]]) -> None:
        self.read = read
        self.names = [f"c{place}" for place in range(len(read.selected_columns))]
        labeled = [column.label(name) for column, name in zip(read.selected_columns, self.names, strict=True)]
        self.inner = read.with_only_columns(*labeled, maintain_column_froms=True)
        self.type = _Rows(read)


@compiles(_AsJson, "sqlite")
def _on_sqlite(element: _AsJson, compiler: SQLCompiler, **options: Any) -> str:
    rows = _numbered("json_array", element, compiler, options)
    return f"(SELECT json_group_array(json(line) ORDER BY n) FROM ({rows}))"  # noqa: S608 - compiled by SQLAlchemy


@compiles(_AsJson, "postgresql")
def _on_postgresql(element: _AsJson, compiler: SQLCompiler, **options: Any) -> str:
    rows = _numbered("json_build_array", element, compiler, options)
    return f"(SELECT json_agg(line ORDER BY n)::text FROM ({rows}) AS l)"  # noqa: S608


def _numbered(array: str, element: _AsJson, compiler: SQLCompiler, options: dict[str, Any]) -> str:
    """The rows of a read as arrays, with numbers as they come: their order is that of the read."""
    inner = compiler.process(element.inner, **_alone(options))
    line = f"{array}({', '.join(element.names)}) AS line, row_number() OVER () AS n"
    return f"SELECT {line} FROM ({inner}) AS r"  # noqa: S608


def _alone(options: dict[str, Any]) -> dict[str, Any]:
    """A read inside is compiled as one of its own, not as a column of the one around it."""
    return {name: value for name, value in options.items() if name in {"literal_binds", "literal_execute"}}


class Together:
    """Reads with names that are sent as one."""

    def __init__(self, **reads: Select[*tuple[Any, ...]]) -> None:
        """Each of them complete, with its order."""
        self._names = tuple(reads)
        self._statement: Executable = select(
            *(_AsJson(read).label(f"read_{place}") for place, read in enumerate(reads.values()))
        )

    def read(self, reads: Reads, parameters: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The rows of each, by name. One statement."""
        return self._parted(reads.execute(self._statement, parameters))

    async def ask(self, reads: Reads, parameters: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The same in a query that says what it needs (`app.storage.asking`)."""
        return self._parted(await reads.ask(self._statement, parameters))

    def _parted(self, rows: Rows) -> dict[str, list[Any]]:
        return dict(zip(self._names, rows.one(), strict=True))
