"""Catalogs of translated words, read from the `.po` files in `resources/locale` as they stand: nothing is compiled."""

from __future__ import annotations

import gettext
import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

SOURCE = "en"
"""The language of the source, which needs no catalog."""
PSEUDO = "pseudo"
"""Made up from the source: accents, brackets and 40 % more letters, to see what was not translated or clips."""
_PLURALS = re.compile(r"plural=([^;]+);")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_ACCENTS = str.maketrans("aeiouyAEIOUYcnszCNSZ", "áéíöüýÁÉÍÖÜÝçñšžÇÑŠŽ")
_VOWELS = frozenset("áéíöüýÁÉÍÖÜÝ")
_HELD = re.compile(r"(\{[^}]*\}|%\(\w+\)s|<[^>]+>|`[^`]*`)")
"""What is not a word: placeholders, marks of rich text, commands."""
LONGER = 1.4


class Catalog(gettext.NullTranslations):
    """The words of one language; a text without a translation stays as it is in the source."""

    def __init__(self, texts: dict[str, tuple[str, ...]], plural: str = "n != 1") -> None:
        """Translations by text, several for one with plural forms; `plural` is the rule of a `Plural-Forms` line."""
        super().__init__()
        self.texts = texts
        self._form = gettext.c2py(plural)

    def gettext(self, message: str) -> str:
        """The translation of a text."""
        found = self.texts.get(message)
        return found[0] if found else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a text that fits `n`."""
        found = self.texts.get(msgid1)
        if not found:
            return msgid1 if n == 1 else msgid2
        return found[min(self._form(n), len(found) - 1)]

    def pgettext(self, context: str, message: str) -> str:
        """The translation of a text in its context."""
        found = self.texts.get(in_context(context, message))
        return found[0] if found else message


class Pseudo(gettext.NullTranslations):
    """Every text of the program in a language that nobody speaks and everybody can read."""

    def gettext(self, message: str) -> str:
        """The text with accents, longer and in brackets; placeholders stay."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for the form that fits `n`."""
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """The same; a context changes nothing here."""
        return pseudo(message)


def in_context(context: str, text: str) -> str:
    """The key of a text that has a context, as gettext builds it."""
    return f"{context}\x04{text}"


def pseudo(text: str) -> str:
    """The text in the pseudo-locale; examples of the command line, which begin with a backspace for click, stay."""
    if not text or text.startswith("\b"):
        return text
    parts = _HELD.split(text)
    return (
        "[" + "".join(part if turn % 2 else _longer(part.translate(_ACCENTS)) for turn, part in enumerate(parts)) + "]"
    )


def _longer(text: str) -> str:
    """Words with their vowels drawn out until the text is 40 % longer, so that lines still break between words."""
    wanted = round(len(text) * LONGER) - len(text)
    places = [place for place, letter in enumerate(text) if letter in _VOWELS]
    if not places:
        return text
    more = [wanted // len(places) + (turn < wanted % len(places)) for turn in range(len(places))]
    extra = dict(zip(places, more, strict=True))
    return "".join(letter * (1 + extra.get(place, 0)) for place, letter in enumerate(text))


def languages() -> tuple[str, ...]:
    """The languages the program speaks, English first."""
    return (SOURCE, *sorted(place.name for place in _folder().iterdir() if _file(place.name).is_file()))


def spoken_names() -> list[tuple[str, str]]:
    """The languages the program speaks, each with its own name for itself."""
    from babel import Locale  # the words of the window's frame need no babel

    return [(code, (Locale.parse(code).get_display_name(code) or code).capitalize()) for code in languages()]


def spoken(wanted: str) -> str | None:
    """The language of the program that fits a wanted one such as "de-AT" or "de_DE.UTF-8"; None when there is none."""
    tag = re.split(r"[.@]", wanted.replace("_", "-"), maxsplit=1)[0]
    base = tag.partition("-")[0].lower()
    if base in {SOURCE, PSEUDO}:
        return base
    return next((name for name in (tag, base) if base.isalpha() and _file(name).is_file()), None)


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """The catalog for a language; English where the program does not speak it."""
    name = spoken(language)
    if name == PSEUDO:
        return Pseudo()
    if name is None or name == SOURCE:
        return gettext.NullTranslations()
    return parse(_file(name).read_text(encoding="utf-8"))


def _folder() -> Traversable:
    return resources.files("app.resources") / "locale"


def _file(name: str) -> Traversable:
    return _folder() / name / "LC_MESSAGES" / "watertight.po"


def parse(text: str) -> Catalog:
    """Read a `.po` file; entries that are fuzzy or empty count as not translated."""
    texts: dict[str, tuple[str, ...]] = {}
    plural = "n != 1"
    for block in text.split("\n\n"):
        entry, fuzzy = _entry(block)
        key = entry.get("msgid")
        said = tuple(entry[name] for name in sorted(entry) if name.startswith("msgstr"))
        if key == "":
            rule = _PLURALS.search("".join(said))
            plural = rule[1] if rule else plural
        elif key is not None and not fuzzy and all(said):
            texts[in_context(entry["msgctxt"], key) if "msgctxt" in entry else key] = said
    return Catalog(texts, plural)


def _entry(block: str) -> tuple[dict[str, str], bool]:
    """The parts of one entry by their keywords, and whether it is marked as a guess."""
    parts: dict[str, str] = {}
    name = ""
    fuzzy = False
    for line in block.splitlines():
        if line.startswith("#"):
            fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        quoted = line
        if not line.startswith('"'):  # else it goes on with the part before
            name, _blank, quoted = line.partition(" ")
            parts[name] = ""
        said = quoted[1:-1]
        parts[name] += _ESCAPE.sub(lambda one: _ESCAPED.get(one[1], one[1]), said) if "\\" in said else said
    return parts, fuzzy
