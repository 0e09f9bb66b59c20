"""What pages and later rooms read about the firm."""

from app.firm.queries.calendar import AbsenceRow, absences, holidays
from app.firm.queries.checks import CheckRow, CheckState, iban_check, iban_state, tax_number_check, tax_state
from app.firm.queries.ending import HistoryEndRow, history_end
from app.firm.queries.keys import KeyChangeRow, key_changes
from app.firm.queries.numbers import (
    SeriesRow,
    before_the_series,
    counters,
    following,
    next_number,
    number_series,
    unknown_series,
)
from app.firm.queries.office import FirmRow, setting, the_firm
from app.firm.queries.people import PersonRow, people, person
from app.firm.queries.taxes import TaxCodeRow, tax_codes, tax_rule

__all__ = [
    "AbsenceRow",
    "CheckRow",
    "CheckState",
    "FirmRow",
    "HistoryEndRow",
    "KeyChangeRow",
    "PersonRow",
    "SeriesRow",
    "TaxCodeRow",
    "absences",
    "before_the_series",
    "counters",
    "following",
    "history_end",
    "holidays",
    "iban_check",
    "iban_state",
    "key_changes",
    "next_number",
    "number_series",
    "people",
    "person",
    "setting",
    "tax_codes",
    "tax_number_check",
    "tax_rule",
    "tax_state",
    "the_firm",
    "unknown_series",
]
