"""What people do with the firm: found it, change it, its people, tax codes, number series, calendar, settings, keys."""

from app.firm.commands.calendar import add_absence, add_holiday, remove_absence, remove_holiday
from app.firm.commands.founding import Founded, change_firm, found_firm
from app.firm.commands.keys import note_key_change
from app.firm.commands.numbers import set_series, take_number
from app.firm.commands.people import add_person, change_person
from app.firm.commands.settings import choose_setting
from app.firm.commands.taxes import set_tax_code

__all__ = [
    "Founded",
    "add_absence",
    "add_holiday",
    "add_person",
    "change_firm",
    "change_person",
    "choose_setting",
    "found_firm",
    "note_key_change",
    "remove_absence",
    "remove_holiday",
    "set_series",
    "set_tax_code",
    "take_number",
]
