"""The history is told in words: every record, field, choice and command has some, in each language."""

from __future__ import annotations

import re

import pytest

from app.bootstrap.language import speak
from app.history.things import THINGS, all_words
from app.storage.audit import UNAUDITED
from app.storage.columns import Choice
from app.storage.record import Record
from tests.house.test_commands import COMMANDS, INNER
from tests.house.test_words_of_the_trade import records

KINDS = [kind for kind in records() if kind not in UNAUDITED]
FORMER = set(
    "put_back undo_return undo_approved_time undo_approved_expense undo_sow_rate undo_order undo_acceptance"
    " restore_draft".split()
)
"""Commands of earlier versions: what they did stands in the history of books."""
JOINED = re.compile(r"_|[a-z][A-Z]")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_record_has_words_or_is_left_out_on_purpose(kind: type[Record]) -> None:
    words = all_words().kinds[kind]
    columns = {column.key for column in kind.__table__.columns} - {"id", "version"}
    assert columns == set(words.fields) | words.silent
    assert not set(words.fields) & words.silent
    assert set(words.named_by) | set(words.values) <= columns
    assert not [said for said in (words.noun, *words.fields.values()) if not said or JOINED.search(said)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_choice_of_a_field_has_words(kind: type[Record]) -> None:
    silent = all_words().kinds[kind].silent
    for column in kind.__table__.columns:
        if isinstance(column.type, Choice) and column.key not in silent:
            told = all_words().choices[column.type.words]
            assert set(told) == {word.value for word in column.type.words}, column.key


def test_every_command_says_what_it_did_and_no_two_rooms_say_it_twice() -> None:
    own = {name.partition(".")[2] for name in set(COMMANDS) - INNER}
    assert own | FORMER == set(all_words().commands)
    assert len(own) == len(set(COMMANDS) - INNER)
    assert not own & FORMER


def test_the_words_are_those_of_the_readers_language() -> None:
    english = all_words()
    speak("de")
    german = all_words()
    same = [name for name, said in english.commands.items() if german.commands[name] == said]
    assert same == []


def test_the_parts_of_a_thing_lead_back_to_it() -> None:
    for thing in THINGS.values():
        for part in thing.parts:
            where = thing.kind if part.up else part.kind
            assert not part.by or part.by in where.__table__.columns, (thing.key, part)
            assert part.of is None or part.of in {one.kind for one in thing.parts}
