"""Every command of every room: who may carry it out, that it is audited, and that it writes through records only."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.firm.domain import RIGHTS, AccessRole
from app.kernel.money import Money
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.storage.actor import Actor
from app.storage.audit import AuditEntry
from app.storage.columns import Choice, Day, Flag, Instant, MinorUnits, TenThousandths
from app.storage.record import Record
from tests.books import Office
from tests.samples.invoices import issued_april

ROOT = Path(__file__).parents[2]
ROOMS = sorted(path.name for path in (ROOT / "app").iterdir() if (path / "records.py").exists())


def commands() -> dict[str, Callable[..., Any]]:
    """All commands that pages, the command line and later rooms find."""
    found: dict[str, Callable[..., Any]] = {}
    for room in ROOMS:
        path = ROOT / "app" / room
        if not ((path / "commands").exists() or (path / "commands.py").exists()):
            continue
        module = importlib.import_module(f"app.{room}.commands")
        names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
        for name in names:
            value = getattr(module, name)
            if inspect.isfunction(value) and value.__module__.startswith(module.__name__):
                found[f"{room}.{name}"] = value
    return found


COMMANDS = commands()
OWN = (
    "timesheets.log_time timesheets.change_entry timesheets.remove_entry timesheets.set_cell timesheets.submit_week"
    " timesheets.add_expense timesheets.change_expense timesheets.remove_expense"
    " harvest.take_calendar harvest.follow_calendar harvest.accept_suggestion harvest.accept_all harvest.keep_entry"
    " harvest.dismiss_suggestion harvest.restore_suggestion harvest.take_back_suggestion"
).split()
LEADING = (
    "engagements.send_change_order engagements.accept_change_order engagements.deliver_milestone"
    " engagements.accept_milestone"
).split()
APPROVING = (
    "timesheets.approve_time timesheets.approve_week timesheets.return_time timesheets.approve_expense"
    " invoices.take_back_time invoices.keep_expense"
).split()
BILLING = (
    "invoices.collect invoices.adjust_draft invoices.remove_adjustment invoices.set_po invoices.hold_draft"
    " invoices.release_draft invoices.approve_draft invoices.reopen_draft invoices.remove_draft"
).split()
SETTINGS = ["firm.choose_setting"]
WATCHING = ["burn.watch_budgets"]
INNER = {name for name, command in COMMANDS.items() if getattr(command, "inner", False)}

ALLOWED = {
    AccessRole.SETUP: {"firm.found_firm"},
    AccessRole.CONSULTANT: {*OWN, *SETTINGS, *WATCHING},
    AccessRole.MANAGER: {*OWN, *SETTINGS, *WATCHING, *APPROVING, *BILLING, "burn.acknowledge"},
    AccessRole.ACCOUNTANT: {*SETTINGS, *WATCHING},
}
