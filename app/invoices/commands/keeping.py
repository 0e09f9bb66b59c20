"""Leaving a finding as it is: with a reason that is kept until the draft is issued, and counted ever after."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.firm.domain import Right, require
from app.firm.domain import line as one_line
from app.invoices.commands import drafts
from app.invoices.domain import Check, CheckKey, Reason, Verdict
from app.invoices.queries.judging import judged_draft
from app.invoices.records import Draft, KeptFinding
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work

_OPEN = select(KeptFinding).where(KeptFinding.sow_id == bindparam("sow_id"), KeptFinding.invoice_id.is_(None))


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept, and the draft's new version."""

    finding_id: int
    draft_id: int
    version: int


def keep_finding(
    work: Work, *, draft_id: int, version: int, key: CheckKey, mark: str, reason: Reason, text: str = ""
) -> Kept:
    """Leave what a check found as it is; it is not raised again for this bill, also when work is collected again."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    check = _open_finding(work, draft, key, mark)
    if reason is Reason.OTHER and not text.strip():
        raise Problem("finding.reason", _("Say in a few words why it stays as it is."), field="text")
    stake = check.stake
    kept = work.add(
        KeptFinding(
            sow_id=draft.sow_id,
            check_key=key,
            mark=mark,
            reason=reason,
            text=one_line(text, "text", required=False, limit=1000),
            amount_minor=stake.difference.minor if stake is not None else 0,
            kept_by_id=work.actor.person_id,
            kept_at=work.now,
        )
    )
    return Kept(kept.id, draft.id, drafts.renewed(work, draft))


def _open_finding(work: Work, draft: Draft, key: CheckKey, mark: str) -> Check:
    judged, _around = judged_draft(work, draft.id)
    found = next((check for check in judged.checks if check.key is key and check.mark == mark and mark), None)
    if found is None:
        raise Problem(
            "finding.gone",
            _("This is not open any more."),
            hint=_("Look at the draft as it is now; nothing was changed."),
        )
    if found.verdict is Verdict.BLOCK:
        raise Problem("finding.blocks", found.sentence, hint=found.fix)
    return found


def raise_finding(work: Work, *, finding_id: int, draft_id: int, version: int | None = None) -> Kept:
    """Take the reason back: the check asks again."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    kept = work.get(KeptFinding, finding_id)
    if kept.invoice_id is not None or kept.sow_id != draft.sow_id:
        raise Problem(
            "finding.issued",
            _("This went out with an invoice."),
            hint=_("Nothing was changed; the next bill asks anew."),
        )
    work.delete(kept)
    return Kept(finding_id, draft.id, drafts.renewed(work, draft))


def close_findings(work: Work, sow_id: int, invoice_id: int) -> None:
    """What was kept goes out with the invoice; the next bill of this statement of work asks anew."""
    for kept in work.session.scalars(_OPEN, {"sow_id": sow_id}):
        kept.invoice_id = invoice_id
    work.session.flush()
