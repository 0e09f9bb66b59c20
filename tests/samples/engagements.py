"""Sample statements of work, made by commands: one of each kind, as the demo firm has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.engagements.commands import add_rate_card, agree_sow
from app.engagements.domain import (
    Arrangement,
    ChangeOrderSpec,
    ExpenseRule,
    GradeBudgetSpec,
    LineSpec,
    MilestoneSpec,
    PoSpec,
    RateSpec,
    TaskSpec,
)
from app.kernel.money import Money
from tests.books import Office

CARD = (
    ("Partner", Decimal(240)),
    ("Senior consultant", Decimal(165)),
    ("Consultant", Decimal(125)),
    ("Analyst", Decimal(95)),
)


@dataclass(frozen=True)
class SowSample:
    """A statement of work with its tasks by name."""

    sow_id: int
    engagement_id: int
    tasks: dict[str, int] = field(default_factory=dict)


def pounds(amount: int | str) -> Money:
    """Money in pounds sterling."""
    return Money.of(amount, "GBP")


def standard_rates(valid_from: date) -> tuple[RateSpec, ...]:
    """The usual rate of each grade from a day on."""
    return tuple(RateSpec(rate=rate, valid_from=valid_from, grade=grade) for grade, rate in CARD)


def standard_card(office: Office) -> int:
    """The rate card "Standard 2026"."""
    return office.book.perform(add_rate_card, name="Standard 2026", valid_from=date(2026, 1, 1), rates=CARD).result


def billing_review(office: Office, client_id: int) -> SowSample:
    """SOW-2026-014: time and materials, capped at 84,000 + CO-01 12,000; CO-02 sent, not accepted."""
    agreed = office.book.perform(
        agree_sow,
        client_id=client_id,
        number="SOW-2026-014",
        title="Billing controls review",
        start_on=date(2026, 2, 2),
        end_on=date(2026, 5, 29),
        signed_on=date(2026, 1, 26),
        lead_id=office.people["EF"],
        budget=pounds(84000),
        capped=True,
        show_budget=True,
        lines=(LineSpec("Billing controls review"),),
        rates=standard_rates(date(2026, 2, 2)),
        grade_budgets=(
            GradeBudgetSpec("Partner", Decimal(52), "Partner: steering and quality review"),
            GradeBudgetSpec("Senior consultant", Decimal(236), "Senior consultant: fieldwork and analysis"),
            GradeBudgetSpec("Consultant", Decimal(232), "Consultant: controls testing"),
            GradeBudgetSpec("Analyst", Decimal(164), "Analyst: data preparation"),
        ),
        tasks=(
            TaskSpec("Steering", match="sponsor"),
            TaskSpec("Quality review", match="quality"),
            TaskSpec("Fieldwork", match="fieldwork, interviews"),
            TaskSpec("Controls testing", match="testing, controls"),
            TaskSpec("Data preparation", match="extract, data"),
            TaskSpec("Third site extract", change_order="CO-02", match="third site"),
        ),
        purchase_orders=(PoSpec("4500187321", pounds(96000), date(2026, 1, 28), date(2026, 6, 30)),),
        change_orders=(
            ChangeOrderSpec(
                "CO-01",
                "Exeter",
                pounds(12000),
                drafted_on=date(2026, 3, 9),
                sent_on=date(2026, 3, 11),
                accepted_on=date(2026, 3, 17),
                accepted_by="Alice Mercer",
            ),
            ChangeOrderSpec(
                "CO-02", "Third site", pounds(9600), drafted_on=date(2026, 4, 15), sent_on=date(2026, 4, 17)
            ),
        ),
    ).result
    return SowSample(agreed.sow_id, agreed.engagement_id, dict(agreed.task_ids))


def operating_model(office: Office, client_id: int) -> SowSample:
    """SOW-2025-041: four fixed milestones of 30,000; the third accepted on 28 April, the fourth still to come."""
    agreed = office.book.perform(
        agree_sow,
        client_id=client_id,
        number="SOW-2025-041",
        title="Finance operating model",
        start_on=date(2025, 10, 6),
        end_on=date(2026, 7, 31),
        signed_on=date(2025, 9, 29),
        lead_id=office.people["EF"],
        budget=pounds(120000),
        lines=(LineSpec("Finance operating model", Arrangement.FIXED),),
        rates=standard_rates(date(2025, 10, 6)),
        tasks=(TaskSpec("Target model", match="model, process"),),
        purchase_orders=(PoSpec("CPG-7719", pounds(120000), date(2025, 9, 29), date(2026, 8, 31)),),
        milestones=(
            _milestone(1, "Current state", date(2025, 12, 12), date(2025, 12, 10), date(2025, 12, 15)),
            _milestone(2, "Design principles", date(2026, 2, 20), date(2026, 2, 18), date(2026, 2, 25)),
            _milestone(3, "Target model", date(2026, 4, 24), date(2026, 4, 24), date(2026, 4, 28)),
            _milestone(4, "Roll-out plan", date(2026, 6, 30), None, None),
        ),
    ).result
    return SowSample(agreed.sow_id, agreed.engagement_id, dict(agreed.task_ids))


def _milestone(number: int, name: str, due: date, delivered: date | None, accepted: date | None) -> MilestoneSpec:
    return MilestoneSpec(1, number, name, pounds(30000), due, delivered, accepted)


def clinic_retainer(office: Office, client_id: int) -> SowSample:
    """SOW-2026-017: a retainer of 8,500 a month for 60 hours, 150 for each hour beyond."""
    agreed = office.book.perform(
        agree_sow,
        client_id=client_id,
        number="SOW-2026-017",
        title="Clinic roll-out PMO",
        start_on=date(2026, 3, 1),
        end_on=date(2026, 8, 31),
        signed_on=date(2026, 2, 16),
        lead_id=office.people["EF"],
        budget=pounds(0),
        expense_rule=ExpenseRule.AT_COST,
        lines=(
            LineSpec(
                "PMO support",
                Arrangement.RETAINER,
                monthly_fee=pounds(8500),
                included_hours=Decimal(60),
                extra_rate=Decimal(150),
            ),
        ),
        rates=standard_rates(date(2026, 3, 1)),
        tasks=(TaskSpec("PMO support", match="clinic, pmo"),),
    ).result
    return SowSample(agreed.sow_id, agreed.engagement_id, dict(agreed.task_ids))


def margin_diagnostic(office: Office, client_id: int) -> SowSample:
    """SOW-2026-009: time and materials; consultants cost more from 1 April, except one with a rate of his own."""
    agreed = office.book.perform(
        agree_sow,
        client_id=client_id,
        number="SOW-2026-009",
        title="Freight margin diagnostic",
        start_on=date(2026, 2, 2),
        end_on=date(2026, 6, 12),
        signed_on=date(2026, 1, 21),
        lead_id=office.people["JW"],
        budget=pounds(36600),
        lines=(LineSpec("Freight margin diagnostic"),),
        rates=(
            *standard_rates(date(2026, 1, 12)),
            RateSpec(Decimal(135), date(2026, 4, 1), grade="Consultant"),
            RateSpec(Decimal(125), date(2026, 2, 2), person_id=office.people["JW"], note="Set by hand at the start."),
        ),
        grade_budgets=(GradeBudgetSpec("Partner", Decimal(35)), GradeBudgetSpec("Consultant", Decimal(160))),
        tasks=(TaskSpec("Margin model", match="margin, lane"), TaskSpec("Steering", match="sponsor")),
        purchase_orders=(PoSpec("NL-88213", pounds(36600), date(2026, 1, 21), date(2026, 7, 31)),),
    ).result
    return SowSample(agreed.sow_id, agreed.engagement_id, dict(agreed.task_ids))


def small_review(office: Office, client_id: int) -> SowSample:
    """SOW-2026-090: 1,000 pounds, so that a few hours cross a line; the partner agrees it."""
    agreed = (
        office.act_as("EF")
        .perform(
            agree_sow,
            client_id=client_id,
            number="SOW-2026-090",
            title="Small review",
            start_on=date(2026, 4, 1),
            end_on=date(2026, 6, 30),
            budget=pounds(1000),
            lines=(LineSpec("Small review"),),
            rates=standard_rates(date(2026, 4, 1)),
            tasks=(TaskSpec("Reading"),),
            signed_on=date(2026, 4, 1),
        )
        .result
    )
    return SowSample(agreed.sow_id, agreed.engagement_id, dict(agreed.task_ids))
