"""The first dialog of a new book: the office and the person at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.firm import places
from app.firm.commands import Founded, found_firm
from app.firm.domain import first_tax_codes
from app.firm.queries import iban_check, tax_number_check
from app.firm.ui.checking import Asks, CheckedField
from app.kernel.formats import Formats
from app.kernel.words import _, formats_beside
from app.qt.dialogs import FormDialog
from app.qt.editors import Choice, Line
from app.qt.fields import Field
from app.qt.forms import Form
from app.qt.operations import Operations


def founding_fields(formats: Formats) -> list[Field]:
    """The fields; what `formats` are of is proposed."""
    language, country = formats.tag, formats.locale.territory or "GB"
    locale = formats_beside(language)
    return [
        Field("name", _("Name of the firm"), required=True, section=_("Your firm")),
        Field(
            "country", _("Country"), "choice", required=True, default=country, choices=places.country_choices(locale)
        ),
        Field(
            "currency",
            _("Currency"),
            "choice",
            required=True,
            default=places.usual_currency(country),
            choices=places.currency_choices(locale),
            help=_("Stays for good: the books are kept in it."),
            beside=True,
        ),
        Field(
            "language",
            _("Language"),
            "choice",
            required=True,
            default=language,
            choices=places.language_choices(locale),
        ),
        Field(
            "zone", _("Time zone"), "choice", required=True, default="UTC", choices=places.zone_choices(), beside=True
        ),
        Field("person_name", _("Your name"), required=True, section=_("You")),
        Field("initials", _("Initials"), required=True, width=90, beside=True),
        Field("grade", _("Grade"), help=_("Prices your work, such as Partner.")),
        Field("email", _("Your email"), beside=True),
        Field("address", _("Address"), "long", rows=3, section=_("On your invoices")),
        Field("tax_number", _("VAT or tax number")),
        Field(
            "standard_percent",
            _("Standard tax rate, %"),
            "decimal",
            width=110,
            help=_("Empty: bills say \u201coutside the scope of tax\u201d."),
            beside=True,
        ),
        Field("iban", _("IBAN")),
        Field("account_name", _("Account in the name of"), beside=True),
        Field("contact_email", _("Email for questions about invoices")),
        Field("terms_days", _("Days to pay"), "decimal", default=30, required=True, width=90, beside=True),
    ]


class FoundingHabits(QObject):
    """How the fields of a founding follow each other, wherever the form stands."""

    def __init__(self, form: Form, asks: Asks) -> None:
        """Numbers are checked while somebody types."""
        super().__init__(form)
        self._form = form
        self._initials_typed = False
        self._currency_chosen = False
        self._tax = CheckedField(form, "tax_number", asks, tax_number_check, self._country, depends=("country",))
        CheckedField(form, "iban", asks, iban_check, dict)
        form.edited.connect(self._edited)
        self._show_rate()

    def _country(self) -> dict[str, Any] | None:
        country = self._value("country")
        return {"country": country} if country else None

    def _value(self, name: str) -> Any:
        editor = self._form.editor(name)
        return editor.read() if isinstance(editor, Line | Choice) else None

    def _edited(self, name: str) -> None:
        if name == "initials":
            self._initials_typed = bool(self._value("initials"))
        elif name == "currency":
            self._currency_chosen = True
        elif name == "person_name" and not self._initials_typed:
            words = str(self._value("person_name")).split()
            self._write("initials", "".join(word[0] for word in words if word[0].isalnum())[:4].upper())
        elif name == "country" and self._value("country"):
            self._show_rate()
            if not self._currency_chosen:
                self._write("currency", places.usual_currency(self._value("country")))
                self._currency_chosen = False

    def _write(self, name: str, value: str) -> None:
        editor = self._form.editor(name)
        if isinstance(editor, Line | Choice):
            editor.write(value)

    def _show_rate(self) -> None:
        """The rate is asked for only where the program does not know it."""
        country = self._value("country")
        self._form.set_field_visible("standard_percent", bool(country) and len(first_tax_codes(country)) == 1)


def founding_arguments(values: dict[str, Any], os_account: str | None) -> dict[str, Any]:
    """What `found_firm` is told of what was typed."""
    return values | {"grade": values["grade"] or None, "os_account": os_account}


class FoundFirmDialog(FormDialog):
    """Founds the firm. What is not known yet can be added later; what is typed is checked at once."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        today: Callable[[], date] = date.today,
        os_account: str | None = None,
        then: Callable[[Founded], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """What `formats` are of is proposed. `os_account` is this computer's account of the person, mapped to it."""
        super().__init__(
            _("Start a new firm"),
            founding_fields(formats),
            Formats(formats_beside(formats.tag), formats.zone),
            today=today,
            submit=_("Start the firm"),
            intro=_("Name, place and your own name are enough to begin. The rest can follow before the first invoice."),
            values={"zone": formats.zone, "language": formats.tag},
            width=680,
            parent=parent,
        )
        FoundingHabits(self.form, operations)
        self.runs(operations, found_firm, lambda values: founding_arguments(values, os_account), then)
