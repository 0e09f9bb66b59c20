"""The menu of a list: every command of the current row with its key, by the Menu key, Shift+F10 or the right button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.kernel.words import _
from app.qt.subjects import KEY, ask_history
from app.qt.table import RecordTable

Lines = Callable[[], list[tuple[str, str, Callable[[], object]]]]


@dataclass(frozen=True, slots=True)
class RowCommand:
    """A command on the current row: in the menu, and on a key. `holds` says whether it can be done now."""

    words: str
    run: Callable[[], object]
    keys: str = ""
    hint: str = ""
    holds: Callable[[Any], bool] = lambda _row: True
    for_row: bool = True
    """False: it needs no row ("New client")."""


class RowMenu(QObject):
    """Opens the menu of a list where it is asked for."""

    def __init__(self, table: RecordTable, more: Lines = list) -> None:
        """A menu without commands; `more` are the lines at its end: words, key, what is done."""
        super().__init__(table)
        self._table = table
        self._more = more
        self.commands: list[RowCommand] = []
        self.menu: QMenu | None = None
        table.menu_asked.connect(self._show)

    def offer(self, *commands: RowCommand) -> None:
        """Put commands into the menu; a single letter, Space or Del is bound to the list as well."""
        for command in commands:
            self.commands.append(command)
            if len(command.keys) == 1 or command.keys in {"Space", "Del"}:
                self._table.bind_key(command.keys, command.run, command.hint)

    def _show(self, row: object, spot: QPoint) -> None:
        if self.menu is not None and self.menu.isVisible():
            return
        if self.menu is not None:
            self.menu.deleteLater()
        menu = self.menu = QMenu(self._table)
        menu.setAccessibleName(_("Commands of this row"))
        for command in self.commands:
            action = _line(menu, command.words, command.keys, command.run)
            action.setEnabled(not command.for_row or command.holds(row))
        subject = self._table.subject()
        if subject is not None:
            _line(menu, _("History"), KEY, lambda: ask_history(self._table, subject))
        if self.commands or subject is not None:
            menu.addSeparator()
        _line(menu, _("Copy"), "Ctrl+C", self._table.copy)
        _line(menu, _("Select all"), "Ctrl+A", self._table.view.selectAll)
        more = self._more()
        if more:
            menu.addSeparator()
        for words, keys, run in more:
            _line(menu, words, keys, run)
        menu.popup(spot)


def _line(menu: QMenu, words: str, keys: str, run: Callable[[], object]) -> QAction:
    """A line of the menu: its key is shown, not bound a second time."""
    text = words.replace("&", "&&")
    action = menu.addAction(f"{text}\t{keys}" if keys else text)
    action.triggered.connect(lambda _on=False: run())
    return action
