"""The help pages of each language: all of them, the same links, and buttons called what the screen calls them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.kernel.catalogs import Catalog, catalog, languages

HELP = Path(__file__).parents[2] / "resources" / "help"
PAGES = sorted(path.name for path in (HELP / "en").glob("*.md"))
OTHERS = languages()[1:]


def text(language: str, page: str) -> str:
    return (HELP / language / page).read_text(encoding="utf-8")


def emphasized(words: str) -> list[str]:
    return re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", words)


@pytest.mark.parametrize("language", OTHERS)
def test_every_page_is_there_and_none_besides(language: str) -> None:
    assert sorted(path.name for path in (HELP / language).glob("*.md")) == PAGES


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_build_of_its_source(language: str, page: str) -> None:
    def build(words: str) -> tuple[list[str], list[int]]:
        links = sorted(re.findall(r"\]\(([^)]+)\)", words))
        lines = words.splitlines()
        return links, [sum(line.startswith(mark) for line in lines) for mark in ("# ", "## ", "- ", "1. ", "| ")]

    assert build(text(language, page)) == build(text("en", page))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_what_stands_on_a_button_is_called_the_same_in_the_help(language: str, page: str) -> None:
    said = catalog(language)
    assert isinstance(said, Catalog)
    wanted = [said.texts[label][0] for label in emphasized(text("en", page)) if label in said.texts]
    found = emphasized(text(language, page))
    assert [label for label in wanted if label not in found] == []
