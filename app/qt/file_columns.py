"""What every list of a file's rows shows: a tick, the line, and how the row stands to the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from app.kernel.words import _, pgettext
from app.qt.columns import Column
from app.qt.list_card import Cut

S = TypeVar("S", bound=StrEnum)


def state_cuts(tones: Mapping[S, str], words: Callable[[S], str]) -> list[Cut]:
    """All rows, and those of each state; `tones` gives the shape before each."""

    def of(state: S) -> Cut:
        return Cut(state.value, words(state), lambda row: row.state is state, tone=tones[state])

    return [Cut("all", _("All")), *map(of, tones)]


def row_columns(
    tick: Callable[[Any], bool | None], tones: Mapping[S, str], words: Callable[[S], str]
) -> tuple[Column, Column, Column]:
    """The first columns; states sort as `tones` names them. `tick` is None where a row cannot be added."""
    order = list(tones)
    return (
        Column("tick", "", tick, kind="check", width=36, name=_("Add")),
        Column("line", pgettext("of a file", "Line"), lambda row: row.line, kind="number", width=64),
        Column(
            "state",
            _("State"),
            lambda row: words(row.state),
            kind="chip",
            tone=lambda row: tones[row.state],
            sort=lambda row: order.index(row.state),
            width=140,
        ),
    )
