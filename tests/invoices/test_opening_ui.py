"""Opening balances by the keyboard: a file, one by hand, and the last number used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.firm.queries import next_number
from app.invoices.importing import Meaning
from app.invoices.queries import invoices
from app.invoices.ui.last_number import LastNumberDialog
from app.invoices.ui.opening import opening_rows
from app.invoices.ui.opening_file import OpeningFileDialog
from app.invoices.ui.opening_form import OpeningDialog, ask_for_opening
from app.kernel.csv_files.dates import DateOrder
from app.kernel.formats import Formats
from app.qt.buttons import Button
from app.qt.inside import inside
from app.qt.operations import SynchronousOperations
from app.receivables.queries import owed
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import pounds
from tests.samples.invoices import APRIL_END

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = (
    "Invoice number,Client,Invoice date,Due date,Total,Amount due\n"
    "INV-2026-0116,Brightwater Utilities,03/02/2026,05/03/2026,1200.00,1200.00\n"
    "INV-2026-0117,Brightwater Utilities,04/02/2026,06/03/2026,2400.00,400.00\n"
    "INV-2026-0118,Acme,04/02/2026,06/03/2026,10.00,10.00\n"
)


def written(tmp_path: Path, text: str = ROWS) -> Path:
    path = tmp_path / "open.csv"
    path.write_text(text, encoding="utf-8")
    return path


def host_of(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    return host


def opened(host: QWidget, kind: type[Any]) -> Any:
    found = [one for one in host.children() if isinstance(one, kind) and one.isVisible()]
    return found[-1]


def button_in(row: QWidget) -> Button:
    return next(one for one in inside(row) if isinstance(one, Button) and one.text())


def numbers(office: Office) -> list[str]:
    return sorted(row.number for row in office.book.read(invoices))


def test_a_file_comes_in_by_keyboard_goes_again_and_numbers_go_on_behind_it(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path
) -> None:
    brightwater(sqlite_office)
    host = host_of(qtbot)
    dialog = OpeningFileDialog(SynchronousOperations(sqlite_office.book), FORMATS, host)
    dialog.show()
    assert dialog.focusWidget() is dialog.nothing.button
    dialog.read_file(written(tmp_path))
    assert [row.state.value for row in dialog.table.rows()] == ["new", "new", "wrong"]
    assert dialog.sums.text() == "Still open: GBP\u00a01,600.00"
    assert dialog.following.text() == "The next invoice is INV-2026-0001."
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    assert dialog.sums.text() == "Still open: GBP\u00a0400.00"
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    assert dialog.add_button.text() == "Bring in 2 invoices"
    assert dialog.save_button.text() == "Save the 1 row left out…"
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.banner.text() == "2 invoices were brought in."
    assert [row.balance for row in sqlite_office.book.read(owed)] == [pounds(1200), pounds(400)]
    assert "higher ones from before" in dialog.following.text()
    QTest.keyClick(dialog.banner.button, Qt.Key.Key_Space)
    assert dialog.banner.text() == "2 invoices were taken back."
    assert numbers(sqlite_office) == []
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert numbers(sqlite_office) == ["INV-2026-0116", "INV-2026-0117"]
    QTest.keyClick(dialog.number_button, Qt.Key.Key_Space)
    asked = opened(dialog, LastNumberDialog)
    assert asked.form.values() == {"last": "INV-2026-0117"}
    QTest.keyClick(asked, Qt.Key.Key_Return, CTRL)
    assert dialog.following.text() == "The next invoice is INV-2026-0118."
    assert sqlite_office.book.read(next_number, key="invoice", on=APRIL_END) == "INV-2026-0118"


def test_which_number_is_the_month_is_asked_where_nothing_says_it(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path
) -> None:
    brightwater(sqlite_office)
    host = host_of(qtbot)
    dialog = OpeningFileDialog(SynchronousOperations(sqlite_office.book), FORMATS, host)
    dialog.show()
    dialog.read_file(written(tmp_path))
    assert dialog.days.isVisible()
    assert dialog.order_words.text().startswith("6 days can be read in two ways")
    assert dialog.order.read() is DateOrder.DAY
    QTest.keyClicks(dialog.order, "Month")
    assert dialog.table.rows()[0].draft.issued_on.isoformat() == "2026-03-02"
    assert dialog.order_words.text() == "So the days are read."
    dialog.read_file(written(tmp_path, ROWS.replace("03/02/2026", "13/02/2026")))
    assert not dialog.days.isVisible()


def test_what_no_column_is_known_as_is_chosen_by_keyboard(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    brightwater(sqlite_office)
    host = host_of(qtbot)
    dialog = OpeningFileDialog(SynchronousOperations(sqlite_office.book), FORMATS, host)
    dialog.show()
    dialog.read_file(written(tmp_path, ROWS.replace("Invoice number", "Ref")))
    assert dialog.banner.text() == "No column is known as: Invoice number. Choose it above the list."
    first = dialog.mapping.choices[0]
    assert dialog.focusWidget() is first
    QTest.keyClicks(first, "Invoice n")
    assert first.read() is Meaning.NUMBER
    assert [row.state.value for row in dialog.table.rows()] == ["new", "new", "wrong"]
    assert dialog.banner.isHidden()


def test_before_the_first_client_both_ways_say_what_comes_first(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path
) -> None:
    host = host_of(qtbot)
    dialog = OpeningFileDialog(SynchronousOperations(sqlite_office.book), FORMATS, host)
    dialog.show()
    dialog.read_file(written(tmp_path))
    assert dialog.banner.text() == "There is no client yet. Add the clients first."
    ask_for_opening(SynchronousOperations(sqlite_office.book), FORMATS, host)
    assert opened(host, OpeningDialog).form.banner.text() == dialog.banner.text()


def test_after_it_is_closed_the_window_can_take_the_file_back_and_do_it_again(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Any, Any]] = []
    monkeypatch.setattr(
        "app.invoices.ui.opening_back.tell", lambda _host, words, undo=None, redo=None: told.append((words, undo, redo))
    )
    brightwater(sqlite_office)
    host = host_of(qtbot)
    dialog = OpeningFileDialog(SynchronousOperations(sqlite_office.book), FORMATS, host)
    dialog.show()
    dialog.read_file(written(tmp_path))
    dialog.add()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    ((words, undo, redo),) = told
    assert words == "2 open invoices were brought in"
    undo()
    assert numbers(sqlite_office) == []
    redo()
    assert len(numbers(sqlite_office)) == 2


def test_one_invoice_is_written_down_by_hand(
    qtbot: QtBot, sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        "app.invoices.ui.opening_back.tell", lambda _host, words, undo=None, **_redo: told.append((words, undo))
    )
    client = brightwater(sqlite_office)
    host = host_of(qtbot)
    rows = opening_rows(SynchronousOperations(sqlite_office.book), FORMATS, host)
    _file, hand, _number = (button_in(row) for row in rows)
    QTest.keyClick(hand, Qt.Key.Key_Space)
    dialog = opened(host, OpeningDialog)
    QTest.keyClicks(dialog.form.editor("client_id"), "Bright")
    for name, text in (("number", "2025/7"), ("issued_on", "1.3.2026"), ("gross", "1200"), ("left", "1300")):
        QTest.keyClicks(dialog.form.editor(name), text)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert numbers(sqlite_office) == []
    left = dialog.form.editor("left")
    assert dialog.focusWidget() is left
    left.clear()
    QTest.keyClicks(left, "1100")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    (row,) = sqlite_office.book.read(owed)
    assert (row.client_id, row.number, row.balance) == (client, "2025/7", pounds(1100))
    ((words, undo),) = told
    assert words == "Invoice 2025/7 was brought in"
    undo()
    assert numbers(sqlite_office) == []


def test_the_last_number_says_at_once_how_numbers_go_on(qtbot: QtBot, sqlite_office: Office) -> None:
    host = host_of(qtbot)
    rows = opening_rows(SynchronousOperations(sqlite_office.book), FORMATS, host)
    button = button_in(rows[2])
    QTest.keyClick(button, Qt.Key.Key_Space)
    dialog = opened(host, LastNumberDialog)
    field = dialog.form.editor("last")
    QTest.keyClicks(field, "none")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    field.clear()
    QTest.keyClicks(field, "RE-2026/041")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert sqlite_office.book.read(next_number, key="invoice", on=APRIL_END) == "RE-2026/042"
