"""What takes a payment back, in itself: the payment it takes back is in the book."""

from __future__ import annotations

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import aliased

from app.kernel.problems import Problem
from app.kernel.words import _
from app.receivables.domain import TAKEN_BACK
from app.receivables.records import Payment
from app.storage.reading import Reads

_TAKEN = aliased(Payment)
_OF_NOTHING = (
    select(Payment.id)
    .where(
        Payment.external_key.startswith(TAKEN_BACK, autoescape=True),
        ~exists().where(literal(TAKEN_BACK) + cast(_TAKEN.id, String) == Payment.external_key),
    )
    .order_by(Payment.id)
)


def reversal_problems(reads: Reads) -> list[Problem]:
    """Money that is taken off for a payment that nobody ever recorded."""
    return [
        Problem(
            "check.reversal",
            _("This takes a payment back that is not in the book."),
            hint=_("Somebody changed the book with another program. Compare with the newest backup."),
            about=f"Payment:{payment_id}",
        )
        for payment_id in reads.execute(_OF_NOTHING).scalars()
    ]
