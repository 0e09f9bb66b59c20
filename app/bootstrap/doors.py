"""Doors: how each screen, dialog and layer of the window is reached by keys, for pictures, gates and tests.

A door names a person of the demo, the place to begin, the keys to press there, and what must have opened then. So the
list is also the proof that each of them can be reached by keyboard alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player, Stuck
from app.engagements.queries import sow_by_number
from app.firm.queries import people
from app.qt.overlay import Overlay
from app.shell import areas

CONSULTANT, LEAD, OFFICE, PARTNER = "PR", "JW", "GB", "EF"
SHOWN_SOW = "SOW-2026-014"


@dataclass(frozen=True, slots=True)
class Door:
    """A way to something: `name` is its picture's name, `keys` are pressed one after the other.

    `opens` is the class that must be open then: a dialog, a layer, or "" for the page itself. A key that begins with
    a quote is text to type.
    """

    name: str
    who: str
    area: str
    keys: tuple[str, ...] = ()
    opens: str = ""
    sow: str = ""


def area_doors(desk: Desk, who: str) -> list[Door]:
    """The areas of the person who works at the window, as doors."""
    keys = areas.keys_for(desk.window.session.role)
    found = [Door(key, who, key) for key in keys]
    papers = [
        Door(areas.PREVIEW, who, areas.BILLING, ("Space",), "PreviewPage"),
        Door(areas.INVOICE, who, areas.INVOICES, ("Space",), "InvoicePage"),
    ]
    return [
        *found,
        *(door for door in papers if door.area in keys),
        Door(areas.ENGAGEMENT, who, areas.ENGAGEMENT, sow=SHOWN_SOW),
        Door(areas.SETTINGS, who, areas.SETTINGS),
    ]


def become(desk: Desk, player: Player, initials: str) -> None:
    """Let a person of the demo work at the window."""
    if desk.window.is_open and desk.window.session.initials == initials:
        return
    row = next(row for row in player.read(people) if row.initials == initials)
    desk.switch_person(row)
    player.until(lambda: desk.window.session.initials == initials, f"{initials} did not sign in")
    player.settle()


def enter(desk: Desk, player: Player, door: Door) -> QWidget:
    """Go through a door; what is shown then: the window, or the dialog on top of it."""
    become(desk, player, door.who)
    frame = desk.window.frame
    frame.activateWindow()
    QApplication.processEvents()
    argument: object = None
    if door.sow:
        sow = player.read(sow_by_number, number=door.sow)
        if sow is None:
            raise Stuck(f"the demo has no {door.sow}")
        argument = sow.sow_id
    frame.show_page(door.area, argument)
    player.settle()
    for key in door.keys:
        if key.startswith("'"):
            player.type(key[1:])
        else:
            player.press(key)
    player.settle()
    return _opened(desk, door)


def _opened(desk: Desk, door: Door) -> QWidget:
    frame = desk.window.frame
    if not door.opens:
        return frame
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    for one in reversed(dialogs):
        if _is(one, door.opens):
            return one
    if any(one.isVisible() and _is(one, door.opens) for one in frame.findChildren(Overlay)):
        return frame
    if frame.current is not None and _is(frame.current, door.opens):
        return frame
    raise Stuck(
        f"{door.name}: {' '.join(door.keys)} did not open {door.opens} but {[type(one).__name__ for one in dialogs]}"
    )


def _is(one: QWidget, name: str) -> bool:
    return any(kind.__name__ == name for kind in type(one).__mro__)


def leave(desk: Desk, player: Player) -> None:
    """Close by Esc whatever the last door opened; Stuck when Esc does not close it."""
    for _layer in range(5):
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        layers = [one for one in desk.window.frame.findChildren(Overlay) if one.isVisible()]
        if not dialogs and not layers:
            return
        player.press("Escape")
    raise Stuck("Esc does not close what is open")
