"""Menus of the week: what the keys do to a cell or an entry, for people who look before they press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.kernel.words import _
from app.qt.subjects import KEY, ask_history


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One command of a menu: its words, its key, what it does, and whether it can be done here."""

    words: str
    keys: str
    run: Callable[[], object]
    holds: bool = True


def history_line(widget: QWidget, subject: tuple[str, int] | None) -> MenuLine:
    """The way to the history of an entry."""
    return MenuLine(_("History"), KEY, lambda: ask_history(widget, subject), subject is not None)


def show_menu(host: QWidget, lines: Sequence[MenuLine | None], spot: QPoint, *, name: str = "") -> QMenu:
    """Open a menu at a place on the screen; None is a rule. Keys are shown, not bound a second time."""
    menu = QMenu(host)
    menu.setAccessibleName(name or _("Commands of this cell"))
    for line in lines:
        if line is None:
            menu.addSeparator()
            continue
        words = line.words.replace("&", "&&")
        action = menu.addAction(f"{words}\t{line.keys}" if line.keys else words)
        action.setEnabled(line.holds)
        action.triggered.connect(lambda _on=False, run=line.run: run())
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(spot)
    return menu
