"""T1: everything in sight of a list of time painted anew, against Qt's own table with the same words."""

from __future__ import annotations

from collections.abc import Iterator

from app.bootstrap.tour import application
from app.timesheets.ui.entry_list import EntryList
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground, profile
from benchmarks.goals.lists import FORMATS, entries, same_words, shown, visible


def measure(ground: Ground) -> Iterator[Part]:
    """Painting at once, without the events around it."""
    application()
    ours = EntryList(FORMATS)
    ours.set_rows(entries(ground))
    shown(ours)
    bare = same_words(ours)
    shown(bare)

    def paint() -> None:
        ours.view.viewport().repaint()

    pair = ground.pair(paint, lambda: bare.viewport().repaint())
    rows = f"{visible(ours.view)} rows of {ours.model.columnCount()} cells in sight, {visible(bare)} in Qt's table"
    yield Part("repaint", pair.ratio, pair, f"{rows}; {profile(paint)}")
    ours.close()
    bare.close()
