"""The book and its doors: where it lies, a copy of it, what comes in and goes out, calendars."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.firm.domain import Right
from app.firm.queries import HistoryEndRow, history_end
from app.harvest.queries import CalendarSourceRow, calendar_sources
from app.invoices.ui.opening import opening_rows
from app.kernel.words import _
from app.qt import memory
from app.qt.buttons import Button
from app.qt.elided import breakable
from app.qt.operations import Operations
from app.qt.setting_rows import SettingRow, SettingsSection
from app.shell.book_files import SUFFIX, with_suffix
from app.shell.pages.settings.office import OfficeSection
from app.shell.session import Session


class BookSection(SettingsSection):
    """Where everything is kept, and how to have it twice."""

    copy_wanted = Signal(str)
    check_wanted = Signal()
    history_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, operations: Operations, session: Session) -> None:
        """`session` knows where the book lies."""
        super().__init__(_("The book"))
        self._operations = operations
        self._session = session
        self._end = ""
        self.end_button = Button(_("Copy"), icon="copy")
        self.end_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._end))
        self.end_button.hide()
        self.end_row = SettingRow(_("End of the history"), "", self.end_button)
        if session.shared:
            place = SettingRow(_("Place"), _("A database on a server, shared by the office."))
            self.card("", place, *self._check(session), self.end_row)
        else:
            self._file()
        if session.may(Right.EDIT_FIRM):
            self.history_button = Button(_("History of the book\u2026"), icon="history")
            self.history_button.clicked.connect(self.history_wanted)
            effect = _("Who did what, on any day: every change since the book began, by person and by day.")
            self.card("", SettingRow(_("History"), effect, self.history_button))
        self.open_button = Button(_("Open another book\u2026"), icon="folder-open")
        self.new_button = Button(_("Make a new book\u2026"), icon="plus")
        self.open_button.clicked.connect(self.open_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        self.card(
            _("Other books"),
            SettingRow(_("Another book"), _("Opens in this window; this book is closed first."), self.open_button),
            SettingRow(_("A new book"), _("Starts empty, in a folder of its own."), self.new_button),
        )

    def _file(self) -> None:
        session = self._session
        folder = Button(_("Open the folder"), icon="folder-open")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(session.folder)))
        self.copy_button = Button(_("Copy the book\u2026"), icon="copy")
        self.copy_button.clicked.connect(self._ask_copy)
        self.copy_row = SettingRow(_("Copy"), "", self.copy_button)
        self.show_last_copy()
        place = SettingRow(_("Place"), breakable(session.place), folder)
        place.effect.setAccessibleName(session.place)
        self.card("", place, self.copy_row, *self._check(session), self.end_row)

    def _check(self, session: Session) -> list[SettingRow]:
        """For those who may see what it finds."""
        if not session.may(Right.SEE_MONEY):
            return []
        self.check_button = Button(_("Check the books"), icon="check")
        self.check_button.clicked.connect(self.check_wanted)
        effect = _(
            "Every page, the history link by link and all that must fit, behind your work. By itself once a week."
        )
        return [SettingRow(_("Check"), effect, self.check_button)]

    def refresh(self) -> None:
        """The last copy may be a new one, and the history goes on."""
        if not self._session.shared:
            self.show_last_copy()
        self._operations.read(history_end, self._show_end, latest="settings history end")

    def _show_end(self, row: HistoryEndRow) -> None:
        session = self._session
        self._end = _("{book}, {day}: the history ends with entry {n}, {letters}.").format(
            book=session.book_name, day=session.formats.date(session.today()), n=row.number, letters=row.letters
        )
        self.end_row.set_effect(
            _(
                "Entry {n}, {letters}. Written down on paper, it shows later whether the book was cut or exchanged."
            ).format(n=row.number, letters=row.letters)
        )
        self.end_button.show()

    def show_last_copy(self) -> None:
        """Say when and where the last copy was made, as far as this computer remembers."""
        effect = _("A whole, checked copy in a place you choose, such as another disk. Work goes on meanwhile.")
        kept = _copies().get(self._session.place)
        if isinstance(kept, list) and len(kept) == 2:
            last = _("Last copy: {day}, {place}").format(day=kept[0], place=breakable(kept[1]))
            effect = f"{effect}\n{last}"
        self.copy_row.set_effect(effect)

    def _ask_copy(self) -> None:
        name = f"{Path(self._session.place).stem} {self._session.today().isoformat()}{SUFFIX}"
        start = str(Path(self._session.folder).parent / name)
        path, _kind = QFileDialog.getSaveFileName(self, _("Copy the book"), start, f"*{SUFFIX}")
        if path:
            self.copy_wanted.emit(with_suffix(path))


def _copies() -> dict[str, object]:
    known: dict[str, object] = {}
    return memory.recall("copies", known)


class DoorsSection(SettingsSection):
    """Import and export."""

    export_wanted = Signal()

    def __init__(self, operations: Operations, session: Session) -> None:
        """What leaves, and what comes in."""
        super().__init__(_("Import and export"))
        self.export_button = Button(_("Export the books\u2026"), icon="download")
        self.export_button.clicked.connect(self.export_wanted)
        self.card(
            "",
            SettingRow(
                _("Export"),
                _("Invoices, payments, time and what is owed as CSV files for the accountant. Changes nothing."),
                self.export_button,
                words="csv",
            ),
            SettingRow(_("Calendars"), _("Meetings come in on the page My week.")),
        )
        if session.may(Right.ISSUE_INVOICES):
            self.clients_button = Button(_("Read a file of clients\u2026"), icon="file-input")
            self.clients_button.clicked.connect(partial(self._read_clients, operations, session))
            clients = SettingRow(
                _("Clients"),
                _("From a CSV file of another program: what each row would do is shown before."),
                self.clients_button,
                words="csv",
            )
            self.card(_("What you have"), clients, *opening_rows(operations, session.formats, self))

    def _read_clients(self, operations: Operations, session: Session, *_clicked: object) -> None:
        from app.clients.ui.importing import ImportClientsDialog

        ImportClientsDialog(operations, session.formats, parent=self.window()).open()


class CalendarSection(OfficeSection):
    """The calendars of the person at the window."""

    week_wanted = Signal()

    def __init__(self, operations: Operations, session: Session) -> None:
        """Read when first seen."""
        super().__init__(_("Calendar"), operations, session)

    def refresh(self) -> None:
        """Read which calendars there are."""
        self.operations.read(
            calendar_sources, self._show, latest="settings calendars", person_id=self.session.person_id
        )

    def _show(self, sources: list[CalendarSourceRow]) -> None:
        self.clear()
        go = Button(_("Go to My week"), icon="arrow-right")
        go.clicked.connect(self.week_wanted)
        self.card(
            "",
            SettingRow(
                _("Read a calendar file"),
                _("My week has \u201cRead a calendar file\u201d: an .ics file that your calendar saves or exports."),
                go,
            ),
            SettingRow(
                _("What is kept"),
                _("Titles and times of meetings that may be work. Private and all-day events are only counted."),
            ),
        )
        rows = []
        for one in sources:
            when = _("Not read yet.")
            if one.read_at is not None:
                formats = self.session.formats
                when = _("Read on {day} at {time}.").format(
                    day=formats.date(one.read_at.date()), time=formats.time(one.read_at)
                )
            rows.append(SettingRow(one.name, when))
        if rows:
            self.card(_("Read for you"), *rows)
        self.filled.emit()
