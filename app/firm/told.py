"""What is told about the firm's records in their history."""

from __future__ import annotations

from app.firm.domain import USUAL_TAX_CODE, AccessRole, KeyAct, TaxCategory, key_act_name, role_name
from app.firm.records import Absence, Firm, Holiday, KeyChange, NumberSeries, Person, Setting, TaxCode
from app.kernel.words import _
from app.storage.told import Part, Parts, RoomWords, kind

PARTS: Parts = {
    Firm: (
        Part(TaxCode),
        Part(Holiday),
        Part(KeyChange),
        Part(NumberSeries, commands=frozenset({"set_series", "found_firm"})),
        Part(Setting, "person_id", empty=True),
    ),
    Person: (Part(Absence, "person_id"), Part(Setting, "person_id")),
}


def words() -> RoomWords:
    """In the reader's language."""
    series = {"invoice": _("Invoices")}
    settings = {
        USUAL_TAX_CODE: _("Usual tax code"),
        "window.start": _("Start page"),
        "receivables.billed_before": _("Billed before the book"),
    }
    return RoomWords(
        kinds={
            Firm: kind(
                _("Firm"),
                "name",
                name=_("Name"),
                country=_("Country"),
                language=_("Language"),
                zone=_("Time zone"),
                currency=_("Currency"),
                address=_("Address"),
                tax_number=_("VAT or tax number"),
                registration=_("Registration"),
                bank_name=_("Bank"),
                account_name=_("Account in the name of"),
                iban=_("IBAN"),
                payment_page=_("Payment page"),
                contact_name=_("Contact for invoices"),
                contact_phone=_("Phone"),
                contact_email=_("Email"),
                terms_days=_("Days to pay"),
                dispute_days=_("Days to object"),
            ),
            Person: kind(
                _("Person"),
                "name",
                name=_("Name"),
                initials=_("Initials"),
                access_role=_("May act as"),
                grade=_("Grade"),
                email=_("Email"),
                weekly_seconds=_("Hours a week"),
                zone=_("Time zone"),
                language=_("Language"),
                os_account=_("Account on this computer"),
                active=_("Works here"),
            ),
            Absence: kind(_("Absence"), "day", person_id=_("Person"), day=_("Day"), kind=_("Kind")),
            Holiday: kind(_("Public holiday"), "name", day=_("Day"), name=_("Name")),
            KeyChange: kind(
                _("Key of the book"),
                "act",
                act=_("What was done"),
                label=_("Account and computer"),
                at=_("When"),
                person_id=_("Person"),
            ),
            TaxCode: kind(
                _("Tax code"),
                "code",
                code=_("Code"),
                name=_("Name"),
                category=_("Kind"),
                percent=_("Percent"),
                valid_from=_("Valid from"),
                reason=_("Why no tax is charged"),
            ),
            NumberSeries: kind(
                _("Number series"),
                "pattern",
                "",
                {"key": series},
                key=_("Kind"),
                year=_("Year"),
                pattern=_("Pattern"),
                next_number=_("Next number"),
            ),
            Setting: kind(
                _("Setting"), "key", "", {"key": settings}, key=_("Setting"), value=_("Value"), person_id=_("Person")
            ),
        },
        choices={
            AccessRole: {role.value: role_name(role) for role in AccessRole},
            KeyAct: {act.value: key_act_name(act) for act in KeyAct},
            TaxCategory: {
                TaxCategory.STANDARD: _("Standard rate"),
                TaxCategory.ZERO: _("Zero rate"),
                TaxCategory.EXEMPT: _("Exempt"),
                TaxCategory.REVERSE_CHARGE: _("Reverse charge"),
                TaxCategory.OUTSIDE: _("Outside the scope of tax"),
            },
        },
        commands={
            "found_firm": _("Founded the firm"),
            "change_firm": _("Changed the firm"),
            "add_person": _("Added a person"),
            "change_person": _("Changed a person"),
            "add_absence": _("Noted an absence"),
            "remove_absence": _("Took an absence back"),
            "add_holiday": _("Added a public holiday"),
            "remove_holiday": _("Removed a public holiday"),
            "set_tax_code": _("Set a tax code"),
            "set_series": _("Set a number series"),
            "note_key_change": _("Changed what opens the book"),
            "choose_setting": _("Changed a setting"),
        },
    )
