"""What people decide about a draft before it is issued: adjust, set the order, hold, approve, reopen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.clients.records import Client
from app.firm.domain import Right, require
from app.firm.domain import line as one_line
from app.firm.queries import tax_rule, the_firm
from app.invoices.commands import drafts
from app.invoices.domain import AWAITS_ACCEPTANCE, DraftState, LineKind, Reason, blocks
from app.invoices.queries.draft_facts import Around
from app.invoices.queries.judging import Judged, judged_draft
from app.invoices.records import Draft, DraftLine
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work


@dataclass(frozen=True, slots=True)
class Decided:
    """A draft with its new state and version."""

    draft_id: int
    state: DraftState
    version: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The line that was added, and the draft's new version."""

    draft_id: int
    line_id: int
    version: int


def adjust_draft(
    work: Work,
    *,
    draft_id: int,
    amount: Money,
    title: str,
    reason: str,
    why: Reason = Reason.OTHER,
    ends_on: date | None = None,
    detail: str = "",
    tax_code: str | None = None,
    version: int | None = None,
) -> Adjusted:
    """Write a draft down (below zero) or up by a line of its own; the reason is kept with it and counted.

    `why` is the reason of the list, `reason` says more about it; a discount may have a last day. `detail` stands under
    the line's words: what it adjusts.
    """
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    if amount.currency != draft.currency:
        raise Problem(
            "draft.currency",
            _("This draft is in {currency}.").format(currency=draft.currency),
            field="amount",
            hint=_("Give the amount in that currency."),
        )
    if not amount:
        raise Problem("draft.adjust_nothing", _("An adjustment of nothing changes nothing."), field="amount")
    for field, text in (("title", title), ("reason", reason)):
        if not text.strip() and (field == "title" or why is Reason.OTHER):
            raise Problem(
                f"draft.{field}",
                _("Say what is adjusted and why."),
                field=field,
                hint=_("The reason is kept and counted."),
            )
    code = tax_code or _usual_code(work, draft)
    tax_rule(work, code=code, on=draft.invoice_date)
    lines = drafts.kept_lines(work, draft.id)
    line = work.add(
        DraftLine(
            draft_id=draft.id,
            position=max((item.position for item in lines), default=0) + 1,
            kind=LineKind.ADJUSTMENT,
            title=one_line(title, "title"),
            detail=one_line(detail, "detail", required=False, limit=1000),
            quantity=Decimal(1),
            unit="piece",
            rate=amount.amount,
            net_minor=amount.minor,
            tax_code=code,
            reason=one_line(reason, "reason", required=False, limit=1000),
            why=why.value,
            ends_on=ends_on,
        )
    )
    return Adjusted(draft.id, line.id, drafts.renewed(work, draft))


def remove_adjustment(
    work: Work, *, line_id: int, version: int | None = None, draft_version: int | None = None
) -> Adjusted:
    """Take an adjustment off its draft again."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    line = work.get(DraftLine, line_id, version=version)
    draft = work.get(Draft, line.draft_id, version=draft_version)
    drafts.require_open(draft)
    if line.kind is not LineKind.ADJUSTMENT:
        raise Problem(
            "draft.not_adjustment",
            _("Only an adjustment can be taken off."),
            hint=_("Work leaves a draft when the draft is removed, or when it is no longer approved."),
        )
    for later in drafts.kept_lines(work, draft.id):
        if later.position == line.position:
            work.delete(later)
        elif later.position > line.position:
            later.position -= 1
            work.session.flush()
    return Adjusted(draft.id, line_id, drafts.renewed(work, draft))


def _usual_code(work: Work, draft: Draft) -> str:
    own = work.get(Client, draft.client_id).tax_code
    firm = the_firm(work)
    return own or (firm.usual_tax_code if firm is not None else "")


def set_po(work: Work, *, draft_id: int, po_number: str, version: int | None = None) -> Decided:
    """Set the client's purchase order number that the invoice will carry."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    draft.po_number = one_line(po_number, "po_number", required=False)
    return _decided(work, draft)


