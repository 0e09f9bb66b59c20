"""Keys on the command line: what is asked for, what is told once, and that no secret stands among the words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage import secrets
from app.storage.book import is_encrypted
from app.storage.secrets import Secret, SlotKind
from tests.cli.calls import Answer, Call
from tests.keyrings import Ring, use

WHO = ["--firm", "Limmat Studio", "--name", "Lea Frei", "--grade", "Partner", "--zone", "Europe/London"]
PHRASE = "words that open the book"


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    """A file with a passphrase."""
    file = tmp_path / "phrase.txt"
    file.write_text(PHRASE + "\n", encoding="utf-8")
    return file


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """A keyring this computer has."""
    chosen = Ring()
    use(monkeypatch, chosen)
    return chosen


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "limmat" / "limmat.watertight"


@pytest.fixture
def book(call: Call, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new book that only its code opens; the code lies in the file that the environment names."""
    code = call("new", place, *WHO, "--json").result["recovery_code"]
    file = tmp_path / "code.txt"
    file.write_text(code.lower().replace("-", " "), encoding="utf-8")
    monkeypatch.setenv("WATERTIGHT_CODE_FILE", str(file))
    return place


def key(call: Call, book: Path, *words: object) -> Answer:
    return call("--book", book, "--as", "LF", "key", *words)


def opens(book: Path, *, passphrase: Secret | None = None, code: str | None = None) -> bool:
    return secrets.opens(book, secrets.unlock(book, passphrase=passphrase, code=code))


def test_a_new_book_is_encrypted_and_its_code_told_once(call: Call, place: Path) -> None:
    answer = call("new", place, *WHO)
    (line,) = [line for line in answer.out.splitlines() if line.startswith("Recovery code: ")]
    assert is_encrypted(place)
    assert opens(place, code=line.removeprefix("Recovery code: "))
    assert secrets.slots(place) == ()
    refused = call("--book", place, "--as", "LF", "owed")
    assert refused.code == 1
    assert refused.err.strip() == "This book is locked, and nothing on this computer opens it. Type the recovery code."


def test_a_computer_with_a_keyring_does_not_ask(call: Call, place: Path, ring: Ring) -> None:
    call("new", place, *WHO, "--json").result  # noqa: B018 - it must have succeeded
    assert call("--book", place, "--as", "LF", "owed").code == 0
    checked = call("--book", place, "--as", "LF", "key", "check", "--json").result
    assert checked["opens_here"]
    assert [slot["kind"] for slot in checked["slots"]] == ["keyring"]
    assert len(ring.held) == 1


