"""Reading statements of work, tasks and rates."""

from __future__ import annotations

from app.engagements.queries.finding import FoundSowRow, find_sows, some_sows
from app.engagements.queries.forms import ClientChoiceRow, SowFormRow, sow_form
from app.engagements.queries.orders import ClientOrderRow, client_orders
from app.engagements.queries.parts import change_order, milestone
from app.engagements.queries.rates import rate_card_on, rate_cards, rate_table
from app.engagements.queries.rows import (
    ChangeOrderRow,
    EngagementRow,
    GradeBudgetRow,
    LineRow,
    MilestoneRow,
    PurchaseOrderRow,
    RateCardRow,
    RateRow,
    SowListRow,
    SowListView,
    SowRow,
    TaskRow,
)
from app.engagements.queries.sows import (
    FOUND_AT_ONCE,
    engagements,
    finished_count,
    next_sow_number,
    sow,
    sow_by_number,
    sow_list,
    sows,
)
from app.engagements.queries.tasks import running_tasks, some_tasks, task, tasks, tasks_near, tasks_of

__all__ = [
    "FOUND_AT_ONCE",
    "ChangeOrderRow",
    "ClientChoiceRow",
    "ClientOrderRow",
    "EngagementRow",
    "FoundSowRow",
    "GradeBudgetRow",
    "LineRow",
    "MilestoneRow",
    "PurchaseOrderRow",
    "RateCardRow",
    "RateRow",
    "SowFormRow",
    "SowListRow",
    "SowListView",
    "SowRow",
    "TaskRow",
    "change_order",
    "client_orders",
    "engagements",
    "find_sows",
    "finished_count",
    "milestone",
    "next_sow_number",
    "rate_card_on",
    "rate_cards",
    "rate_table",
    "running_tasks",
    "some_sows",
    "some_tasks",
    "sow",
    "sow_by_number",
    "sow_form",
    "sow_list",
    "sows",
    "task",
    "tasks",
    "tasks_near",
    "tasks_of",
]
