"""Statements of work on screen: the list, the form of a new one, and the small steps that follow."""

from __future__ import annotations

from app.engagements.ui.form import SowDialog, ask_for_sow
from app.engagements.ui.page import EngagementsPage
from app.engagements.ui.steps import (
    accept_change_order_dialog,
    change_order_dialog,
    purchase_order_dialog,
    rate_dialog,
    task_dialog,
)

__all__ = [
    "EngagementsPage",
    "SowDialog",
    "accept_change_order_dialog",
    "ask_for_sow",
    "change_order_dialog",
    "purchase_order_dialog",
    "rate_dialog",
    "task_dialog",
]
