"""What the palette finds in the book, in one look at it: only what the person who asks may read."""

from __future__ import annotations

from dataclasses import dataclass

from app.clients.queries import FoundClientRow, KnownPersonRow, find_clients, find_contacts
from app.engagements.queries import FoundSowRow, SowListRow, SowListView, find_sows
from app.firm.domain import Right, allowed
from app.firm.queries import PersonRow, people
from app.invoices.queries import InvoiceListRow, find_invoices
from app.shell.pages.my_engagements import NEVER, list_for
from app.storage.asking import given, query, together
from app.storage.reading import Reads
from app.timesheets.queries import FoundEntryRow, find_entries


@dataclass(frozen=True, slots=True)
class FoundView:
    """Records with the words of a text. `sows` are those of the person, whatever was typed: more than words find them.

    `finished` are statements of work found by words, that are not among them.
    """

    sows: tuple[SowListRow, ...] = ()
    finished: tuple[FoundSowRow, ...] = ()
    clients: tuple[FoundClientRow, ...] = ()
    contacts: tuple[KnownPersonRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    entries: tuple[FoundEntryRow, ...] = ()
    invoices: tuple[InvoiceListRow, ...] = ()


@query
async def found(reads: Reads, *, text: str) -> FoundView:
    """Look for a text. Seven statements, one way; three ways for who sees only the own work."""
    role = reads.actor.role
    sees_others = allowed(role, Right.SEE_OTHERS_TIME)
    (view, known_clients, contacts), finished, members, entries, bills = await together(
        _sows_and_clients(reads, text=text, sees_others=sees_others),
        find_sows.asks(reads, text=text) if sees_others else given([]),
        people.asks(reads) if allowed(role, Right.EDIT_FIRM) else given([]),
        find_entries.asks(reads, text=text),
        find_invoices.asks(reads, text=text) if allowed(role, Right.SEE_MONEY) else given([]),
    )
    known = {row.sow_id for row in view.rows}
    return FoundView(
        sows=view.rows,
        finished=tuple(row for row in finished if row.sow_id not in known),
        clients=tuple(known_clients),
        contacts=tuple(contacts),
        people=tuple(members),
        entries=tuple(entries),
        invoices=tuple(bills),
    )


async def _sows_and_clients(
    reads: Reads, *, text: str, sees_others: bool
) -> tuple[SowListView, list[FoundClientRow], list[KnownPersonRow]]:
    """The person's statements of work, and clients: who sees only the own work finds those it is done for."""
    listed = list_for.asks(reads, ended_from=NEVER)
    if sees_others:
        return await together(listed, find_clients.asks(reads, text=text), find_contacts.asks(reads, text=text))
    view = await listed
    own = reads.actor.person_id or 0, {row.client_id for row in view.rows}
    known, contacts = await together(
        find_clients.asks(reads, text=text, own=own), find_contacts.asks(reads, text=text, own=own)
    )
    return view, known, contacts
