"""A throw-away PostgreSQL for one test run: one cluster for all workers, a fresh database for each test that asks.

    def test_x(postgres_database):
        url = postgres_database()                      # an empty database
        url = postgres_database(prepare=build_schema)  # a copy of one that build_schema(url) filled once in this run

The cluster starts when the first test asks. It listens on a socket in a folder of its own, runs as an unprivileged user
when the tests run as root, and is stopped by the process that the developer started (the controller). The controller
holds a lock as long as it lives; a watchdog waits for that lock and stops the cluster when the controller was killed.
Nothing is installed here: `make test` does that.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.storage.book import Book

OWNER = "watertight"
ASKED = "grace"
"""A user who is asked for a password; a test makes the role."""
HOME = pytest.StashKey[Path]()
LIFELINE = pytest.StashKey[int]()
ADMINISTRATOR = pytest.StashKey[psycopg.Connection[Any]]()
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "32MB",
    # What a test run throws away need not survive a power cut. A killed client or server loses nothing by this.
    "fsync": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}
_watchdogs: list[subprocess.Popen[bytes]] = []


class MakeDatabase(Protocol):
    """Gives the URL of a fresh database. `prepare` is a function of a module: its name tells which copy is wanted."""

    def __call__(self, prepare: Callable[[str], object] | None = None) -> str: ...


# ------------------------------------------------------------------------------------------------ fixtures


@pytest.fixture(scope="session")
def postgres_url(pytestconfig: pytest.Config) -> str:
    """The cluster's own database, for its owner; started now if no other worker did."""
    home = pytestconfig.stash[HOME]
    with _alone(home / "start.lock"):
        refused = home / "refused"
        if not refused.exists() and not (home / "ready").exists():
            try:
                _start(home)
            except (OSError, subprocess.SubprocessError, LookupError) as problem:
                refused.write_text(f"{problem} {getattr(problem, 'stderr', '') or ''}".strip())
            else:
                (home / "ready").touch()
        if refused.exists():
            pytest.fail(f"No PostgreSQL for the tests: {refused.read_text()}", pytrace=False)
    return _url(home, "postgres")


@pytest.fixture
def postgres_database(postgres_url: str, pytestconfig: pytest.Config) -> Iterator[MakeDatabase]:
    """A function that gives the URL of a fresh database each time; all are dropped after the test."""
    home = pytestconfig.stash[HOME]
    made: list[str] = []

    def make(prepare: Callable[[str], object] | None = None) -> str:
        template = "template0" if prepare is None else _template(home, prepare)
        name = f"test_{uuid.uuid4().hex[:16]}"
        _copy(_administrator(pytestconfig), template, name)
        made.append(name)
        return _url(home, name)

    assert postgres_url
    yield make
    for name in made:
        _administrator(pytestconfig).execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


class Templates:
    """The shelf of databases (see `tests.kept`): a template of each, with its answer beside it, for all workers."""

    def __init__(self, config: pytest.Config) -> None:
        self._config, self._home = config, config.stash[HOME]

    def find(self, name: str) -> bytes | None:
        note = self._note(name)
        return note.read_bytes() if note.exists() else None

    def keep(self, book: Book, name: str, answer: bytes) -> None:
        note = self._note(name)
        with _alone(note.with_suffix(".lock")):
            if not note.exists():
                book.engine.dispose()
                _copy(_administrator(self._config), _database(book), note.stem)
                note.with_suffix(".new").write_bytes(answer)
                note.with_suffix(".new").rename(note)

    def put_back(self, book: Book, name: str) -> None:
        book.engine.dispose()
        _administrator(self._config).execute(f'DROP DATABASE "{_database(book)}" WITH (FORCE)'.encode())
        _copy(_administrator(self._config), self._note(name).stem, _database(book))

    def _note(self, name: str) -> Path:
        return self._home / f"kept_{hashlib.sha256(name.encode()).hexdigest()[:16]}.answer"


def _database(book: Book) -> str:
    name = book.engine.url.database
    assert name is not None
    return name


@pytest.fixture(scope="session")
def postgres_shelf(postgres_url: str, pytestconfig: pytest.Config) -> Templates:
    """What samples built in databases of this run."""
    assert postgres_url
    return Templates(pytestconfig)


def _copy(administrator: psycopg.Connection[Any], template: str, name: str) -> None:
    """As before version 15: its files are copied. To write each of its pages into the log takes half as long again."""
    way = " STRATEGY file_copy" if administrator.info.server_version >= 150_000 else ""
    administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{way}'.encode())


