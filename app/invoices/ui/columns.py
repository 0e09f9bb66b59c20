"""Columns and words of drafts."""

from __future__ import annotations

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.columns import Column

TONES = {
    Shown.READY: "empty",
    Shown.CHECK: "warn",
    Shown.BLOCKED: "bad",
    Shown.HOLD: "hold",
    Shown.APPROVED: "ok",
}


def state_words(state: Shown) -> str:
    """The state of a draft for people."""
    return {
        Shown.READY: _("Ready"),
        Shown.CHECK: _("Check"),
        Shown.BLOCKED: _("Blocked"),
        Shown.HOLD: _("On hold"),
        Shown.APPROVED: _("Approved"),
    }[state]


def draft_columns() -> list[Column]:
    """The billing run's columns. An approved draft is ticked for issuing; a blocked or held one cannot be."""
    return [
        Column("tick", "", _ticked, kind="check", width=35, name=_("Ticked"), sub=_cannot),
        Column(
            "client",
            _("Client and SOW"),
            lambda row: row.client_name,
            kind="two_line",
            sub=_basis,
            bold=True,
            least=215,
        ),
        Column("hours", _("Hours"), lambda row: row.seconds or None, kind="hours", width=52, total="sum", gives_way=3),
        Column("work", _("Work done"), lambda row: row.sums.work, kind="money", width=84, total="sum", gives_way=2),
        Column(
            "adjusted",
            _("Adjusted"),
            lambda row: row.sums.adjusted or None,
            kind="money",
            width=72,
            tone=_written_down,
            total="sum",
            gives_way=4,
        ),
        Column(
            "expenses",
            _("Expenses"),
            lambda row: row.sums.expenses or None,
            kind="money",
            width=69,
            total="sum",
            gives_way=5,
        ),
        Column(
            "tax", _("VAT"), lambda row: row.sums.tax, kind="money", width=84, sub=_tax_note, total="sum", gives_way=1
        ),
        Column("total", _("Total"), lambda row: row.sums.gross, kind="money", width=86, bold=True, total="sum"),
        Column("state", _("State"), lambda row: state_words(row.shown), kind="chip", width=90, tone=_tone),
        Column(
            "approver",
            "",
            lambda row: row.approver_initials or None,
            kind="avatar",
            width=38,
            name=_("Approver"),
            sub=lambda row: row.approver_name,
            gives_way=6,
        ),
    ]


def _ticked(row: DraftRow) -> bool | None:
    if row.shown in {Shown.BLOCKED, Shown.HOLD}:
        return None
    return row.shown is Shown.APPROVED


def _cannot(row: DraftRow) -> str:
    """Why a row cannot be ticked."""
    return _("cannot be ticked: {why}").format(why=row.why) if _ticked(row) is None else ""


def _basis(row: DraftRow) -> str:
    return " \u00b7 ".join(part for part in (row.sow_number, row.basis) if part)


def _written_down(row: DraftRow) -> str:
    return "warn" if row.sums.adjusted.minor < 0 else ""


def _tax_note(row: DraftRow) -> str:
    return row.tax_note


def _tone(row: DraftRow) -> str:
    return TONES[row.shown]


def sums_by_currency(amounts: list[Money]) -> list[Money]:
    """One sum for each currency, never mixed."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return list(sums.values())
