"""The settings: a list of places at the left, the settings of one place at the right, a search over all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from app.firm.domain import Right
from app.kernel.words import _
from app.qt.focus import takes_focus
from app.qt.inside import inside
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.place_list import PlaceList
from app.qt.setting_rows import SettingsSection
from app.shell.backups import Backups
from app.shell.keys import Keys
from app.shell.pages.settings.about import AboutSection
from app.shell.pages.settings.backups import BackupsSection
from app.shell.pages.settings.book import BookSection, CalendarSection, DoorsSection
from app.shell.pages.settings.look import LookSection
from app.shell.pages.settings.office import FirmSection, RatesSection, TaxSection
from app.shell.pages.settings.people import PeopleSection
from app.shell.pages.settings.protection import ProtectionSection
from app.shell.session import Session
from app.shell.settings_places import (
    ABOUT,
    BACKUPS,
    BOOK,
    CALENDAR,
    DOORS,
    FIRM,
    LOOK,
    PEOPLE,
    PROTECTION,
    RATES,
    TAX,
    section_names,
)


class SettingsPage(Page):
    """A place is built when it is first opened. Changes apply at once."""

    listens = frozenset({"firm", "engagements", "harvest"})
    person_wanted = Signal()
    export_wanted = Signal()
    week_wanted = Signal()
    copy_wanted = Signal(str)
    history_wanted = Signal()
    check_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    rekey_wanted = Signal(bool)
    way_added = Signal()
    restore_wanted = Signal(str)
    """A backup of the open book, by its place."""

    def __init__(
        self,
        operations: Operations,
        session: Session,
        logs: Path | None = None,
        keys: Callable[[], Keys] | None = None,
        backups: Backups | None = None,
    ) -> None:
        """The places this person may use; `keys` answers for the keys of the book, `backups` for its backups."""
        super().__init__(_("Settings"))
        self._operations = operations
        self._session = session
        self._logs = logs
        self._keys = keys
        self._backups = backups
        self.sections: dict[str, SettingsSection] = {}
        self._areas: dict[str, QScrollArea] = {}
        self.current_section = ""
        self.places = PlaceList(
            _("Places of the settings"),
            _("Search the settings"),
            _("No setting has these words."),
            section_names(session),
        )
        self.search = self.places.search
        self.places.chosen.connect(self.show_section)
        self.places.searched.connect(self._searched)
        self._stack = QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.places)
        row.addWidget(self._stack, 1)
        self.body.addLayout(row, 1)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.places.ask)
        self.show_section(LOOK if not session.may(Right.EDIT_FIRM) else FIRM)

    # ------------------------------------------------------------------ places

    def _build(self, key: str) -> SettingsSection:
        operations, session = self._operations, self._session
        makers: dict[str, Callable[[], SettingsSection]] = {
            FIRM: lambda: FirmSection(operations, session),
            PEOPLE: lambda: PeopleSection(operations, session),
            RATES: lambda: RatesSection(operations, session),
            TAX: lambda: TaxSection(operations, session),
            LOOK: lambda: LookSection(operations, session),
            CALENDAR: lambda: CalendarSection(operations, session),
            DOORS: lambda: DoorsSection(operations, session),
            BOOK: lambda: BookSection(operations, session),
            BACKUPS: lambda: BackupsSection(operations, session, self._backups),
            PROTECTION: lambda: ProtectionSection(operations, session, self._keys),
            ABOUT: lambda: AboutSection(self._logs),
        }
        made = makers[key]()
        wires: tuple[tuple[str, Any], ...] = (
            ("person_wanted", self.person_wanted),
            ("export_wanted", self.export_wanted),
            ("week_wanted", self.week_wanted),
            ("copy_wanted", self.copy_wanted),
            ("check_wanted", self.check_wanted),
            ("history_wanted", self.history_wanted),
            ("new_wanted", self.new_wanted),
            ("open_wanted", self.open_wanted),
            ("rekey_wanted", self.rekey_wanted),
            ("way_added", self.way_added),
            ("restore_wanted", self.restore_wanted),
        )
        for name, signal in wires:
            if hasattr(made, name):
                getattr(made, name).connect(signal)
        made.filled.connect(lambda: self._searched(self.search.text()) if self.search.text().strip() else None)
        return made

    def section(self, key: str) -> SettingsSection:
        """A place, built if nobody has seen it yet."""
        if key not in self.sections:
            made = self.sections[key] = self._build(key)
            area = QScrollArea()
            made.setObjectName("inside")
            area.setWidget(made)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._areas[key] = area
            self._stack.addWidget(area)
            made.refresh()
        return self.sections[key]

    def show_section(self, key: str) -> None:
        """Open a place; a key that this person does not have opens nothing."""
        if key not in self.places.buttons:
            return
        self.section(key)
        self._stack.setCurrentWidget(self._areas[key])
        self.places.mark(key)
        self.current_section = key
        self.described.emit()

    def open(self, argument: object) -> None:
        """A place by its key, or (key, record)."""
        key, record = argument if isinstance(argument, tuple) else (argument, None)
        if isinstance(key, str) and key:
            self.show_section(key)
            if isinstance(record, int):
                self.section(key).open_record(record)

    def whereabouts(self) -> object:
        """The place of the settings."""
        return self.current_section

    def return_to(self, place: object) -> None:
        """The same place."""
        self.open(place)

    def refresh(self) -> None:
        """Read again what the places show."""
        for section in self.sections.values():
            section.refresh()

    # ------------------------------------------------------------------ search

    def _searched(self, text: str) -> None:
        wanted = text.strip()
        fitting = [key for key in self.places.buttons if self.section(key).search(wanted)]
        self.places.show_only(fitting)
        if fitting and self.current_section not in fitting:
            self.show_section(fitting[0])

    # ------------------------------------------------------------------ what the frame asks

    def breadcrumb(self) -> tuple[str, ...]:
        """Settings, and the place."""
        names = {key: name for key, name, _icon in section_names(self._session)}
        return (_("Settings"), names.get(self.current_section, ""))

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the place."""
        section = self.sections.get(self.current_section)
        own = section.keys() if isinstance(section, PeopleSection | BackupsSection) else []
        return [*own, ("Ctrl+F", _("search the settings"))]

    def regions(self) -> list[QWidget]:
        """The list of places, then the place."""
        return [self.places, self._stack]

    def first_focus(self) -> QWidget | None:
        """The list of the place, its first control, or its name in the list."""
        section = self.sections.get(self.current_section)
        if section is not None:
            own = section.first_focus()
            if own is not None:
                return own
            first = next((one for one in inside(section) if takes_focus(one)), None)
            if first is not None:
                return first
        return self.places.buttons.get(self.current_section)
