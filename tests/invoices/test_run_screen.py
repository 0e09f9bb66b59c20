"""The billing run's screen: ticks, findings and their fixes, what is asked twice, what crashes, what is cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.engagements.commands import deliver_milestone
from app.engagements.queries import sow
from app.invoices.commands import hold_draft, issuing, set_po
from app.invoices.domain import DraftState, Reason, Shown, Sums
from app.invoices.pdf import invoice_pdf
from app.invoices.queries import DraftRow, RunOverview, draft, invariants, invoices, reason_counts, run_overview
from app.invoices.ui import BillingRunPage
from app.invoices.ui.columns import draft_columns
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.columns import total_text
from app.qt.dialogs import ConfirmDialog, FormDialog
from app.qt.operations import SynchronousOperations
from app.qt.preferences import current as preferences
from app.qt.speech import speaker
from app.qt.waiting import WaitingBar
from tests.books import Office
from tests.samples.clients import castlegate, nordhavn, quayside
from tests.samples.engagements import clinic_retainer, margin_diagnostic, operating_model, pounds, small_review
from tests.samples.invoices import APRIL_END, brightwater_april, collected, issued, rows
from tests.samples.timesheets import log
from tests.windows import follow, press

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("light_look")


class Queued(SynchronousOperations):
    """Operations that wait until they are asked to work, as a busy book does."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend, reraise=False)
        self.jobs: list[Callable[[], None]] = []

    def _start(self, job: Any, failed: Any, ended: Any) -> None:
        self.jobs.append(lambda: super(Queued, self)._start(job, failed, ended))

    def work(self, most: int = 1000) -> None:
        """Work off what is queued, and what that queues."""
        while self.jobs and most:
            self.jobs.pop(0)()
            most -= 1


@pytest.fixture
def queued(sqlite_office: Office) -> Iterator[Queued]:
    made = Queued(sqlite_office.book)
    yield made
    made.close()


def page_of(qtbot: QtBot, operations: SynchronousOperations, size: tuple[int, int] = (1240, 830)) -> BillingRunPage:
    page = BillingRunPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    if isinstance(operations, Queued):
        operations.work()
    page.activateWindow()
    page.table.setFocus()
    return page


def drafts(office: Office) -> None:
    """Brightwater is ready, Nordhavn has a low rate, Quayside is ready."""
    brightwater_april(office)
    log(office, "JW", margin_diagnostic(office, nordhavn(office)).tasks["Margin model"], date(2026, 4, 9), "10")
    log(office, "PR", clinic_retainer(office, quayside(office)).tasks["PMO support"], date(2026, 4, 9), "11.5")
    collected(office)


def choose(page: BillingRunPage, client: str) -> DraftRow:
    row = next(row for row in page.table.rows() if row.client_name.startswith(client))
    page.go_to(row.draft_id)
    found = page.current()
    assert found is not None
    return found


def dialog_of(page: BillingRunPage) -> FormDialog:
    dialog = page.actions_of.dialog
    assert isinstance(dialog, FormDialog)
    dialog.activateWindow()
    QApplication.processEvents()
    return dialog


