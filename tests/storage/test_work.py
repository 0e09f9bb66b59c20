"""The one write path: all or nothing, audited, repeatable by id, told when somebody was faster."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.firm.records import Holiday, Person, Setting
from app.kernel.problems import Problem
from app.storage.audit import AuditEntry
from app.storage.book import Book
from app.storage.chain import chain_problems
from app.storage.check import file_problems
from app.storage.reading import Reads
from app.storage.work import Work
from tests.tampering import past_the_guards

DAY = date(2026, 12, 25)


@dataclass(frozen=True)
class Closed:
    holiday_id: int
    day: date


def close_office(work: Work, *, day: date, name: str = "Christmas") -> Closed:
    return Closed(work.add(Holiday(day=day, name=name)).id, day)


def close_and_stumble(work: Work, *, day: date) -> None:
    close_office(work, day=day)
    raise Problem("test.stumble", "Stumbled.")


def choose(work: Work, *, key: str, value: str) -> int:
    return work.add(Setting(key=key, value=value)).id


def change_setting(work: Work, *, setting_id: int, value: str, version: int) -> None:
    work.get(Setting, setting_id, version=version).value = value


def holidays(reads: Reads) -> list[date]:
    return list(reads.execute(select(Holiday.day).order_by(Holiday.day)).scalars())


def entries(reads: Reads) -> list[AuditEntry]:
    columns = (AuditEntry.sequence, AuditEntry.command, AuditEntry.record, AuditEntry.action, AuditEntry.changes)
    return list(reads.execute(select(*columns).order_by(AuditEntry.sequence)))  # type: ignore[arg-type]


def test_a_command_is_kept_and_says_what_it_changed(book: Book) -> None:
    outcome = book.perform(close_office, day=DAY)
    assert outcome.result.day == DAY
    assert outcome.changes.rooms == {"firm"}
    assert book.read(holidays) == [DAY]


def test_a_refused_command_leaves_nothing_behind(book: Book) -> None:
    with pytest.raises(Problem, match="Stumbled"):
        book.perform(close_and_stumble, day=DAY)
    assert book.read(holidays) == []
    assert book.read(entries) == []


def test_the_same_command_id_again_changes_nothing_and_answers_the_same(book: Book) -> None:
    first = book.once("k-1", close_office, day=DAY)
    again = book.once("k-1", close_office, day=DAY)
    assert again.replayed
    assert again.result == first.result
    assert book.read(holidays) == [DAY]


def test_a_command_id_of_another_command_is_refused(book: Book) -> None:
    book.once("k-1", close_office, day=DAY)
    with pytest.raises(Problem, match="another command"):
        book.once("k-1", choose, key="a", value="1")


def test_every_change_is_in_the_chain_with_before_and_after(book: Book) -> None:
    number = book.perform(choose, key="look", value="light").result
    book.perform(change_setting, setting_id=number, value="dark", version=1)
    rows = book.read(entries)
    assert [(row.command, row.action) for row in rows] == [("choose", "new"), ("change_setting", "changed")]
    assert '"value":["light","dark"]' in rows[1].changes
    assert book.read(chain_problems) == []


def test_personal_fields_are_kept_as_salted_hashes_only(book: Book) -> None:
    def hire(work: Work) -> None:
        work.add(Person(name="Priya Raman", initials="PR", access_role="consultant", email="priya@firm.example"))  # type: ignore[arg-type]

    book.perform(hire)
    changes = book.read(entries)[0].changes
    assert "Priya" not in changes
    assert "priya@" not in changes
    assert '"name":"#' in changes


def test_the_second_writer_is_told_and_overwrites_nothing(book: Book) -> None:
    number = book.perform(choose, key="look", value="light").result
    book.perform(change_setting, setting_id=number, value="dark", version=1)
    with pytest.raises(Problem, match="Somebody changed"):
        book.perform(change_setting, setting_id=number, value="blue", version=1)


def test_two_writers_at_once_never_both_win(book: Book) -> None:
    number = book.perform(choose, key="n", value="0").result
    results: list[str] = []

    def count_up() -> None:
        for _ in range(15):

            def add_one(work: Work) -> None:
                setting = work.lock(Setting, number)
                setting.value = str(int(setting.value) + 1)

            try:
                book.perform(add_one)
                results.append("done")
            except Problem as problem:
                results.append(problem.code)

    threads = [threading.Thread(target=count_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    value = book.read(lambda reads: reads.execute(select(Setting.value)).scalar_one())
    assert int(value) == results.count("done")
    assert set(results) <= {"done", "record.changed_meanwhile", "book.busy"}
    assert book.read(chain_problems) == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_entry SET changes = '{}' WHERE sequence = 1",
        "DELETE FROM audit_entry",
        "DELETE FROM command_id",
        "UPDATE command_id SET result = '1'",
    ],
)
def test_the_database_itself_refuses_to_change_frozen_rows(book: Book, attack: str) -> None:
    book.once("k-1", close_office, day=DAY)
    with pytest.raises(DBAPIError, match="frozen"), book.engine.begin() as connection:
        connection.execute(text(attack))


def test_replace_cannot_get_around_the_guards_of_sqlite(book: Book) -> None:
    book.perform(close_office, day=DAY)
    if book.engine.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="frozen"), book.engine.begin() as connection:
            connection.execute(text("TRUNCATE audit_entry"))
        return
    with pytest.raises(DBAPIError, match="does not follow the last one"), book.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT OR REPLACE INTO audit_entry SELECT id, sequence, at, actor_id, actor_name_hash, 'x',"
                " command_id, record, action, changes, previous, hash FROM audit_entry"
            )
        )


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        ("UPDATE audit_entry SET changes = '{}' WHERE sequence = 2", "altered"),
        ("DELETE FROM audit_entry WHERE sequence = 2", "missing"),
        ("DELETE FROM audit_entry WHERE sequence = 3", "not the last"),
    ],
)
def test_the_check_finds_what_somebody_did_past_the_guards(book: Book, tamper: str, found: str) -> None:
    for month in (1, 2, 3):
        book.perform(close_office, day=date(2026, month, 1))
    with past_the_guards(book) as connection:
        connection.execute(text(tamper))
    assert any(found in problem.message for problem in book.read(chain_problems))


def test_a_sound_book_has_no_problems(book: Book) -> None:
    book.perform(close_office, day=DAY)
    assert book.read(file_problems) == []


def test_the_same_unique_key_twice_is_a_bug_not_a_silence(book: Book) -> None:
    book.perform(close_office, day=DAY)
    with pytest.raises(DBAPIError):
        book.perform(close_office, day=DAY)
    assert book.read(holidays) == [DAY]
