"""Backups: when the last one was taken, the second place, and all there are, to check one again or to go back to it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.elided import breakable
from app.qt.flow import Flow
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.setting_rows import SettingRow, SettingsSection
from app.qt.short_table import ShortTable
from app.shell.backups import BackupRow, Backups, BackupsView
from app.shell.session import Session

MEGABYTE = Decimal(1_000_000)


def _columns() -> list[Column]:
    return [
        Column("taken", _("Taken"), lambda row: row.taken, sort=lambda row: row.made, bold=True, least=170),
        Column("reason", _("Why"), lambda row: row.reason, width=160, gives_way=1),
        Column("entries", _("Entries"), lambda row: row.entries, kind="number", width=90, gives_way=3),
        Column(
            "size",
            _("Size, MB"),
            lambda row: (Decimal(row.size) / MEGABYTE).quantize(Decimal("0.1")),
            kind="number",
            width=90,
            gives_way=2,
        ),
        Column(
            "checked",
            _("Checked"),
            lambda row: row.checked if row.good else _("damaged"),
            kind="chip",
            tone=lambda row: ("warn" if row.findings else "ok") if row.good else "bad",
            width=190,
        ),
        Column("where", _("Where"), lambda row: row.where, width=140, muted=True, gives_way=4),
    ]


class BackupsSection(SettingsSection):
    """Read when it is seen, and again after each act."""

    restore_wanted = Signal(str)
    """A backup by its place."""

    def __init__(self, operations: Operations, session: Session, backups: Backups | None) -> None:
        """`backups` answers for the desk; None while nobody does."""
        super().__init__(_("Backups"))
        self._operations, self._session, self._backups = operations, session, backups
        self.view = BackupsView()
        if session.shared or backups is None:
            how = _("\u201cwatertight backup --to FOLDER\u201d takes them, on a computer that is on at night.")
            self.banner = Banner()
            self.last = SettingRow(_("Last backup"), _("Looking\u2026"))
            self.content.addWidget(self.banner)
            self.card("", *([] if backups is None else [self.last]), SettingRow(_("No backups here"), how))
            return
        self.now_button = Button(_("Back up now"), icon="hard-drive", primary=True)
        self.folder_button = Button(_("Open the folder"), icon="folder-open")
        self.last = SettingRow(_("Last backup"), _("Looking\u2026"), self.folder_button, self.now_button)
        self.choose_button = Button(_("Choose\u2026"), icon="folder-open")
        self.choose_button.setAccessibleName(_("Choose the second place"))
        self.forget_button = Button(_("No second place"))
        self.second = SettingRow(_("Second place"), "", self.forget_button, self.choose_button)
        self.card("", self.last, self.second)
        self._list(operations, session)
        self.now_button.clicked.connect(backups.now)
        self.folder_button.clicked.connect(self._open_folder)
        self.choose_button.clicked.connect(self._ask_second)
        self.forget_button.clicked.connect(self._forget_second)

    def _list(self, operations: Operations, session: Session) -> None:
        nothing = Empty("hard-drive", _("The first backup is taken a minute after the book was opened."))
        self.table = ShortTable(
            _columns(), session.formats, name=_("Backups"), key=lambda row: row.place, empty=nothing
        )
        self.list = ListCard(
            self.table,
            operations,
            remembers="backups",
            whole_page=False,
            cuts=[
                Cut("all", _("All")),
                Cut("damaged", _("Damaged"), lambda row: not row.good, tone="bad"),
            ],
        )
        self.list.count_with(lambda n: ngettext("{n} backup", "{n} backups", n))
        self.list.set_words(_("the newest first"))
        self.back_button = Button(_("Go back to it\u2026"), icon="undo-2", keys="R")
        self.check_button = Button(_("Check it again"), icon="check", keys="A")
        self.back_button.clicked.connect(self.go_back)
        self.check_button.clicked.connect(self.check_again)
        self.list.offer(
            RowCommand(_("Go back to it\u2026"), self.go_back, keys="R", hint=_("go back")),
            RowCommand(_("Check it again"), self.check_again, keys="A", hint=_("check again")),
        )
        self.table.opened.connect(lambda _row: self.go_back())
        self.table.selected.connect(self._selected)
        self.content.addWidget(self.list.banner)
        self.content.addWidget(self.list)
        self.content.addWidget(Flow([self.back_button, self.check_button], []))

    @property
    def _lists(self) -> bool:
        return hasattr(self, "table")

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Look at the folders again."""
        if self._backups is None:
            return
        backups, place = self._backups, self._session.place
        if not self._lists:
            self._operations.background(
                lambda _progress: backups.known(place), self.last.set_effect, failed=self.banner.show_problem
            )
            return
        self._operations.background(
            lambda _progress: backups.view(place), self.show_view, failed=self.list.banner.show_problem
        )

    def show_view(self, view: BackupsView) -> None:
        """Show what lies there."""
        self.view = view
        last = self._last_words(view)
        failed = _("The last try came to nothing. {reason}").format(reason=breakable(view.failed))
        self.last.set_effect(f"{last} {failed}" if view.failed else last)
        self.second.set_effect(self._second_words(view))
        self.forget_button.setVisible(bool(view.second))
        self.table.set_rows(list(view.rows))
        self.list.set_rows(list(view.rows))
        self._selected(self.table.current_row())
        self.filled.emit()

    def _last_words(self, view: BackupsView) -> str:
        newest = view.newest
        if newest is not None:
            words = _("{moment}, {reason}. Opened and checked from end to end.")
            return words.format(moment=newest.taken, reason=newest.reason)
        if self._session.is_demo:
            return _("None yet. The demo is not backed up by itself: it is made anew each time.")
        return _("None yet. One is taken every 30 minutes if something changed, and when you close the window.")

    @staticmethod
    def _second_words(view: BackupsView) -> str:
        if not view.second:
            return _("None. Choose another disk or a synced folder: this computer may break or be stolen.")
        place = breakable(view.second)
        if not view.second_there:
            last = view.second_last or _("never")
            return _("{place} is not there now. The last backup there: {last}.").format(place=place, last=last)
        if not view.second_last:
            return _("{place}. The next backup goes there, too.").format(place=place)
        return _("{place}. The last backup there: {last}.").format(place=place, last=view.second_last)

    def _selected(self, row: BackupRow | None) -> None:
        for button in (self.back_button, self.check_button):
            button.setEnabled(row is not None)

    # ------------------------------------------------------------------ acts

    def go_back(self) -> None:
        """Ask to go back to the backup that is current in the list."""
        row = self.table.current_row()
        if row is not None:
            self.restore_wanted.emit(row.place)

    def check_again(self) -> None:
        """Open and check the current one once more."""
        row, backups, place = self.table.current_row(), self._backups, self._session.place
        if row is None or backups is None:
            return

        def said(text: str) -> None:
            self.list.banner.show_message(text, "ok")
            self.refresh()

        def refused(problem: Problem) -> None:
            self.list.banner.show_problem(problem)
            self.refresh()

        self._operations.background(lambda progress: backups.recheck(place, row.place, progress), said, failed=refused)

    def _ask_second(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Choose the second place"), self.view.second)
        if folder:
            self.choose(folder)

    def choose(self, folder: str) -> None:
        """Keep the backups in a second folder from now on."""
        if self._backups is not None:
            backups, place = self._backups, self._session.place
            self._change(lambda: backups.choose(place, folder))

    def _forget_second(self) -> None:
        if self._backups is not None:
            backups, place = self._backups, self._session.place
            self._change(lambda: backups.forget(place))

    def _change(self, act: object) -> None:
        if callable(act):
            self._operations.background(
                lambda _progress: act(), lambda _done: self.refresh(), failed=self.list.banner.show_problem
            )

    def _open_folder(self) -> None:
        folder = Path(self.view.folder)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder if folder.is_dir() else folder.parent)))

    # ------------------------------------------------------------------ the page

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return self.list.keys() if self._lists else []

    def first_focus(self) -> QWidget | None:
        """Its first button."""
        return self.now_button if self._lists else None

    def search(self, text: str) -> int:
        """The list is found by its heading."""
        found = super().search(text)
        if self._lists:
            words = " ".join((self.title, _("Taken"), _("Checked"))).casefold()
            fits = all(word in words for word in text.casefold().split())
            self.list.setVisible(fits or found > 0)
            return found or int(fits)
        return found
