"""What tests of the billing run's screen share: its page with three drafts, its dialogs, a book that is busy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.invoices.queries import DraftRow
from app.invoices.ui import BillingRunPage
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.qt.dialogs import ConfirmDialog, FormDialog
from app.qt.operations import SynchronousOperations
from app.qt.telling import not_gone
from app.qt.undo import Answer, answer_told, own_way
from tests.books import Office
from tests.kept import kept
from tests.samples.clients import nordhavn, quayside
from tests.samples.engagements import clinic_retainer, margin_diagnostic
from tests.samples.invoices import brightwater_april, collected
from tests.samples.timesheets import log
from tests.windows import follow, press

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier


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


@kept
def to_bill(office: Office) -> None:
    """Work of three clients: Brightwater and Quayside are right, Nordhavn has a low rate."""
    brightwater_april(office)
    log(office, "JW", margin_diagnostic(office, nordhavn(office)).tasks["Margin model"], date(2026, 4, 9), "10")
    log(office, "PR", clinic_retainer(office, quayside(office)).tasks["PMO support"], date(2026, 4, 9), "11.5")


@kept
def drafts(office: Office) -> None:
    """A draft for each of the three."""
    to_bill(office)
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


def question_of(page: BillingRunPage) -> ConfirmDialog:
    question = page.actions_of.dialog
    assert isinstance(question, ConfirmDialog)
    question.activateWindow()
    QApplication.processEvents()
    return question


def typed(dialog: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        editor = dialog.form.editor(name)
        editor.setFocus()
        if isinstance(editor, QLineEdit):
            editor.selectAll()
        QTest.keyClicks(editor, text)
    press(dialog.focusWidget(), Qt.Key.Key_Return, CTRL)


def approve_two(page: BillingRunPage) -> None:
    for client in ("Brightwater", "Quayside"):
        choose(page, client)
        page.actions_of.approve()
        if isinstance(page.actions_of._operations, Queued):
            page.actions_of._operations.work()


def ask_issue(page: BillingRunPage) -> None:
    page.issue()
    question_of(page).verb.click()


def ways_of(page: BillingRunPage) -> list[Callable[[], object]]:
    """The ways back of what the page tells from now on."""
    ways: list[Callable[[], object]] = []

    def told(words: str, together: Callable[[], object] | None) -> None:
        answer = answer_told()
        if together is not None:
            ways.append(together)
        elif answer is not None and answer.way is not None:
            ways.append(partial(_gone, page, words, answer))

    page.actions_of.told.connect(told)
    return ways


def _gone(page: BillingRunPage, words: str, answer: Answer) -> None:
    assert answer.way is not None
    refused: Callable[[Problem], object] = lambda problem: page.banner.show_problem(not_gone(problem, words, back=True))
    with own_way():
        answer.run(answer.way.command, failed=refused)
