"""Today: what waits for each person of the demo firm, by keyboard, and only what the role may see."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.burn.queries import alerts
from app.invoices.ui import BillingRunPage
from app.qt.dialogs import FormDialog
from app.receivables.ui import CollectionsPage
from app.shell import areas
from app.shell.pages.start import StartPage
from app.shell.pages.today import today_view
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


def titles(page: StartPage) -> list[tuple[str, str, str]]:
    return [(task.heading, task.title, task.amount) for task in page.tasks.tasks()]


def test_a_partner_finds_everything_that_waits_with_its_sums(shared_demo: Demo) -> None:
    shared_demo.become("EF")
    page = shared_demo.player.go(areas.START, StartPage)
    assert titles(page) == [
        ("Budgets", "75% of the budget reached on 29 Apr", ""),
        ("Money owed", "Castlegate Property Group", "£36,000.00"),
        ("Money owed", "Foxglove Foods Ltd", "£9,432.00"),
        ("Money owed", "Castlegate Property Group", "£3,600.00"),
        ("Money owed", "Quayside Theatre Trust", "£4,104.00"),
        ("Money owed", "Nordhavn Logistics A/S", "£11,250.00"),
        ("Time and expenses", "3 expenses wait for approval", "£312.40"),
        ("Billing run", "2 drafts wait for your approval", "£11,903.60"),
        ("Billing run", "3 drafts are approved and not issued", "£70,629.72"),
        ("Billing run", "2 drafts are blocked or on hold", "£14,433.00"),
        ("Clients", "Tamar Robotics Ltd is not ready to bill", ""),
    ]
    assert (page.figures.approvals.value(), page.figures.approvals.sub()) == ("3 expenses", "no hours wait")
    assert page.figures.owed.value() == "£121,032.00"
    assert page.figures.drafts.value() == "£96,966.32"
    view = shared_demo.player.read(today_view)
    assert sum(row.balance.minor for row in view.overdue) == 6_438_600


def test_every_task_is_a_sentence_with_a_verb_on_its_button(shared_demo: Demo) -> None:
    shared_demo.become("EF")
    page = shared_demo.player.go(areas.START, StartPage)
    tasks = page.tasks.tasks()
    assert len(tasks) > 1
    for task in tasks:
        button = page.tasks.button(task.key)
        assert button.words() == task.action
        assert task.title in button.accessibleDescription()


def test_arrows_move_over_the_tasks_and_enter_leads_on(shared_demo: Demo) -> None:
    shared_demo.become("EF")
    shared_demo.front()
    page = shared_demo.player.go(areas.START, StartPage)
    tasks = page.tasks.tasks()
    page.tasks.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.tasks.button(tasks[0].key).hasFocus()
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_J)
    assert page.tasks.button(tasks[2].key).hasFocus()
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_K)
    shared_demo.player.press("Return", page.focusWidget())
    collections = shared_demo.frame.current
    assert isinstance(collections, CollectionsPage)
    row = collections.table.current_row()
    assert row is not None
    assert row.number == "INV-2026-0091"
    page = shared_demo.player.go(areas.START, StartPage)
    QTest.keyClick(page.tasks.button(tasks[0].key), Qt.Key.Key_End)
    assert page.tasks.button(tasks[-1].key).hasFocus()
    shared_demo.player.click(page.tasks.button(("drafts", "approved")))
    assert isinstance(shared_demo.frame.current, BillingRunPage)


def test_a_manager_sees_the_own_work_and_no_sums_owed(shared_demo: Demo) -> None:
    shared_demo.become("JW")
    page = shared_demo.player.go(areas.START, StartPage)
    assert {task.heading for task in page.tasks.tasks()} == {"Billing run"}
    assert not page.figures.owed.isVisible()
    assert not page.figures.overdue.isVisible()


def test_an_alert_is_acknowledged_by_keyboard_and_the_next_task_has_the_keyboard(demo: Demo) -> None:
    demo.become("EF")
    page = demo.player.go(areas.START, StartPage)
    (alert,) = demo.player.read(alerts)
    demo.player.focus(page.tasks.button(("alert", alert.alert_id)))
    demo.player.press("Return")
    dialog = demo.player.dialog(FormDialog)
    demo.player.fill(dialog, note="A change order follows.")
    demo.player.submit(dialog)
    first = page.tasks.tasks()[0]
    assert first.heading == "Money owed"
    demo.front()
    assert page.focusWidget() is page.tasks.button(first.key)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 680)])
def test_figures_stand_beside_the_list_or_leave_it_the_room(shared_demo: Demo, width: int, height: int) -> None:
    shared_demo.become("EF")
    shared_demo.frame.resize(width, height)
    page = shared_demo.player.go(areas.START, StartPage)
    assert page.tasks.height() > page.height() // 2
    assert page.figures.isVisible()
    shared_demo.frame.resize(1440, 900)
