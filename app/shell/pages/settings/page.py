"""The settings: a list of places at the left, the settings of one place at the right, a search over all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.firm.domain import Right
from app.kernel.words import _
from app.qt.editors import Line
from app.qt.focus import takes_focus
from app.qt.labels import label
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.rail import RailButton
from app.qt.setting_rows import SettingsSection
from app.qt.tokens import px
from app.shell.pages.settings.about import AboutSection
from app.shell.pages.settings.book import BookSection, CalendarSection, DoorsSection
from app.shell.pages.settings.look import LookSection
from app.shell.pages.settings.office import FirmSection, RatesSection, TaxSection
from app.shell.pages.settings.people import PeopleSection
from app.shell.session import Session
from app.shell.settings_places import ABOUT, BOOK, CALENDAR, DOORS, FIRM, LOOK, PEOPLE, RATES, TAX, section_names

LIST_WIDTH = 200


class SettingsPage(Page):
    """A place is built when it is first opened. Changes apply at once."""

    listens = frozenset({"firm", "engagements", "harvest"})
    person_wanted = Signal()
    export_wanted = Signal()
    week_wanted = Signal()
    copy_wanted = Signal(str)
    new_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, operations: Operations, session: Session, logs: Path | None = None) -> None:
        """The places this person may use."""
        super().__init__(_("Settings"))
        self._operations = operations
        self._session = session
        self._logs = logs
        self.sections: dict[str, SettingsSection] = {}
        self._areas: dict[str, QScrollArea] = {}
        self.current_section = ""
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self.search = Line()
        self.search.setPlaceholderText(_("Search the settings"))
        self.search.setAccessibleName(_("Search the settings"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(self._searched)
        self._nothing = label(_("No setting has these words."), "muted", wrap=True)
        self._nothing.hide()
        self._list = self._make_list()
        self._stack = QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._list)
        row.addWidget(self._stack, 1)
        self.body.addLayout(row, 1)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)
        self.show_section(LOOK if not session.may(Right.EDIT_FIRM) else FIRM)

    def _make_list(self) -> QFrame:
        holder = QFrame()
        holder.setAccessibleName(_("Places of the settings"))
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(1)
        rows.addWidget(self.search)
        rows.addSpacing(8)
        for key, name, icon in section_names(self._session):
            button = RailButton(name, icon)
            button.clicked.connect(lambda _on=False, key=key: self.show_section(key))
            self._group.addButton(button)
            self._buttons[key] = button
            rows.addWidget(button)
        rows.addWidget(self._nothing)
        rows.addStretch(1)
        holder.setFixedWidth(px(LIST_WIDTH))
        return holder

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._list.setFixedWidth(px(LIST_WIDTH))

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
            DOORS: DoorsSection,
            BOOK: lambda: BookSection(session),
            ABOUT: lambda: AboutSection(self._logs),
        }
        made = makers[key]()
        wires: tuple[tuple[str, Any], ...] = (
            ("person_wanted", self.person_wanted),
            ("export_wanted", self.export_wanted),
            ("week_wanted", self.week_wanted),
            ("copy_wanted", self.copy_wanted),
            ("new_wanted", self.new_wanted),
            ("open_wanted", self.open_wanted),
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
        if key not in self._buttons:
            return
        self.section(key)
        self._stack.setCurrentWidget(self._areas[key])
        self._buttons[key].setChecked(True)
        self.current_section = key
        self.described.emit()

    def open(self, argument: object) -> None:
        """A place by its key, or (key, record)."""
        key, record = argument if isinstance(argument, tuple) else (argument, None)
        if isinstance(key, str) and key:
            self.show_section(key)
            if isinstance(record, int):
                self.section(key).open_record(record)

    def refresh(self) -> None:
        """Read again what the places show."""
        for section in self.sections.values():
            section.refresh()

    # ------------------------------------------------------------------ search

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _searched(self, text: str) -> None:
        wanted = text.strip()
        fitting = [key for key in self._buttons if self.section(key).search(wanted)]
        for key, button in self._buttons.items():
            button.setVisible(key in fitting)
        self._nothing.setVisible(not fitting)
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
        own = section.keys() if isinstance(section, PeopleSection) else []
        return [*own, ("Ctrl+F", _("search the settings"))]

    def regions(self) -> list[QWidget]:
        """The list of places, then the place."""
        return [self._list, self._stack]

    def first_focus(self) -> QWidget | None:
        """The list of the place, its first control, or its name in the list."""
        section = self.sections.get(self.current_section)
        if section is not None:
            own = section.first_focus()
            if own is not None:
                return own
            inside = [one for one in section.findChildren(QWidget) if takes_focus(one)]
            if inside:
                return inside[0]
        return self._buttons.get(self.current_section)
