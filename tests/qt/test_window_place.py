"""The window stands where it stood; a screen that is gone takes nothing out of reach. The tray is a choice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from app.qt import memory, preferences, tray
from app.qt.icons import SIZES, mark_icon
from app.qt.tray import Tray
from app.qt.window_place import KEY, WindowPlace, fitted, screens

LEFT, RIGHT = QRect(0, 0, 1920, 1040), QRect(1920, 0, 2560, 1400)


@pytest.fixture(autouse=True)
def _own_memory() -> Iterator[None]:
    memory.install(memory.Memory())
    preferences.current.load()
    yield
    memory.install(memory.Memory())
    preferences.current.load()


@pytest.mark.parametrize(
    ("wanted", "there", "expected"),
    [
        (QRect(2000, 100, 1440, 900), [LEFT, RIGHT], QRect(2000, 100, 1440, 900)),
        (QRect(2000, 100, 1440, 900), [LEFT], QRect(240, 70, 1440, 900)),
        (QRect(1200, 400, 1440, 900), [LEFT], QRect(480, 140, 1440, 900)),
        (QRect(0, 0, 3000, 2000), [LEFT], QRect(0, 0, 1920, 1040)),
        (QRect(-1500, -50, 1440, 900), [QRect(-1920, 0, 1920, 1080), LEFT], QRect(-1500, 0, 1440, 900)),
        (QRect(5, 5, 100, 100), [], QRect(5, 5, 100, 100)),
    ],
)
def test_the_place_lies_inside_a_screen_that_exists(wanted: QRect, there: list[QRect], expected: QRect) -> None:
    assert fitted(wanted, there) == expected


def test_a_window_comes_back_where_it_was(qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    for one in (first, second):
        qtbot.addWidget(one)
    WindowPlace(first).restore(QSize(600, 400))
    first.show()
    first.setGeometry(40, 50, 500, 300)
    first.close()
    WindowPlace(second).restore(QSize(600, 400))
    assert second.geometry() == QRect(40, 50, 500, 300)


def test_a_remembered_place_that_makes_no_sense_is_forgotten(qtbot: QtBot) -> None:
    memory.keep(KEY, ["a", 1, 2, 3, 4])
    window = QWidget()
    qtbot.addWidget(window)
    WindowPlace(window).restore(QSize(600, 400))
    assert window.size() == QSize(600, 400)
    assert screens()[0].contains(window.geometry())


def test_a_window_whose_screen_went_is_brought_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    place = WindowPlace(window)
    window.setGeometry(9000, 9000, 400, 300)
    place.bring_back()
    assert screens()[0].contains(window.geometry())


def test_the_icon_is_drawn_for_every_size() -> None:
    sizes = {(one.width(), one.height()) for one in mark_icon().availableSizes()}
    assert sizes == {(size, size) for size in SIZES}


@pytest.mark.qt_log_ignore("raise", "systemTrayWindowChanged", extend=True)
def test_closing_hides_in_the_tray_only_when_chosen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray, "has_tray", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "isVisible", lambda _self: preferences.current.now.tray)
    window = QWidget()
    qtbot.addWidget(window)
    made = Tray(window)
    assert [one.text() for one in made.menu.actions()] == ["Open Watertight", "Log time", "Quit"]
    window.show()
    assert window.close()
    preferences.current.change(tray=True, close_to_tray=True)
    made.show_window()
    assert not window.close()
    assert window.isHidden()
    with qtbot.waitSignal(made.log_wanted):
        made.menu.actions()[1].trigger()
    assert window.isVisible()
    made._quitting = True
    assert window.close()
