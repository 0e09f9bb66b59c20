"""The whole check finds nothing wrong in what the commands themselves make, whichever of them were carried out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.receivables.checks import findings, steps
from tests.books import Office
from tests.samples.every_command import CHAPTERS


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_commands_make_is_sound(sqlite_office: Office, chapter: Callable[[Office], None]) -> None:
    chapter(sqlite_office)
    sqlite_office.act_as("EF")
    for step in steps():
        assert sqlite_office.book.read(findings, step=step) == [], step.name
