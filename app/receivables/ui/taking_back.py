"""The way back from a payment: undo of what was just recorded, and taking back an older one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.receivables.commands import Recorded, record_payment, take_back_payment
from app.receivables.queries import TakenBackView, payment_to_take_back

Action = Callable[[], object]
Say = Callable[[str, Action | None, Action | None], object]


class TakingBack:
    """Says what was done with a payment, and offers the way back and forth."""

    def __init__(
        self, operations: Operations, formats: Formats, say: Say, failed: Callable[[Problem], object] | None = None
    ) -> None:
        """`say` tells a sentence with its undo and redo; `failed` what cannot be done, else the window tells it."""
        self._operations = operations
        self._formats = formats
        self._say = say
        self._failed = failed

    def offer_undo(self, recorded: Recorded) -> None:
        """A payment was recorded: say so, and what of it waits."""
        money = self._formats.money
        if recorded.left_over.minor:
            words = _("{amount} recorded; {left} of it stays with the client.").format(
                amount=money(recorded.allocated + recorded.left_over), left=money(recorded.left_over)
            )
        else:
            words = _("{amount} recorded.").format(amount=money(recorded.allocated))
        there = _There(self, recorded.payment_id)
        self._say(words, partial(there.take_back, self._undone), there.record_again)

    def take_back(self, payment_id: int) -> None:
        """Take back a payment of any day; Undo records it again as it was."""
        there = _There(self, payment_id)
        there.take_back(partial(self._taken_back, there))

    def _undone(self, _view: TakenBackView) -> None:
        self._say(_("The payment was taken back; what it paid is owed again."), None, None)

    def _taken_back(self, there: _There, view: TakenBackView) -> None:
        words = _("{amount} of {client} taken back; what it paid is owed again.").format(
            amount=self._formats.money(view.payment.amount), client=view.payment.client_name
        )
        self._say(words, there.record_again, there.take_back)

    # ------------------------------------------------------------------ the two directions

    def carry_out(self, payment_id: int, then: Callable[[TakenBackView], object]) -> None:
        """Take a payment back, and tell what it was."""

        def run(view: TakenBackView) -> None:
            self._operations.run(
                take_back_payment, lambda _id: then(view), failed=self._failed, payment_id=view.payment.payment_id
            )

        self._operations.read(payment_to_take_back, run, failed=self._failed, payment_id=payment_id)

    def record(self, view: TakenBackView, then: Callable[[Recorded], object]) -> None:
        """Record a payment again as it was; only the bank's identity stays with the first one."""
        payment = view.payment
        self._operations.run(
            record_payment,
            then,
            failed=self._failed,
            client_id=payment.client_id,
            received_on=payment.received_on,
            amount=payment.amount,
            method=payment.method.value,
            reference=payment.reference,
            allocations=view.parts,
        )

    def said_again(self) -> None:
        """A payment stands in the book again."""
        self._say(_("The payment is recorded again."), None, None)


class _There:
    """A payment that goes and comes back; each time it comes back it is a new one in the book."""

    def __init__(self, ways: TakingBack, payment_id: int) -> None:
        self._ways = ways
        self._payment_id = payment_id
        self._view: TakenBackView | None = None

    def take_back(self, then: Callable[[TakenBackView], object] | None = None) -> None:
        def keep(view: TakenBackView) -> None:
            self._view = view
            if then is not None:
                then(view)

        self._ways.carry_out(self._payment_id, keep)

    def record_again(self) -> None:
        def keep(recorded: Recorded) -> None:
            self._payment_id = recorded.payment_id
            self._ways.said_again()

        if self._view is not None:
            self._ways.record(self._view, keep)
