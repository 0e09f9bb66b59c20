"""How the columns of a list share the room there is: who gives way first, who shrinks, who takes what is left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.qt.columns import Column

SHRINKS = (frozenset({"text", "two_line", "person"}), frozenset({"chip"}))
"""Kinds whose words may end in an ellipsis, a state only after all others; a sum of money never does."""
LEAST_WORDS = 72
"""Below this width words say nothing any more (at a text size of 100 %)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a column asks for, in pixels: what it would like, what its content needs, whether it takes what is left."""

    wish: int
    need: int
    loose: bool
    least: int


def giving_way(columns: Sequence[Column], wishes: Sequence[Wish], hidden: Collection[int], room: int) -> list[int]:
    """The places of the columns that leave so that the others fit, in the order in which they leave."""
    there = [place for place in range(len(columns)) if place not in hidden]
    leaving: list[int] = []
    while sum(wishes[place].least for place in there) > room:
        able = [place for place in there if columns[place].gives_way]
        if not able:
            break
        first = max(able, key=lambda place: (columns[place].gives_way, place))
        there.remove(first)
        leaving.append(first)
    return leaving


def shared(columns: Sequence[Column], wishes: Sequence[Wish], there: Sequence[int], room: int, least: int) -> list[int]:
    """The width of each column, 0 for those that are not there; `least` is the least width of words."""
    widths = [0] * len(columns)
    loose = [place for place in there if wishes[place].loose]
    for place in there:
        widths[place] = wishes[place].least if place in loose else wishes[place].wish
    if sum(widths) > room:
        for place in there:
            widths[place] = wishes[place].least
    spare = room - sum(widths)
    if spare > 0:
        _hand_out(widths, loose or list(there)[-1:], spare)
    elif spare < 0:
        lack = -spare
        for kinds in SHRINKS:
            lack = _shrink(widths, [place for place in there if columns[place].kind in kinds], lack, least)
    return widths


def _hand_out(widths: list[int], takers: Sequence[int], spare: int) -> None:
    """Bring the loose columns to equal widths as far as the spare room goes."""
    left = sorted(takers, key=lambda place: -widths[place])
    room = spare + sum(widths[place] for place in takers)
    while left:
        share = room // len(left)
        place = left.pop(0)
        given = max(widths[place], share)
        widths[place] = given if left else room
        room -= given


def _shrink(widths: list[int], givers: Sequence[int], lack: int, least: int) -> int:
    """Take the lacking room from the widest words first; what could not be taken is left."""
    while lack > 0:
        able = [place for place in givers if widths[place] > least]
        if not able:
            break
        widest = max(able, key=lambda place: widths[place])
        others = [widths[place] for place in able if widths[place] < widths[widest]]
        step = min(lack, widths[widest] - max([*others, least]))
        widths[widest] -= step
        lack -= step
    return lack
