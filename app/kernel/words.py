"""The words on screen and paper: one gettext door for the whole program.

The screen speaks one language, which `bootstrap` chooses; until then texts stay American English, the language of the
source. Documents speak their reader's: what is asked for inside `speaking` comes in that language, in this thread only.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from app.kernel.catalogs import PSEUDO, SOURCE, catalog, spoken

P = ParamSpec("P")
T = TypeVar("T")
_catalog: _gettext.NullTranslations = catalog(SOURCE)
_language: str = SOURCE
_document: ContextVar[_gettext.NullTranslations | None] = ContextVar("document", default=None)


def install(language: str) -> str:
    """Speak this language on screen from now on, English where there is no catalog. Answers what is spoken."""
    global _catalog, _language  # noqa: PLW0603 - the one process-wide setting, written by bootstrap only
    _catalog = catalog(language)
    _language = spoken(language) or SOURCE
    return _language


def language() -> str:
    """The language of the screen, such as "en" or "de"."""
    return _language


def formats_beside(own: str) -> str:
    """The locale whose formats stand beside the words on screen: a person's own, if it is of the same language.

    English is what everybody gets without a catalog and goes with any formats; a German sentence wants German dates.
    """
    same = own.replace("_", "-").partition("-")[0].lower() == _language
    return own if same or _language in {SOURCE, PSEUDO} else _language


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """The texts asked for inside belong to a document in this language; English where there is no catalog."""
    token = _document.set(catalog(wanted))
    try:
        yield
    finally:
        _document.reset(token)


def _(text: str) -> str:
    """The text in the reader's language."""
    return (_document.get() or _catalog).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that fits `count`; `{n}` in it is replaced by the number."""
    return (_document.get() or _catalog).ngettext(one, many, count).replace("{n}", str(count))


def pgettext(context: str, text: str) -> str:
    """The text where the same English word means something else; `context` says which: ("state", "open")."""
    return (_document.get() or _catalog).pgettext(context, text)


def later(text: str) -> str:
    """A text named before a language is known: it is found for the catalogs here, and `_` translates it when shown."""
    return text


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Keep the answers of a function that holds words, for each language of its own."""

    @lru_cache(maxsize=4096)
    def keep(_words: _gettext.NullTranslations, *arguments: Any, **options: Any) -> T:
        return function(*arguments, **options)

    @wraps(function)
    def answer(*arguments: P.args, **options: P.kwargs) -> T:
        return keep(_document.get() or _catalog, *arguments, **options)  # type: ignore[arg-type]

    return answer


gettext = _

__all__ = [
    "_",
    "formats_beside",
    "gettext",
    "install",
    "language",
    "later",
    "ngettext",
    "pgettext",
    "remembered",
    "speaking",
]
