"""What a window tells and takes back, when another one stands in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.kernel.problems import Problem
from app.qt.frame import Area, Frame
from app.qt.notices import Banner
from app.qt.page import Page
from app.qt.telling import tell

CONTROL = Qt.KeyboardModifier.ControlModifier


class Spoken(Page):
    """A page with a place for problems."""

    def __init__(self) -> None:
        super().__init__("Clients")
        self.banner = Banner()
        self.body.addWidget(self.banner)


def window_of(qtbot: QtBot) -> tuple[Frame, Spoken]:
    made = Frame()
    qtbot.addWidget(made)
    made.set_areas([Area("clients", "Clients", "building-2")], {"clients": Spoken})
    made.show()
    page = made.show_page("clients")
    assert isinstance(page, Spoken)
    return made, page


def test_the_ways_back_of_a_window_go_on_in_the_one_that_takes_its_place(qtbot: QtBot) -> None:
    ended: list[str] = []
    undone: list[str] = []
    first, page = window_of(qtbot)
    tell(page, "Client added.", lambda: undone.append("added"))
    tell(page, "Client changed.", lambda: undone.append("changed"))
    second, _page = window_of(qtbot)
    second.take_over(first, lambda: ended.append("first"))
    first.hide()
    assert second.notices.text() == "Client changed."
    assert second.notices.can_undo

    third, _page = window_of(qtbot)
    third.take_over(second, lambda: ended.append("second"))
    second.hide()
    with qtbot.waitActive(third):
        third.activateWindow()
    QTest.keyClick(third, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(third, Qt.Key.Key_Z, CONTROL)
    assert undone == ["changed", "added"]

    tell(page, "Taken back.")
    assert third.notices.text() == "Taken back."
    page.banner.show_problem(Problem("client.used", "This client has invoices."))
    assert third.notices.text() == "This client has invoices."

    assert ended == []
    third.close_pages()
    assert ended == ["first", "second"]
    third.close_pages()
    assert ended == ["first", "second"]
