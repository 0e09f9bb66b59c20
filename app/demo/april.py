"""Third chapter: April, day by day: work, change orders, milestones, invoices, payments, the billing run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.burn.commands import watch_budgets
from app.demo.office import draft_order
from app.demo.opening import pay
from app.demo.source import LAST, OPENED, Stage, data, gbp, on
from app.demo.work import add_receipt, approve_receipt, log_entry
from app.engagements.commands import accept_milestone, deliver_milestone, finish_sow, send_change_order
from app.invoices.commands import adjust_draft, approve_draft, collect, issue_invoice
from app.invoices.domain import Reason
from app.invoices.queries import run_rows
from app.timesheets.commands import approve_time

Step = Callable[[], None]


def play(stage: Stage) -> None:
    """Every day of April in order."""
    days: dict[date, list[Step]] = defaultdict(list)
    _work(stage, days)
    _scope(stage, days)
    _bills(stage, days)
    day = OPENED + timedelta(1)
    while day <= LAST.date():
        stage.at(day, "14:00" if day == LAST.date() else "17:30")
        for step in days[day]:
            step()
        if days[day]:
            stage.act("EF", watch_budgets)
        day += timedelta(1)
    _run(stage)


def _work(stage: Stage, days: dict[date, list[Step]]) -> None:
    approvals: dict[tuple[date, str], list[str]] = defaultdict(list)
    for entry in data()["time_entries"]:
        if on(entry["date"]) > OPENED:
            days[on(entry["logged_on"])].append(partial(log_entry, stage, entry))
            if "approved_on" in entry:
                # a few entries were written down after the lead had looked at the week: they wait for the next look
                looked = max(on(entry["approved_on"]), on(entry["logged_on"]))
                approvals[looked, entry["approved_by"]].append(entry["id"])
    for receipt in data()["expenses"]:
        day = max(on(receipt["date"]), OPENED + timedelta(1))
        days[day].append(partial(add_receipt, stage, receipt))
        if not forgotten(receipt):
            days[day].append(partial(approve_receipt, stage, receipt))
    for (day, lead), names in sorted(approvals.items()):
        days[day].append(partial(_approve, stage, lead, names))


def forgotten(receipt: dict[str, Any]) -> bool:
    """A billable receipt that is on no draft: it was approved only after its client's draft was."""
    return bool(receipt["billable"]) and receipt["state"] == "approved"


def _approve(stage: Stage, lead: str, names: list[str]) -> None:
    stage.act(lead, approve_time, entry_ids=tuple(stage.entries[name] for name in names))


def _scope(stage: Stage, days: dict[date, list[Step]]) -> None:
    for sow in data()["sows"]:
        for order in sow["change_orders"]:
            if on(order["drafted"]) > OPENED:
                days[on(order["drafted"])].insert(0, partial(draft_order, stage, sow["number"], order))
                if order["sent"]:
                    days[on(order["sent"])].append(partial(_send, stage, (sow["number"], order["number"]), order))
        for row in sow.get("milestones", ()):
            key = (sow["number"], row["number"])
            if row["delivered"] and on(row["delivered"]) > OPENED:
                days[on(row["delivered"])].append(partial(_deliver, stage, sow, key, on(row["delivered"])))
            if row["accepted"] and on(row["accepted"]) > OPENED and row["invoice"] is None:
                days[on(row["accepted"])].append(partial(_accept, stage, sow, key, on(row["accepted"])))


def _send(stage: Stage, key: tuple[str, str], order: dict[str, Any]) -> None:
    order_id = stage.change_orders[key]
    stage.act("EF", send_change_order, change_order_id=order_id, sent_on=on(order["sent"]))


def _deliver(stage: Stage, sow: dict[str, Any], key: tuple[str, int], when: date) -> None:
    stage.act(sow["lead"], deliver_milestone, milestone_id=stage.milestones[key], delivered_on=when)


def _accept(stage: Stage, sow: dict[str, Any], key: tuple[str, int], when: date) -> None:
    stage.act(sow["lead"], accept_milestone, milestone_id=stage.milestones[key], accepted_on=when)


def _bills(stage: Stage, days: dict[date, list[Step]]) -> None:
    """Small milestone invoices outside the monthly run, one milestone each, and payments."""
    for document in data()["invoices"]:
        days[on(document["issued"])].append(partial(_bill, stage, document))
    for payment in data()["payments"]:
        if on(payment["date"]) > OPENED:
            days[on(payment["date"])].append(partial(pay, stage, payment))


def _bill(stage: Stage, document: dict[str, Any]) -> None:
    sow = next(item for item in data()["sows"] if item["number"] == document["sow"])
    row = next(item for item in sow["milestones"] if item["invoice"] == document["number"])
    _accept(stage, sow, (sow["number"], row["number"]), on(row["accepted"]))
    issued_on = on(document["issued"])
    client_id = stage.clients[document["client"]]
    stage.act("GB", collect, through=issued_on, invoice_date=issued_on, client_id=client_id)
    sow_id = stage.sows[document["sow"]]
    draft = next(item for item in stage.book.read(run_rows) if item.sow_id == sow_id)
    stage.act("GB", approve_draft, draft_id=draft.draft_id, version=draft.version)
    issued = stage.act("GB", issue_invoice, draft_id=draft.draft_id)
    if issued.number != document["number"]:
        message = f"the demo expected {document['number']}, the book gave {issued.number}"
        raise RuntimeError(message)
    stage.invoices[issued.number] = issued.invoice_id
    last = max(item["number"] for item in data()["invoices"] if item["sow"] == sow["number"])
    if sow["state"] == "finished" and document["number"] == last:
        stage.act("EF", finish_sow, sow_id=sow_id)


def _run(stage: Stage) -> None:
    """The April billing run as it stands on the 30th at 15:20: three approved, two to check, one blocked, one held."""
    run = data()["april_run"]
    stage.at(LAST.date(), "14:30")
    stage.act("GB", collect, through=LAST.date(), invoice_date=on(run["invoice_date"]))
    for wanted in run["drafts"]:
        sow_id = stage.sows[wanted["sow"]]
        for change in wanted.get("adjustments", ()):
            draft = next(item for item in stage.book.read(run_rows) if item.sow_id == sow_id)
            discount = change["kind"] == "discount"
            agreed = next(sow for sow in data()["sows"] if sow["number"] == wanted["sow"]).get("discount") or {}
            stage.act(
                change.get("by", "GB"),
                adjust_draft,
                draft_id=draft.draft_id,
                amount=gbp(change["amount"]),
                title="Discount 10%" if discount else "Rework not charged",
                reason=change["reason"],
                why=Reason.DISCOUNT if discount else Reason.REWORK,
                ends_on=on(agreed["until"]) if discount else None,
            )
        if wanted["state"] == "approved":
            stage.at(LAST.date(), wanted["approved"][11:16])
            draft = next(item for item in stage.book.read(run_rows) if item.sow_id == sow_id)
            stage.act(wanted["approver"], approve_draft, draft_id=draft.draft_id, version=draft.version)
    stage.at(LAST.date(), "15:10")
    for receipt in data()["expenses"]:
        if forgotten(receipt):
            approve_receipt(stage, receipt)
