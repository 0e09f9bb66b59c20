"""Each way to lose a key ends in the open book or in one clear sentence: no empty new book, and no byte changed."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bootstrap.unlocking import way_in
from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.shell.books import BookState
from app.storage import secrets
from app.storage.book import Book, create, is_encrypted, open_book
from app.storage.copies import copy_book
from app.storage.engine import sqlite_engine
from app.storage.secrets import Secret, SlotKind, key_file
from tests.books import NOW
from tests.examples import examples
from tests.keyrings import BrokenRing, ForgetfulRing, Ring, StickyRing, locked_ring, use
from tests.storage.test_work import DAY, close_office, holidays
from tests.tampering import past_the_guards

CLOCK = FixedClock(NOW)
ROOT = Secret("0123456789ABCDEFGHJKMNPQRS")
CODE = secrets.code_of(ROOT)
OTHER = Secret("TVWXYZ0123456789ABCDEFGHJK")
PHRASE = Secret("words that open this book")
MARK = "Clientsecret Ltd 12345"
"""Stands in the book and nowhere else."""


@dataclass
class Case:
    """A book, the keyring of its computer, and the way its owner tries to open it."""

    book: Path
    ring: Ring
    patch: pytest.MonkeyPatch
    passphrase: Secret | None = None
    code: str | None = None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, str], str]]:
    """An encrypted book with a keyring slot and a passphrase, made once, and what its keyring holds."""
    with pytest.MonkeyPatch.context() as patch:
        ring = Ring()
        use(patch, ring)
        path = tmp_path_factory.mktemp("locked") / "firm.watertight"
        with create(path, CLOCK, root=ROOT) as book:
            book.perform(close_office, day=DAY)
        secrets.protect(path, ROOT, passphrase=PHRASE, keyring=True)
        return path, dict(ring.held)


@pytest.fixture
def case(made: tuple[Path, dict[tuple[str, str], str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A copy of it, whose keyring and passphrase open it."""
    path, held = made
    book = Path(shutil.copy(path, tmp_path / "firm.watertight"))
    shutil.copy(key_file(path), key_file(book))
    ring = Ring()
    ring.held |= held
    use(monkeypatch, ring)
    return Case(book, ring, monkeypatch)


def opened(case: Case) -> Book:
    if case.passphrase is None and case.code is None:
        return open_book(case.book, CLOCK)
    return open_book(case.book, CLOCK, root=secrets.unlock(case.book, passphrase=case.passphrase, code=case.code))


# ------------------------------------------------------------------------------- what happens to keys


def nothing(case: Case) -> None:
    """All as it should be."""


def ring_forgets(case: Case) -> None:
    case.ring.held.clear()


def ring_is_locked(case: Case) -> None:
    use(case.patch, locked_ring())


def no_ring(case: Case) -> None:
    use(case.patch, Ring(), called="keyring.backends.null.Keyring")


def another_secret_in_the_ring(case: Case) -> None:
    for name in case.ring.held:
        case.ring.held[name] = "00" * 32


def nonsense_in_the_ring(case: Case) -> None:
    for name in case.ring.held:
        case.ring.held[name] = "not what was put there ☂"


def another_computer(case: Case) -> None:
    ring_forgets(case)
    case.patch.setattr("socket.gethostname", lambda: "a-new-computer")


def key_file_gone(case: Case) -> None:
    key_file(case.book).unlink()


def key_file_empty(case: Case) -> None:
    key_file(case.book).write_bytes(b"")


