"""Second chapter: what was there before the book, brought in as opening balances."""

from __future__ import annotations

from typing import Any

from app.demo.source import OPENED, Stage, data, gbp, on
from app.demo.work import log_entry
from app.invoices.commands import OpeningLine, bring_opening_invoice
from app.invoices.domain import LineKind
from app.receivables.commands import bring_billed_before, record_payment


def bring_in(stage: Stage) -> None:
    """Time before April, the invoices that billed it, and the payments that had come in."""
    stage.at(OPENED, "10:00")
    before = [entry for entry in data()["time_entries"] if on(entry["date"]) <= OPENED]
    for entry in before:
        log_entry(stage, entry)
    for document in data()["opening"]["documents"]:
        _document(stage, document, [entry for entry in before if entry.get("invoice") == document["number"]])
    for payment in data()["payments"]:
        if on(payment["date"]) <= OPENED:
            pay(stage, payment)
    settled = data()["opening"]["not_carried"]["gross_by_month"]
    stage.act(
        "EF",
        bring_billed_before,
        amounts=tuple((on(f"{month}-01"), gbp(amount)) for month, amount in settled.items()),
    )


def _document(stage: Stage, document: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    lines = tuple(
        OpeningLine(
            title=line["description"],
            quantity=line["quantity"],
            unit=line["unit"],
            rate=line["price"],
            person_id=stage.person(line["person"]) if "person" in line else None,
            kind=_kind(line),
            milestone_id=_milestone(stage, document),
            month=document["issued"][:7] if line["unit"] == "month" else "",
        )
        for line in document["lines"]
    )
    stage.invoices[document["number"]] = stage.act(
        "GB",
        bring_opening_invoice,
        number=document["number"],
        client_id=stage.clients[document["client"]],
        sow_id=stage.sows[document["sow"]],
        issued_on=on(document["issued"]),
        due_on=on(document["due"]),
        lines=lines,
        tax_code=document["vat_code"],
        entry_ids=tuple(stage.entries[entry["id"]] for entry in entries),
        po_number=document.get("po", ""),
    )


def _kind(line: dict[str, Any]) -> LineKind:
    kinds = {"h": LineKind.FEE, "milestone": LineKind.MILESTONE, "month": LineKind.RETAINER}
    return kinds.get(line["unit"], LineKind.ADJUSTMENT)


def _milestone(stage: Stage, document: dict[str, Any]) -> int | None:
    sow = next(item for item in data()["sows"] if item["number"] == document["sow"])
    for row in sow.get("milestones", ()):
        if row["invoice"] == document["number"]:
            return stage.milestones[sow["number"], row["number"]]
    return None


def pay(stage: Stage, payment: dict[str, Any]) -> None:
    """A payment and the invoices it paid."""
    stage.act(
        "GB",
        record_payment,
        client_id=stage.clients[payment["client"]],
        received_on=on(payment["date"]),
        amount=gbp(payment["amount"]),
        method=payment["method"],
        allocations=tuple((stage.invoices[part["invoice"]], gbp(part["amount"])) for part in payment["allocations"]),
    )
