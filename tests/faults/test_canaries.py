"""Nothing a firm writes leaves its encrypted book, and no secret leaves the head it is in (T17).

The program is used with texts that stand nowhere else (`canary_run.py`), by verbs and in the window, with refusals,
bugs, broken statements and failures in threads. Then everything it wrote is searched for them, its terminal too.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy.exc import DBAPIError

from app.bootstrap.crashes import write_report
from app.storage.secrets import database_key, root_of
from tests.books import Office
from tests.faults import canary_run as canary

pytestmark = pytest.mark.xdist_group("canaries")  # what the module makes is made by one worker
ROOT = Path(__file__).parents[2]
TEXTS = {
    "client": canary.CLIENT,
    "note": canary.NOTE,
    "person": canary.PERSON,
    "firm": canary.FIRM,
    "bank account": canary.IBAN,
    "passphrase": canary.PASSPHRASE,
    "later passphrase": canary.LATER,
    "calendar's address": canary.TOKEN,
    "meeting": canary.MEETING,
    "server's password": canary.SERVER,
    "mail address": canary.MAIL,
}


def ways_to_write(text: str) -> set[bytes]:
    """The ways a text may stand in a file."""
    found = {form.encode(code) for form in (text, quote(text), text.lower()) for code in ("utf-8", "utf-16-le")}
    for shift in range(3):  # in base64 a text looks different after one and after two other letters
        coded = base64.b64encode(b"\0" * shift + text.encode())
        found.add(coded[4 if shift else 0 : -4])
    return found


def hits(folder: Path, texts: dict[str, str]) -> list[str]:
    """Which file holds which of the texts."""
    wanted = {(name, way) for name, text in texts.items() for way in ways_to_write(text)}
    found = []
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        place = path.relative_to(folder).as_posix()
        found += [f"{name} in {place}" for name, way in wanted if way in content or way in path.name.encode()]
    return sorted(set(found))


@dataclass
class Run:
    """What a run left behind."""

    folder: Path
    said: str
    texts: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("canaries")
    own = folder / "own"
    named = {"TMPDIR": "tmp", "HOME": "home", "XDG_RUNTIME_DIR": "run"}
    named |= {f"XDG_{name}_HOME": name.lower() for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    for name in named.values():
        (own / name).mkdir(parents=True, mode=0o700)
    environment = {
        **os.environ,
        **{name: str(own / place) for name, place in named.items()},
        "XDG_DOCUMENTS_DIR": str(own / "documents"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "QT_QPA_PLATFORM": "offscreen",
        "WATERTIGHT_LANGUAGE": "en",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, str(ROOT / "tests" / "faults" / "canary_run.py"), str(folder)]
    done = subprocess.run(command, cwd=own, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    code = (folder / "code").read_text(encoding="utf-8")
    root = root_of(code)
    texts = TEXTS | {"code": code, "bare code": code.replace("-", ""), "root": root.reveal(), "key": database_key(root)}
    return Run(folder, done.stdout + done.stderr, texts)


def test_the_search_finds_a_text_however_it_is_written(tmp_path: Path) -> None:
    for number, written in enumerate(
        (
            canary.NOTE.encode(),
            canary.NOTE.encode("utf-16-le"),
            f"x={quote(canary.NOTE)}".encode(),
            base64.b64encode(b"a" + canary.NOTE.encode() + b"bc"),
            base64.b64encode(b"ab" + canary.NOTE.encode() + b"c"),
        )
    ):
        (tmp_path / str(number)).write_bytes(b"before" + written)
    (tmp_path / "harmless").write_bytes(b"nothing")
    assert hits(tmp_path, TEXTS) == [f"note in {number}" for number in range(5)]


def test_the_run_did_what_it_says(run: Run) -> None:
    """A run that got nowhere would leave nothing to find."""
    own = run.folder / "own"
    books = own / "books" / "office"
    assert (books / "office.watertight").stat().st_size > 100_000
    assert (books / "office.key").exists()
    assert (books / "backups" / "office copy.watertight").stat().st_size > 100_000
    (log,) = own.rglob("watertight.log")
    text = log.read_text(encoding="utf-8")
    for sign in (
        "a book was opened",
        "refused: ",
        "a job failed",
        "crash",
        "IntegrityError",
        "OperationalError",
        "GET https://calendar.example/***",
        "for ***, postgresql://***@127.0.0.1:1/",
        "typed ***, paid to ***",
    ):
        assert sign in text, sign
    assert len(list(own.rglob("crash-*.txt"))) >= 5
    assert "127.0.0.1:1/book" in next(own.rglob("last.json")).read_text(encoding="utf-8")
    assert list(own.rglob("window.json"))


def test_nothing_the_program_wrote_holds_a_text_of_the_book_or_a_secret(run: Run) -> None:
    assert hits(run.folder / "own", run.texts) == []


def test_what_a_terminal_or_the_desktop_s_own_log_gets_holds_none_either(run: Run) -> None:
    """Answers a person asked for went elsewhere; refusals name what was typed."""
    assert [name for name, text in run.texts.items() if text in run.said] == []


def test_what_either_database_refuses_is_kept_without_what_it_was_given(office: Office, tmp_path: Path) -> None:
    """PostgreSQL tells the whole row in its own words; SQLAlchemy would tell the parameters."""
    with pytest.raises(DBAPIError) as caught:
        office.book.perform(canary.forget_what_is_needed)
    assert "SQL parameters hidden" in str(caught.value)
    report = write_report(tmp_path, "".join(traceback.format_exception(caught.value)))
    assert "sqlalchemy.exc.IntegrityError" in report.text
    assert canary.NOTE not in report.text
    assert "INSERT" not in report.text
