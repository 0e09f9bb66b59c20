"""Correcting work that was approved: only while no invoice and no approved draft bills it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from app.firm.domain import Right, require
from app.invoices.domain import DraftState, UnitKind
from app.invoices.records import Allocation, Draft, DraftLine, DraftUnit, Invoice, InvoiceLine
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work
from app.timesheets.commands import (
    ExpenseChanged,
    Returned,
    spare_client,
    take_back_approval,
)

_UNITS: BindParameter[Any] = bindparam("units", expanding=True)
_INVOICED = (
    select(Invoice.number)
    .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
    .join(Allocation, Allocation.invoice_line_id == InvoiceLine.id)
    .where(Allocation.unit_kind == bindparam("kind"), Allocation.unit_id.in_(_UNITS))
    .order_by(Invoice.number)
    .limit(1)
)
_APPROVED = (
    select(Draft.id)
    .join(DraftLine, DraftLine.draft_id == Draft.id)
    .join(DraftUnit, DraftUnit.draft_line_id == DraftLine.id)
    .where(DraftUnit.unit_kind == bindparam("kind"), DraftUnit.unit_id.in_(_UNITS), Draft.state == DraftState.APPROVED)
    .limit(1)
)


def take_back_time(work: Work, *, entry_ids: tuple[int, ...], reason: str) -> Returned:
    """Open approved entries again, with the reason. A draft that is still open is blocked until collected anew."""
    require(work.actor.role, Right.APPROVE_TIME)
    refuse_billed(work, UnitKind.TIME, entry_ids)
    return take_back_approval(work, entry_ids=entry_ids, reason=reason)


def keep_expense(work: Work, *, expense_id: int) -> ExpenseChanged:
    """Let the firm pay an approved expense itself. A draft that is still open is blocked until collected anew."""
    require(work.actor.role, Right.APPROVE_TIME)
    refuse_billed(work, UnitKind.EXPENSE, (expense_id,))
    return spare_client(work, expense_id=expense_id)


def refuse_billed(work: Work, kind: UnitKind, units: Collection[int]) -> None:
    """Refuse what an invoice or an approved draft bills."""
    asked = {"kind": kind, "units": sorted(set(units))}
    number = work.execute(_INVOICED, asked).scalar()
    if number is not None:
        raise Problem(
            "work.invoiced",
            _("This was billed with {number} and stays as it is.").format(number=number),
            hint=_("Nothing was changed. What was too much is given back on the next bill."),
        )
    if work.execute(_APPROVED, asked).first() is not None:
        raise Problem(
            "work.on_approved_draft",
            _("This is on a draft that is approved."),
            hint=_("Reopen the draft first, then take it back."),
        )
