"""Welcome, founding, switching person and the dialogs of the settings: by keyboard alone, small, at 150 %."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from shiboken6 import isValid

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.firm.queries import people
from app.kernel.clock import SystemClock
from app.kernel.problems import Problem
from app.qt.buttons import Button
from app.qt.dialogs import FormDialog
from app.qt.fields import FieldBox
from app.qt.focus import takes_focus
from app.qt.grid_view import GridView
from app.shell import areas
from app.shell.pages.my_week import MyWeekPage
from app.shell.pages.settings import SettingsPage
from app.shell.pages.settings.office import FirmSection, RatesSection, TaxSection
from app.shell.pages.settings.people import PeopleSection
from app.shell.pages.welcome import WelcomePage
from app.storage.book import create
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


def reached_by_tab(dialog: QWidget) -> list[QWidget]:
    """Everything Tab goes through, in its order, starting where the focus is."""
    found: list[QWidget] = []
    for _turn in range(80):
        here = QApplication.focusWidget()
        if here is None or here in found:
            break
        found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return found


def check(dialog: QDialog) -> None:
    """Tab reaches all there is, in the order of reading; every field has a label that leads to it."""
    first = QApplication.focusWidget()
    assert first is not None
    assert dialog.isAncestorOf(first)
    wanted = {one for one in dialog.findChildren(QWidget) if takes_focus(one) and one.isVisibleTo(dialog)}
    assert wanted <= set(reached_by_tab(dialog))
    for box in dialog.findChildren(FieldBox):
        if box.isVisible() and box.field.kind not in {"check", "lines"}:
            buddies = [one.buddy() for one in box.findChildren(QLabel)]
            assert box.control in buddies, box.field.name
            assert box.control.accessibleName() == box.field.label


def test_the_welcome_page_is_whole_in_a_small_window_with_big_text(bare: Desk) -> None:
    bare.theme.apply("light", 150)
    frame = bare.window.frame
    frame.resize(1024, 680)
    bare.window.welcome(Problem("book.missing", "There is no book at /home/" + "x" * 120, hint="Choose another."))
    Player(bare.window).settle()
    page = frame.current
    assert isinstance(page, WelcomePage)
    for one in page.findChildren(QLabel):
        if one.isVisible():
            assert one.height() >= one.heightForWidth(one.width()), one.text()
    for button in (page.demo_button, page.new_button, page.open_button):
        assert button.width() >= button.sizeHint().width()
        assert page.rect().contains(button.mapTo(page, button.rect().bottomRight()))
    frame.activateWindow()
    page.demo_button.setFocus()
    QTest.keyClick(page.demo_button, Qt.Key.Key_Tab)
    assert page.new_button.hasFocus()


def empty_book(folder: Path) -> str:
    """A book as `watertight init` leaves it: without a firm."""
    path = folder / "office" / "office.watertight"
    create(path, SystemClock()).close()
    return str(path)


def test_a_firm_is_founded_by_keyboard_alone(bare: Desk, tmp_path: Path) -> None:
    player = Player(bare.window)
    bare.start(None, use_demo=False)
    bare.open_place(empty_book(tmp_path))
    dialog = player.dialog(FormDialog)
    dialog.activateWindow()
    check(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    player.settle()
    assert dialog.isVisible()
    here = QApplication.focusWidget()
    assert here is not None
    assert here.accessibleName() == "Name of the firm"
    assert "needed" in here.accessibleDescription()
    QTest.keyClicks(here, "Marlow & Co")
    name = dialog.form.editor("person_name")
    while QApplication.focusWidget() is not name:
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
    QTest.keyClicks(name, "Ada Marlow")
    QTest.keyClick(name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    player.until(lambda: bare.window.is_open, "no firm")
    player.settle()
    assert player.read(people)[0].initials == "AM"


def test_leaving_the_founding_goes_back_to_the_welcome_page(bare: Desk, tmp_path: Path) -> None:
    player = Player(bare.window)
    bare.start(None, use_demo=False)
    bare.open_place(empty_book(tmp_path))
    dialog = player.dialog(FormDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    player.settle()
    assert bare.window.frame.current_key == areas.WELCOME


def test_the_window_is_handed_over_by_keyboard(demo: Demo) -> None:
    demo.become("EF")
    demo.window.choose_person()
    dialog = demo.player.dialog(FormDialog)
    dialog.activateWindow()
    check(dialog)
    choice = dialog.form.editor("person_id")
    choice.setFocus()
    QTest.keyClicks(choice, "Priya")
    QTest.keyClick(choice, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    demo.player.until(lambda: demo.window.is_open and demo.window.session.initials == "PR", "Priya did not come")


def test_the_dialogs_of_the_settings_by_keyboard(demo: Demo) -> None:
    demo.become("EF")
    demo.window.show_settings("firm")
    demo.player.settle()
    page = demo.frame.current
    assert isinstance(page, SettingsPage)
    firm, tax = page.section("firm"), page.section("tax")
    rates, office = page.section("rates"), page.section("people")
    demo.player.settle()
    assert isinstance(firm, FirmSection)
    assert isinstance(tax, TaxSection)
    assert isinstance(rates, RatesSection)
    assert isinstance(office, PeopleSection)
    numbers = [one for one in tax.findChildren(Button) if one.accessibleName().startswith("Change the numbers of")]
    assert numbers
    opened: list[Callable[[], object]] = [
        lambda: tax.edit_code(None),
        *(lambda button=button: QTest.keyClick(button, Qt.Key.Key_Space) for button in numbers),
        rates.add,
        office.page.add,
        *(lambda group=group: firm.edit(group[0], group[2]) for group in firm._groups()),
    ]
    for ask in opened:
        demo.front()
        ask()
        dialog = demo.player.dialog(FormDialog)
        dialog.activateWindow()
        QApplication.processEvents()
        check(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        demo.player.settle()
        assert not isValid(dialog) or not dialog.isVisible()


# ---------------------------------------------------------------------- other keyboards

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def send(where: QWidget, key: int, text: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key event as a French or German keyboard makes it."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(where, QKeyEvent(kind, key, held, text))
    QApplication.processEvents()


def test_hours_are_typed_on_a_french_keyboard_with_shift(demo: Demo) -> None:
    demo.become("PR")
    page = demo.player.go(areas.WEEK, MyWeekPage)
    grid = page.findChild(GridView)
    assert grid is not None
    demo.front()
    grid.go(0, 5)
    send(grid, Qt.Key.Key_2, "2", SHIFT)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor is not grid
    assert editor.property("text") == "2"
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_brackets_with_altgr_go_to_other_weeks_on_a_german_keyboard(demo: Demo) -> None:
    demo.become("PR")
    page = demo.player.go(areas.WEEK, MyWeekPage)
    grid = page.findChild(GridView)
    assert grid is not None
    demo.front()
    grid.setFocus()
    send(grid, Qt.Key.Key_BracketLeft, "[", CTRL | ALT)
    demo.player.settle()
    assert page._first == date(2026, 4, 20)
    send(QApplication.focusWidget() or grid, Qt.Key.Key_BracketRight, "]", CTRL | ALT)
    demo.player.settle()
    assert page._first == date(2026, 4, 27)
