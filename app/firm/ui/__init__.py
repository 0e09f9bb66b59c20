"""Screens of the firm: founding it, its people."""

from __future__ import annotations

from app.firm.ui.checking import CheckedField, WithoutBook
from app.firm.ui.people import PeoplePage, PersonDialog
from app.firm.ui.setup import FoundFirmDialog, FoundingHabits, founding_arguments, founding_fields

__all__ = [
    "CheckedField",
    "FoundFirmDialog",
    "FoundingHabits",
    "PeoplePage",
    "PersonDialog",
    "WithoutBook",
    "founding_arguments",
    "founding_fields",
]
