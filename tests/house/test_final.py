"""What cannot be taken back says so before it is done."""

from __future__ import annotations

import pytest

from app.bootstrap.language import speak
from app.kernel.ways_back import way_of, why_final
from tests.house.sources import ROOT
from tests.house.test_commands import COMMANDS, INNER

FINAL = {name for name, command in COMMANDS.items() if why_final(command)}
NOBODY_ASKS = frozenset(
    {"firm.found_firm", "firm.note_key_change", "burn.watch_budgets", "invoices.bring_opening_invoice"}
)
"""The beginning of a book, and what the program notes or brings in by itself."""
PAGES = [
    path.read_text(encoding="utf-8")
    for folder in ("app/*/ui", "app/shell")
    for path in sorted(ROOT.glob(f"{folder}/**/*.py"))
]


def test_every_command_that_is_final_has_a_sentence_in_the_readers_language() -> None:
    english = {name: why_final(COMMANDS[name]) for name in FINAL}
    speak("de")
    german = {name: why_final(COMMANDS[name]) for name in FINAL}
    assert {name for name, said in english.items() if not said.endswith(".") or german[name] == said} == set()


@pytest.mark.parametrize("name", sorted(FINAL - NOBODY_ASKS))
def test_the_dialog_of_what_is_final_says_it(name: str) -> None:
    command = name.partition(".")[2]
    assert any(f"why_final({command})" in page for page in PAGES)


def test_what_nobody_asks_for_is_final_and_run_by_no_page() -> None:
    assert NOBODY_ASKS <= FINAL
    for name in NOBODY_ASKS - {"firm.found_firm"}:
        command = name.partition(".")[2]
        assert not any(f"import {command}\n" in page or f"run({command}" in page for page in PAGES), name


def test_what_has_a_way_of_its_own_names_the_command_that_is_it() -> None:
    own = {name: way_of(command) for name, command in COMMANDS.items() if name not in INNER}
    ways = {name: way.why() for name, way in own.items() if way is not None and not way.final}
    commands = {name.partition(".")[2] for name in COMMANDS}
    assert ways
    assert {name for name, why in ways.items() if why.rpartition("(")[2].rstrip(")") not in commands} == set()
