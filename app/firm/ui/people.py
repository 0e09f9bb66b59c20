"""People: the list of the firm's members, and the form to add or change one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.firm import places
from app.firm.commands import add_person, change_person
from app.firm.domain import AccessRole, Right, allowed, role_name
from app.firm.queries import PersonRow, people, person
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.dialogs import FormDialog
from app.qt.editing import Edited
from app.qt.fields import Field
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.table import RecordTable


def _columns() -> list[Column]:
    return [
        Column(
            "person",
            _("Person"),
            lambda row: row.name,
            kind="person",
            initials=lambda row: row.initials,
            bold=True,
            least=180,
        ),
        Column("role", _("May act as"), lambda row: role_name(row.access_role), width=170),
        Column("grade", _("Grade"), lambda row: row.grade, width=170, gives_way=1),
        Column("email", _("Email"), lambda row: row.email or None, width=230, gives_way=3),
        Column("hours", _("Hours a week"), lambda row: row.weekly_seconds, kind="hours", width=120, gives_way=2),
        Column("account", _("Account here"), lambda row: row.os_account, width=130, muted=True, gives_way=4),
        Column(
            "state",
            _("State"),
            lambda row: _("at work") if row.active else _("left"),
            kind="chip",
            tone=lambda row: "ok" if row.active else "",
            width=110,
        ),
    ]


class PeoplePage(Page):
    """The members of the firm: who they are, what they may do, what prices their work."""

    listens = frozenset({"firm"})

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        today: Callable[[], date],
        role: str,
    ) -> None:
        """`role` is the role of whoever looks; without the right to change the firm there are no buttons."""
        super().__init__(_("People"))
        self._operations = operations
        self._formats = formats
        self._today = today
        self._may_edit = allowed(role, Right.EDIT_FIRM)
        self._wanted: int | None = None
        self.add_button = Button(_("Add person"), icon="plus", keys="N", primary=True)
        self.change_button = Button(_("Change"), icon="pencil-line", keys="E")
        buttons = [self.change_button, self.add_button] if self._may_edit else []
        self._header = self.header(_("People"), "", *buttons)
        self.table = RecordTable(
            _columns(), formats, name=_("People"), empty=Empty("users", _("Nobody is in this book yet."))
        )
        self.list = ListCard(
            self.table,
            operations,
            remembers="people",
            file_name=_("People"),
            cuts=[
                Cut("all", _("All")),
                Cut("active", _("At work"), lambda row: row.active),
                Cut("left", _("Left"), lambda row: not row.active),
            ],
        )
        self.list.count_with(lambda n: ngettext("{n} person", "{n} people", n))
        self.list.set_words(_("by name"))
        self.body.addWidget(self.list.banner)
        self.body.addWidget(self.list, 1)
        self.dialog: PersonDialog | None = None
        if self._may_edit:
            self.table.row_subject = lambda row: ("person", row.id)
            self.list.offer(
                RowCommand(_("Add person"), self.add, keys="N", hint=_("add"), for_row=False),
                RowCommand(_("Change"), self.change, keys="E", hint=_("change")),
            )
            self.table.opened.connect(self._opened)
            self.add_button.clicked.connect(self.add)
            self.change_button.clicked.connect(self.change)
        self.table.selected.connect(self._selected)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return self.list.keys()

    def regions(self) -> list[QWidget]:
        """The heading, the row above the list and the list."""
        return [*([self._header] if self._may_edit else []), *self.list.regions()]

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table

    def open(self, argument: object) -> None:
        """Go to a person by id."""
        if isinstance(argument, int) and not self.table.select_key(argument):
            self._wanted = argument

    def refresh(self) -> None:
        """Read the people again, those who left too."""
        self._operations.read(people, self._show, failed=self._unread, latest=(id(self), "people"), active_only=False)

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _show(self, rows: list[PersonRow]) -> None:
        self.list.set_rows(rows)
        active = sum(row.active for row in rows)
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
            self.table.setFocus()
        self._header.set_detail(ngettext("{n} person at work", "{n} people at work", active))

    def _selected(self, row: PersonRow | None) -> None:
        self.change_button.setEnabled(row is not None)

    def _opened(self, _row: PersonRow) -> None:
        self.change()

    def add(self) -> None:
        """Open the form for a new person."""
        self._open(
            PersonDialog(self._operations, self._formats, today=self._today, then=self._added, parent=self.window())
        )

    def _added(self, person_id: int) -> None:
        self._wanted = person_id
        self.refresh()

    def change(self) -> None:
        """Open the form of the current person."""
        row = self.table.current_row()
        if row is not None:
            self._open(PersonDialog(self._operations, self._formats, row, today=self._today, parent=self.window()))

    def change_person(self, person_id: int) -> None:
        """Open the form of a person who need not be the current one."""

        def show(row: PersonRow) -> None:
            self._open(PersonDialog(self._operations, self._formats, row, today=self._today, parent=self.window()))

        self._operations.read(person, show, failed=self._unread, person_id=person_id)

    def _open(self, dialog: PersonDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class PersonDialog(FormDialog):
    """Adds a person, or changes one."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        row: PersonRow | None = None,
        *,
        today: Callable[[], date] = date.today,
        then: Callable[[Any], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without a row the form is for somebody new."""
        self._row = row
        super().__init__(
            _("Add person") if row is None else row.name,
            _person_fields(formats.tag, new=row is None),
            formats,
            today=today,
            submit=_("Add person") if row is None else _("Save"),
            values=_person_values(row, formats),
            width=600,
            parent=parent,
        )
        if row is None:
            self.runs(operations, add_person, self._arguments, then)
        else:
            shown = partial(_person_values, formats=formats)
            edits = Edited(("person", row.id), row, shown, self._take, person, {"person_id": row.id})
            self.runs(operations, change_person, self._arguments, then, edits=edits)

    def _take(self, row: PersonRow) -> None:
        self._row = row

    def _arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        values = values | {"grade": values["grade"] or None, "os_account": values["os_account"] or None}
        if self._row is None:
            return values
        return values | {"person_id": self._row.id, "version": self._row.version}


def _person_fields(locale: str, *, new: bool) -> list[Field]:
    roles = tuple((role, role_name(role)) for role in AccessRole if role is not AccessRole.SETUP)
    fields = [
        Field("name", _("Name"), required=True),
        Field("initials", _("Initials"), required=True, width=90, beside=True),
        Field("access_role", _("May act as"), "choice", required=True, default=AccessRole.CONSULTANT, choices=roles),
        Field("grade", _("Grade"), help=_("Prices the work, such as Senior consultant."), beside=True),
        Field("email", _("Email")),
        Field(
            "weekly_hours", _("Hours a week"), "decimal", required=True, default=Decimal("37.5"), width=110, beside=True
        ),
        Field("zone", _("Time zone"), "choice", required=True, default="UTC", choices=places.zone_choices()),
        Field(
            "language",
            _("Language"),
            "choice",
            required=True,
            default=locale,
            choices=places.language_choices(locale),
            beside=True,
        ),
        Field(
            "os_account",
            _("Account on this computer"),
            help=_("Opens the book as this person without asking."),
        ),
    ]
    if not new:
        fields.append(Field("active", _("Works here"), "check", beside=True))
    return fields


def _person_values(row: PersonRow | None, formats: Formats) -> dict[str, Any]:
    if row is None:
        return {"zone": formats.zone}
    return {
        "name": row.name,
        "initials": row.initials,
        "access_role": row.access_role,
        "grade": row.grade,
        "email": row.email,
        "weekly_hours": hours(row.weekly_seconds),
        "zone": row.zone,
        "language": row.language,
        "os_account": row.os_account,
        "active": row.active,
    }
