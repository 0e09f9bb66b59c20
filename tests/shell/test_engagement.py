"""The engagement overview: what each role sees, and the steps from it, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.burn.commands import watch_budgets
from app.engagements.queries import sow
from app.invoices.commands import OpeningLine, bring_opening_invoice
from app.kernel.formats import Formats
from app.qt.buttons import Button
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.shell.pages.engagement import EngagementPage
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, quayside
from tests.samples.engagements import SowSample, billing_review, clinic_retainer, operating_model, pounds
from tests.samples.timesheets import log
from tests.windows import follow

FORMATS = Formats("en-GB", "Europe/London")
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("light_look")


@pytest.fixture
def operations(sqlite_office: Office) -> Iterator[SynchronousOperations]:
    sqlite_office.book.reactions.append((frozenset({"timesheets", "engagements"}), watch_budgets))
    made = SynchronousOperations(sqlite_office.book)
    yield made
    made.close()


@pytest.fixture
def review(sqlite_office: Office, operations: SynchronousOperations) -> SowSample:
    """Brightwater with 72,100.00 used: 53,600.00 of it invoiced, 495.00 more held on CO-02."""
    office = sqlite_office
    client_id = brightwater(office)
    made = billing_review(office, client_id)
    march = log(office, "PR", made.tasks["Fieldwork"], date(2026, 3, 3), 10)
    office.book.perform(
        bring_opening_invoice,
        number="INV-2026-0105",
        client_id=client_id,
        sow_id=made.sow_id,
        issued_on=date(2026, 3, 31),
        due_on=date(2026, 4, 30),
        lines=(
            OpeningLine(title="Fieldwork", quantity="330", unit="h", rate="165", person_id=office.people["PR"]),
            OpeningLine(title="Goodwill", quantity="1", unit="piece", rate="-850"),
            OpeningLine(title="Rail", quantity="1", unit="trip", rate="120"),
        ),
        tax_code="S20",
        entry_ids=(march,),
        po_number="4500187321",
    )
    for day in range(20, 24):
        log(office, "PR", made.tasks["Fieldwork"], date(2026, 4, day), 10, approved=False)
    for day in range(13, 18):
        log(office, "TO", made.tasks["Fieldwork"], date(2026, 4, day), "17.68", approved=False)
    log(office, "PR", made.tasks["Third site extract"], date(2026, 4, 24), 3)
    return made


def page_of(qtbot: QtBot, operations: SynchronousOperations, sow_id: int) -> EngagementPage:
    page = EngagementPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1200, 820)
    page.open(sow_id)
    page.show()
    return page


def dialog_of(page: EngagementPage) -> FormDialog:
    (dialog,) = (one for one in page.findChildren(FormDialog) if one.isVisible())
    return dialog


def press(page: EngagementPage, key: str) -> FormDialog:
    """Press the button of a line with the keyboard; the dialog it opens."""
    button = next(one for one in page.findChildren(Button) if one.objectName() == key)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    return dialog_of(page)


def fill(dialog: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        editor = dialog.form.editor(name)
        if isinstance(editor, (QLineEdit, QPlainTextEdit)):
            editor.selectAll()
        assert isinstance(editor, (QLineEdit, QPlainTextEdit, QComboBox))
        QTest.keyClicks(editor, text)
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible(), [dialog.form.error_of(name) for name in texts]


def test_the_partner_sees_the_whole_picture(qtbot: QtBot, operations: SynchronousOperations, review: SowSample) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    assert page.breadcrumb() == ("Engagements", "Brightwater Utilities", "SOW-2026-014")
    figures = page.figures
    assert figures.budget.value() == "£96,000.00"
    assert figures.used.value() == "£72,100.00"
    assert figures.invoiced.value() == "£53,600.00"
    assert figures.waiting.value() == "£17,650.00"
    assert page.used_chip.text() == "Budget 75% used"
    assert page.terms.facts() == {
        "SOW": "SOW-2026-014, signed 26 Jan",
        "Kind": "Time and materials, capped",
        "Dates": "2 Feb 2026 – 29 May 2026",
        "Client PO": "4500187321 · £42,280 left",
        "Cap": "£96,000",
        "Invoice to": "Accounts Payable, ap@brightwater.example",
        "Payment": "30 days",
        "Expenses": "at cost",
    }
    assert [(line.text, line.chip) for line in page.orders.lines()] == [
        ("CO-01 Exeter", "Accepted 17 Mar"),
        ("CO-02 Third site", "Sent 17 Apr"),
    ]
    held, crossed = page.attention.lines()
    assert (held.text, held.sub.replace("\u00a0", " ")) == (
        "CO-02 not accepted after 13 days",
        "3.0 h worked and held, £495.00",
    )
    assert crossed.text == "75% of the budget reached on 23 Apr"
    assert ("Third site extract", "Held on CO-02") in [(line.text, line.chip) for line in page.tasks.lines()]
    assert "Senior consultant" in page.hours.table.to_csv()


def test_accepting_a_change_order_lifts_the_budget_before_the_eyes(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    fill(press(page, "now CO-02"), accepted_by="Alice Mercer")
    assert page.figures.budget.value() == "£105,600.00"
    assert page.figures.used.value() == "£72,595.00"
    assert page.attention.lines() == ()
    assert not page.attention.isVisible()
    assert [line.chip for line in page.orders.lines()] == ["Accepted 17 Mar", "Accepted 30 Apr"]


def test_an_alert_is_acknowledged_here(qtbot: QtBot, operations: SynchronousOperations, review: SowSample) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    (key,) = (
        action.key for line in page.attention.lines() for action in line.actions if action.key.startswith("alert")
    )
    fill(press(page, key), note="Sponsor told.")
    assert [line.text for line in page.attention.lines()] == ["CO-02 not accepted after 13 days"]


def test_a_change_order_is_drafted_sent_and_its_task_added(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    QTest.keyClick(page.hours.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    page.ask_change_order()
    fill(dialog_of(page), title="Fourth site", amount="5,000")
    assert [line.chip for line in page.orders.lines()][-1] == "Draft"
    fill(press(page, "send CO-03"))
    assert [line.chip for line in page.orders.lines()][-1] == "Sent 30 Apr"
    page.task_button.click()
    fill(dialog_of(page), name="Fourth site extract", change_order="CO-03")
    assert page.tasks.lines()[-1].chip == "Held on CO-03"
    page.po_button.click()
    fill(dialog_of(page), purchase_orders="4500190000", amount="9,600")
    page.rate_button.click()
    fill(dialog_of(page), rates="Partner", rate="260")
    assert "£260.00" in page.hours.table.to_csv()


def test_milestones_are_delivered_and_accepted(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    made = operating_model(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations, made.sow_id)
    assert [line.chip for line in page.milestones.lines()] == [
        "Accepted 15 Dec",
        "Accepted 25 Feb",
        "Accepted 28 Apr",
        "Due 30 Jun",
    ]
    (deliver,) = page.milestones.lines()[3].actions
    fill(press(page, deliver.key))
    assert page.milestones.lines()[3].chip == "Delivered 30 Apr"
    assert [line.text for line in page.attention.lines()] == [
        "Milestone 4 was delivered, its acceptance is not recorded"
    ]
    (accept,) = page.milestones.lines()[3].actions
    fill(press(page, accept.key))
    assert page.milestones.lines()[3].chip == "Accepted 30 Apr"
    milestones = sqlite_office.book.read(sow, sow_id=made.sow_id).milestones
    assert milestones[3].accepted_on == date(2026, 4, 30)
    assert page.figures.waiting.value() == "£120,000.00"


def test_a_consultant_sees_hours_and_tasks_but_no_money(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    sqlite_office.act_as("PR")
    page = page_of(qtbot, operations, review.sow_id)
    hidden = (
        page.figures,
        page.burn,
        page.attention,
        page.orders,
        page.milestones,
        page.order_button,
        page.rate_button,
    )
    assert not any(widget.isVisible() for widget in hidden)
    assert set(page.terms.facts()) == {"SOW", "Kind", "Dates"}
    text = page.hours.table.to_csv()
    assert "Senior consultant" in text
    assert "165" not in text
    assert len(page.tasks.lines()) == 6
    page.ask_change_order()
    assert not page.findChildren(FormDialog)


def test_a_manager_sees_burn_but_no_invoices(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    sqlite_office.act_as("JW")
    page = page_of(qtbot, operations, review.sow_id)
    assert page.figures.used.isVisible()
    assert not page.figures.invoiced.isVisible()
    assert not page.figures.waiting.isVisible()
    assert page.attention.lines()[0].actions == ()
    assert page.terms.facts()["Client PO"] == "4500187321"


def test_a_retainer_without_a_budget_is_honest(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    made = clinic_retainer(sqlite_office, quayside(sqlite_office))
    page = page_of(qtbot, operations, made.sow_id)
    assert (page.figures.budget.value(), page.figures.waiting.value()) == ("none", "–")
    assert not page.used_chip.isVisible()
    assert page.figures.ahead.value() == "too early"


def test_another_engagement_replaces_the_first(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    made = operating_model(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations, review.sow_id)
    page.open(made.sow_id)
    assert page.breadcrumb()[-1] == "SOW-2025-041"
    assert page.orders.lines() == ()
    assert page.figures.budget.value() == FORMATS.money(pounds(120000))
    page.open(99)
    assert "not in the book" in page.banner.text()
