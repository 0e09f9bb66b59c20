"""The catalogs hold the texts of today, German says all of them, and what is filled in stays filled in."""

from __future__ import annotations

import importlib.util
import re
import string
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("watertight_words", ROOT / "packaging" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def template() -> Catalog:
    found: Catalog = tool().template()
    return found


@cache
def german() -> Catalog:
    path: Path = tool().file_of("de")
    with path.open("rb") as file:
        return read_po(file, locale="de")


def messages(catalog: Catalog) -> list[Message]:
    return [one for one in catalog if one.id]


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def fields(text: str) -> set[str]:
    try:
        named = {name for _words, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    except ValueError:
        named = {"no pairs of braces"}
    return named | set(PLACEHOLDER.findall(text))


def test_the_catalogs_hold_todays_texts() -> None:
    """`make words` brings them up to date."""
    words = tool()
    assert words.TEMPLATE.read_text(encoding="utf-8") == words.written(template())
    assert words.file_of("de").read_text(encoding="utf-8") == words.written(words.translated("de", template()))


def test_german_is_complete() -> None:
    waiting = [one.id for one in messages(german()) if one.fuzzy or not forms(one) or not all(forms(one))]
    assert waiting == []


def test_every_plural_has_the_forms_of_its_language() -> None:
    wrong = [
        one.id
        for one in messages(german())
        if len(forms(one)) != (german().num_plurals if isinstance(one.id, tuple | list) else 1)
    ]
    assert wrong == []


def test_a_translation_is_filled_in_with_what_its_source_is() -> None:
    wrong = []
    for one in messages(german()):
        given = [fields(text) for text in originals(one)]
        possible, needed = set().union(*given), given[0].intersection(*given)
        if isinstance(one.id, tuple | list):
            needed -= {"n"}  # "one entry" need not say 1
        wrong += [form for form in forms(one) if not needed <= fields(form) <= possible]
    assert wrong == []


@pytest.mark.parametrize(
    "unwanted", ["!", "bitte", "Sind Sie sicher", "erfolgreich", "ungültig", "Benutzer", "Ticket", "Client", "Invoice"]
)
def test_german_keeps_the_house_style(unwanted: str) -> None:
    said = [form.replace("!r}", "}") for one in messages(german()) for form in forms(one)]
    assert [text for text in said if re.search(unwanted if unwanted == "!" else rf"\b{unwanted}\b", text)] == []


def test_german_uses_its_own_quotation_marks() -> None:
    english = [form for one in messages(german()) for form in forms(one) if re.search("\u201c[^\u201e]*\u201d", form)]
    assert english == []
