"""The history of one thing, or of one act of the book: who, when, what, before and after; the newest first."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.history.queries import PAGE, History, HistoryRow, act_history, history, when
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.dialogs import PlainDialog, sized
from app.qt.editors import Long
from app.qt.elided import ElidedLabel
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.list_card import ListCard
from app.qt.list_tools import Tool
from app.qt.operations import Operations
from app.qt.table import RecordTable

SIZE = (1040, 640)


class HistoryDialog(PlainDialog):
    """One list; below it the current row in full. What is older is read on demand."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        thing: str = "",
        record_id: int = 0,
        act: tuple[int, int] | None = None,
        most: int = PAGE,
        parent: QWidget | None = None,
    ) -> None:
        """Of a thing; or with `act`, the numbers of its first and last entry, of one command. `most` at once."""
        super().__init__(parent)
        self._operations = operations
        self._formats = formats
        self._query: partial[Any] = (
            partial(operations.read, history, thing=thing, record_id=record_id, most=most)
            if act is None
            else partial(operations.read, act_history, first=act[0], last=act[1], most=most)
        )
        self._older: int | None = None
        self._rows: tuple[HistoryRow, ...] = ()
        self.setWindowTitle(_("History"))
        self.setAccessibleName(_("History"))
        self.setModal(True)
        self.title = ElidedLabel(_("History"), "title")
        self.table = RecordTable(
            history_columns(formats),
            formats,
            name=_("History"),
            key=lambda row: row.key,
            empty=Empty("history", _("The history is being read\u2026")),
        )
        self.list = ListCard(self.table, operations, remembers="history", file_name=_("History"), whole_page=False)
        self.list.count_with(lambda n: ngettext("{n} change", "{n} changes", n))
        self.list.set_words(_("the newest first"))
        self.older_tool = Tool(_("Show older"), "chevron-down")
        self.list.add_tool(self.older_tool)
        self.older_tool.hide()
        self.whole = Long(3)
        self.close_button = Button(_("Close"), keys="Esc")
        self._build()
        self.table.selected.connect(self._tell)
        self.older_tool.clicked.connect(self._read_older)
        self.close_button.clicked.connect(self.reject)
        self.ring = FocusOverlay(self)
        self.finished.connect(self.deleteLater)
        self._read(None)

    def _build(self) -> None:
        self.whole.setReadOnly(True)
        self.whole.setAccessibleName(_("The chosen change in full"))
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(self.title)
        hint = _("Nothing of it can be changed or taken out. Personal words are not kept; what still holds is shown.")
        box.addWidget(label(hint, "second", wrap=True))
        box.addWidget(self.list.banner)
        box.addWidget(self.list, 1)
        box.addWidget(self.whole)
        box.addLayout(foot)
        sized(self, *SIZE)

    # ------------------------------------------------------------------ reading

    def _read(self, before: int | None) -> None:
        self._query(
            partial(self._take, before), failed=self._refused, latest=self, formats=self._formats, before=before
        )

    def _read_older(self) -> None:
        if self._older is not None:
            self._read(self._older)

    def _refused(self, problem: Problem) -> None:
        self.list.show_unread(problem, lambda: self._read(None))

    def _take(self, before: int | None, seen: History) -> None:
        self._older = seen.older
        self._rows = seen.rows if before is None else (*self._rows, *seen.rows)
        self.title.setText(_("History: {thing}").format(thing=seen.title) if seen.title else _("History"))
        if self.older_tool.hasFocus() and seen.older is None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.older_tool.setVisible(seen.older is not None)
        self.table.set_empty(Empty("history", _("Nothing has happened to it yet.")))
        self.list.set_rows(self._rows)
        self.list.set_note("" if seen.older is None else _("Older changes are not read yet: Show older reads them."))
        self._tell(self.table.current_row())

    def _tell(self, row: HistoryRow | None) -> None:
        self.whole.write("" if row is None else in_full(row))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)


def history_columns(formats: Formats) -> list[Column]:
    """Who, when, what; the field, before and after."""
    return [
        Column(
            "at",
            _("When and who"),
            lambda row: when(formats, row.at),
            sub=lambda row: row.who,
            width=156,
            sort=lambda row: row.sequence,
        ),
        Column("what", _("What"), lambda row: row.did, sub=lambda row: row.what, bold=True, least=170),
        Column("field", _("Field"), lambda row: row.field or row.action, width=120, muted=True, gives_way=1),
        Column("before", _("Before"), lambda row: row.before or None, least=96),
        Column("after", _("After"), lambda row: row.after or None, least=96),
    ]


def in_full(row: HistoryRow) -> str:
    """A change with all its words."""
    head = " \u00b7 ".join(part for part in (row.what, row.field or row.action) if part)
    if row.before and row.after:
        return f"{head}\n{row.before}\n\u2192 {row.after}"
    if row.field:
        return "\n".join((head, row.before or "\u2013", f"\u2192 {row.after}" if row.after else "\u2192 \u2013"))
    return f"{head}\n{row.before or row.after}"
