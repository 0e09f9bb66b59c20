"""The form of a statement of work, by keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.engagements.domain import SowState
from app.engagements.queries import sow_by_number, sow_form, sows
from app.engagements.ui import SowDialog
from app.qt.operations import SynchronousOperations
from tests.books import Office
from tests.engagements.screens import FORMATS, Typist, page_of, write
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review, pounds, standard_card
from tests.windows import picture, press

pytestmark = pytest.mark.usefixtures("light_look")


def dialog_of(page: QWidget, kind: type[Any] = SowDialog) -> Any:
    found = page.window().findChildren(kind)
    assert len(found) == 1
    return found[0]


def test_a_statement_of_work_is_agreed_by_keyboard(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    client_id = brightwater(sqlite_office)
    standard_card(sqlite_office)
    page = page_of(qtbot, operations)
    page.table.setFocus()
    page.ask()
    dialog = dialog_of(page)
    hand = Typist(dialog)
    hand.go(dialog.form.editor("client_id"))
    write(dialog.form.editor("client_id"), "Bright")
    hand.fill("title", "Tariff review")
    assert dialog.form.editor("number").text() == "SOW-2026-001"
    hand.fill("start_on", "4 May")
    hand.fill("end_on", "26/6/26")
    hand.fill("budget", "24,500")
    hand.fill("thresholds", "50 100")
    hand.fill("po_number", "4500200000")
    hand.fill("po_amount", "24500")
    rows = dialog.form.lines("rates")
    assert [rows.editor(place, "rate").text() for place in range(rows.count())] == ["240", "165", "125", "95"]
    hand.go(rows.editor(0, "hours"))
    hand.type(rows.editor(0, "hours"), "12.5")
    hand.go(rows.editor(3, "hours"))
    press(rows.editor(3, "hours"), Qt.Key.Key_Return)
    assert rows.count() == 5
    write(dialog.focusWidget(), "Jonas")
    hand.go(rows.editor(4, "rate"))
    hand.type(rows.editor(4, "rate"), "130.50")
    hand.fill("tasks", "Fieldwork: interviews, site visit\nSteering")
    picture(dialog, "sow-form")
    hand.submit()
    assert not (isValid(dialog) and dialog.isVisible())
    made = sqlite_office.book.read(sow_by_number, number="SOW-2026-001")
    assert made is not None
    assert (made.client_id, made.title, made.kind) == (client_id, "Tariff review", "Time and materials")
    assert (made.start_on, made.end_on, made.state) == (date(2026, 5, 4), date(2026, 6, 26), SowState.OPEN)
    assert (made.budget, made.thresholds, made.lead_initials) == (pounds(24500), (50, 100), "EF")
    assert [(rate.subject, rate.rate, rate.valid_from) for rate in made.rates][::4] == [
        ("Partner", Decimal(240), date(2026, 5, 4)),
        ("Jonas Weber", Decimal("130.5"), date(2026, 5, 4)),
    ]
    assert [(row.grade, row.seconds) for row in made.grade_budgets] == [("Partner", 45_000)]
    assert [(row.name, row.match_words) for row in made.tasks] == [
        ("Fieldwork", ("interviews", "site visit")),
        ("Steering", ()),
    ]
    assert [(order.number, order.amount) for order in made.purchase_orders] == [("4500200000", pounds(24500))]
    current = page.table.current_row()
    assert current is not None
    assert current.sow_id == made.sow_id


def dialog_for(
    qtbot: QtBot, operations: SynchronousOperations, office: Office, client_id: int
) -> tuple[SowDialog, Typist]:
    dialog = SowDialog(operations, FORMATS, office.book.read(sow_form), client_id=client_id)
    qtbot.addWidget(dialog)
    dialog.show()
    hand = Typist(dialog)
    for name, text in {"title": "Review", "end_on": "26 June", "budget": "100", "tasks": "Work"}.items():
        hand.fill(name, text)
    return dialog, hand


@pytest.mark.parametrize(
    "case",
    [
        ("number", "SOW-2026-014", "taken by another"),
        ("end_on", "1 April", "before the start"),
        ("thresholds", "90 75", "each higher"),
        ("tasks", "Work\nwork", "task called work"),
        ("budget", "12,34", "not a number"),
        ("title", "", "Please fill in: What it is about."),
    ],
    ids=lambda case: case[0],
)
def test_a_problem_stands_at_its_field_and_typing_is_kept(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, case: tuple[str, str, str]
) -> None:
    name, text, words = case
    client_id = brightwater(sqlite_office)
    billing_review(sqlite_office, client_id)
    dialog, hand = dialog_for(qtbot, operations, sqlite_office, client_id)
    hand.fill(name, text)
    if not text:
        press(dialog.form.editor(name), Qt.Key.Key_Backspace)
    hand.submit()
    assert dialog.isVisible()
    assert words in dialog.form.error_of(name)
    assert dialog.focusWidget() is dialog.form.editor(name)
    assert len(sqlite_office.book.read(sows)) == 1
    picture(dialog, f"sow-form-{name}")


def test_a_purchase_order_needs_its_number(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    dialog, hand = dialog_for(qtbot, operations, sqlite_office, brightwater(sqlite_office))
    hand.fill("po_amount", "100")
    hand.submit()
    assert "no number" in dialog.form.error_of("po_number")
    hand.fill("po_number", "77")
    hand.fill("po_valid_to", "1 April")
    hand.submit()
    assert "ends before it starts" in dialog.form.error_of("po_number")


def test_hours_of_a_person_are_refused_in_their_row(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    dialog, hand = dialog_for(qtbot, operations, sqlite_office, brightwater(sqlite_office))
    rows = dialog.form.lines("rates")
    for column, text in (("who", "Jonas"), ("rate", "130"), ("hours", "5")):
        hand.go(rows.editor(0, column))
        hand.type(rows.editor(0, column), text)
    hand.submit()
    assert "belong to a grade" in dialog.form.error_of("rates")
    assert dialog.focusWidget() is rows.editor(0, "hours")
