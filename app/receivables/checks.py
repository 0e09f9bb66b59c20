"""The whole check of a book, step by step, and what it found in words that people know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.kernel.problems import Problem
from app.kernel.words import _
from app.receivables.queries.naming import named
from app.receivables.sums import SUMS
from app.storage.altered import altered_problems
from app.storage.chain import chain_problems
from app.storage.check import file_problems, schema_problems
from app.storage.reading import Reading

Look = Callable[[Reading], list[Problem]]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the check: what is gone through, said in the reader's language, and how."""

    name: str
    look: Look


def steps() -> tuple[Step, ...]:
    """All of it, in the order in which it makes sense: nothing adds up in a file that is damaged."""
    of_bills, of_cash, *others = SUMS
    return (
        Step(_("The file, page by page"), file_problems),
        Step(_("Tables, indexes and guards"), schema_problems),
        Step(_("The history, entry by entry"), chain_problems),
        Step(_("What was issued and paid, against the history"), altered_problems),
        Step(_("Invoices: sums, numbers, hours, papers"), of_bills),
        Step(_("Payments: what they pay, and whose"), of_cash),
        *(Step(_("More sums"), look) for look in others),
    )


def looks() -> tuple[Look, ...]:
    """The same without the words: what is asked of each backup before it counts."""
    return tuple(step.look for step in steps())


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
