"""Every test of the Qt vocabulary sees our fonts and the light look."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.kernel.formats import Formats
from app.qt import tokens
from app.qt.theme import Theme


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture(autouse=True)
def _light_look(theme: Theme) -> None:
    worn = (tokens.current.look, tokens.current.text_percent)
    if theme.choice != "light" or theme.text_percent != 100 or worn != ("light", 100):
        theme.apply("light")


@pytest.fixture
def formats() -> Formats:
    return Formats("en-GB", "Europe/London")
