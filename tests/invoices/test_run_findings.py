"""Findings on the billing run's screen: their fixes, reasons, what is asked twice, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.engagements.commands import deliver_milestone
from app.engagements.queries import sow
from app.invoices.commands import set_po
from app.invoices.domain import DraftState, Reason, Shown
from app.invoices.queries import draft, reason_counts
from app.qt.operations import SynchronousOperations
from app.qt.preferences import current as preferences
from tests.books import Office
from tests.invoices.run_scene import CTRL, Queued, choose, dialog_of, drafts, page_of, typed, ways_of
from tests.samples.clients import castlegate
from tests.samples.engagements import operating_model, pounds
from tests.samples.invoices import brightwater_april, collected, issued
from tests.windows import press

pytestmark = pytest.mark.usefixtures("light_look")


def test_the_panel_says_the_finding_first_and_f_uses_the_rate_of_the_sow(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Nordhavn")
    finding = page.panel.finding
    assert finding.heading.text() == "Rate is below the SOW rate card"
    assert (
        finding.sentence.text() == "10.0 h by Jonas Weber use \u00a3125.00. SOW-2026-009 says \u00a3135.00 from 1 Apr."
    )
    assert (
        finding.box.accessibleName()
        == "Now 10.0 h \u00d7 \u00a3125.00 = \u00a31,250.00, with the fix 10.0 h \u00d7 \u00a3135.00 = \u00a31,350.00,"
        " difference +\u00a3100.00"
    )
    assert (finding.fix.words(), finding.keep.words()) == ("Use SOW rate", "Keep \u00a3125.00\u2026")
    assert page.panel.checks.count() == "8 of 9 pass"
    press(page.table.view, Qt.Key.Key_F)
    assert choose(page, "Nordhavn").sums.net == pounds(1350)
    assert not finding.isVisible()
    page.banner.button.click()
    assert choose(page, "Nordhavn").sums.net == pounds(1250)


def test_keeping_a_rate_asks_for_a_reason_once_and_counts_it(
    qtbot: QtBot, sqlite_office: Office, queued: Queued
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, queued)
    choose(page, "Nordhavn")
    for _turn in range(2):
        page.panel.finding.keep.click()
    queued.work()
    assert len([one for one in page.findChildren(QDialog) if one.isVisible()]) == 1
    dialog = dialog_of(page)
    press(dialog.focusWidget(), Qt.Key.Key_Return, CTRL)
    queued.work()
    assert dialog.form.error_of("reason") == "Please choose: Reason."
    typed(dialog, reason="Promised", text="Until May")
    queued.work()
    assert page.actions_of.dialog is None
    assert choose(page, "Nordhavn").shown is Shown.READY
    counts = {item.reason: item.kept for item in sqlite_office.book.read(reason_counts)}
    assert counts[Reason.PROMISE] == 1
    page.banner.button.click()
    queued.work()
    assert choose(page, "Nordhavn").shown is Shown.CHECK


def test_an_approval_with_an_open_question_is_refused_with_the_way_out(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Nordhavn")
    press(page.table.view, Qt.Key.Key_A)
    assert "Use the SOW rate, or keep the lower one with a reason." in page.banner.text()
    assert choose(page, "Nordhavn").state is DraftState.OPEN


def test_a_second_press_on_an_old_row_says_nothing_untrue(qtbot: QtBot, sqlite_office: Office, queued: Queued) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, queued)
    choose(page, "Brightwater")
    for _turn in range(3):
        page.actions_of.approve()
    queued.work()
    assert "changed" not in page.banner.text()
    assert "Brightwater Utilities approved." in page.banner.text()
    choose(page, "Nordhavn")
    for _turn in range(3):
        press(page.table.view, Qt.Key.Key_F)
    queued.work()
    assert "billed at the SOW rate" in page.banner.text()
    choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_R)
    press(page.table.view, Qt.Key.Key_R)
    queued.work()
    assert "is open again" in page.banner.text()
    press(page.table.view, Qt.Key.Key_A)
    queued.work()
    assert choose(page, "Brightwater").state is DraftState.APPROVED


def test_w_pressed_twice_opens_one_dialog(qtbot: QtBot, sqlite_office: Office, queued: Queued) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, queued)
    choose(page, "Brightwater")
    for key in (Qt.Key.Key_W, Qt.Key.Key_W, Qt.Key.Key_H):
        press(page.table.view, key)
    queued.work()
    assert len([one for one in page.findChildren(QDialog) if one.isVisible()]) == 1
    dialog = dialog_of(page)
    typed(dialog, amount="-250", why="Goodwill", title="Goodwill")
    queued.work()
    assert choose(page, "Brightwater").sums.adjusted == pounds(-250)
    page.banner.button.click()
    queued.work()
    assert choose(page, "Brightwater").sums.adjusted == pounds(0)


def test_a_dialog_that_was_overtaken_can_be_sent_again(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    row = choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_H)
    dialog = dialog_of(page)
    sqlite_office.book.perform(set_po, draft_id=row.draft_id, po_number="4500187321 ", version=row.version)
    sqlite_office.book.perform(set_po, draft_id=row.draft_id, po_number="77", version=None)
    page.refresh()
    typed(dialog, reason="Ask Alice")
    assert dialog.isVisible()
    press(dialog.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert choose(page, "Brightwater").hold_reason == "Ask Alice"


def test_removing_is_undone_with_what_was_adjusted(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    before = choose(page, "Quayside")
    press(page.table.view, Qt.Key.Key_W)
    typed(dialog_of(page), amount="-20", why="Goodwill", title="Goodwill")
    press(page.table.view, Qt.Key.Key_Delete)
    assert "Quayside Theatre Trust" not in [row.client_name for row in page.table.rows()]
    page.banner.button.click()
    assert choose(page, "Quayside").sums.net == before.sums.net - pounds(20)


def test_single_letters_rest_when_they_are_switched_off(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Brightwater")
    preferences.now = replace(preferences.now, letters=False)
    try:
        for key in (Qt.Key.Key_A, Qt.Key.Key_F, Qt.Key.Key_W, Qt.Key.Key_X):
            press(page.table.view, key)
    finally:
        preferences.now = replace(preferences.now, letters=True)
    assert page.actions_of.dialog is None
    assert page.approved() == []


def test_a_manager_hands_to_the_approver_what_only_the_office_may_change(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    sqlite_office.act_as("JW")
    page = page_of(qtbot, operations)
    row = choose(page, "Nordhavn")
    assert page.panel.finding.fix.words() == f"Hand to {row.approver_name}\u2026"
    press(page.table.view, Qt.Key.Key_F)
    dialog = dialog_of(page)
    press(dialog.focusWidget(), Qt.Key.Key_Return, CTRL)
    held = choose(page, "Nordhavn")
    assert held.hold_reason == f"For {row.approver_name}: Rate is below the SOW rate card"
    assert page.why.against() == ""  # sums of other months are not a manager's


def test_what_was_done_in_a_row_is_taken_back_in_a_row(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    before = choose(page, "Nordhavn")
    ways_back = ways_of(page)
    press(page.table.view, Qt.Key.Key_F)
    choose(page, "Nordhavn")
    press(page.table.view, Qt.Key.Key_W)
    typed(dialog_of(page), amount="-20", why="Goodwill", title="Goodwill")
    choose(page, "Nordhavn")
    press(page.table.view, Qt.Key.Key_P)
    typed(dialog_of(page), po_number="77")
    choose(page, "Nordhavn")
    press(page.table.view, Qt.Key.Key_A)
    assert choose(page, "Nordhavn").state in {DraftState.OPEN, DraftState.APPROVED}
    assert len(ways_back) >= 3
    for undo in reversed(ways_back):
        undo()
    after = choose(page, "Nordhavn")
    assert replace(after, version=before.version, decided_at=None, decided_by="") == replace(
        before, decided_at=None, decided_by=""
    )
    assert "changed" not in page.banner.text()


def test_a_way_back_that_was_overtaken_says_so(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    row = choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_P)
    typed(dialog_of(page), po_number="77")
    sqlite_office.book.perform(set_po, draft_id=row.draft_id, po_number="78")
    page.banner.button.click()
    assert "This draft was changed since then. It stays as it is now." in page.banner.text()


def test_f_where_nothing_is_to_be_fixed_says_so(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_F)
    assert "nothing to fix" in page.banner.text()


def test_what_was_kept_can_be_asked_again_later(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Nordhavn")
    press(page.table.view, Qt.Key.Key_L)
    typed(dialog_of(page), reason="Goodwill")
    choose(page, "Nordhavn")
    assert page.panel.again.isVisible()
    page.panel.again.click()
    assert choose(page, "Nordhavn").shown is Shown.CHECK
    assert not page.panel.again.isVisible()


def test_a_purchase_order_is_recorded_by_keyboard_and_taken_back(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office, invoice_date=date(2026, 7, 1))
    page = page_of(qtbot, operations)
    press(page.table.view, Qt.Key.Key_F)
    typed(dialog_of(page), number="4500190000", amount="40000", valid_from="1 July 2026")
    assert choose(page, "Brightwater").po_number == "4500190000"
    assert page.actions_of.dialog is None
    page.banner.button.click()
    assert choose(page, "Brightwater").shown is Shown.BLOCKED
    press(page.table.view, Qt.Key.Key_P)
    typed(dialog_of(page), po_number="77")
    assert choose(page, "Brightwater").po_number == "77"
    page.banner.button.click()
    assert choose(page, "Brightwater").po_number == ""


def test_an_acceptance_is_recorded_by_keyboard_and_taken_back(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    sample = operating_model(sqlite_office, castlegate(sqlite_office))
    issued(sqlite_office, collected(sqlite_office)[0])
    milestone = sqlite_office.book.read(sow, sow_id=sample.sow_id).milestones[3]
    sqlite_office.book.perform(deliver_milestone, milestone_id=milestone.milestone_id, delivered_on=date(2026, 4, 30))
    collected(sqlite_office)
    page = page_of(qtbot, operations)
    assert not page.panel.hold.isVisible()  # collecting holds it, nobody can let it go on
    press(page.table.view, Qt.Key.Key_F)
    typed(dialog_of(page), accepted_on="30 April 2026")
    assert choose(page, "Castlegate").shown is Shown.READY
    page.banner.button.click()
    assert choose(page, "Castlegate").shown is Shown.HOLD


def test_an_ended_discount_is_ended_and_comes_back_as_it_was(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_W)
    typed(dialog_of(page), amount="-100", ends_on="31 March 2026", why="Discount", more="As in March", title="Discount")
    row = choose(page, "Brightwater")
    assert (row.shown, row.why) == (Shown.CHECK, "discount ended 31 Mar")
    before = sqlite_office.book.read(draft, draft_id=row.draft_id).lines[-1]
    press(page.table.view, Qt.Key.Key_F)
    assert choose(page, "Brightwater").sums.adjusted == pounds(0)
    page.banner.button.click()
    after = sqlite_office.book.read(draft, draft_id=row.draft_id).lines[-1]
    assert replace(after, line_id=before.line_id, version=before.version) == before
