"""The list of open invoices: its columns, groups, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.columns import Column
from app.receivables.domain import AgingBucket, bucket_words
from app.receivables.queries import OwedRow

TONES = {
    AgingBucket.NOT_DUE: "ok",
    AgingBucket.TO_30: "warn",
    AgingBucket.TO_60: "warn",
    AgingBucket.TO_90: "bad",
    AgingBucket.OVER_90: "bad",
}


def owed_columns(formats: Formats) -> list[Column]:
    """The columns."""

    def place(row: OwedRow) -> str:
        return _("{number} \u00b7 due {day}").format(number=row.number, day=formats.day(row.due_on))

    return [
        Column(
            "age",
            "",
            lambda row: bucket_words(row.bucket),
            kind="shape",
            width=34,
            tone=tone_of,
            sort=lambda row: row.days_late,
        ),
        Column("client", _("Client and invoice"), lambda row: row.client_name, bold=True, least=220, sub=place),
        Column(
            "late",
            _("Days late"),
            late_words,
            width=100,
            right=True,
            bold=True,
            tone=lambda row: tone_of(row) if row.overdue else "",
            sort=lambda row: row.days_late,
        ),
        Column("sow", _("SOW"), lambda row: row.sow_number or None, width=130, muted=True),
        Column("issued", _("Issued"), lambda row: row.issued_on, kind="date", width=110, muted=True),
        Column("gross", _("Invoice"), lambda row: row.gross, kind="money", width=120),
        Column("paid", _("Paid"), lambda row: row.paid or None, kind="money", width=120),
        Column("balance", _("Balance"), lambda row: row.balance, kind="money", width=130, bold=True, total="sum"),
    ]


def tone_of(row: OwedRow) -> str:
    """Act from 61 days on, watch before; the due date itself is for information."""
    if row.days_late == 0:
        return "info"
    return TONES[row.bucket] if row.overdue else "dashed"


def late_words(row: OwedRow) -> str:
    """Days late, or how long there is still time."""
    if row.days_late == 0:
        return _("due today")
    return str(row.days_late) if row.overdue else _("in {n} d").format(n=-row.days_late)


def group_of(row: OwedRow) -> str:
    """The heading an invoice stands under."""
    if row.overdue:
        return _("Overdue")
    return _("Due today") if row.days_late == 0 else _("Not due")


def group_note(rows: Sequence[OwedRow], formats: Formats) -> str:
    """How many, and their sum per currency."""
    sums: dict[str, Money] = {}
    for row in rows:
        code = row.balance.currency
        sums[code] = sums.get(code, Money.zero(code)) + row.balance
    return " \u00b7 ".join([str(len(rows)), *(formats.money(amount) for amount in sums.values())])
