"""What an ordinary connection to a book's file may do: read and write rows, nothing that changes how the book is built.

SQLite asks before it runs a statement. Whoever upgrades, copies or encrypts a book has a connection of another kind.
"""

from __future__ import annotations

from typing import Any

import sqlcipher3

_CODES = ("SELECT", "READ", "INSERT", "UPDATE", "DELETE", "TRANSACTION", "SAVEPOINT", "RECURSIVE")
_ROWS = frozenset(getattr(sqlcipher3, f"SQLITE_{name}") for name in _CODES)
_WRITES = frozenset(getattr(sqlcipher3, f"SQLITE_{name}") for name in ("INSERT", "UPDATE", "DELETE"))
_FUNCTION, _PRAGMA = sqlcipher3.SQLITE_FUNCTION, sqlcipher3.SQLITE_PRAGMA
_OK: int = sqlcipher3.SQLITE_OK
_DENY: int = sqlcipher3.SQLITE_DENY
_ASKED = frozenset(
    "application_id busy_timeout cache_size cell_size_check cipher_version compile_options data_version database_list"
    " encoding foreign_keys freelist_count fullfsync journal_mode page_count page_size query_only read_uncommitted"
    " recursive_triggers schema_version synchronous table_list trusted_schema user_version".split()
)
"""Settings that may be read, not set."""
_LOOKS = frozenset(
    "foreign_key_check foreign_key_list index_info index_list index_xinfo integrity_check quick_check table_info"
    " table_xinfo wal_checkpoint".split()
)
"""Looks at the book that take the name of what they look at; and moving the journal into the file."""
_NEVER = frozenset({"load_extension", "sqlcipher_export", "fts3_tokenizer"})
_KEPT = frozenset({"alembic_version"})
"""The version of the schema is said by who changes the schema."""


def only_rows(connection: Any) -> None:
    """Let a connection do no more than an ordinary one may."""
    connection.set_authorizer(_allowed)


def _allowed(action: int, first: str | None, second: str | None, _database: str | None, _inside: str | None) -> int:
    if action in _WRITES:
        return _DENY if first in _KEPT or (first or "").startswith("sqlite_") else _OK
    if action in _ROWS:
        return _OK
    if action == _FUNCTION:
        return _DENY if (second or "").lower() in _NEVER else _OK
    if action == _PRAGMA:
        name = (first or "").lower()
        return _OK if name in _LOOKS or (second is None and name in _ASKED) else _DENY
    return _DENY
