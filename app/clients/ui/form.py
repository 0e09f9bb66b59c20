"""The form of a client: its number is checked at typing, a name that is there already is told at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.clients.commands import add_client, change_client, set_terms
from app.clients.domain import EVER, ClientState, PoRule, TermsKind, terms_text
from app.clients.queries import ClientChoicesRow, ClientRow, client, namesake, tax_number_check
from app.clients.ui.words import po_choices, state_choices, terms_choices
from app.firm import places
from app.firm.ui.checking import CheckedField
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.editing import Edited
from app.qt.editors import Choice, Line
from app.qt.fields import Field
from app.qt.operations import Operations


class ClientDialog(FormDialog):
    """Adds a client, or changes one. A refusal stands at its field and everything typed stays."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        choices: ClientChoicesRow,
        row: ClientRow | None = None,
        *,
        today: Callable[[], date] = date.today,
        then: Callable[[Any], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without a row the form is for a new client, with the firm's usual values."""
        self._row = row
        self._operations = operations
        super().__init__(
            _("New client") if row is None else row.name,
            _fields(choices, row, formats.tag),
            formats,
            today=today,
            submit=_("Add client") if row is None else _("Save"),
            values={} if row is None else _values(row),
            width=680,
            parent=parent,
        )
        self._number = CheckedField(
            self.form, "tax_number", operations, tax_number_check, self._country, depends=("country",)
        )
        self.form.edited.connect(self._edited)
        if row is not None and row.tax_number:
            self._number.ask()
        if row is None:
            self.runs(operations, add_client, self._arguments, then)
        else:
            edits = Edited(("client", row.id), row, _values, self._take, client, {"client_id": row.id})
            self.runs(operations, change_client, self._arguments, then, edits=edits)

    def _take(self, row: ClientRow) -> None:
        self._row = row

    def _country(self) -> dict[str, Any] | None:
        country = self.form.editor("country")
        code = country.read() if isinstance(country, Choice) else None
        return {"country": code, "client_id": self._row.id if self._row else None} if code else None

    def _edited(self, name: str) -> None:
        editor = self.form.editor(name)
        if name == "name" and isinstance(editor, Line):
            self._operations.read(
                namesake,
                self._tell_namesake,
                latest=(id(self), "name"),
                name=editor.text(),
                client_id=self._row.id if self._row else None,
            )

    def _tell_namesake(self, other: str | None) -> None:
        text = _("There is a client called {name} already.").format(name=other) if other else ""
        self.form.remark("name", text, refused=other is not None)

    def _arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        if self._row is None:
            return values
        return values | {"client_id": self._row.id, "version": self._row.version}


def _fields(choices: ClientChoicesRow, row: ClientRow | None, locale: str) -> list[Field]:
    firm = choices.firm
    owners = tuple((person.id, person.name) for person in choices.owners)
    codes = tuple((code.code, f"{code.code} \u00b7 {code.name}") for code in choices.tax_codes)
    # what a record holds is offered although forms would not offer it by themselves
    languages = _with(places.language_choices(locale), row.language if row else firm.language)
    currencies = _with(places.currency_choices(locale), row.currency if row else firm.currency)
    if row is not None and row.owner_id is not None and row.owner_id not in dict(owners):
        owners = (*owners, (row.owner_id, row.owner_name))
    countries = places.country_choices(locale)
    usual = _("Empty: the firm\u2019s usual code, {code}.").format(code=firm.usual_tax_code)
    fields = [
        Field("name", _("Name"), required=True, section=_("Client")),
        Field("legal_name", _("Legal name"), help=_("Where it differs; printed on invoices."), beside=True),
        Field("address", _("Address"), "long", rows=3),
        Field(
            "country",
            _("Country"),
            "choice",
            required=True,
            default=firm.country,
            choices=countries,
        ),
        Field(
            "language",
            _("Language of invoices"),
            "choice",
            required=True,
            default=firm.language,
            choices=languages,
            beside=True,
        ),
        Field("tax_number", _("VAT or tax number"), section=_("Billing")),
        Field("tax_code", _("Tax code"), "choice", choices=codes, help=usual, beside=True),
        Field("currency", _("Currency"), "choice", required=True, default=firm.currency, choices=currencies),
        Field(
            "po_rule", _("PO needed"), "choice", required=True, default=PoRule.NONE, choices=po_choices(), beside=True
        ),
    ]
    if row is None:
        fields += _terms_fields("terms_days", firm.terms_days)
        fields += [
            Field("payer_name", _("Who pays"), section=_("Payer"), help=_("Gets the invoices.")),
            Field("payer_job", _("Role there"), beside=True),
            Field("payer_email", _("Email for invoices")),
        ]
    return [
        *fields,
        Field("owner_id", _("Owner here"), "choice", choices=owners, section=_("With us")),
        Field(
            "state",
            _("State"),
            "choice",
            required=True,
            default=ClientState.ACTIVE,
            choices=state_choices(),
            beside=True,
        ),
        Field("email_domains", _("Mail domains"), help=_("Calendar events with these people belong to this client.")),
        Field("website", _("Website"), beside=True),
    ]


def _terms_fields(number: str, days: int) -> list[Field]:
    return [
        Field("terms_kind", _("Due"), "choice", required=True, default=TermsKind.DAYS, choices=terms_choices()),
        Field(number, _("Number of days, or day"), "decimal", required=True, default=days, width=90, beside=True),
    ]


def _with(choices: tuple[tuple[str, str], ...], value: str) -> tuple[tuple[str, str], ...]:
    return choices if value in dict(choices) else (*choices, (value, value))


def _values(row: ClientRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "legal_name": "" if row.legal_name == row.name else row.legal_name,
        "address": row.address,
        "country": row.country,
        "language": row.language,
        "tax_number": row.tax_number,
        "tax_code": row.tax_code,
        "currency": row.currency,
        "po_rule": row.po_rule,
        "owner_id": row.owner_id,
        "state": row.state,
        "email_domains": " ".join(row.email_domains),
        "website": row.website,
    }


class TermsDialog(FormDialog):
    """New payment terms from a day on; invoices issued before keep theirs."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        row: ClientRow,
        *,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        """The terms of one client."""
        self._row = row
        history = [
            terms_text(terms)
            if terms.valid_from == EVER
            else _("{terms} from {day}").format(terms=terms_text(terms), day=formats.date(terms.valid_from))
            for terms in row.terms
        ]
        super().__init__(
            _("Payment terms of {client}").format(client=row.name),
            [
                *_terms_fields("number", 30),
                Field("valid_from", _("For invoices issued from"), "date", required=True, default=today()),
            ],
            formats,
            today=today,
            submit=_("Set terms"),
            intro=_("So far: {history}.").format(history=", ".join(history)) if history else "",
            values=_terms_values(row),
            parent=parent,
        )
        edits = Edited(("client", row.id), row, _terms_values, self._take, client, {"client_id": row.id})
        self.runs(operations, set_terms, self._arguments, edits=edits)

    def _take(self, row: ClientRow) -> None:
        self._row = row

    def _arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "client_id": self._row.id,
            "kind": values["terms_kind"],
            "number": values["number"],
            "valid_from": values["valid_from"],
            "seen": self._row.terms,
        }


def _terms_values(row: ClientRow) -> dict[str, Any]:
    now = row.terms[-1] if row.terms else None
    return {"terms_kind": now.kind, "number": now.number} if now else {}
