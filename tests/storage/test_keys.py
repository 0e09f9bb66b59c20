"""An encrypted book: its code, its slots, its copies. What goes wrong with them is in `tests/faults/test_keys.py`."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest
import sqlcipher3
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import secrets
from app.storage.book import create, open_book
from app.storage.copies import copy_book
from app.storage.secrets import Secret, recovery
from tests.books import NOW
from tests.storage.test_work import DAY, close_office, holidays

CLOCK = FixedClock(NOW)
roots = st.text(recovery.LETTERS, min_size=26, max_size=26).map(Secret)
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSWX"
KEY = "0c9faf052d0be8ebdde00228341bcc8bc64faf29c06e62471bc7bb397b049eba"


@given(roots)
def test_a_code_stands_for_its_root(root: Secret) -> None:
    code = secrets.code_of(root)
    assert len(code) == 34
    assert [len(group) for group in code.split("-")] == [4] * 7
    assert secrets.root_of(code) == root


@given(roots, st.data())
def test_a_code_is_typed_as_one_likes(root: Secret, data: st.DataObject) -> None:
    look_alike = {"0": "0OoＯ", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(look_alike.get(letter, letter + letter.lower())))
        + data.draw(st.sampled_from(["", "", " ", "-", "\u2013", "\n", "\u00a0"]))
        for letter in secrets.code_of(root).replace("-", "")
    )
    assert secrets.root_of(typed) == root


@given(roots, st.integers(0, 27), st.sampled_from(recovery.LETTERS))
def test_one_wrong_letter_is_always_told_and_where_it_stands(root: Secret, place: int, wrong: str) -> None:
    letters = list(secrets.code_of(root).replace("-", ""))
    if letters[place] != wrong:
        letters[place] = wrong
        with pytest.raises(Problem, match=f"look at group {place // 4 + 1} first") as caught:
            secrets.root_of("".join(letters))
        assert caught.value.code == "key.code"


@given(roots, st.integers(0, 27), st.integers(0, 27))
def test_two_letters_that_changed_places_are_always_told(root: Secret, one: int, other: int) -> None:
    letters = list(secrets.code_of(root).replace("-", ""))
    if letters[one] != letters[other]:
        letters[one], letters[other] = letters[other], letters[one]
        with pytest.raises(Problem, match="mistyped letter"):
            secrets.root_of("".join(letters))


def test_new_roots_differ_and_their_keys_tell_nothing_of_them() -> None:
    one, other = secrets.new_root(), secrets.new_root()
    assert one != other
    keys = {secrets.database_key(one), secrets.database_key(other), secrets.database_key(Secret("0" * 26))}
    assert len(keys) == 3
    assert all(len(key) == 64 and int(key, 16) for key in keys)


def test_the_key_of_a_root_is_the_same_for_ever() -> None:
    """Another key for the same code would lock every firm out."""
    root = Secret("0123456789ABCDEFGHJKMNPQRS")
    assert secrets.code_of(root) == CODE
    assert secrets.database_key(root) == KEY


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret("hidden words")
    for shown in (repr(secret), str(secret), f"{secret}", f"{[secret]!r}", f"{secret!s:>5}"):
        assert "hidden" not in shown
    assert secret == Secret("hidden words")
    assert secret != Secret("other words")
    assert secret != "hidden words"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        hash(secret)
    with pytest.raises(TypeError):
        vars(secret)


@pytest.fixture(scope="module")
def root() -> Secret:
    return secrets.new_root()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, root: Secret) -> Path:
    """An encrypted book with something in it, made once, to be copied."""
    path = tmp_path_factory.mktemp("locked") / "firm.watertight"
    with create(path, CLOCK, root=root) as book:
        book.perform(close_office, day=DAY)
    return path


@pytest.fixture
def path(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "firm.watertight"))


def test_an_encrypted_book_opens_with_its_root_and_shows_nothing_without(path: Path, root: Secret) -> None:
    assert not path.read_bytes().startswith(b"SQLite format 3")
    with open_book(path, CLOCK, root=root) as book:
        assert book.root == root
        assert book.read(holidays) == [DAY]
        key = secrets.database_key(root)
        assert key not in repr(vars(book)) + repr(vars(book.engine))
        assert root.reveal() not in repr(vars(book)) + repr(vars(book.engine))
    bare = sqlcipher3.connect(str(path))
    with pytest.raises(sqlcipher3.DatabaseError):
        bare.execute("SELECT * FROM sqlite_master")
    bare.close()


def test_a_plain_book_has_no_root(empty_file: Path) -> None:
    with open_book(empty_file, CLOCK) as book:
        assert book.root is None


def test_a_passphrase_opens_a_book_until_another_is_set(path: Path, root: Secret) -> None:
    first, second = Secret("first of all words"), Secret("second of all words")
    secrets.protect(path, root, passphrase=first, keyring=False)
    assert secrets.unlock(path, passphrase=first) == root
    slot = secrets.set_passphrase(path, root, second)
    assert secrets.slots(path) == (slot,)
    assert secrets.unlock(path, passphrase=second) == root
    with pytest.raises(Problem, match="does not open"):
        secrets.unlock(path, passphrase=first)
    secrets.remove_slot(path, slot.id)
    assert secrets.slots(path) == ()
    assert secrets.unlock(path, code=secrets.code_of(root)) == root


def test_a_copy_is_encrypted_and_takes_its_keys_along(path: Path, root: Secret, tmp_path: Path) -> None:
    phrase = Secret("words to open the copy")
    secrets.protect(path, root, passphrase=phrase, keyring=False)
    target = tmp_path / "elsewhere" / "copy.watertight"
    with open_book(path, CLOCK, root=root) as book:
        copied = copy_book(path, target, root=book.root)
    assert copied.keys == secrets.key_file(target)
    assert sorted(file.name for file in target.parent.iterdir()) == ["copy.key", "copy.watertight"]
    assert not target.read_bytes().startswith(b"SQLite format 3")
    with open_book(target, CLOCK, root=secrets.unlock(target, passphrase=phrase)) as copy:
        assert copy.read(holidays) == [DAY]


def test_a_copy_does_not_write_over_another_book_s_keys(path: Path, root: Secret, tmp_path: Path) -> None:
    secrets.protect(path, root, passphrase=None, keyring=False)
    target = tmp_path / "copy.watertight"
    secrets.key_file(target).write_text("keys of another book")
    with pytest.raises(Problem, match="is there already"):
        copy_book(path, target, root=root)
    assert not target.exists()
    assert secrets.key_file(target).read_text() == "keys of another book"
