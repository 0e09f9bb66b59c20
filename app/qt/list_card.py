"""The list card: one list with its row of cuts, filter, column chooser, export, print and menu of its commands.

    table = RecordTable(columns(), formats, name=_("Clients"), empty=...)
    self.list = ListCard(table, operations, remembers="clients", file_name=_("Clients"), cuts=[
        Cut("all", _("All")), Cut("overdue", _("Overdue"), lambda row: row.overdue.minor > 0, tone="bad"),
    ])
    self.list.set_words(_("overdue first, then owed"))
    self.list.offer(RowCommand(_("Edit"), self.edit, keys="E", hint=_("edit")))  # binds E, stands in the menu
    self.list.count_with(lambda n: ngettext("{n} client", "{n} clients", n))     # first free cell of the foot
    self.body.addWidget(self.list.banner); self.body.addWidget(self.list, 1)
    ... self.list.set_rows(rows)                                                 # counts the cuts too

Ctrl+F, Ctrl+E and Ctrl+P work on the whole page; `keys()` and `regions()` are what the page hands to the frame.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Segmented
from app.qt.column_chooser import ColumnChooser, choose_columns
from app.qt.editors import Choice
from app.qt.elided import ElidedLabel
from app.qt.fitting import FitsItsRoom
from app.qt.focus import HandsOn
from app.qt.labels import label
from app.qt.list_export import ListExport
from app.qt.list_printing import ListPrint
from app.qt.list_tools import FilterLine, Tool
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.row_menu import RowCommand, RowMenu
from app.qt.speech import say
from app.qt.tab_order import tab_through
from app.qt.table import RecordTable

__all__ = ["Cut", "ListCard", "RowCommand"]

LEAST_WORDS = 60
FREE = 16_777_215
"""Qt's word for "as high as there is room"."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of the rows with a name: "Overdue"; `tone` puts its shape before the words."""

    key: str
    words: str
    keeps: Callable[[Any], bool] | None = None
    tone: str = ""


