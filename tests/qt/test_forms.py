"""Forms by keyboard: values, problems at their fields, lines, dialogs that keep what was typed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.kernel import words
from app.kernel.changes import Changes
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.qt import form_state
from app.qt.dialogs import ConfirmDialog, FormDialog
from app.qt.editors import Line
from app.qt.fields import missing
from app.qt.forms import Field, Form
from app.qt.operations import SynchronousOperations

TODAY = date(2026, 4, 30)
FIELDS = [
    Field("name", "Legal name", required=True),
    Field(
        "kind",
        "Kind",
        "choice",
        required=True,
        choices=(("firm", "Company"), ("public", "Public body")),
        default="firm",
    ),
    Field("limit", "Credit limit", "money", currency="GBP", help="Above it the client is watched."),
    Field("rate", "Share", "decimal"),
    Field("since", "Valid from", "date", required=True),
    Field("included", "Included", "hours"),
    Field("note", "Note", "long"),
    Field("po", "Needs a purchase order", "check"),
    Field("emails", "Emails", "lines"),
]


@pytest.fixture
def form(qtbot: QtBot, formats: Formats) -> Form:
    made = Form(FIELDS, formats, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def put(form: Form, name: str, text: str) -> None:
    editor = form.editor(name)
    editor.setFocus()
    assert isinstance(editor, Line)
    editor.selectAll()
    QTest.keyClicks(editor, text)


def test_typed_texts_become_values(form: Form) -> None:
    put(form, "name", "  Brightwater Utilities ")
    put(form, "limit", "1,234.50")
    put(form, "rate", "12.5")
    put(form, "since", "+1")
    put(form, "included", "1:30")
    QTest.keyClicks(form.editor("note"), "Pays late")
    QTest.keyClick(form.editor("po"), Qt.Key.Key_Space)
    QTest.keyClicks(form.editor("emails"), "a@b.example")
    assert form.check()
    assert form.values() == {
        "name": "Brightwater Utilities",
        "kind": "firm",
        "limit": Money.of("1234.50", "GBP"),
        "rate": Decimal("12.5"),
        "since": date(2026, 5, 1),
        "included": 5400,
        "note": "Pays late",
        "po": True,
        "emails": ("a@b.example",),
    }


def test_empty_optional_fields_have_plain_values(form: Form) -> None:
    put(form, "name", "A")
    put(form, "since", "t")
    values = form.values()
    assert (values["limit"], values["rate"], values["included"]) == (None, None, None)
    assert (values["note"], values["emails"], values["po"]) == ("", (), False)


def test_the_value_read_stands_under_the_field_while_typing(form: Form) -> None:
    assert form.below("limit") == "Above it the client is watched."
    put(form, "limit", "1234.5")
    assert form.below("limit") == "£1,234.50"
    put(form, "since", "28/4")
    assert form.below("since") == "Tue 28 Apr 2026"


def test_leaving_a_field_says_what_cannot_be_read_but_not_what_is_missing(form: Form) -> None:
    put(form, "limit", "12o")
    form.editor("name").setFocus()
    form.editor("rate").setFocus()
    assert "12o" in form.error_of("limit")
    assert form.error_of("name") == ""
    put(form, "limit", "120")
    assert form.error_of("limit") == ""


def test_submitting_shows_every_problem_and_goes_to_the_first(form: Form, qtbot: QtBot) -> None:
    put(form, "limit", "lots")
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyClick(form.editor("limit"), Qt.Key.Key_Return)
    assert form.error_of("name") == "Please fill in: Legal name."
    assert "lots" in form.error_of("limit")
    assert form.error_of("since") == "Please fill in: Valid from."
    assert QApplication.focusWidget() is form.editor("name")
    assert "Please fill in: Legal name." in form.editor("name").accessibleDescription()


def test_what_is_missing_is_asked_for_as_one_asks_and_in_the_reader_s_language() -> None:
    fields = Field("initials", "Initials", required=True), Field("task", "Task", "choice", required=True)
    assert [str(missing(field)) for field in fields] == ["Please fill in: Initials.", "Please choose: Task."]
    words.install("de")
    assert [str(missing(field)) for field in fields] == ["Bitte ausfüllen: Initials.", "Bitte wählen: Task."]


def test_enter_in_a_line_and_ctrl_enter_in_a_text_submit(form: Form, qtbot: QtBot) -> None:
    put(form, "name", "A")
    put(form, "since", "t")
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(form.editor("since"), Qt.Key.Key_Return)
    form.editor("note").setFocus()
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(form.editor("note"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_problem_of_the_command_lands_at_its_field_or_above_the_form(form: Form) -> None:
    put(form, "name", "Brightwater")
    form.show_problem(Problem("client.twice", "This name is taken.", field="name", hint="Open the client instead."))
    assert form.error_of("name") == "This name is taken. Open the client instead."
    form.show_problem(Problem("book.full", "The disk is full."))
    assert form.banner.text() == "The disk is full."
    assert form.editor("name").property("text") == "Brightwater"
    form.clear_problems()
    assert form.error_of("name") == ""


def test_tab_reaches_every_field_in_order(form: Form) -> None:
    form.focus_first()
    seen = []
    for _ in FIELDS:
        seen.append(QApplication.focusWidget())
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == [form.editor(field.name) for field in FIELDS]


def test_labels_belong_to_their_fields(form: Form) -> None:
    assert form.editor("limit").accessibleName() == "Credit limit"
    assert "needed" in form.editor("name").accessibleDescription()


def test_values_stand_in_a_form_as_people_write_them(form: Form) -> None:
    form.set_values({"name": "A", "since": TODAY, "limit": Money.of("5", "GBP"), "included": 3600})
    assert form.editor("limit").property("text") == "5.00"
    assert form.editor("since").property("text") == "30 Apr 2026"
    assert form.editor("included").property("text") == "1.0"


def test_choices_can_change_and_keep_what_is_still_offered(form: Form) -> None:
    form.set_values({"kind": "public"})
    form.set_choices("kind", (("public", "Public body"), ("charity", "Charity")))
    assert form.values()["kind"] == "public"
    form.set_choices("kind", (("charity", "Charity"),))
    assert form.values()["kind"] is None


def test_a_hidden_field_is_not_asked_for(form: Form) -> None:
    put(form, "name", "A")
    form.set_field_visible("since", False)
    assert form.check()


LINES = [
    Field(
        "rates",
        "Rates",
        "lines",
        required=True,
        currency="GBP",
        columns=(
            Field("grade", "Grade", required=True),
            Field("rate", "Rate", "money", required=True),
            Field("unit", "Unit", "choice", required=True, choices=(("h", "hour"), ("d", "day")), default="h"),
        ),
    )
]


@pytest.fixture
def rates(qtbot: QtBot, formats: Formats) -> Form:
    made = Form(LINES, formats)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def fill(form: Form, place: int, column: str, text: str) -> QWidget:
    editor = form.lines("rates").editor(place, column)
    editor.setFocus()
    QTest.keyClicks(editor, text)
    return editor


def test_enter_on_the_last_cell_makes_the_next_line(rates: Form) -> None:
    fill(rates, 0, "grade", "Partner")
    fill(rates, 0, "rate", "210")
    unit = rates.lines("rates").editor(0, "unit")
    unit.setFocus()
    QTest.keyClick(unit, Qt.Key.Key_Return)
    assert rates.lines("rates").count() == 2
    assert QApplication.focusWidget() is rates.lines("rates").editor(1, "grade")
    assert rates.values()["rates"] == ({"grade": "Partner", "rate": Money.of("210", "GBP"), "unit": "h"},)


def test_tab_goes_through_the_lines_and_then_to_the_button_below_them(rates: Form) -> None:
    lines = rates.lines("rates")
    rates.window().activateWindow()
    lines.editor(0, "grade").setFocus()
    lines.add_row()
    QApplication.processEvents()
    met = []
    for _stop in range(9):
        here = QApplication.focusWidget()
        assert here is not None
        met.append(here.accessibleName())
        QTest.keyClick(here, Qt.Key.Key_Tab)
    first, second = ([f"{name} {n}" for name in ("Grade", "Rate", "Unit")] for n in (1, 2))
    assert met == [*first, "Remove line 1", *second, "Remove line 2", "Add a line"]


def test_a_line_says_which_cell_is_missing(rates: Form) -> None:
    assert not rates.check()
    assert rates.error_of("rates") == "Please fill in at least one line: Rates."
    fill(rates, 0, "grade", "Partner")
    assert not rates.check()
    assert rates.error_of("rates") == "Please fill in: Rate."
    assert QApplication.focusWidget() is rates.lines("rates").editor(0, "rate")
    fill(rates, 0, "rate", "210")
    assert rates.check()


def test_lines_can_be_given_and_removed(rates: Form) -> None:
    rates.set_values(
        {"rates": [{"grade": "A", "rate": Money.of("1", "GBP")}, {"grade": "B", "rate": Money.of("2", "GBP")}]}
    )
    assert [line["grade"] for line in rates.values()["rates"]] == ["A", "B"]
    rates.set_values({"rates": [{"grade": "C", "rate": Money.of("3", "GBP"), "unit": "d"}]})
    assert [(line["grade"], line["unit"]) for line in rates.values()["rates"]] == [("C", "d")]
    rates.set_values({"rates": []})
    assert rates.values()["rates"] == ()


class Done:
    def __init__(self, result: Any) -> None:
        self.result = result
        self.changes = Changes.of("clients")
        self.way = None


class Book:
    def read(self, query: Any, /, **kwargs: Any) -> Any:
        return query(**kwargs)

    def once(self, command_id: str, command: Any, /, **kwargs: Any) -> Done:
        return Done(command(**kwargs))


def add_client(*, name: str) -> str:
    if name == "Taken":
        raise Problem("client.twice", "This name is taken.", field="name")
    return name


def test_a_refused_dialog_stays_with_everything_typed_and_a_good_one_closes(qtbot: QtBot, formats: Formats) -> None:
    dialog = FormDialog("Add client", FIELDS[:1], formats, submit="Add client")
    qtbot.addWidget(dialog)
    added: list[str] = []
    dialog.runs(SynchronousOperations(Book()), add_client, lambda values: {"name": values["name"]}, added.append)
    dialog.show()
    qtbot.waitExposed(dialog)
    line = dialog.form.editor("name")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)
    QTest.keyClicks(line, "Taken")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.form.error_of("name") == "This name is taken."
    assert line.property("text") == "Taken"
    assert dialog.save.isEnabled()
    put(dialog.form, "name", "Free")
    dialog.save.click()
    assert not dialog.isVisible()
    assert added == ["Free"]


def test_escape_cancels_a_dialog(qtbot: QtBot, formats: Formats) -> None:
    dialog = FormDialog("Add client", FIELDS[:1], formats)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog.form.editor("name"), Qt.Key.Key_Escape)


def test_what_cannot_be_undone_is_not_confirmed_by_enter_alone(qtbot: QtBot) -> None:
    dialog = ConfirmDialog("Issue 3 invoices?", "They cannot be changed afterwards.", "Issue 3 invoices · £70,629.72")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.cancel)
    with qtbot.assertNotEmitted(dialog.confirmed), qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog.cancel, Qt.Key.Key_Return)
    dialog.show()
    with qtbot.waitSignal(dialog.confirmed):
        dialog.verb.click()


def test_what_was_typed_means_the_same_when_it_is_gone_on_with_in_another_language_or_on_another_day(
    qtbot: QtBot,
) -> None:
    """In English "1.500" would be one and a half, and "+1" on the next day another date."""
    made = [
        Form(FIELDS, Formats(tag, "Europe/Berlin"), today=lambda day=day: day)  # type: ignore[misc]
        for tag, day in (("de-DE", TODAY), ("en-GB", date(2026, 5, 1)))
    ]
    for one in made:
        qtbot.addWidget(one)
    typed = {"limit": "1.500", "rate": "12,5", "since": "+1", "included": "1:30"}
    for name, text in typed.items():
        put(made[0], name, text)
    put(made[0], "since", "+1")
    kept = json.loads(json.dumps({name: cell.raw for name, cell in form_state.cells_of(made[0]).items()}))
    put(made[0], "limit", "1.5x")
    unread = json.loads(json.dumps(form_state.cells_of(made[0])["limit"].raw))
    form_state.put(made[1], kept)
    values = {name: cell.value for name, cell in form_state.cells_of(made[1]).items()}
    assert (values["limit"], values["rate"]) == (Money.of("1500.00", "GBP"), Decimal("12.5"))
    assert (values["since"], values["included"]) == (date(2026, 5, 1), 5400)
    form_state.put(made[0], kept)
    assert form_state.cells_of(made[0])["included"].raw["text"] == "1:30", "what means the same stays as it was typed"
    form_state.put(made[1], {"limit": unread})
    assert form_state.cells_of(made[1])["limit"].raw == "1.5x"
