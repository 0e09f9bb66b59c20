"""The list card: export, print, copy, and the menu of its commands."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.qt import preferences
from app.qt.csv_text import PIECE, csv_pieces, csv_text
from app.qt.list_card import ListCard, RowCommand
from app.qt.list_export import LONGEST, shortened
from app.qt.progress import Progress
from tests.qt.lists.firms import CTRL, ROWS, SHIFT, key


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


def test_an_export_counts_along_and_stopped_it_leaves_the_older_file_whole(card: ListCard, tmp_path: Path) -> None:
    target = tmp_path / "Clients.csv"
    target.write_text("older", encoding="utf-8")
    counted: list[tuple[int, int]] = []

    def follow(progress: Progress) -> None:
        progress.moved.connect(lambda done, total, _text: counted.append((done, total)))

    def stop(progress: Progress) -> None:
        progress.moved.connect(lambda *_counts: progress.cancel())

    operations = card.export.operations
    operations.started.connect(stop)
    card.export.save(str(target))
    assert target.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [target]
    assert "Saved" not in card.banner.text()
    operations.started.disconnect(stop)
    operations.started.connect(follow)
    card.export.save(str(target))
    assert counted == [(0, len(ROWS)), (len(ROWS), len(ROWS))]
    assert "Zebra Ltd" in target.read_text(encoding="utf-8-sig")


def test_a_list_in_pieces_is_the_list_whole(card: ListCard) -> None:
    columns, formats = card.table.chosen_columns(), card.table.model.formats
    rows = [*ROWS] * PIECE
    pieces = list(csv_pieces(columns, rows, formats, "detail"))
    assert len(pieces) == 1 + len(ROWS)
    assert len(list(csv.reader(io.StringIO("".join(pieces))))) == 1 + len(rows)
    assert "".join(pieces) == csv_text(columns, rows, formats, "detail")


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
