"""What is told about payments in their history and in that of the invoices they pay."""

from __future__ import annotations

from app.invoices.records import Invoice
from app.kernel.words import _
from app.receivables.domain import PaymentMethod, method_words
from app.receivables.records import Payment, PaymentAllocation
from app.storage.told import Part, Parts, RoomWords, kind

PARTS: Parts = {
    Invoice: (Part(PaymentAllocation, "invoice_id"),),
    Payment: (Part(PaymentAllocation, "payment_id"),),
}


def words() -> RoomWords:
    """In the reader's language."""
    methods = {one.value: method_words(one) for one in PaymentMethod}
    return RoomWords(
        kinds={
            Payment: kind(
                _("Payment"),
                "received_on",
                "external_key",
                {"method": methods},
                client_id=_("Client"),
                received_on=_("Came in on"),
                amount_minor=_("Amount"),
                currency=_("Currency"),
                method=_("How"),
                recorded_at=_("Recorded at"),
                reference=_("Reference"),
            ),
            PaymentAllocation: kind(
                _("Share of a payment"),
                "invoice_id",
                payment_id=_("Payment"),
                invoice_id=_("Invoice"),
                amount_minor=_("Amount"),
                allocated_on=_("Day"),
            ),
        },
        commands={
            "record_payment": _("Recorded a payment"),
            "allocate": _("Allocated a payment"),
            "allocate_left_over": _("Allocated the rest of a payment"),
            "take_back_payment": _("Took a payment back"),
            "bring_billed_before": _("Brought in what was billed before the book"),
        },
    )
