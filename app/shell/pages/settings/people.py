"""People and roles: the room's own list, as a place of the settings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.firm.ui import PeoplePage
from app.kernel.words import _
from app.qt.operations import Operations
from app.qt.setting_rows import SettingsSection
from app.shell.session import Session


class PeopleSection(SettingsSection):
    """Who works here, what each may do and what prices their work."""

    def __init__(self, operations: Operations, session: Session) -> None:
        """Holds the room's page."""
        super().__init__(_("People and roles"))
        self.page = PeoplePage(operations, session.formats, today=session.today, role=session.role.value)
        self.page.body.setContentsMargins(0, 0, 0, 0)
        self.heading.hide()
        self.body.addWidget(self.page, 1000)

    def refresh(self) -> None:
        """The list reads itself."""
        self.page.refresh()

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return self.page.keys()

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.page.first_focus()

    def open_record(self, record: int) -> None:
        """Select a person."""
        self.page.open(record)

    def search(self, text: str) -> int:
        """Found by its own name and what it is about."""
        words = " ".join([self.title, _("Person"), _("Grade"), _("May act as")]).casefold()
        return int(all(word in words for word in text.casefold().split()))
