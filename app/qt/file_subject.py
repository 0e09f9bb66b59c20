"""What a CSV file is about, as a room says it: words, columns, what adds its rows and what takes them back."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QWidget

from app.kernel.csv_files import Preview, RowLike
from app.kernel.words import _
from app.qt.columns import Column
from app.qt.list_card import Cut
from app.qt.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a file is about: the words of its dialog, the columns of its list and what its own columns may mean.

    `room` is where a change of the book makes the rows stand otherwise; `list_key` remembers how the list looks.
    """

    title: str
    invitation: str
    columns: Sequence[Column]
    cuts: Sequence[Cut]
    meanings: Sequence[tuple[StrEnum, str]]
    states: Sequence[tuple[StrEnum, str]]
    room: str
    list_key: str


class Errand:
    """What a room does in a dialog of such a file."""

    @abstractmethod
    def lacks(self, shown: Preview[Any, Any]) -> str:
        """What no column is known as although nothing can be read without it; "" when nothing is missing."""

    @abstractmethod
    def add_words(self, count: int) -> str:
        """What the button does: "Add 12 clients"."""

    @abstractmethod
    def stays_out(self, row: RowLike) -> bool:
        """Whether a row that is not ticked could be put right and read again."""

    def explained(self, row: RowLike) -> str:
        """What is said of the current row below the list."""
        return _("Line {line}: {why}").format(line=row.line, why=row.why) if row.why else ""

    @abstractmethod
    def carry_out(self, drafts: tuple[Any, ...], progress: Progress) -> None:
        """Run the command that adds them; `after_adding` is for its answer, `refused` for its refusal."""

    @abstractmethod
    def can_take_back(self) -> bool:
        """Whether what was added last can still be taken back here."""

    @abstractmethod
    def take_back(self) -> None:
        """Undo in the dialog itself."""

    @abstractmethod
    def hand_over(self) -> None:
        """What was added can be taken back in the window from now on."""

    def more_above(self) -> QWidget | None:
        """What a room puts between columns and list."""

    def more_below(self) -> QWidget | None:
        """What a room puts under the list."""

    @abstractmethod
    def meant(self, place: int, meaning: Any) -> None:
        """A column holds something else."""
