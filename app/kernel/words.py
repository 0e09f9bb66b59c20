"""The words on screen and paper: one gettext door for the whole program.

`bootstrap` hands the catalog in once; until then texts stay American English, the language of the source.
"""

from __future__ import annotations

import gettext as _gettext

_catalog: _gettext.NullTranslations = _gettext.NullTranslations()


def install(catalog: _gettext.NullTranslations) -> None:
    """Use `catalog` for every text asked for from now on."""
    global _catalog  # noqa: PLW0603 - the one process-wide setting, written by bootstrap only
    _catalog = catalog


def _(text: str) -> str:
    """The text in the reader's language."""
    return _catalog.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that fits `count`; `{n}` in it is replaced by the number."""
    return _catalog.ngettext(one, many, count).replace("{n}", str(count))


gettext = _

__all__ = ["_", "gettext", "install", "ngettext"]