def hold_draft(work: Work, *, draft_id: int, reason: str, version: int | None = None) -> Decided:
    """Hold an open draft back, with the reason; collecting leaves it alone."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    if draft.state is DraftState.HOLD:
        raise Problem(
            "draft.held", _("This draft is on hold already."), hint=_("Release it first to give another reason.")
        )
    if not reason.strip():
        raise Problem(
            "draft.hold_reason",
            _("Say why the draft is held."),
            field="reason",
            hint=_("The reason is shown in the run."),
        )
    why = one_line(reason, "reason", limit=1000)
    if why.casefold() == AWAITS_ACCEPTANCE:
        raise Problem(
            "draft.hold_own_words",
            _("With these words the book itself holds a milestone until its acceptance is recorded."),
            field="reason",
            hint=_("Say which acceptance is awaited, so that the draft can be released again."),
        )
    draft.state, draft.hold_reason = DraftState.HOLD, why
    return _decided(work, draft, stamp=True)


def release_draft(work: Work, *, draft_id: int, version: int | None = None) -> Decided:
    """Let a held draft go on."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    if draft.state is not DraftState.HOLD:
        raise Problem("draft.not_held", _("This draft is not on hold."))
    if draft.hold_reason == AWAITS_ACCEPTANCE:
        raise Problem(
            "draft.awaits_acceptance",
            _("The client's acceptance of the milestone is not recorded."),
            hint=_("Record the acceptance, then collect again."),
        )
    draft.state, draft.hold_reason = DraftState.OPEN, ""
    return _decided(work, draft, stamp=True)


def approve_draft(work: Work, *, draft_id: int, version: int) -> Decided:
    """Approve a draft as it was seen (`version`); refused while a check blocks it."""
    require(work.actor.role, Right.APPROVE_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    if draft.state is DraftState.APPROVED:
        raise Problem("draft.approved", _("This draft is approved already."))
    if draft.state is DraftState.HOLD:
        raise Problem(
            "draft.held",
            _("This draft is on hold: {reason}.").format(reason=draft.hold_reason),
            hint=_("Release it first."),
        )
    require_decided(work, draft)
    draft.state = DraftState.APPROVED
    return _decided(work, draft, stamp=True)


def require_decided(work: Work, draft: Draft) -> None:
    """Problem while a check blocks a draft, or asks something that nobody has answered."""
    judged, _around = require_issuable(work, draft)
    open_question = next((check for check in judged.checks if check.needs_reason), None)
    if open_question is not None:
        raise Problem("draft.needs_reason", open_question.sentence, hint=open_question.fix)


def require_issuable(work: Work, draft: Draft) -> tuple[Judged, Around]:
    """The draft as it is judged; Problem when a check blocks it, or when there is nothing to be paid."""
    judged, around = judged_draft(work, draft.id)
    for check in blocks(judged.checks):
        raise Problem("draft.blocked", check.sentence, hint=check.fix)
    if not judged.loaded.lines or judged.sums.gross.minor < 0:
        raise Problem(
            "draft.nothing_to_pay",
            _("This draft has no sum to be paid."),
            hint=_("Remove it, or take an adjustment off."),
        )
    return judged, around


def reopen_draft(work: Work, *, draft_id: int, version: int | None = None) -> Decided:
    """Take an approval back; nothing was issued yet."""
    require(work.actor.role, Right.APPROVE_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    if draft.state is not DraftState.APPROVED:
        raise Problem("draft.not_approved", _("This draft is not approved."), hint=_("It can be changed as it is."))
    draft.state = DraftState.OPEN
    return _decided(work, draft, stamp=True)


def _decided(work: Work, draft: Draft, *, stamp: bool = False) -> Decided:
    if stamp:
        draft.decided_by_id, draft.decided_at = work.actor.person_id, work.now
    work.session.flush()
    return Decided(draft.id, draft.state, draft.version)
