"""Words of the trade: what is kept has a name people use, and it is told that one of them is gone by that name."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap.language import speak
from app.engagements.records import StatementOfWork
from app.kernel.problems import Problem
from app.storage.actor import Actor
from app.storage.record import Record
from app.storage.work import Work
from tests.books import Office

APP = Path(__file__).parents[2] / "app"
JOINED = re.compile(r"[a-z][A-Z]|_|\bId\b")
"""Two words written as one, as names of classes and columns are."""


def records() -> list[type[Record]]:
    """All records of the program, those of the tests left out."""
    for path in APP.glob("*/records.py"):
        importlib.import_module(f"app.{path.parent.name}.records")
    kinds = [mapper.class_ for mapper in Record.registry.mappers if mapper.class_.__module__.startswith("app.")]
    return sorted(kinds, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", records(), ids=lambda kind: kind.__name__)
def test_every_record_is_called_by_a_word_of_the_trade(kind: type[Record]) -> None:
    assert "called" in vars(kind), f"{kind.__name__} has no word of its own: say called=lambda: _(...)"
    english = kind.called()
    assert english.startswith("This ")
    assert not JOINED.search(english)
    speak("de", ())
    german = kind.called()
    assert german.startswith(("Dieser ", "Diese ", "Dieses "))
    assert not JOINED.search(german)


def test_no_two_records_are_called_the_same() -> None:
    words = [kind.called() for kind in records()]
    assert len(words) > 40
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("way", [Work.get, Work.lock], ids=["get", "lock"])
def test_what_is_gone_is_told_in_words_of_the_trade(sqlite_office: Office, way: Callable[..., object]) -> None:
    book = sqlite_office.book
    actor: Actor = book.actor

    def told() -> str:
        with Work(book.engine, actor, book.clock.now(), "look") as work, pytest.raises(Problem) as problem:
            way(work, StatementOfWork, 4711)
        assert problem.value.code == "record.gone"
        return problem.value.message

    assert told() == "This statement of work is no longer in the book."
    speak("de", ())
    assert told() == "Diese Leistungsvereinbarung steht nicht mehr im Buch."
