"""Doors: how each screen, dialog and layer of the window is reached by keys, for pictures, gates and tests.

A door names a person of the demo, the place to begin, the keys to press there, and what must have opened then. So the
list is also the proof that each of them can be reached by keyboard alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player, Stuck
from app.engagements.queries import sow_by_number
from app.firm.queries import people
from app.kernel.words import _, pgettext
from app.qt.overlay import Overlay
from app.qt.panel import MainAndPanel
from app.qt.record_view import RecordView
from app.shell import areas
from app.shell.settings_places import ABOUT, BOOK, CALENDAR, DOORS, FIRM, LOOK, PEOPLE, RATES, TAX

MOST = 150
"""Steps after which what is looked for is not there."""
CONSULTANT, LEAD, OFFICE, PARTNER = "PR", "JW", "GB", "EF"
SHOWN_SOW = "SOW-2026-014"


@dataclass(frozen=True, slots=True)
class Door:
    """A way to something: `name` is its picture's name, `keys` are pressed one after the other.

    `opens` is the class that must be open then: a dialog, a layer, a page, or "" for the area itself. Besides keys a
    step may be 'text to type, @words of a control that Tab must reach (it is then pressed), or #words of a row that
    the arrows must reach; "panel" is F4 where the side panel is folded away.
    """

    name: str
    who: str
    area: str
    keys: tuple[str, ...] = ()
    opens: str = ""
    sow: str = ""
    inside: str = ""


def more_doors() -> list[Door]:
    """The dialogs, layers and inner pages, each reached by keys from its area."""
    week, clients, sow = areas.WEEK, areas.CLIENTS, areas.ENGAGEMENT
    run, owed = areas.BILLING, areas.COLLECTIONS
    return [
        Door("palette", PARTNER, sow, ("Ctrl+K", "'bri"), "CommandPalette", SHOWN_SOW),
        Door("palette-empty", CONSULTANT, week, ("Ctrl+K",), "CommandPalette"),
        Door("keys", OFFICE, run, ("F1",), "", ""),
        Door("week-line", CONSULTANT, week, ("Ctrl+L", "'bri steer 1 tue call with A. Mercer")),
        Door("week-day", CONSULTANT, week, ("@Week", "Right")),
        Door("week-list", CONSULTANT, week, ("@Week", "Right", "Right")),
        Door("week-row", CONSULTANT, week, ("@Add a row",), "RowDialog"),
        Door("expense", CONSULTANT, week, ("@Add expense",), "ExpenseDialog"),
        Door("suggestion", CONSULTANT, week, ("panel", "@Change"), "ChangeDialog"),
        Door("client-new", PARTNER, clients, ("N",), "ClientDialog"),
        Door("client-edit", PARTNER, clients, ("E",), "ClientDialog"),
        Door("client-contacts", PARTNER, clients, ("panel", "@Contacts"), "ContactsDialog"),
        Door("client-terms", PARTNER, clients, ("panel", "@Terms"), "TermsDialog"),
        Door("columns", PARTNER, clients, ("@Columns",), "ColumnChooser"),
        Door("sow-new", PARTNER, areas.ENGAGEMENTS, ("N",), "SowDialog"),
        Door("hold", OFFICE, run, ("#Nordhavn", "H"), "FormDialog"),
        Door("adjust", OFFICE, run, ("#Nordhavn", "W"), "FormDialog"),
        Door("order", OFFICE, run, ("#Foxglove", "P"), "FormDialog"),
        Door("reason", OFFICE, run, ("#Nordhavn", "L"), "FormDialog"),
        Door("acceptance", OFFICE, run, ("#Larkfield", "F"), "FormDialog"),
        Door("collect", OFFICE, run, ("C",), "FormDialog"),
        Door("issue", OFFICE, run, ("Ctrl+Return",), "ConfirmDialog"),
        Door("preview", OFFICE, run, ("Space",)),
        Door("invoice", OFFICE, areas.INVOICES, ("Return",)),
        Door("payment", OFFICE, owed, ("R",), "PaymentDialog"),
        Door("change-order", PARTNER, sow, ("Shift+C",), "FormDialog", SHOWN_SOW),
        Door("sow-terms", PARTNER, sow, ("E",), "FormDialog", SHOWN_SOW),
        Door("scope", PARTNER, sow, ("Ctrl+Tab",), "", SHOWN_SOW),
        Door("change-orders", PARTNER, sow, ("Ctrl+Tab", "Ctrl+Tab"), "", SHOWN_SOW),
        Door("sow-time", PARTNER, sow, ("Ctrl+Tab", "Ctrl+Tab", "Ctrl+Tab"), "", SHOWN_SOW),
        Door("sow-invoices", PARTNER, sow, ("Ctrl+Tab", "Ctrl+Tab", "Ctrl+Tab", "Ctrl+Tab"), "", SHOWN_SOW),
        Door("acknowledge", PARTNER, sow, ("panel", "@Acknowledge"), "FormDialog", SHOWN_SOW),
        Door("accept-change", PARTNER, sow, ("panel", "@Record acceptance"), "FormDialog", SHOWN_SOW),
        Door("burn-table", PARTNER, sow, ("@Show as table",), "", SHOWN_SOW),
        Door("payments", OFFICE, owed, ("@Payments",), "PaymentsDialog"),
        Door("expenses", PARTNER, areas.APPROVALS, ("@Handed in", "Right", "Right")),
        *settings_doors(),
    ]


def settings_doors() -> list[Door]:
    """The places of the settings and what opens from them."""
    settings = areas.SETTINGS
    places = (FIRM, PEOPLE, RATES, TAX, LOOK, CALENDAR, DOORS, BOOK, ABOUT)
    return [
        *(Door(f"settings-{place}", PARTNER, settings, ("F6",), inside=place) for place in places),
        Door("person-new", PARTNER, settings, ("@Add person",), "PersonDialog", inside=PEOPLE),
        Door("switch-person", PARTNER, settings, ("@Switch person",), "SwitchPersonDialog", inside=LOOK),
        Door("export", PARTNER, settings, ("@Export the books",), "ExportDialog", inside=DOORS),
        Door("licenses", PARTNER, settings, ("@Show licenses",), "LicensesDialog", inside=ABOUT),
        Door("log", PARTNER, settings, ("@Show log",), "LogDialog", inside=ABOUT),
        Door("rate-card", PARTNER, settings, ("@New rate card",), "FormDialog", inside=RATES),
        Door("tax-code", PARTNER, settings, ("@Add a tax code",), "FormDialog", inside=TAX),
    ]


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


def become(desk: Desk, player: Player, initials: str, *, anew: bool = False) -> None:
    """Let a person of the demo work at the window; `anew` with pages as they are when first opened."""
    if not anew and desk.window.is_open and desk.window.session.initials == initials:
        return
    row = next(row for row in player.read(people) if row.initials == initials)
    desk.switch_person(row)
    player.until(lambda: desk.window.session.initials == initials, f"{initials} did not sign in")
    player.settle()


def enter(desk: Desk, player: Player, door: Door) -> QWidget:
    """Go through a door; what is shown then: the window, or the dialog on top of it."""
    become(desk, player, door.who, anew=bool(door.keys))
    frame = desk.window.frame
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
    elif kind == "@" and words:
        _tab_to(player, door, words)
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
            words in view.records.sentence(row, column) for column in range(view.records.columnCount())
        ):
            return
        player.press("Down", view)
    raise Stuck(f"{door.name}: no row shows {words}")


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
            player.press("Escape")  # a drawer or an inner page goes too
            return
        player.press("Escape")
    raise Stuck("Esc does not close what is open")
