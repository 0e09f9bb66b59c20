"""A CSV file read as one of clients."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.clients.importing.meanings import Meaning, guess
from app.kernel import csv_files

ClientsFile = csv_files.CsvFile[Meaning]


def read_content(name: str, content: bytes, between: Callable[[], object] = lambda: None) -> ClientsFile:
    """The bytes of a file, read."""
    return csv_files.read_content(name, content, guess, between)


def read_path(path: Path, between: Callable[[], object] = lambda: None) -> ClientsFile:
    """A file, read. Slow: for the outside pool."""
    return csv_files.read_path(path, guess, between)
