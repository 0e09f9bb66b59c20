"""The small steps after an agreement: task, rate, purchase order, change order, acceptance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.engagements.queries import SowRow, sow, sow_form
from app.engagements.ui import (
    accept_change_order_dialog,
    change_order_dialog,
    purchase_order_dialog,
    rate_dialog,
    task_dialog,
)
from app.qt.operations import SynchronousOperations
from tests.books import Office
from tests.engagements.screens import FORMATS, TODAY, run_step
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review, pounds

pytestmark = pytest.mark.usefixtures("light_look")


def test_each_later_step_is_a_small_dialog(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    sample = billing_review(sqlite_office, brightwater(sqlite_office))
    read: Callable[[], SowRow] = lambda: sqlite_office.book.read(sow, sow_id=sample.sow_id)
    day: Callable[[], date] = lambda: TODAY
    around = QWidget()
    qtbot.addWidget(around)
    row = read()
    dialog = task_dialog(operations, FORMATS, row, parent=around)
    run_step(dialog, {"name": "Close-out", "match": "wrap up", "change_order": "CO-02"})
    offer = sqlite_office.book.read(sow_form)
    dialog = rate_dialog(operations, FORMATS, row, offer, parent=around)
    run_step(dialog, {"rates": "Partner", "rate": "260", "valid_from": "1/5"})
    dialog = purchase_order_dialog(operations, FORMATS, row, today=day, parent=around)
    run_step(dialog, {"purchase_orders": "4500190000", "amount": "9,600.00"})
    dialog = change_order_dialog(operations, FORMATS, row, today=day, parent=around)
    assert dialog.form.editor("number").property("text") == "CO-03"
    run_step(dialog, {"title": "Fourth site", "amount": "5,000"})
    dialog = accept_change_order_dialog(operations, FORMATS, row.change_orders[1], today=day, parent=around)
    run_step(dialog, {"accepted_by": "Alice Mercer"})
    after = read()
    assert (after.tasks[-1].name, after.tasks[-1].change_order_number, after.tasks[-1].held) == (
        "Close-out",
        "CO-02",
        False,
    )
    assert (after.rates[-1].rate, after.rates[-1].valid_from) == (Decimal(260), date(2026, 5, 1))
    assert after.purchase_orders[-1].amount == pounds(9600)
    assert [order.number for order in after.change_orders] == ["CO-01", "CO-02", "CO-03"]
    assert after.budget == pounds(105600)