def test_a_passphrase_comes_from_a_file(call: Call, place: Path, phrase: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("new", place, *WHO, "--passphrase-file", phrase).code == 0
    assert call("--book", place, "--as", "LF", "owed").code == 1
    monkeypatch.setenv("WATERTIGHT_PASSPHRASE_FILE", str(phrase))
    assert call("--book", place, "--as", "LF", "owed").code == 0
    phrase.write_text("other words")
    assert call("--book", place, "--as", "LF", "owed", "--json").problem["code"] == "key.passphrase"


def test_a_plain_book_is_made_when_it_is_asked_for(call: Call, place: Path) -> None:
    assert "recovery_code" not in call("new", place, *WHO, "--plain", "--json").result
    assert not is_encrypted(place)
    assert not secrets.key_file(place).exists()
    assert key(call, place, "show", "--json").problem["code"] == "key.plain"


def test_a_book_that_could_not_be_founded_leaves_nothing_that_nobody_can_open(
    call: Call, place: Path, ring: Ring
) -> None:
    assert call("new", place, *WHO, "--country", "Nowhere").code == 1
    assert not place.parent.exists()
    assert ring.held == {}
    assert call("new", place, *WHO).code == 0


def test_the_code_is_shown_to_those_who_run_the_firm(call: Call, book: Path) -> None:
    shown = key(call, book, "show", "--json").result["recovery_code"]
    assert opens(book, code=shown)
    assert shown in key(call, book, "show").out


def test_without_a_keyring_the_check_says_so(call: Call, book: Path) -> None:
    answer = key(call, book, "check")
    assert answer.code == 0
    assert "The recovery code opens the book in any case." in answer.out
    assert "nothing on this computer opens it" in answer.err


def test_a_passphrase_is_set_and_changed(call: Call, book: Path, phrase: Path) -> None:
    assert key(call, book, "passphrase", "--json").problem["code"] == "key.passphrase_short"
    assert key(call, book, "passphrase", "--passphrase-file", phrase).code == 0
    assert opens(book, passphrase=Secret(PHRASE))
    phrase.write_text("short")
    assert key(call, book, "passphrase", "--passphrase-file", phrase, "--json").problem["field"] == "passphrase"
    assert opens(book, passphrase=Secret(PHRASE))


def test_this_computer_remembers_and_forgets(call: Call, book: Path, ring: Ring) -> None:
    assert key(call, book, "remember").code == 0
    assert opens(book)
    assert key(call, book, "forget", "2", "--json").problem["code"] == "key.slot_missing"
    assert key(call, book, "forget", "1", "--json").result == {"slots": []}
    assert ring.held == {}


def test_what_the_keyring_keeps_is_told_beside_what_was_done(call: Call, book: Path, ring: Ring) -> None:
    assert key(call, book, "remember").code == 0
    ring.locked = True
    answer = key(call, book, "forget", "1")
    assert answer.code == 0
    assert "the entry there could not be removed" in answer.err
    assert secrets.slots(book) == ()


def test_a_computer_without_a_keyring_cannot_remember(call: Call, book: Path) -> None:
    assert key(call, book, "remember", "--json").problem["code"] == "key.no_keyring"


def test_a_new_key_ends_the_old_code(call: Call, book: Path, phrase: Path) -> None:
    old = key(call, book, "show", "--json").result["recovery_code"]
    refused = key(call, book, "renew")
    assert refused.code == 1
    assert "Say --yes" in refused.err
    assert opens(book, code=old)

    done = key(call, book, "renew", "--yes", "--passphrase-file", phrase, "--json").result
    assert opens(book, code=done["recovery_code"])
    assert [slot["kind"] for slot in done["slots"]] == [SlotKind.PASSPHRASE]
    assert key(call, book, "show", "--json").problem["code"] == "key.code_other"
    assert opens(Path(done["before"]), code=old)


def test_a_plain_book_is_encrypted_later(call: Call, place: Path, ring: Ring) -> None:
    assert call("new", place, *WHO, "--plain").code == 0
    answer = key(call, place, "encrypt", "--yes")
    assert answer.code == 0
    assert "everybody who finds it can read it" in answer.out
    assert is_encrypted(place)
    assert call("--book", place, "--as", "LF", "check").code == 0
    assert key(call, place, "encrypt", "--yes", "--json").problem["code"] == "key.encrypted"
    assert len(list(place.parent.glob("* before *"))) == 1


def test_the_plain_file_goes_when_it_is_asked_for(call: Call, place: Path) -> None:
    assert call("new", place, *WHO, "--plain").code == 0
    assert key(call, place, "encrypt", "--yes", "--remove-plain", "--json").result["before"] is None
    assert list(place.parent.glob("* before *")) == []


def test_what_is_done_with_the_keys_stands_in_the_history_of_the_book(
    call: Call, book: Path, phrase: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ring.held == {}
    for words in (
        ("show",),
        ("passphrase", "--passphrase-file", phrase),
        ("passphrase", "--passphrase-file", phrase),
        ("remember",),
        ("forget", "1"),
        ("forget", "1"),
        ("renew", "--yes"),
    ):
        assert key(call, book, *words).code == 0
    monkeypatch.delenv("WATERTIGHT_CODE_FILE")  # that code is of before; the keyring holds the new key
    seen = call("--book", book, "--as", "LF", "--read-only", "key", "show", "--json").result
    told = key(call, book, "history", "--json").result
    assert [row["act"] for row in told] == [
        "remembered",
        "renewed",
        "forgotten",
        "passphrase removed",
        "remembered",
        "passphrase changed",
        "passphrase set",
        "code shown",
        "made",
    ]
    assert {row["person"] for row in told} == {"Lea Frei"}
    said = key(call, book, "history", "--last", "2").out
    assert "The keys and the recovery code were renewed" in said
    assert len(said.splitlines()) == 3
    assert seen["recovery_code"] not in said


def test_a_shared_book_has_no_key_here(call: Call, postgres_database: object) -> None:
    url = postgres_database()  # type: ignore[operator]
    assert call("new", url, *WHO).code == 0
    assert call("--book", url, "--as", "LF", "key", "show", "--json").problem["code"] == "key.shared"


def test_a_new_computer_needs_one_file_and_one_code(book: Path, tmp_path: Path) -> None:
    home = tmp_path / "new home"
    home.mkdir()
    moved = shutil.copy(book, home / "office.watertight")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}

    def at_home(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app", "--book", moved, "--as", "LF", *words]
        return subprocess.run(
            command,
            check=False,
            env=environment | more,
            cwd=home,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    asked = at_home("owed")
    assert asked.returncode == 1
    assert asked.stderr.startswith("The key file office.key is not beside the book.")
    opened = at_home("owed", WATERTIGHT_CODE_FILE=os.environ["WATERTIGHT_CODE_FILE"])
    assert (opened.returncode, opened.stderr) == (0, "")


class Typing:
    """Somebody at a terminal who types these lines."""

    def __init__(self, patch: pytest.MonkeyPatch, *lines: str) -> None:
        self.lines = list(lines)
        patch.setattr("app.cli.unlocking.somebody_is_there", lambda: True)
        patch.setattr("app.cli.keys.somebody_is_there", lambda: True)
        patch.setattr("click.termui.hidden_prompt_func", lambda _prompt: self.lines.pop(0))
        patch.setattr("click.termui.visible_prompt_func", lambda _prompt: self.lines.pop(0))


def test_somebody_at_a_terminal_is_asked_and_may_type_either(
    call: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing = Typing(monkeypatch, PHRASE, PHRASE)
    shown = call("new", place, *WHO).out
    code = shown.partition("Recovery code: ")[2].splitlines()[0]
    for typed in (PHRASE, code, code.lower().replace("-", "")):
        typing.lines = [typed]
        assert call("--book", place, "--as", "LF", "owed").code == 0
        assert typing.lines == []
    typing.lines = ["one passphrase", "another passphrase"]
    assert "The two passphrases differ." in call("new", place.with_name("other.watertight"), *WHO).err
    assert not place.with_name("other.watertight").exists()
    typing.lines = ["wrong words altogether"]
    assert "This passphrase does not open the book." in call("--book", place, "--as", "LF", "owed").err
    typing.lines = ["2" + code[1:] if code[0] != "2" else "3" + code[1:]]
    assert "mistyped letter" in call("--book", place, "--as", "LF", "owed").err


def test_where_only_the_code_opens_a_mistyped_one_is_told_as_such_however_it_is_written(
    call: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing = Typing(monkeypatch, "")
    code = call("new", place, *WHO).out.partition("Recovery code: ")[2].splitlines()[0]
    typing.lines = [("2" if code[0] != "2" else "3") + code[1:].replace("-", " ")]
    assert "mistyped letter" in call("--book", place, "--as", "LF", "owed").err


def test_a_new_key_waits_until_its_code_was_written_down(
    call: Call, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = key(call, book, "show", "--json").result["recovery_code"]
    Typing(monkeypatch, "n")
    assert key(call, book, "renew").code == 1
    assert opens(book, code=old)
    Typing(monkeypatch, "y", "")
    answer = key(call, book, "renew")
    assert answer.code == 0
    assert opens(book, code=answer.out.partition("Recovery code: ")[2].splitlines()[0])


@pytest.mark.parametrize("words", [["passphrase"], ["forget", "1"], ["renew", "--yes"], ["remember"]])
def test_what_is_only_read_keeps_its_keys(call: Call, book: Path, phrase: Path, ring: Ring, words: list[str]) -> None:
    del ring
    key(call, book, "passphrase", "--passphrase-file", phrase)
    before = {one.name: one.read_bytes() for one in (book, secrets.key_file(book))}
    more = ["--passphrase-file", phrase] if words[0] in {"passphrase", "renew"} else []
    answer = call("--book", book, "--as", "LF", "--read-only", "key", *words, *more, "--json")
    assert answer.problem["code"] == "book.read_only_mode"
    assert {name: (book.parent / name).read_bytes() for name in before} == before
    assert not list(book.parent.glob("* before *"))


def test_a_code_that_was_told_and_then_not_given_is_called_worthless(call: Call, book: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("x\n")
    refused = key(call, book, "renew", "--yes", "--passphrase-file", short)
    assert refused.code == 1
    assert "Recovery code: " in refused.out
    assert "The book is as it was: the new code opens nothing." in refused.err
    assert call("--book", book, "--as", "LF", "owed").code == 0


def test_a_rehearsal_says_that_the_newest_backup_has_the_keys_from_before(
    call: Call, place: Path, ring: Ring, phrase: Path
) -> None:
    call("new", place, *WHO)
    call("--book", place, "--as", "LF", "backup")
    assert key(call, place, "renew", "--yes", "--passphrase-file", phrase).code == 0
    problem = call("--book", place, "--as", "LF", "drill", "--json").problem
    assert problem["code"] == "backup.other_keys"
    assert "has other keys than the book has now" in problem["message"]
    call("--book", place, "--as", "LF", "backup")
    assert call("--book", place, "--as", "LF", "drill").code == 0
