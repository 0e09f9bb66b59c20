"""Full text: rows found by the beginnings of their words, the newest first; FTS5 on SQLite, GIN on PostgreSQL.

    _FOUND = select(...).where(found_in("client", most=20))     # built once
    if words_of(text): reads.execute(_FOUND, {"words": text})   # "bri uti" finds Brightwater Utilities

The lists of words are made by migration 0005 and kept by the database: a row is found whoever wrote it, in bulk too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Dialect, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import Boolean

from app.storage.columns import WHOLE

SEARCHED: dict[str, tuple[str, ...]] = {
    "time_entry": ("note",),
    "client": ("name", "legal_name"),
    "contact": ("name", "job", "email"),
    "sow": ("number", "title"),
    "invoice": ("number", "po_number"),
}
"""The tables whose words are found, and the columns that hold them."""
ASCII_BETWEEN = "!\"#$&()*+,-./:;<=>?@[\\]^_`{|}~''"
BETWEEN = (
    f"{ASCII_BETWEEN}\u2013\u2014\u2026\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u00b7\u2022\u00a7\u20ac\u00a3\u00a0"
)
"""What stands between words, word for word as in the migration: PostgreSQL knows its index by the same expression."""
_NO_WORD = re.compile(r"[\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, as both databases cut it."""
    return tuple(word for word in _NO_WORD.split(unicodedata.normalize("NFC", text)) if word)


class _Query(TypeDecorator[str]):
    """A text that is looked for, in the database's own language."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Words in quotes are words, never operators."""
        words = words_of(value or "")
        if dialect.name != "sqlite":
            return " & ".join(f"'{word}':*" for word in words)
        return "words : (" + " AND ".join(f'"{word}" *' for word in words) + ")"


class _Found(ColumnElement[bool]):
    """Whether a row is among the newest that have the words."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012 - as SQLAlchemy wants it, to know two of them for the same
        ("table", InternalTraversal.dp_string),
        ("most", InternalTraversal.dp_plain_obj),
        ("person", InternalTraversal.dp_clauseelement),
        ("words", InternalTraversal.dp_clauseelement),
    ]
    type = Boolean()
    _is_implicitly_boolean = True  # else SQLite is asked whether `x IN (...) = 1`, which takes no index

    def __init__(self, table: str, most: int, person: BindParameter[Any] | None, words: str) -> None:
        """Of one of the searched tables."""
        self.table = table
        self.most = most
        self.person = person
        self.words: BindParameter[Any] = bindparam(words, type_=_Query())


def found_in(table: str, *, most: int, own: bool = False, words: str = "words") -> ColumnElement[bool]:
    """A condition on a searched table: its newest rows, at most so many, with words that begin with those of `words`.

    `own` looks only among the entries of the parameter `person_id`; `words` names the parameter with the text. A text
    without any word must not be looked for.
    """
    if table not in SEARCHED or (own and table != "time_entry"):
        raise LookupError(table)
    return _Found(table, most, bindparam("person_id", type_=WHOLE) if own else None, words)


@compiles(_Found, "sqlite")
def _on_sqlite(element: _Found, compiler: SQLCompiler, **options: Any) -> str:
    words, name = compiler.process(element.words, **options), f"{element.table}_words"
    if element.person is not None:
        words = f"""({words} || ' AND who : "p' || {compiler.process(element.person, **options)} || '"')"""
    hits = f"SELECT rowid FROM {name} WHERE {name} MATCH {words} ORDER BY rowid DESC LIMIT {element.most:d}"  # noqa: S608 - names of ours
    return f"{element.table}.id IN ({hits})"


@compiles(_Found, "postgresql")
def _on_postgresql(element: _Found, compiler: SQLCompiler, **options: Any) -> str:
    """The newest are looked for among the found ones: by the key alone all rows would be read for a rare word."""
    joined = " || ' ' || ".join(f"coalesce({column}, '')" for column in SEARCHED[element.table])
    vector = f"to_tsvector('simple', translate({joined}, '{BETWEEN}' || chr(37), '{' ' * len(BETWEEN)}'))"
    wanted = f"{vector} @@ to_tsquery('simple', {compiler.process(element.words, **options)})"
    if element.person is not None:
        wanted += f" AND person_id = {compiler.process(element.person, **options)}"
    hits = f"SELECT id FROM {element.table} WHERE {wanted} OFFSET 0"  # noqa: S608 - names of ours
    newest = f"SELECT id FROM ({hits}) AS hits ORDER BY id DESC LIMIT {element.most:d}"  # noqa: S608
    return f"{element.table}.id IN ({newest})"
