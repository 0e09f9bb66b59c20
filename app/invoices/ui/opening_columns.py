"""The columns of the list of a file's open invoices."""

from __future__ import annotations

from app.invoices.domain import OpeningState
from app.invoices.opening_preview import OpeningRow, opening_state_words
from app.kernel.words import _
from app.qt.columns import Column
from app.qt.file_columns import row_columns, state_cuts
from app.qt.list_card import Cut

TONES = {OpeningState.NEW: "ok", OpeningState.KNOWN: "empty", OpeningState.WRONG: "bad"}
"""The shape before each state."""


def opening_cuts() -> list[Cut]:
    """All rows, and those of each state."""
    return state_cuts(TONES, opening_state_words)


def opening_columns() -> list[Column]:
    """What a row says of an invoice, and how it stands. The reason is the second line of the number."""

    def tick(row: OpeningRow) -> bool | None:
        return True if row.state is OpeningState.NEW else None

    return [
        *row_columns(tick, TONES, opening_state_words),
        Column(
            "number",
            _("Invoice"),
            lambda row: row.number or None,
            kind="two_line",
            sub=lambda row: row.why or row.client,
            sub_tone=lambda row: "bad" if row.state is OpeningState.WRONG else "",
            bold=True,
            least=220,
        ),
        Column("issued", _("Issued"), lambda row: row.draft and row.draft.issued_on, kind="date", width=104),
        Column("due", _("Due"), lambda row: row.draft and row.draft.due_on, kind="date", width=104, gives_way=2),
        Column("gross", _("Gross"), lambda row: row.draft and row.draft.gross, kind="money", width=116, gives_way=1),
        Column("tax", _("Tax"), lambda row: (row.draft and row.draft.tax_code) or None, width=72, gives_way=4),
        Column("left", _("Still open"), lambda row: row.draft and row.draft.left, kind="money", width=124, bold=True),
        Column("po", _("PO"), lambda row: (row.draft and row.draft.po_number) or None, width=110, gives_way=5),
    ]
