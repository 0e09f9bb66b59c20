"""A CSV file brought in: choose or drop it, see what each row would do, say what columns hold, add what is ticked.

What the file is about, a room says in a class of its own: its words, its columns, what adds the rows and what takes
them back.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.kernel.changes import Changes
from app.kernel.csv_files import Preview, RowLike, delimiter_words
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty, EmptyState
from app.qt.column_mapping import MappingRow
from app.qt.dialogs import PlainDialog, sized
from app.qt.editors import Check
from app.qt.elided import ElidedLabel
from app.qt.file_look import FileLook, Judge, ask_for_file, ask_for_place
from app.qt.file_subject import Errand, Subject
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.list_card import ListCard
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.speech import say
from app.qt.tab_order import tab_through
from app.qt.table import RecordTable
from app.qt.waiting import WaitingBar

EDGE = 24


class FileDialog(Errand, PlainDialog):
    """Stays open after rows were added, to say so and to take it back. `imported` carries what was done."""

    imported = Signal(object)

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        subject: Subject,
        judge: Judge,
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
    ) -> None:
        """Over a window; with a path that file is read at once."""
        super().__init__(parent)
        self.operations = operations
        self.formats = formats
        self.subject = subject
        self.shown: Preview[Any, Any] | None = None
        self.progress: Progress | None = None
        self._adding = False
        self._leaving = False
        self.look = FileLook(operations, judge, self)
        self.file_dialog: QFileDialog | None = None
        self.setWindowTitle(subject.title)
        self.setAccessibleName(subject.title)
        self.setModal(True)
        self.setAcceptDrops(True)
        self.about = ElidedLabel("", "caption")
        self.choose_button = Button(_("Another file\u2026"), icon="folder-open", keys="Ctrl+O")
        self.banner = Banner()
        self.nothing = EmptyState(Empty("file-input", subject.invitation, _("Choose a file\u2026")))
        self.headed = Check(_("The first row holds headings"))
        self.mapping = MappingRow(subject.meanings)
        self.table = RecordTable(
            subject.columns,
            formats,
            name=_("Rows of the file"),
            key=lambda row: row.line,
            empty=Empty("table-2", _("There is no row below the headings.")),
        )
        self.list = ListCard(
            self.table, operations, remembers=subject.list_key, cuts=list(subject.cuts), whole_page=False
        )
        self.why = label("", "second", wrap=True)
        self.waiting = WaitingBar()
        self.save_button = Button("", icon="download")
        self.cancel = Button(_("Cancel"), keys="Esc")
        self.add_button = Button("", keys="Ctrl+Enter", primary=True)
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self.ring = FocusOverlay(self)
        if path is not None:
            self.read_file(path)

    # ------------------------------------------------------------------ how it is built

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.subject.title, "title"))
        words.addWidget(self.about)
        head.addLayout(words, 1)
        head.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout()
        inside.setContentsMargins(EDGE, 20, EDGE, 14)
        inside.setSpacing(12)
        inside.addLayout(head)
        inside.addWidget(self.banner)
        inside.addWidget(self._pages, 1)
        inside.addWidget(self.waiting)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inside, 1)
        self._fill()  # before the foot: Tab goes in this order
        outer.addWidget(self._foot())
        sized(self, 1120, 740)
        parent = self.parentWidget()
        if parent is not None and parent.window().isVisible():
            self.resize(self.size().boundedTo(parent.window().size() - QSize(24, 24)))
        self.choose_button.hide()
        self.tell_count()

    def _fill(self) -> None:
        """The start, and what is seen of a file."""
        start = Card()
        start.body.addWidget(self.nothing, 1)
        columns = Card(_("What the columns hold"))
        columns.head.addWidget(self.headed)
        columns.body.addWidget(self.mapping)
        columns.setSizePolicy(columns.sizePolicy().horizontalPolicy(), self.headed.sizePolicy().verticalPolicy())
        filled = QWidget()
        box = QVBoxLayout(filled)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(columns)
        above, below = self.more_above(), self.more_below()
        if above is not None:
            box.addWidget(above)
        box.addWidget(self.list, 1)
        if below is not None:
            box.addWidget(below)
        box.addWidget(self.why)
        self.why.hide()
        self._pages.addWidget(start)
        self._pages.addWidget(filled)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("sunken", "true")
        row = QHBoxLayout(foot)
        row.setContentsMargins(EDGE, 12, EDGE, 12)
        row.setSpacing(8)
        row.addWidget(self.save_button)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.add_button)
        return foot

    def _connect(self) -> None:
        self.look.started.connect(self._begin)
        self.look.shown.connect(self.show_preview)
        self.look.saved.connect(self._saved)
        self.look.refused.connect(self.refused)
        self.nothing.pressed.connect(self.ask)
        self.choose_button.clicked.connect(self.ask)
        self.cancel.clicked.connect(self.reject)
        self.add_button.clicked.connect(self.add)
        self.save_button.clicked.connect(self.ask_where)
        self.headed.toggled.connect(self._headed)
        self.mapping.chosen.connect(self.meant)
        self.table.ticks_changed.connect(self.tell_count)
        self.table.selected.connect(self._explain)
        self.list.count_with(lambda n: ngettext("{n} row", "{n} rows", n))
        self.operations.changed.connect(self._heard)
        self.operations.crashed.connect(self._crashed)

    # ------------------------------------------------------------------ the file

    def ask(self) -> None:
        """Let a person choose the file."""
        if self.progress is None:
            self.file_dialog = ask_for_file(self, self.subject.title, self.read_file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile() and self.progress is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped; of several the first."""
        self.read_file(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    def read_file(self, path: Path) -> None:
        """Read a file and show what it would do."""
        self.look.read(path)

    def _begin(self, progress: Progress) -> None:
        self.banner.clear()
        self._watch(progress)

    def _watch(self, progress: Progress) -> None:
        self.progress = progress
        self.waiting.watch(progress)
        progress.finished.connect(partial(self._ended, progress))
        self.tell_count()

    def _ended(self, progress: Progress) -> None:
        if progress is not self.progress:
            return  # a look that a newer one has taken the place of
        adding, self.progress, self._adding = self._adding, None, False
        self.tell_count()
        if progress.cancelled:
            self.banner.show_message(_("Stopped. Nothing was added.") if adding else _("Stopped."), "warn")
        if self._leaving:
            QTimer.singleShot(0, self, self.reject)  # once the answer is here: what was added can be taken back

    def _crashed(self, _report: str) -> None:
        self.progress, self._adding, self._leaving = None, False, False
        self.tell_count()

    def refused(self, problem: Problem) -> None:
        """Say why; the next file may be chosen."""
        self._leaving = False
        self.banner.show_problem(problem)
        self.tell_count()
        (self.choose_button if self.shown is not None else self.nothing.button).setFocus()

    # ------------------------------------------------------------------ the rows

    def show_preview(self, shown: Preview[Any, Any]) -> None:
        """Show what a file would do."""
        first = self.shown is None or self.shown.file is not shown.file
        self.shown = shown
        file = shown.file
        rows = ngettext("{n} row", "{n} rows", len(shown.rows))
        self.about.setText(
            _("{name} \u00b7 {rows}, divided by {delimiters} \u00b7 {encoding}").format(
                name=file.name, rows=rows, delimiters=delimiter_words(file.table.delimiter), encoding=file.encoding
            )
        )
        self.headed.blockSignals(True)
        self.headed.setChecked(shown.headed)
        self.headed.blockSignals(False)
        self.mapping.set_columns(shown.headings(), shown.samples(), shown.mapping)
        tab_through(self.choose_button, self.headed, *self.mapping.choices)
        self.choose_button.show()
        self._pages.setCurrentIndex(1)
        if first:
            self.table.set_rows([])  # ticks belong to the file of before
        self.list.set_rows(shown.rows)
        self.tell_count()
        self._explain(self.table.current_row())
        lacks = self.lacks(shown)
        if lacks:
            self.banner.show_message(lacks, "warn")
        if first:  # the keyboard begins where something is to be done
            (self.mapping.choices[0] if lacks else self.table).setFocus(Qt.FocusReason.OtherFocusReason)
        say(self.table, ", ".join(f"{words}: {shown.count(state)}" for state, words in self.subject.states))

    def _explain(self, row: RowLike | None) -> None:
        """The whole reason of the current row below the list: in the list it may be cut off."""
        words = self.explained(row) if row is not None else ""
        self.why.setText(words)
        self.why.setVisible(bool(words))

    def _headed(self, on: bool) -> None:
        shown = self.shown
        if shown is not None:
            self.look.again(shown.file, shown.mapping, headed=on)

    def _heard(self, changes: Changes) -> None:
        """The book has changed: what is new now?"""
        if self.shown is not None and self.subject.room in changes.rooms and self.progress is None:
            self.look.look_over(self.shown)

    # ------------------------------------------------------------------ adding, and taking back

    def wanted(self) -> tuple[Any, ...]:
        """The rows that are ticked, whichever part of the list is shown."""
        ticked = self.table.model.is_ticked
        return tuple(row.draft for row in self.table.rows() if row.draft is not None and ticked(row))

    def left_out(self) -> list[Any]:
        """The rows that do not come in although they are not there yet."""
        ticked = self.table.model.is_ticked
        return [row for row in self.table.rows() if self.stays_out(row) and not ticked(row)]

    def tell_count(self) -> None:
        """Say on the buttons what they would do now."""
        count, out = len(self.wanted()), len(self.left_out())
        self.add_button.setText(self.add_words(count))
        self.add_button.setVisible(count > 0)
        self.add_button.setEnabled(self.progress is None)
        self.save_button.setText(ngettext("Save the {n} row left out\u2026", "Save the {n} rows left out\u2026", out))
        self.save_button.setVisible(out > 0)
        self.choose_button.setEnabled(self.progress is None)
        self.cancel.setText(_("Close") if self.can_take_back() and not count else _("Cancel"))

    def add(self) -> None:
        """Add what is ticked, all or nothing; it can be stopped on the way and taken back afterwards."""
        drafts = self.wanted()
        if not drafts or self.progress is not None:
            return
        self.banner.clear()
        self._adding = True
        progress = Progress(self)
        self._watch(progress)
        self.carry_out(drafts, progress)

    def after_adding(self, words: str, *, warn: bool, undo: bool, done: object) -> None:
        """Say what was added, with the way back."""
        self.banner.show_message(words, "warn" if warn else "ok", _("Undo") if undo else "", self.take_back)
        self.tell_count()
        self.imported.emit(done)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def after_taking_back(self, words: str, *, warn: bool) -> None:
        """Say what was taken back."""
        self.banner.show_message(words, "warn" if warn else "ok")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the rows left out

    def ask_where(self) -> None:
        """Let a person choose where the rows that were left out are written."""
        if self.shown is not None:
            self.file_dialog = ask_for_place(self, self.shown.file.name, self.save)

    def save(self, place: Path) -> None:
        """Write them with their line and the reason, whole or not at all."""
        if self.shown is not None:
            self.look.save(place, self.shown, self.left_out())

    def _saved(self, place: Path) -> None:
        self.banner.show_message(_("Saved as {place}").format(place=place), "ok")

    # ------------------------------------------------------------------ the end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.shown is None:
            self.nothing.button.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.mapping.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, key = event.modifiers() & Qt.KeyboardModifier.ControlModifier, event.key()
        if held and key == Qt.Key.Key_O:
            self.ask()
        elif held and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.add()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """While something runs the first wish to leave stops it; the second waits until it is known what was added."""
        if self.progress is not None and not self.progress.cancelled:
            self.progress.cancel()
            return
        if self._adding:
            self._leaving = True
            return
        self._leaving = False
        super().reject()
        self.hand_over()
