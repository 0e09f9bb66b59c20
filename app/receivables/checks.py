"""The whole check of a book, part by part: the one list that the window, the command line and each backup go through.

A part names what it goes through and counts it, so that "all is well" says of what. What it finds is told with the
record it was found at, as people call it, and with the page where that record stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.burn.queries.crossed import alert_problems
from app.engagements.queries.signed import signed_problems
from app.firm.queries.chosen import setting_problems
from app.invoices.queries import invariants as of_bills
from app.invoices.queries.as_issued import document_problems
from app.invoices.queries.conserved import conservation
from app.invoices.queries.included import entitlement_problems
from app.invoices.queries.to_be_issued import draft_problems
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.receivables.queries import counting
from app.receivables.queries import invariants as of_cash
from app.receivables.queries.leading import Place, place_of, thing_of
from app.receivables.queries.naming import named
from app.receivables.queries.reversals import reversal_problems
from app.storage.altered import altered_problems
from app.storage.backups.looking import Noted
from app.storage.chain import chain_problems
from app.storage.check import file_problems, schema_problems
from app.storage.once import repeated_problems
from app.storage.reading import Reading

Look = Callable[[Reading], list[Problem]]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the check: what is gone through, said in the reader's language, and how; `many` counts it.

    `of` says which part of the firm it is about: "book", "work", "bills" or "cash".
    """

    name: str
    look: Look
    of: str = "book"
    many: Callable[[Reading], int] | None = None
    words: Callable[[int], str] = str

    def counted(self, reading: Reading) -> int:
        """How many things were gone through; 0 where nothing is counted."""
        return 0 if self.many is None else self.many(reading)

    def said(self, count: int, number: Callable[[int], str]) -> str:
        """That in words; "" where nothing is counted."""
        return "" if self.many is None else self.words(count).format(count=number(count))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: the sentence, the record as people call it, what to do, and the page to go to."""

    code: str
    sentence: str
    of: str
    record: str = ""
    hint: str = ""
    about: str = ""
    place: Place | None = None

    @property
    def subject(self) -> tuple[str, int] | None:
        """The thing whose history tells more of it."""
        return thing_of(self.about, self.place)

    @property
    def id(self) -> tuple[str, str, str]:
        """The key of lists: one thing is told once."""
        return self.code, self.about, self.sentence


def steps() -> tuple[Step, ...]:
    """All of it, in the order in which it makes sense: nothing adds up in a file that is damaged."""
    return (*_of_the_book(), *_of_the_work(), *_of_the_bills(), *_of_the_cash())


def _of_the_book() -> tuple[Step, ...]:
    return (
        Step(_("The file, page by page"), file_problems),
        Step(_("Tables, indexes and guards"), schema_problems),
        Step(_("The history, entry by entry"), chain_problems, "book", counting.entries, _entries),
        Step(_("What was issued and paid, against the history"), altered_problems),
        Step(_("What people did, each once"), repeated_problems),
        Step(_("Settings of the firm"), setting_problems),
    )


def _of_the_work() -> tuple[Step, ...]:
    return (
        Step(_("Agreements: budgets and rates as signed"), signed_problems, "work", counting.signed, _signed),
        Step(_("Work: each hour and receipt in one place"), conservation, "work", counting.billed, _billed),
        Step(_("Retainers: included hours of each month"), entitlement_problems, "work"),
        Step(_("Budget alerts"), alert_problems, "work", counting.alerts, _alerts),
    )


def _of_the_bills() -> tuple[Step, ...]:
    return (
        Step(_("Invoices: sums, numbers, hours, papers"), of_bills, "bills", counting.invoices, _invoices),
        Step(_("Invoices: words, rates and days"), document_problems, "bills", counting.lines, _lines),
        Step(_("Drafts: what would be issued"), draft_problems, "bills", counting.drafts, _drafts),
    )


def _of_the_cash() -> tuple[Step, ...]:
    return (
        Step(_("Payments: what they pay, and whose"), of_cash, "cash", counting.payments, _payments),
        Step(_("Payments that were taken back"), reversal_problems, "cash"),
    )


def _entries(n: int) -> str:
    return ngettext("{count} entry", "{count} entries", n)


def _signed(n: int) -> str:
    return ngettext("{count} signed text", "{count} signed texts", n)


def _billed(n: int) -> str:
    return ngettext("{count} billed unit", "{count} billed units", n)


def _alerts(n: int) -> str:
    return ngettext("{count} alert", "{count} alerts", n)


def _invoices(n: int) -> str:
    return ngettext("{count} invoice", "{count} invoices", n)


def _lines(n: int) -> str:
    return ngettext("{count} line", "{count} lines", n)


def _drafts(n: int) -> str:
    return ngettext("{count} draft", "{count} drafts", n)


def _payments(n: int) -> str:
    return ngettext("{count} payment", "{count} payments", n)


def looks() -> tuple[Look, ...]:
    """The same without the words: what is asked of each backup before it counts.

    File, build, history and what it told say whether the copy is whole. What the rooms find is so in the book itself:
    a backup without it would be another book, and none at all would be worse. It is noted.
    """
    of_the_copy = (file_problems, schema_problems, chain_problems, altered_problems)
    return tuple(step.look if step.look in of_the_copy else Noted(step.look) for step in steps())


def findings(reading: Reading, step: Step) -> list[Finding]:
    """What a part of the check finds, each with the name of its record and the way to it."""
    return list(_findings(reading, step))


def _findings(reading: Reading, step: Step) -> Iterator[Finding]:
    for one in step.look(reading):
        record = named(reading, one.about) if one.about else ""
        place = place_of(reading, one.about) if one.about else None
        hint = one.hint or _("Look into its history, and compare with the newest backup.")
        yield Finding(one.code, one.message, step.of, record, hint, one.about, place)


def in_words(look: Look) -> Look:
    """The same look, each problem with the record it is about as people call it."""

    def found(reading: Reading) -> list[Problem]:
        return [_with_name(reading, problem) for problem in look(reading)]

    return found


def _with_name(reading: Reading, problem: Problem) -> Problem:
    name = named(reading, problem.about) if problem.about else ""
    if not name:
        return problem
    text = _("{sentence} It is about: {record}.").format(sentence=problem.message, record=name)
    return Problem(problem.code, text, field=problem.field, hint=problem.hint, about=problem.about)
