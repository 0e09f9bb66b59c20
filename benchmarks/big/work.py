"""The big firm's days: who worked on what, how long, in which state the entry is today, and the receipts."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from app.invoices.domain import ExpenseUnit
from app.kernel.money import Money
from app.timesheets.domain import TimeState
from app.timesheets.records import Expense, TimeEntry
from benchmarks.big.bulk import Rows, Sink
from benchmarks.big.office import Member, Office
from benchmarks.big.promises import Agreement, Stint
from benchmarks.big.sizes import Size

WORDS = """review draft contract call with counsel client meeting prepare memo regarding tax filing research analysis
discovery amendment lease audit testing workpapers reconciliation payroll valuation board pack strategy workshop
interview site visit travel design model revision comments filing response letter negotiation closing diligence
tariff forecast ledger stock count budget supplier tender bridge harbor grid turbine pipeline""".split()
NOTES = 20_000
ALL_APPROVED = date(2026, 4, 19)
SUBMITTED = date(2026, 4, 26)


class Days:
    """Writes entries and receipts day by day; what can be billed waits with its agreement."""

    def __init__(self, sink: Sink, size: Size, office: Office, dice: random.Random) -> None:
        """Write into these tables."""
        self.size, self.office, self.dice = size, office, dice
        self.entries = Rows(
            sink,
            TimeEntry,
            "id person_id task_id sow_id day seconds logged_at note billable state approved_by_id approved_at",
        )
        self.expenses = Rows(
            sink,
            Expense,
            "id person_id sow_id day text net_minor currency receipt billable approved group_name",
        )
        self.notes = [" ".join(dice.choices(WORDS, k=dice.randrange(4, 13))) for _n in range(NOTES)]
        self.entry_id = self.expense_id = 0
        self.active: dict[int, list[Agreement]] = {}

    def open_on(self, day: date, agreements: list[Agreement]) -> None:
        """Who works on what, from now until it is asked again."""
        self.active = defaultdict(list)
        for agreement in agreements:
            if agreement.start <= day <= agreement.end:
                for person in agreement.team:
                    self.active[person.id].append(agreement)

    def work(self, day: date) -> None:
        """Everybody's entries of a day."""
        state = TimeState.OPEN
        if day <= ALL_APPROVED:
            state = TimeState.APPROVED
        elif day <= SUBMITTED:
            state = TimeState.SUBMITTED
        for person in self.office.workers:
            if self.dice.random() > 0.01:  # else away
                self._entries(day, person, state)

    def _entries(self, day: date, person: Member, state: TimeState) -> None:
        dice = self.dice
        fewest, most = self.size.per_day
        mine = [one for one in self.active.get(person.id, ()) if day <= one.end]
        picked = [dice.choice(mine) for _n in range(4)] if mine else []
        iso = day.isoformat()
        if state is TimeState.SUBMITTED and dice.random() < 0.6:
            state = TimeState.APPROVED
        approved = state is TimeState.APPROVED
        approved_at = f"{(day + timedelta(7 - day.weekday())).isoformat()}T09:00:00.000000Z" if approved else None
        for place in range(dice.randrange(fewest, most + 1)):
            bits = dice.getrandbits(40)
            self.entry_id += 1
            seconds = 360 * (1 + bits % 12)
            note = self.notes[(bits >> 8) % NOTES]
            logged = f"{iso}T{8 + place // 2:02}:{30 * (place % 2):02}:00.000000Z"
            if not picked or (bits >> 24) & 15 == 0:
                task = self.office.internal[(bits >> 28) & 3]
                self.entries.add(
                    self.entry_id, person.id, task, None, iso, seconds, logged, note, 0, state.value,
                    self.office.people[0].id if approved else None, approved_at,
                )  # fmt: skip
                continue
            agreement = picked[place & 3]
            task, _name, billable = agreement.tasks[min(4, (bits >> 28) % 14 // 3)]
            held = billable and agreement.held_task is not None and (bits >> 32) & 3 == 0
            if held and agreement.held_task is not None:
                task = agreement.held_task
            self.entries.add(
                self.entry_id, person.id, task, agreement.id, iso, seconds, logged, note, int(billable), state.value,
                agreement.lead.id if approved else None, approved_at,
            )  # fmt: skip
            if billable and approved and not held:
                agreement.stints.append(Stint(self.entry_id, day, person, seconds, note))

    def spend(self, day: date, agreement: Agreement) -> None:
        """A receipt for a client."""
        self.expense_id += 1
        person = self.dice.choice(agreement.team)
        text = self.dice.choice(("Rail to the client", "Hotel", "Taxi", "Site visit, mileage"))
        net = Money(self.dice.randrange(1_000, 24_000), agreement.buyer.currency)
        self.expenses.add(
            self.expense_id, person.id, agreement.id, day.isoformat(), text, net.minor, net.currency,
            f"R-{self.expense_id:06}.pdf", 1, 1, "Travel",
        )  # fmt: skip
        if agreement.at_cost:
            unit = ExpenseUnit(
                expense_id=self.expense_id,
                day=day,
                text=text,
                net=net,
                receipt=f"R-{self.expense_id:06}.pdf",
                group_name="Travel",
                quantity=Decimal(1),
            )
            agreement.expenses.append(unit)

    def flush(self) -> None:
        """Write what waits."""
        self.entries.flush()
        self.expenses.flush()
