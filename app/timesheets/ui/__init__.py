"""Screens of time: the entry line, the week, approvals, expenses."""

from __future__ import annotations

from app.timesheets.ui.all_time import AllTimePage
from app.timesheets.ui.approvals import ApprovalsPage
from app.timesheets.ui.expense import ExpenseDialog, ask_for_expense
from app.timesheets.ui.expense_approvals import ExpenseApprovals

__all__ = ["AllTimePage", "ApprovalsPage", "ExpenseApprovals", "ExpenseDialog", "ask_for_expense"]
