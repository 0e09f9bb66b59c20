"""What a file would do, row by row, with its columns meaning this or that: before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from app.kernel.csv_files.headings import Mapping
from app.kernel.csv_files.reading import CsvFile
from app.kernel.words import _


class RowLike(Protocol):
    """What every row of a file has: its line, how it stands to the book and in words why, its cells as written."""

    @property
    def line(self) -> int: ...

    @property
    def state(self) -> StrEnum: ...

    @property
    def why(self) -> str: ...

    @property
    def cells(self) -> tuple[str, ...]: ...


class Drafted(Protocol):
    """A row with what it would become; None where it is wrong."""

    @property
    def draft(self) -> Any: ...


M = TypeVar("M", bound=StrEnum)
R = TypeVar("R", bound=RowLike)
J = TypeVar("J", bound=Drafted)
V = TypeVar("V")


@dataclass(frozen=True)
class Preview(Generic[M, R]):
    """A file with its columns meaning this; without headings its first row counts, too."""

    file: CsvFile[M]
    mapping: Mapping[M]
    headed: bool
    rows: tuple[R, ...]

    def count(self, state: StrEnum) -> int:
        """How many rows stand so."""
        return Counter(row.state for row in self.rows)[state]

    def samples(self) -> tuple[str, ...]:
        """Of each column the first cell that says anything, cut short."""
        body = self.file.body(headed=self.headed)
        firsts = (
            next((row.cells[n] for row in body if n < len(row.cells) and row.cells[n]), "")
            for n in range(self.file.table.width)
        )
        return tuple(" ".join(first.split())[:60] for first in firsts)

    def headings(self) -> tuple[str, ...]:
        """What stands over the columns, or their numbers."""
        width = self.file.table.width
        if self.headed:
            return tuple(text or _("Column {n}").format(n=n) for n, text in enumerate(self.file.first[:width], start=1))
        return tuple(_("Column {n}").format(n=n) for n in range(1, width + 1))


def judged(
    rows: Iterable[J], look: Callable[[tuple[Any, ...]], Iterable[V]], stands: Callable[[J, V], J]
) -> tuple[J, ...]:
    """The rows as the book judges them; `look` asks it of all drafts at once, and what is wrong has none."""
    known = tuple(rows)
    verdicts = iter(look(tuple(row.draft for row in known if row.draft is not None)))
    return tuple(row if row.draft is None else stands(row, next(verdicts)) for row in known)


def delimiter_words(delimiter: str) -> str:
    """What stands between the cells, in words."""
    words = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical bars")}
    return words[delimiter]
