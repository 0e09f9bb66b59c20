"""The four weights of IBM Plex Sans: registered once per process, measured through a cache, checked for glyphs."""

from __future__ import annotations

import functools
import threading
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from importlib.resources import files
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.kernel.problems import Problem
from app.kernel.words import _


class Font(StrEnum):
    """A weight; the value is the font's own PostScript name, under which it is registered."""

    REGULAR = "IBMPlexSans-Regular"
    MEDIUM = "IBMPlexSans-Medium"
    SEMIBOLD = "IBMPlexSans-SemiBold"
    BOLD = "IBMPlexSans-Bold"


FILES = {
    Font.REGULAR: "IBMPlexSans_400Regular.ttf",
    Font.MEDIUM: "IBMPlexSans_500Medium.ttf",
    Font.SEMIBOLD: "IBMPlexSans_600SemiBold.ttf",
    Font.BOLD: "IBMPlexSans_700Bold.ttf",
}

NAMED_AT_ONCE = 3
"""So many missing characters one problem names; more would not be read."""

_loading = threading.Lock()
_faces: dict[Font, TTFont] = {}


def face(font: Font) -> TTFont:
    """The face, read once: a second registration in mid-document would part a text from its subset."""
    found = _faces.get(font)
    if found is None:
        with _loading:
            found = _faces.get(font)
            if found is None:
                data = (files("app.resources") / "fonts" / FILES[font]).read_bytes()
                found = TTFont(font.value, BytesIO(data))
                pdfmetrics.registerFont(found)
                _faces[font] = found
    return found


def register() -> None:
    """Make all weights known to reportlab; later calls cost nothing."""
    for font in Font:
        face(font)


@functools.lru_cache(maxsize=32_768)
def _units(text: str, font: Font) -> float:
    metrics = face(font).face
    widths, fallback = metrics.charWidths, metrics.defaultWidth
    return float(sum(widths.get(ord(character), fallback) for character in text))


def width(text: str, font: Font, size: float) -> float:
    """The printed width in points."""
    return _units(text, font) * size / 1000


@functools.cache
def _covered() -> frozenset[int]:
    """The code points every weight has a glyph for."""
    return frozenset.intersection(*(frozenset(face(font).face.charToGlyph) for font in Font))


@functools.lru_cache(maxsize=16_384)
def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters the document font cannot print, in order, each once, as '龍 (CJK UNIFIED IDEOGRAPH-9F8D)'."""
    if text.isascii() and text.isprintable():
        return ()
    covered = _covered()
    found = dict.fromkeys(character for character in text if ord(character) not in covered and character != "\n")
    return tuple(_named(character) for character in found)


def _named(character: str) -> str:
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"{character} ({name})" if character.isprintable() else name


def check_glyphs(texts: Iterable[tuple[str, str]]) -> None:
    """Raise a Problem at the first (where, text) with a character that would print as an empty box."""
    for where, text in texts:
        missing = missing_glyphs(text)
        if missing:
            characters = ", ".join(missing[:NAMED_AT_ONCE])
            message = _("The document font has no sign for {characters} in “{where}”.")
            raise Problem(
                "paper.missing_glyph",
                message.replace("{characters}", characters).replace("{where}", where),
                field=where,
                hint=_("No document was made. Write it with other letters there."),
            )
