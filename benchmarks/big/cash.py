"""The big firm's cash: most invoices are paid in time, some late, some in part, few never."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from app.receivables.records import Payment, PaymentAllocation
from benchmarks.big.bills import Issued
from benchmarks.big.bulk import Rows, Sink
from benchmarks.big.sizes import TODAY

Part = tuple[Issued, int]


class Cash:
    """Payments that came in until today."""

    def __init__(self, sink: Sink, dice: random.Random) -> None:
        """Write into these tables."""
        self.dice = dice
        self.payments = Rows(
            sink, Payment, "id client_id received_on amount_minor currency method recorded_at reference external_key"
        )
        self.allocations = Rows(sink, PaymentAllocation, "payment_id invoice_id amount_minor allocated_on")
        self.payment_id = 0

    def pay(self, issued: Iterable[Issued]) -> None:
        """What clients pay of the invoices of a month; half of those with several pay them at once."""
        by_client: dict[tuple[int, str], list[Issued]] = defaultdict(list)
        for one in issued:
            by_client[one.client_id, one.currency].append(one)
        for invoices in by_client.values():
            if len(invoices) > 1 and self.dice.random() < 0.5:
                self._received([(one, one.gross_minor) for one in invoices], self._day(invoices[-1]))
            else:
                for one in invoices:
                    self._one(one)

    def _one(self, one: Issued) -> None:
        luck = self.dice.random()
        if luck < 0.008:
            return
        day = self._day(one)
        if luck < 0.03:
            self._received([(one, one.gross_minor * 3 // 5)], day)
        else:
            self._received([(one, one.gross_minor)], day)

    def _day(self, one: Issued) -> date:
        late = self.dice.choice((-6, -3, -1, 0, 0, 1, 2, 4, 9, 21))
        return max(one.issued_on + timedelta(1), one.due_on + timedelta(late))

    def _received(self, parts: list[Part], day: date) -> None:
        parts = [(one, minor) for one, minor in parts if minor > 0]
        if day > TODAY or not parts:
            return
        self.payment_id += 1
        amount = sum(minor for _one, minor in parts)
        over = 1_000 if self.dice.random() < 0.003 else 0
        self.payments.add(
            self.payment_id, parts[0][0].client_id, day.isoformat(), amount + over, parts[0][0].currency,
            "bank transfer", f"{day.isoformat()}T10:00:00.000000Z", f"P{self.payment_id:07}", None,
        )  # fmt: skip
        for one, minor in parts:
            self.allocations.add(self.payment_id, one.id, minor, day.isoformat())

    def flush(self) -> None:
        """Write what waits."""
        self.payments.flush()
        self.allocations.flush()
