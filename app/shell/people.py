"""Switch person: who may work in this window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.firm.domain import RIGHTS
from app.firm.queries import PersonRow, people
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.fields import Field
from app.qt.operations import Operations
from app.shell.session import Session


def may_become(session: Session, row: PersonRow) -> bool:
    """A person may hand the window to people with no more rights; a partner or the office manager to anybody."""
    return RIGHTS[row.access_role] <= RIGHTS[session.role]


class SwitchPersonDialog(FormDialog):
    """Choose who works here from now on."""

    chosen = Signal(object)

    def __init__(self, operations: Operations, session: Session, parent: QWidget) -> None:
        """Read who is there, then ask."""
        self._rows: dict[int, PersonRow] = {}
        field = Field("person_id", _("Person"), "choice", required=True, choices=())
        super().__init__(
            _("Switch person"),
            [field],
            session.formats,
            today=session.today,
            submit=_("Switch"),
            intro=_("Everything done from now on is recorded under this name."),
            parent=parent,
        )
        self._session = session
        self.submitted.connect(self._take)
        operations.read(people, self._fill)

    def _fill(self, rows: list[PersonRow]) -> None:
        self._rows = {row.id: row for row in rows if may_become(self._session, row)}
        choices = tuple((row.id, f"{row.name} ({row.initials})") for row in self._rows.values())
        self.form.set_choices("person_id", choices)

    def _take(self, values: dict[str, object]) -> None:
        number = values["person_id"]
        if isinstance(number, int) and number in self._rows:
            self.accept()
            self.chosen.emit(self._rows[number])
