"""What people do with statements of work."""

from __future__ import annotations

from app.engagements.commands.agreement import Agreed, agree_sow
from app.engagements.commands.amend import (
    SowFields,
    TaskFields,
    add_purchase_order,
    add_rate,
    add_task,
    change_sow,
    change_task,
    finish_sow,
)
from app.engagements.commands.cards import add_internal_task, add_rate_card
from app.engagements.commands.orders import (
    accept_change_order,
    accept_milestone,
    add_change_order,
    decline_change_order,
    deliver_milestone,
    reopen_change_order,
    send_change_order,
)

__all__ = [
    "Agreed",
    "SowFields",
    "TaskFields",
    "accept_change_order",
    "accept_milestone",
    "add_change_order",
    "add_internal_task",
    "add_purchase_order",
    "add_rate",
    "add_rate_card",
    "add_task",
    "agree_sow",
    "change_sow",
    "change_task",
    "decline_change_order",
    "deliver_milestone",
    "finish_sow",
    "reopen_change_order",
    "send_change_order",
]
