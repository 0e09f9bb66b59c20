"""The palette: what it finds, in which order, and how it is used by keyboard."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.qt.palette import CommandPalette
from app.qt.palette_match import LIMIT, PaletteItem, folded, initials, match, rank

ITEMS = [
    PaletteItem("stop", "Stop timer: Brightwater · Fieldwork", detail="running for 42 min", icon="clock", keys="Enter"),
    PaletteItem("log", "Log time on Brightwater…", icon="pencil-line", keys="Ctrl+L"),
    PaletteItem("issue", "Issue approved drafts", words="bill invoice"),
    PaletteItem("bri", "Brightwater Fieldwork", kind="client", detail="client", icon="building-2"),
    PaletteItem("zur", "Zürich Bräu AG", kind="client"),
    PaletteItem("118", "INV-2026-0118", kind="invoice", detail="Brightwater Utilities"),
    PaletteItem("alice", "Alice Mercer", kind="person", detail="Brightwater · sponsor"),
    PaletteItem("look", "Look and keys", kind="setting"),
]


def keys(query: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [found.item.key for found in rank(query, ITEMS, recent)]


def test_initials_find_a_client() -> None:
    assert keys("brf")[-1] == "bri"
    assert initials("brf", "brightwater fieldwork") == ((0, 2), (12, 13))
    assert initials("bx", "brightwater fieldwork") is None


def test_any_part_of_any_word_matches_in_any_order() -> None:
    assert keys("water log") == ["log"]
    assert keys("sponsor alice") == ["alice"]
    assert keys("0118") == ["118"]
    assert keys("nothing at all") == []


def test_hidden_words_are_found_too() -> None:
    assert keys("invoice") == ["issue"]


def test_accents_and_capitals_do_not_matter() -> None:
    assert keys("ZURICH") == ["zur"]
    assert keys("bräu") == ["zur"]
    assert folded("Żółć") == "zołc"


def test_groups_keep_their_order_and_prefixes_narrow() -> None:
    assert keys("bri") == ["stop", "log", "bri", "118", "alice"]
    assert keys("> bri") == ["stop", "log"]
    assert keys("#bri") == ["118"]
    assert keys("@") == ["alice"]


def test_recently_used_comes_first_in_its_group() -> None:
    assert keys("bri", ("log",))[:2] == ["log", "stop"]
    assert keys("", ("look", "issue"))[0] == "issue"


def test_the_matched_letters_are_known() -> None:
    found = match("bri", ITEMS[1])
    assert found is not None
    assert found.title_spans == ((12, 15),)
    found = match("bri", ITEMS[6])
    assert found is not None
    assert (found.title_spans, found.detail_spans) == ((), ((0, 3),))


def test_no_more_than_eight_rows() -> None:
    many = [PaletteItem(str(n), f"Client {n}", kind="client") for n in range(50)]
    assert len(rank("client", many)) == LIMIT


@given(st.text(max_size=12), st.text(min_size=1, max_size=30), st.text(max_size=20))
def test_spans_always_lie_inside_the_text(query: str, title: str, detail: str) -> None:
    found = match(query, PaletteItem("x", title, detail=detail))
    if found is not None:
        assert all(0 <= start < end <= len(title) for start, end in found.title_spans)
        assert all(0 <= start < end <= len(detail) for start, end in found.detail_spans)


@given(st.text(alphabet=st.characters(categories=("L", "N")), min_size=1, max_size=20))
def test_a_whole_title_always_finds_itself(title: str) -> None:
    assert match(title, PaletteItem("x", title)) is not None


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    line = QLineEdit(made)
    QVBoxLayout(made).addWidget(line)
    made.resize(1100, 800)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    line.setFocus()
    return made


@pytest.fixture
def palette(window: QWidget) -> CommandPalette:
    made = CommandPalette(window)
    made.set_items(ITEMS)
    return made


def test_typing_arrows_and_enter_choose(palette: CommandPalette, qtbot: QtBot) -> None:
    palette.open()
    QTest.keyClicks(palette.line, "bri")
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    assert "Log time" in palette.line.accessibleDescription()
    with qtbot.waitSignal(palette.chosen) as signal:
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert signal.args == [ITEMS[1]]
    assert not palette.isVisible()
    assert palette.recent() == ["log"]


def test_the_keyboard_goes_back_where_it_was(palette: CommandPalette, window: QWidget, qtbot: QtBot) -> None:
    line = window.findChild(QLineEdit)
    palette.open("br")
    assert QApplication.focusWidget() is palette.line
    with qtbot.waitSignal(palette.closed):
        QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is line


def test_records_are_offered_while_typing_and_late_ones_are_ignored(palette: CommandPalette) -> None:
    asked: list[str] = []
    palette.typed.connect(asked.append)
    palette.open()
    QTest.keyClicks(palette.line, "quay")
    assert asked == ["q", "qu", "qua", "quay"]
    late = [PaletteItem("late", "Quay late", kind="client")]
    palette.offer("qu", late)
    assert palette.shown() == []
    palette.offer("quay", [PaletteItem("quay", "Quayside Theatre Trust", kind="client")])
    assert [item.key for item in palette.shown()] == ["quay"]


def test_the_panel_stands_92_px_from_the_top_and_660_px_wide(palette: CommandPalette) -> None:
    palette.open("bri")
    assert (palette.panel.y(), palette.panel.width()) == (92, 660)


def test_tab_does_not_leave_the_palette(palette: CommandPalette) -> None:
    palette.open()
    QTest.keyClick(palette.line, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is palette.line


def test_looking_leaves_no_garbage_in_circles() -> None:
    rank("brf", ITEMS)
    gc.collect()
    rank("brf", ITEMS)
    assert gc.collect() == 0
