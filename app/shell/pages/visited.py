"""What somebody opened last, by name: only what is still in the book, and what the person may see now."""

from __future__ import annotations

from dataclasses import dataclass

from app.clients.queries import FoundClientRow, some_clients
from app.engagements.queries import FoundSowRow, some_sows
from app.firm.domain import Right, allowed
from app.invoices.queries import InvoiceListRow, KnownDraftRow, some_drafts, some_invoices
from app.shell.pages.my_engagements import NEVER, list_for
from app.storage.asking import given, query, together
from app.storage.reading import Reads

Records = tuple[tuple[str, int], ...]
"""A kind by the word the palette has for it, and an id."""


@dataclass(frozen=True, slots=True)
class VisitedView:
    """The records that are there."""

    clients: tuple[FoundClientRow, ...] = ()
    sows: tuple[FoundSowRow, ...] = ()
    invoices: tuple[InvoiceListRow, ...] = ()
    drafts: tuple[KnownDraftRow, ...] = ()


@query
async def visited(reads: Reads, *, records: Records) -> VisitedView:
    """Four statements, one way; who sees only the own work waits three times."""
    role = reads.actor.role
    of = {kind: [number for word, number in records if word == kind] for kind in ("client", "sow", "invoice", "draft")}
    own, invoices, drafts = await together(
        _sows_and_clients(reads, of["sow"], of["client"], sees_others=allowed(role, Right.SEE_OTHERS_TIME)),
        some_invoices.asks(reads, invoice_ids=of["invoice"]) if allowed(role, Right.SEE_MONEY) else given([]),
        some_drafts.asks(reads, draft_ids=of["draft"]) if allowed(role, Right.DRAFT_INVOICES) else given([]),
    )
    sows, clients = own
    return VisitedView(tuple(clients), tuple(sows), tuple(invoices), tuple(drafts))


async def _sows_and_clients(
    reads: Reads, sow_ids: list[int], client_ids: list[int], *, sees_others: bool
) -> tuple[list[FoundSowRow], list[FoundClientRow]]:
    if sees_others:
        return await together(some_sows.asks(reads, sow_ids=sow_ids), some_clients.asks(reads, some_ids=client_ids))
    view = await list_for.asks(reads, ended_from=NEVER)
    known = {row.sow_id for row in view.rows}
    own = reads.actor.person_id or 0, {row.client_id for row in view.rows}
    return await together(
        some_sows.asks(reads, sow_ids=[number for number in sow_ids if number in known]),
        some_clients.asks(reads, some_ids=client_ids, own=own),
    )
