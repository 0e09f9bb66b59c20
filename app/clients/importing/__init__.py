"""Clients from a CSV file, without the book: its bytes to a table, headings to meanings, rows to clients."""

from __future__ import annotations

from app.clients.importing.decoding import LARGEST_FILE
from app.clients.importing.left_out import left_out_csv
from app.clients.importing.meanings import Mapping, Meaning, choose, guess
from app.clients.importing.reading import ClientsFile, read_content, read_path
from app.clients.importing.rows import ReadRow, Usual, read_rows
from app.clients.importing.table import MOST_ROWS, Record, Table, read_table

__all__ = [
    "LARGEST_FILE",
    "MOST_ROWS",
    "ClientsFile",
    "Mapping",
    "Meaning",
    "ReadRow",
    "Record",
    "Table",
    "Usual",
    "choose",
    "guess",
    "left_out_csv",
    "read_content",
    "read_path",
    "read_rows",
    "read_table",
]
