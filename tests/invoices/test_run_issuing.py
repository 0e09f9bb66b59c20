"""Issuing from the billing run's screen: what is ticked, what crashes, what is canceled, what changed meanwhile."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.invoices.commands import issuing, set_po
from app.invoices.pdf import invoice_pdf
from app.invoices.queries import invariants, invoices
from app.qt.dialogs import ConfirmDialog
from app.qt.operations import SynchronousOperations
from app.qt.speech import speaker
from app.qt.waiting import WaitingBar
from tests.books import Office
from tests.invoices.run_scene import CTRL, Queued, approve_two, ask_issue, choose, drafts, page_of
from tests.samples.invoices import brightwater_april, collected, rows
from tests.windows import press

pytestmark = pytest.mark.usefixtures("light_look")


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
