"""Statements of work on screen: the form of a new one, and the small steps that follow."""

from __future__ import annotations

from app.engagements.ui.answers import (
    accept_change_order_dialog,
    accept_milestone_dialog,
    decline_change_order_dialog,
    deliver_milestone_dialog,
    send_change_order_dialog,
)
from app.engagements.ui.form import SowDialog, ask_for_sow
from app.engagements.ui.steps import (
    change_order_dialog,
    edit_task_dialog,
    purchase_order_dialog,
    rate_dialog,
    task_dialog,
)
from app.engagements.ui.terms import TermsDialog, rounding_words

__all__ = [
    "SowDialog",
    "TermsDialog",
    "accept_change_order_dialog",
    "accept_milestone_dialog",
    "ask_for_sow",
    "change_order_dialog",
    "decline_change_order_dialog",
    "deliver_milestone_dialog",
    "edit_task_dialog",
    "purchase_order_dialog",
    "rate_dialog",
    "rounding_words",
    "send_change_order_dialog",
    "task_dialog",
]
