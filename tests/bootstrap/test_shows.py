"""Pictures on the command line: which screens and views there are, and what becomes of a name that is not one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import run
from app.bootstrap.doors import names
from app.bootstrap.screens import VIEWS


def test_help_says_what_only_and_view_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screens", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Only this screen or dialog" in said
    assert "Only this look and size" in said


@pytest.mark.parametrize(
    ("option", "name", "near"),
    [("--only", "palete", "palette"), ("--view", "smal", "small"), ("--only", "xyz", names()[-1])],
)
def test_an_unknown_screen_or_view_is_refused_with_those_there_are_and_nothing_is_drawn(
    option: str, name: str, near: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.png"
    old.write_bytes(b"a picture")
    assert run(["screens", "--out", str(tmp_path), option, name]) == 2
    said = capsys.readouterr().err
    assert f"\u201c{name}\u201d" in said
    assert near in said
    assert list(tmp_path.iterdir()) == [old]


def test_every_door_and_every_view_has_a_name_of_its_own() -> None:
    assert len(set(names())) == len(names()) > 80
    assert len({view.name for view in VIEWS}) == len(VIEWS)
