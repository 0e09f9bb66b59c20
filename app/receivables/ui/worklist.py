"""The card around the open invoices: three ways to arrange them, and only one age where somebody chose it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt import memory
from app.qt.cards import Empty
from app.qt.list_card import Cut, ListCard
from app.qt.operations import Operations
from app.qt.table import RecordTable
from app.receivables.domain import AgingBucket
from app.receivables.queries import OwedRow
from app.receivables.ui.owed_list import arrangements, filter_words, group_note, owed_columns

HOW = "collections.order"


class Worklist(ListCard):
    """Open invoices by risk, by client or by age; the way chosen is remembered on this computer."""

    all_wanted = Signal()
    """The filter is to be cleared, the chosen age too."""

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty list."""
        self._ways = {way.key: way for way in arrangements()}
        self._rows: tuple[OwedRow, ...] = ()
        self._age: AgingBucket | None = None
        table = RecordTable(
            owed_columns(formats),
            formats,
            name=_("Open invoices"),
            group=self._ways["risk"].group,
            group_note=lambda _heading, rows: group_note(rows, formats),
            empty=Empty("hand-coins", _("Nothing is owed. Issued invoices wait here until they are paid.")),
        )
        table.set_foot(_("Total"))
        super().__init__(
            table,
            operations,
            remembers="collections",
            file_name=_("collections"),
            cuts=[Cut(way.key, way.words) for way in self._ways.values()],
            title=_("Worklist"),
        )
        self.choice.setAccessibleName(_("Order of the invoices"))
        self.short_choice.setAccessibleName(_("Order of the invoices"))
        kept = memory.recall(HOW, "risk")
        if kept in self._ways:
            self.choice.choose(kept)
        self._arrange()

    def set_rows(self, rows: Sequence[OwedRow]) -> None:
        """Show other invoices."""
        self._rows = tuple(rows)
        self._arrange()

    def _cut(self, key: str) -> None:
        """Another way to arrange the same invoices."""
        self.short_choice.write(key)
        memory.keep(HOW, key)
        self._arrange()

    def _arrange(self) -> None:
        way = self._ways[self.choice.current]
        self.table.group_by(way.group)
        self.table.set_rows(way.arranged(self._rows))
        self.set_words(way.order if self._age is None else filter_words(self._age))
        self._fit()

    def show_age(self, currency: str, age: AgingBucket | None) -> None:
        """Only the invoices of one age in one currency; None is all."""
        self._age = age
        self.table.set_cut(None if age is None else lambda row: row.bucket is age and row.balance.currency == currency)
        self._arrange()

    def _show_all(self) -> None:
        self.filter.clear()
        self.filter.hide()
        self._fit()
        self.all_wanted.emit()
