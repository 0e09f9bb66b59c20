"""Printing what a list shows: its columns, its rows and its sums on the person's paper, outside the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.columns import Column, cell_of, total_text
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.printed_list import PrintedList
from app.qt.printing import AskPrinter, ask_printer, print_list
from app.qt.table import RecordTable
from app.qt.telling import tell

WITHOUT_WORDS = frozenset({"check", "shape"})


def printed_list(
    columns: Sequence[Column], rows: Sequence[Any], formats: Formats, *, title: str, detail: str = ""
) -> PrintedList:
    """Rows as a printed list; columns that are only a mark are left out."""
    kept = [column for column in columns if column.kind not in WITHOUT_WORDS]
    sums = [total_text(column, rows, formats) for column in kept]
    if any(sums) and kept and not sums[0]:
        sums[0] = _("Total")
    return PrintedList(
        title=title,
        detail=detail,
        heads=tuple(column.title or column.name for column in kept),
        rows=[tuple(_text(column, row, formats) for column in kept) for row in rows],
        right=frozenset(place for place, column in enumerate(kept) if column.numeric),
        foot=tuple(sums) if any(sums) else (),
    )


def _text(column: Column, row: object, formats: Formats) -> str:
    cell = cell_of(column, row, formats)
    return "\n".join(part for part in (cell.text, cell.sub) if part)


class ListPrint(QObject):
    """Prints the rows and columns that a list shows now: `list_card.prints_with(ListPrint(...).ask)`."""

    def __init__(
        self,
        operations: Operations,
        table: RecordTable,
        banner: Banner,
        *,
        title: str,
        detail: Callable[[], str] = str,
        ask_for_printer: AskPrinter = ask_printer,
    ) -> None:
        """`title` and `detail` head the paper; problems stand on the banner."""
        super().__init__(table)
        self._operations, self._table, self._banner = operations, table, banner
        self._title, self._detail, self._ask = title, detail, ask_for_printer

    def ask(self) -> None:
        """Ask for a printer and print."""
        table = self._table
        formats = table.model.formats
        print_list(
            self._operations,
            printed_list(table.chosen_columns(), table.shown_rows(), formats, title=self._title, detail=self._detail()),
            paper=formats.paper,
            parent=table,
            printed=self._printed,
            refused=self._refused,
            ask=self._ask,
        )

    def _printed(self) -> None:
        text = _("Sent to the printer.")
        if not tell(self._table, text):
            self._banner.show_message(text, "ok")

    def _refused(self, problem: Problem) -> None:
        self._banner.show_problem(problem)
