"""Passing: through a door by keys, and back by Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from app.bootstrap.desk import Desk
from app.bootstrap.doors import NOBODY, Door
from app.bootstrap.passwords import ask
from app.bootstrap.player import Player, Stuck
from app.engagements.queries import sow_by_number
from app.firm.queries import people
from app.kernel.words import _, pgettext
from app.qt import memory
from app.qt.inside import inside
from app.qt.overlay import Overlay
from app.qt.panel import MainAndPanel
from app.qt.record_view import RecordView
from app.receivables.ui.worklist import HOW
from app.shell.pages.engagement import REMEMBERED

MOST = 150
"""Steps after which what is looked for is not there."""


def become(desk: Desk, player: Player, initials: str, *, anew: bool = False) -> None:
    """Let a person of the demo work at the window; `anew` with pages as they are when first opened."""
    if not anew and desk.window.is_open and desk.window.session.initials == initials:
        return
    for choice in (REMEMBERED, HOW):
        memory.forget(choice)
    row = next(row for row in player.read(people) if row.initials == initials)
    desk.switch_person(row)
    player.until(
        lambda: desk.window.is_open and desk.window.session.initials == initials, f"{initials} did not sign in"
    )
    player.settle()


def enter(desk: Desk, player: Player, door: Door) -> QWidget:
    """Go through a door; what is shown then: the window, or the dialog on top of it."""
    frame = desk.window.frame
    if door.who == NOBODY:
        frame.activateWindow()
        desk.window.welcome(None)
        if door.inside == "found":
            desk.window.found(lambda: None)
        elif door.inside == "password":
            ask(desk, "postgresql://grace@office.example/book")
        player.settle()
        for key in door.keys:
            _step(desk, player, door, key)
        player.settle()
        return _opened(desk, door)
    become(desk, player, door.who, anew=bool(door.keys))
    frame.activateWindow()
    QApplication.processEvents()
    argument: object = door.inside or None
    if door.sow:
        sow = player.read(sow_by_number, number=door.sow)
        if sow is None:
            raise Stuck(f"the demo has no {door.sow}")
        argument = sow.sow_id
    frame.show_page(door.area, argument)
    player.settle()
    for key in door.keys:
        _step(desk, player, door, key)
    player.settle()
    return _opened(desk, door)


def _step(desk: Desk, player: Player, door: Door, key: str) -> None:
    kind, words = key[0], key[1:]
    if key == "panel":
        beside = [one for one in desk.window.frame.findChildren(MainAndPanel) if one.isVisible()]
        if not any(one.panel.isVisible() for one in beside):
            player.press("F4")
        return
    if kind == "'" and words:
        player.type(_(words))
    elif kind == "=" and words:
        player.type(words)
    elif kind in "@/" and words:
        _tab_to(player, door, words)
        if kind == "@":
            player.press("Space")
    elif kind == "#" and words:
        _arrow_to(desk, player, door, words)
    else:
        player.press(key)


def _tab_to(player: Player, door: Door, words: str) -> None:
    """Tab until the control with these words has the keyboard; inside a choice the arrows go on."""
    met = []
    wanted = {words, f"{words}\u2026", _(words), _(words + "\u2026"), pgettext("of a change order", words + "\u2026")}
    for _stop in range(MOST):
        here = QApplication.focusWidget()
        if here is not None and _says(here) in wanted:
            return
        met.append(_says(here) if here is not None else "")
        player.press("Tab")
        if len(met) > len(set(met)) + 8:
            break
    raise Stuck(f"{door.name}: Tab does not reach {words}, but {list(dict.fromkeys(met))}")


def _says(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def _arrow_to(desk: Desk, player: Player, door: Door, words: str) -> None:
    """Down until the current row of the list with the keyboard shows the words."""
    here = QApplication.focusWidget()
    view = here if isinstance(here, RecordView) else None
    if view is None:
        page = desk.window.frame.current
        view = (
            next((one for one in page.findChildren(RecordView) if one.isVisible()), None) if page is not None else None
        )
    if view is None:
        raise Stuck(f"{door.name}: there is no list")
    view.setFocus(Qt.FocusReason.TabFocusReason)
    player.press("Ctrl+Home", view)
    for _line in range(MOST):
        row = view.currentIndex().row()
        if row >= 0 and any(
            one in view.records.sentence(row, column)
            for column in range(view.records.columnCount())
            for one in (words, _(words))
        ):
            return
        player.press("Down", view)
    raise Stuck(f"{door.name}: no row shows {words}")


def _opened(desk: Desk, door: Door) -> QWidget:
    frame = desk.window.frame
    if not door.opens:
        return frame
    dialogs = _dialogs()
    for one in reversed(dialogs):
        if _is(one, door.opens) or one.windowTitle() == _(door.opens):
            return one
    if any(one.isVisible() and _is(one, door.opens) for one in inside(frame)):
        return frame
    raise Stuck(
        f"{door.name}: {' '.join(door.keys)} did not open {door.opens} but {[type(one).__name__ for one in dialogs]}"
    )


def _dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


def _is(one: QWidget, name: str) -> bool:
    return any(kind.__name__ == name for kind in type(one).__mro__)


def leave(desk: Desk, player: Player) -> None:
    """Close by Esc whatever the last door opened; Stuck when Esc does not close it."""
    for _layer in range(5):
        dialogs = _dialogs()
        layers = [one for one in desk.window.frame.findChildren(Overlay) if one.isVisible()]
        if not dialogs and not layers:
            player.press("Escape")  # a drawer or an inner page goes too
            return
        _hand_on()
        player.press("Escape")
    raise Stuck("Esc does not close what is open")


def _hand_on() -> None:
    """Off screen nobody hands the keyboard to the dialog below the one that was closed, as a window manager does."""
    below = QApplication.activeModalWidget()
    if below is not None and QApplication.activeWindow() is None:
        below.activateWindow()
        QApplication.processEvents()
