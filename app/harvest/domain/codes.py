"""Codes in titles against the candidates: `#ACME-12`, `#acme`, `[Acme]`, `/steering`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.clients.domain import short_name
from app.harvest.domain.evidence import Candidate, alike
from app.harvest.domain.titles import words_of

_LAST_NUMBER = re.compile(r"(\d+)$")


def named_by(code: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates a folded code leads to: written as it is, or client (or SOW prefix) and number of the SOW."""
    exact = [one for one in candidates if code in {own.casefold() for own in one.codes} or code == _number(one)]
    if exact:
        return exact
    letters, _, digits = code.partition("-")
    if not digits:
        return [one for one in candidates if letters in _callings(one)]
    return [
        one
        for one in candidates
        if _serial(one) == int(digits) and (letters in _callings(one) or letters == _prefix(one))
    ]


def named_in_brackets(name: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a client whose whole name, first word or code stands in brackets."""
    return [
        one
        for one in candidates
        if one.client_id is not None
        and name in {one.client_name.casefold(), short_name(one.client_name).casefold(), *_folded(one.codes)}
    ]


def of_task(task: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates whose task has a word that begins with or is like `task`; all of them when none has."""
    found = [
        one for one in candidates if any(alike(task, word) or word.startswith(task) for word in words_of(one.task_name))
    ]
    return found or list(candidates)


def nearest(code: str, candidates: Sequence[Candidate]) -> str:
    """A known code one letter away from an unknown one, as the firm spells it; "" when there is none."""
    for one in candidates:
        for own in one.codes:
            if one_apart(code, own.casefold()):
                return own
    return ""


def one_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or different makes the two words equal."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    for place, sign in enumerate(shorter):
        if sign != longer[place]:
            rest = longer[place + 1 :]
            return rest == shorter[place + (len(longer) == len(shorter)) :]
    return True


def _callings(candidate: Candidate) -> set[str]:
    """The words a code may begin with for this candidate."""
    calls = {code.partition("-")[0] for code in _folded(candidate.codes)}
    if candidate.client_id is not None:
        calls.add(short_name(candidate.client_name).casefold())
    return calls - {""}


def _prefix(candidate: Candidate) -> str:
    """SOW of SOW-2026-014; internal work has no number."""
    return candidate.sow_number.casefold().partition("-")[0] if candidate.client_id is not None else ""


def _serial(candidate: Candidate) -> int | None:
    found = _LAST_NUMBER.search(candidate.sow_number)
    return int(found.group(1)) if found else None


def _number(candidate: Candidate) -> str:
    return candidate.sow_number.casefold()


def _folded(codes: Sequence[str]) -> set[str]:
    return {code.casefold() for code in codes}
