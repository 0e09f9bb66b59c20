"""Rows that come one by one, for checks: a book may have more of them than there is room for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Executable

from app.storage import audit
from app.storage.reading import Reading

AT_ONCE = 1_000
_OPTIONS = {"yield_per": AT_ONCE}


@contextmanager
def streamed(reading: Reading, statement: Executable) -> Iterator[Any]:
    """The rows of a statement as they come, in one look with all else that is read."""
    reading.execute(audit.HEAD)  # the look begins: a server hands out rows bit by bit inside of one only
    with reading.connection.execute(statement, execution_options=_OPTIONS) as rows:
        yield rows
