"""The pages behind an invoice: every entry and every receipt that its lines billed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.invoices.domain import ExpenseFact, InvoiceSnapshot, Part
from app.invoices.pdf.texts import days_text, period_text, receipts_text
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext, pgettext
from app.paper.document import DetailColumn, DetailPage, DetailRow, DetailTable


def details(snapshot: InvoiceSnapshot, formats: Formats) -> tuple[DetailPage, ...]:
    """The page behind a bill with its hours and expenses; none where the bill has neither."""
    tables = []
    if snapshot.entries:
        tables.append(_entries_table(snapshot, formats))
    if snapshot.expenses:
        tables.append(_expenses_table(snapshot, formats))
    if not tables:
        return ()
    if snapshot.entries:
        title = _("Timesheet and expenses") if snapshot.expenses else _("Timesheet")
    else:
        title = _("Expenses")
    where = (
        snapshot.buyer.name,
        "" if Part.REFERENCES in snapshot.left_out else snapshot.sow_number,
        period_text(snapshot.period_first, snapshot.period_last, formats),
    )
    return (
        DetailPage(
            title=title,
            subtitle=" · ".join(part for part in where if part),
            tables=tuple(tables),
            foot=_held_text(snapshot, formats),
        ),
    )


def _held_text(snapshot: InvoiceSnapshot, formats: Formats) -> str:
    if not snapshot.held:
        return ""
    orders = ", ".join(f"{held.change_order} ({formats.hours(held.seconds, unit=True)})" for held in snapshot.held)
    text = ngettext(
        "Time held for change order {orders} is not on this invoice.",
        "Time held for change orders {orders} is not on this invoice.",
        len(snapshot.held),
    )
    return text.format(orders=orders)


def _entries_table(snapshot: InvoiceSnapshot, formats: Formats) -> DetailTable:
    rows = []
    seconds, amount = 0, Money.zero(snapshot.currency)
    priced = any(entry.amount is not None for entry in snapshot.entries)
    for entry in snapshot.entries:
        seconds += entry.seconds
        amount += entry.amount or Money.zero(snapshot.currency)
        rows.append(
            DetailRow(
                cells=(
                    formats.day(entry.day),
                    entry.person,
                    entry.work,
                    formats.hours(entry.seconds),
                    "" if entry.rate is None else formats.rate(entry.rate, snapshot.currency),
                    "" if entry.amount is None else formats.money(entry.amount),
                ),
                carry=("", "", "", formats.hours(seconds), "", formats.money(amount) if priced else ""),
            )
        )
    all_priced = all(entry.amount is not None for entry in snapshot.entries)
    return DetailTable(
        columns=(
            DetailColumn(label=_("Date"), share=0.063),
            DetailColumn(label=_("Person"), share=0.155),
            DetailColumn(label=pgettext("what was done", "Work"), stretch=True),
            DetailColumn(label=_("Hours"), align="right"),
            DetailColumn(label=_("Rate") if priced else "", align="right", share=0.089 if priced else 0.0),
            DetailColumn(label=_("Amount") if priced else "", align="right", share=0.123 if priced else 0.0),
        ),
        rows=tuple(rows),
        total=(
            _("Total hours and fees") if all_priced else _("Total hours"),
            "",
            "",
            formats.hours(seconds),
            "",
            formats.money(amount) if priced else "",
        ),
    )


def _expenses_table(snapshot: InvoiceSnapshot, formats: Formats) -> DetailTable:
    groups: dict[tuple[int, str, int, Decimal], list[ExpenseFact]] = {}
    for item in sorted(snapshot.expenses, key=lambda item: (item.line, item.day)):
        groups.setdefault((item.line, item.text, item.net.minor, item.quantity), []).append(item)
    rows = [_expense_row(items, formats) for items in groups.values()]
    return DetailTable(
        columns=(
            DetailColumn(label=_("Date"), share=0.083),
            DetailColumn(label=_("Expense"), stretch=True),
            DetailColumn(label=_("Receipt"), share=0.125),
            DetailColumn(label=_("Net"), align="right", share=0.0885),
        ),
        rows=tuple(rows),
        total=(_("Total expenses"), "", "", formats.money(snapshot.sums.expenses)),
    )


def _expense_row(items: Sequence[ExpenseFact], formats: Formats) -> DetailRow:
    net = Money(sum(item.net.minor for item in items), items[0].net.currency)
    days = sorted(item.day for item in items)
    when = days_text(days[0], days[-1], formats)
    text = items[0].text
    if len(items) > 1:
        text = _("{text}, {count} × {amount}").format(
            text=text, count=formats.number(len(items)), amount=formats.money(items[0].net)
        )
    return DetailRow(cells=(when, text, receipts_text(item.receipt for item in items), formats.money(net)))
