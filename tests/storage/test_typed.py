"""What is being typed is kept in the book, for its person alone, and never becomes a part of the history."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from app.kernel.typed import Typed
from app.storage.audit import AuditEntry
from app.storage.keeping_typed import (
    at_work_on,
    forget_old,
    forget_typed,
    has_old,
    keep_typed,
    left_typed,
    new_window,
)
from app.storage.typed import TypedForm
from tests.books import Office

GONE = f"{socket.gethostname()}:999999999:0"
NOTE = Typed(
    key="one",
    window=GONE,
    form="change_client",
    title="Brightwater",
    kind="client",
    record_id=7,
    version=3,
    base={"fields": {"name": "Brightwater"}},
    content={"fields": {"name": "Brightwater \u0000 \u00e4\U0001f600" + "x" * 20_000}},
    shown=(("Name", "Brightwater"),),
)


def entries(office: Office) -> int:
    count = select(func.count()).select_from(AuditEntry)
    return int(office.book.read(lambda reads: reads.execute(count).scalar_one()))


def test_what_was_typed_in_a_window_that_is_gone_is_found_by_its_person_alone(office: Office) -> None:
    before = entries(office)
    book = office.act_as("GB")
    book.perform(keep_typed, typed=replace(NOTE, content={"fields": {"name": "B"}}))
    office.clock.set(office.clock.now() + timedelta(seconds=5))
    assert not book.perform(keep_typed, typed=NOTE).changes
    (left,) = book.read(left_typed, window=new_window())
    assert left.typed == NOTE
    assert left.touched_at - left.started_at == timedelta(seconds=5)
    assert office.act_as("EF").read(left_typed, window=new_window()) == []
    book.perform(keep_typed, typed=replace(NOTE, key="two"))
    office.book.perform(forget_typed, keys=("one",))  # somebody else's
    assert len(office.act_as("GB").read(left_typed, window=new_window())) == 1
    office.book.perform(forget_typed, keys=("one",))
    assert office.book.read(left_typed, window=new_window()) == []
    assert entries(office) == before


def test_a_window_that_lives_is_not_asked_about_and_its_person_is_told_to_others(office: Office) -> None:
    living = replace(NOTE, window=f"{socket.gethostname()}:{os.getppid()}:1")
    elsewhere = replace(NOTE, key="two", window="another-computer:1:1")
    for one in (living, elsewhere):
        office.act_as("GB").perform(keep_typed, typed=one)
    mine = new_window()

    def asked(who: str) -> list[tuple[str, bool]]:
        found = office.act_as(who).read(at_work_on, kind="client", record_id=7, window=mine)
        return [(one.name, one.own) for one in found]

    assert office.act_as("GB").read(left_typed, window=mine) == []
    assert asked("EF") == [("Grace Bennett", False)]
    assert asked("GB") == [("Grace Bennett", True)]
    office.clock.set(office.clock.now() + timedelta(minutes=3))
    assert asked("EF") == []
    assert len(office.act_as("GB").read(left_typed, window=mine)) == 2


def test_what_nobody_went_on_with_for_thirty_days_is_thrown_away(office: Office) -> None:
    office.act_as("GB").perform(keep_typed, typed=NOTE)
    office.clock.set(office.clock.now() + timedelta(days=29))
    assert not office.book.read(has_old)
    office.clock.set(office.clock.now() + timedelta(days=2))
    assert office.book.read(left_typed, window=new_window()) == []
    assert office.act_as("EF").read(has_old)
    office.book.perform(forget_old)
    count = select(func.count()).select_from(TypedForm)
    assert office.book.read(lambda reads: reads.execute(count).scalar_one()) == 0
