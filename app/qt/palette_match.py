"""How the palette finds: any part of any word, word beginnings run together, recently used first. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
_WORD = re.compile(r"[^\W_]+")
LIMIT = 8
PREFIXES = {">": ("command", "setting"), "#": ("invoice",), "@": ("person",)}
ORDER = ("command", "client", "invoice", "person", "time", "setting")
BEHIND = {"time": 3}
"""What there is very much of stands behind what there is little of."""


@dataclass(frozen=True)
class PaletteItem:
    """One thing the palette can find. `words` are found but not shown; `keys` are its own keys."""

    key: str
    title: str
    kind: str = "command"
    detail: str = ""
    icon: str = ""
    keys: str = ""
    words: str = ""
    group: str = ""


@dataclass(frozen=True)
class Found:
    """An item with the places that matched, for bold letters; a lower score stands higher."""

    item: PaletteItem
    score: int
    title_spans: tuple[Span, ...] = ()
    detail_spans: tuple[Span, ...] = ()


def folded(text: str) -> str:
    """Lower case without accents, letter by letter, so that places stay the same."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", letter)[0].casefold()[:1] or letter for letter in text)


def word_starts(text: str) -> list[int]:
    """Where words begin: after anything that is no letter or digit."""
    return [word.start() for word in _WORD.finditer(text)]


def initials(query: str, text: str) -> tuple[Span, ...] | None:
    """The beginnings of words that, run together, spell the query ("brf" in "Brightwater Fieldwork"), or None."""
    return _spell(query, text, word_starts(text), (0, 0), set())


def _spell(query: str, text: str, starts: list[int], here: Span, failed: set[Span]) -> tuple[Span, ...] | None:
    """The query and the words, each from a place on. No function within another: each would be garbage in a circle."""
    at, word = here
    if at == len(query):
        return ()
    if here in failed:
        return None
    for place in range(word, len(starts)):
        start = starts[place]
        length = 0
        while at + length < len(query) and start + length < len(text) and text[start + length] == query[at + length]:
            length += 1
        for taken in range(length, 0, -1):
            rest = _spell(query, text, starts, (at + taken, place + 1), failed)
            if rest is not None:
                return ((start, start + taken), *rest)
    failed.add(here)
    return None


def _token(token: str, title: str, detail: str, words: str) -> tuple[int, Span | None, Span | None] | None:
    """The best place of one token: start of the title, start of a word, inside a word; then the detail and words."""
    place = title.find(token)
    if place == 0:
        return 0, (0, len(token)), None
    if place > 0:
        for start in word_starts(title):
            if title.startswith(token, start):
                return 1, (start, start + len(token)), None
        return 2, (place, place + len(token)), None
    place = detail.find(token)
    if place >= 0:
        return 3 if place in word_starts(detail) else 4, None, (place, place + len(token))
    return (5, None, None) if token in words else None


def match(query: str, item: PaletteItem) -> Found | None:
    """How an item answers a query; None when it does not. An empty query finds everything."""
    tokens = folded(query).split()
    title, detail, words = folded(item.title), folded(item.detail), folded(item.words)
    score = 0
    in_title: list[Span] = []
    in_detail: list[Span] = []
    for token in tokens:
        hit = _token(token, title, detail, words)
        if hit is None:
            spelled = initials(token, title)
            if spelled is not None:
                score += 3
                in_title.extend(spelled)
                continue
            spelled = initials(token, f"{title} {detail}")
            if spelled is None:
                return None
            score += 6
            edge = len(title) + 1
            in_title.extend(span for span in spelled if span[1] < edge)
            in_detail.extend((start - edge, end - edge) for start, end in spelled if start >= edge)
            continue
        score += hit[0]
        if hit[1] is not None:
            in_title.append(hit[1])
        if hit[2] is not None:
            in_detail.append(hit[2])
    return Found(item, score, tuple(sorted(in_title)), tuple(sorted(in_detail)))


def rank(query: str, items: Iterable[PaletteItem], recent: Sequence[str] = (), limit: int = LIMIT) -> list[Found]:
    """The best answers, grouped in the palette's order of kinds; in a kind, recently used first, then the best.

    A query may start with ">" for commands only, "#" for invoices, "@" for people.
    """
    text = query.strip()
    kinds = PREFIXES.get(text[:1])
    if kinds is not None:
        text = text[1:].strip()
    place = {key: index for index, key in enumerate(recent)}
    far = len(recent)
    found = [hit for item in items if kinds is None or item.kind in kinds for hit in (match(text, item),) if hit]
    best = sorted(
        found, key=lambda hit: (place.get(hit.item.key, far), hit.score) if not text else _order(hit, place, far)
    )
    kept = best[:limit]
    kept.sort(key=lambda hit: ORDER.index(hit.item.kind) if hit.item.kind in ORDER else len(ORDER))
    return kept


def _order(hit: Found, place: dict[str, int], far: int) -> tuple[int, int]:
    """While typing a recent item gains one step, so that it wins between equals and near-equals."""
    recent = place.get(hit.item.key, far)
    return (hit.score + BEHIND.get(hit.item.kind, 0) - (2 if recent < far else 0), recent)
