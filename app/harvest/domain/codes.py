"""Codes in titles against the candidates: `#ACME-12`, `#acme`, `[Acme]`, `/steering`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from app.clients.domain import short_name
from app.harvest.domain.evidence import Candidate, alike
from app.harvest.domain.leads import Among
from app.harvest.domain.titles import words_of

_LAST_NUMBER = re.compile(r"(\d+)$")


class Codes:
    """The codes of all candidates, found by what is written. Made once for a reading."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        """Candidates in the order they are offered."""
        self._candidates = candidates
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._callings: dict[str, list[int]] = defaultdict(list)
        self._serials: dict[int, list[int]] = defaultdict(list)
        self._brackets: dict[str, list[int]] = defaultdict(list)
        self._coded: list[int] = []
        for place, one in enumerate(candidates):
            self._note(place, one)

    def _note(self, place: int, one: Candidate) -> None:
        own = _folded(one.codes)
        for code in own | {one.sow_number.casefold()}:
            self._exact[code].append(place)
        for letters in _callings(one):
            self._callings[letters].append(place)
        serial = _LAST_NUMBER.search(one.sow_number)
        if serial:
            self._serials[int(serial.group(1))].append(place)
        if one.client_id is not None:
            for name in own | {one.client_name.casefold(), short_name(one.client_name).casefold()}:
                self._brackets[name].append(place)
        if own:
            self._coded.append(place)

    def named_by(self, code: str, among: Among) -> list[int]:
        """The candidates a folded code leads to: written as it is, or client (or SOW prefix) and number of the SOW."""
        exact = among.of(self._exact.get(code, ()))
        if exact:
            return exact
        letters, _, digits = code.partition("-")
        if not digits:
            return among.of(self._callings.get(letters, ()))
        return [
            place
            for place in among.of(self._serials.get(int(digits), ()))
            if letters in _callings(self._candidates[place]) or letters == _prefix(self._candidates[place])
        ]

    def named_in_brackets(self, name: str, among: Among) -> list[int]:
        """The candidates of a client whose whole name, first word or code stands in brackets."""
        return among.of(self._brackets.get(name, ()))

    def of_task(self, task: str, places: list[int]) -> list[int]:
        """Those of some whose task has a word that begins with or is like `task`; all of them when none has."""
        found = [
            place
            for place in places
            if any(alike(task, word) or word.startswith(task) for word in words_of(self._candidates[place].task_name))
        ]
        return found or places

    def nearest(self, code: str, among: Among) -> str:
        """A known code one letter away from an unknown one, as the firm spells it; "" when there is none."""
        for place in among.of(self._coded):
            for own in self._candidates[place].codes:
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


def _folded(codes: Sequence[str]) -> set[str]:
    return {code.casefold() for code in codes}
