"""The way back from a payment: undo of what was just recorded, and taking back an older one."""

from __future__ import annotations

from collections.abc import Callable

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.receivables.commands import Recorded, record_payment, take_back_payment
from app.receivables.queries import PaymentRow, TakenBackView, payment_to_take_back

Say = Callable[[str, Callable[[], object] | None], object]


class TakingBack:
    """Says what was done with a payment, and offers the way back."""

    def __init__(
        self, operations: Operations, formats: Formats, say: Say, failed: Callable[[Problem], object] | None = None
    ) -> None:
        """`say` tells a sentence with what undoes it; `failed` what cannot be done, else the window tells it."""
        self._operations = operations
        self._formats = formats
        self._say = say
        self.failed = failed

    def offer_undo(self, recorded: Recorded) -> None:
        """A payment was recorded: say so, and what of it waits."""
        money = self._formats.money
        if recorded.left_over.minor:
            words = _("{amount} recorded; {left} of it stays with the client.").format(
                amount=money(recorded.allocated + recorded.left_over), left=money(recorded.left_over)
            )
        else:
            words = _("{amount} recorded.").format(amount=money(recorded.allocated))
        self._say(words, lambda: self._undo(recorded.payment_id))

    def _undo(self, payment_id: int) -> None:
        self._operations.run(take_back_payment, self._undone, failed=self.failed, payment_id=payment_id)

    def _undone(self, _reversal: int) -> None:
        self._say(_("The payment was taken back; what it paid is owed again."), None)

    def take_back(self, payment_id: int) -> None:
        """Take back a payment of any day; Undo records it again as it was."""
        self._operations.read(payment_to_take_back, self._carry_out, failed=self.failed, payment_id=payment_id)

    def _carry_out(self, view: TakenBackView) -> None:
        payment = view.payment
        self._operations.run(
            take_back_payment, lambda _id: self._taken_back(view), failed=self.failed, payment_id=payment.payment_id
        )

    def _taken_back(self, view: TakenBackView) -> None:
        words = _("{amount} of {client} taken back; what it paid is owed again.").format(
            amount=self._formats.money(view.payment.amount), client=view.payment.client_name
        )
        self._say(words, lambda: self._record_again(view.payment, view))

    def _record_again(self, payment: PaymentRow, view: TakenBackView) -> None:
        self._operations.run(
            record_payment,
            lambda _done: self._say(_("The payment is recorded again."), None),
            failed=self.failed,
            client_id=payment.client_id,
            received_on=payment.received_on,
            amount=payment.amount,
            method=payment.method.value,
            reference=payment.reference,
            allocations=view.parts,
        )
