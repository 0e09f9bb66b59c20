"""All that the engagement page shows of one statement of work, read at once and only as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.burn.queries import AlertRow, BurnDetail, GradeHoursRow, alerts, burn_of, grade_hours
from app.clients.queries import ClientRow, client
from app.engagements.queries import SowRow, sow
from app.firm.domain import RIGHTS, AccessRole, Right, TaxRule
from app.firm.queries import tax_rule
from app.invoices.queries import SowBilling, SowDraftRow, sow_billing, sow_drafts, sow_entry_count
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.storage.asking import given, query, together
from app.storage.reading import Reads


@dataclass(frozen=True, slots=True)
class EngagementView:
    """A statement of work with its burn, bills, client and what the reader may do; what a role may not see is empty."""

    sow: SowRow
    today: date
    rights: frozenset[Right]
    leads: bool
    detail: BurnDetail | None
    hours: tuple[GradeHoursRow, ...]
    alerts: tuple[AlertRow, ...]
    client: ClientRow | None
    tax: TaxRule | None
    billing: SowBilling | None
    drafts: tuple[SowDraftRow, ...]
    entries: int
    """How many time entries the reader may see."""

    def may(self, right: Right) -> bool:
        """Whether the reader has a right."""
        return right in self.rights

    @property
    def may_edit(self) -> bool:
        """Whether the reader changes agreements."""
        return self.may(Right.EDIT_ENGAGEMENTS)

    @property
    def answers(self) -> bool:
        """Whether the reader records what the client said: the lead, and those who change agreements."""
        return self.leads or self.may_edit

    @property
    def may_draft(self) -> bool:
        """Whether the reader opens the drafts of this statement of work."""
        return self.may(Right.DRAFT_INVOICES) and (self.leads or self.may(Right.SEE_MONEY))


@query
async def engagement_view(reads: Reads, *, sow_id: int) -> EngagementView:
    """One statement of work for its page; Problem when there is none. Eleven statements, three ways."""
    rights = RIGHTS[AccessRole(reads.actor.role)]
    sees = Right.SEE_OTHERS_TIME in rights
    around, detail, hours, warnings, entries = await together(
        _around(reads, sow_id, rights),
        burn_of.asks(reads, sow_id=sow_id) if sees else given(None),
        given([]) if sees else grade_hours.asks(reads, sow_ids=(sow_id,)),
        alerts.asks(reads, sow_id=sow_id) if Right.ACKNOWLEDGE_ALERTS in rights else given([]),
        sow_entry_count.asks(reads, sow_id=sow_id),
    )
    return EngagementView(
        sow=around.row if sees else _without_money(around.row),
        today=reads.today,
        rights=rights,
        leads=around.leads,
        detail=detail,
        hours=tuple(hours),
        alerts=tuple(warnings),
        client=around.client,
        tax=around.tax,
        billing=around.billing,
        drafts=around.drafts,
        entries=entries,
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """The statement of work, and what is asked by what it says."""

    row: SowRow
    leads: bool
    client: ClientRow | None
    tax: TaxRule | None
    billing: SowBilling | None
    drafts: tuple[SowDraftRow, ...]


async def _around(reads: Reads, sow_id: int, rights: frozenset[Right]) -> _Around:
    row = await sow.asks(reads, sow_id=sow_id)
    leads = row.lead_id is not None and row.lead_id == reads.actor.person_id
    (who, tax), billing, led = await together(
        _client(reads, row.client_id) if Right.SEE_OTHERS_TIME in rights else given((None, None)),
        sow_billing.asks(reads, sow_id=sow_id, currency=row.currency),
        sow_drafts.asks(reads, sow_id=sow_id) if leads and Right.SEE_MONEY not in rights else given([]),
    )
    return _Around(row, leads, who, tax, billing, billing.drafts if billing is not None else tuple(led))


async def _client(reads: Reads, client_id: int) -> tuple[ClientRow | None, TaxRule | None]:
    who = await client.asks(reads, client_id=client_id)
    try:
        return who, await tax_rule.asks(reads, code=who.tax_code, on=reads.today)
    except Problem:  # a firm may have no usual tax code yet; the billing run says so where it matters
        return who, None


def _without_money(row: SowRow) -> SowRow:
    """What somebody sees who may not see other people's work: scope and dates, no sums."""
    nothing = Money.zero(row.currency)
    return replace(
        row,
        base_budget=nothing,
        rates=(),
        purchase_orders=(),
        lines=tuple(replace(line, monthly_fee=nothing, extra_rate=line.extra_rate * 0) for line in row.lines),
        milestones=tuple(replace(one, amount=nothing) for one in row.milestones),
        change_orders=tuple(replace(order, amount=nothing) for order in row.change_orders),
    )
