"""Words that must be readable: errors at the end of a long form, long sentences, keys and figures in little room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.qt.bars import KeyStrip
from app.qt.buttons import Button
from app.qt.cards import Empty, EmptyState, KeyFigure, KeyFigures
from app.qt.columns import Column
from app.qt.dialogs import FormDialog
from app.qt.elided import ElidedLabel
from app.qt.forms import Field, Form
from app.qt.frame import Frame
from app.qt.page import PageHeader
from app.qt.table import RecordTable

LONG = "Read a calendar file, and your meetings wait here as suggestions; you decide about each one of them, by a key."


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def here() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def error_label(dialog: FormDialog, text: str) -> QLabel:
    return next(label for label in dialog.findChildren(QLabel) if text in label.text() and label.isVisible())


@pytest.mark.parametrize("rows", [4, 14])
def test_an_error_below_a_tall_last_field_is_scrolled_into_view(qtbot: QtBot, formats: Formats, rows: int) -> None:
    fields = [Field(f"f{place}", f"Field {place}") for place in range(8)]
    dialog = FormDialog("Client", [*fields, Field("note", "Note", "long", rows=rows)], formats)
    shown(qtbot, dialog, 520, 420)
    dialog.show_problem(Problem("note.long", "The note is longer than an invoice can print.", field="note"))
    QApplication.processEvents()
    error = error_label(dialog, "The note is longer")
    area = dialog._area.viewport()
    top = error.mapTo(area, QPoint(0, 0)).y()
    assert top >= 0
    assert top + error.height() <= area.height()


def test_the_keyboard_starts_in_the_first_field_that_needs_something(qtbot: QtBot, formats: Formats) -> None:
    fields = [
        Field("client", "Client", "choice", required=True, choices=((1, "Brightwater"),)),
        Field("amount", "Amount", required=True),
        Field("reference", "Reference"),
    ]
    empty = Form(fields, formats)
    shown(qtbot, empty, 400, 300)
    empty.focus_first()
    assert empty.editor("client").hasFocus()
    begun = Form(fields, formats, values={"client": 1})
    shown(qtbot, begun, 400, 300)
    begun.focus_first()
    assert begun.editor("amount").hasFocus()
    full = Form(fields, formats, values={"client": 1, "amount": "5"})
    shown(qtbot, full, 400, 300)
    full.focus_first()
    assert full.editor("client").hasFocus()


def test_a_sentence_of_an_empty_list_is_never_cut_off(qtbot: QtBot) -> None:
    for width in (900, 420, 300):
        state = EmptyState(Empty("calendar-days", LONG, "Read a calendar file"))
        shown(qtbot, state, width, 400)
        (sentence,) = [label for label in state.findChildren(QLabel) if label.text() == LONG]
        assert sentence.height() >= sentence.heightForWidth(sentence.width())
        assert sentence.width() <= 460


def test_the_keys_of_a_list_work_while_it_is_empty_and_the_keyboard_stays_with_its_rows(
    qtbot: QtBot, formats: Formats
) -> None:
    table = RecordTable(
        [Column("name", "Name", lambda row: row)],
        formats,
        name="Clients",
        key=lambda row: row,
        empty=Empty("building-2", "No clients yet.", "New client"),
    )
    asked: list[str] = []
    table.bind_key("N", lambda: asked.append("N"))
    table.empty_action.connect(lambda: asked.append("action"))
    shown(qtbot, table, 500, 300)
    table.setFocus()
    QTest.keyClicks(here(), "n")
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert asked == ["N", "action"]
    table.set_rows(["Brightwater"])
    assert table.view.hasFocus()
    table.set_empty(Empty("building-2", "No clients yet."))
    table.set_rows([])
    assert table.nothing.hasFocus()
    QTest.keyClicks(here(), "n")
    assert asked[2:] == ["N"]


def test_the_totals_row_is_named_beside_a_narrow_first_column(qtbot: QtBot, formats: Formats) -> None:
    table = RecordTable(
        [
            Column("shape", "", lambda _row: "warn", kind="shape", width=28),
            Column("name", "Name", lambda row: row),
            Column("size", "Size", len, kind="number", total="sum"),
        ],
        formats,
        name="Invoices",
        key=lambda row: row,
    )
    table.set_foot("Total")
    table.set_rows(["INV-1", "INV-22"])
    shown(qtbot, table, 500, 300)
    assert table.foot.word_column() == 1


def test_the_first_column_has_room_for_its_content_and_its_edge(qtbot: QtBot, formats: Formats) -> None:
    table = RecordTable(
        [
            Column("number", "No.", lambda row: row, width=40, bold=True),
            Column("name", "Name", lambda row: row, least=400),
        ],
        formats,
        name="Invoices",
        key=lambda row: row,
    )
    table.set_rows(["INV-2026-0117"])
    shown(qtbot, table, 420, 300)
    first = table.model.cell(0, 0)
    from app.qt.delegate import PAD, cell_width

    assert table.view.columnWidth(0) >= cell_width(table.model.columns[0], first) + 14 - PAD


def test_the_way_to_all_keys_is_shown_however_little_room_there_is(qtbot: QtBot) -> None:
    strip = KeyStrip()
    keys = [(f"F{number}", f"a long explanation {number}") for number in range(2, 9)]
    strip.set([*keys, ("?", "all keys")])
    shown(qtbot, strip, 500, 27)
    assert 1 < len(strip.fitting()) < len(keys)
    assert strip.fitting()[-1] == ("?", "all keys")
    strip.resize(2000, 27)
    assert len(strip.fitting()) == len(keys) + 1


def test_words_beside_a_heading_are_whole_or_shortened_but_never_chopped(qtbot: QtBot) -> None:
    header = PageHeader("Clients", "11 clients at work in three countries", QLabel("x" * 20))
    shown(qtbot, header, 700, 40)
    words = header._detail
    assert words.text() == header.detail() == "11 clients at work in three countries"
    header.setFixedWidth(360)
    QApplication.processEvents()
    assert words.text() == "" or words.text().endswith("…")
    assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width()


def test_buttons_of_a_heading_go_under_a_title_they_would_leave_no_room_and_come_back(qtbot: QtBot) -> None:
    buttons = [Button(words) for words in ("Handed in 3", "With open hours to 30 Apr", "Approve 12 entries")]
    header = PageHeader("Approvals", "", *buttons)
    title = header.findChildren(ElidedLabel)[0]
    page = QWidget()
    body = QVBoxLayout(page)
    body.addWidget(header)
    body.addStretch(1)
    for width, lines in ((900, 1), (480, 2), (300, 4), (900, 1)):
        page.resize(width, 400)
        shown(qtbot, page, width, 400)
        QApplication.processEvents()
        assert title.shown() == "Approvals"
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
        tops = {button.mapTo(header, button.rect().topLeft()).y() for button in buttons}
        assert len(tops) + (title.geometry().bottom() < min(tops)) == lines
        assert max(button.geometry().bottom() for button in buttons) < header.height()


def test_key_figures_share_the_width_by_what_they_say(qtbot: QtBot) -> None:
    long = KeyFigure("Used", "£73,147.50", "76.2% used · 75.2% of the time gone")
    short = KeyFigure("Invoiced", "£1.00", "none")
    holder = QWidget()
    QVBoxLayout(holder).addWidget(KeyFigures([long, short]))
    shown(qtbot, holder, 380, 120)
    QApplication.processEvents()
    assert long.width() > short.width()
    sub = next(one for one in long.findChildren(ElidedLabel) if "76.2% used" in one.text())
    assert sub.shown() == sub.text()
    holder.resize(900, 120)
    QApplication.processEvents()
    assert abs(long.width() - short.width()) <= 1


def test_a_notice_covers_neither_the_page_nor_the_state(qtbot: QtBot) -> None:
    frame = Frame()
    shown(qtbot, frame, 1024, 680)
    frame.set_state("Saved on this computer")
    for text in ("2.0 h logged on Fieldwork, Thu 30 Apr", LONG):
        frame.notify(text, lambda: None)
        QApplication.processEvents()
        bar = frame.notices
        top = bar.mapTo(frame, QPoint(0, 0)).y()
        page_end = frame.height() - frame.bottom.height() - 14
        assert top >= page_end - 20
        right = bar.mapTo(frame, QPoint(bar.width(), 0)).x()
        assert right <= frame.bottom.state.mapTo(frame, QPoint(0, 0)).x()
        (words,) = [label for label in bar.findChildren(QLabel) if label.text() == text]
        assert words.heightForWidth(words.width()) <= words.height()


def test_the_focus_ring_follows_when_the_window_changes_its_size(qtbot: QtBot) -> None:
    frame = Frame()
    shown(qtbot, frame, 1440, 900)
    frame.top.search.setFocus(Qt.FocusReason.TabFocusReason)
    frame.resize(1024, 680)
    QApplication.processEvents()
    ring, search = frame.focus_ring, frame.top.search
    assert ring.geometry().center().x() == pytest.approx(search.mapTo(frame, search.rect().center()).x(), abs=2)