def _administrator(config: pytest.Config) -> psycopg.Connection[Any]:
    """One connection of this worker for all databases it makes and drops: each new one is a process of the server."""
    known = config.stash.get(ADMINISTRATOR, None)
    if known is None or known.closed:
        known = _connect(config.stash[HOME])
        config.stash[ADMINISTRATOR] = known
        config.add_cleanup(known.close)
    return known


def _template(home: Path, prepare: Callable[[str], object]) -> str:
    """The database that `prepare` filled, by whichever worker came first; nobody can connect to it any more."""
    name = "template_" + hashlib.sha256(f"{prepare.__module__}:{prepare.__qualname__}".encode()).hexdigest()[:16]
    with _alone(home / f"{name}.lock"):
        if not (home / name).exists():
            _administer(home, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
            prepare(_url(home, name))
            _administer(
                home,
                f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false',
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
            )
            (home / name).touch()
    return name


def _url(home: Path, database: str) -> str:
    return f"postgresql+psycopg://{OWNER}@/{database}?host={quote(str(home), safe='/')}"


def _administer(home: Path, *statements: str) -> None:
    with _connect(home) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _connect(home: Path) -> psycopg.Connection[Any]:
    return psycopg.connect(host=str(home), user=OWNER, dbname="postgres", autocommit=True)


# ------------------------------------------------------------------------------------------------ the run


def pytest_configure(config: pytest.Config) -> None:
    handed = getattr(config, "workerinput", None)
    if handed is not None:
        config.stash[HOME] = Path(handed["postgres_home"])
        return
    from tests.memory import in_memory  # the watchdog runs this file by itself, without the others

    # As root /tmp, because pytest's own folders and a private TMPDIR are closed to the user that runs the server.
    home = Path(tempfile.mkdtemp(prefix="watertight-tests-", dir=in_memory() or ("/tmp" if _is_root() else None)))  # noqa: S108
    config.stash[HOME] = home
    config.stash[LIFELINE] = os.open(home / "controller.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(config.stash[LIFELINE], fcntl.LOCK_EX)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgres_home"] = str(node.config.stash[HOME])


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if LIFELINE in config.stash:
        _stop(config.stash[HOME])
        os.close(config.stash[LIFELINE])


# ------------------------------------------------------------------------------------------------ the server


def _binaries() -> Path:
    """The newest PostgreSQL server of this machine."""
    folders: list[Path] = []
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()))
    for place in ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/usr/pgsql-*"):
        root = Path(place).parent if "*" in place else Path(place)
        pattern = f"{Path(place).name}/bin" if "*" in place else "*/bin"
        found = root.glob(pattern) if root.is_dir() else ()
        folders += sorted(found, key=lambda folder: (len(folder.parent.name), folder.parent.name), reverse=True)
    folders += [Path(program).parent for program in [shutil.which("initdb")] if program]
    for folder in folders:
        if all((folder / program).exists() for program in ("initdb", "postgres", "pg_ctl")):
            return folder
    raise LookupError(
        "its server is not installed. `make test` installs it on Debian as root; elsewhere install the "
        "package of your system (postgresql, postgresql-server) and run the tests again."
    )


def _start(home: Path) -> None:
    binaries = _binaries()
    if _is_root():
        user = _server_user()
        os.chown(home, user.pw_uid, user.pw_gid)
    _run(
        home,
        binaries / "initdb",
        "-D",
        home / "data",
        "-U",
        OWNER,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    )
    settings = {**SETTINGS, "unix_socket_directories": str(home)}
    with (home / "data" / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    rules = home / "data" / "pg_hba.conf"
    rules.write_text(f"local all {ASKED} scram-sha-256\n{rules.read_text()}")
    (home / "binaries").write_text(str(binaries))
    _watchdogs.append(
        subprocess.Popen(
            [sys.executable, __file__, str(home)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
    )
    _run(home, binaries / "pg_ctl", "start", "-w", "-t", "60", "-D", home / "data", "-l", home / "server.log")


def _stop(home: Path) -> None:
    if (home / "data" / "postmaster.pid").exists():
        binaries = Path((home / "binaries").read_text())
        _run(home, binaries / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", home / "data", check=False)
    shutil.rmtree(home, ignore_errors=True)


def _run(home: Path, *command: str | Path, check: bool = True) -> None:
    user = _server_user() if _is_root() else None
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=home,
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            check=False,
        )
        if check and done.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(done.returncode, str(command[0]), stderr=said.read()[-2000:])


def _server_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("it refuses to run as root, and there is neither a user `postgres` nor a user `nobody`.")


def _is_root() -> bool:
    return os.getuid() == 0


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process of the run at a time."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _watch(home: Path) -> None:
    """Wait until the controller is gone, however it went; then leave nothing behind."""
    with _alone(home / "controller.lock"):
        _stop(home)


if __name__ == "__main__":
    _watch(Path(sys.argv[1]))
