"""Parts of a page that need no frame: banner, buttons, a segmented choice, key caps, key figures, drawer, the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.kernel.problems import Problem
from app.qt.buttons import Button, IconButton, Segmented
from app.qt.cards import Card, KeyFigure
from app.qt.crumbs import Crumbs
from app.qt.elided import ElidedLabel
from app.qt.keycaps import caps
from app.qt.notices import Banner
from app.qt.panel import MainAndPanel, SidePanel


def test_a_banner_says_the_problem_and_offers_one_way_on(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    acted: list[int] = []
    banner.show_problem(Problem("pdf.folder", "The PDF could not be written.", hint="Choose another folder."))
    assert banner.text() == "The PDF could not be written. Choose another folder."
    banner.show_message("7 lines were left out.", "warn", "Show them", lambda: acted.append(7))
    banner.button.click()
    assert acted == [7]
    banner.close_button.click()
    assert not banner.isVisible()


def test_buttons_name_themselves_and_answer_to_enter(qtbot: QtBot) -> None:
    button = Button("Terms & conditions", icon="lock", keys="Ctrl+Enter", primary=True)
    small = IconButton("x", "Close", keys="Esc")
    for one in (button, small):
        qtbot.addWidget(one)
        one.show()
    assert button.accessibleName() == "Terms & conditions"
    assert button.accessibleDescription() == "Ctrl+Enter"
    assert small.accessibleName() == "Close"
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert not button.grab().toImage().isNull()


def test_a_segmented_choice_moves_by_arrows(qtbot: QtBot) -> None:
    choice = Segmented([("all", "All 7"), ("check", "To check 2", "warn")], name="Show")
    qtbot.addWidget(choice)
    choice.show()
    with qtbot.waitActive(choice):
        choice.activateWindow()
    first = choice._group.button(0)
    first.setFocus()
    with qtbot.waitSignal(choice.chosen) as signal:
        QTest.keyClick(first, Qt.Key.Key_Right)
    assert signal.args == ["check"]
    assert choice.current == "check"
    choice.set_text("check", "To check 1")
    with pytest.raises(KeyError):
        choice.choose("nothing")


def test_key_caps_split_chords_and_rows() -> None:
    assert caps("Ctrl+Enter") == ["Ctrl", "Enter"]
    assert caps("Up Down") == ["↑", "↓"]
    assert caps("+") == ["+"]


def test_a_key_figure_says_everything_in_one_name(qtbot: QtBot) -> None:
    figure = KeyFigure("Billable this week", "19.5 h", "target 70%")
    qtbot.addWidget(figure)
    assert figure.accessibleName() == "Billable this week, 19.5 h, target 70%"


def test_the_panel_is_a_drawer_in_a_narrow_window(qtbot: QtBot) -> None:
    window = MainAndPanel(Card("List"), SidePanel("Nordhavn"))
    qtbot.addWidget(window)
    window.resize(1300, 600)
    window.show()
    assert window.panel.isVisible()
    window.resize(1100, 600)
    assert not window.panel.isVisible()
    window.toggle()
    assert window.panel.isVisible()
    window.toggle()
    assert not window.panel.isVisible()


def test_the_last_part_of_the_way_gives_way_last(qtbot: QtBot) -> None:
    crumbs = Crumbs()
    qtbot.addWidget(crumbs)
    crumbs.set(("Engagements", "Brightwater Utilities", "SOW-2026-014"), lambda part: part == "Engagements")
    crumbs.show()
    shown = {label.text(): label for label in crumbs.findChildren(ElidedLabel)}
    for width, client, whole in ((600, True, True), (330, False, True), (260, False, True), (190, False, False)):
        crumbs.resize(width, 40)
        QApplication.processEvents()
        assert (shown["SOW-2026-014"].shown() == "SOW-2026-014") is whole, width
        assert (shown["Brightwater Utilities"].shown() == "Brightwater Utilities") is client, width
        assert all(label.geometry().right() < width for label in shown.values())
