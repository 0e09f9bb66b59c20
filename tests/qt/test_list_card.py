"""The list card: cuts, filter, columns of choice, what is remembered, export, copy, menu, and giving way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt import memory, preferences
from app.qt.cards import Empty
from app.qt.column_chooser import ColumnChooser
from app.qt.columns import Column
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.list_export import LONGEST, shortened
from app.qt.memory import Memory
from app.qt.operations import SynchronousOperations
from app.qt.speech import speaker
from app.qt.table import RecordTable
from app.qt.theme import Theme

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True)
class Firm:
    id: int
    name: str
    city: str
    owed: Money
    late: bool = False
    note: str = ""


def gbp(amount: str) -> Money:
    return Money.of(Decimal(amount), "GBP")


ROWS = [
    Firm(1, "Zebra Ltd", "Bristol", gbp("10.00"), late=True, note="pays late"),
    Firm(2, "Écluse SA", "Lyon", gbp("300.50")),
    Firm(3, "=Evil", "Leeds", gbp("0.00")),
    Firm(4, "alder & Co", "Exeter", gbp("20.00"), late=True),
]


def columns() -> list[Column]:
    return [
        Column("name", "Client", lambda row: row.name, kind="two_line", sub=lambda row: row.city, bold=True, least=200),
        Column("owed", "Owed", lambda row: row.owed, kind="money", width=110, total="sum"),
        Column("who", "Owner", lambda _: "Marcus Al", kind="person", initials=lambda _: "MA", width=160, gives_way=1),
        Column("note", "Note", lambda row: row.note or None, width=200, gives_way=3),
        Column("late", "", lambda row: "yes" if row.late else None, name="Late", width=60, shown=False),
    ]  # fmt: skip


HOSTS: WeakKeyDictionary[ListCard, QWidget] = WeakKeyDictionary()
"""A card lives as long as its test; so does what it stands in."""


class NoBook:
    def read(self, query: Any, /, **kwargs: Any) -> Any:
        raise AssertionError

    def once(self, command_id: str, command: Any, /, **kwargs: Any) -> Any:
        raise AssertionError


@pytest.fixture(autouse=True)
def kept() -> Iterator[Memory]:
    """Every test begins with nothing remembered and the usual preferences."""
    fresh = Memory()
    memory.install(fresh)
    yield fresh
    preferences.current.change(rows="standard", letters=True)
    memory.install(Memory())


def card_of(qtbot: QtBot, formats: Formats, rows: list[Firm], width: int = 1000) -> ListCard:
    table = RecordTable(columns(), formats, name="Clients", empty=Empty("users", "No clients yet.", "Add"))
    card = ListCard(
        table,
        SynchronousOperations(NoBook()),
        remembers="firms",
        file_name="Clients",
        cuts=[Cut("all", "All"), Cut("late", "Late", lambda row: row.late, tone="bad")],
    )
    host = QWidget()
    box = QVBoxLayout(host)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(card.banner)
    box.addWidget(card)
    qtbot.addWidget(host)
    HOSTS[card] = host
    host.resize(width, 500)
    card.set_words("late first")
    card.count_with(lambda n: f"{n} clients")
    card.set_rows(rows)
    host.show()
    qtbot.waitExposed(host)
    host.activateWindow()
    card.table.view.setFocus(Qt.FocusReason.TabFocusReason)
    return card


@pytest.fixture
def card(qtbot: QtBot, formats: Formats) -> ListCard:
    return card_of(qtbot, formats, ROWS)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    words: list[str] = []
    speaker.said.connect(words.append)
    yield words
    speaker.said.disconnect(words.append)


def ids(card: ListCard) -> list[int]:
    return [row.id for row in card.table.shown_rows()]


def heads(card: ListCard) -> list[str]:
    return [card.table.model.columns[place].key for place in card.table.view.shown_columns()]


def key(widget: QWidget | None, what: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    assert widget is not None
    QTest.keyClick(widget, what, held)
    QApplication.processEvents()


def test_a_cut_shows_its_rows_and_counts_all_of_them(card: ListCard, heard: list[str]) -> None:
    parts = card.choice.findChildren(QAbstractButton)
    assert [part.accessibleName() for part in parts] == ["All 4", "Late 2"]
    card.choose_cut("late")
    assert ids(card) == [1, 4]
    assert heard[-1] == "2 of 4 rows"
    assert card.table.foot.texts()[1] == "£30.00"
    assert card.table.foot.accessibleName() == "2 clients, Owed: £30.00"


def test_the_cuts_are_chosen_by_arrow_keys(card: ListCard) -> None:
    first = card.choice.findChildren(QWidget)[0]
    first.setFocus()
    key(first, Qt.Key.Key_Right)
    assert card.choice.current == "late"
    assert ids(card) == [1, 4]


def test_a_cut_without_rows_offers_all_of_them_again(card: ListCard) -> None:
    card.set_rows([ROWS[1]])
    card.choose_cut("late")
    assert card.table.nothing.sentence() == "No rows match."
    card.table.nothing.button.click()
    assert card.choice.current == "all"
    assert ids(card) == [2]


def test_ctrl_f_filters_and_esc_clears_it_and_goes_back_to_the_list(card: ListCard, heard: list[str]) -> None:
    assert card.filter.isHidden()
    key(card.table.view, Qt.Key.Key_F, CTRL)
    assert card.filter.hasFocus()
    QTest.keyClicks(card.filter, "ECLUSE")
    assert ids(card) == [2]
    assert heard[-1] == "1 of 4 rows"
    key(card.filter, Qt.Key.Key_Down)
    assert card.table.view.hasFocus()
    key(card.table.view, Qt.Key.Key_F, CTRL)
    key(card.filter, Qt.Key.Key_Escape)
    assert card.filter.isHidden()
    assert ids(card) == [1, 2, 3, 4]
    assert card.table.view.hasFocus()


def test_esc_in_the_list_takes_the_filter_away_first(card: ListCard) -> None:
    card.set_filter("lyon")
    card.table.view.setFocus()
    key(card.table.view, Qt.Key.Key_Escape)
    assert card.filter.isHidden()
    assert len(ids(card)) == 4


def test_a_row_is_found_behind_its_cut_and_filter(card: ListCard) -> None:
    card.choose_cut("late")
    card.set_filter("zebra")
    assert card.go_to(2)
    assert card.table.current_row() == ROWS[1]
    assert card.choice.current == "all"
    assert not card.go_to(99)


def test_the_header_says_which_column_sorts(card: ListCard) -> None:
    card.table.sort_by("owed", descending=True)
    header = card.table.view.horizontalHeader()
    header.setFocus()
    key(header, Qt.Key.Key_Right)
    assert header.accessibleDescription() == "Owed, sorted falling"


def test_an_edge_pulled_with_the_mouse_keeps_its_width_until_a_double_click(card: ListCard) -> None:
    view, header = card.table.view, card.table.view.horizontalHeader()
    usual = view.columnWidth(1)
    edge = QPoint(header.sectionViewportPosition(1) + usual - 1, 10)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    for step in (10, 25, 40):
        QTest.mouseMove(header.viewport(), edge + QPoint(step, 0))
    card.table.view.choose_width(1, usual + 40)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    view.fit()
    assert view.columnWidth(1) == usual + 40
    shown = sum(view.columnWidth(place) for place in view.shown_columns())
    assert shown == view.viewport().width()
    header.sectionHandleDoubleClicked.emit(1)
    assert view.columnWidth(1) == usual
    assert card.table.view.choice.widths == {}


def test_enter_in_the_filter_opens_the_row_that_is_left(card: ListCard, qtbot: QtBot) -> None:
    card.set_filter("lyon")
    with qtbot.waitSignal(card.table.opened) as opened:
        key(card.filter, Qt.Key.Key_Return)
    assert opened.args == [ROWS[1]]


def test_sorting_folds_accents_and_capitals_is_announced_and_ends_in_the_usual_order(
    card: ListCard, heard: list[str]
) -> None:
    header = card.table.view.horizontalHeader()
    header.setFocus()
    key(header, Qt.Key.Key_Return)
    assert ids(card) == [3, 4, 2, 1]
    assert heard[-1] == "by Client, rising"
    assert card.words.text() == "by Client, rising"
    key(header, Qt.Key.Key_Return)
    assert ids(card) == [1, 2, 4, 3]
    key(header, Qt.Key.Key_Return)
    assert ids(card) == [1, 2, 3, 4]
    assert heard[-1] == "in the usual order"
    assert card.words.text() == "late first"


def test_the_list_remembers_order_widths_hidden_columns_and_sorting(
    qtbot: QtBot, formats: Formats, kept: Memory
) -> None:
    card = card_of(qtbot, formats, ROWS)
    header = card.table.view.horizontalHeader()
    header.setFocus()
    key(header, Qt.Key.Key_Right)
    key(header, Qt.Key.Key_Left, CTRL)
    key(header, Qt.Key.Key_Right, SHIFT)
    key(header, Qt.Key.Key_Return)
    card.table.view.choice.hidden = {"note"}
    card.table.view.choice.keep()
    again = card_of(qtbot, formats, ROWS)
    assert heads(again) == ["owed", "name", "who", "late"]
    assert again.table.view.columnWidth(1) == card.table.view.columnWidth(1) >= 120
    assert ids(again) == [3, 1, 4, 2]
    found: dict[str, Any] = kept.recall("list.firms", {})
    assert found["sort"] == "owed"


@pytest.mark.parametrize(
    "damaged",
    [
        {"order": 7, "hidden": "name", "widths": [1], "sort": "nothing"},
        {"order": ["gone", "owed", "owed"], "hidden": ["name", "gone"], "widths": {"owed": -4, "gone": 9}},
    ],
)
def test_a_damaged_memory_never_costs_a_column(
    qtbot: QtBot, formats: Formats, kept: Memory, damaged: dict[str, Any]
) -> None:
    kept.keep("list.firms", damaged)
    card = card_of(qtbot, formats, ROWS)
    assert {"name", "owed", "who", "note"} <= set(heads(card))
    assert ids(card) == [1, 2, 3, 4]


def test_the_chooser_hides_shows_moves_and_resets_by_keyboard(card: ListCard, heard: list[str]) -> None:
    card.columns_tool.setFocus()
    key(card.columns_tool, Qt.Key.Key_Return)
    chooser = card.chooser
    assert isinstance(chooser, ColumnChooser)
    assert [row.id for row in chooser.list.rows()] == ["name", "owed", "who", "note", "late"]
    view = chooser.list.view
    assert chooser.list.current_row().id == "name"  # type: ignore[union-attr]
    assert chooser.list.model.cell(0, 0).tone == "ok"  # always there: ticked and fixed
    assert chooser.list.model.sentence(0, 0) == "Shown: always there"
    key(view, Qt.Key.Key_Space)
    assert heads(card)[0] == "name"
    chooser.list.select_key("late")
    key(view, Qt.Key.Key_Space)
    chooser.list.select_key("owed")
    key(view, Qt.Key.Key_Space)
    assert heads(card) == ["name", "who", "note", "late"]
    chooser.list.select_key("who")
    key(view, Qt.Key.Key_Down, ALT)
    assert heads(card) == ["name", "note", "who", "late"]
    assert heard[-1] == "Owner, place 4 of 5"
    assert chooser.list.current_row().id == "who"  # type: ignore[union-attr]
    chooser.reset_button.click()
    assert heads(card) == ["name", "owed", "who", "note"]
    key(chooser, Qt.Key.Key_Escape)
    card.window().activateWindow()
    QApplication.processEvents()
    assert card.window().focusWidget() is card.table.view


def test_columns_give_way_by_importance_instead_of_a_scroll_bar(qtbot: QtBot, formats: Formats) -> None:
    card = card_of(qtbot, formats, ROWS, 400)
    assert heads(card) == ["name", "owed", "who"]
    assert not card.table.view.horizontalScrollBar().isVisible()
    card.choose_columns()
    assert card.chooser is not None
    notes = {row.id: row.note for row in card.chooser.list.rows()}
    assert notes["note"] == "no room for it in this window"
    card.chooser.reject()
    card.window().resize(330, 400)
    assert heads(card) == ["name", "owed"]
    card.window().resize(1100, 400)
    assert heads(card) == ["name", "owed", "who", "note"]


@pytest.mark.parametrize("percent", [100, 150])
def test_the_row_above_the_list_fits_at_any_width(qtbot: QtBot, formats: Formats, theme: Theme, percent: int) -> None:
    card = card_of(qtbot, formats, ROWS, 900)
    theme.apply("light", percent)
    for width in (900, 620, 420):
        card.window().resize(width, 400)
        card.open_filter()
        QApplication.processEvents()
        assert card.window().width() == width
        tools = [tool for tool in card.tools if not tool.isHidden()]
        assert max(tool.geometry().right() for tool in tools) < card.bar.width()
        assert all(tool.accessibleName() for tool in tools)
        assert all(tool.width() <= tool.sizeHint().width() for tool in tools)


def test_ctrl_e_asks_where_and_writes_what_is_shown(card: ListCard, tmp_path: Path, heard: list[str]) -> None:
    card.choose_cut("late")
    card.table.sort_by("name")
    card.table.view.choice.hidden.add("note")
    key(card.table.view, Qt.Key.Key_E, CTRL)
    assert card.export.dialog is not None
    card.export.dialog.reject()
    target = tmp_path / ("long" * 30) / "Clients.csv"
    target.parent.mkdir()
    card.export.save(str(target))
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["Client", "Client (detail)", "Owed", "Owed (ISO 4217)", "Owner"]
    assert rows[1:] == [
        ["alder & Co", "Exeter", "20.00", "GBP", "Marcus Al"],
        ["Zebra Ltd", "Bristol", "10.00", "GBP", "Marcus Al"],
    ]
    assert card.banner.toolTip() == str(target)
    assert card.banner.text().endswith("Clients.csv")
    assert len(card.banner.text()) < LONGEST + 14
    assert heard[-1] == card.banner.text()


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing_behind(card: ListCard, tmp_path: Path) -> None:
    card.export.save(str(tmp_path / "no" / "Clients.csv"))
    assert "could not be written" in card.banner.text()
    assert "The book is untouched." in card.banner.text()
    assert list(tmp_path.iterdir()) == []


def test_ctrl_p_prints_what_is_shown_under_words_that_say_so(card: ListCard) -> None:
    asked: list[str] = []
    card.prints_with(lambda: asked.append(card.shown_words()))
    key(card.table.view, Qt.Key.Key_P, CTRL)
    card.choose_cut("late")
    card.set_filter("zeb")
    card.table.sort_by("owed", descending=True)
    key(card.table.view, Qt.Key.Key_P, CTRL)
    assert asked == ["late first", "Late \u00b7 filtered by \u201czeb\u201d \u00b7 by Owed, falling"]


def test_a_long_place_keeps_its_file_name() -> None:
    assert shortened("/home/Clients.csv") == "/home/Clients.csv"
    short = shortened(f"/home/{'folder/' * 20}Clients.csv")
    assert short.startswith("/home/folder")
    assert short.endswith("\u2026/Clients.csv")
    assert len(short) <= LONGEST


def test_ctrl_c_copies_the_selected_rows_with_tabs(card: ListCard) -> None:
    card.table.select_key(1)
    key(card.table.view, Qt.Key.Key_Down, SHIFT)
    key(card.table.view, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == (
        "Zebra Ltd Bristol\t£10.00\tMarcus Al\tpays late\nÉcluse SA Lyon\t£300.50\tMarcus Al\t–"
    )


@pytest.mark.parametrize(("what", "held"), [(Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_F10, SHIFT)])
def test_the_menu_has_all_commands_of_the_row(card: ListCard, what: Qt.Key, held: Qt.KeyboardModifier) -> None:
    done: list[str] = []
    card.offer(
        RowCommand("Edit & more", lambda: done.append("edit"), keys="E", hint="edit"),
        RowCommand("Remind", lambda: done.append("remind"), holds=lambda row: row.late),
    )
    card.table.select_key(2)
    key(card.table.view, what, held)
    assert card.menu is not None
    assert card.menu.isVisible()
    lines = [action.text() for action in card.menu.actions() if action.text()]
    assert lines[:4] == ["Edit && more\tE", "Remind", "Copy\tCtrl+C", "Select all\tCtrl+A"]
    assert lines[4:] == ["Filter\tCtrl+F", "Columns", "Export\tCtrl+E", "Print\tCtrl+P"]
    assert [action.isEnabled() for action in card.menu.actions()[:2]] == [True, False]
    card.menu.actions()[0].trigger()
    card.menu.close()
    QTest.keyClicks(card.table.view, "e")
    assert done == ["edit", "edit"]


def test_the_menu_opens_with_the_mouse_too(card: ListCard) -> None:
    card.table.view.menu_asked.emit(QPoint(5, 5))
    assert card.menu is not None
    assert card.menu.isVisible()
    card.menu.close()


def test_single_letters_can_be_switched_off(card: ListCard) -> None:
    done: list[int] = []
    card.offer(RowCommand("Edit", lambda: done.append(1), keys="E", hint="edit"))
    card.table.select_key(1)
    preferences.current.change(letters=False)
    QTest.keyClicks(card.table.view, "ej")
    assert done == []
    assert card.table.current_row() == ROWS[0]
    hints = card.keys()
    assert ("E", "edit") not in hints
    assert ("Ctrl+F", "filter this list") in hints
    key(card.table.view, Qt.Key.Key_Down)
    assert card.table.current_row() == ROWS[1]


def test_rows_are_as_high_as_preferred(card: ListCard, theme: Theme) -> None:
    heights = []
    for rows in ("compact", "roomy", "standard"):
        preferences.current.change(rows=rows)
        theme.wear(preferences.current.now)
        heights.append(card.table.view.rowHeight(0))
    assert heights[0] < heights[2] == 47 < heights[1]


def test_twenty_thousand_rows_move_filter_sort_and_are_chosen(qtbot: QtBot, formats: Formats) -> None:
    """How fast is measured by the benchmarks; work that grows with the square of the rows ends in the time limit."""
    many = [Firm(n, f"Client {n}", "Leeds", gbp("1.00"), late=n % 3 == 0) for n in range(20_000)]
    card = card_of(qtbot, formats, many)
    qtbot.waitUntil(lambda: card.table.model.prepare(0), timeout=30_000)
    card.table.select_key(19_000)
    QTest.keyClicks(card.table.view, "j")
    assert card.table.current_row() == many[19_001]
    card.table.set_filter("client 1999")
    assert len(ids(card)) == 12
    card.table.set_filter("")
    card.table.sort_by("name", descending=True)
    assert ids(card)[0] == 9999
    card.table.view.selectAll()
    assert len(card.table.selected_rows()) == 20_000
