"""Clients that come in from a file: what each row would add, and how it stands to the clients that are there."""

from __future__ import annotations

import re
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
        met.add(client.name, client.tax_number, None, _traced(client.name, client.legal_name))
    verdicts = []
    for draft in drafts:
        verdict = met.same(draft)
        if verdict is None:
            keys = _traced(draft.name, draft.legal_name)
            verdict = met.alike(keys)
            met.add(draft.name, draft.tax_number, draft.line, keys)
        verdicts.append(verdict)
    return tuple(verdicts)


Traced = list[tuple[Likeness, list[str]]]
Place = tuple[str, int | None]


def _traced(name: str, legal_name: str) -> Traced:
    """The names of a client as they are compared, each with its traces: made once, there are some thirty of each."""
    names = (name, legal_name) if legal_name and legal_name != name else (name,)
    return [(key, list(traces(key))) for key in map(key_of_name, names)]


class _Met:
    """The clients met so far, found by number, name and likeness."""

    def __init__(self) -> None:
        self._numbers: dict[str, Place] = {}
        self._names: dict[str, Place] = {}
        self._traces: dict[str, tuple[Likeness, Place] | list[tuple[Likeness, Place]]] = {}
        """Nearly every trace is one client's alone: a list is made for the second."""

    def add(self, name: str, tax_number: str, line: int | None, keys: Traced) -> None:
        here = (name, line)
        if number := _bare(tax_number):
            self._numbers.setdefault(number, here)
        self._names.setdefault(folded_name(name), here)
        for key, left in keys:
            entry = (key, here)
            for trace in left:
                held = self._traces.setdefault(trace, entry)
                if isinstance(held, list):
                    held.append(entry)
                elif held is not entry:
                    self._traces[trace] = [held, entry]

    def same(self, draft: ClientDraft) -> Verdict | None:
        """Who has the same number or name."""
        number = _bare(draft.tax_number)
        if number and number in self._numbers:
            return Verdict(RowState.KNOWN, *self._numbers[number], by_number=True)
        same = self._names.get(folded_name(draft.name))
        return None if same is None else Verdict(RowState.KNOWN, *same)

    def alike(self, keys: Traced) -> Verdict:
        """The first who looks like one of these names, else new."""
        for key, left in keys:
            for trace in left:
                held = self._traces.get(trace)
                if held is None:
                    continue
                for other, place in held if isinstance(held, list) else (held,):
                    if alike(key, other):
                        return Verdict(RowState.ALIKE, *place)
        return NEW


def _bare(tax_number: str) -> str:
    return re.sub(r"[\W_]", "", tax_number).upper() if tax_number else ""
