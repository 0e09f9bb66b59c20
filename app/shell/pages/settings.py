"""Settings: the look, the person at the window, the firm's own facts, and where the book lies."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.firm.commands import change_firm
from app.firm.domain import Right
from app.firm.queries import FirmRow, the_firm
from app.kernel.words import _
from app.qt import preferences
from app.qt.buttons import Button, Segmented
from app.qt.cards import Card
from app.qt.dialogs import FormDialog
from app.qt.fields import Field
from app.qt.labels import label
from app.qt.operations import Operations
from app.qt.page import Page
from app.shell.session import Session


class SettingsPage(Page):
    """Each card is one choice; changes apply at once."""

    listens = frozenset({"firm"})
    person_wanted = Signal()

    def __init__(self, operations: Operations, session: Session) -> None:
        """The cards this person may use."""
        super().__init__(_("Settings"))
        self._operations = operations
        self._session = session
        self._firm: FirmRow | None = None
        self.header(_("Settings"))
        self.look = Segmented([("system", _("System")), ("light", _("Light")), ("dark", _("Dark"))], name=_("Look"))
        self.look.choose(preferences.current.now.look)
        self.look.chosen.connect(lambda look: preferences.current.change(look=look))
        self._add(_("Look"), _("Applies at once."), self.look)
        self.person_button = Button(_("Switch person\u2026"), icon="user-round")
        self.person_button.clicked.connect(self.person_wanted)
        self._add(_("Person"), _("{name} works in this window.").format(name=session.name), self.person_button)
        if session.may(Right.EDIT_FIRM):
            self.firm_button = Button(_("Edit the firm\u2026"), icon="pencil-line")
            self.firm_button.clicked.connect(self.edit_firm)
            self._add(_("Firm"), _("Name, address, tax number, bank, terms: what invoices print."), self.firm_button)
        where = _("A shared database.") if session.shared else session.place
        self._add(_("Book"), where)
        self.body.addStretch(1)

    def _add(self, title: str, words: str, control: QWidget | None = None) -> None:
        card = Card(title)
        row = QHBoxLayout()
        text = label(words, "muted", wrap=True)
        row.addWidget(text, 1)
        if control is not None:
            row.addWidget(control)
        card.body.addLayout(row)
        self.body.addWidget(card)

    def first_focus(self) -> QWidget:
        """The keyboard starts on the first button."""
        return self.person_button

    def refresh(self) -> None:
        """Read the firm as it stands."""
        self._operations.read(the_firm, self._take, latest="settings firm")

    def _take(self, firm: FirmRow | None) -> None:
        self._firm = firm

    def edit_firm(self) -> None:
        """Change what the firm's documents print."""
        if self._firm is None:
            return
        firm = self._firm
        fields = [
            Field("name", _("Name of the firm"), required=True),
            Field("address", _("Address"), "long", rows=3),
            Field("tax_number", _("VAT or tax number")),
            Field("registration", _("Registration"), beside=True),
            Field("bank_name", _("Bank"), section=_("Money")),
            Field("account_name", _("Account in the name of"), beside=True),
            Field("iban", _("IBAN")),
            Field("payment_page", _("Payment page"), beside=True),
            Field("contact_name", _("Contact for invoices"), section=_("Contact")),
            Field("contact_phone", _("Phone"), beside=True),
            Field("contact_email", _("Email")),
        ]
        known = asdict(firm)
        dialog = FormDialog(
            _("The firm"),
            fields,
            self._session.formats,
            today=self._session.today,
            values={field.name: known[field.name] for field in fields},
            parent=self,
        )
        dialog.runs(self._operations, change_firm, lambda values: {**values, "version": firm.version})
        dialog.open()
