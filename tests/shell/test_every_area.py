"""Everybody of the demo firm opens every area: nothing fails, nothing is cut off, nothing is there without a right."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.invoices.ui import BillingRunPage
from app.qt.elided import ElidedLabel
from app.qt.page import Page
from app.qt.table import RecordTable
from app.qt.task_list import TaskList
from app.shell import areas
from app.shell.pages.engagements import EngagementsPage
from app.shell.pages.start import StartPage
from app.timesheets.ui import ApprovalsPage
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")

A_SOW = 1
EVERYBODY = {
    "EF": [
        areas.START, areas.WEEK, areas.CLIENTS, areas.ENGAGEMENTS, areas.APPROVALS,
        areas.BILLING, areas.INVOICES, areas.COLLECTIONS,
    ],
    "GB": [
        areas.START, areas.WEEK, areas.CLIENTS, areas.ENGAGEMENTS, areas.APPROVALS,
        areas.BILLING, areas.INVOICES, areas.COLLECTIONS,
    ],
    "JW": [areas.START, areas.WEEK, areas.CLIENTS, areas.ENGAGEMENTS, areas.APPROVALS, areas.BILLING],
    "PR": [areas.WEEK, areas.CLIENTS, areas.ENGAGEMENTS],
}  # fmt: skip


@pytest.fixture
def demo(shared_demo: Demo) -> Demo:
    """These tests only look."""
    shared_demo.frame.resize(1440, 900)
    return shared_demo


def cut_off(root: QWidget) -> list[str]:
    """Texts that do not fit into their label or button."""
    found = []
    shown: list[QLabel | QPushButton] = [*root.findChildren(QLabel), *root.findChildren(QPushButton)]
    for widget in shown:
        if not widget.isVisible() or not widget.text() or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QPushButton):
            cut = widget.width() < widget.sizeHint().width()
        elif widget.wordWrap():
            cut = widget.height() < widget.heightForWidth(widget.width())
        else:
            cut = widget.contentsRect().width() < QFontMetrics(widget.font()).horizontalAdvance(widget.text())
        if cut:
            found.append(f"{widget.text()} ({widget.width()} x {widget.height()})")
    return found


def shown_keys(page: Page) -> list[str]:
    return [words for _keys, words in page.keys()]  # noqa: SIM118 - a page is no mapping


def test_everybody_opens_every_area_without_a_problem_and_reads_every_word(demo: Demo) -> None:
    demo.frame.resize(1024, 680)
    for initials, expected in EVERYBODY.items():
        demo.become(initials)
        assert list(demo.frame.rail.buttons) == expected
        for key, argument in [*((key, None) for key in expected), (areas.ENGAGEMENT, A_SOW), (areas.SETTINGS, None)]:
            demo.front()
            demo.frame.show_page(key, argument)
            demo.player.settle()
            where = f"{initials} at {key}"
            assert demo.player.problems == [], where
            assert demo.player.crashes == [], where
            assert cut_off(demo.frame) == [], where
            assert demo.frame.focusWidget() is not None, where
            assert demo.frame.isActiveWindow(), f"{where}: another window came up for a moment"


def test_a_consultant_s_engagements_are_those_worked_on_and_carry_no_money(demo: Demo) -> None:
    demo.become("PR")
    page = demo.player.go(areas.ENGAGEMENTS, EngagementsPage)
    assert [row.number for row in page.table.shown_rows()] == ["SOW-2026-014", "SOW-2026-011", "SOW-2026-017"]
    assert "budget" not in {column.key for column in page.table.model.columns}
    assert page.new_button.isHidden()
    assert demo.frame.rail.buttons[areas.ENGAGEMENTS].badge() == (3, "count")
    assert demo.frame.rail.buttons[areas.CLIENTS].badge()[0] == 0
    offered = {item.key for item in demo.frame.palette_layer.shown()}
    assert not offered & {"area:billing", "area:invoices", "area:collections", "do:export"}


def test_the_keyboard_is_in_the_list_as_soon_as_its_rows_are_there(demo: Demo) -> None:
    demo.become("EF")
    for key in (areas.START, areas.CLIENTS, areas.APPROVALS, areas.BILLING, areas.INVOICES, areas.COLLECTIONS):
        demo.at(key)
        page, here = demo.frame.current, demo.frame.focusWidget()
        assert page is not None
        lists = [*page.findChildren(RecordTable), *page.findChildren(TaskList)]
        assert any(one.isAncestorOf(here) for one in lists), key


def test_ctrl_l_from_anywhere_opens_the_line_of_my_week(demo: Demo) -> None:
    demo.become("GB")
    for key in (areas.COLLECTIONS, areas.SETTINGS, areas.WEEK):
        demo.at(key)
        demo.player.press("Ctrl+L")
        demo.player.settle()
        assert demo.frame.current_key == areas.WEEK
        here = demo.frame.focusWidget()
        assert here is not None
        assert here.accessibleName().startswith("Log time")


def test_receipts_that_wait_are_counted_where_somebody_decides(demo: Demo) -> None:
    demo.become("EF")
    start = demo.player.go(areas.START, StartPage)
    assert "3 expenses" in start.figures.approvals.accessibleName()
    assert demo.frame.rail.buttons[areas.APPROVALS].badge() == (3, "warn")
    page = demo.player.go(areas.APPROVALS, ApprovalsPage)
    assert page.table.nothing.sentence() == "No hours wait for your approval. They come here when a week is handed in."
    demo.front()
    page.table.setFocus()
    demo.player.press("Return")
    assert page.which.current == "expenses"


def test_keys_that_a_role_may_not_use_are_not_shown(demo: Demo) -> None:
    demo.become("JW")
    page = demo.player.go(areas.BILLING, BillingRunPage)
    assert "issue approved" not in shown_keys(page)
    assert page.issue_button.isHidden()
    demo.become("EF")
    page = demo.player.go(areas.BILLING, BillingRunPage)
    assert "issue approved" in shown_keys(page)


def test_in_a_small_window_the_side_panel_is_a_key_away(demo: Demo) -> None:
    demo.become("EF")
    demo.frame.resize(1024, 680)
    page = demo.player.go(areas.BILLING, BillingRunPage)
    assert page.keys()[0] == ("F4", "side panel")
    assert page.panel.isHidden()
    assert page.why.isHidden()
    demo.front()
    page.table.setFocus()
    demo.player.press("F4")
    assert not page.panel.isHidden()
    assert page.panel.isAncestorOf(demo.frame.focusWidget())
    demo.player.press("F4")
    assert page.table.view.hasFocus()
    demo.frame.resize(1440, 900)
    demo.player.settle()
    assert "side panel" not in shown_keys(page)
    assert page.why.isVisible()