class ListCard(HandsOn, FitsItsRoom, QWidget):
    """A card around a `RecordTable`, no higher than its rows; see the head of this file for its use."""

    def __init__(
        self,
        table: RecordTable,
        operations: Operations,
        *,
        remembers: str,
        file_name: str = "",
        cuts: Sequence[Cut] = (),
        whole_page: bool = True,
        title: str = "",
    ) -> None:
        """`remembers` names the list in the memory of the window; without a file name nothing is exported.

        With a title the words stand beside it and the cuts stand with the tools.

        With `whole_page` off (two lists on a page) Ctrl+F and Ctrl+E work only inside the card.
        """
        super().__init__()
        self.card = QFrame()
        self.card.setProperty("card", "true")
        self.table = table
        self.cuts = tuple(cuts)
        self.banner = Banner()
        self._menu = RowMenu(table, self._lines)
        self.chooser: ColumnChooser | None = None
        self._words = ""
        self.title = label(title, "section")
        self.choice = Segmented([(cut.key, cut.words, cut.tone) for cut in self.cuts], name=_("Show"))
        self.short_choice = Choice([(cut.key, cut.words) for cut in self.cuts], optional=False)
        self.words = ElidedLabel("", "caption")
        self.note = label("", "caption", wrap=True)
        self._counted: Callable[[int], str] | None = None
        self._whole: int | None = None
        self.filter = FilterLine(_("Filter {list}").format(list=table.accessibleName()))
        self.filter_tool = Tool(_("Filter"), "list-filter", "Ctrl+F")
        self.columns_tool = Tool(_("Columns"), "columns-3")
        self.export_tool = Tool(_("Export"), "download", "Ctrl+E")
        self.tools = [self.filter_tool, self.columns_tool, self.export_tool]
        self.export = ListExport(operations, table, file_name or remembers, self.banner)
        if not file_name:
            self.export_tool.hide()
        title = table.accessibleName()
        self._ask_to_print: Callable[[], object] = ListPrint(
            operations, table, self.banner, title=title, detail=self.shown_words
        ).ask
        self._build()
        self._connect(whole_page=whole_page)
        table.remember(remembers)
        if self.cuts and self.cuts[0].keeps is not None:
            table.set_cut(self.cuts[0].keeps)

    def _build(self) -> None:
        self.bar = QWidget()
        self.bar.setMinimumWidth(1)  # it gives way by itself, see `_fit`; a page never gets wider for it
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(14, 9, 14, 9)
        row.setSpacing(8)
        if self.cuts:
            self.short_choice.write(self.cuts[0].key)
        else:
            self.choice.hide()
        self.short_choice.hide()
        self.short_choice.setAccessibleName(_("Show"))
        self.filter.hide()
        cuts: list[QWidget] = [self.choice, self.short_choice]
        titled = bool(self.title.text())
        for widget in [self.title, self.words, self.filter, *cuts] if titled else [*cuts, self.words, self.filter]:
            row.addWidget(widget, 1 if widget is self.words else 0)
            if widget is self.words:
                row.addStretch()  # takes the room of words that are not there
        for tool in self.tools:
            row.addWidget(tool)
        box = QVBoxLayout(self)  # from the outside in: a part takes all that is in it along
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card, 1)
        box.addStretch()
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.bar)
        inside.addWidget(self.note)
        inside.addWidget(self.table, 1)
        self.note.setContentsMargins(14, 0, 14, 8)
        self.note.hide()
        self.hand_on_to(self.table)

    def _connect(self, *, whole_page: bool) -> None:
        self.choice.chosen.connect(self._cut)
        self.short_choice.activated.connect(lambda _place: self.choice.choose(self.short_choice.read()))
        self.filter.textChanged.connect(self._filter)
        self.filter.installEventFilter(self)
        self.filter_tool.clicked.connect(self.open_filter)
        self.columns_tool.clicked.connect(self.choose_columns)
        self.export_tool.clicked.connect(self.export.ask)
        self.table.filter_cleared.connect(self._show_all)
        self.table.arranged.connect(self._say_how)
        self.table.filtering.carried_out.connect(self._say_count)
        scope = Qt.ShortcutContext.WindowShortcut if whole_page else Qt.ShortcutContext.WidgetWithChildrenShortcut
        self._shortcuts = [QShortcut(QKeySequence("Ctrl+F"), self, self.open_filter, context=scope)]
        if not self.export_tool.isHidden():
            self._shortcuts.append(QShortcut(QKeySequence("Ctrl+E"), self, self.export.ask, context=scope))
            self._shortcuts.append(QShortcut(QKeySequence("Ctrl+P"), self, self.print_rows, context=scope))

    def add_tool(self, tool: Tool) -> None:
        """Put a tool of the page's own before the others."""
        self.tools.insert(0, tool)
        row = self.bar.layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(row.indexOf(self.filter_tool), tool)
            tab_through(self.short_choice if self.title.text() else self.filter, tool)
        self._fit()

    def prints_with(self, ask: Callable[[], object]) -> None:
        """Print in another way than under the list's own name."""
        self._ask_to_print = ask

    def print_rows(self) -> None:
        """Ctrl+P: what is shown, on paper."""
        self._ask_to_print()

    def shown_words(self) -> str:
        """What of the list is shown and how it is ordered, for the head of a page."""
        parts = [cut.words for cut in self.cuts if cut.keeps is not None and cut.key == self.choice.current]
        if self.filter.text().strip():
            parts.append(_("filtered by \u201c{text}\u201d").format(text=self.filter.text().strip()))
        parts.append(self.table.sort_words() or self._words)
        return " \u00b7 ".join(part for part in parts if part)

    # ------------------------------------------------------------------ rows and words

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows and count the cuts."""
        self.banner.was_read()
        self.table.set_rows(rows)
        for cut in self.cuts:
            count = len(rows) if cut.keeps is None else sum(map(cut.keeps, rows))
            text = _("{cut} {n}").format(cut=cut.words, n=self.table.model.formats.number(count))
            self.choice.set_text(cut.key, text)
            self.short_choice.setItemText(self.cuts.index(cut), text)
        self._fit()

    def show_unread(self, problem: Problem, again: Callable[[], object]) -> None:
        """Say that the rows could not be read, with the way to read them again; what was read before stays."""
        if not self.table.show_unread(problem, again):
            self.banner.show_unread(problem, again)

    def set_words(self, words: str) -> None:
        """The words beside the cuts: how the rows are ordered, and what else is to be known."""
        self._words = words
        self._say_how()

    def count_with(self, words: Callable[[int], str]) -> None:
        """The words in the first free cell of the foot, from the number of rows shown."""
        self._counted = words
        self.table.foot.set_counting(self._count_words)
        self.table.foot.show()

    def set_whole(self, count: int | None) -> None:
        """How many rows there are where only a part is read: sums of a part do not pass for those of the whole."""
        self._whole = count
        self.table.foot.count()

    def _count_words(self, shown: int) -> str:
        if self._whole is None:
            return "" if self._counted is None else self._counted(shown)
        number = self.table.model.formats.number
        return _("{shown} of {all}").format(shown=number(shown), all=number(self._whole))

    def set_note(self, words: str) -> None:
        """A line under the row of cuts, while there is something to be known about what is shown; "" takes it away."""
        if words == self.note.text():
            return
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self._hug()
        if words:
            say(self.table, words)

    def choose_cut(self, key: str) -> None:
        """Show one of the cuts."""
        self.choice.choose(key)

    def _cut(self, key: str) -> None:
        cut = next(one for one in self.cuts if one.key == key)
        self.short_choice.write(key)
        self.table.set_cut(cut.keeps)
        self._say_count()

    def _say_count(self) -> None:
        shown, every = len(self.table.shown_rows()), len(self.table.rows())
        say(self.table, _("{shown} of {all} rows").format(shown=shown, all=every))

    def _say_how(self) -> None:
        self._hug()
        words = self.table.sort_words() or self._words
        self.words.setText(words)
        self.words.setVisible(bool(words) and self.filter.isHidden())

    # ------------------------------------------------------------------ filter

    def open_filter(self) -> None:
        """Open the filter, or go to it."""
        self.filter.show()
        self._fit()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def close_filter(self) -> None:
        """Show all rows of the cut again and go back to the list."""
        self.filter.clear()
        self.filter.hide()
        self._fit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_filter(self, text: str) -> None:
        """Filter by a text, as if it had been typed."""
        self.filter.setText(text)
        self.filter.setVisible(bool(text))
        self._fit()

    def _filter(self, text: str) -> None:
        self.table.set_filter(text)
        if not self.table.filtering.waits:
            self._say_count()

    def _show_all(self) -> None:
        self.filter.clear()
        self.filter.hide()
        if self.cuts:
            self.choice.choose(next((cut.key for cut in self.cuts if cut.keeps is None), self.cuts[0].key))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter Esc clears it, Down goes to the list, Enter opens the current row."""
        if watched is not self.filter or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_filter()
            return True
        if event.key() == Qt.Key.Key_Down:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            row = self.table.current_row()
            if row is not None:
                self.table.opened.emit(row)
            return True
        return False

    def go_to(self, key: Hashable) -> bool:
        """Make a row the current one, out of the cut and filter that hide it; False when it is not in the list."""
        if self.table.select_key(key):
            return True
        if all(self.table.model.key(row) != key for row in self.table.rows()):
            return False
        self._show_all()
        return self.table.select_key(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the list takes the filter away first."""
        if event.key() == Qt.Key.Key_Escape and not self.filter.isHidden():
            self.close_filter()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ commands and columns

    def offer(self, *commands: RowCommand) -> None:
        """Put commands into the menu; a single letter, Space or Del is bound to the list as well."""
        self._menu.offer(*commands)

    @property
    def menu(self) -> QMenu | None:
        """The menu that was opened last."""
        return self._menu.menu

    def _lines(self) -> list[tuple[str, str, Callable[[], object]]]:
        """What the menu offers for the list as a whole."""
        lines: list[tuple[str, str, Callable[[], object]]] = [
            (_("Filter"), "Ctrl+F", self.open_filter),
            (_("Columns"), "", self.choose_columns),
        ]
        if not self.export_tool.isHidden():
            lines += [(_("Export"), "Ctrl+E", self.export.ask), (_("Print"), "Ctrl+P", self.print_rows)]
        return lines

    def choose_columns(self) -> None:
        """Open the column chooser."""
        self.chooser = choose_columns(self.table)

    # ------------------------------------------------------------------ frame

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list and its card for the bottom bar."""
        keys = [*self.table.keys(), ("Ctrl+F", _("filter this list"))]
        if not self.export_tool.isHidden():
            keys += [("Ctrl+E", _("export")), ("Ctrl+P", _("print"))]
        return keys

    def regions(self) -> list[QWidget]:
        """Where F6 stops: the row above the list, and the list."""
        return [self.bar, self.table]

    # ------------------------------------------------------------------ room

    def _hug(self) -> None:
        """The foot stands under the last row, not at the end of an empty card; an empty list keeps its room."""
        rows = self.table.rows_height()
        edges = self.card.contentsMargins()
        note = self.note.heightForWidth(self.card.width()) if self.note.text() else 0
        around = self.bar.sizeHint().height() + note + edges.top() + edges.bottom() + 2
        self.card.setMaximumHeight(rows + around if rows else FREE)

    def _fit(self) -> None:
        """In a narrow card the tools keep only their icons, then the cuts become one choice."""
        room = self.width() - 30 - (self.title.sizeHint().width() + 8 if self.title.text() else 0)
        filtering = self.filter.sizeHint().width() + 8 if not self.filter.isHidden() else 0
        tools = [tool for tool in self.tools if not tool.isHidden()]
        cuts = self.choice.sizeHint().width() if self.cuts else 0
        self._say_how()
        least = cuts + filtering + LEAST_WORDS
        short = least + sum(tool.long_width() + 8 for tool in tools) > room
        for tool in tools:
            tool.set_short(short)
        pick = short and least + sum(tool.sizeHint().width() + 8 for tool in tools) > room
        self.choice.setVisible(bool(self.cuts) and not pick)
        self.short_choice.setVisible(bool(self.cuts) and pick)
