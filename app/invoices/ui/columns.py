"""Columns and words of drafts and of issued invoices."""

from __future__ import annotations

from app.invoices.domain import Origin, Shown
from app.invoices.queries import DraftRow, InvoiceListRow
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
    """The billing run's columns."""
    return [
        Column(
            "client",
            _("Client and SOW"),
            lambda row: row.client_name,
            kind="two_line",
            sub=_basis,
            bold=True,
            least=250,
        ),
        Column("hours", _("Hours"), lambda row: row.seconds or None, kind="hours", width=76, total="sum"),
        Column("work", _("Work done"), lambda row: row.sums.work, kind="money", width=110, total="sum"),
        Column(
            "adjusted",
            _("Adjusted"),
            lambda row: row.sums.adjusted or None,
            kind="money",
            width=98,
            tone=_written_down,
            total="sum",
        ),
        Column("expenses", _("Expenses"), lambda row: row.sums.expenses or None, kind="money", width=98, total="sum"),
        Column("tax", _("VAT"), lambda row: row.sums.tax, kind="money", width=104, sub=_tax_note, total="sum"),
        Column("total", _("Total"), lambda row: row.sums.gross, kind="money", width=112, bold=True, total="sum"),
        Column("state", _("State"), lambda row: state_words(row.shown), kind="chip", width=108, tone=_tone),
        Column("approver", "", lambda row: row.approver_initials or None, kind="avatar", width=44),
    ]


def _basis(row: DraftRow) -> str:
    return " \u00b7 ".join(part for part in (row.sow_number, row.basis) if part)


def _written_down(row: DraftRow) -> str:
    return "warn" if row.sums.adjusted.minor < 0 else ""


def _tax_note(row: DraftRow) -> str:
    return row.tax_note


def _tone(row: DraftRow) -> str:
    return TONES[row.shown]


def invoice_columns() -> list[Column]:
    """The columns of issued invoices."""
    return [
        Column("number", _("Number"), lambda row: row.number, width=140, bold=True),
        Column("client", _("Client and SOW"), lambda row: row.client_name, kind="two_line", sub=_sow),
        Column("issued", _("Issued"), lambda row: row.issued_on, kind="date", width=110),
        Column("due", _("Due"), lambda row: row.due_on, kind="date", width=110),
        Column("net", _("Net"), lambda row: row.net, kind="money", width=116, total="sum"),
        Column("tax", _("VAT"), lambda row: row.tax, kind="money", width=104, total="sum"),
        Column("gross", _("Total"), lambda row: row.gross, kind="money", width=116, bold=True, total="sum"),
        Column("origin", "", _origin, kind="chip", width=118),
    ]


def _sow(row: InvoiceListRow) -> str:
    return row.sow_number


def _origin(row: InvoiceListRow) -> str | None:
    return _("brought in") if row.origin is Origin.OPENING else None


def sums_by_currency(amounts: list[Money]) -> list[Money]:
    """One sum for each currency, never mixed."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return list(sums.values())
