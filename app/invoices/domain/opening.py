"""Open invoices from before the book: what of them is owed, how a row of a file stands, how numbers go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.firm.domain import starts_each_year
from app.kernel.money import Money, half_up
from app.kernel.problems import Problem
from app.kernel.words import _

EARLIEST = date(2000, 1, 1)
"""Before it a year was mistyped: nobody waits that long for money."""
_TAIL = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDraft:
    """An invoice as it was printed, and what of it is still open; `line` is where its row begins, 0 for none.

    Only what is open comes into the book: what was paid before belongs to the books of before.
    """

    number: str
    client_id: int
    issued_on: date
    due_on: date
    net: Money
    tax: Money
    left: Money
    tax_code: str
    sow_id: int | None = None
    po_number: str = ""
    line: int = 0

    @property
    def gross(self) -> Money:
        """The sum on the paper."""
        return self.net + self.tax

    @property
    def paid(self) -> Money:
        """What was paid before the book."""
        return self.gross - self.left

    def rest(self) -> tuple[Money, Money]:
        """What is open as net and tax: the tax in proportion, rounded half up once, and the net so that both add up."""
        if self.left == self.gross:
            return self.net, self.tax
        tax = Money(half_up(Fraction(self.tax.minor * self.left.minor, self.gross.minor)), self.tax.currency)
        return self.left - tax, tax


class OpeningState(StrEnum):
    """How a row stands to the book. What is there already changes nothing."""

    NEW = "new"
    KNOWN = "known"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class OpeningVerdict:
    """How an invoice stands: beside the book, or beside an earlier line of the same file."""

    state: OpeningState
    other_line: int | None = None


def judge_opening(drafts: Sequence[OpeningDraft], known: Iterable[str]) -> tuple[OpeningVerdict, ...]:
    """How each stands, in order; numbers that differ in capitals and blanks alone are the same."""
    there = {folded_number(number) for number in known}
    met: dict[str, int] = {}
    verdicts = []
    for draft in drafts:
        number = folded_number(draft.number)
        if number in there:
            verdicts.append(OpeningVerdict(OpeningState.KNOWN))
        elif number in met:
            verdicts.append(OpeningVerdict(OpeningState.WRONG, met[number]))
        else:
            verdicts.append(OpeningVerdict(OpeningState.NEW))
        met.setdefault(number, draft.line)
    return tuple(verdicts)


def folded_number(number: str) -> str:
    """A number as it is compared."""
    return "".join(number.split()).casefold()


def check_days(issued_on: date, due_on: date, today: date) -> None:
    """When an invoice from before the book may have been issued, and be due."""
    if issued_on > today:
        raise Problem("opening.future", _("It is dated in the future."), field="issued_on", hint=_("Look at its date."))
    if issued_on < EARLIEST:
        raise Problem(
            "opening.long_ago", _("It is dated before the year 2000."), field="issued_on", hint=_("Look at its year.")
        )
    if due_on < issued_on:
        raise Problem("opening.due", _("An invoice is not due before it is issued."), field="due_on")
    if (due_on - issued_on).days > 3 * 366:
        raise Problem(
            "opening.due_late",
            _("It is due more than three years after its date."),
            field="due_on",
            hint=_("Look at the year it is due."),
        )


def check_opening(draft: OpeningDraft, today: date) -> None:
    """What must hold of every open invoice, wherever it comes from. Problem at the field that is wrong."""
    if not draft.number.strip():
        raise Problem(
            "opening.number", _("An invoice has a number."), field="number", hint=_("Write it as it was printed.")
        )
    check_days(draft.issued_on, draft.due_on, today)
    if draft.net.minor < 0 or draft.tax.minor < 0 or draft.left.minor < 0:
        raise Problem(
            "opening.credit",
            _("A sum is below zero: a credit note does not come in by itself."),
            field="left",
            hint=_("Take it off what is open on the invoice it belongs to."),
        )
    if not draft.left.minor:
        raise Problem(
            "opening.paid",
            _("Nothing is open on it."),
            field="left",
            hint=_("What is paid stays in the books of before."),
        )
    if draft.left > draft.gross:
        raise Problem(
            "opening.more_open",
            _("More is open on it than was billed."),
            field="left",
            hint=_("Look at both sums: one may be without tax."),
        )


@dataclass(frozen=True, slots=True)
class GoesOn:
    """A pattern and the number the next invoice gets under it."""

    pattern: str
    next_number: int


def goes_on_after(last: str, pattern: str, on: date) -> GoesOn:
    """How numbers go on after the last one that was used, as it was printed: "2026/118" gives "{year}/{000}" and 119.

    A number that fits the pattern there is keeps it; bare digits do, too. Problem where there are no digits.
    """
    text = " ".join(last.split())
    found = _TAIL.fullmatch(text)
    if found is None or len(found[2]) > 9:
        raise Problem(
            "opening.last_number",
            _("\u201c{text}\u201d has no digits to count on from.").format(text=text[:40]),
            field="last",
            hint=_("Write the last number as it was printed, like INV-2026-0118."),
        )
    number = int(found[2]) + 1
    if found[2] == text or _fits(text, pattern, on):
        return GoesOn(pattern, number)
    front, behind = (part.replace("{", "").replace("}", "") for part in (found[1], found[3]))
    year = str(on.year)
    if year in front:
        front = "{year}".join(front.rsplit(year, 1))
    return GoesOn(f"{front}{{{'0' * len(found[2])}}}{behind}", number)


def _fits(text: str, pattern: str, on: date) -> bool:
    return _number_in(text, pattern, on) is not None


def _number_in(text: str, pattern: str, on: date) -> int | None:
    """The running number in a text that a pattern made on a day; None where it did not."""
    before, _brace, rest = pattern.partition("{0")
    _zeros, _close, after = rest.partition("}")
    before, after = (part.replace("{year}", str(on.year)) for part in (before, after))
    inner = text[len(before) : len(text) - len(after)] if after else text[len(before) :]
    fits = text.startswith(before) and text.endswith(after) and inner.isascii() and inner.isdigit()
    return int(inner) if fits and len(inner) <= 9 else None


def highest(numbers: Mapping[str, date], pattern: str, on: date) -> int:
    """The highest running number among documents that look like a series' own of that day's year; 0 for none."""
    found = (
        _number_in(number, pattern, day)
        for number, day in numbers.items()
        if not starts_each_year(pattern) or day.year == on.year
    )
    return max((number for number in found if number is not None), default=0)
