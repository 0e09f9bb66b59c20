"""The way of every answer: one JSON object or plain lines, exit codes, one sentence for a refusal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap.places import Places
from app.kernel.clock import SystemClock
from app.kernel.problems import Problem
from app.storage.book import create, open_book
from tests.cli.calls import Call, Shop
from tests.tampering import past_the_guards

pytestmark = pytest.mark.xdist_group("demo")
ROOT = Path(__file__).parents[2]
VERBS = ("demo", "harvest", "week", "bill", "issue", "pay", "owed", "export", "check")


def test_help_names_every_verb_and_explains_the_exit_codes(call: Call) -> None:
    answer = call("--help")
    assert answer.code == 0
    for verb in VERBS:
        assert f"\n  {verb} " in answer.out
    assert "1 refused" in answer.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_explains_itself(call: Call, verb: str) -> None:
    answer = call(verb, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: watertight {verb}")
    options = answer.out.partition("Options:")[2].splitlines()
    assert all(line.split()[-1] and len(line.split()) > 1 for line in options if line.strip().startswith("--"))


@pytest.mark.parametrize(
    "words",
    [
        ["owed", "--nonsense"],
        ["pay", "Brightwater"],
        ["export"],
        ["sing"],
        ["week", "--on", "30/04/2026"],
        ["harvest", "/no/such/file.ics"],
        ["issue"],
        ["issue", "15", "--approved"],
        ["issue", "fifteen"],
        ["bill", "--approve", "15", "--through", "2026-04-30"],
        ["week", "--approve", "PR", "--submit"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_understood_ends_with_two(demo: Shop, words: list[str]) -> None:
    answer = demo.say("GB", *words)
    assert answer.code == 2
    assert answer.out == ""
    assert "Usage:" in answer.err
    assert "Traceback" not in answer.err


def test_json_may_stand_before_or_after_the_verb(demo: Shop) -> None:
    after = demo.ask("GB", "owed")
    before = demo.call("--book", demo.place, "--as", "GB", "--json", "owed")
    assert after.result == before.result
    assert after.body["problems"] == []


def test_money_is_minor_units_and_a_currency(demo: Shop) -> None:
    first = demo.ask("GB", "owed").result[0]
    assert first["balance"] == {"minor": 360_000, "currency": "GBP"}
    assert first["due_on"] == "2026-01-15"


def test_a_refusal_is_one_sentence_with_a_way_out(demo: Shop) -> None:
    assert demo.say("GB", "issue", "17").sentence == (
        "Draft 17: This draft is not approved. Approve it first; nothing was issued."
    )


def test_a_refusal_in_json_has_its_code_and_no_result(demo: Shop) -> None:
    problem = demo.ask("GB", "pay", "Nobody & Sons", "10").problem
    assert problem["code"] == "client.unknown"
    assert "Brightwater Utilities" in problem["hint"]


MONEY = (["bill"], ["bill", "--list"], ["bill", "--approve", "20"], ["issue", "--approved"], ["issue", "15"])
MONEY_TOO = (["pay", "Brightwater", "10"], ["owed"], ["export", "out"], ["check"])


@pytest.mark.parametrize("words", [*MONEY, *MONEY_TOO], ids=" ".join)
def test_a_consultant_has_no_verbs_of_money(demo: Shop, words: list[str]) -> None:
    assert demo.ask("PR", *words).problem["code"] == "right.missing"


def test_an_invoice_that_is_out_already_is_not_shown_to_a_consultant_either(demo: Shop) -> None:
    assert demo.ask("GB", "issue", "15").code == 0
    assert demo.ask("PR", "issue", "15").problem["code"] == "right.missing"


def test_a_manager_may_draft_but_not_issue(demo: Shop) -> None:
    assert demo.ask("JW", "bill", "--list").code == 0
    assert demo.ask("JW", "issue", "15").problem["code"] == "right.missing"


def test_a_person_is_found_by_initials_name_or_its_beginning(demo: Shop) -> None:
    for name in ("PR", "pr", "Priya Raman", "priya"):
        assert demo.ask(name, "week").result["person_name"] == "Priya Raman"


def test_somebody_unknown_is_told_who_there_is(demo: Shop) -> None:
    sentence = demo.say("XY", "week").sentence
    assert sentence.startswith("Nobody here is called \u201cXY\u201d. Choose one of: EF (Eleanor Finch), ")
    assert "TO (Tom Okafor)" in sentence


# ------------------------------------------------------------------------------------------------ which book


def test_without_a_book_the_way_to_one_is_said(call: Call) -> None:
    assert call("owed").sentence == (
        "There is no book yet. Name one with --book, or start the window once and make a new book."
    )


def test_the_book_that_was_open_last_opens_again(demo: Shop) -> None:
    Places.usual().remember(demo.place)
    assert len(demo.call("--as", "GB", "owed", "--json").result) == 8


def test_a_missing_a_junk_an_empty_and_a_folder_each_have_their_sentence(call: Call, tmp_path: Path) -> None:
    junk, empty = tmp_path / "junk.watertight", tmp_path / "empty.watertight"
    junk.write_bytes(b"not a book" * 100)
    empty.touch()
    for path, words in (
        (tmp_path / "none.watertight", "There is no book at"),
        (junk, "is not a Watertight book."),
        (empty, "is empty: its content was lost."),
        (tmp_path, "is a folder."),
    ):
        assert words in call("--book", path, "owed").sentence
    assert junk.read_bytes() == b"not a book" * 100


def test_a_newer_book_is_left_alone(call: Call, empty_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(empty_file, tmp_path / "newer.watertight"))
    with open_book(path, SystemClock()) as book, past_the_guards(book) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "made by a newer Watertight" in call("--book", path, "owed").sentence


def test_a_book_without_a_firm_says_so(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "new.watertight"
    create(path, SystemClock()).close()
    assert call("--book", path, "check", "--json").problem["code"] == "firm.missing"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://nobody@localhost:1/book", "book.unreachable"),
        ("postgresql://nobody@no-such-host.invalid/book", "book.unreachable"),
        ("postgresql://nobody@localhost:many/book", "book.address"),
    ],
)
def test_a_shared_book_that_does_not_answer_is_no_crash(call: Call, address: str, code: str) -> None:
    assert call("--book", address, "owed", "--json").problem["code"] == code


@pytest.mark.parametrize("somebody", [True, False])
def test_the_password_of_a_shared_book_is_asked_for_where_somebody_is_there(
    call: Call, monkeypatch: pytest.MonkeyPatch, somebody: bool
) -> None:
    from app.bootstrap import opening

    tried: list[str] = []

    def refuse(place: str, *_root: object, **_how: object) -> object:
        tried.append(place)
        raise Problem("book.password", "The shared book asks for the password of its server.", hint="Type it.")

    monkeypatch.setattr(opening, "open_at", refuse)
    monkeypatch.setattr("app.cli.unlocking.somebody_is_there", lambda: somebody)
    monkeypatch.setattr("app.cli.unlocking._hidden", lambda _question: "S3:cret")
    answer = call("--book", "postgresql://grace@office/book", "owed", "--json")
    assert answer.problem["code"] == "book.password"
    with_it = ["postgresql://grace:S3%3Acret@office/book"] if somebody else []
    assert tried == ["postgresql://grace@office/book", *with_it]
    assert "S3" not in answer.out + answer.err


def test_a_password_comes_from_a_file_for_opening_and_making_and_never_from_the_words(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.bootstrap import opening

    tried: list[str] = []

    def refuse(place: str, *_more: object, **_how: object) -> object:
        tried.append(place)
        raise Problem("book.password", "The shared book asks for the password of its server.", hint="Type it.")

    file = tmp_path / "password.txt"
    file.write_text("S3:cret\n")
    monkeypatch.setenv("WATERTIGHT_PASSWORD_FILE", str(file))
    monkeypatch.setattr(opening, "open_at", refuse)
    monkeypatch.setattr(opening, "founded_at", refuse)
    place, with_it = "postgresql://grace@office/book", "postgresql://grace:S3%3Acret@office/book"
    words: tuple[str, ...]
    for words in (("--book", place, "owed"), ("new", place, "--firm", "Office", "--name", "Grace Hill")):
        answer = call(*words)
        assert tried == [place, with_it]
        assert answer.err.splitlines() == ["The shared book asks for the password of its server. Type it."]
        tried.clear()
    for words in (("--book", with_it, "owed"), ("new", with_it, "--firm", "Office", "--name", "Grace Hill", "--json")):
        answer = call(*words)
        assert answer.err.startswith("A password among the words of a command can be read by every program")
        assert "WATERTIGHT_PASSWORD_FILE" in answer.err.splitlines()[0]
        assert "S3" not in answer.out + answer.err


# ------------------------------------------------------------------------------------------------ as a process


def test_the_program_as_a_process_answers_json_only_on_its_output(demo: Shop) -> None:
    command = [sys.executable, "-m", "app", "--book", demo.place, "--as", "GB", "owed", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('{\n "result": [')


def test_an_old_code_page_neither_fails_nor_spoils_json(demo: Shop) -> None:
    command = [sys.executable, "-m", "app", "--book", demo.place, "--as", "PR", "week"]
    cyrillic = {**os.environ, "PYTHONIOENCODING": "iso8859-5"}
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, env=cyrillic, check=True).stdout
    assert b"Brightwater Utilities ? Fieldwork" in lines
    answer = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, env=cyrillic, check=True).stdout
    assert json.loads(answer.decode("utf-8"))["result"]["person_name"] == "Priya Raman"


def test_a_reader_that_has_seen_enough_is_no_failure_to_report(demo: Shop) -> None:
    command = [sys.executable, "-m", "app", "--book", demo.place, "--as", "GB", "owed"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.parametrize("as_json", [False, True])
def test_a_failure_of_the_program_has_its_own_code_and_a_report_without_a_word_of_the_person_s(
    call: Call, founded_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, as_json: bool
) -> None:
    from app.bootstrap import crashes
    from app.receivables import queries

    def fail(*_reads: object, **_options: object) -> None:
        raise LookupError("Brightwater owes 23,259.72")

    monkeypatch.setattr(crashes, "_told", {})
    monkeypatch.setattr(queries, "owed", fail)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    said = call("--book", founded_file, "--as", "EF", "owed", *(["--json"] if as_json else []))
    assert said.code == 3
    message = said.body["problems"][0]["hint"] if as_json else said.err
    assert "Brightwater" not in said.out + said.err
    (report,) = (tmp_path / "state").rglob("crash-*.txt")
    assert str(report) in message
    text = report.read_text(encoding="utf-8")
    assert "in fail" in text
    assert "Brightwater" not in text
