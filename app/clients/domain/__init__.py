"""Client rules: states, terms and due dates, what bills need to know, and clients that come in from a file."""

from __future__ import annotations

from app.clients.domain.clients import (
    EVER,
    ClientState,
    Fact,
    Known,
    PoRule,
    Terms,
    TermsKind,
    domains,
    due_date,
    fits,
    folded_name,
    missing_facts,
    same_name,
    short_name,
    terms_number,
    terms_on,
    terms_text,
    town,
)
from app.clients.domain.incoming import ClientDraft, KnownClient, RowState, Verdict, judge
from app.clients.domain.likeness import alike, key_of_name

__all__ = [
    "EVER",
    "ClientDraft",
    "ClientState",
    "Fact",
    "Known",
    "KnownClient",
    "PoRule",
    "RowState",
    "Terms",
    "TermsKind",
    "Verdict",
    "alike",
    "domains",
    "due_date",
    "fits",
    "folded_name",
    "judge",
    "key_of_name",
    "missing_facts",
    "same_name",
    "short_name",
    "terms_number",
    "terms_on",
    "terms_text",
    "town",
]
