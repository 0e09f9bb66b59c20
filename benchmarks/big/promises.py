"""The big firm's statements of work: what was promised to whom, by whom, at which rates."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from app.clients.domain import PoRule
from app.engagements.commands.signing import terms_of
from app.engagements.domain import Arrangement, ExpenseRule, FoundRate, RateFact, RateTable, SowState, grade_key
from app.engagements.records import (
    ChangeOrder,
    Engagement,
    GradeBudget,
    Milestone,
    PurchaseOrder,
    Rate,
    SowLine,
    SowVersion,
    StatementOfWork,
    Task,
)
from app.invoices.domain import ExpenseUnit, MilestoneUnit
from app.kernel.money import Money
from app.kernel.quantities import Rounding, RoundingMode
from benchmarks.big.bulk import Rows, Sink, thousandths
from benchmarks.big.clients import Buyer
from benchmarks.big.office import GRADES, Member, Office
from benchmarks.big.sizes import TODAY, Size

TOPICS = """Pricing review|Systems selection|Audit readiness|Working capital plan|Board reporting|Grid upgrade
Cost model|Market entry|Post-merger plan|Process redesign|Treasury policy|Data migration|Tender support|Risk register
Budget 2026|Supplier review|Valuation|Due diligence|Lease review|Payroll controls""".replace("\n", "|").split("|")
WORK = ("Fieldwork", "Analysis", "Client meetings", "Reporting")
ADMIN = "Project administration"
LARGE_ORDER = 10**9


@dataclass(frozen=True, slots=True)
class Stint:
    """A time entry that can be billed."""

    entry_id: int
    day: date
    person: Member
    seconds: int
    work: str


@dataclass(slots=True, kw_only=True)
class Agreement:
    """A statement of work, and what of it waits to be billed. `leaves` is the day from which bills were forgotten."""

    id: int
    number: str
    title: str
    buyer: Buyer
    lead: Member
    team: list[Member]
    start: date
    end: date
    arrangement: Arrangement
    line_id: int
    tasks: tuple[tuple[int, str, bool], ...]
    held_task: int | None
    rates: dict[int, FoundRate]
    rounding: Rounding
    line_names: dict[str, str]
    at_cost: bool
    capped: bool
    po_number: str
    fee: Money
    included: int
    extra_rate: Decimal
    leaves: date | None
    milestones: list[tuple[date, MilestoneUnit]] = field(default_factory=list)
    stints: list[Stint] = field(default_factory=list)
    expenses: list[ExpenseUnit] = field(default_factory=list)
    months: set[str] = field(default_factory=set)


class Agreements:
    """Statements of work with everything two sides settle."""

    def __init__(self, sink: Sink, office: Office, tasks: int, rates: int) -> None:
        """Write into these tables; so many tasks and rates are there already."""
        self.office = office
        self.next_task, self.next_rate = tasks, rates
        self.engagements = Rows(sink, Engagement, "id client_id name")
        self.sows = Rows(
            sink,
            StatementOfWork,
            "id engagement_id client_id number title state start_on end_on currency budget_minor lead_id signed_on"
            " capped expense_rule rounding_mode rounding_minutes show_budget",
        )
        self.versions = Rows(sink, SowVersion, "id sow_id number signed_on terms digest")
        self.lines = Rows(
            sink, SowLine, "id sow_id position title arrangement monthly_fee_minor included_seconds extra_rate"
        )
        self.orders = Rows(sink, ChangeOrder, "sow_id number title amount_minor drafted_on sent_on accepted_on id")
        self.tasks = Rows(sink, Task, "id name sow_id sow_line_id change_order_id match_words billable")
        self.budgets = Rows(sink, GradeBudget, "sow_id grade seconds line_name")
        self.rates = Rows(sink, Rate, "id rate valid_from sow_id grade")
        self.purchases = Rows(sink, PurchaseOrder, "sow_id number amount_minor valid_from valid_to")
        self.milestones = Rows(
            sink, Milestone, "id sow_line_id number name amount_minor due_on delivered_on accepted_on"
        )
        self.next_order = self.next_milestone = 0
        self.engaged: dict[int, int] = {}

    def add(self, size: Size, buyers: list[Buyer], dice: random.Random) -> list[Agreement]:
        """All statements of work of a size, in the order they were signed."""
        spread = sum(sum(size.per_day) / 2 for _worker in self.office.workers) * len(size.workdays())
        each = spread * 0.65 * 0.85 / size.sows  # billable hours of a usual one
        found = []
        for number in range(1, size.sows + 1):
            first = size.first + timedelta(size.days * number // size.sows)
            found.append(self._one(number, max(size.first, first - timedelta(dice.randrange(40))), each, buyers, dice))
        for rows in (
            self.engagements,
            self.sows,
            self.versions,
            self.lines,
            self.orders,
            self.tasks,
            self.budgets,
            self.rates,
            self.purchases,
            self.milestones,
        ):
            rows.flush()
        return found

    def _one(self, key: int, start: date, each: float, buyers: list[Buyer], dice: random.Random) -> Agreement:
        buyer = dice.choice(buyers)
        kind = dice.choices(tuple(Arrangement), (82, 12, 6))[0]
        days = dice.randrange(180, 500) if kind is Arrangement.RETAINER else dice.randrange(60, 115)
        end = start + timedelta(days)
        topic = dice.choice(TOPICS)
        lead = dice.choice(self.office.leads)
        team = dice.sample(self.office.workers, min(3, len(self.office.workers)))
        hours = max(20, round(each * days / 90))
        budget = Money(int(round(hours * 16_500 * dice.uniform(0.9, 1.9), -5)), buyer.currency)
        months = max(1, days // 30)
        included = max(2, hours // months)
        retainer = kind is Arrangement.RETAINER
        agreement = Agreement(
            id=key,
            number=f"SOW-{start.year}-{key:05}",
            title=topic,
            buyer=buyer,
            lead=lead,
            team=team,
            start=start,
            end=end,
            arrangement=kind,
            line_id=key,
            tasks=(),
            held_task=None,
            rates={},
            rounding=dice.choice(
                (Rounding(), Rounding(), Rounding(6, RoundingMode.UP), Rounding(15, RoundingMode.NEAREST))
            ),
            line_names={grade_key("Analyst"): "Analysis"} if dice.random() < 0.5 else {},
            at_cost=dice.random() < 0.8,
            capped=kind is Arrangement.TIME_AND_MATERIALS and dice.random() < 0.05,
            po_number=f"PO-{key:06}" if buyer.po_rule is PoRule.EVERY_INVOICE or dice.random() < 0.2 else "",
            fee=Money(included * 13_000, buyer.currency) if retainer else Money.zero(buyer.currency),
            included=included * 3600 if retainer else 0,
            extra_rate=Decimal(150) if retainer else Decimal(0),
            leaves=None,
        )
        if kind is Arrangement.TIME_AND_MATERIALS and dice.random() < 0.02:
            agreement.leaves = start + timedelta(days // 2)
        self._engage(agreement)
        order = self._change_order(agreement, budget, dice)
        self._tasks(agreement, None if order is None or order.accepted_on is not None else order.id)
        rates = self._rates(agreement, own=buyer.currency != "GBP" or dice.random() < 0.7)
        grades = [(grade, hours * 1200) for grade in dict.fromkeys(person.grade or "" for person in team)]
        for grade, seconds in grades:
            self.budgets.add(key, grade, seconds, agreement.line_names.get(grade_key(grade), ""))
        milestones = self._milestones(agreement, budget, dice)
        if agreement.po_number:
            last = None if buyer.po_rule is PoRule.EVERY_INVOICE else end.isoformat()
            self.purchases.add(key, agreement.po_number, LARGE_ORDER, start.isoformat(), last)
        self._head(agreement, budget, dice)
        self._sign(agreement, budget, order=order, rates=rates, grades=grades, milestones=milestones)
        return agreement

    def _engage(self, agreement: Agreement) -> None:
        """Every second one goes on in an engagement of its client."""
        known = self.engaged.get(agreement.buyer.id)
        if known is None or agreement.id % 2:
            known = self.engagements.written + len(self.engagements._rows) + 1
            self.engagements.add(known, agreement.buyer.id, agreement.title)
        self.engaged[agreement.buyer.id] = known

    def _head(self, agreement: Agreement, budget: Money, dice: random.Random) -> None:
        over = agreement.end < TODAY - timedelta(10)
        late = over and agreement.end > TODAY - timedelta(60) and dice.random() < 0.2
        state = SowState.FINISHED if over and not late else SowState.SOLD if agreement.start > TODAY else SowState.OPEN
        self.sows.add(
            agreement.id,
            self.engaged[agreement.buyer.id],
            agreement.buyer.id,
            agreement.number,
            agreement.title,
            state.value,
            agreement.start.isoformat(),
            agreement.end.isoformat(),
            agreement.buyer.currency,
            budget.minor,
            agreement.lead.id,
            agreement.start.isoformat(),
            int(agreement.capped),
            (ExpenseRule.AT_COST if agreement.at_cost else ExpenseRule.INCLUDED).value,
            agreement.rounding.mode.value,
            agreement.rounding.step_minutes,
            0,
        )
        self.lines.add(
            agreement.line_id,
            agreement.id,
            1,
            agreement.title,
            agreement.arrangement.value,
            agreement.fee.minor,
            agreement.included,
            thousandths(agreement.extra_rate),
        )

    def _change_order(self, agreement: Agreement, budget: Money, dice: random.Random) -> Any:
        if agreement.arrangement is not Arrangement.TIME_AND_MATERIALS or dice.random() > 0.1:
            return None
        middle = agreement.start + (agreement.end - agreement.start) / 2
        accepted = middle if middle <= TODAY and dice.random() < 0.9 else None
        amount = Money(budget.minor // 5, budget.currency)
        self.next_order += 1
        drafted = min(middle, TODAY) - timedelta(7)
        self.orders.add(
            agreement.id,
            "CO-1",
            "More scope",
            amount.minor,
            drafted.isoformat(),
            (drafted + timedelta(1)).isoformat(),
            accepted and accepted.isoformat(),
            self.next_order,
        )
        return SimpleNamespace(
            id=self.next_order, number="CO-1", title="More scope", amount=amount, accepted_on=accepted
        )

    def _tasks(self, agreement: Agreement, waits_for: int | None) -> None:
        names = [(name, True, None) for name in WORK] + [(ADMIN, False, None)]
        tasks = []
        for name, billable, _order in names:
            self.next_task += 1
            self.tasks.add(self.next_task, name, agreement.id, agreement.line_id, None, name.lower(), int(billable))
            tasks.append((self.next_task, name, billable))
        if waits_for is not None:
            self.next_task += 1
            self.tasks.add(self.next_task, "More scope", agreement.id, agreement.line_id, waits_for, "", 1)
            agreement.held_task = self.next_task
        agreement.tasks = tuple(tasks)

    def _rates(self, agreement: Agreement, *, own: bool) -> list[Any]:
        """Rates by grade of the agreement, else the firm's usual ones; what each of the team costs and why."""
        facts, said = [], []
        for grade, usual in GRADES.items():
            if own:
                self.next_rate += 1
                rate = usual + 5 * (agreement.id % 7)
                self.rates.add(self.next_rate, thousandths(rate), agreement.start.isoformat(), agreement.id, grade)
                facts.append(RateFact(rate, agreement.start, grade, agreement.number, agreement.id, grade))
                said.append(SimpleNamespace(rate=rate, valid_from=agreement.start, grade=grade, person_id=None))
            else:
                facts.append(RateFact(usual, date(2000, 1, 1), grade, "Standard", None, grade))
        table = RateTable(tuple(facts))
        for person in agreement.team:
            rate_found = table.find(agreement.id, person.id, person.grade, agreement.start)
            if rate_found is not None:
                agreement.rates[person.id] = rate_found
        return said

    def _milestones(self, agreement: Agreement, budget: Money, dice: random.Random) -> list[Any]:
        if agreement.arrangement is not Arrangement.FIXED:
            return []
        said = []
        for number, part in enumerate((30, 30, 40), start=1):
            due = agreement.start + (agreement.end - agreement.start) * number / 3
            delivered = due if due < TODAY else None
            accepted = due + timedelta(dice.randrange(3, 15))
            known = accepted if accepted <= TODAY else None
            self.next_milestone += 1
            amount = Money(budget.minor * part // 100, budget.currency)
            name = ("Plan", "Draft report", "Report")[number - 1]
            self.milestones.add(
                self.next_milestone,
                agreement.line_id,
                number,
                name,
                amount.minor,
                due.isoformat(),
                delivered and delivered.isoformat(),
                known and known.isoformat(),
            )
            unit = MilestoneUnit(
                milestone_id=self.next_milestone,
                sow_line_id=agreement.line_id,
                number=number,
                count=3,
                name=name,
                amount=amount,
                accepted=True,
            )
            if known is not None:
                agreement.milestones.append((known, unit))
            said.append(SimpleNamespace(line_id=agreement.line_id, number=number, name=name, amount=amount, due_on=due))
        return said

    def _sign(
        self, agreement: Agreement, budget: Money, *, order: Any, rates: Any, grades: Any, milestones: Any
    ) -> None:
        """What was signed, in the words of the product."""
        accepted = order is not None and order.accepted_on is not None
        row = SimpleNamespace(
            number=agreement.number,
            title=agreement.title,
            client_id=agreement.buyer.id,
            start_on=agreement.start,
            end_on=agreement.end,
            budget=budget + order.amount if accepted else budget,
            base_budget=budget,
            capped=agreement.capped,
            expense_rule=ExpenseRule.AT_COST if agreement.at_cost else ExpenseRule.INCLUDED,
            rounding=agreement.rounding,
            lines=[
                SimpleNamespace(
                    title=agreement.title,
                    arrangement=agreement.arrangement,
                    monthly_fee=agreement.fee,
                    included_seconds=agreement.included,
                    extra_rate=agreement.extra_rate,
                )
            ],
            rates=rates,
            grade_budgets=[SimpleNamespace(grade=grade, seconds=seconds) for grade, seconds in grades],
            milestones=milestones,
            change_orders=[] if order is None else [order],
        )
        terms = terms_of(cast("Any", row))
        digest = hashlib.sha256(terms.encode()).hexdigest()
        self.versions.add(agreement.id, agreement.id, 1, agreement.start.isoformat(), terms, digest)
