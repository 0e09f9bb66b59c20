"""Preferences: kept, read again, and worn by the running window at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt import keyboard, memory, preferences, tokens
from app.qt.bars import BottomBar, TopBar
from app.qt.buttons import Button, Segmented
from app.qt.columns import Cell, Column
from app.qt.delegate import paint_bar
from app.qt.editors import Check
from app.qt.keycaps import KeyCaps
from app.qt.labels import Chip, Picture, Shape
from app.qt.rail import Area, Rail
from app.qt.shapes import paint_chip
from app.qt.table import RecordTable
from app.qt.theme import Theme


@pytest.fixture(autouse=True)
def _own_memory(tmp_path: Path) -> Iterator[Path]:
    """Nobody's preferences are touched, and the next test starts with the defaults."""
    memory.install(memory.Memory(tmp_path / "window.json"))
    preferences.current.load()
    yield tmp_path
    memory.install(memory.Memory())
    preferences.current.load()


def test_a_choice_is_there_again_after_a_restart(tmp_path: Path) -> None:
    preferences.current.change(look="dark", text_percent=130, letters=False)
    memory.install(memory.Memory(tmp_path / "window.json"))
    found = preferences.Preferences.kept()
    assert (found.look, found.text_percent, found.letters) == ("dark", 130, False)


def test_a_choice_that_does_not_exist_is_refused_and_one_from_tomorrow_is_ignored() -> None:
    with pytest.raises(ValueError, match="sepia"):
        preferences.current.change(look="sepia")
    memory.keep("preferences", {"look": "sepia", "text_percent": 900, "letters": "no", "rows": "roomy"})
    found = preferences.Preferences.kept()
    assert (found.look, found.text_percent, found.letters, found.rows) == ("system", 150, True, "roomy")


def test_all_that_stands_beside_text_grows_with_it(qtbot: QtBot, theme: Theme) -> None:
    rail = Rail("Watertight")
    rail.set_areas([Area("week", "My week", "calendar-days", "Work", 3, "warn")])
    top, bottom = TopBar(), BottomBar()
    parts = {
        "shape": Shape("ok", 12),
        "icon": Picture("lock", 16),
        "tick box": Check("Billable"),
        "chip": Chip("Approved", "ok"),
        "key cap": KeyCaps("Ctrl+K"),
        "button": Button("Save", icon="check", keys="Ctrl+Enter"),
        "choice": Segmented([("a", "All", "ok"), ("b", "None")]),
        "area": rail.buttons["week"],
        "person": rail.person,
        "search": top.search,
    }
    for part in (rail, top, bottom, *parts.values()):
        qtbot.addWidget(part)
    before = {name: part.sizeHint().expandedTo(part.minimumSize()) for name, part in parts.items()}
    frames = rail.width(), top.height(), bottom.height()
    assert frames == (204, 52, 27)
    theme.wear(preferences.Preferences(look="light", text_percent=150))
    for one in (rail, top, bottom):
        one.ensurePolished()
    rail.set_narrow(False)
    top.fit()
    bottom.fit()
    after = {name: part.sizeHint().expandedTo(part.minimumSize()) for name, part in parts.items()}
    for name, size in before.items():
        assert after[name].height() > size.height(), name
        assert after[name].width() > size.width(), name
    assert (rail.width(), top.height(), bottom.height()) == (306, 78, 40)


def test_a_painted_tick_is_bigger_too(qtbot: QtBot, theme: Theme) -> None:
    box = Check("")
    qtbot.addWidget(box)
    box.setChecked(True)
    theme.wear(preferences.Preferences(look="light", text_percent=150))
    box.resize(box.sizeHint())
    image = box.grab().toImage()
    accent = tokens.color("accent")
    row = [x for x in range(image.width()) if image.pixelColor(x, image.height() // 2 - 9) == accent]
    assert max(row) - min(row) >= 18


def test_more_contrast_draws_lines_and_edges_and_takes_soft_backgrounds_away(theme: Theme) -> None:
    theme.wear(preferences.Preferences(look="light", contrast="more"))
    assert tokens.color("line") == tokens.color("control")
    assert tokens.color("okBg") == tokens.color("surface")
    image = QImage(90, 24, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_chip(painter, image.rect().toRectF(), "Approved", "ok")
    painter.end()
    edge = [image.pixelColor(x, 12) for x in range(3)]
    assert tokens.color("okText") in edge


@pytest.mark.parametrize("look", ["light", "dark"])
def test_more_contrast_shows_what_is_left_of_a_bar(theme: Theme, look: str) -> None:
    theme.wear(preferences.Preferences(look=look, contrast="more"))
    image = QImage(90, 24, QImage.Format.Format_ARGB32)
    image.fill(tokens.color("surface"))
    painter = QPainter(image)
    paint_bar(painter, image.rect().toRectF(), 0.5)
    painter.end()
    assert image.pixelColor(20, 12) == tokens.color("c1")
    assert image.pixelColor(70, 12) == tokens.color("control") != tokens.color("surface")


def test_rows_are_lower_or_higher_and_never_cut_their_text(theme: Theme) -> None:
    heights = {}
    for rows in preferences.ROWS:
        theme.wear(preferences.Preferences(look="light", rows=rows))
        heights[rows] = tokens.current.row_height(36)
    assert heights["compact"] < heights["standard"] < heights["roomy"]
    theme.wear(preferences.Preferences(look="light", rows="compact", text_percent=150))
    assert tokens.current.row_height(20) >= tokens.metrics(13).height() + 8


def _key(key: int, text: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, text)


def test_single_letters_rest_while_they_are_switched_off(qtbot: QtBot, formats: Formats) -> None:
    table = RecordTable([Column("name", "Name", Cell)], formats, name="Names", key=str)
    qtbot.addWidget(table)
    table.set_rows(["one", "two"])
    done: list[str] = []
    table.bind_key("A", lambda: done.append("A"))
    table.bind_key("Del", lambda: done.append("Del"))
    for key in (_key(Qt.Key.Key_A, "a"), _key(Qt.Key.Key_Delete, "\x7f")):
        QApplication.sendEvent(table.view, key)
    preferences.current.change(letters=False)
    for key in (_key(Qt.Key.Key_A, "a"), _key(Qt.Key.Key_J, "j"), _key(Qt.Key.Key_Delete, "\x7f")):
        QApplication.sendEvent(table.view, key)
    assert done == ["A", "Del", "Del"]
    assert table.view.currentIndex().row() == 0


def test_a_bracket_typed_with_altgr_is_a_bracket() -> None:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    assert keyboard.letter(_key(Qt.Key.Key_BracketLeft, "[", held)) == "["
    assert keyboard.letter(_key(Qt.Key.Key_BracketLeft, "[")) == "["
    assert keyboard.letter(_key(Qt.Key.Key_A, "", Qt.KeyboardModifier.ControlModifier)) == ""
    assert keyboard.letter(_key(Qt.Key.Key_A, "\x01", Qt.KeyboardModifier.ControlModifier)) == ""


def test_less_motion_moves_nothing() -> None:
    preferences.current.change(motion="normal")
    assert preferences.motion_ms() == 120
    preferences.current.change(motion="less")
    assert preferences.motion_ms() == 0
