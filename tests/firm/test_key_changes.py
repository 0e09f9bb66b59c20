"""What was done with the keys stands in the history: who, when, where and what, and no secret."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.firm.commands import note_key_change
from app.firm.domain import KeyAct, key_act_name
from app.firm.queries import key_changes
from app.kernel.problems import Problem
from app.storage.actor import SETUP
from app.storage.audit import AuditEntry
from app.storage.chain import chain_problems
from tests.books import NOW, Office


def test_each_act_is_kept_with_who_did_it_and_where_the_newest_first(office: Office) -> None:
    for act in KeyAct:
        office.act_as("PR").perform(note_key_change, act=act, label="priya@laptop")
    office.act_as("EF").perform(note_key_change, act=KeyAct.RENEWED, label=" eleanor@desk\n")
    rows = office.book.read(key_changes, most=3)
    assert [(row.act, row.label, row.person) for row in rows] == [
        (KeyAct.RENEWED, "eleanor@desk", "Eleanor Finch"),
        (KeyAct.ENCRYPTED, "priya@laptop", "Priya Raman"),
        (KeyAct.RENEWED, "priya@laptop", "Priya Raman"),
    ]
    assert {row.at for row in rows} == {NOW}
    assert len({key_act_name(row.act) for row in office.book.read(key_changes)}) == len(KeyAct)


def test_it_is_in_the_chain_without_the_account_in_clear_and_never_changed(office: Office) -> None:
    office.book.perform(note_key_change, act=KeyAct.WORDS_SET, label="ada@laptop")
    told = office.book.read(
        lambda reads: list(
            reads.execute(select(AuditEntry.changes).where(AuditEntry.command.like("%note_key_change"))).scalars()
        )
    )
    assert len(told) == 1
    assert "passphrase set" in told[0]
    assert "ada@laptop" not in told[0]
    assert office.book.read(chain_problems) == []
    for attack in ("UPDATE key_change SET act = 'made'", "DELETE FROM key_change"):
        with pytest.raises(DBAPIError, match="frozen"), office.book.engine.begin() as connection:
            connection.exec_driver_sql(attack)


def test_before_the_firm_is_founded_there_is_nobody_to_note(office: Office) -> None:
    office.book.actor = SETUP
    with pytest.raises(Problem) as caught:
        office.book.perform(note_key_change, act=KeyAct.MADE, label="ada@laptop")
    assert caught.value.code == "right.missing"
