"""What the palette finds in the book, in one look at it: only what the person who asks may read."""

from __future__ import annotations

from dataclasses import dataclass

from app.clients.queries import FoundClientRow, KnownPersonRow, find_clients, find_contacts
from app.engagements.queries import FoundSowRow, SowListRow, find_sows
from app.firm.domain import Right, allowed
from app.firm.queries import PersonRow, people
from app.invoices.queries import InvoiceListRow, find_invoices
from app.shell.pages.my_engagements import NEVER, list_for
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


def found(reads: Reads, *, text: str) -> FoundView:
    """Look for a text. Seven statements, however long the book is."""
    role, person_id = reads.actor.role, reads.actor.person_id
    sees_others = allowed(role, Right.SEE_OTHERS_TIME)
    sows = list_for(reads, ended_from=NEVER).rows
    known = {row.sow_id for row in sows}
    own = None if sees_others else (person_id or 0, {row.client_id for row in sows})
    finished = find_sows(reads, text=text) if sees_others else []
    return FoundView(
        sows=sows,
        finished=tuple(row for row in finished if row.sow_id not in known),
        clients=tuple(find_clients(reads, text=text, own=own)),
        contacts=tuple(find_contacts(reads, text=text, own=own)),
        people=tuple(people(reads)) if allowed(role, Right.EDIT_FIRM) else (),
        entries=tuple(find_entries(reads, text=text)),
        invoices=tuple(find_invoices(reads, text=text)) if allowed(role, Right.SEE_MONEY) else (),
    )
