"""Countries, currencies, languages and time zones the program knows, with their names (CLDR and the zone database)."""

from __future__ import annotations

import functools
import unicodedata
import zoneinfo
from collections.abc import Iterable, Mapping

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies

from app.kernel.problems import Problem
from app.kernel.words import _

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
LANGUAGES = (
    "da-DK",
    "de-AT",
    "de-CH",
    "de-DE",
    "en-AU",
    "en-CA",
    "en-GB",
    "en-IE",
    "en-IN",
    "en-US",
    "es-ES",
    "fi-FI",
    "fr-CA",
    "fr-FR",
    "it-IT",
    "ja-JP",
    "nb-NO",
    "nl-NL",
    "pl-PL",
    "pt-BR",
    "pt-PT",
    "sv-SE",
)
"""Languages with a region that forms offer; commands take any that CLDR knows."""
_SHORT_NAMES = {
    "GB": "uk greatbritain britain england scotland wales northernireland grossbritannien",
    "US": "usa unitedstatesofamerica vereinigtestaatenvonamerika",
    "AT": "a",
    "BE": "b",
    "CZ": "czechrepublic tschechischerepublik",
    "DE": "d brd",
    "ES": "e",
    "FR": "f",
    "IT": "i",
    "NL": "holland thenetherlands",
}
"""Written without blanks, in small letters."""


@functools.cache
def _names(locale: str) -> Locale:
    return Locale.parse(locale.replace("-", "_"))


@functools.cache
def _countries() -> frozenset[str]:
    codes = map(str, _names("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def country(text: str, field: str = "country") -> str:
    """An ISO 3166 code of a country, in capitals."""
    code = text.strip().upper()
    if code not in _countries():
        raise _unknown("country", _("\u201c{text}\u201d is not a country code.").format(text=text), field, "GB")
    return code


def country_named(text: str, field: str = "country") -> str:
    """The code of a country that is written as people write it: "DE", "DEU", "D", "Germany", "Deutschland"."""
    word = _plain(text)
    code = _other_names().get(word) or (word.upper() if word.upper() in _countries() else "")
    if code:
        return code
    for tag in ("en", "de", *LANGUAGES):  # those of most files come first, and none is loaded that is not needed
        found = _by_name(tag).get(word)
        if found is not None:
            return found
    raise _unknown(
        "country", _("\u201c{text}\u201d is no country known here.").format(text=text), field, _("Germany or DE")
    )


@functools.cache
def _by_name(language: str) -> dict[str, str]:
    names = _names(language).territories
    return {_plain(str(names[code])): code for code in sorted(_countries()) if code in names}


@functools.cache
def _other_names() -> dict[str, str]:
    """Codes of three letters, plates of cars, and short names that CLDR has not."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    threes = {old.lower(): new[0] for old, new in aliases.items() if len(old) == 3 and old.isalpha() and len(new) == 1}
    return threes | {word: code for code, words in _SHORT_NAMES.items() for word in words.split()}


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold().replace("&", "and"))
    return "".join(sign for sign in spread if sign.isalpha())


def currency(text: str, field: str = "currency") -> str:
    """An ISO 4217 code of a currency, in capitals."""
    code = text.strip().upper()
    if code not in _names("en").currencies:
        raise _unknown("currency", _("\u201c{text}\u201d is not a currency code.").format(text=text), field, "GBP")
    return code


def language(text: str, field: str = "language") -> str:
    """A language with its region, such as en-GB."""
    try:
        locale = Locale.parse(text.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None or not locale.territory:
        raise _unknown(
            "language", _("\u201c{text}\u201d is not a language with its region.").format(text=text), field, "en-GB"
        )
    return str(locale).replace("_", "-")


def zone(text: str, field: str = "zone") -> str:
    """A time zone by its name in the zone database."""
    name = text.strip()
    if name not in _zones():
        raise _unknown("zone", _("\u201c{text}\u201d is not a time zone.").format(text=text), field, "Europe/London")
    return name


def _unknown(what: str, sentence: str, field: str, sample: str) -> Problem:
    return Problem(f"place.{what}", sentence, field=field, hint=_("Use for example {sample}.").format(sample=sample))


def country_name(code: str, locale: str = "en-GB") -> str:
    """The name of a country in a reader's language, or its code."""
    return str(_names(locale).territories.get(code, code))


def country_choices(locale: str = "en-GB") -> tuple[tuple[str, str], ...]:
    """Countries with their names, in order of the names."""
    return _sorted((code, country_name(code, locale)) for code in _countries())


def currency_choices(locale: str = "en-GB") -> tuple[tuple[str, str], ...]:
    """Currencies in use with code and name, in order of the codes."""
    names = _names(locale).currencies
    return tuple((code, f"{code} \u00b7 {names[code]}") for code in sorted(CURRENCIES) if code in names)


def usual_currency(code: str) -> str:
    """The currency people of a country pay in today, or nothing where there is none."""
    found = get_territory_currencies(code)
    return str(found[0]) if found else ""


def language_choices(locale: str = "en-GB") -> tuple[tuple[str, str], ...]:
    """Languages that forms offer, with their names."""
    return _sorted((code, str(_names(code).get_display_name(_names(locale)) or code)) for code in LANGUAGES)


def zone_choices() -> tuple[tuple[str, str], ...]:
    """Time zones of places (not the technical ones), by name."""
    places = (
        name for name in _zones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))
    )
    return tuple((name, name.replace("_", " ")) for name in ("UTC", *sorted(places)))


def _sorted(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold()))


CURRENCIES = frozenset(
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD MAD MXN MYR"
    " NGN NOK NZD PEN PHP PKR PLN QAR RON RSD SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split()
)
"""Currencies that forms offer; commands take any that CLDR knows."""