def key_file_cut(case: Case) -> None:
    whole = key_file(case.book).read_bytes()
    key_file(case.book).write_bytes(whole[: len(whole) // 2])


def key_file_of_noise(case: Case) -> None:
    key_file(case.book).write_bytes(bytes(range(256)) * 9)


def key_file_is_a_folder(case: Case) -> None:
    key_file(case.book).unlink()
    key_file(case.book).mkdir()


def _changed(case: Case, **fields: object) -> None:
    held = json.loads(key_file(case.book).read_text())
    key_file(case.book).write_text(json.dumps(held | fields))


def key_file_newer(case: Case) -> None:
    _changed(case, version=2)


def key_file_too_dear(case: Case) -> None:
    """It asks for more memory than the computer has."""
    slots = json.loads(key_file(case.book).read_text())["slots"]
    _changed(case, slots=[slot | {"memory": 2**40} for slot in slots])


def key_file_of_another_book(case: Case) -> None:
    other = case.book.with_name("other.watertight")
    create(other, CLOCK, root=OTHER).close()
    secrets.protect(other, OTHER, passphrase=PHRASE, keyring=True)
    key_file(other).replace(key_file(case.book))


def slots_swapped_between_marks(case: Case) -> None:
    _changed(case, book="00" * 16)


def only_slots_to_come(case: Case) -> None:
    _changed(case, slots=[{"id": "x", "kind": "fingerprint"}])


def first_page_damaged(case: Case) -> None:
    content = bytearray(case.book.read_bytes())
    content[100] ^= 1
    case.book.write_bytes(content)


Happening = Callable[[Case], None]
BOTH, CODE_ONLY = "Type the passphrase or the recovery code.", "Type the recovery code."
WITH_RING: list[tuple[Happening, str, str]] = [
    (nothing, "", ""),
    (ring_forgets, "key.keyring_lost", BOTH),
    (ring_is_locked, "key.keyring_locked", BOTH),
    (no_ring, "key.needed", BOTH),
    (another_secret_in_the_ring, "key.keyring_lost", BOTH),
    (nonsense_in_the_ring, "key.keyring_lost", BOTH),
    (another_computer, "key.needed", BOTH),
    (key_file_gone, "key.file_missing", "the code alone opens the book"),
    (key_file_empty, "key.file_damaged", "type the recovery code"),
    (key_file_cut, "key.file_damaged", "type the recovery code"),
    (key_file_of_noise, "key.file_damaged", "type the recovery code"),
    (key_file_is_a_folder, "key.file_damaged", "type the recovery code"),
    (key_file_newer, "key.file_newer", "Install the newer program"),
    (key_file_too_dear, "key.file_damaged", "type the recovery code"),
    (key_file_of_another_book, "key.file_other", "Type the recovery code"),
    (slots_swapped_between_marks, "key.keyring_lost", BOTH),
    (only_slots_to_come, "key.needed", CODE_ONLY),
    (first_page_damaged, "key.file_other", "open a backup"),
]
WITH_PASSPHRASE: list[tuple[Happening, str, str]] = [
    (nothing, "", ""),
    (ring_forgets, "", ""),
    (ring_is_locked, "", ""),
    (no_ring, "", ""),
    (another_computer, "", ""),
    (key_file_gone, "key.file_missing", "the code alone opens the book"),
    (key_file_cut, "key.file_damaged", "type the recovery code"),
    (key_file_newer, "key.file_newer", "Install the newer program"),
    (key_file_too_dear, "key.file_damaged", "type the recovery code"),
    (key_file_of_another_book, "key.file_other", "Type the recovery code"),
    (slots_swapped_between_marks, "key.passphrase", "or type the recovery code"),
    (only_slots_to_come, "key.passphrase", CODE_ONLY),
    (first_page_damaged, "key.file_other", "open a backup"),
]
EVERYTHING = sorted(
    {happening.__name__: happening for happening, *_ in WITH_RING}.values(), key=lambda one: one.__name__
)


def _contents(folder: Path) -> dict[str, bytes]:
    """The book and its keys; SQLite's own files come and go when it is only looked at."""
    return {
        file.name: file.read_bytes() if file.is_file() else b""
        for file in folder.iterdir()
        if not file.name.endswith(("-shm", "-wal", ".lock"))
    }


def _ends_well(case: Case, code: str, hint: str) -> None:
    before = _contents(case.book.parent)
    if not code:
        with opened(case) as book:
            assert book.read(holidays) == [DAY]
        return
    with pytest.raises(Problem) as caught:
        opened(case)
    assert caught.value.code == code
    assert hint in caught.value.hint
    assert caught.value.message.endswith((".", "…"))
    assert "\n" not in str(caught.value)
    assert _contents(case.book.parent) == before


@pytest.mark.parametrize(("happened", "code", "hint"), WITH_RING, ids=lambda one: getattr(one, "__name__", one)[:40])
def test_by_the_keyring_alone(case: Case, happened: Happening, code: str, hint: str) -> None:
    happened(case)
    _ends_well(case, code, hint)


@pytest.mark.parametrize(
    ("happened", "code", "hint"), WITH_PASSPHRASE, ids=lambda one: getattr(one, "__name__", one)[:40]
)
def test_by_the_passphrase(case: Case, happened: Happening, code: str, hint: str) -> None:
    happened(case)
    case.passphrase = PHRASE
    _ends_well(case, code, hint)


@pytest.mark.parametrize("happened", EVERYTHING, ids=lambda one: one.__name__)
def test_the_code_opens_whatever_became_of_the_keys(case: Case, happened: Happening) -> None:
    happened(case)
    case.code = CODE
    if happened is first_page_damaged:
        _ends_well(case, "key.file_other", "open a backup")
    else:
        _ends_well(case, "", "")


def test_a_passphrase_that_was_forgotten_is_told_and_the_code_opens(case: Case) -> None:
    case.passphrase = Secret("words that open another book")
    _ends_well(case, "key.passphrase", "or type the recovery code")
    case.passphrase, case.code = None, CODE
    _ends_well(case, "", "")


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        (secrets.code_of(OTHER), "key.code_other", "does not open this book"),
        (CODE[:-1], "key.code", "28 letters, and 27 were typed"),
        (CODE + "0", "key.code", "28 letters, and 29 were typed"),
        ("", "key.code", "and 0 were typed"),
        ("1", "key.code", "and 1 was typed"),
        ("U" + CODE[1:], "key.code", "“U” never stands"),
        ("é" + CODE[1:], "key.code", "“É” never stands"),
        ("2" + CODE[1:], "key.code", "mistyped letter"),
        (CODE[1] + CODE[0] + CODE[2:], "key.code", "mistyped letter"),
        (CODE[5:] + "-" + CODE[:4], "key.code", "mistyped letter"),
    ],
    ids=range(10),
)
def test_a_mistyped_code_says_what_is_wrong_with_it(case: Case, typed: str, code: str, told: str) -> None:
    case.code = typed
    before = _contents(case.book.parent)
    with pytest.raises(Problem, match=told) as caught:
        opened(case)
    assert (caught.value.code, caught.value.field) == (code, "code")
    assert caught.value.hint
    assert _contents(case.book.parent) == before


