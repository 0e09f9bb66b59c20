"""Ways back in the billing run after other ways back: what came again under another number is still found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.invoices.commands import remove_draft, set_po
from app.invoices.domain import DraftState
from app.invoices.ui import BillingRunPage
from app.qt.operations import SynchronousOperations
from tests.books import Office
from tests.invoices.run_scene import choose, dialog_of, drafts, page_of, typed, ways_of
from tests.samples.engagements import pounds
from tests.windows import press


def adjust(page: BillingRunPage, amount: str, **more: str) -> None:
    press(page.table.view, Qt.Key.Key_W)
    typed(dialog_of(page), amount=amount, **more, why="Discount", more="As in March", title="Discount")


def test_an_adjustment_is_taken_back_after_its_draft_was_removed_and_came_back(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    before = choose(page, "Quayside")
    ways = ways_of(page)
    for amount in ("-20", "-7"):
        adjust(page, amount)
        choose(page, "Quayside")
    for _time in range(2):
        press(page.table.view, Qt.Key.Key_Delete)
        ways.pop()()
        assert choose(page, "Quayside").sums.adjusted == pounds(-27)
    ways.pop()()
    assert choose(page, "Quayside").sums.adjusted == pounds(-20)
    ways.pop()()
    assert choose(page, "Quayside").sums == before.sums


def test_an_adjustment_is_taken_back_after_it_was_ended_and_came_back(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    before = choose(page, "Brightwater")
    ways = ways_of(page)
    adjust(page, "-100", ends_on="31 March 2026")
    choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_F)
    assert choose(page, "Brightwater").sums == before.sums
    ways.pop()()
    assert choose(page, "Brightwater").sums.adjusted == pounds(-100)
    ways.pop()()
    assert choose(page, "Brightwater").sums == before.sums


def test_a_way_back_on_a_draft_that_is_gone_says_so(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Quayside")
    adjust(page, "-20")
    row = choose(page, "Quayside")
    sqlite_office.book.perform(remove_draft, draft_id=row.draft_id)
    page.banner.button.click()
    assert "Not undone: Quayside Theatre Trust adjusted. This line of a draft is no longer" in page.banner.text()


def test_a_reopened_draft_is_approved_again_and_the_approval_before_is_taken_back(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Quayside")
    ways = ways_of(page)
    press(page.table.view, Qt.Key.Key_A)
    assert choose(page, "Quayside").state is DraftState.APPROVED
    press(page.table.view, Qt.Key.Key_R)
    assert choose(page, "Quayside").state is DraftState.OPEN
    assert len(ways) == 2

    ways.pop()()
    assert choose(page, "Quayside").state is DraftState.APPROVED
    ways.pop()()
    assert choose(page, "Quayside").state is DraftState.OPEN


def test_a_draft_that_was_changed_after_it_was_reopened_is_not_approved_by_undo(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Quayside")
    press(page.table.view, Qt.Key.Key_A)
    choose(page, "Quayside")
    ways = ways_of(page)
    press(page.table.view, Qt.Key.Key_R)
    row = choose(page, "Quayside")
    sqlite_office.book.perform(set_po, draft_id=row.draft_id, version=row.version, po_number="4500")
    ways.pop()()
    assert "Quayside Theatre Trust is open again. This draft was changed since then." in page.banner.text()
    page.refresh()
    assert choose(page, "Quayside").state is DraftState.OPEN
