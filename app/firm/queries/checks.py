"""Checks while somebody types: tax numbers and bank accounts. They answer, they never raise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.firm.identifiers import Checked, Identifier, check_iban, check_tax_number
from app.kernel.problems import Problem
from app.storage.reading import Reads


class CheckState(StrEnum):
    """What is known about a number."""

    EMPTY = "empty"
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A number in its usual spelling, what its check found, a sentence about it, and the code of a failure."""

    text: str
    state: CheckState
    note: str = ""
    code: str = ""

    @property
    def unfinished(self) -> bool:
        """Whether the failure may only mean that somebody is still typing."""
        return self.code.endswith((".length", ".shape"))


_STATES = {
    Checked.EMPTY: CheckState.EMPTY,
    Checked.PASSED: CheckState.PASSED,
    Checked.NOT_CHECKED: CheckState.NOT_CHECKED,
}


def tax_state(country: str, text: str) -> CheckRow:
    """What the rules of a country say about a tax number."""
    try:
        return _row(check_tax_number(country, text))
    except Problem as problem:
        return CheckRow(text, CheckState.FAILED, str(problem), problem.code)


def iban_state(text: str) -> CheckRow:
    """What the rules say about a bank account number."""
    try:
        return _row(check_iban(text))
    except Problem as problem:
        return CheckRow(text, CheckState.FAILED, str(problem), problem.code)


def _row(found: Identifier) -> CheckRow:
    return CheckRow(found.text, _STATES[found.checked], found.note)


def tax_number_check(reads: Reads, *, country: str, text: str) -> CheckRow:
    """The check of a tax number that is being typed."""
    del reads
    return tax_state(country, text)


def iban_check(reads: Reads, *, text: str) -> CheckRow:
    """The check of an account number that is being typed."""
    del reads
    return iban_state(text)
