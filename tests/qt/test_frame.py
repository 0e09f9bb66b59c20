"""The frame: areas, pages built when needed, staleness, keys, regions, badges, notices, key sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.changes import Changes
from app.qt.buttons import Button
from app.qt.coming import in_next_turn
from app.qt.feed import ChangeFeed
from app.qt.frame import Area, Frame
from app.qt.page import Page
from app.qt.panel import MainAndPanel, SidePanel
from app.qt.theme import Theme

AREAS = [
    Area("week", "My week", "calendar-days", "Work"),
    Area("clients", "Clients", "building-2", "Work", 1, "warn"),
    Area("run", "Billing run", "receipt-text", "Money", 7),
]


class Probe(Page):
    """A page that counts what happens to it."""

    listens = frozenset({"clients"})

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.refreshed = 0
        self.asked: list[object] = []
        self.header(title, "words", Button("Do"))
        self.list = QPushButton("list")
        self.side = QPushButton("side")
        self.body.addWidget(self.list)
        self.body.addWidget(self.side)
        self._action = Button("Act")

    def refresh(self) -> None:
        self.refreshed += 1

    def open(self, argument: object) -> None:
        self.asked.append(argument)

    def keys(self) -> list[tuple[str, str]]:
        return [("A", "approve")]

    def action(self) -> QWidget | None:
        return self._action

    def breadcrumb(self) -> tuple[str, ...]:
        return ("Money", self.title)

    def regions(self) -> list[QWidget]:
        return [self.list, self.side]

    def first_focus(self) -> QWidget | None:
        return self.list


@pytest.fixture
def built() -> list[str]:
    return []


@pytest.fixture
def feed() -> ChangeFeed:
    return ChangeFeed()


@pytest.fixture
def frame(qtbot: QtBot, feed: ChangeFeed, built: list[str]) -> Frame:
    def factory(title: str) -> Callable[[], Page]:
        def build() -> Page:
            built.append(title)
            return Probe(title)

        return build

    made = Frame(feed=feed)
    qtbot.addWidget(made)
    made.set_areas(AREAS, {area.key: factory(area.title) for area in AREAS} | {"settings": factory("Settings")})
    made.resize(1440, 900)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def probe(frame: Frame, key: str) -> Probe:
    page = frame.show_page(key)
    assert isinstance(page, Probe)
    return page


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def key(frame: Frame, code: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused() or frame, code, held)


CTRL = Qt.KeyboardModifier.ControlModifier


def come() -> None:
    """Let a page come that was asked for: it takes some turns of the window."""
    for _turn in range(6):
        loop = QEventLoop()
        in_next_turn(loop, loop.quit)
        loop.exec()


def test_a_page_is_built_when_it_is_first_opened_and_only_once(frame: Frame, built: list[str]) -> None:
    assert built == []
    frame.show_page("clients")
    frame.show_page("week")
    frame.show_page("clients")
    assert built == ["Clients", "My week"]
    assert frame.current_key == "clients"
    with pytest.raises(KeyError):
        frame.show_page("nowhere")


def test_ctrl_and_a_digit_open_the_areas_in_their_order(frame: Frame, qtbot: QtBot) -> None:
    frame.show_page("week")
    with qtbot.waitSignal(frame.page_shown) as signal:
        key(frame, Qt.Key.Key_3, CTRL)
    assert signal.args == ["run"]
    assert [name for name, button in frame.rail.buttons.items() if button.is_open] == ["run"]
    assert frame.rail.buttons["run"].accessibleDescription() == "you are here, Ctrl+3"
    assert frame.rail.buttons["week"].accessibleDescription() == "Ctrl+1"


def test_an_argument_reaches_the_page(frame: Frame) -> None:
    page = probe(frame, "week")
    page.wants.emit("clients", 17)
    come()
    opened = frame.current
    assert isinstance(opened, Probe)
    assert opened.asked == [17]


def test_a_page_refreshes_when_seen_and_only_then(frame: Frame, feed: ChangeFeed) -> None:
    week, clients = probe(frame, "week"), probe(frame, "clients")
    assert (week.refreshed, clients.refreshed) == (1, 1)
    feed.publish(Changes.of("clients"))
    assert (week.refreshed, clients.refreshed) == (1, 2)
    assert week.stale
    feed.publish(Changes.of("invoices"))
    assert clients.refreshed == 2
    frame.show_page("week")
    assert week.refreshed == 2
    frame.show_page("clients")
    assert clients.refreshed == 2


def test_bars_tell_about_the_page(frame: Frame) -> None:
    page = probe(frame, "run")
    assert frame.top.crumbs.parts() == ("Money", "Billing run")
    assert frame.bottom.strip.keys()[0] == ("A", "approve")
    assert page.action() is not None
    assert page.action().isVisible()  # type: ignore[union-attr]
    page.title = "May billing run"
    page.described.emit()
    assert frame.top.crumbs.accessibleName() == "Money / May billing run"
    frame.show_page("week")
    assert not page.action().isVisible()  # type: ignore[union-attr]


def test_f6_goes_round_the_regions_and_shift_f6_back(frame: Frame) -> None:
    page = probe(frame, "run")
    assert focused() is page.list
    seen = []
    for _ in range(4):
        key(frame, Qt.Key.Key_F6)
        seen.append(focused())
    assert seen == [page.side, frame.rail.buttons["run"], frame.top.search, page.list]
    key(frame, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert focused() is frame.top.search


def test_alt_arrows_go_back_and_forward(frame: Frame) -> None:
    for name in ("week", "clients", "run"):
        frame.show_page(name)
    key(frame, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    key(frame, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert frame.current_key == "week"
    key(frame, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert frame.current_key == "clients"


def test_a_badge_is_read_aloud_with_its_area(frame: Frame) -> None:
    frame.set_badge("clients", 9, "bad")
    assert frame.rail.buttons["clients"].badge() == (9, "bad")
    assert frame.rail.buttons["clients"].accessibleName() == "Clients, 9 open"
    frame.set_badge("clients", 0)
    assert frame.rail.buttons["clients"].accessibleName() == "Clients"
    frame.set_badge("not mine", 3)


def test_the_rail_shrinks_in_a_narrow_window_and_by_ctrl_b(frame: Frame) -> None:
    assert frame.rail.width() == 204
    frame.resize(1100, 700)
    assert frame.rail.width() == 56
    key(frame, Qt.Key.Key_B, CTRL)
    assert frame.rail.width() == 204
    assert (frame.minimumWidth(), frame.minimumHeight()) == (1024, 680)


def test_ctrl_k_and_typing_on_the_search_box_open_the_palette(frame: Frame) -> None:
    frame.show_page("week")
    key(frame, Qt.Key.Key_K, CTRL)
    assert frame.palette_layer.isVisible()
    key(frame, Qt.Key.Key_2, CTRL)
    assert frame.current_key == "week"
    key(frame, Qt.Key.Key_Escape)
    key(frame, Qt.Key.Key_2, CTRL)
    come()
    assert frame.current_key == "clients"
    frame.top.search.setFocus()
    QTest.keyClicks(frame.top.search, "b")
    assert frame.palette_layer.line.text() == "b"


def test_a_question_mark_lists_the_keys_of_the_page(frame: Frame) -> None:
    frame.show_page("run")
    QTest.keyClicks(focused() or frame, "?")
    assert frame.key_sheet.isVisible()
    assert "A: approve" in frame.key_sheet.words()
    assert "Ctrl+3: Billing run" in frame.key_sheet.words()
    key(frame, Qt.Key.Key_Escape)
    assert not frame.key_sheet.isVisible()


def test_a_notice_can_be_undone_by_key_once(frame: Frame) -> None:
    frame.show_page("run")
    undone: list[str] = []
    frame.notify("Draft held.", lambda: undone.append("held"))
    assert frame.notices.text() == "Draft held."
    key(frame, Qt.Key.Key_Z, CTRL)
    key(frame, Qt.Key.Key_Z, CTRL)
    assert undone == ["held"]
    assert frame.notices.text() == "Undone: Draft held."
    assert not frame.notices.can_undo


def test_other_areas_replace_the_old_ones(frame: Frame, feed: ChangeFeed) -> None:
    page = probe(frame, "run")
    frame.set_areas(AREAS[:2], {"week": lambda: Probe("My week")})
    assert list(frame.rail.buttons) == ["week", "clients"]
    assert frame.page("run") is None
    feed.publish(Changes.of("clients"))
    assert page.refreshed == 1
    frame.show_page("week")
    frame.close_pages()
    assert frame.current is None


def test_the_focus_ring_shows_for_the_keyboard_only(frame: Frame) -> None:
    page = probe(frame, "run")
    page.side.setFocus(Qt.FocusReason.TabFocusReason)
    assert frame.focus_ring.target() is page.side
    outside = frame.focus_ring.geometry()
    assert outside.width() == page.side.width() + 8
    page.side.hide()
    assert frame.focus_ring.target() is not page.side


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("percent", [100, 150])
def test_the_frame_paints_in_both_looks(frame: Frame, theme: Theme, look: str, percent: int) -> None:
    theme.apply(look, percent)
    frame.set_person("GB", "Grace Bennett", "Office manager")
    frame.set_mark("Demo, 30 Apr 2026")
    frame.set_state("April 2026 open", "ok")
    frame.show_page("run")
    image = frame.grab().toImage()
    surface = {"light": "#ffffff", "dark": "#1a242b"}[look]
    assert image.pixelColor(image.width() - 3, 3).name() == surface


def test_no_part_of_the_window_ever_becomes_a_window(frame: Frame) -> None:
    for area in AREAS:
        frame.show_page(area.key)
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [frame]


def test_the_action_of_a_page_that_is_gone_goes_with_it(frame: Frame) -> None:
    old = Probe("Clients")
    frame.set_areas(AREAS, {"clients": lambda: old, "week": lambda: Probe("My week")})
    frame.show_page("clients")
    action = old.action()
    assert action is not None
    assert action.isVisible()
    frame.show_page("week")
    frame.close_pages()
    frame.set_areas(AREAS, {"week": lambda: Probe("My week")})
    frame.show_page("week")
    action.setVisible(True)  # what the old page had asked for came late
    assert not frame.top.isAncestorOf(action)
    assert not action.isVisible()
    assert len([one for one in frame.top.findChildren(Button) if one.words() == "Act"]) == 1


def test_an_earlier_part_of_the_way_leads_back(frame: Frame) -> None:
    class Deep(Probe):
        climbed = 0

        def breadcrumb(self) -> tuple[str, ...]:
            return ("Clients", "Brightwater", "SOW-2026-014")

        def up(self) -> None:
            self.climbed += 1

    deep = Deep("One")
    frame.set_areas(AREAS, {"clients": lambda: deep, "week": lambda: Probe("My week"), "one": lambda: Deep("One")})
    frame.show_page("one")
    QApplication.processEvents()
    ways = [one for one in frame.top.crumbs.findChildren(QAbstractButton) if one.isVisible()]
    assert [one.text() for one in ways] == ["Clients"]
    QTest.mouseClick(ways[0], Qt.MouseButton.LeftButton)
    come()
    assert frame.current is deep
    QApplication.processEvents()
    next(one for one in frame.top.crumbs.findChildren(QAbstractButton) if one.isVisible()).click()
    assert deep.climbed == 1


def test_a_badge_says_what_it_counts(frame: Frame) -> None:
    frame.set_badge("run", 4, "bad", "4 overdue")
    assert frame.rail.buttons["run"].accessibleName() == "Billing run, 4 overdue"


def test_the_session_can_be_taken_back_step_by_step_and_done_again(frame: Frame) -> None:
    frame.show_page("run")
    done: list[str] = []
    frame.notify("One held.", lambda: done.append("-1"), redo=lambda: done.append("+1"))
    frame.notify("Two held.", lambda: done.append("-2"), redo=lambda: done.append("+2"))
    shift = CTRL | Qt.KeyboardModifier.ShiftModifier
    for held in (CTRL, CTRL, CTRL, shift, shift, shift):
        key(frame, Qt.Key.Key_Z, held)
    assert done == ["-2", "-1", "+1", "+2"]
    assert frame.notices.text() == "Done again: Two held."
    frame.close_pages()
    frame.undo()
    assert done == ["-2", "-1", "+1", "+2"]


@pytest.mark.parametrize("percent", [100, 150])
def test_a_notice_with_a_long_path_is_never_cut(frame: Frame, theme: Theme, percent: int) -> None:
    theme.apply("light", percent)
    frame.resize(1024, 680)
    frame.show_page("run")
    path = "/home/grace/" + "a-very-long-folder-name-without-blanks/" * 6 + "x" * 90 + ".pdf"
    frame.notify(f"Saved to {path}.", lambda: None)
    QApplication.processEvents()
    words = frame.notices._text
    wanted = words.heightForWidth(words.width())
    widest = words.fontMetrics().boundingRect(0, 0, words.width(), 2000, int(Qt.TextFlag.TextWordWrap), words.text())
    assert widest.width() <= words.width()
    assert words.height() >= wanted
    assert frame.rect().contains(frame.notices.geometry())
    assert frame.notices.text() == f"Saved to {path}."
    key(frame, Qt.Key.Key_Escape)
    assert not frame.notices.isVisible()


def test_a_drawer_slides_over_the_list_and_escape_closes_it(qtbot: QtBot, frame: Frame) -> None:
    page = probe(frame, "run")
    panel = SidePanel("Draft")
    inside = Button("Approve")
    panel.body.addWidget(inside)
    rows = QPushButton("rows")
    sides = MainAndPanel(rows, panel)
    page.body.addWidget(sides, 1)
    frame.resize(1100, 700)
    QApplication.processEvents()
    assert panel.isHidden()
    before = rows.width()
    rows.setFocus()
    key(frame, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: panel.geometry().right() == sides.width() - 1)
    assert rows.width() == before == sides.width()
    assert focused() is inside
    key(frame, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert focused() is rows


DIGIT_ROW = [("&", 10), ("é", 11), ('"', 12)]


@pytest.mark.parametrize(("text", "scan"), DIGIT_ROW)
def test_the_areas_answer_to_a_french_digit_row_without_shift(frame: Frame, text: str, scan: int) -> None:
    frame.show_page("settings")
    place = [one[0] for one in DIGIT_ROW].index(text)
    press = QKeyEvent(QEvent.Type.KeyPress, ord(text.upper()), CTRL, scan, 0, 0, text)
    QApplication.sendEvent(focused() or frame, press)
    come()
    assert frame.current_key == AREAS[place].key


def test_the_areas_answer_to_a_french_digit_row_with_shift(frame: Frame) -> None:
    frame.show_page("week")
    key(frame, Qt.Key.Key_2, CTRL | Qt.KeyboardModifier.ShiftModifier)
    come()
    assert frame.current_key == "clients"


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_question_mark_is_one_with_and_without_shift(frame: Frame, held: Qt.KeyboardModifier) -> None:
    frame.show_page("run")
    key(frame, Qt.Key.Key_Question, held)
    assert frame.key_sheet.isVisible()


def test_a_comma_with_ctrl_opens_the_settings_on_every_keyboard(frame: Frame, qtbot: QtBot) -> None:
    frame.show_page("run")
    with qtbot.waitSignal(frame.settings_requested):
        key(frame, Qt.Key.Key_Comma, CTRL)
