"""Time and expenses of the story."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.demo.source import Stage, gbp, on
from app.timesheets.commands import add_expense, approve_expense, approve_time, log_time

OFFICE = "GB"


def log_entry(stage: Stage, entry: dict[str, Any]) -> None:
    """Log an entry as the person who did the work; approved if it was, by who approved it."""
    key = (entry["sow"], entry["task"])
    logged = stage.act(
        entry["person"],
        log_time,
        person_id=stage.person(entry["person"]),
        task_id=stage.tasks[key],
        day=on(entry["date"]),
        seconds=entry["minutes"] * 60,
        note=entry["note"],
        billable=entry["billable"],
    )
    stage.entries[entry["id"]] = logged.entry_id
    if entry["state"] == "invoiced":
        stage.act("EF", approve_time, entry_ids=(logged.entry_id,))


def add_receipt(stage: Stage, receipt: dict[str, Any]) -> None:
    """A receipt as its person brings it."""
    stage.expenses[receipt["receipt"]] = stage.act(
        receipt["person"],
        add_expense,
        person_id=stage.person(receipt["person"]),
        sow_id=stage.sows[receipt["sow"]],
        day=on(receipt["date"]),
        text=receipt["text"],
        net=gbp(receipt["net"]),
        receipt=receipt["receipt"],
        billable=receipt["billable"],
        group_name=receipt.get("group", ""),
        detail=receipt.get("detail", ""),
        unit=receipt.get("unit", "piece"),
        quantity=Decimal(receipt.get("quantity", 1)),
    )


def approve_receipt(stage: Stage, receipt: dict[str, Any]) -> None:
    """The office approves a receipt."""
    stage.act(OFFICE, approve_expense, expense_id=stage.expenses[receipt["receipt"]])
