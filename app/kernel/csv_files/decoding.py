"""The bytes of a text file as text: UTF-8 and UTF-16 with or without their mark, else Windows-1252.

A broken byte or half a character becomes a lone surrogate where the rest is clear: only its row is refused.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from app.kernel.problems import Problem
from app.kernel.words import _

LARGEST_FILE = 20 * 1024 * 1024
LOOKED_AT = 4096
UTF8, UTF16, UTF32, WINDOWS = "UTF-8", "UTF-16", "UTF-32", "Windows-1252"
_MARKS = (
    (codecs.BOM_UTF8, UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, UTF32, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, UTF32, "utf-32-be"),
    (codecs.BOM_UTF16_LE, UTF16, "utf-16-le"),
    (codecs.BOM_UTF16_BE, UTF16, "utf-16-be"),
)
_OTHERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<?xml", b"<!DOCTYPE", b"<html")
"""Spreadsheets of Excel and LibreOffice, documents, pages of the web: what people have saved under the wrong kind."""
_BEYOND = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_STRANGE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its mark, and how it was written."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of a file; Problem where it is none, or nobody can say what its characters are."""
    if len(content) > LARGEST_FILE:
        raise Problem(
            "csv_file.large",
            _("This file is larger than {n} MB.").format(n=LARGEST_FILE // 1024 // 1024),
            hint=_("Nothing was added. Divide it into smaller ones."),
        )
    if not content.strip():
        raise Problem("csv_file.empty", _("This file is empty."), hint=_("Choose it again, or export it anew."))
    if content.lstrip().startswith(_OTHERS):
        raise _no_text()
    for mark, name, codec in _MARKS:
        if content.startswith(mark):
            return _unmarked(content[len(mark) :], name, codec)
    codec = _wide(content)
    if codec:
        return _unmarked(content, UTF16, codec)
    if len(_STRANGE.findall(content[:LOOKED_AT])) > len(content[:LOOKED_AT]) // 20:
        raise _no_text()
    return _narrow(content)


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of a Western text is zero."""
    start = content[: LOOKED_AT - LOOKED_AT % 2]
    pairs = len(start) // 2
    if pairs < 4:
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.05 else ""


def _unmarked(content: bytes, name: str, codec: str) -> Decoded:
    errors = "surrogateescape" if name == UTF8 else "surrogatepass"
    try:
        return Decoded(content.decode(codec, errors), name)
    except UnicodeDecodeError as error:
        raise _broken(content[: error.start].decode(codec, "replace"), name) from None


def _narrow(content: bytes) -> Decoded:
    try:
        return Decoded(content.decode("utf-8", "surrogatepass"), UTF8)
    except UnicodeDecodeError:
        escaped = content.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= sign <= "\udcff" for sign in escaped)
    if len(_BEYOND.findall(content)) > broken:
        return Decoded(escaped, UTF8)  # UTF-8 that was damaged somewhere: in Windows-1252 all the rest would be wrong
    try:
        return Decoded(content.decode("cp1252"), WINDOWS)
    except UnicodeDecodeError as error:
        raise _broken(content[: error.start].decode("cp1252", "replace"), f"{UTF8}, {WINDOWS}") from None


def _no_text() -> Problem:
    return Problem(
        "csv_file.kind",
        _("This is not a CSV file, whatever its name says."),
        hint=_("Open it in the program it comes from and save it as \u201cCSV UTF-8\u201d."),
    )


def _broken(before: str, encoding: str) -> Problem:
    line = before.count("\n") + (before.count("\r") - before.count("\r\n")) + 1
    return Problem(
        "csv_file.encoding",
        _("Line {line} holds a character that cannot be read as {encoding}.").format(line=line, encoding=encoding),
        hint=_("Nothing was added. Save the file as \u201cCSV UTF-8\u201d and choose it again."),
    )
