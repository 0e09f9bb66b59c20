"""The list of the billing run: its cuts, its ticks, and how high it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow
from app.invoices.ui.columns import draft_columns
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.list_card import Cut, ListCard
from app.qt.operations import Operations
from app.qt.speech import say
from app.qt.table import RecordTable

CUTS: dict[str, tuple[Shown, ...]] = {
    "check": (Shown.CHECK, Shown.READY),
    "blocked": (Shown.BLOCKED,),
    "hold": (Shown.HOLD,),
    "approved": (Shown.APPROVED,),
}
LEAST_ROWS = 5
EDGES = 5
"""The card's own edges and those of the rows."""
NO_LIMIT = 16_777_215
"""Qt's own largest height."""


class RunList(ListCard):
    """The drafts of the run. A tick says that a draft goes with what is done below the list."""

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """A list without drafts."""
        table = RecordTable(draft_columns(), formats, name=_("Drafts of the billing run"))
        super().__init__(
            table,
            operations,
            remembers="billing-run",
            file_name=_("Billing run"),
            cuts=[
                Cut("all", _("All")),
                Cut("check", _("To check"), _in("check"), "warn"),
                Cut("blocked", _("Blocked"), _in("blocked"), "bad"),
                Cut("hold", _("On hold"), _in("hold"), "hold"),
                Cut("approved", _("Approved"), _in("approved"), "ok"),
            ],
        )
        self._shown: dict[int, Shown] = {}
        self.count_with(lambda n: ngettext("{n} draft", "{n} drafts", n))
        table.view.pressed_space.connect(self._explain)
        # the order shows by itself, the cuts name it; who does not see them is told
        self.words.setAccessibleName(_("Approved first, then what is to be checked, blocked and held ones last"))

    def show_drafts(self, rows: Sequence[DraftRow]) -> None:
        """Show other drafts. A draft whose state changed is ticked as that state has it, the others as they were."""
        before, self._shown = self._shown, {row.draft_id: row.shown for row in rows}
        self.set_rows(rows)
        for row in rows:
            if before.get(row.draft_id, row.shown) is not row.shown:
                self.table.model.set_tick(row, row.shown is Shown.APPROVED)
        self._tell_ticks()

    # ------------------------------------------------------------------ ticks

    def ticked(self) -> list[DraftRow]:
        """All ticked drafts, also those that a cut hides."""
        return [row for row in self.table.rows() if self.table.model.is_ticked(row)]

    def tickable(self, row: DraftRow) -> bool:
        """Whether a draft can be ticked: a blocked or held one cannot."""
        return self.table.model.tickable(row)

    def tick(self) -> None:
        """Tick the current draft, or take its tick away; a blocked one says why it cannot be ticked."""
        row, model = self.table.current_row(), self.table.model
        if row is None:
            return
        if not model.tickable(row):
            self._explain()
            return
        model.set_tick(row, not model.is_ticked(row))
        say(self.table, _("ticked") if model.is_ticked(row) else _("not ticked"))
        self._tell_ticks()

    def _explain(self) -> None:
        row = self.table.current_row()
        if isinstance(row, DraftRow) and not self.table.model.tickable(row):
            text = _("{client} cannot be ticked: {why}.").format(client=row.client_name, why=row.why)
            self.banner.show_message(text, "hold" if row.shown is Shown.HOLD else "bad")
            say(self.table, text)

    def _tell_ticks(self) -> None:
        self.table.view.horizontalHeader().viewport().update()
        self.table.ticks_changed.emit()

    # ------------------------------------------------------------------ height

    def end_with_rows(self, *, on: bool) -> None:
        """Be as high as the rows need and no higher, so that what stands below comes up; off: take all there is."""
        if not on:
            self.setMaximumHeight(NO_LIMIT)
            return
        table = self.table
        rows = max(LEAST_ROWS, len(table.shown_rows()))
        height = (
            self.bar.sizeHint().height()
            + table.view.horizontalHeader().sizeHint().height()
            + rows * table.view.verticalHeader().defaultSectionSize()
            + table.foot.sizeHint().height()
            + EDGES
        )
        self.setMaximumHeight(height)


def _in(cut: str) -> Callable[[DraftRow], bool]:
    return lambda row: row.shown in CUTS[cut]
