"""The billing run: drafts with their sums, their checks and the state a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from app.clients.domain import due_date
from app.engagements.domain import Arrangement, arrangement_words
from app.firm.domain import Right, TaxCategory, require
from app.invoices.domain import (
    AWAITS_ACCEPTANCE,
    Check,
    DraftState,
    LineKind,
    PaperSize,
    Part,
    Shown,
    Sums,
    TaxGroup,
    UnitKind,
    Verdict,
    parts_of,
    shown,
    worst,
)
from app.invoices.queries.draft_facts import Around, DraftLineRow, LoadedDraft, load_drafts
from app.invoices.queries.judging import Judged, formats_of, judge, judged_draft
from app.invoices.records import BillingRun
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.storage.asking import query
from app.storage.reading import Reads

ORDER = (Shown.APPROVED, Shown.READY, Shown.CHECK, Shown.BLOCKED, Shown.HOLD)
_LAST_RUN = (
    select(BillingRun.id, BillingRun.through, BillingRun.invoice_date, BillingRun.collected_at)
    .order_by(BillingRun.collected_at.desc(), BillingRun.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A billing run: all open work up to a day, with one invoice date."""

    run_id: int
    through: date
    invoice_date: date
    collected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft in the run. `seconds` are billed seconds; `approver` is who approved, else who leads the work.

    `awaits` says that collecting itself holds it, until the acceptance of its milestone is recorded.
    """

    draft_id: int
    version: int
    run_id: int
    client_id: int
    client_name: str
    sow_id: int
    sow_number: str
    sow_title: str
    basis: str
    currency: str
    seconds: int
    expense_count: int
    sums: Sums
    tax_note: str
    state: DraftState
    shown: Shown
    hold_reason: str
    awaits: bool
    po_number: str
    invoice_date: date
    due_on: date
    period_first: date
    period_last: date
    approver_name: str
    approver_initials: str
    decided_by: str
    decided_at: datetime | None
    checks: tuple[Check, ...]
    left_out: tuple[Part, ...]
    paper: PaperSize | None

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.draft_id

    @property
    def work(self) -> Money:
        """Work at the agreed rates and fees."""
        return self.sums.work

    @property
    def gross(self) -> Money:
        """What the client will pay."""
        return self.sums.gross

    @property
    def finding(self) -> Check | None:
        """What is to be settled first; None when all checks pass."""
        return worst(self.checks)

    @property
    def why(self) -> str:
        """A few words on why it is not ready; empty when it is."""
        found = self.finding
        if self.state is DraftState.HOLD and not (self.awaits and found is not None):
            return self.hold_reason
        return found.short if found is not None else ""

    @property
    def missing(self) -> Money | None:
        """What its finding makes the bill too small by; None where the whole bill waits."""
        found = self.finding
        if found is None or found.verdict is not Verdict.WATCH or found.stake is None:
            return None
        return found.stake.difference if found.stake.difference.minor > 0 else None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with its lines and its tax."""

    row: DraftRow
    lines: tuple[DraftLineRow, ...]
    taxes: tuple[TaxGroup, ...]


@query
async def current_run(reads: Reads) -> RunRow | None:
    """The run collected last."""
    row = (await reads.ask(_LAST_RUN)).one_or_none()
    return None if row is None else RunRow(*row)


@query
async def run_rows(reads: Reads, *, run_id: int | None = None, language: str | None = None) -> list[DraftRow]:
    """All drafts that wait (or those of one run), what can be issued first; checks speak for `language`'s formats.

    Seven statements, two ways, however many drafts.
    """
    require(reads.actor.role, Right.DRAFT_INVOICES)
    drafts, around = await load_drafts(reads, run_id=run_id)
    if around is None:
        return []
    formats = formats_of(language or around.firm.language)
    rows = [_row(judge(draft, around, formats), around, formats) for draft in drafts]
    return sorted(rows, key=lambda row: (ORDER.index(row.shown), row.client_name, row.sow_number, row.draft_id))


@query
async def draft(reads: Reads, *, draft_id: int, language: str | None = None) -> DraftView:
    """One draft with its lines; Problem when it is gone."""
    require(reads.actor.role, Right.DRAFT_INVOICES)
    judged, around = await judged_draft.asks(reads, draft_id, language)
    row = _row(judged, around, formats_of(language or around.firm.language))
    return DraftView(row, tuple(judged.loaded.lines), judged.taxes)


def _row(judged: Judged, around: Around, formats: Formats) -> DraftRow:
    loaded, head = judged.loaded, judged.loaded.head
    reverse = next((group for group in judged.taxes if group.category is TaxCategory.REVERSE_CHARGE), None)
    decided = head.state is DraftState.APPROVED and head.decider_name
    return DraftRow(
        draft_id=head.id,
        version=head.version,
        run_id=head.run_id,
        client_id=head.client_id,
        client_name=head.client_name,
        sow_id=head.sow_id,
        sow_number=head.sow_number,
        sow_title=head.sow_title,
        basis=_basis(loaded, formats),
        currency=loaded.currency,
        seconds=sum(unit.seconds for unit in loaded.time),
        expense_count=judged.facts.receipts,
        sums=judged.sums,
        tax_note=_("reverse charge") if reverse is not None else "",
        state=head.state,
        shown=shown(head.state, judged.checks),
        hold_reason=_("acceptance not recorded") if head.hold_reason == AWAITS_ACCEPTANCE else head.hold_reason,
        awaits=head.hold_reason == AWAITS_ACCEPTANCE,
        po_number=head.po_number,
        invoice_date=head.invoice_date,
        due_on=due_date(around.terms[head.client_id], head.invoice_date),
        period_first=head.period_first,
        period_last=head.period_last,
        approver_name=(head.decider_name if decided else head.lead_name) or "",
        approver_initials=(head.decider_initials if decided else head.lead_initials) or "",
        decided_by=head.decider_name or "",
        decided_at=head.decided_at,
        checks=judged.checks,
        left_out=parts_of(head.left_out),
        paper=head.paper,
    )


def _basis(loaded: LoadedDraft, formats: Formats) -> str:
    """How the work is billed, in a few words."""
    kinds = {line.kind for line in loaded.lines}
    words = []
    if LineKind.FEE in kinds:
        words.append(arrangement_words(Arrangement.TIME_AND_MATERIALS, capped=loaded.head.capped))
    if LineKind.RETAINER in kinds:
        words.append(_("Retainer"))
    if LineKind.EXTRA in kinds:
        hours = sum((line.quantity for line in loaded.lines if line.kind is LineKind.EXTRA), Decimal(0))
        words.append(_("{hours} h over").format(hours=formats.quantity(hours, least=1)))
    milestones = [unit for unit in loaded.units if unit.unit_kind is UnitKind.MILESTONE]
    if len(milestones) == 1:
        text = _("Milestone {number} of {count}")
        words.append(text.format(number=milestones[0].milestone_number, count=milestones[0].milestone_count))
    elif milestones:
        words.append(ngettext("{n} milestone", "{n} milestones", len(milestones)))
    if not words and LineKind.EXPENSE in kinds:
        words.append(_("Expenses"))
    return " + ".join(words)
