"""Clients that come in from a file: what each row would add, and how it stands to the clients that are there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.clients.domain.clients import PoRule, TermsKind, folded_name
from app.clients.domain.likeness import Likeness, alike, key_of_name, traces


class RowState(StrEnum):
    """How a row of a file stands to the book. What is known already changes nothing; what is alike is asked about."""

    NEW = "new"
    KNOWN = "known"
    ALIKE = "alike"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """A client as a row of a file gives it, each value in its clean form; `line` is where the row begins.

    `terms_number` None means the firm's usual terms; an empty legal name means the name.
    """

    line: int
    name: str
    country: str
    language: str
    currency: str
    legal_name: str = ""
    address: str = ""
    tax_number: str = ""
    owner_id: int | None = None
    po_rule: PoRule = PoRule.NONE
    email_domains: str = ""
    website: str = ""
    terms_kind: TermsKind = TermsKind.DAYS
    terms_number: int | None = None
    payer_name: str = ""
    payer_job: str = ""
    payer_email: str = ""
    payer_phone: str = ""


@dataclass(frozen=True, slots=True)
class KnownClient:
    """What of a client in the book is compared."""

    name: str
    legal_name: str
    tax_number: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a row stands: beside which client, or beside which earlier line of the same file; by its number or name."""

    state: RowState
    other: str = ""
    other_line: int | None = None
    by_number: bool = False


NEW = Verdict(RowState.NEW)


def judge(drafts: Sequence[ClientDraft], known: Iterable[KnownClient]) -> tuple[Verdict, ...]:
    """How each row stands, in order: to the clients there are, and to the rows before it."""
    met = _Met()
    for client in known:
        met.add(client.name, client.legal_name, client.tax_number, None)
    verdicts = []
    for draft in drafts:
        verdict = met.verdict(draft)
        verdicts.append(verdict)
        if verdict.state is not RowState.KNOWN:
            met.add(draft.name, draft.legal_name, draft.tax_number, draft.line)
    return tuple(verdicts)


class _Met:
    """The clients met so far, found by number, name and likeness."""

    def __init__(self) -> None:
        self._numbers: dict[str, tuple[str, int | None]] = {}
        self._names: dict[str, tuple[str, int | None]] = {}
        self._traces: defaultdict[str, list[tuple[Likeness, str, int | None]]] = defaultdict(list)

    def add(self, name: str, legal_name: str, tax_number: str, line: int | None) -> None:
        here = (name, line)
        if number := _bare(tax_number):
            self._numbers.setdefault(number, here)
        self._names.setdefault(folded_name(name), here)
        for one in {name, legal_name or name}:
            key = key_of_name(one)
            for trace in traces(key):
                self._traces[trace].append((key, *here))

    def verdict(self, draft: ClientDraft) -> Verdict:
        number = _bare(draft.tax_number)
        if number and number in self._numbers:
            return Verdict(RowState.KNOWN, *self._numbers[number], by_number=True)
        same = self._names.get(folded_name(draft.name))
        if same is not None:
            return Verdict(RowState.KNOWN, *same)
        for one in {draft.name: None, draft.legal_name or draft.name: None}:
            key = key_of_name(one)
            for trace in traces(key):
                for other, name, line in self._traces.get(trace, ()):
                    if alike(key, other):
                        return Verdict(RowState.ALIKE, name, line)
        return NEW


def _bare(tax_number: str) -> str:
    return re.sub(r"[\W_]", "", tax_number).upper()
