"""The way of Tab through a window: part by part in the order they stand, whatever was built when.

Qt goes in the order in which widgets were made. In this window the areas, the breadcrumb and the pages are made when
somebody needs them, long after what stands behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from app.qt.focus import takes_focus


class PartByPart(QMainWindow):
    """A window in which Tab goes through one part after the other."""

    def tab_parts(self) -> Sequence[QWidget]:
        """The parts in their order; what stands in none of them comes last."""
        return ()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """On to the next place, around the end."""
        here = self.focusWidget()
        line = stops(self, here)
        others = [one for one in line if one is not here]
        if not others:
            return False
        place = next((at for at, one in enumerate(line) if one is here), -1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        line[(place + (1 if forward else -1)) % len(line)].setFocus(reason)
        return True


def stops(window: QWidget, here: QWidget | None = None) -> list[QWidget]:
    """Where Tab stops in a window, in order; `here` is among them even if Tab alone would not come to it."""
    chain: list[QWidget] = []
    one: QWidget | None = window.nextInFocusChain()
    while one is not None and one is not window:
        if one is here or takes_focus(one):
            chain.append(one)
        one = one.nextInFocusChain()
    parts = window.tab_parts() if isinstance(window, PartByPart) else ()
    ranks = {part: rank for rank, part in enumerate(parts)}
    return sorted(chain, key=lambda stop: _rank(stop, ranks))


def _rank(stop: QWidget, ranks: dict[QWidget, int]) -> int:
    inner: QWidget | None = stop
    while inner is not None:
        if inner in ranks:
            return ranks[inner]
        inner = inner.parentWidget()
    return len(ranks)
