"""The parts of a printed bill: which may be left out, which a bill has at all, and how a choice is kept."""

from __future__ import annotations

from collections.abc import Iterable

from app.invoices.domain.snapshot import InvoiceSnapshot
from app.invoices.domain.states import LineKind, Part

PERSON_KINDS = frozenset({LineKind.FEE, LineKind.EXTRA})
"""Lines whose grey detail names people."""


def parts_text(parts: Iterable[str]) -> str:
    """A choice as it is kept: known words in their order. ValueError for a word that is no part to leave out."""
    chosen = {Part(part) for part in parts}
    return " ".join(part for part in Part if part in chosen)


def parts_of(text: str) -> tuple[Part, ...]:
    """A kept choice again; a word of a newer program is passed over."""
    words = set(text.split())
    return tuple(part for part in Part if part in words)


def offered(snapshot: InvoiceSnapshot) -> tuple[Part, ...]:
    """The parts this bill could print: those it has facts for."""
    has = {
        Part.REFERENCES: bool(snapshot.po_number or snapshot.sow_number),
        Part.PEOPLE: any(line.detail and line.kind in PERSON_KINDS for line in snapshot.lines),
        Part.BUDGET: snapshot.budget is not None,
        Part.QUESTION: bool(
            snapshot.seller.contact_name or snapshot.seller.contact_phone or snapshot.seller.contact_email
        ),
        Part.CODE: pays_by_transfer_code(snapshot) or pays_by_link(snapshot),
        Part.TIMESHEET: bool(snapshot.entries or snapshot.expenses),
    }
    return tuple(part for part in Part if has[part])


def pays_by_transfer_code(snapshot: InvoiceSnapshot) -> bool:
    """Whether a bank's app can read the sum and the account from a code: euros to an account."""
    return snapshot.currency == "EUR" and bool(snapshot.seller.iban) and snapshot.sums.gross.minor > 0


def pays_by_link(snapshot: InvoiceSnapshot) -> bool:
    """Whether the firm has a page where a bill can be paid."""
    return snapshot.seller.payment_page.startswith("https://")
