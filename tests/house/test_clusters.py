"""The throw-away PostgreSQL itself: fresh databases, templates, an unprivileged server, nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from tests.clusters import MakeDatabase

ROOT = Path(__file__).parents[2]


def run(url: str, statement: str) -> list[object]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        return list(result.scalars()) if result.returns_rows else []


def one_row(url: str) -> None:
    run(url, "CREATE TABLE prepared (word text)")
    run(url, "INSERT INTO prepared VALUES ('ready')")


def tables(url: str) -> list[object]:
    return run(url, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")


def test_two_fresh_databases_do_not_see_each_other(postgres_database: MakeDatabase) -> None:
    first, second = postgres_database(), postgres_database()
    run(first, "CREATE TABLE only_here (n integer)")
    assert tables(first) == ["only_here"]
    assert tables(second) == []


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_each_copy_of_a_prepared_database_starts_as_it_was_prepared(postgres_database: MakeDatabase, turn: int) -> None:
    url = postgres_database(prepare=one_row)
    assert run(url, "SELECT word FROM prepared") == ["ready"]
    run(url, f"INSERT INTO prepared VALUES ('{turn}')")


def test_an_open_connection_does_not_keep_a_database_alive(
    postgres_database: MakeDatabase, request: pytest.FixtureRequest
) -> None:
    connection = create_engine(postgres_database()).connect()
    request.addfinalizer(connection.invalidate)
    assert connection.scalar(text("SELECT 1")) == 1


def test_the_server_is_no_superuser_of_the_machine_and_has_no_network(postgres_url: str) -> None:
    folder = Path(str(make_url(postgres_url).query["host"]))
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "data" / "PG_VERSION").stat().st_uid != 0
    assert run(postgres_url, "SHOW listen_addresses") == [""]


STORY = """
import os
from pathlib import Path
def test_it_starts_and_never_ends(postgres_url):
    Path({note!r}).write_text(postgres_url.partition("host=")[2])
    {end}
"""


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "two-workers"])
@pytest.mark.parametrize("end", ["return", "os.kill({controller}, 9)"], ids=["ended", "killed"])
def test_the_server_ends_with_the_run_however_it_ends(tmp_path: Path, workers: tuple[str, ...], end: str) -> None:
    controller = "os.getppid()" if workers else "os.getpid()"
    note = tmp_path / "home"
    (tmp_path / "test_story.py").write_text(STORY.format(note=str(note), end=end.format(controller=controller)))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV_"))}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.clusters", "-p", "no:cacheprovider", *workers]
    child = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert child.returncode == (0 if end == "return" else -signal.SIGKILL), child.stdout + child.stderr
    home = Path(note.read_text())
    patience = 400
    while home.exists() and patience:  # the watchdog is another process: wait for it, 20 seconds at most
        patience -= 1
        time.sleep(0.05)
    assert not home.exists()
