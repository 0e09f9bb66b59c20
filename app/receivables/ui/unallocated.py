"""Money that came in and pays no invoice yet, told on the banner until somebody allocates it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.receivables.queries import CollectionsView, OwedRow, PaymentRow
from app.receivables.ui.payment import AllocateDialog


def tell_unallocated(
    operations: Operations, formats: Formats, banner: Banner, view: CollectionsView, page: QWidget
) -> None:
    """Money that came in and pays no invoice yet must not be forgotten."""
    if not view.unallocated:
        banner.clear()
        return
    payment, debts = _first_waiting(view)
    amount, client, day = formats.money(payment.left_over), payment.client_name, formats.day(payment.received_on)
    words = _("{amount} of {client}, received {day}, pays no invoice yet.").format(
        amount=amount, client=client, day=day
    )
    more = len(view.unallocated) - 1
    if more:
        words = ngettext(
            "{amount} of {client}, received {day}, pays no invoice yet. {n} more payment waits.",
            "{amount} of {client}, received {day}, pays no invoice yet. {n} more payments wait.",
            more,
        ).format(amount=amount, client=client, day=day, n=more)
    if debts and view.may_record:
        banner.show_message(
            words,
            "info",
            _("Allocate\u2026"),
            lambda: AllocateDialog(operations, formats, payment, debts, parent=page.window()).open(),
        )
    else:
        banner.show_message(words, "info")


def _first_waiting(view: CollectionsView) -> tuple[PaymentRow, list[OwedRow]]:
    """A payment that can be allocated now, with the invoices it may pay; else the oldest one."""
    pairs = [
        (
            payment,
            [
                row
                for row in view.rows
                if row.client_id == payment.client_id and row.balance.currency == payment.amount.currency
            ],
        )
        for payment in view.unallocated
    ]
    return next((pair for pair in pairs if pair[1]), pairs[0])
