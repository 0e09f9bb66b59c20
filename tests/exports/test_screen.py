"""The export dialog: fields, files, and what it says afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.exports.ui import ExportDialog
from app.exports.ui.periods import named_periods
from app.kernel.formats import Formats
from app.qt.editors import Choice, Line
from app.qt.operations import SynchronousOperations
from app.qt.progress import Progress
from app.qt.speech import speaker
from tests.books import Office
from tests.samples.receivables import open_debts
from tests.windows import retype

FORMATS = Formats("en-GB", "Europe/London")
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("light_look")


@pytest.fixture
def dialog(qtbot: QtBot, operations: SynchronousOperations) -> ExportDialog:
    made = ExportDialog(operations, FORMATS, today=lambda: date(2026, 4, 30))
    qtbot.addWidget(made)
    made.show()
    return made


def export(dialog: ExportDialog) -> None:
    QTest.keyClick(dialog.form, Qt.Key.Key_Return, CONTROL)


def test_the_files_of_a_month_are_written_and_named(
    sqlite_office: Office, dialog: ExportDialog, tmp_path: Path
) -> None:
    open_debts(sqlite_office)
    retype(dialog.form.editor("folder"), str(tmp_path / "out"))
    export(dialog)
    assert dialog.isVisible()
    said = dialog.said()
    assert said[0] == f"Written to {tmp_path / 'out'}: 4 files, 2 rows"
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name[: name.index("_2026-04-01_2026-04-30_")] for name in names] == [
        "invoice_lines",
        "invoices",
        "payments",
        "time_entries",
    ]
    assert set(said[1:5]) == set(names)
    assert sum("nothing to export" in line for line in said) == 2
    export(dialog)
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_another_period_and_fewer_files(sqlite_office: Office, dialog: ExportDialog, tmp_path: Path) -> None:
    open_debts(sqlite_office)
    retype(dialog.form.editor("first"), "1 Jul 2025")
    retype(dialog.form.editor("folder"), str(tmp_path / "out"))
    for name in ("payments", "time_entries", "invoice_lines"):
        QTest.keyClick(dialog.form.editor(name), Qt.Key.Key_Space)
    export(dialog)
    assert dialog.said()[0] == f"Written to {tmp_path / 'out'}: 1 file, 8 rows"
    (path,) = (tmp_path / "out").iterdir()
    assert path.read_bytes().count(b"\r\n") == 9


def test_what_makes_no_sense_is_said_and_nothing_is_written(dialog: ExportDialog, tmp_path: Path) -> None:
    retype(dialog.form.editor("folder"), str(tmp_path / "x"))
    retype(dialog.form.editor("last"), "1 Mar 2026")
    export(dialog)
    assert "ends before it starts" in dialog.form.error_of("last")
    retype(dialog.form.editor("last"), "30 Apr 2026")
    for name in ("invoices", "payments", "time_entries", "invoice_lines"):
        QTest.keyClick(dialog.form.editor(name), Qt.Key.Key_Space)
    export(dialog)
    assert "Nothing is ticked" in dialog.form.error_of("invoices")
    assert not (tmp_path / "x").exists()


def test_a_named_period_fills_the_days_and_other_days_have_no_name(dialog: ExportDialog) -> None:
    period = dialog.form.editor("period")
    assert isinstance(period, Choice)
    assert period.currentText() == "April 2026 (this month)"
    QTest.keyClick(period, Qt.Key.Key_Down)
    assert period.currentText() == "March 2026"
    first, last = (dialog.form.editor(name) for name in ("first", "last"))
    assert isinstance(first, Line)
    assert isinstance(last, Line)
    assert (first.text(), last.text()) == ("1 Mar 2026", "31 Mar 2026")
    retype(first, "2 Mar 2026")
    assert period.currentText() == "Other days"
    retype(first, "1 Jan 2026")
    assert period.currentText() == "Quarter 1 of 2026"


def test_every_named_period_is_whole_months() -> None:
    for words, period in named_periods(date(2026, 1, 15), FORMATS).values():
        assert words
        if period is not None:
            assert period.first.day == 1
            assert (period.last + timedelta(1)).day == 1


def test_esc_stops_the_writing_and_what_is_written_is_whole(
    sqlite_office: Office, operations: SynchronousOperations, dialog: ExportDialog, tmp_path: Path
) -> None:
    open_debts(sqlite_office)
    retype(dialog.form.editor("folder"), str(tmp_path / "out"))

    def stop(done: int, _total: int, _text: str) -> None:
        if done == 2:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    def watch(progress: Progress) -> None:
        progress.moved.connect(stop)

    operations.started.connect(watch)
    export(dialog)
    assert dialog.isVisible()
    assert dialog.said() == ["Stopped. 2 files are written and whole."]
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert dialog.save.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_keyboard_goes_on_to_the_folder_and_the_result_is_said(
    sqlite_office: Office, dialog: ExportDialog, tmp_path: Path
) -> None:
    open_debts(sqlite_office)
    heard: list[str] = []
    speaker.said.connect(heard.append)
    retype(dialog.form.editor("folder"), str(tmp_path / "out"))
    export(dialog)
    assert dialog.focusWidget() is dialog.open_folder
    assert heard == [dialog.said()[0]]
    assert dialog.cancel.words() == "Close"


def test_a_folder_that_cannot_be_used_is_said_at_its_field(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    retype(dialog.form.editor("folder"), str(tmp_path / "file"))
    export(dialog)
    assert "could not be written" in dialog.form.error_of("folder")
    assert dialog.save.isEnabled()


def test_the_right_is_asked_for(sqlite_office: Office, dialog: ExportDialog, tmp_path: Path) -> None:
    sqlite_office.act_as("PR")
    retype(dialog.form.editor("folder"), str(tmp_path))
    export(dialog)
    assert "export the books" in dialog.form.banner.text()