def test_a_root_of_another_book_is_not_called_junk(case: Case) -> None:
    with pytest.raises(Problem) as caught:
        open_book(case.book, CLOCK, root=OTHER)
    assert caught.value.code == "key.code_other"


def test_a_folder_that_only_reads_does_not_keep_the_code_from_being_tried(case: Case) -> None:
    """As root every folder can be written, so SQLite's own refusal stands for it."""
    folder = case.book.parent
    for name in ("firm.watertight-wal", "firm.watertight-shm"):
        (folder / name).mkdir()
    assert secrets.unlock(case.book, code=CODE) == ROOT
    with pytest.raises(Problem, match="does not open this book"):
        secrets.unlock(case.book, code=secrets.code_of(OTHER))


@pytest.fixture
def link(case: Case) -> Path:
    """The book by another name in another folder, as people make a short cut."""
    link = case.book.parent / "desktop" / "our book"
    link.parent.mkdir()
    link.symlink_to(case.book)
    return link


def test_who_comes_by_a_link_finds_the_keys_beside_the_book_and_leaves_nothing_beside_the_link(
    case: Case, link: Path
) -> None:
    assert is_encrypted(link)
    assert secrets.unlock(link) == secrets.unlock(link, passphrase=PHRASE) == ROOT
    assert len(secrets.slots(link)) == 2
    assert way_in(link) is BookState.OPENS
    for read_only in (True, False):
        with open_book(link, CLOCK, read_only=read_only) as book:
            assert book.read(holidays) == [DAY]
            assert book.place == str(case.book)
    with open_book(link, CLOCK) as book:
        book.perform(close_office, day=DAY.replace(year=2027))  # its journal lies beside the book, too
        secrets.set_passphrase(link, ROOT, Secret("another passphrase"))
    assert secrets.unlock(case.book, passphrase=Secret("another passphrase")) == ROOT
    assert list(link.parent.iterdir()) == [link]
    assert link.is_symlink()


def test_a_link_that_leads_nowhere_or_round_and_round_is_no_book(case: Case, link: Path) -> None:
    case.book.unlink()
    circle = link.with_name("circle.watertight")
    circle.symlink_to(circle)
    for lost in (link, circle):
        with pytest.raises(Problem) as caught:
            open_book(lost, CLOCK)
        assert caught.value.code == "book.missing"


