"""A new firm begins with the country, language and zone the computer is set to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from app.shell.computer import of_this_computer


@pytest.mark.parametrize(
    ("name", "zone", "locale", "used"),
    [
        ("de_DE", "Europe/Berlin", "de_DE", "Europe/Berlin"),
        ("en_US", "America/Chicago", "en_US", "America/Chicago"),
        ("C", "", "en_GB", "UTC"),
        ("de_DE", "Etc/GMT+1", "de_DE", "UTC"),
    ],
)
def test_what_the_computer_says_is_taken_where_a_form_offers_it(name: str, zone: str, locale: str, used: str) -> None:
    formats = of_this_computer(QLocale(name), zone)
    assert (str(formats.locale), formats.zone) == (locale, used)
