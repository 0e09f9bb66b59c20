"""The billing run: drafts with their sums, their checks and the state a list shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from sqlalchemy import select

from app.clients.domain import due_date
from app.engagements.domain import Arrangement, arrangement_words
from app.firm.domain import Right, TaxCategory, require
from app.invoices.domain import (
    AWAITS_ACCEPTANCE,
    Check,
    DraftFacts,
    DraftState,
    LineKind,
    LowRate,
    OrderFact,
    PaperSize,
    Part,
    Shown,
    Sums,
    TaxGroup,
    UnitKind,
    Verdict,
    check_draft,
    parts_of,
    shown,
    sums_of,
    tax_groups,
)
from app.invoices.queries.draft_facts import Around, DraftLineRow, LoadedDraft, load_around, load_drafts
from app.invoices.records import BillingRun
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding
from app.kernel.words import _, ngettext
from app.storage.reading import Reads
from app.timesheets.domain import TimeState

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
    """A draft in the run. `seconds` are billed seconds; `approver` is who approved, else who leads the work."""

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
    def why(self) -> str:
        """A few words on why it is not ready; empty when it is."""
        if self.state is DraftState.HOLD:
            return self.hold_reason
        worst = sorted(
            (check for check in self.checks if check.short), key=lambda check: check.verdict is Verdict.WATCH
        )
        return worst[0].short if worst else ""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with its lines and its tax."""

    row: DraftRow
    lines: tuple[DraftLineRow, ...]
    taxes: tuple[TaxGroup, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A loaded draft with sums, taxes and the answers of its checks."""

    loaded: LoadedDraft
    sums: Sums
    taxes: tuple[TaxGroup, ...]
    checks: tuple[Check, ...]
    facts: DraftFacts


def current_run(reads: Reads) -> RunRow | None:
    """The run collected last."""
    row = reads.execute(_LAST_RUN).one_or_none()
    return None if row is None else RunRow(*row)


def run_rows(reads: Reads, *, run_id: int | None = None, language: str | None = None) -> list[DraftRow]:
    """All drafts that wait (or those of one run), what can be issued first; checks speak for `language`'s formats.

    Eleven statements, however many drafts.
    """
    drafts = load_drafts(reads, run_id=run_id)
    if not drafts:
        return []
    around = load_around(reads, drafts)
    formats = formats_of(language or around.firm.language)
    rows = [_row(judge(draft, around, formats), around, formats) for draft in drafts]
    return sorted(rows, key=lambda row: (ORDER.index(row.shown), row.client_name, row.sow_number, row.draft_id))


def draft(reads: Reads, *, draft_id: int, language: str | None = None) -> DraftView:
    """One draft with its lines; Problem when it is gone."""
    require(reads.actor.role, Right.DRAFT_INVOICES)
    judged, around = judged_draft(reads, draft_id, language)
    row = _row(judged, around, formats_of(language or around.firm.language))
    return DraftView(row, tuple(judged.loaded.lines), judged.taxes)


def judged_draft(reads: Reads, draft_id: int, language: str | None = None) -> tuple[Judged, Around]:
    """One draft with its answers and what stands around it; Problem when it is gone."""
    drafts = load_drafts(reads, draft_id=draft_id)
    if not drafts:
        raise Problem(
            "draft.gone",
            _("This draft is not there any more."),
            hint=_("It was issued or removed; the list was read again."),
        )
    around = load_around(reads, drafts)
    return judge(drafts[0], around, formats_of(language or around.firm.language)), around


@cache
def formats_of(language: str) -> Formats:
    """Formats of a language, made once."""
    return Formats(language)


def judge(draft: LoadedDraft, around: Around, formats: Formats) -> Judged:
    """Sums and checks of a draft."""
    head = draft.head
    currency = draft.currency
    rules = around.tax_rules(head.invoice_date)
    known = [line for line in draft.lines if line.tax_code in rules]
    taxes = tax_groups(known, rules, currency)
    sums = sums_of(draft.lines, taxes, currency)
    time = draft.time
    facts = DraftFacts(
        currency=currency,
        invoice_date=head.invoice_date,
        sums=sums,
        sow_number=head.sow_number,
        low_rates=_low_rates(draft, around),
        unpriced=_unpriced(draft),
        write_downs=tuple(
            (line.net, line.reason or line.title)
            for line in draft.lines
            if line.kind is LineKind.ADJUSTMENT and line.net.minor < 0
        ),
        unapproved_seconds=sum(
            unit.seconds for unit in time if unit.time_state is not TimeState.APPROVED or not unit.billable
        ),
        changed_entries=_changed_entries(draft),
        milestones_not_accepted=sum(
            1 for unit in draft.units if unit.unit_kind is UnitKind.MILESTONE and unit.milestone_accepted_on is None
        ),
        budget=Money(int(head.budget_minor), currency),
        invoiced_fees=Money(around.fees[head.sow_id], currency),
        capped=head.capped,
        po_rule=head.po_rule,
        po_number=head.po_number,
        orders=tuple(
            OrderFact(
                order.number,
                Money(order.amount_minor - around.by_order.get((head.sow_id, order.number), 0), currency),
                order.valid_from,
                order.valid_to,
            )
            for order in around.orders[head.sow_id]
        ),
        tax_codes=tuple(dict.fromkeys(line.tax_code for line in draft.lines)),
        tax_rules=rules,
        firm_tax_number=around.firm.tax_number,
        client_tax_number=head.tax_number,
        held=around.held_through(head.sow_id, head.period_last),
        on_open_change_orders=sum(
            unit.seconds for unit in time if unit.change_order_id is not None and unit.order_accepted_on is None
        ),
        without_receipt=tuple(
            unit.expense_text for unit in draft.units if unit.unit_kind is UnitKind.EXPENSE and not unit.receipt
        ),
        receipts=sum(1 for unit in draft.units if unit.unit_kind is UnitKind.EXPENSE),
        changed_expenses=_changed_expenses(draft),
        billed_before=sum(1 for unit in draft.units if unit.billed is not None),
        address=head.address,
        payer=head.payer or "",
    )
    return Judged(draft, sums, taxes, check_draft(facts, formats), facts)


def _changed_entries(draft: LoadedDraft) -> int:
    """Entries of which the draft bills another length, or that were moved to another statement of work."""
    rounding = Rounding(draft.head.rounding_minutes, draft.head.rounding_mode)
    on_draft: dict[int, int] = defaultdict(int)
    now: dict[int, int] = {}
    for unit in draft.time:
        on_draft[unit.unit_id] += unit.seconds
        here = unit.entry_seconds is not None and unit.entry_sow_id == draft.head.sow_id
        now[unit.unit_id] = rounding.billed(unit.entry_seconds) if here else -1
    return sum(1 for entry_id, seconds in on_draft.items() if seconds != now[entry_id])


def _changed_expenses(draft: LoadedDraft) -> int:
    """Expenses that the client does not pay any more, and expense lines that bill another sum than their receipts."""
    sums: dict[int, int] = defaultdict(int)
    gone = 0
    for unit in draft.units:
        if unit.unit_kind is UnitKind.EXPENSE:
            gone += not (unit.expense_approved and unit.expense_billable)
            sums[unit.draft_line_id] += unit.expense_minor or 0
    return gone + sum(
        1 for line in draft.lines if line.kind is LineKind.EXPENSE and line.net.minor != sums[line.line_id]
    )


def _low_rates(draft: LoadedDraft, around: Around) -> tuple[LowRate, ...]:
    """Time at a rate below the one its grade has on this statement of work, by person and rate."""
    fee_lines = {line.line_id for line in draft.lines if line.kind is LineKind.FEE}
    found: dict[tuple[str, object, object], LowRate] = {}
    for unit in draft.time:
        if unit.draft_line_id not in fee_lines or not unit.rate_rule:
            continue
        agreed = around.rates.find(draft.head.sow_id, None, unit.grade, unit.day)
        if agreed is None or agreed.fact.sow_id is None or unit.rate >= agreed.rate:
            continue
        key = (unit.person_name, unit.rate, agreed.rate)
        before = found[key].seconds if key in found else 0
        found[key] = LowRate(unit.person_name, before + unit.seconds, unit.rate, agreed.rate, agreed.fact.valid_from)
    return tuple(found.values())


def _unpriced(draft: LoadedDraft) -> tuple[tuple[str, int], ...]:
    fee_lines = {line.line_id for line in draft.lines if line.kind is LineKind.FEE}
    found: dict[str, int] = {}
    for unit in draft.time:
        if unit.draft_line_id in fee_lines and not unit.rate_rule:
            found[unit.person_name] = found.get(unit.person_name, 0) + unit.seconds
    return tuple(found.items())


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