def typed(dialog: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        editor = dialog.form.editor(name)
        editor.setFocus()
        if isinstance(editor, QLineEdit):
            editor.selectAll()
        QTest.keyClicks(editor, text)
    press(dialog.focusWidget(), Qt.Key.Key_Return, CTRL)


# ---------------------------------------------------------------------- fixes and reasons


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
    assert "needed" in dialog.form.error_of("reason")
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
    ways_back: list[Callable[[], object]] = []
    page.actions_of.told.connect(lambda _words, undo: ways_back.append(undo) if undo is not None else None)
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
    assert "Brightwater Utilities was changed since then. It stays as it is now." in page.banner.text()


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


# ---------------------------------------------------------------------- ticks and issuing


def test_a_blocked_draft_cannot_be_ticked_and_says_why_aloud(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    brightwater_april(sqlite_office)
    collected(sqlite_office, invoice_date=date(2026, 7, 1))
    page = page_of(qtbot, operations)
    said: list[str] = []
    speaker.said.connect(said.append)
    press(page.table.view, Qt.Key.Key_X)
    speaker.said.disconnect(said.append)
    assert "Brightwater Utilities cannot be ticked: no purchase order number." in said
    assert "no purchase order number" in page.list.banner.text()
    assert page.list.ticked() == []
    assert "cannot be ticked: no purchase order number" in page.table.model.sentence(0, 0)


def test_only_what_is_ticked_is_issued(qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    for client in ("Brightwater", "Quayside"):
        choose(page, client)
        press(page.table.view, Qt.Key.Key_X)
    assert page.foot.approve.words() == "Approve 2 ticked"
    page.foot.approve.click()
    assert "2 drafts approved." in page.banner.text()
    page.banner.button.click()
    assert page.approved() == []
    for client in ("Brightwater", "Quayside"):
        choose(page, client)
        press(page.table.view, Qt.Key.Key_X)
    page.foot.approve.click()
    assert "Issue 2 invoices \u00b7 \u00a343,659.72" in page.issue_button.words()
    choose(page, "Quayside")
    press(page.table.view, Qt.Key.Key_X)
    assert "Issue 1 invoice \u00b7 \u00a323,259.72" in page.issue_button.words()
    assert page.foot.preview.words() == "Preview 1 PDF"
    press(page.table.view, Qt.Key.Key_Return, CTRL)
    question = page.actions_of.dialog
    assert isinstance(question, ConfirmDialog)
    question.verb.click()
    assert [row.client_name for row in sqlite_office.book.read(invoices)] == ["Brightwater Utilities"]
    choose(page, "Quayside")
    press(page.table.view, Qt.Key.Key_R)
    assert page.list.ticked() == []


def approve_two(page: BillingRunPage) -> None:
    for client in ("Brightwater", "Quayside"):
        choose(page, client)
        page.actions_of.approve()
        if isinstance(page.actions_of._operations, Queued):
            page.actions_of._operations.work()


def ask_issue(page: BillingRunPage) -> None:
    page.issue()
    question = page.actions_of.dialog
    assert isinstance(question, ConfirmDialog)
    question.verb.click()


def test_when_the_second_crashes_the_first_is_said_to_be_issued(
    qtbot: QtBot, sqlite_office: Office, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, queued)
    approve_two(page)
    made = invoice_pdf

    def breaks(snapshot: Any) -> bytes:
        if snapshot.buyer.name.startswith("Quayside"):
            message = "the printer of the dreams"
            raise RuntimeError(message)
        return made(snapshot)

    monkeypatch.setattr(issuing, "invoice_pdf", breaks)
    ask_issue(page)
    queued.work()
    said = page.banner.text()
    assert "1 invoice issued: INV-2026-0001." in said
    assert "Quayside Theatre Trust was not issued" in said
    assert "1 draft stays." in said
    assert page.actions_of.issuing is None
    assert page.issue_button.isEnabled()
    assert sqlite_office.book.read(invariants) == []


def test_another_job_that_crashes_does_not_stop_the_row(qtbot: QtBot, sqlite_office: Office, queued: Queued) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, queued)
    approve_two(page)

    def broken(_reads: object) -> None:
        message = "some list elsewhere"
        raise RuntimeError(message)

    queued.read(broken, lambda _found: None)
    ask_issue(page)
    queued.read(broken, lambda _found: None)
    queued.work()
    assert "2 invoices issued: INV-2026-0001, INV-2026-0002." in page.banner.text()


def test_cancel_stops_after_the_current_one(qtbot: QtBot, sqlite_office: Office, queued: Queued) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, queued)
    approve_two(page)
    bar = WaitingBar(queued)
    qtbot.addWidget(bar)
    ask_issue(page)
    bar.appear()  # as it does after a second
    assert bar.text() == "Issuing invoices 0 of 2"
    bar.button.click()
    queued.work()
    assert "1 invoice issued: INV-2026-0001. 1 draft stays approved." in page.banner.text()


def test_what_changed_under_the_question_is_not_issued(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    from app.invoices.commands import approve_draft, reopen_draft

    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    approve_two(page)
    page.issue()
    question = page.actions_of.dialog
    assert isinstance(question, ConfirmDialog)
    row = next(row for row in rows(sqlite_office) if row.client_name.startswith("Quayside"))
    sqlite_office.book.perform(reopen_draft, draft_id=row.draft_id)
    changed = sqlite_office.book.perform(set_po, draft_id=row.draft_id, po_number="77").result
    sqlite_office.book.perform(approve_draft, draft_id=row.draft_id, version=changed.version)
    question.verb.click()
    said = page.banner.text()
    assert "1 invoice issued: INV-2026-0001." in said
    assert "Quayside Theatre Trust was not issued: This draft was changed after you looked at it." in said


# ---------------------------------------------------------------------- the rest of the screen


def test_a_line_of_what_is_not_ready_leads_to_its_draft(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    held = next(row for row in rows(sqlite_office) if row.client_name.startswith("Quayside"))
    sqlite_office.book.perform(hold_draft, draft_id=held.draft_id, reason="Anna is away")
    page = page_of(qtbot, operations)
    assert page.why.text().splitlines() == [
        "Quayside Theatre Trust: Anna is away, \u00a310,200.00"
        if held.sums.gross == pounds(10200)
        else f"Quayside Theatre Trust: Anna is away, {FORMATS.money(held.sums.gross)}",
        "Nordhavn Logistics A/S: rate below SOW, \u00a3100.00 short",
    ]
    page.list.choose_cut("hold")
    line = page.why.lines()[1]
    line.setFocus()
    press(line, Qt.Key.Key_Return)
    chosen = page.current()
    assert chosen is not None
    assert chosen.client_name == "Nordhavn Logistics A/S"
    assert page.table.view.hasFocus()


def test_tab_goes_from_the_list_to_the_panel_and_last_to_what_issues(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations, (1300, 830))
    choose(page, "Brightwater")
    press(page.table.view, Qt.Key.Key_A)
    choose(page, "Nordhavn")
    met: list[str] = []
    for _stop in range(12):
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        assert here is not None
        met.append(here.accessibleName())
    wanted = ["Use SOW rate", "Keep \u00a3125.00\u2026", "Nordhavn Logistics A/S: rate below SOW, \u00a3100.00 short"]
    places = [met.index(words) for words in (*wanted, "Preview 1 PDF", page.issue_button.words())]
    assert places == sorted(places)


def test_the_month_before_is_held_against_the_run(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    assert page.why.against() == ""
    approve_two(page)
    ask_issue(page)
    sample = small_review(sqlite_office, next(row.client_id for row in rows(sqlite_office)))
    log(sqlite_office, "PR", sample.tasks["Reading"], date(2026, 4, 30), "2")
    collected(sqlite_office, date(2026, 5, 31))
    page.refresh()
    assert "Net invoiced in April \u00a336,383.10" in page.why.against()


def test_the_buttons_of_the_panel_step_through_the_drafts(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    assert (page.panel.place.text(), page.panel.before.isEnabled()) == ("1 of 3", False)
    QTest.mouseClick(page.panel.after, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert page.panel.place.text() == "2 of 3"


def test_a_small_window_keeps_rows_and_gives_up_the_lower_card(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations, (960, 600))
    page._take(many(sqlite_office.book.read(run_overview), 12))
    QApplication.processEvents()
    assert not page.why.isVisible()
    assert page.table.view.viewport().height() >= 4 * page.table.view.rowHeight(0)
    assert not page.panel.isVisible()
    QTest.keyClick(page.table.view, Qt.Key.Key_F4)
    assert page.panel.isVisible()


def many(overview: RunOverview, count: int) -> RunOverview:
    made = tuple(
        replace(overview.rows[place % len(overview.rows)], draft_id=1000 + place, client_name=f"Client {place:03}")
        for place in range(count)
    )
    return replace(overview, rows=made)


def test_two_hundred_drafts_are_one_list(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    drafts(sqlite_office)
    page = page_of(qtbot, operations)
    page._take(many(sqlite_office.book.read(run_overview), 200))
    assert len(page.table.shown_rows()) == 200
    assert page.why._more.text().startswith("and ")
    for _turn in range(30):
        press(page.table.view, Qt.Key.Key_J)
    assert page.panel.place.text() == "31 of 200"


def test_more_drafts_need_no_more_statements(sqlite_office: Office) -> None:
    from sqlalchemy import event

    seen: list[str] = []
    event.listen(sqlite_office.book.engine, "before_cursor_execute", lambda *facts: seen.append(str(facts[2])))
    counts = []
    drafts(sqlite_office)
    for number in range(3):
        seen.clear()
        sqlite_office.book.read(run_overview)
        counts.append(sum(text.lstrip().upper().startswith("SELECT") for text in seen))
        client_id = rows(sqlite_office)[0].client_id
        if number == 0:
            sample = small_review(sqlite_office, client_id)
            log(sqlite_office, "PR", sample.tasks["Reading"], date(2026, 4, 9), "2")
            collected(sqlite_office, APRIL_END)
    assert counts[0] == counts[1] == counts[2]


AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=40)


@given(amounts=AMOUNTS, currencies=st.lists(st.sampled_from(["GBP", "EUR"]), min_size=40, max_size=40))
@settings(max_examples=40, deadline=None)
def test_the_totals_row_is_the_sum_of_the_rows_for_each_currency(amounts: list[int], currencies: list[str]) -> None:
    made = []
    for minor, currency in zip(amounts, currencies, strict=False):
        amount = Money(minor, currency)
        zero = Money.zero(currency)
        made.append(Sums(work=amount, adjusted=zero, expenses=zero, net=amount, tax=zero, gross=amount))
    column = next(one for one in draft_columns() if one.key == "total")
    listed = [_Line(sums) for sums in made]
    expected = []
    for currency in dict.fromkeys(item.gross.currency for item in made):
        total = sum((item.gross.minor for item in made if item.gross.currency == currency), 0)
        expected.append(FORMATS.money(Money(total, currency)))
    assert total_text(column, listed, FORMATS) == " + ".join(expected)


class _Line:
    def __init__(self, sums: Sums) -> None:
        self.sums = sums
