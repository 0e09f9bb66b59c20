"""Clients from a CSV file: choose or drop it, see what each row would do, say what columns hold, add the new ones."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.clients.commands import ImportedClients, TakenBack, import_clients, take_back_clients
from app.clients.domain import ClientDraft, RowState
from app.clients.importing import Meaning, choose
from app.clients.preview import Preview, PreviewRow, delimiter_words, state_words
from app.clients.ui.file import FileLook, ask_for_file, ask_for_place
from app.clients.ui.import_columns import import_columns, import_cuts
from app.clients.ui.mapping import MappingRow
from app.clients.ui.way_back import WayBack, added_words, kept_words
from app.kernel.changes import Changes
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty, EmptyState
from app.qt.dialogs import PlainDialog, sized
from app.qt.editors import Check
from app.qt.elided import ElidedLabel
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.list_card import ListCard
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.speech import say
from app.qt.tab_order import tab_through
from app.qt.table import RecordTable
from app.qt.telling import tell
from app.qt.waiting import WaitingBar

EDGE = 24


class ImportClientsDialog(PlainDialog):
    """Stays open after clients were added, to say so and to take it back. `imported` carries what was done."""

    imported = Signal(object)

    def __init__(
        self, operations: Operations, formats: Formats, parent: QWidget | None = None, *, path: Path | None = None
    ) -> None:
        """Over a window; with a path that file is read at once."""
        super().__init__(parent)
        self._operations = operations
        self._formats = formats
        self._shown: Preview | None = None
        self._progress: Progress | None = None
        self._back: WayBack | None = None
        self._adding = False
        self._look = FileLook(operations, self)
        self.file_dialog: QFileDialog | None = None
        title = _("Clients from a CSV file")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAcceptDrops(True)
        self.about = ElidedLabel("", "caption")
        self.choose_button = Button(_("Another file\u2026"), icon="folder-open", keys="Ctrl+O")
        self.banner = Banner()
        self.nothing = EmptyState(
            Empty(
                "file-input",
                _("Choose a file, or drop it here. You will see what each row would do before anything is added."),
                _("Choose a file\u2026"),
            )
        )
        self.headed = Check(_("The first row holds headings"))
        self.mapping = MappingRow()
        self.table = RecordTable(
            import_columns(),
            formats,
            name=_("Rows of the file"),
            key=lambda row: row.line,
            empty=Empty("table-2", _("There is no row below the headings.")),
        )
        self.list = ListCard(self.table, operations, remembers="clients_file", cuts=import_cuts(), whole_page=False)
        self.why = label("", "second", wrap=True)
        self.waiting = WaitingBar()
        self.save_button = Button("", icon="download")
        self.cancel = Button(_("Cancel"), keys="Esc")
        self.add_button = Button("", keys="Ctrl+Enter", primary=True)
        self._pages = QStackedWidget()
        self._build(title)
        self._connect()
        self.ring = FocusOverlay(self)
        if path is not None:
            self.read_file(path)

    def _build(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, "title"))
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
        self._tell_count()

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
        box.addWidget(self.list, 1)
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
        self._look.started.connect(self._begin)
        self._look.shown.connect(self._show)
        self._look.saved.connect(self._saved)
        self._look.refused.connect(self._refused)
        self.nothing.pressed.connect(self.ask)
        self.choose_button.clicked.connect(self.ask)
        self.cancel.clicked.connect(self.reject)
        self.add_button.clicked.connect(self.add)
        self.save_button.clicked.connect(self.ask_where)
        self.headed.toggled.connect(self._headed)
        self.mapping.chosen.connect(self._meant)
        self.table.ticks_changed.connect(self._tell_count)
        self.table.selected.connect(self._explain)
        self.list.count_with(lambda n: ngettext("{n} row", "{n} rows", n))
        self._operations.changed.connect(self._heard)
        self._operations.crashed.connect(self._crashed)

    # ------------------------------------------------------------------ the file

    def ask(self) -> None:
        """Let a person choose the file."""
        if self._progress is None:
            self.file_dialog = ask_for_file(self, self.read_file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile() and self._progress is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped; of several the first."""
        self.read_file(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    def read_file(self, path: Path) -> None:
        """Read a file and show what it would do."""
        self._look.read(path)

    def _begin(self, progress: Progress) -> None:
        self.banner.clear()
        self._watch(progress)

    def _watch(self, progress: Progress) -> None:
        self._progress = progress
        self.waiting.watch(progress)
        progress.finished.connect(partial(self._ended, progress))
        self._tell_count()

    def _ended(self, progress: Progress) -> None:
        if progress is not self._progress:
            return  # a look that a newer one has taken the place of
        adding, self._progress, self._adding = self._adding, None, False
        self._tell_count()
        if progress.cancelled:
            self.banner.show_message(_("Stopped. Nothing was added.") if adding else _("Stopped."), "warn")

    def _crashed(self, _report: str) -> None:
        self._progress, self._adding = None, False
        self._tell_count()

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)
        self._tell_count()
        (self.choose_button if self._shown is not None else self.nothing.button).setFocus()

    # ------------------------------------------------------------------ the rows

    def _show(self, shown: Preview) -> None:
        first = self._shown is None or self._shown.file is not shown.file
        self._shown = shown
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
        self._tell_count()
        self._explain(self.table.current_row())
        if Meaning.NAME not in shown.mapping and not {Meaning.CONTACT, Meaning.LAST_NAME} & set(shown.mapping):
            self.banner.show_message(
                _("No column is known as the client\u2019s name. Choose it above the list."), "warn"
            )
        if first:
            self._start()
        say(self.table, ", ".join(f"{state_words(state)}: {shown.count(state)}" for state in RowState))

    def _start(self) -> None:
        """The keyboard begins where something is to be done."""
        named = self._shown is not None and Meaning.NAME in self._shown.mapping
        (self.table if named else self.mapping.choices[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _explain(self, row: PreviewRow | None) -> None:
        """The whole reason of the current row below the list: in the list it may be cut off."""
        words = ""
        if row is not None and row.why:
            words = _("Line {line}: {why}").format(line=row.line, why=row.why)
            if row.state is RowState.ALIKE:
                more = _("Tick it to add it all the same.")
                words = f"{words} {more}"
        self.why.setText(words)
        self.why.setVisible(bool(words))

    def _meant(self, place: int, meaning: Meaning | None) -> None:
        shown = self._shown
        if shown is not None:
            mapping = choose(shown.mapping, place, meaning)
            self._look.again(shown.file, mapping, headed=shown.headed)

    def _headed(self, on: bool) -> None:
        shown = self._shown
        if shown is not None:
            self._look.again(shown.file, shown.mapping, headed=on)

    def _heard(self, changes: Changes) -> None:
        """The book has changed: what is new now?"""
        shown = self._shown
        if shown is not None and "clients" in changes.rooms and self._progress is None:
            self._look.look_over(shown)

    # ------------------------------------------------------------------ adding, and taking back

    def wanted(self) -> tuple[ClientDraft, ...]:
        """The rows that are ticked, whichever part of the list is shown."""
        ticked = self.table.model.is_ticked
        return tuple(row.draft for row in self.table.rows() if row.draft is not None and ticked(row))

    def left_out(self) -> list[PreviewRow]:
        """The rows that do not come in although they are not there yet."""
        ticked = self.table.model.is_ticked
        rows = [row for row in self.table.rows() if row.state in {RowState.WRONG, RowState.ALIKE}]
        return [row for row in rows if not ticked(row)]

    def _tell_count(self) -> None:
        count, out = len(self.wanted()), len(self.left_out())
        self.add_button.setText(ngettext("Add {n} client", "Add {n} clients", count))
        self.add_button.setVisible(count > 0)
        self.add_button.setEnabled(self._progress is None)
        self.save_button.setText(ngettext("Save the {n} row left out\u2026", "Save the {n} rows left out\u2026", out))
        self.save_button.setVisible(out > 0)
        self.choose_button.setEnabled(self._progress is None)
        done = self._back is not None and not count
        self.cancel.setText(_("Close") if done else _("Cancel"))

    def add(self) -> None:
        """Add what is ticked, all or nothing; it can be stopped on the way and taken back afterwards."""
        drafts = self.wanted()
        if not drafts or self._progress is not None:
            return
        self.banner.clear()
        self._adding = True
        progress = Progress(self)
        self._watch(progress)
        back = WayBack(self._operations, self.parentWidget(), drafts)
        self._operations.run(
            import_clients, partial(self._added, back), failed=self._refused, progress=progress, drafts=drafts
        )

    def _added(self, back: WayBack, done: ImportedClients) -> None:
        self._hand_over()  # of a file before this one
        self._back = back if done.client_ids else None
        back.client_ids = done.client_ids
        words = [added_words(done)]
        words += [_("Line {line}: {why}").format(line=row.line, why=row.reason) for row in done.refused]
        undo = _("Undo") if done.client_ids else ""
        self.banner.show_message(" ".join(words), "warn" if done.refused else "ok", undo, self._undo)
        self._tell_count()
        self.imported.emit(done)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo(self) -> None:
        if self._back is not None:
            ids, self._back = self._back.client_ids, None
            self._operations.run(take_back_clients, self._taken_back, failed=self._refused, client_ids=ids)

    def _taken_back(self, done: TakenBack) -> None:
        words = ngettext("{n} client was taken back.", "{n} clients were taken back.", done.removed)
        kept = kept_words(done) if done.kept else ""
        self.banner.show_message(f"{words} {kept}".strip(), "warn" if kept else "ok")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the rows left out

    def ask_where(self) -> None:
        """Let a person choose where the rows that were left out are written."""
        if self._shown is not None:
            self.file_dialog = ask_for_place(self, self._shown.file.name, self.save)

    def save(self, place: Path) -> None:
        """Write them with their line and the reason, whole or not at all."""
        if self._shown is not None:
            self._look.save(place, self._shown, self.left_out())

    def _saved(self, place: Path) -> None:
        self.banner.show_message(_("Saved as {place}").format(place=place), "ok")

    # ------------------------------------------------------------------ the end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._shown is None:
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
        """While something runs the first wish to leave stops that."""
        if self._progress is not None and not self._progress.cancelled:
            self._progress.cancel()
            return
        super().reject()
        self._hand_over()

    def _hand_over(self) -> None:
        """What was added can be taken back in the window from now on."""
        (back, self._back), host = (self._back, None), self.parentWidget()
        if back is not None and host is not None:
            words = ngettext("{n} client added from a file", "{n} clients added from a file", len(back.client_ids))
            tell(host, words, back.undo, redo=back.redo)
