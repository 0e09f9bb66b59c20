"""How the history is asked about kinds of record: by the beginning of a record's name, which both databases index."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import Boolean


class _KindIs(ColumnElement[bool]):
    """Whether a record's name is that of a kind: `Contact:5` is a Contact."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012 - as SQLAlchemy wants it, to know two of them for the same
        ("column", InternalTraversal.dp_clauseelement),
        ("kind", InternalTraversal.dp_string),
    ]
    type = Boolean()
    _is_implicitly_boolean = True

    def __init__(self, column: ColumnElement[Any], kind: str) -> None:
        """`kind` is the name of one of our classes."""
        self.column = column
        self.kind = kind


def kind_is(column: InstrumentedAttribute[str], kind: str) -> ColumnElement[bool]:
    """A condition on the names of records."""
    if not kind.isidentifier():
        raise LookupError(kind)
    return _KindIs(column.expression, kind)


@compiles(_KindIs, "sqlite")
def _on_sqlite(element: _KindIs, compiler: SQLCompiler, **options: Any) -> str:
    return f"{compiler.process(element.column, **options)} GLOB '{element.kind}:*'"


@compiles(_KindIs, "postgresql")
def _on_postgresql(element: _KindIs, compiler: SQLCompiler, **options: Any) -> str:
    """By the byte: in a language's order a colon may stand anywhere."""
    return f"{compiler.process(element.column, **options)} LIKE '{element.kind}:' || chr(37)"
