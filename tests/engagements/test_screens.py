"""The list of engagements and the form of a statement of work, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlalchemy import event

from app.engagements.domain import SowState
from app.engagements.queries import SowRow, sow, sow_by_number, sow_form, sow_list, sows
from app.engagements.ui import (
    SowDialog,
    accept_change_order_dialog,
    change_order_dialog,
    purchase_order_dialog,
    rate_dialog,
    task_dialog,
)
from app.kernel.formats import Formats
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.shell.pages.engagement_list import engagement_list
from app.shell.pages.engagements import EngagementsPage
from tests.books import Office
from tests.samples.clients import brightwater, castlegate
from tests.samples.engagements import (
    billing_review,
    clinic_retainer,
    margin_diagnostic,
    operating_model,
    pounds,
    small_review,
    standard_card,
)
from tests.samples.timesheets import log
from tests.windows import follow, picture, press

FORMATS = Formats("en-GB", "Europe/London")
TODAY = date(2026, 4, 30)
pytestmark = pytest.mark.usefixtures("light_look")


def page_of(qtbot: QtBot, operations: SynchronousOperations) -> EngagementsPage:
    page = EngagementsPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1180, 620)
    page.show()
    page.activateWindow()
    return page


def dialog_of(page: QWidget, kind: type[Any] = SowDialog) -> Any:
    found = page.window().findChildren(kind)
    assert len(found) == 1
    return found[0]


def shown_titles(page: EngagementsPage) -> list[str]:
    return [row.number for row in page.table.shown_rows()]


def write(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)
    QApplication.processEvents()


class Typist:
    """Somebody who fills a form without a mouse: Tab from field to field, typing."""

    def __init__(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.activateWindow()

    def go(self, widget: QWidget) -> None:
        """Press Tab until a widget has the focus."""
        for _step in range(80):
            if self.dialog.focusWidget() is widget:
                return
            press(self.dialog.focusWidget(), Qt.Key.Key_Tab)
        message = f"Tab never reaches {widget.accessibleName()}"
        raise AssertionError(message)

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        editor = self.dialog.form.editor(name)
        self.go(editor)
        self.type(editor, text)

    def type(self, editor: QWidget, text: str) -> None:
        if isinstance(editor, QComboBox):
            write(editor, text)
        elif isinstance(editor, QPlainTextEdit):
            editor.selectAll()
            for place, line in enumerate(text.split("\n")):
                if place:
                    press(editor, Qt.Key.Key_Return)
                write(editor, line)
        elif isinstance(editor, QLineEdit):
            editor.selectAll()
            write(editor, text)

    def submit(self) -> None:
        press(self.dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_list_shows_who_what_until_when_and_how_much(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    client = castlegate(sqlite_office)
    operating_model(sqlite_office, client)
    clinic_retainer(sqlite_office, client)
    page = page_of(qtbot, operations)
    picture(page, "engagements")
    assert shown_titles(page) == ["SOW-2026-014", "SOW-2025-041", "SOW-2026-017"]
    text = page.table.to_csv()
    for words in (
        "Billing controls review",
        "Brightwater Utilities",
        "Time and materials, capped",
        "96000.00,GBP",
        "2026-05-29",
    ):
        assert words in text


def test_typing_filters_and_enter_opens(qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    sample = clinic_retainer(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations)
    page.table.setFocus()
    press(page.table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    first = page.list.filter
    write(first, "clin")
    assert shown_titles(page) == ["SOW-2026-017"]
    with qtbot.waitSignal(page.opened) as opened:
        press(first, Qt.Key.Key_Return)
    assert opened.args == [sample.sow_id]
    press(first, Qt.Key.Key_Down)
    assert page.focusWidget() is page.table.view
    with qtbot.waitSignal(page.opened):
        press(page.table.view, Qt.Key.Key_Return)


def test_finished_engagements_are_under_all(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    from app.engagements.commands import finish_sow

    sample = billing_review(sqlite_office, brightwater(sqlite_office))
    page = page_of(qtbot, operations)
    operations.run(finish_sow, sow_id=sample.sow_id)
    assert shown_titles(page) == []
    page.list.choose_cut("finished")
    assert shown_titles(page) == ["SOW-2026-014"]


def test_a_budget_that_crossed_a_line_is_to_be_watched_and_says_so_in_a_word(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    sample = small_review(sqlite_office, brightwater(sqlite_office))
    clinic_retainer(sqlite_office, castlegate(sqlite_office))
    log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 28), "6", "Review")
    sqlite_office.act_as("EF")
    page = page_of(qtbot, operations)
    page.list.choose_cut("watch")
    assert shown_titles(page) == ["SOW-2026-090"]
    said = [page.table.model.sentence(0, place) for place in range(len(page.table.model.columns))]
    assert "Used: £990.00" in said
    assert "Part of the budget used: 99%" in said
    assert "State: Watch" in said
    assert any(sentence.startswith("Forecast: ") for sentence in said)
    assert page.head.detail() == "2 open, 1 to watch: a budget line crossed or past its end"
    log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 29), "1", "Review")
    sqlite_office.act_as("EF")
    page.refresh()
    assert "State: Used up" in [page.table.model.sentence(0, place) for place in range(len(page.table.model.columns))]


def test_the_list_takes_the_same_statements_however_long_it_is(office: Office) -> None:
    def statements() -> int:
        seen: list[str] = []

        def count(*told: Any) -> None:
            seen.append(told[2])

        event.listen(office.book.engine, "before_cursor_execute", count)
        office.book.read(engagement_list)
        event.remove(office.book.engine, "before_cursor_execute", count)
        return len([one for one in seen if one.startswith(("SELECT", "WITH"))])

    bright, castle = brightwater(office), castlegate(office)
    billing_review(office, bright)
    operating_model(office, castle)
    clinic_retainer(office, castle)
    few = statements()
    small_review(office, bright)
    margin_diagnostic(office, castle)
    assert statements() == few


def test_an_agreement_past_its_end_says_so(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    sqlite_office.clock.set(datetime(2026, 6, 1, 9, tzinfo=UTC))
    page = page_of(qtbot, operations)
    assert "Past its end" in page.table.to_csv()


def test_a_consultant_sees_no_budgets_and_no_form(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    sample = billing_review(sqlite_office, brightwater(sqlite_office))
    log(sqlite_office, "PR", next(iter(sample.tasks.values())), date(2026, 4, 28), "2", "Interviews")
    sqlite_office.act_as("PR")
    page = page_of(qtbot, operations)
    assert shown_titles(page) == ["SOW-2026-014"]
    assert "96000" not in page.table.to_csv()
    assert sqlite_office.book.read(sow_list).rows[0].budget == pounds(0)
    assert not page.new_button.isVisible()
    press(page.table.view, Qt.Key.Key_N)
    page.ask()
    assert page.window().findChildren(SowDialog) == []


def test_another_part_of_the_window_may_point_at_an_engagement(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    billing_review(sqlite_office, brightwater(sqlite_office))
    sample = clinic_retainer(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations)
    page.open(sample.sow_id)
    current = page.table.current_row()
    assert current is not None
    assert current.sow_id == sample.sow_id
    page.open("billing")
    assert shown_titles(page) == ["SOW-2026-014"]
    press(page.list.filter, Qt.Key.Key_Down)
    press(page.table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.focusWidget() is page.list.filter
    assert page.regions() == [page.head, page.list.bar, page.table]
    hints = page.keys()
    assert ("N", "new SOW") in hints


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
        ("title", "", "is needed"),
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


def run_step(dialog: FormDialog, texts: dict[str, str]) -> None:
    dialog.show()
    hand = Typist(dialog)
    for name, text in texts.items():
        hand.fill(name, text)
    hand.submit()
    assert not dialog.isVisible(), [dialog.form.error_of(name) for name in texts]


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