def test_reading_leaves_a_key_file_that_waits_where_it_is_and_writing_gives_it_its_name(case: Case) -> None:
    keys, waiting = key_file(case.book), secrets.next_key_file(case.book)
    keys.rename(waiting)
    key_file_of_another_book(case)
    case.book.with_name("other.watertight").unlink()
    before = _contents(case.book.parent)
    with open_book(case.book, CLOCK, read_only=True) as book:
        assert len(secrets.slots(case.book, book.root)) == 2
    assert secrets.unlock(case.book, passphrase=PHRASE) == ROOT
    assert _contents(case.book.parent) == before
    open_book(case.book, CLOCK).close()
    assert _contents(case.book.parent) == {
        "firm.watertight": before["firm.watertight"],
        "firm.key": before["firm.key.new"],
        "firm 2.key": before["firm.key"],
    }


# ------------------------------------------------------------------------------------ slots


@given(st.permutations(range(4)), st.integers(1, 4))
@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_slot_that_goes_takes_the_code_with_it(case: Case, order: list[int], many: int) -> None:
    secrets.protect(case.book, ROOT, passphrase=PHRASE, keyring=True)
    for host in ("second", "third"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("socket.gethostname", lambda host=host: host)
            secrets.add_keyring(case.book, ROOT)
    ids = [slot.id for slot in secrets.slots(case.book)]
    assert len(ids) == 4
    for number in order[:many]:
        secrets.remove_slot(case.book, ids[number])
        assert secrets.unlock(case.book, code=CODE) == ROOT
    assert [slot.id for slot in secrets.slots(case.book)] == [ids[one] for one in range(4) if one not in order[:many]]
    assert {name for _service, name in case.ring.held if name in ids} == {
        slot.id for slot in secrets.slots(case.book) if slot.kind is SlotKind.KEYRING
    }


def test_a_slot_of_a_kind_to_come_is_kept(case: Case) -> None:
    held = json.loads(key_file(case.book).read_text())
    coming = {"id": "of another kind", "kind": "fingerprint", "finger": 3}
    _changed(case, slots=[*held["slots"], coming])
    secrets.set_passphrase(case.book, ROOT, Secret("another passphrase"))
    secrets.add_keyring(case.book, ROOT)
    assert coming in json.loads(key_file(case.book).read_text())["slots"]
    assert [slot.kind for slot in secrets.slots(case.book)] == [SlotKind.PASSPHRASE, SlotKind.KEYRING]


def test_a_slot_that_is_gone_already_is_told(case: Case) -> None:
    with pytest.raises(Problem) as caught:
        secrets.remove_slot(case.book, "no such slot")
    assert caught.value.code == "key.slot_missing"


@pytest.mark.parametrize("ring", [locked_ring, BrokenRing, StickyRing], ids=["locked", "broken", "sticky"])
def test_what_the_keyring_does_not_let_go_of_is_told(case: Case, ring: Callable[[], Ring]) -> None:
    by_ring, by_words = secrets.slots(case.book)
    stays = ring()
    stays.held = case.ring.held
    use(case.patch, stays)
    left = secrets.remove_slot(case.book, by_ring.id)
    assert left is not None
    assert left.code == "key.left_in_keyring"
    assert "no longer opens" in left.message
    assert by_ring.id in left.hint
    assert secrets.slots(case.book) == (by_words,)
    assert secrets.remove_slot(case.book, by_words.id) is None


def test_the_keyring_of_another_computer_is_not_missed(case: Case) -> None:
    no_ring(case)
    case.patch.setattr("socket.gethostname", lambda: "a-new-computer")
    assert secrets.remove_slot(case.book, secrets.slots(case.book)[0].id) is None


@pytest.mark.parametrize(
    "happened", [key_file_gone, key_file_cut, key_file_of_another_book], ids=lambda one: one.__name__
)
def test_who_opened_by_the_code_makes_a_new_key_file_and_the_old_one_is_put_aside(
    case: Case, happened: Happening
) -> None:
    happened(case)
    old = key_file(case.book).read_bytes() if key_file(case.book).exists() else None
    secrets.add_keyring(case.book, secrets.unlock(case.book, code=CODE))
    _ends_well(case, "", "")
    aside = key_file(case.book).with_name("firm 2.key")
    assert (aside.read_bytes() if aside.exists() else None) == old


def test_a_newer_key_file_is_not_written_over(case: Case) -> None:
    key_file_newer(case)
    before = _contents(case.book.parent)
    with pytest.raises(Problem) as caught:
        secrets.add_keyring(case.book, ROOT)
    assert caught.value.code == "key.file_newer"
    assert _contents(case.book.parent) == before


def test_a_short_passphrase_is_refused(case: Case) -> None:
    with pytest.raises(Problem) as caught:
        secrets.set_passphrase(case.book, ROOT, Secret("  short  "))
    assert (caught.value.code, caught.value.field) == ("key.passphrase_short", "passphrase")


def test_a_passphrase_composed_in_another_way_is_the_same(case: Case) -> None:
    secrets.set_passphrase(case.book, ROOT, Secret("Schl\u00fcsselw\u00f6rter"))
    assert secrets.unlock(case.book, passphrase=Secret("Schlu\u0308sselwo\u0308rter")) == ROOT


def test_a_key_file_that_cannot_be_written_leaves_the_old_one_and_nothing_in_the_keyring(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    before, held = _contents(case.book.parent), dict(case.ring.held)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="the disk is full") as caught:
        secrets.add_keyring(case.book, ROOT)
    assert caught.value.code == "key.not_written"
    assert _contents(case.book.parent) == before
    assert case.ring.held == held


# ---------------------------------------------------------------------------------- keyrings


def test_a_keyring_we_trust_is_used_once_it_kept_what_it_was_given(case: Case) -> None:
    before = dict(case.ring.held)
    assert secrets.has_keyring()
    assert case.ring.held == before


@pytest.mark.parametrize(
    ("ring", "called"),
    [
        (Ring, "keyrings.alt.file.PlaintextKeyring"),
        (Ring, "keyrings.cryptfile.cryptfile.CryptFileKeyring"),
        (Ring, "keyring.backends.null.Keyring"),
        (Ring, "keyring.backends.fail.Keyring"),
        (ForgetfulRing, None),
        (locked_ring, None),
        (BrokenRing, None),
        (StickyRing, None),
    ],
    ids=["alt", "cryptfile", "null", "fail", "forgetful", "locked", "broken", "sticky"],
)
def test_what_does_not_keep_keys_safely_is_no_keyring(
    case: Case, ring: Callable[[], Ring], called: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chosen = ring()
    use(case.patch, chosen, called=called)
    assert not secrets.has_keyring()
    if called is not None:
        assert chosen.held == {}
        with pytest.raises(Problem) as caught:
            secrets.add_keyring(case.book, ROOT)
        assert caught.value.code == "key.no_keyring"
        assert chosen.held == {}
    assert not re.search("[0-9a-f]{16}", caplog.text)  # so begin all that a keyring is given


def test_of_several_keyrings_the_trusted_one_is_taken(case: Case) -> None:
    unsafe, safe = Ring(), Ring()
    use(case.patch, unsafe, called="keyrings.alt.file.PlaintextKeyring")
    use(case.patch, safe)

    class Chain(Ring):
        backends = (unsafe, safe)

    use(case.patch, Chain(), called="keyring.backends.chainer.ChainerBackend")
    secrets.add_keyring(case.book, ROOT)
    assert unsafe.held == {}
    assert len(safe.held) == 1


def test_what_else_is_installed_is_not_even_looked_at(case: Case) -> None:
    """A keyring of somebody else's may run anything when it is asked whether it could be used."""
    looked: list[str] = []

    def load(name: str) -> Ring:
        looked.append(name)
        if len(looked) == 1:
            raise RuntimeError(name)
        case.ring.__class__ = type("Keyring", (Ring,), {"__module__": name.rpartition(".")[0]})
        return case.ring

    case.patch.delenv("PYTHON_KEYRING_BACKEND")
    case.patch.setattr("keyring.core._keyring_backend", None)
    case.patch.setattr("keyring.core.load_config", lambda: None)
    case.patch.setattr("keyring.core.load_keyring", load)
    case.patch.setattr("keyring.backend.get_all_keyring", lambda: pytest.fail("the keyrings of others were loaded"))
    ours = ("ours.Broken", "keyring.backends.SecretService.Keyring")
    case.patch.setattr("app.storage.secrets.ring._BY_SYSTEM", {sys.platform: ours})
    assert secrets.has_keyring()
    assert looked == list(ours)
    case.patch.setattr("app.storage.secrets.ring._BY_SYSTEM", {})
    case.patch.setattr("keyring.core._keyring_backend", None)
    assert not secrets.has_keyring()


def test_a_locked_keyring_is_told_when_a_book_shall_be_remembered(case: Case) -> None:
    ring_is_locked(case)
    with pytest.raises(Problem) as caught:
        secrets.add_keyring(case.book, ROOT)
    assert caught.value.code == "key.keyring_locked"


HEADLESS = """
import sys
from pathlib import Path
from app.kernel.problems import Problem
from app.storage import secrets
book = Path(sys.argv[1])
print(secrets.has_keyring())
try:
    secrets.unlock(book)
except Problem as problem:
    print(problem.code)
print(secrets.unlock(book, code=sys.argv[2]) == secrets.root_of(sys.argv[2]))
"""
ALT = """
from keyring.backend import KeyringBackend
class PlaintextKeyring(KeyringBackend):
    priority = 9
    def get_password(self, service, username): return "clear"
    def set_password(self, service, username, password): raise SystemExit("it was used")
"""


@pytest.mark.parametrize(
    "chosen", [None, "keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring", "no.such"]
)
def test_a_computer_without_a_desktop_asks_and_never_keeps_keys_in_clear(case: Case, chosen: str | None) -> None:
    home = case.book.parent / "home"
    package = home / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "file.py").write_text(ALT)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": f"{Path(__file__).parents[2]}{os.pathsep}{home}",
    } | ({} if chosen is None else {"PYTHON_KEYRING_BACKEND": chosen})
    done = subprocess.run(
        [sys.executable, "-c", HEADLESS, str(case.book), CODE],
        check=True,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.stdout.split() == ["False", "key.needed", "True"]
    assert [file.name for file in home.rglob("*") if file.is_file() and file.suffix != ".pyc"] == ["file.py"]


# --------------------------------------------------------------------- copies and what lies about


def test_a_book_moves_to_a_new_computer_as_one_file_and_one_code(case: Case, tmp_path: Path) -> None:
    home = tmp_path / "new computer"
    home.mkdir()
    moved = Case(Path(shutil.copy(case.book, home)), Ring(), case.patch)
    use(case.patch, moved.ring)
    case.patch.setattr("socket.gethostname", lambda: "a-new-computer")
    _ends_well(moved, "key.file_missing", "the code alone opens the book")
    moved.code = CODE.lower().replace("-", " ")
    _ends_well(moved, "", "")
    secrets.add_keyring(moved.book, secrets.unlock(moved.book, code=CODE))
    moved.code = None
    _ends_well(moved, "", "")
    assert [slot.label.partition("@")[2] for slot in secrets.slots(moved.book)] == ["a-new-computer"]


def test_nothing_of_a_book_lies_about_in_clear(case: Case, tmp_path: Path) -> None:
    with open_book(case.book, CLOCK) as book, book.engine.connect():  # the log stays while somebody is connected
        with past_the_guards(book) as connection:
            connection.exec_driver_sql("CREATE TABLE told (words TEXT) STRICT")
            connection.exec_driver_sql("INSERT INTO told VALUES (?)", (MARK,))
        assert (case.book.parent / "firm.watertight-wal").stat().st_size > 0
        seen = _everything(case.book.parent)
        copy_book(case.book, tmp_path / "copies" / "copy.watertight", root=book.root)
    seen |= _everything(case.book.parent)
    assert {"firm.watertight", "firm.watertight-wal", "firm.key", "copy.watertight", "copy.key"} <= set(seen)
    key = secrets.database_key(ROOT)
    for hidden in (MARK, "CREATE TABLE", ROOT.reveal(), CODE, key, PHRASE.reveal(), *case.ring.held.values()):
        for name, content in seen.items():
            assert hidden.encode() not in content, name
    assert bytes.fromhex(key) not in b"".join(seen.values())


def _everything(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_key_shows_neither_in_logs_nor_in_errors(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = secrets.database_key(ROOT)
    with open_book(case.book, CLOCK) as book:
        with pytest.raises(Exception, match="no such table") as caught, book.engine.connect() as connection:
            connection.exec_driver_sql("SELECT * FROM nowhere")
        assert key not in repr(caught.value) + str(caught.value) + repr(book.engine) + repr(book.engine.url)
    with pytest.raises(ValueError, match="hexadecimal") as refused, sqlite_engine(case.book, key="x" * 64).connect():
        pass
    assert "xx" not in str(refused.value)
    assert key not in caplog.text
    assert ROOT.reveal() not in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are those of Unix")
def test_a_key_file_is_its_owner_s_alone(case: Case) -> None:
    secrets.set_passphrase(case.book, ROOT, PHRASE)
    assert key_file(case.book).stat().st_mode & 0o777 == 0o600
