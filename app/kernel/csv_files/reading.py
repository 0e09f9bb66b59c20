"""A CSV file on its way in: read outside any transaction; nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from app.kernel.csv_files.decoding import LARGEST_FILE, decode
from app.kernel.csv_files.headings import Mapping
from app.kernel.csv_files.table import Record, Table, read_table
from app.kernel.problems import Problem
from app.kernel.words import _

M = TypeVar("M", bound=StrEnum)
Guess = Callable[[Sequence[str]], Mapping[M]]


@dataclass(frozen=True)
class CsvFile(Generic[M]):
    """A file as it was read: its name, how it is written, its table, and what its columns seem to mean."""

    name: str
    encoding: str
    table: Table
    mapping: Mapping[M]

    @property
    def headed(self) -> bool:
        """Whether the first row seems to hold headings: one of them is known."""
        return any(meaning is not None for meaning in self.mapping)

    @property
    def first(self) -> tuple[str, ...]:
        """The cells of the first row."""
        return self.table.records[0].cells

    def body(self, *, headed: bool) -> tuple[Record, ...]:
        """The rows below the headings; all of them where there are none."""
        return self.table.records[1:] if headed else self.table.records


def read_content(
    name: str, content: bytes, guess: Guess[M], between: Callable[[], object] = lambda: None
) -> CsvFile[M]:
    """The bytes of a file, read; Problem when it cannot be read as a whole. `between` is called on the way."""
    decoded = decode(content)
    between()
    table = read_table(decoded.text)
    between()
    if table.records[0].fault:
        raise Problem(
            "csv_file.first_row",
            _("The first row, line {line}, cannot be read: {reason}").format(
                line=table.records[0].line, reason=table.records[0].fault
            ),
            hint=_("Nothing was added. Correct it in the file, then choose it again."),
        )
    return CsvFile(name, decoded.encoding, table, guess(table.records[0].cells))


def read_path(path: Path, guess: Guess[M], between: Callable[[], object] = lambda: None) -> CsvFile[M]:
    """A file, read. Slow: for the outside pool."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Problem(
            "csv_file.unread",
            _("The file {name} cannot be read: {reason}.").format(name=path.name, reason=error.strerror or error),
            hint=_("Choose it again, or export it anew."),
        ) from error
    return read_content(path.name, content, guess, between)
