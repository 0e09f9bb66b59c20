"""A window on a sample office, for tests of the pages about time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.dialogs import FormDialog
from app.qt.feed import ChangeFeed
from app.qt.frame import Area, Frame
from app.qt.operations import SynchronousOperations
from app.shell.pages.my_week import MyWeekPage
from app.timesheets.queries import EntryRow, entries
from tests.books import Office
from tests.kept import kept
from tests.samples.clients import brightwater, nordhavn, quayside
from tests.samples.engagements import SowSample, billing_review, clinic_retainer, margin_diagnostic
from tests.samples.timesheets import internal_task

if TYPE_CHECKING:
    from app.qt.page import Page

FORMATS = Formats("en-GB", "Europe/London")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 4, day) for day in (27, 28, 29, 30))
H = 3600


@kept
def three_clients(office: Office) -> tuple[SowSample, SowSample, SowSample, int]:
    """Work for Brightwater, Nordhavn and Quayside, and the team meeting."""
    office.act_as("EF")
    return (
        billing_review(office, brightwater(office)),
        margin_diagnostic(office, nordhavn(office)),
        clinic_retainer(office, quayside(office)),
        internal_task(office, "Team meeting"),
    )


class Window:
    """A window on an office with three statements of work; Priya works."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        self.office = office
        self.qtbot = qtbot
        self.review, self.margin, self.retainer, self.meeting = three_clients(office)
        self.operations = SynchronousOperations(office.book)
        self.feed = ChangeFeed()
        self.operations.changed.connect(self.feed.publish)
        self.frame = Frame(feed=self.feed, operations=self.operations)
        qtbot.addWidget(self.frame)
        self.office.act_as("PR")

    def open(self, page: Any) -> Any:
        """Show a page in the window."""
        key = type(page).__name__
        self.frame.set_areas([Area(key, key, "clock")], {key: lambda: cast("Page", page)})
        self.frame.resize(1440, 900)
        with self.qtbot.waitActive(self.frame):
            self.frame.show()
            self.frame.activateWindow()
        self.frame.show_page(key)
        return page

    def week(self, side: QWidget | None = None) -> MyWeekPage:
        """My week of Priya."""
        page = MyWeekPage(self.operations, FORMATS, person_id=self.office.people["PR"], side=side)
        return cast("MyWeekPage", self.open(page))

    def entries(self) -> list[EntryRow]:
        """Everything in the book."""
        return self.office.book.read(entries)


def type_line(page: MyWeekPage, text: str, *, enter: bool = True) -> None:
    page.line.edit.setFocus()
    QTest.keyClicks(page.line.edit, text)
    if enter:
        QTest.keyClick(page.line.edit, Qt.Key.Key_Return)


def dialog_of(page: QWidget) -> FormDialog:
    found = [dialog for dialog in page.findChildren(QDialog) if dialog.isVisible()]
    assert len(found) == 1
    assert isinstance(found[0], FormDialog)
    return found[0]
