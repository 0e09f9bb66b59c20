"""What was done in the whole book, act by act: who did what on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.history.queries import NOBODY, ActRow, BookHistory, book_history, when
from app.history.ui.dialog import HistoryDialog
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.dialogs import PlainDialog, sized
from app.qt.editors import Choice, date_line
from app.qt.flow import Flow
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.list_card import ListCard, RowCommand
from app.qt.list_tools import Tool
from app.qt.operations import Operations
from app.qt.table import RecordTable

SIZE = (960, 640)
EVERYBODY = -1


class BookHistoryDialog(PlainDialog):
    """The acts of the book, the newest first, by person and by day. Enter opens what one of them changed."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        """Everybody's, without a day: what was done last."""
        super().__init__(parent)
        self._operations = operations
        self._formats = formats
        self._older: int | None = None
        self._rows: tuple[ActRow, ...] = ()
        title = _("History of the book")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.person = Choice([(EVERYBODY, _("Everybody"))], optional=False)
        self.person.write(EVERYBODY)
        self.person.setAccessibleName(_("Person"))
        self.day = date_line(formats, today, 130)
        self.day.setAccessibleName(_("Day"))
        self.day.setPlaceholderText(_("Any day"))
        self.today = Button(_("Today"))
        self.table = RecordTable(
            [
                Column("at", _("When"), lambda row: when(formats, row.at), width=158, sort=lambda row: row.last),
                Column("who", _("Who"), lambda row: row.who or None, width=150),
                Column("did", _("What was done"), lambda row: row.did, bold=True, least=200),
                Column("what", _("To what"), lambda row: row.what or None, least=200),
            ],
            formats,
            name=title,
            key=lambda row: row.key,
            empty=Empty("history", _("The history is being read\u2026")),
        )
        self.list = ListCard(self.table, operations, remembers="book_history", file_name=title, whole_page=False)
        self.list.count_with(lambda n: ngettext("{n} act", "{n} acts", n))
        self.list.set_words(_("the newest first"))
        self.older_tool = Tool(_("Show older"), "chevron-down")
        self.list.add_tool(self.older_tool)
        self.older_tool.hide()
        self.open_button = Button(_("Open"), icon="eye", keys="Enter")
        self.close_button = Button(_("Close"), keys="Esc")
        self._today = today
        self._build(title)
        self._connect()
        self._read(None)

    def _build(self, title: str) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.open_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(Flow([label(title, "title")], [self.person, self.day, self.today]))
        box.addWidget(self.list.banner)
        box.addWidget(self.list, 1)
        box.addLayout(foot)
        sized(self, *SIZE)

    def _connect(self) -> None:
        self.list.offer(RowCommand(_("Open"), self.open_current, keys="Enter"))
        self.table.opened.connect(lambda _row: self.open_current())
        self.table.selected.connect(lambda row: self.open_button.setEnabled(row is not None))
        self.person.activated.connect(lambda _place: self._read(None))
        self.day.left.connect(self._day_left)
        self.day.returnPressed.connect(self._day_left)
        self.today.clicked.connect(self._only_today)
        self.older_tool.clicked.connect(lambda: self._read(self._older))
        self.open_button.clicked.connect(self.open_current)
        self.close_button.clicked.connect(self.reject)
        self.ring = FocusOverlay(self)
        self.finished.connect(self.deleteLater)
        self._asked_day: date | None = None

    # ------------------------------------------------------------------ reading

    def _only_today(self) -> None:
        self.day.write(self._today())
        self._day_left()

    def _day_left(self) -> None:
        """Another day was typed; what is no day is said and changes nothing."""
        try:
            wanted = self.day.read()
        except Problem as problem:
            self.list.banner.show_problem(problem)
            return
        self.list.banner.clear()
        if wanted != self._asked_day:
            self._asked_day = wanted
            self._read(None)

    def _read(self, before: int | None) -> None:
        person = self.person.read()
        self._operations.read(
            book_history,
            partial(self._take, before),
            failed=self._refused,
            latest=self,
            formats=self._formats,
            person_id=None if person == EVERYBODY else person,
            day=self._asked_day,
            before=before,
        )

    def _refused(self, problem: Problem) -> None:
        self.list.show_unread(problem, lambda: self._read(None))

    def _take(self, before: int | None, seen: BookHistory) -> None:
        self._older = seen.older
        self._rows = seen.rows if before is None else (*self._rows, *seen.rows)
        if self.person.count() == 1:
            self.person.set_choices([(EVERYBODY, _("Everybody")), *seen.people, (NOBODY, _("Set-up"))])
        if self.older_tool.hasFocus() and seen.older is None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.older_tool.setVisible(seen.older is not None)
        self.table.set_empty(Empty("history", _("Nothing was done then. Choose another person or day above.")))
        self.list.set_rows(self._rows)
        self.list.set_note("" if seen.older is None else _("Older acts are not read yet: Show older reads them."))
        self.open_button.setEnabled(self.table.current_row() is not None)

    # ------------------------------------------------------------------ acting

    def open_current(self) -> None:
        """What the current act changed, field by field."""
        row = self.table.current_row()
        if isinstance(row, ActRow):
            HistoryDialog(self._operations, self._formats, act=(row.first, row.last), parent=self).open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
