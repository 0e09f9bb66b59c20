"""The dialog of clients from a file, by the keyboard: choose, look, tick, add, take back, save what is left out."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.clients.commands import add_client, add_contact, change_client
from app.clients.domain import RowState
from app.clients.importing import Meaning, read_content
from app.clients.queries import clients
from app.clients.ui.importing import ImportClientsDialog
from app.kernel.formats import Formats
from app.qt.operations import Operations, SynchronousOperations
from app.shell.pages.clients import ClientsPage
from tests.books import Office
from tests.clients.test_ui import clients_page
from tests.samples.clients import brightwater

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = (
    "Firma;USt-IdNr.;Ort;Land;E-Mail\n"
    "Meyer & Söhne GmbH;DE136695976;Kiel;Deutschland;jo@meyer.example\n"
    "Brightwater Utilities;;Exeter;UK;\n"
    "Brightwater Utilites;;Exeter;UK;\n"
    "Larkmoor Ltd;GB999120418;Bath;UK;\n"
    "Orchard Clinic;;Exeter;UK;\n"
)


def written(tmp_path: Path, text: str = ROWS, name: str = "clients.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def shown(qtbot: QtBot, office: Office, path: Path | None = None) -> ImportClientsDialog:
    dialog = ImportClientsDialog(SynchronousOperations(office.book), FORMATS, path=path)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def states(dialog: ImportClientsDialog) -> list[str]:
    return [row.state.value for row in dialog.table.rows()]


def names(office: Office) -> list[str]:
    return [row.name for row in office.book.read(clients)]


def test_from_the_list_by_keyboard_to_new_clients_and_back_again(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path
) -> None:
    brightwater(sqlite_office)
    page = clients_page(qtbot, sqlite_office)
    QTest.keyClick(page.table.view, Qt.Key.Key_I)
    dialog = page.dialogs.dialog
    assert isinstance(dialog, ImportClientsDialog)
    assert dialog.focusWidget() is dialog.nothing.button
    assert dialog.add_button.isHidden()
    QTest.keyClick(dialog.nothing.button, Qt.Key.Key_Return)
    chooser = dialog.file_dialog
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(written(tmp_path)))
    chooser.reject()
    assert states(dialog) == ["new", "known", "alike", "wrong", "new"]
    assert dialog.add_button.text() == "Add 2 clients"
    assert dialog.focusWidget() is dialog.table.view
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.banner.text() == "2 clients added."
    assert names(sqlite_office) == ["Brightwater Utilities", "Meyer & Söhne GmbH", "Orchard Clinic"]
    assert states(dialog) == ["known", "known", "alike", "wrong", "known"]
    assert dialog.add_button.isHidden()
    assert dialog.cancel.text() == "Close"
    QTest.keyClick(dialog.banner.button, Qt.Key.Key_Space)
    assert dialog.banner.text() == "2 clients were taken back."
    assert names(sqlite_office) == ["Brightwater Utilities"]
    assert dialog.add_button.text() == "Add 2 clients"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_each_row_says_how_it_stands_and_the_current_one_in_whole(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path
) -> None:
    brightwater(sqlite_office)
    dialog = shown(qtbot, sqlite_office, written(tmp_path))
    assert [row.why for row in dialog.table.rows()] == [
        "",
        "Brightwater Utilities is in the book and stays as it is.",
        "Looks like Brightwater Utilities, who is in the book.",
        "Tax number: This VAT number fails its check digits. Digits 8 and 9 may be swapped.",
        "",
    ]
    assert dialog.why.isHidden()
    for _step in range(3):
        QTest.keyClick(dialog.table.view, Qt.Key.Key_Down)
    assert dialog.why.text().startswith("Line 5: Tax number: This VAT number fails its check digits.")
    assert "divided by semicolons" in dialog.about.text()
    assert dialog.list.short_choice.itemText(2) == "There already 1"


def test_what_looks_alike_comes_in_when_it_is_ticked(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    brightwater(sqlite_office)
    dialog = shown(qtbot, sqlite_office, written(tmp_path))
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)  # who is there already cannot be ticked
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    assert [draft.name for draft in dialog.wanted()] == ["Brightwater Utilites", "Orchard Clinic"]
    dialog.list.choose_cut("wrong")
    assert dialog.add_button.text() == "Add 2 clients"
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert names(sqlite_office) == ["Brightwater Utilites", "Brightwater Utilities", "Orchard Clinic"]


def test_the_meaning_of_a_column_is_changed_by_keyboard(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    path = written(tmp_path, "Nombre,Ciudad\nAcme,Bath\nBeta,Kiel\n")
    dialog = shown(qtbot, sqlite_office, path)
    assert "No column is known as the client’s name." in dialog.banner.text()
    assert not dialog.headed.isChecked()
    assert states(dialog) == ["wrong"] * 3
    first = dialog.mapping.choices[0]
    assert dialog.focusWidget() is first
    assert first.accessibleName() == "Column Column 1"
    QTest.keyClicks(first, "Client")
    assert first.read() is Meaning.NAME
    assert states(dialog) == ["new"] * 3
    QTest.keyClick(dialog.headed, Qt.Key.Key_Space)
    assert [row.name for row in dialog.table.rows()] == ["Acme", "Beta"]
    second = dialog.mapping.choices[1]
    assert second.accessibleName() == "Column Ciudad"
    QTest.keyClicks(second, "Client")
    assert dialog.mapping.choices[0].read() is None
    assert [row.name for row in dialog.table.rows()] == ["Bath", "Kiel"]


def test_the_rows_left_out_are_saved_with_their_reasons(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    brightwater(sqlite_office)
    dialog = shown(qtbot, sqlite_office, written(tmp_path))
    assert dialog.save_button.text() == "Save the 2 rows left out…"
    dialog.save_button.setFocus()
    QTest.keyClick(dialog.save_button, Qt.Key.Key_Space)
    chooser = dialog.file_dialog
    assert isinstance(chooser, QFileDialog)
    place = tmp_path / "left out.csv"
    chooser.fileSelected.emit(str(place))
    chooser.reject()
    assert dialog.banner.text() == f"Saved as {place}"
    again = read_content("left out.csv", place.read_bytes())
    assert [row.cells[0] for row in again.table.records[1:]] == ["Brightwater Utilites", "Larkmoor Ltd"]
    assert again.table.records[2].cells[-2] == "5"
    assert "check digits" in again.table.records[2].cells[-1]
    dialog.save(tmp_path / "nowhere" / "x.csv")
    assert "the folder is not there" in dialog.banner.text()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04xxxx", "This is not a CSV file, whatever its name says."),
        (b"", "This file is empty."),
        (b"Name\n\x81\n", "Line 2 holds a character that cannot be read as"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_the_next_one_may_be_chosen(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    dialog = shown(qtbot, sqlite_office, path)
    assert words in dialog.banner.text()
    assert dialog.focusWidget() is dialog.nothing.button
    dialog.read_file(tmp_path / "not there.csv")
    assert "not there.csv cannot be read" in dialog.banner.text()
    dialog.read_file(written(tmp_path))
    assert dialog.banner.isHidden()
    assert len(states(dialog)) == 5
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    dialog.read_file(path)
    assert words in dialog.banner.text()
    assert len(states(dialog)) == 5
    assert len(dialog.wanted()) == 2
    dialog.read_file(written(tmp_path, ROWS, "again.csv"))
    assert len(dialog.wanted()) == 3


def test_a_file_may_be_dropped(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    dialog = shown(qtbot, sqlite_office)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(written(tmp_path)))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    entering.ignore()
    dialog.dragEnterEvent(entering)
    assert entering.isAccepted()
    dialog.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
    assert len(states(dialog)) == 5


def test_a_client_that_comes_in_elsewhere_is_no_longer_new(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    operations = SynchronousOperations(sqlite_office.book)
    dialog = ImportClientsDialog(operations, FORMATS, path=written(tmp_path))
    qtbot.addWidget(dialog)
    dialog.show()
    operations.run(add_client, name="orchard clinic", country="GB", language="en-GB", currency="GBP")
    assert states(dialog)[-1] == "known"
    assert len(dialog.wanted()) == 2


def test_who_was_worked_with_since_stays_and_is_named(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    dialog = shown(qtbot, sqlite_office, written(tmp_path, "Name\nAcme\nBeta\n"))
    dialog.add()
    (acme,) = (row for row in sqlite_office.book.read(clients) if row.name == "Acme")
    for name in ("Ann", "Bob"):
        sqlite_office.book.perform(add_contact, client_id=acme.id, name=name)
    QTest.keyClick(dialog.banner.button, Qt.Key.Key_Space)
    assert dialog.banner.text() == (
        "1 client was taken back. 1 stays because something was done there meanwhile: Acme."
    )
    assert names(sqlite_office) == ["Acme"]


def test_adding_can_be_stopped_and_then_nothing_was_added(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    path = written(tmp_path, "Name\n" + "".join(f"Client {n}\n" for n in range(400)))
    held, go = threading.Event(), threading.Event()

    class Held:
        def read(self, *arguments: object, **options: object) -> object:
            return sqlite_office.book.read(*arguments, **options)  # type: ignore[arg-type]

        def once(self, *arguments: object, **options: object) -> object:
            held.set()
            go.wait(10)
            return sqlite_office.book.once(*arguments, **options)  # type: ignore[arg-type]

    operations = Operations(Held())  # type: ignore[arg-type]
    dialog = ImportClientsDialog(operations, FORMATS, path=path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.table.rows()) == 400)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert held.wait(10)
    assert not dialog.add_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    go.set()
    qtbot.waitUntil(lambda: dialog.banner.text() == "Stopped. Nothing was added.")
    assert names(sqlite_office) == []
    assert dialog.add_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: dialog.banner.text() == "400 clients added.")
    assert len(names(sqlite_office)) == 400
    qtbot.waitUntil(lambda: set(states(dialog)) == {RowState.KNOWN.value})
    operations.close()


def test_who_leaves_while_clients_are_added_is_told_what_was_added_and_can_take_it_back(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Any]] = []
    monkeypatch.setattr("app.clients.ui.importing.tell", lambda _host, words, undo, **_more: told.append((words, undo)))
    written_down, go = threading.Event(), threading.Event()

    class Slow:
        def read(self, *arguments: object, **options: object) -> object:
            return sqlite_office.book.read(*arguments, **options)  # type: ignore[arg-type]

        def once(self, *arguments: object, **options: object) -> object:
            outcome: object = sqlite_office.book.once(*arguments, **options)  # type: ignore[arg-type]
            written_down.set()
            go.wait(10)
            return outcome

    operations = Operations(Slow())  # type: ignore[arg-type]
    host = QWidget()
    qtbot.addWidget(host)
    dialog = ImportClientsDialog(operations, FORMATS, host, path=written(tmp_path, "Name\nAcme\nBeta\n"))
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.table.rows()) == 2)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert written_down.wait(10)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert told == []
    go.set()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    ((words, undo),) = told
    assert words == "2 clients added from a file"
    undo()
    qtbot.waitUntil(lambda: names(sqlite_office) == [])
    operations.close()


def test_after_it_is_closed_the_window_can_take_it_back_and_do_it_again(
    qtbot: QtBot, sqlite_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Any, Any]] = []

    def tell(_host: QWidget, words: str, undo: object = None, *, redo: object = None) -> None:
        told.append((words, undo, redo))

    monkeypatch.setattr("app.clients.ui.importing.tell", tell)
    monkeypatch.setattr("app.clients.ui.way_back.tell", tell)
    page = clients_page(qtbot, sqlite_office)
    page.dialogs.add_from_file(written(tmp_path, "Name\nAcme\nBeta\n"))
    dialog = page.dialogs.dialog
    assert isinstance(dialog, ImportClientsDialog)
    dialog.add()
    dialog.read_file(written(tmp_path, "Name\nGamma\n", "more.csv"))
    dialog.add()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    (words, undo, redo), (more, undo_more, _redo) = told
    assert (words, more) == ("2 clients added from a file", "1 client added from a file")
    undo_more()
    undo()
    assert names(sqlite_office) == []
    redo()
    assert names(sqlite_office) == ["Acme", "Beta"]
    (acme, _beta) = sqlite_office.book.read(clients)
    sqlite_office.book.perform(change_client, client_id=acme.id, version=1, website="acme.example")
    undo()
    assert names(sqlite_office) == ["Acme"]
    assert told[-1][0] == "1 stays because something was done there meanwhile: Acme."


def test_a_consultant_is_not_offered_it(qtbot: QtBot, sqlite_office: Office) -> None:
    page: ClientsPage = clients_page(qtbot, sqlite_office, "consultant")
    QTest.keyClick(page.table.view, Qt.Key.Key_I)
    assert page.dialogs.dialog is None
    assert not page.file_button.isVisible()
