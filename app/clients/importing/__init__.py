"""Clients from a CSV file, without the book: headings to meanings, rows to clients."""

from __future__ import annotations

from app.clients.importing.meanings import Mapping, Meaning, choose, guess
from app.clients.importing.reading import ClientsFile, read_content, read_path
from app.clients.importing.rows import ReadRow, Usual, read_rows

__all__ = [
    "ClientsFile",
    "Mapping",
    "Meaning",
    "ReadRow",
    "Usual",
    "choose",
    "guess",
    "read_content",
    "read_path",
    "read_rows",
]
