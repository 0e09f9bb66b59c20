"""The columns of the list of a file's rows."""

from __future__ import annotations

from app.clients.domain import EVER, RowState, Terms, terms_text, town
from app.clients.preview import PreviewRow, state_words
from app.kernel.words import _
from app.qt.columns import Column
from app.qt.file_columns import row_columns, state_cuts
from app.qt.list_card import Cut

TONES = {RowState.NEW: "ok", RowState.KNOWN: "empty", RowState.ALIKE: "warn", RowState.WRONG: "bad"}
"""The shape before each state."""


def import_cuts() -> list[Cut]:
    """All rows, and those of each state."""
    return state_cuts(TONES, state_words)


def _tick(row: PreviewRow) -> bool | None:
    if row.state in {RowState.KNOWN, RowState.WRONG}:
        return None
    return row.state is RowState.NEW


def _place(row: PreviewRow) -> str:
    return town(row.draft.address) if row.draft is not None else ""


def _terms(row: PreviewRow) -> str | None:
    draft = row.draft
    if draft is None or draft.terms_number is None:
        return None
    return terms_text(Terms(draft.terms_kind, draft.terms_number, EVER))


def import_columns() -> list[Column]:
    """What a row says of a client, and how it stands. The reason is the second line of the name."""
    return [
        *row_columns(_tick, TONES, state_words),
        Column(
            "name",
            _("Client"),
            lambda row: row.name or None,
            kind="two_line",
            sub=lambda row: row.why or _place(row),
            sub_tone=lambda row: "bad" if row.state is RowState.WRONG else "",
            bold=True,
            least=220,
        ),
        Column(
            "number", _("Tax number"), lambda row: (row.draft and row.draft.tax_number) or None, width=130, gives_way=3
        ),
        Column("country", _("Country"), lambda row: (row.draft and row.draft.country) or None, width=76, gives_way=4),
        Column(
            "currency", _("Currency"), lambda row: (row.draft and row.draft.currency) or None, width=80, gives_way=6
        ),
        Column("terms", _("Terms"), _terms, width=96, gives_way=5),
        Column(
            "payer",
            _("Payer"),
            lambda row: (row.draft and row.draft.payer_name) or None,
            kind="two_line",
            sub=lambda row: (row.draft.payer_email or row.draft.payer_phone) if row.draft is not None else "",
            width=210,
            gives_way=1,
        ),
    ]
