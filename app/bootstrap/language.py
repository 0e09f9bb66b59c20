"""The language of the screen: chosen by the person, asked for by name, or the computer's own."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable

from app.kernel.catalogs import SOURCE, spoken
from app.kernel.words import install

VARIABLE = "WATERTIGHT_LANGUAGE"
_POSIX = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def speak(preferred: str = "", system: Iterable[str] = ()) -> str:
    """Speak the preferred language, else that of the variable, else the first of the computer's that we have."""
    wanted = [preferred, os.environ.get(VARIABLE, ""), *(system or _of_the_computer())]
    return install(next((name for name in wanted if spoken(name)), SOURCE))


def _of_the_computer() -> list[str]:
    """What the system says outside a window, best first."""
    named = [name for key in _POSIX for name in os.environ.get(key, "").split(":") if name]
    return named or [locale.getlocale()[0] or ""]
