"""Collecting: all work that is ready to be billed comes onto drafts, one for each statement of work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.firm.domain import Right, require
from app.firm.queries import tax_rule, the_firm
from app.invoices.commands import drafts
from app.invoices.commands.drafts import UnitKey
from app.invoices.domain import (
    AWAITS_ACCEPTANCE,
    Basis,
    DraftState,
    LineKind,
    LineSpec,
    UnitKind,
    compose,
)
from app.invoices.queries.unbilled import ToBill, to_bill
from app.invoices.records import BillingRun, Draft, DraftLine, DraftUnit, PrintChoice
from app.kernel.formats import Formats
from app.kernel.periods import Period, month_of
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.words import _
from app.storage.work import Work


@dataclass(frozen=True, slots=True)
class Collected:
    """What collecting brought: the run (None when there is nothing at all), drafts made or changed, new hours and
    expenses on them, and hours that wait because their draft is approved or held by a person.
    """

    run_id: int | None
    drafts: int
    hours: Decimal
    expenses: int
    waiting: Decimal = Decimal(0)


@dataclass(slots=True)
class _Tally:
    """What changed so far."""

    through: date
    invoice_date: date
    run_id: int | None = None
    drafts: int = 0
    seconds: int = 0
    expenses: int = 0
    waiting: int = 0
    formats: dict[str, Formats] = field(default_factory=dict)


def collect(
    work: Work, *, through: date, invoice_date: date, client_id: int | None = None, sow_id: int | None = None
) -> Collected:
    """Bring all approved, unbilled, billable work up to a day onto drafts; again adds only what is new.

    Open drafts are put together anew, so a rate or a receipt that changed since is in them; approved drafts and those
    a person holds stay as they are, and new work for them waits. Milestones whose acceptance is not recorded stand on
    a draft of their own that is held, and move over once they are accepted.
    """
    require(work.actor.role, Right.DRAFT_INVOICES)
    if invoice_date < month_of(through).first:
        raise Problem(
            "collect.date",
            _("The invoice date lies before the month that is billed."),
            field="invoice_date",
            hint=_("Choose a later invoice date."),
        )
    sows = to_bill(work, client_id=client_id)
    if sow_id is not None:
        sows = {key: sow for key, sow in sows.items() if key == sow_id}
    kept: dict[int, list[Draft]] = defaultdict(list)
    for draft in work.session.scalars(select(Draft).where(Draft.sow_id.in_(sows)).order_by(Draft.id)):
        kept[draft.sow_id].append(draft)
    tally = _Tally(through, invoice_date)
    firm = the_firm(work)
    usual = firm.usual_tax_code if firm is not None else ""
    for sow in sows.values():
        if any(_decided(draft) for draft in kept[sow.sow_id]):
            tally.waiting += _left_out(work, sow, kept[sow.sow_id], through)
        else:
            _collect_sow(work, sow, kept[sow.sow_id], sow.tax_code or usual, tally)
    return Collected(tally.run_id, tally.drafts, hours(tally.seconds), tally.expenses, hours(tally.waiting))


def _decided(draft: Draft) -> bool:
    """Whether a person decided about a draft, so that collecting leaves it alone."""
    return draft.state is DraftState.APPROVED or (
        draft.state is DraftState.HOLD and draft.hold_reason != AWAITS_ACCEPTANCE
    )


def _left_out(work: Work, sow: ToBill, known: list[Draft], through: date) -> int:
    on_drafts: set[UnitKey] = set()
    for draft in known:
        on_drafts |= drafts.seconds_by_key(drafts.kept_units(work, drafts.kept_lines(work, draft.id))).keys()
    free = (unit for unit in sow.time if unit.day <= through and (UnitKind.TIME, unit.entry_id, "") not in on_drafts)
    return sum(unit.seconds for unit in free)


@dataclass(slots=True)
class _Plan:
    """What one draft of a statement of work is to become, and what is kept of it."""

    held: bool
    specs: tuple[LineSpec, ...]
    draft: Draft | None
    lines: list[DraftLine]
    units: dict[int, list[DraftUnit]]

    @property
    def adjustments(self) -> list[DraftLine]:
        return [line for line in self.lines if line.kind is LineKind.ADJUSTMENT]


def _collect_sow(work: Work, sow: ToBill, known: list[Draft], tax_code: str, tally: _Tally) -> None:
    end = max([tally.through, *(draft.period_last for draft in known)])
    basis = sow.basis(end)
    composed = compose(basis, tally.formats.setdefault(sow.language, Formats(sow.language)))
    if composed.ready or composed.waiting:
        tax_rule(work, code=tax_code, on=tally.invoice_date)  # a Problem now, not at issue
    plans = []
    for held, specs in ((False, composed.ready), (True, composed.waiting)):
        draft = next((item for item in known if (item.state is DraftState.HOLD) is held), None)
        lines = drafts.kept_lines(work, draft.id) if draft is not None else []
        plan = _Plan(held, specs, draft, lines, drafts.kept_units(work, lines))
        if not drafts.same_as_kept(specs, tax_code, lines, plan.units):
            plans.append(plan)
        elif draft is not None:
            _carry_over(work, draft, end, tally)
    before: dict[UnitKey, int] = {}
    for plan in plans:  # all are cleared before any is written: a milestone may move from one to the other
        before |= drafts.seconds_by_key(plan.units)
        drafts.clear(work, [line for line in plan.lines if line.kind is not LineKind.ADJUSTMENT], plan.units)
    for plan in plans:
        _put(work, sow, plan, Period(_first_day(basis, end), end), tally)
        if plan.specs and plan.draft is not None:
            drafts.write(work, plan.draft, plan.specs, tax_code, plan.adjustments)
    _count(before, [spec for plan in plans for spec in plan.specs], tally)


def _first_day(basis: Basis, end: date) -> date:
    """The first day of the month in which what is billed begins; expenses count only when there is nothing else."""
    days = [unit.day for unit in basis.time] + [month.first for month in basis.months]
    if not days and not basis.milestones:
        days = [unit.day for unit in basis.expenses]
    return month_of(min(days, default=end)).first


def _carry_over(work: Work, draft: Draft, end: date, tally: _Tally) -> None:
    """A draft of an earlier run that has nothing new still belongs to this one."""
    if draft.invoice_date != tally.invoice_date or draft.period_last != end:
        draft.run_id = _run(work, tally)
        draft.invoice_date, draft.period_last = tally.invoice_date, end
        work.session.flush()
        tally.drafts += 1
    elif tally.run_id is None:
        tally.run_id = draft.run_id


def _put(work: Work, sow: ToBill, plan: _Plan, period: Period, tally: _Tally) -> None:
    """Make, renew or remove the draft itself."""
    tally.drafts += 1
    draft = plan.draft
    if not plan.specs and not plan.adjustments:
        if draft is not None:
            work.delete(draft)
        plan.draft = None
        return
    run_id = _run(work, tally)
    if draft is not None:
        draft.run_id, draft.invoice_date = run_id, tally.invoice_date
        draft.period_first, draft.period_last = period.first, period.last
        draft.po_number = draft.po_number or sow.order_on(tally.invoice_date)
        drafts.touch(draft)
        return
    chosen = work.session.scalars(select(PrintChoice).where(PrintChoice.client_id == sow.client_id)).one_or_none()
    plan.draft = work.add(
        Draft(
            run_id=run_id,
            client_id=sow.client_id,
            sow_id=sow.sow_id,
            currency=sow.currency,
            period_first=period.first,
            period_last=period.last,
            invoice_date=tally.invoice_date,
            state=DraftState.HOLD if plan.held else DraftState.OPEN,
            po_number=sow.order_on(tally.invoice_date),
            hold_reason=AWAITS_ACCEPTANCE if plan.held else "",
            left_out=chosen.left_out if chosen is not None else "",
            paper=chosen.paper if chosen is not None else None,
        )
    )


def _run(work: Work, tally: _Tally) -> int:
    """The run of these dates; it begins with the first draft that belongs to it."""
    if tally.run_id is None:
        wanted = select(BillingRun).where(
            BillingRun.through == tally.through, BillingRun.invoice_date == tally.invoice_date
        )
        run = work.session.scalars(wanted.order_by(BillingRun.id.desc())).first()
        if run is None:
            run = work.add(BillingRun(through=tally.through, invoice_date=tally.invoice_date, collected_at=work.now))
        tally.run_id = run.id
    return tally.run_id


def _count(before: dict[UnitKey, int], specs: list[LineSpec], tally: _Tally) -> None:
    """Count what was not on these drafts before."""
    for spec in specs:
        for unit in spec.units:
            key = (unit.kind, unit.unit_id, unit.part)
            if unit.kind is UnitKind.TIME:
                tally.seconds += max(0, unit.seconds - before.get(key, 0))
            elif unit.kind is UnitKind.EXPENSE and key not in before:
                tally.expenses += 1
