"""What can be done on the open page, found on the page itself: its buttons, and keys that have no button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from app.qt.buttons import Button
from app.qt.editors import Check
from app.qt.grid_view import GridView
from app.qt.inside import inside
from app.qt.palette_match import PaletteItem
from app.qt.rail import RailButton
from app.qt.record_view import RecordView
from app.qt.table import RecordTable
from app.qt.tabs import Tabs

_MOVES = frozenset(("Up", "Down", "Left", "Right", "Up Down", "J K", "J", "K", "Esc", "Enter", "Tab", "?"))
"""Keys that only make sense while the keyboard is in a list."""
_NAMES = {"Enter": "Return", "Del": "Delete"}
Press = Callable[[], object]


@dataclass(frozen=True, slots=True)
class PageAction:
    """One thing that can be done here: its words, what it is about, its key, and doing it."""

    words: str
    about: str
    keys: str
    icon: str
    run: Press


def page_actions(parts: Sequence[QWidget], keys: Sequence[tuple[str, str]]) -> list[PageAction]:
    """The buttons that can be pressed in some widgets, then the keys that no button shows, in the page's order."""
    found: list[PageAction] = []
    for part in parts:
        for one in (part, *inside(part)):
            if isinstance(one, Button | Check) and one.isVisible() and one.isEnabled() and one.accessibleName():
                shown = one.keys if isinstance(one, Button) else ""
                icon = one.icon_name if isinstance(one, Button) else ""
                found.append(PageAction(one.accessibleName(), _about(one, part), shown, icon, _press(one)))
            elif isinstance(one, QAbstractButton) and _is_choice(one):
                found.append(PageAction(one.accessibleName(), _about(one, part), "", "list-filter", _press(one)))
            elif isinstance(one, Tabs) and one.isVisible():
                found.extend(_tabs(one))
    shown_keys = {one.keys for one in found} - {""}
    for name, words in keys:
        if name not in _MOVES and name not in shown_keys:
            press = _by_key(parts, name)
            if press is not None:
                found.append(PageAction(words[:1].upper() + words[1:], "", name, "", press))
    return found


def _is_choice(one: QAbstractButton) -> bool:
    """A part of a choice that is not the chosen one."""
    offered = one.isVisible() and one.isEnabled() and one.isCheckable() and not one.isChecked()
    return offered and not isinstance(one, Button | Check | RailButton) and bool(one.accessibleName())


def _tabs(tabs: Tabs) -> list[PageAction]:
    def go(place: int) -> Press:
        return lambda: tabs.setCurrentIndex(place) if isValid(tabs) else None

    about = tabs.accessibleName()
    others = [place for place in range(tabs.count()) if place != tabs.currentIndex()]
    return [PageAction(tabs.tabText(place), about, "", "arrow-right", go(place)) for place in others]


def _press(button: QAbstractButton) -> Press:
    return lambda: button.click() if isValid(button) and button.isEnabled() else None


def _about(button: QWidget, page: QWidget) -> str:
    """What a button belongs to: the nearest part around it that has a name, below the page."""
    inner = button.parentWidget()
    own = button.accessibleName()
    while inner is not None and inner is not page:
        name = inner.accessibleName()
        if name and name != own:
            return name
        inner = inner.parentWidget()
    return ""


def _by_key(parts: Sequence[QWidget], name: str) -> Press | None:
    """How to do what a key does, without the key: a bound letter of a list, or a shortcut of the page."""
    for part in parts:
        for view in inside(part):
            if isinstance(view, RecordView | GridView) and name.upper() in view.letters and _reachable(view):
                return _letter(view, name.upper())
    wanted = QKeySequence("+".join(_NAMES.get(one, one) for one in name.split("+")))
    for part in parts:
        for shortcut in part.findChildren(QShortcut):
            if not wanted.isEmpty() and wanted in list(shortcut.keys()):
                return shortcut.activated.emit
    if name == "F2":
        return next((view.note_asked.emit for part in parts for view in part.findChildren(GridView)), None)
    return None


def _reachable(view: RecordView | GridView) -> bool:
    """Whether a list is the one that is shown; an empty one shows its sentence instead."""
    table = view.parentWidget()
    while table is not None and not isinstance(table, RecordTable):
        table = table.parentWidget()
    return view.isVisible() or (table is not None and table.isVisible())


def _letter(view: RecordView | GridView, name: str) -> Press:
    def run() -> None:
        if isValid(view) and name in view.letters:
            if view.isVisible() and not view.isAncestorOf(QApplication.focusWidget() or view):
                view.setFocus(Qt.FocusReason.OtherFocusReason)
            view.letters[name]()

    return run


def here_items(page: str, actions: Sequence[PageAction]) -> list[PaletteItem]:
    """The actions of a page as the palette shows them; a key stays the same from day to day, so it can be recent."""
    items: list[PaletteItem] = []
    seen: Counter[str] = Counter()
    for one in actions:
        key = f"here:{page}:{one.words}:{one.about}"
        seen[key] += 1
        ordinal = f":{seen[key]}" if seen[key] > 1 else ""
        icon = one.icon or "corner-down-left"
        items.append(PaletteItem(key + ordinal, one.words, detail=one.about, icon=icon, keys=one.keys))
    return items
