"""The head of the audit chain: where a book's history ends. Who wrote it down can tell later that some is missing."""

from __future__ import annotations

from dataclasses import dataclass

from app.storage import audit
from app.storage.reading import Reads

LETTERS = 16
"""Of the hash, as it is shown to be written down: nobody finds another history with the same ones."""


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries a history has, and the hash of the last one, which covers all before it."""

    sequence: int
    hash: bytes

    @property
    def letters(self) -> str:
        """The hash as it is shown: hexadecimal, its beginning."""
        return self.hash.hex()[:LETTERS]


def head_of(reads: Reads) -> Head:
    """Where the history of a book ends."""
    row = reads.execute(audit.HEAD).first()
    return Head(0, audit.FIRST) if row is None else Head(row.sequence, row.hash)
