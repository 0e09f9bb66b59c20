"""Judging drafts: what was read becomes the facts of the nine checks, with sums and taxes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from app.invoices.domain import (
    AdjustmentFact,
    Check,
    DraftFacts,
    LineKind,
    LowRate,
    MilestoneFact,
    OrderFact,
    Sums,
    TaxGroup,
    UnitKind,
    check_draft,
    sums_of,
    tax_groups,
)
from app.invoices.queries.draft_facts import Around, LoadedDraft, load_drafts
from app.kernel.formats import Formats
from app.kernel.money import Money, price
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding, hours
from app.kernel.words import _
from app.storage.asking import query
from app.storage.reading import Reads
from app.timesheets.domain import TimeState


@dataclass(frozen=True, slots=True)
class Judged:
    """A loaded draft with sums, taxes and the answers of its checks."""

    loaded: LoadedDraft
    sums: Sums
    taxes: tuple[TaxGroup, ...]
    checks: tuple[Check, ...]
    facts: DraftFacts


@query
async def judged_draft(reads: Reads, draft_id: int, language: str | None = None) -> tuple[Judged, Around]:
    """One draft with its answers and what stands around it; Problem when it is gone."""
    drafts, around = await load_drafts(reads, draft_id=draft_id)
    if around is None:
        raise Problem(
            "draft.gone",
            _("This draft is not there any more."),
            hint=_("It was issued or removed; the list was read again."),
        )
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
        adjustments=tuple(
            AdjustmentFact(line.line_id, line.net, line.reason or line.title, line.ends_on)
            for line in draft.lines
            if line.kind is LineKind.ADJUSTMENT
        ),
        period_first=head.period_first,
        unapproved_seconds=sum(
            unit.seconds for unit in time if unit.time_state is not TimeState.APPROVED or not unit.billable
        ),
        changed_entries=_changed_entries(draft),
        not_accepted=_not_accepted(draft),
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
        kept=around.kept[head.sow_id],
        again=_net_again(draft, sums.net),
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
    found: dict[tuple[int, object, object], LowRate] = {}
    for unit in draft.time:
        if unit.draft_line_id not in fee_lines or not unit.rate_rule:
            continue
        agreed = around.rates.find(draft.head.sow_id, None, unit.grade, unit.day)
        if agreed is None or agreed.fact.sow_id is None or unit.rate >= agreed.rate:
            continue
        key = (unit.person_id, unit.rate, agreed.rate)
        before = found[key].seconds if key in found else 0
        found[key] = LowRate(
            unit.person_name, before + unit.seconds, unit.rate, agreed.rate, agreed.fact.valid_from, unit.person_id
        )
    return tuple(found.values())


def _unpriced(draft: LoadedDraft) -> tuple[tuple[str, int], ...]:
    fee_lines = {line.line_id for line in draft.lines if line.kind is LineKind.FEE}
    found: dict[str, int] = {}
    for unit in draft.time:
        if unit.draft_line_id in fee_lines and not unit.rate_rule:
            found[unit.person_name] = found.get(unit.person_name, 0) + unit.seconds
    return tuple(found.items())


def _not_accepted(draft: LoadedDraft) -> tuple[MilestoneFact, ...]:
    amounts = {line.line_id: line.net for line in draft.lines}
    return tuple(
        MilestoneFact(unit.unit_id, unit.milestone_number, amounts[unit.draft_line_id])
        for unit in draft.units
        if unit.unit_kind is UnitKind.MILESTONE and unit.milestone_accepted_on is None
    )


def _net_again(draft: LoadedDraft, net: Money) -> Money:
    """The net if the draft were collected again: its fee lines priced by the hours that may be billed now."""
    rounding = Rounding(draft.head.rounding_minutes, draft.head.rounding_mode)
    now: dict[int, int] = defaultdict(int)
    before: dict[int, int] = defaultdict(int)
    for unit in draft.time:
        billable = unit.time_state is TimeState.APPROVED and unit.billable and unit.billed is None
        held = unit.change_order_id is not None and unit.order_accepted_on is None
        here = unit.entry_seconds is not None and unit.entry_sow_id == draft.head.sow_id
        before[unit.draft_line_id] += unit.seconds
        now[unit.draft_line_id] += rounding.billed(unit.entry_seconds) if billable and here and not held else 0
    for line in draft.lines:
        if line.kind is LineKind.FEE and now[line.line_id] != before[line.line_id]:
            net += price(hours(now[line.line_id]), line.rate, draft.currency) - line.net
    return net
