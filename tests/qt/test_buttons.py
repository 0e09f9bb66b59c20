"""Buttons with the words of a longer language."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.qt.buttons import Button, IconButton


@pytest.mark.usefixtures("light_look")
def test_where_words_are_long_the_key_gives_way_first_and_then_the_icon(qtbot: QtBot) -> None:
    button = Button("Wieder öffnen", icon="x", keys="R")
    qtbot.addWidget(button)
    whole, least = button.sizeHint().width(), button.minimumSizeHint().width()
    assert least < whole
    shown = []
    for width in (whole, whole - 1, least):
        button.resize(width, 32)
        icon, text, keys = button._shown_parts()
        shown.append((bool(icon), bool(text), bool(keys)))
    assert shown == [(True, True, True), (True, True, False), (False, True, False)]
    assert button.accessibleDescription() == "R"


@pytest.mark.usefixtures("light_look")
def test_a_button_that_is_an_icon_only_keeps_it(qtbot: QtBot) -> None:
    button = IconButton("x", "Close")
    qtbot.addWidget(button)
    assert button.minimumSizeHint() == button.sizeHint()
