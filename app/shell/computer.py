"""What the computer is set to: the country, language and time zone a new firm most likely has."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTimeZone

from app.firm import places
from app.kernel.formats import Formats
from app.kernel.words import formats_beside


def read_here() -> Formats:
    """The same as they are written beside the language of the screen, for who reads while no book is open."""
    here = of_this_computer()
    return Formats(formats_beside(here.tag), here.zone)


def of_this_computer(locale: QLocale | None = None, zone: str | None = None) -> Formats:
    """The computer's formats and zone; British, at Greenwich, where it says nothing that a form offers."""
    name = (locale or QLocale.system()).name().replace("_", "-")
    place = zone if zone is not None else bytes(QTimeZone.systemTimeZoneId().data()).decode()
    known = dict(places.zone_choices())
    return Formats(name if name in places.LANGUAGES else "en-GB", place if place in known else "UTC")
