"""The engagement page: what each role sees, its tabs, and the steps from it, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.burn.commands import watch_budgets
from app.engagements.commands import decline_change_order
from app.engagements.domain import ExpenseRule, SowState
from app.engagements.queries import SowRow, sow
from app.invoices.commands import OpeningLine, bring_opening_invoice, collect
from app.kernel.formats import Formats
from app.qt import memory, preferences
from app.qt.buttons import Button
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.qt.undo import Answer, answer_told
from app.shell import areas
from app.shell.pages import engagement_lines as said
from app.shell.pages.engagement import EngagementPage
from app.shell.pages.engagement_cards import Line
from app.shell.pages.engagement_facts import engagement_view
from tests.asked import asked
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, quayside
from tests.samples.engagements import SowSample, billing_review, clinic_retainer, operating_model, pounds
from tests.samples.timesheets import log
from tests.windows import follow, picture

FORMATS = Formats("en-GB", "Europe/London")
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.usefixtures("light_look")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Each test remembers for itself."""
    memory.install(memory.Memory())
    yield
    memory.install(memory.Memory())
    preferences.current.change(letters=True)


@pytest.fixture
def operations(sqlite_office: Office) -> Iterator[SynchronousOperations]:
    sqlite_office.book.reactions.append((frozenset({"timesheets", "engagements"}), watch_budgets))
    made = SynchronousOperations(sqlite_office.book)
    yield made
    made.close()


def play_review(office: Office) -> SowSample:
    """Brightwater with 72,100.00 used: 53,600.00 of it invoiced, 495.00 more held on CO-02."""
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


@pytest.fixture
def review(sqlite_office: Office, operations: SynchronousOperations) -> SowSample:
    return play_review(sqlite_office)


def page_of(qtbot: QtBot, operations: SynchronousOperations, sow_id: int) -> EngagementPage:
    page = EngagementPage(operations, FORMATS)
    follow(operations, page)
    qtbot.addWidget(page)
    page.resize(1300, 820)
    page.open(sow_id)
    page.show()
    page.activateWindow()
    QApplication.processEvents()
    return page


def dialog_of(page: EngagementPage) -> FormDialog:
    (dialog,) = (one for one in page.findChildren(FormDialog) if one.isVisible())
    return dialog


