"""Opening a book: each way it cannot be opened has its own sentence, and no byte is changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import schema
from app.storage.book import Book, create, open_book
from app.storage.engine import CACHE_KIB, journal_mode, sqlite_engine
from app.storage.frozen import expected_names, trigger_names
from tests.books import NOW
from tests.storage.test_work import DAY, close_office, holidays
from tests.tampering import past_the_guards

CLOCK = FixedClock(NOW)


@pytest.fixture
def path(tmp_path: Path, empty_file: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "firm.watertight"))


def refused(path: Path | str) -> str:
    before = Path(path).read_bytes() if Path(path).is_file() else b""
    with pytest.raises(Problem) as caught:
        open_book(path, CLOCK)
    assert not before or Path(path).read_bytes() == before
    assert caught.value.hint
    return caught.value.code


def test_a_missing_book_is_not_created_by_accident(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.watertight") == "book.missing"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_lost_content_not_a_new_book(tmp_path: Path) -> None:
    file = tmp_path / "zero.watertight"
    file.touch()
    assert refused(file) == "book.zero"


def test_junk_is_not_a_book(tmp_path: Path) -> None:
    file = tmp_path / "junk.watertight"
    file.write_bytes(b"PK\x03\x04 not a book at all" * 100)
    assert refused(file) == "book.junk"


def test_another_program_s_database_is_not_a_book(tmp_path: Path) -> None:
    file = tmp_path / "other.watertight"
    with sqlcipher3.connect(str(file)) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    assert refused(file) == "book.junk"


def test_a_folder_is_not_a_book(tmp_path: Path) -> None:
    assert refused(tmp_path) == "book.folder"


def test_a_newer_book_is_left_alone(path: Path) -> None:
    with open_book(path, CLOCK) as book, past_the_guards(book) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert refused(path) == "book.newer"


def test_a_book_of_another_computer_says_who_has_it(path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with path.with_name(path.name + ".lock").open("w+") as lock:
        json.dump({"host": "office-2", "account": "grace", "process": 7, "since": "2026-04-30T09:00:00+00:00"}, lock)
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_SH)
        with pytest.raises(Problem, match="grace has this book open on office-2") as caught:
            open_book(path, CLOCK)
    assert caught.value.code == "book.locked"


def test_two_windows_of_one_person_share_a_book(path: Path) -> None:
    with open_book(path, CLOCK) as first, open_book(path, CLOCK) as second:
        first.perform(close_office, day=DAY)
        second.perform(close_office, day=DAY.replace(year=2027))
        assert first.read(holidays) == second.read(holidays) == [DAY, DAY.replace(year=2027)]


def test_the_lock_of_a_dead_process_frees_itself(path: Path) -> None:
    script = (
        "import sys, os; from app.storage.book import open_book; from app.kernel.clock import SystemClock\n"
        "book = open_book(sys.argv[1], SystemClock()); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode != 0
    open_book(path, CLOCK).close()


def test_a_second_book_of_the_same_name_is_refused(path: Path) -> None:
    with pytest.raises(Problem, match="is there already"):
        create(path, CLOCK)


def test_a_file_that_vanished_while_open_takes_no_more_commits(path: Path) -> None:
    with open_book(path, CLOCK) as book:
        book.perform(close_office, day=DAY)
        path.rename(path.with_suffix(".moved"))
        with pytest.raises(Problem, match="no longer where it was opened"):
            book.perform(close_office, day=DAY.replace(year=2027))


def test_a_file_replaced_while_open_takes_no_more_commits(path: Path, empty_file: Path) -> None:
    with open_book(path, CLOCK) as book:
        Path(shutil.copy(empty_file, path.with_suffix(".copy"))).replace(path)
        with pytest.raises(Problem, match="no longer where it was opened"):
            book.perform(close_office, day=DAY)


def test_an_empty_database_holds_no_book_yet(postgres_database: object) -> None:
    with pytest.raises(Problem, match="no book yet"):
        open_book(postgres_database(), CLOCK)  # type: ignore[operator]


def test_every_safety_switch_is_on(path: Path) -> None:
    with open_book(path, CLOCK) as book, book.engine.connect() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("recursive_triggers") == 1
        assert pragma("trusted_schema") == 0
        assert pragma("cell_size_check") == 1
        strict = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE type='table' AND strict=0 AND name NOT LIKE 'sqlite_%'"
        )
        assert {row[0] for row in strict} == {"alembic_version"}


def test_an_old_sqlite_library_is_not_trusted_with_wal() -> None:
    assert journal_mode((3, 40, 1)) == ("DELETE", "EXTRA")
    assert journal_mode((3, 53, 4)) == ("WAL", "FULL")
    assert journal_mode(sqlcipher3.sqlite_version_info) == ("WAL", "FULL")


def test_the_migrations_head_equals_the_records(book: Book) -> None:
    with book.engine.connect() as connection:
        assert schema.differences(connection) == []
        assert trigger_names(connection) == expected_names(connection.dialect.name)


def test_the_revisions_are_those_alembic_finds_and_a_book_stands_at_the_last(book: Book) -> None:
    known = [step.revision for step in schema.scripts().walk_revisions()]
    assert list(reversed(known)) == list(schema.revisions())
    assert schema.head() == schema.scripts().get_current_head()
    with book.engine.connect() as connection:
        assert schema.revision_of(connection) == schema.head()


def test_a_database_without_a_book_stands_at_no_revision(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "bare.watertight", create=True)
    with engine.connect() as connection:
        assert schema.revision_of(connection) is None
    engine.dispose()


def test_a_partial_index_is_partial_for_both_databases() -> None:
    wheres = {
        index.name: index.dialect_options
        for table in schema.whole_records().tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    assert "ix_invoice_line_adjusted" in wheres
    assert all(options["postgresql"]["where"] is options["sqlite"]["where"] for options in wheres.values())


@pytest.mark.parametrize("value", ["'1.5'", "'ten'", "99999999999999"])
def test_fractions_words_and_absurd_sums_are_refused_where_money_belongs(book: Book, value: str) -> None:
    statement = (
        "INSERT INTO payment (client_id, received_on, amount_minor, currency, method, recorded_at, reference)"
        f" VALUES (1, '2026-01-01', {value}, 'GBP', 'x', '2026-01-01', '')"
    )
    with pytest.raises(DBAPIError), book.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_the_connection_used_last_is_used_again(empty_file: Path) -> None:
    """Each keeps pages of its own: one that is warm does what six half-warm ones would."""
    engine = sqlite_engine(empty_file)
    with engine.connect() as one, engine.connect() as other:
        first, second = one.connection.driver_connection, other.connection.driver_connection
    assert first is not second
    for _turn in range(3):
        with engine.connect() as again:
            assert again.connection.driver_connection is first
            assert again.exec_driver_sql("PRAGMA cache_size").scalar_one() == -CACHE_KIB
    engine.dispose()
