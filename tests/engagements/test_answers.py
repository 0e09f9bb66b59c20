"""What happened between firm and client is recorded in small dialogs: sent, accepted, declined, delivered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.engagements.commands import send_change_order
from app.engagements.queries import ChangeOrderRow, MilestoneRow, change_order, sow
from app.engagements.ui import (
    accept_change_order_dialog,
    accept_milestone_dialog,
    decline_change_order_dialog,
    deliver_milestone_dialog,
    send_change_order_dialog,
)
from app.engagements.ui.answers import AnswerDialog
from app.qt.operations import SynchronousOperations
from tests.books import Office
from tests.engagements.screens import FORMATS, TODAY, run_step
from tests.samples.clients import brightwater, castlegate
from tests.samples.engagements import billing_review, operating_model
from tests.windows import type_into

pytestmark = pytest.mark.usefixtures("light_look")


Answer = Callable[[AnswerDialog[Any], ChangeOrderRow | MilestoneRow, dict[str, str]], None]


@pytest.fixture
def answer(qtbot: QtBot, operations: SynchronousOperations) -> Answer:
    """Asks about a row; the answer is typed."""
    around = QWidget()
    qtbot.addWidget(around)

    def asked(asks: AnswerDialog[Any], row: ChangeOrderRow | MilestoneRow, typed: dict[str, str]) -> None:
        run_step(asks(operations, FORMATS, row, today=lambda: TODAY, parent=around), typed)

    return asked


@pytest.mark.parametrize(
    ("asks", "typed", "recorded"),
    [
        (send_change_order_dialog, {"sent_on": "20 Apr"}, {"sent_on": date(2026, 4, 20)}),
        (accept_change_order_dialog, {"accepted_by": "Alice"}, {"accepted_by": "Alice", "accepted_on": TODAY}),
        (decline_change_order_dialog, {"reason": "Next year"}, {"declined_on": TODAY, "declined_reason": "Next year"}),
    ],
)
def test_an_answer_to_a_change_order_is_recorded_with_its_day(
    asks: AnswerDialog[ChangeOrderRow],
    typed: dict[str, str],
    recorded: dict[str, object],
    answer: Answer,
    sqlite_office: Office,
) -> None:
    sample = billing_review(sqlite_office, brightwater(sqlite_office))
    waiting = sqlite_office.book.read(sow, sow_id=sample.sow_id).change_orders[1]
    answer(asks, waiting, typed)
    after = sqlite_office.book.read(sow, sow_id=sample.sow_id).change_orders[1]
    assert {name: getattr(after, name) for name in recorded} == recorded


def test_a_milestone_is_delivered_and_then_accepted(answer: Answer, sqlite_office: Office) -> None:
    sample = operating_model(sqlite_office, castlegate(sqlite_office))
    last = sqlite_office.book.read(sow, sow_id=sample.sow_id).milestones[3]
    answer(deliver_milestone_dialog, last, {"delivered_on": "28 Apr"})
    answer(accept_milestone_dialog, last, {})
    after = sqlite_office.book.read(sow, sow_id=sample.sow_id).milestones[3]
    assert (after.delivered_on, after.accepted_on) == (date(2026, 4, 28), TODAY)


def test_two_who_record_the_same_answer_see_both_days(
    qtbot: QtBot, operations: SynchronousOperations, sqlite_office: Office
) -> None:
    sample = billing_review(sqlite_office, brightwater(sqlite_office))
    waiting = sqlite_office.book.read(sow, sow_id=sample.sow_id).change_orders[1]
    around = QWidget()
    qtbot.addWidget(around)
    dialog = send_change_order_dialog(operations, FORMATS, waiting, today=lambda: TODAY, parent=around)
    dialog.open()
    type_into(dialog.form, "sent_on", "22 Apr")
    other = date(2026, 4, 21)
    sqlite_office.book.perform(
        send_change_order, change_order_id=waiting.change_order_id, sent_on=other, version=waiting.version
    )
    dialog.form.submit()
    assert dialog.typing is not None
    assert dialog.typing.editing is not None
    question = dialog.typing.editing.dialog
    assert question is not None
    assert [(row.found.mine, row.found.theirs) for row in question.rows] == [("22 Apr 2026", "21 Apr 2026")]
    question.rows[0].choice.choose("theirs")
    question.save.click()
    now = sqlite_office.book.read(change_order, change_order_id=waiting.change_order_id)
    assert now is not None
    assert now.sent_on == other