def press(page: EngagementPage, key: str) -> None:
    """Press the button of a line with the keyboard."""
    button = next(one for one in page.findChildren(Button) if one.objectName() == key)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def fill(dialog: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        editor = dialog.form.editor(name)
        if isinstance(editor, (QLineEdit, QPlainTextEdit)):
            editor.selectAll()
        assert isinstance(editor, (QLineEdit, QPlainTextEdit, QComboBox))
        QTest.keyClicks(editor, text)
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible(), [dialog.form.error_of(name) for name in texts]


def tab_words(page: EngagementPage) -> list[str]:
    return [page.tabs.tabText(place) for place in range(page.tabs.count())]


def needs(page: EngagementPage) -> list[Line]:
    """What needs attention, without what is only expected."""
    return [line for line in page.overview.attention.lines() if "forecast" not in line.text]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# ---------------------------------------------------------------------- what is seen


def test_the_partner_sees_the_whole_picture(qtbot: QtBot, operations: SynchronousOperations, review: SowSample) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    picture(page, "engagement")
    assert page.breadcrumb() == ("Engagements", "Brightwater Utilities", "SOW-2026-014")
    figures = page.overview.figures
    assert figures.budget.value() == "£96,000.00"
    assert figures.used.value() == "£72,100.00"
    assert (figures.invoiced.value(), figures.invoiced.sub()) == ("£53,600.00", "March, −£850.00 adjusted")
    assert (figures.waiting.value(), plain(figures.waiting.sub())) == ("£17,650.00", "April, 128.4 h")
    assert page.used_chip.text() == "Budget 75% used"
    assert page.head.detail() == "2 Feb – 29 May 2026 · lead Eleanor Finch"
    assert tab_words(page) == ["Overview", "Scope and rates", "Change orders 2", "Time 11", "Invoices 1"]
    assert page.overview.terms.facts() == {
        "SOW": "SOW-2026-014, signed 26 Jan",
        "Client PO": "4500187321 · £42,280 left",
        "Invoice to": "Accounts Payable, ap@brightwater.example",
        "Expenses": "billed at cost",
        "Payment": "30 days",
        "VAT": "20%, Standard rate",
    }
    orders = page.overview.orders.lines()
    assert [(line.text, line.more, line.amount, line.chip) for line in orders] == [
        ("CO-01", "Exeter", "+£12,000", "Accepted"),
        ("CO-02", "Third site", "+£9,600", "Sent 17 Apr"),
    ]
    held, crossed = needs(page)
    assert (held.text, plain(held.sub)) == (
        "CO-02 not accepted after 13 days",
        "3.0 h, £495.00 worked and held from billing",
    )
    assert [action.words for action in held.actions] == ["Record acceptance…", "Pause the task"]
    assert crossed.text == "75% of the budget reached on 23 Apr"
    assert "Senior consultant" in page.overview.hours.table.to_csv()


def test_an_engagement_is_read_at_once_in_few_statements(sqlite_office: Office) -> None:
    made = play_review(sqlite_office)
    with asked(sqlite_office.book) as reads:
        sqlite_office.book.read(engagement_view, sow_id=made.sow_id)
    assert len(reads) <= 11, "\n\n".join(one.text for one in reads)


def test_the_whole_view_reads_alike_on_each_database(office: Office) -> None:
    made = play_review(office)
    view = office.book.read(engagement_view, sow_id=made.sow_id)
    assert view.billing is not None
    assert (view.billing.work, view.billing.adjusted) == (pounds(54450), pounds(-850))
    assert view.billing.spent("4500187321") == pounds(53720)
    assert (view.billing.first, view.billing.last) == (date(2026, 4, 13), date(2026, 4, 23))
    assert (view.entries, view.may_edit, view.answers, view.may_draft) == (11, True, True, True)
    office.act_as("PR")
    own = office.book.read(engagement_view, sow_id=made.sow_id)
    assert (own.entries, own.detail, own.billing, own.client, own.tax) == (6, None, None, None, None)
    assert (own.sow.base_budget, own.sow.rates, own.sow.purchase_orders) == (pounds(0), (), ())
    assert all(not order.amount for order in own.sow.change_orders)


def test_a_consultant_sees_hours_scope_and_the_own_time_but_no_sums_of_others(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    sqlite_office.act_as("PR")
    page = page_of(qtbot, operations, review.sow_id)
    overview = page.overview
    hidden = (overview.figures, overview.burn, overview.attention, overview.milestones, page.order_button, page.primary)
    assert not any(widget.isVisible() for widget in hidden)
    assert tab_words(page) == ["Overview", "Scope", "Change orders 2", "Time 6"]
    assert set(overview.terms.facts()) == {"SOW", "Kind", "Dates", "Lead"}
    text = overview.hours.table.to_csv()
    assert "Senior consultant" in text
    assert "165" not in text
    page.tabs.choose("scope")
    assert len(page.scope.tasks.rows()) == 6
    assert not page.scope.rates.isVisible()
    page.tabs.choose("orders")
    assert "12000" not in page.orders.table.to_csv()
    page.tabs.choose("time")
    rows = page.time.table.rows()
    assert {row.initials for row in rows} == {"PR"}
    assert sum(row.value.minor for row in rows if row.value) == 53 * 165_00
    QTest.keyClick(page.time.table.view, Qt.Key.Key_E)
    page.steps.new_order()
    page.steps.edit_terms()
    assert not page.findChildren(FormDialog)


def test_a_manager_sees_burn_but_no_invoices(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    sqlite_office.act_as("JW")
    page = page_of(qtbot, operations, review.sow_id)
    figures = page.overview.figures
    assert figures.used.isVisible()
    assert not figures.invoiced.isVisible()
    assert not figures.waiting.isVisible()
    assert page.overview.attention.lines()[0].actions == ()
    assert page.overview.terms.facts()["Client PO"] == "4500187321"
    assert "invoices" not in [page.tabs.current, *tab_words(page)]
    assert not page.primary.isVisible()


def test_a_retainer_without_a_budget_is_honest(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    made = clinic_retainer(sqlite_office, quayside(sqlite_office))
    page = page_of(qtbot, operations, made.sow_id)
    figures = page.overview.figures
    assert (figures.budget.value(), figures.waiting.value()) == ("none", "–")
    assert not page.used_chip.isVisible()
    assert figures.ahead.value() == "too early"
    page.tabs.choose("scope")
    assert plain(page.scope.lines.rows()[0].title) == "PMO support"
    assert "£8,500.00 a month with 60.0 h, £150.00 beyond" in plain(page.scope.lines.to_csv())


def test_another_engagement_replaces_the_first(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    made = operating_model(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations, review.sow_id)
    page.open(made.sow_id)
    assert page.breadcrumb()[-1] == "SOW-2025-041"
    assert page.overview.orders.lines() == ()
    assert page.overview.figures.budget.value() == FORMATS.money(pounds(120000))
    page.open(99)
    assert "not in the book" in page.banner.text()


# ---------------------------------------------------------------------- tabs


def test_tabs_are_walked_by_ctrl_tab_and_remembered(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.first_focus().setFocus()
    seen = []
    for _turn in range(5):
        here = QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Tab, CONTROL)
        seen.append(page.shown)
        now = QApplication.focusWidget()
        assert now is not None
        assert page.parts()[page.shown].isAncestorOf(now)
    assert seen == ["scope", "orders", "time", "invoices", "overview"]
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, Qt.Key.Key_Backtab, CONTROL | SHIFT)
    assert page.shown == "invoices"
    again = page_of(qtbot, operations, review.sow_id)
    assert again.shown == "invoices"
    assert again.tabs.current == "invoices"
    hints = again.keys()
    assert ("Ctrl+Tab", "next tab") in hints


def test_tabs_are_also_walked_by_arrows_and_read_aloud(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.shown == "scope"
    assert page.tabs.hasFocus()
    assert page.tabs.accessibleName() == "Parts of the engagement"
    assert not page.grab().isNull()
    page.resize(500, 600)
    QApplication.processEvents()
    assert page.tabs.tabRect(page.tabs.count() - 1).right() <= page.tabs.width()


def test_invoices_and_drafts_stand_in_one_list_and_enter_opens_them(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.tabs.choose("invoices")
    text = page.invoices.table.to_csv()
    assert "INV-2026-0105" in text
    assert "Not due" in text
    with qtbot.waitSignal(page.wants) as wanted:
        QTest.keyClick(page.invoices.table.view, Qt.Key.Key_Return)
    assert wanted.args == [areas.INVOICE, page.invoices.table.rows()[0].invoice_id]


def test_time_is_cut_by_what_became_of_it(qtbot: QtBot, operations: SynchronousOperations, review: SowSample) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.tabs.choose("time")
    tab = page.time
    assert len(tab.table.rows()) == 11
    tab.list.choose_cut("held")
    assert [row.task for row in tab.table.shown_rows()] == ["Third site extract"]
    tab.list.choose_cut("invoiced")
    assert [row.day for row in tab.table.shown_rows()] == [date(2026, 3, 3)]
    assert "INV-2026-0105" in tab.table.to_csv()
    tab.list.choose_cut("unbilled")
    assert len(tab.table.shown_rows()) == 10


# ---------------------------------------------------------------------- the primary by need


def test_the_primary_follows_the_need(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    assert page.primary.words() == "Record acceptance of CO-02…"
    page.primary.click()
    fill(dialog_of(page), accepted_by="Alice Mercer")
    assert page.primary.words() == "New change order…"
    assert not page.order_button.isVisible()
    page.primary.click()
    assert dialog_of(page).windowTitle() == "New change order"


def test_a_draft_is_reviewed_first(qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations) -> None:
    from tests.samples.clients import nordhavn
    from tests.samples.engagements import margin_diagnostic

    made = margin_diagnostic(sqlite_office, nordhavn(sqlite_office))
    log(sqlite_office, "PR", made.tasks["Margin model"], date(2026, 4, 13), 8)
    sqlite_office.book.perform(collect, through=date(2026, 4, 30), invoice_date=date(2026, 4, 30))
    page = page_of(qtbot, operations, made.sow_id)
    assert page.primary.words() == "Review April draft"
    assert plain(page.overview.figures.waiting.sub()) == "April, 8.0 h, draft to check"
    assert page.order_button.isVisible()
    with qtbot.waitSignal(page.wants) as wanted:
        page.primary.click()
    assert wanted.args is not None
    assert wanted.args[0] == areas.PREVIEW
    page.tabs.choose("time")
    assert "On a draft" in page.time.table.to_csv()
    page.tabs.choose("invoices")
    assert "Draft" in page.invoices.table.to_csv()


# ---------------------------------------------------------------------- steps


def test_accepting_a_change_order_lifts_the_budget_before_the_eyes(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    press(page, "now CO-02")
    fill(dialog_of(page), accepted_by="Alice Mercer")
    assert page.overview.figures.budget.value() == "£105,600.00"
    assert page.overview.figures.used.value() == "£72,595.00"
    assert needs(page) == []
    assert [line.chip for line in page.overview.orders.lines()] == ["Accepted", "Accepted"]


def test_an_alert_is_acknowledged_here(qtbot: QtBot, operations: SynchronousOperations, review: SowSample) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    lines = needs(page)
    (key,) = (action.key for line in lines for action in line.actions if action.key.startswith("alert"))
    press(page, key)
    fill(dialog_of(page), note="Sponsor told.")
    assert [line.text for line in needs(page)] == ["CO-02 not accepted after 13 days"]


def test_the_task_of_an_open_change_order_is_paused_and_resumed(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    task_id = review.tasks["Third site extract"]
    press(page, f"pause {task_id}")
    held = page.overview.attention.lines()[0]
    assert [action.words for action in held.actions] == ["Record acceptance…"]
    page.tabs.choose("scope")
    page.scope.tasks.select_key(task_id)
    assert page.scope.pause_button.words() == "Resume"
    QTest.keyClick(page.scope.tasks.view, Qt.Key.Key_P)
    assert page.scope.pause_button.words() == "Pause"
    assert "Held on CO-02" in page.scope.tasks.to_csv()


def test_a_change_order_goes_all_its_way_by_single_letters(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.tabs.choose("orders")
    view = page.orders.table.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, SHIFT)
    fill(dialog_of(page), title="Fourth site", amount="5,000")
    order_id = page.orders.table.rows()[-1].change_order_id
    page.orders.table.select_key(order_id)
    assert "Draft" in page.orders.table.to_csv()
    QTest.keyClick(view, Qt.Key.Key_D)
    assert not [one for one in page.findChildren(FormDialog) if one.isVisible()], "a draft cannot be declined"
    QTest.keyClick(view, Qt.Key.Key_S)
    fill(dialog_of(page))
    assert "Sent 30 Apr" in page.orders.table.to_csv()
    QTest.keyClick(view, Qt.Key.Key_D)
    fill(dialog_of(page), reason="Next year")
    assert "Declined" in page.orders.table.to_csv()
    QTest.keyClick(view, Qt.Key.Key_R)
    assert "Declined" not in page.orders.table.to_csv()
    QTest.keyClick(view, Qt.Key.Key_Return)
    fill(dialog_of(page), accepted_by="Alice Mercer")
    assert sqlite_office.book.read(sow, sow_id=review.sow_id).budget == pounds(101000)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not [one for one in page.findChildren(FormDialog) if one.isVisible()]


def test_single_letters_can_be_switched_off(qtbot: QtBot, operations: SynchronousOperations, review: SowSample) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    hints = page.keys()
    assert ("E", "edit terms") in hints
    preferences.current.change(letters=False)
    hints = page.keys()
    assert ("E", "edit terms") not in hints
    assert (page.order_button.keys, page.scope.task_button.keys) == ("", "")
    view = page.overview.hours.table.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_E)
    QTest.keyClick(view, Qt.Key.Key_C, SHIFT)
    assert not page.findChildren(FormDialog)
    preferences.current.change(letters=True)
    QTest.keyClick(view, Qt.Key.Key_C, SHIFT)
    assert dialog_of(page).windowTitle() == "New change order"


def test_terms_are_edited_by_e_and_only_what_changed_is_written(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    view = page.overview.hours.table.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_E)
    dialog = dialog_of(page)
    picture(dialog, "terms")
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
    assert not dialog.isVisible()
    assert sqlite_office.book.read(sow, sow_id=review.sow_id).signed_version == 1, "nothing was changed"
    QTest.keyClick(view, Qt.Key.Key_E)
    dialog = dialog_of(page)
    fill(dialog, budget="90,000", thresholds="50 100", rounding_mode="Up", rounding_minutes="15", expense_rule="Incl")
    row = sqlite_office.book.read(sow, sow_id=review.sow_id)
    assert (row.base_budget, row.thresholds, row.rounding.step_minutes) == (pounds(90000), (50, 100), 15)
    assert (row.expense_rule, row.title, row.signed_version) == (ExpenseRule.INCLUDED, "Billing controls review", 2)
    page.tabs.choose("scope")
    assert page.scope.rules.facts()["Time"] == "up to the next 15 minutes"


def test_a_problem_of_the_terms_stands_at_its_field(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.steps.edit_terms()
    dialog = dialog_of(page)
    for name, text, words in (
        ("thresholds", "90 75", "each higher"),
        ("rounding_minutes", "7.5", "whole"),
        ("end_on", "1 Jan 2026", "before the start"),
    ):
        if name == "rounding_minutes":
            QTest.keyClicks(dialog.form.editor("rounding_mode"), "Up")
        editor = dialog.form.editor(name)
        assert isinstance(editor, QLineEdit)
        kept = editor.text()
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)
        assert dialog.isVisible()
        assert words in dialog.form.error_of(name)
        editor.selectAll()
        QTest.keyClicks(editor, kept or "15")


def test_scope_is_changed_from_its_tab(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.tabs.choose("scope")
    tasks = page.scope.tasks
    tasks.view.setFocus()
    QTest.keyClick(tasks.view, Qt.Key.Key_N)
    fill(dialog_of(page), name="Fourth site extract", change_order="CO-02")
    assert "Fourth site extract" in tasks.to_csv()
    tasks.select_key(review.tasks["Steering"])
    QTest.keyClick(tasks.view, Qt.Key.Key_Return)
    fill(dialog_of(page), name="Steering group", match="sponsor, board")
    assert '"sponsor, board"' in tasks.to_csv()
    QTest.keyClick(page.scope.orders.view, Qt.Key.Key_N)
    fill(dialog_of(page), purchase_orders="4500190000", amount="9,600")
    assert "4500190000" in page.scope.orders.to_csv()
    QTest.keyClick(page.scope.rates.view, Qt.Key.Key_N)
    fill(dialog_of(page), rates="Partner", rate="260")
    assert "£260.00" in page.scope.rates.to_csv()
    assert "Before" in page.scope.rates.to_csv()
    assert "£260.00" in page.overview.hours.table.to_csv()
    page.resize(620, 700)
    QApplication.processEvents()
    assert not page.grab().isNull()


def test_milestones_are_delivered_and_accepted(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    made = operating_model(sqlite_office, castlegate(sqlite_office))
    page = page_of(qtbot, operations, made.sow_id)
    lines = page.overview.milestones.lines
    assert [line.chip for line in lines()] == ["Accepted 15 Dec", "Accepted 25 Feb", "Accepted 28 Apr", "Due 30 Jun"]
    (deliver,) = lines()[3].actions
    press(page, deliver.key)
    fill(dialog_of(page))
    assert lines()[3].chip == "Delivered 30 Apr"
    (waiting,) = needs(page)
    assert waiting.text == "Milestone 4 was delivered, its acceptance is not recorded"
    page.tabs.choose("scope")
    table = page.scope.milestones
    table.select_key(page.scope.milestones.rows()[3].milestone_id)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    fill(dialog_of(page))
    assert lines()[3].chip == "Accepted 30 Apr"
    milestones = sqlite_office.book.read(sow, sow_id=made.sow_id).milestones
    assert milestones[3].accepted_on == date(2026, 4, 30)
    assert page.overview.figures.waiting.value() == "£120,000.00"


def test_an_engagement_past_its_end_is_finished_from_here(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations, review: SowSample
) -> None:
    from datetime import UTC, datetime

    sqlite_office.clock.set(datetime(2026, 6, 2, 9, tzinfo=UTC))
    page = page_of(qtbot, operations, review.sow_id)
    assert page.overview.attention.lines()[-1].text == "It ended on 29 May and is still open"
    press(page, "finish")
    assert sqlite_office.book.read(sow, sow_id=review.sow_id).state is SowState.FINISHED
    assert "still open" not in page.overview.attention.lines()[-1].text


class Told:
    """What the window was told, with the way back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        self.answer: Answer | None = None
        monkeypatch.setattr("app.shell.pages.engagement_steps.tell", self.take)

    def take(self, _page: EngagementPage, text: str) -> bool:
        self.texts.append(text)
        self.answer = answer_told()
        return True

    def back(self) -> None:
        assert self.answer is not None
        assert self.answer.way is not None
        self.answer.run(self.answer.way.command)


def test_everything_before_an_invoice_has_a_way_back(
    qtbot: QtBot,
    sqlite_office: Office,
    operations: SynchronousOperations,
    review: SowSample,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Told(monkeypatch)
    page = page_of(qtbot, operations, review.sow_id)
    read: Callable[[], SowRow] = lambda: sqlite_office.book.read(sow, sow_id=review.sow_id)
    page.steps.pause_task(read().tasks[0])
    assert not read().tasks[0].active
    told.back()
    assert read().tasks[0].active
    assert told.texts == ["Steering is paused: nobody can log time on it."]
    page.steps.edit_terms()
    fill(dialog_of(page), title="Billing review", budget="90,000")
    assert (read().title, read().base_budget) == ("Billing review", pounds(90000))
    told.back()
    assert (read().title, read().base_budget) == ("Billing controls review", pounds(84000))
    page.steps.decline_order(read().change_orders[1])
    fill(dialog_of(page))
    assert told.texts[-1] == "CO-02 is declined."
    told.back()
    assert read().change_orders[1].waits
    page.steps.accept_order(read().change_orders[1])
    fill(dialog_of(page), accepted_by="Alice Mercer")
    assert read().budget == pounds(105600)
    told.back()
    assert (read().budget, read().change_orders[1].waits) == (pounds(96000), True)
    which = {"change_order_id": read().change_orders[1].change_order_id}
    sqlite_office.book.perform(decline_change_order, **which, declined_on=date(2026, 4, 30), reason="Next year")
    declined = read().change_orders[1]
    page.steps.accept_order(declined)
    fill(dialog_of(page), accepted_by="Alice Mercer")
    told.back()
    assert replace(read().change_orders[1], version=declined.version) == declined
    page.steps.finish()
    assert read().state is SowState.FINISHED
    told.back()
    assert read().state is SowState.OPEN


def test_a_budget_that_will_not_do_is_told_before_it_is_used_up(
    qtbot: QtBot, sqlite_office: Office, operations: SynchronousOperations
) -> None:
    made = billing_review(sqlite_office, brightwater(sqlite_office))
    for day in (date(2026, 3, 30), date(2026, 4, 7), date(2026, 4, 13), date(2026, 4, 20)):
        for task in ("Fieldwork", "Controls testing", "Data preparation", "Steering"):
            for turn in range(5):
                log(sqlite_office, "EF", made.tasks[task], day + timedelta(turn), 4)
    page = page_of(qtbot, operations, made.sow_id)
    (line,) = (one for one in page.overview.attention.lines() if "forecast" in one.text)
    assert line.text.endswith("over the budget")
    press(page, "over")
    assert dialog_of(page).windowTitle() == "New change order"


# ---------------------------------------------------------------------- room


@pytest.mark.parametrize(("width", "drawer"), [(1196, False), (968, True)])
def test_the_cards_are_a_drawer_in_a_narrow_window(
    qtbot: QtBot, operations: SynchronousOperations, review: SowSample, width: int, drawer: bool
) -> None:
    page = page_of(qtbot, operations, review.sow_id)
    page.resize(width + 244, 700)
    page.resize(width if drawer else 1260, 700)
    QApplication.processEvents()
    assert page.overview.sides.is_drawer is drawer
    assert page.overview.column.isVisible() is not drawer
    if drawer:
        view = page.overview.hours.table.view
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_F4)
        assert page.overview.column.isVisible()
        hints = page.keys()
        assert ("F4", "side panel") in hints


def test_the_months_of_a_bill_are_named_over_the_year() -> None:
    assert said.months_of(date(2025, 12, 15), date(2026, 2, 1), FORMATS) == ["December", "January", "February"]
