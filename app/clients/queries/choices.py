"""What the form of a client offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from app.firm.queries import FirmRow, PersonRow, TaxCodeRow, people, tax_codes, the_firm
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query, together
from app.storage.reading import Reads


@dataclass(frozen=True, slots=True)
class ClientChoicesRow:
    """The firm whose usual values a new client gets, possible owners, and the tax codes of today by their code."""

    firm: FirmRow
    owners: tuple[PersonRow, ...]
    tax_codes: tuple[TaxCodeRow, ...]


@query
async def client_choices(reads: Reads) -> ClientChoicesRow:
    """What a client's form starts from. Three statements, one way."""
    firm, codes, members = await together(the_firm.asks(reads), tax_codes.asks(reads), people.asks(reads))
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    newest = {row.code: row for row in codes if row.valid_from <= reads.today}
    return ClientChoicesRow(firm, tuple(members), tuple(newest.values()))
