"""The places of the settings by right: what the list at their left and the palette show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.firm.domain import AccessRole, Right
from app.kernel.words import _

if TYPE_CHECKING:
    from app.shell.session import Session

FIRM, PEOPLE, RATES, TAX, LOOK = "firm", "people", "rates", "tax", "look"
CALENDAR, DOORS, BOOK, PROTECTION, ABOUT = "calendar", "doors", "book", "protection", "about"
BACKUPS = "backups"


def section_names(session: Session) -> list[tuple[str, str, str]]:
    """Key, name and icon of the places a person may use, in their order."""
    office = session.may(Right.EDIT_FIRM)
    found: list[tuple[str, str, str, bool]] = [
        (FIRM, _("Firm"), "building-2", office),
        (PEOPLE, _("People and roles"), "users", office),
        (RATES, _("Rates"), "banknote", office),
        (TAX, _("Tax and numbering"), "percent", office),
        (LOOK, _("Look and keys"), "keyboard", True),
        (CALENDAR, _("Calendar"), "calendar-days", session.may(Right.LOG_TIME)),
        (DOORS, _("Import and export"), "download", session.may(Right.EXPORT)),
        (BOOK, _("The book"), "hard-drive", True),
        (BACKUPS, _("Backups"), "copy", office),
        (PROTECTION, _("Protection"), "lock", session.role is AccessRole.PARTNER),
        (ABOUT, _("About and licenses"), "info", True),
    ]
    return [(key, name, icon) for key, name, icon, allowed in found if allowed]


def section_words(key: str) -> str:
    """What else a place is looked for by."""
    return {
        FIRM: _("address, bank, IBAN, VAT number, terms, contact"),
        PEOPLE: _("person, grade, role, account"),
        RATES: _("rate card, price of an hour"),
        TAX: _("VAT, tax code, invoice number, series"),
        LOOK: _("dark, light, text size, contrast, motion, language, letters, first page, tray"),
        CALENDAR: _("meetings, calendar file"),
        DOORS: _("CSV, accountant"),
        BOOK: _("backup, copy, folder, file"),
        BACKUPS: _("backup, restore, second place, go back"),
        PROTECTION: _("encryption, passphrase, recovery code, key, keyring"),
        ABOUT: _("version, license, log"),
    }[key]
