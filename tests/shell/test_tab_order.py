"""Tab goes through the window as it stands: the areas from top to bottom, settings, person, top bar, page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.bootstrap.doors import CONSULTANT, LEAD, OFFICE, PARTNER, area_doors
from app.bootstrap.gates.reach import tab_stops
from app.bootstrap.passing import become, enter, leave
from app.qt.focus import takes_focus
from app.qt.regions import holds
from app.shell import areas
from tests.shell.conftest import Demo
from tests.windows import press

pytestmark = pytest.mark.xdist_group("tab order")  # what the module makes is made by one worker
SHIFT = Qt.KeyboardModifier.ShiftModifier


def words(widgets: list[QWidget]) -> list[str]:
    return [one.text() if isinstance(one, QAbstractButton) and one.text() else one.accessibleName() for one in widgets]


def before_the_page(demo: Demo) -> list[QWidget]:
    """What stands before the page in the reading order, as it is laid out."""
    rail, top = demo.frame.rail, demo.frame.top
    ways = sorted(
        (one for one in top.findChildren(QWidget) if takes_focus(one)),
        key=lambda one: one.mapTo(top, one.rect().topLeft()).x(),
    )
    places = sorted(
        (one for one in rail.findChildren(QWidget) if takes_focus(one)),
        key=lambda one: one.mapTo(rail, one.rect().topLeft()).y(),
    )
    return [*places, *ways]


@pytest.mark.parametrize("who", [CONSULTANT, LEAD, OFFICE, PARTNER])
def test_tab_goes_from_the_areas_over_the_top_bar_into_the_page(shared_demo: Demo, who: str) -> None:
    demo = shared_demo
    become(demo.desk, demo.player, who)
    met = set()
    for door in area_doors(demo.desk, who):
        enter(demo.desk, demo.player, door)
        met.add(demo.frame.current_key)
        wanted = before_the_page(demo)
        assert len(wanted) >= len(areas.keys_for(demo.window.session.role)) + 3
        wanted[-1].setFocus(Qt.FocusReason.TabFocusReason)
        stops = tab_stops(demo.frame)
        page, rest = stops[: -len(wanted)], stops[-len(wanted) :]
        assert words(rest) == words(wanted), f"{who} at {door.name}"
        current = demo.frame.current
        assert current is not None
        assert page, f"{who} at {door.name}: Tab does not come to the page"
        assert [one for one in page if not holds(current, one)] == [], f"{who} at {door.name}"
        leave(demo.desk, demo.player)
    assert areas.ENGAGEMENT in met
    assert areas.INVOICE in met or who in {CONSULTANT, LEAD}


def test_shift_and_tab_go_the_same_way_back(shared_demo: Demo) -> None:
    become(shared_demo.desk, shared_demo.player, OFFICE)
    shared_demo.at(areas.INVOICES)
    press(QApplication.focusWidget(), Qt.Key.Key_Return)
    shared_demo.player.settle()
    assert shared_demo.frame.current_key == areas.INVOICE
    way = before_the_page(shared_demo)
    assert words(way)[-2:] == ["Invoices", "Search or type a command"]
    way[-1].setFocus(Qt.FocusReason.TabFocusReason)
    for expected in reversed(way[:-1]):
        press(QApplication.focusWidget(), Qt.Key.Key_Backtab, SHIFT)
        assert QApplication.focusWidget() is expected


def test_the_arrows_move_in_the_rail_and_open_nothing_by_themselves(shared_demo: Demo) -> None:
    become(shared_demo.desk, shared_demo.player, PARTNER)
    shared_demo.at(areas.CLIENTS)
    buttons = shared_demo.frame.rail.buttons
    buttons[areas.CLIENTS].setFocus(Qt.FocusReason.TabFocusReason)
    press(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is buttons[areas.ENGAGEMENTS]
    assert shared_demo.frame.current_key == areas.CLIENTS
    press(QApplication.focusWidget(), Qt.Key.Key_Up)
    press(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() is buttons[areas.WEEK]
    press(QApplication.focusWidget(), Qt.Key.Key_Space)
    shared_demo.player.settle()
    assert shared_demo.frame.current_key == areas.WEEK
    assert [key for key, button in buttons.items() if button.is_open] == [areas.WEEK]
    assert buttons[areas.WEEK].accessibleDescription().startswith("you are here")
