"""The command line in the reader's language: help, refusals, answers."""

from __future__ import annotations

import pytest

from app.bootstrap import run


@pytest.fixture
def _german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATERTIGHT_LANGUAGE", "de")


@pytest.mark.usefixtures("_german")
def test_help_is_german_from_usage_to_the_last_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for text in ("Aufruf:", "Optionen:", "Befehle:", "Zeigt diese Hilfe", "Beispiele:", "Stellt die Entw\u00fcrfe"):
        assert text in out


@pytest.mark.usefixtures("_german")
def test_what_was_not_understood_is_said_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["owed", "--to"]) == 2
    assert "Es gibt keine Option" in capsys.readouterr().err
    assert run(["owed", "x"]) == 2
    assert "Unerwartetes Argument (x)" in capsys.readouterr().err


def test_the_next_call_speaks_its_own_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, word in (("de", "Zeigt eine Woche"), ("en", "Show a week"), ("pseudo", "[")):
        monkeypatch.setenv("WATERTIGHT_LANGUAGE", language)
        assert run(["week", "--help"]) == 0
        assert word in capsys.readouterr().out
    monkeypatch.setenv("WATERTIGHT_LANGUAGE", "en")
    run(["--help"])
