"""Screens of the firm: founding it, its people."""

from __future__ import annotations

from app.firm.ui.checking import CheckedField
from app.firm.ui.people import PeoplePage, PersonDialog
from app.firm.ui.setup import FoundFirmDialog

__all__ = ["CheckedField", "FoundFirmDialog", "PeoplePage", "PersonDialog"]
