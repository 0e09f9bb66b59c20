"""The way of Tab through a window: part by part in the order they stand, whatever was built when.

Qt goes in the order in which widgets were made. In this window the areas, the breadcrumb and the pages are made when
somebody needs them, long after what stands behind them.

`nextInFocusChain` is never asked: PySide takes what it returns for a child of the widget that was asked, so that the
end of a button of the breadcrumb cuts off every widget behind it in the chain from its Python object.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from app.qt.focus import takes_focus
from app.qt.inside import inside

_behind: WeakKeyDictionary[QWidget, ref[QWidget]] = WeakKeyDictionary()
"""Behind which widget Tab comes to one, where that is not as they were made; what was said last comes last."""


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


def tab_through(*line: QWidget) -> None:
    """From each of these Tab goes on to the next, in every kind of window."""
    for before, after in pairwise(line):
        QWidget.setTabOrder(before, after)
        _behind.pop(after, None)  # said anew: it goes to the end
        _behind[after] = ref(before)


def stops(window: QWidget, here: QWidget | None = None) -> list[QWidget]:
    """Where Tab stops in a window, in order; `here` is among them even if Tab alone would not come to it."""
    line = _in_order(window, here)
    chain = [one for one in line if (one is here or takes_focus(one)) and one.window() is window]
    parts = window.tab_parts() if isinstance(window, PartByPart) else ()
    ranks = {part: rank for rank, part in enumerate(parts)}
    return sorted(chain, key=lambda stop: _rank(stop, ranks))


def _in_order(window: QWidget, here: QWidget | None) -> list[QWidget]:
    """What a window holds as it was made, but for what stands behind another. Of all its pages one is looked into."""
    line = list(inside(window, lambda one: one.isVisible() or (here is not None and one.isAncestorOf(here))))
    known = set(line)
    for after, said in list(_behind.items()):
        before = _known(said(), known)
        if before is not None and after in known:
            line.remove(after)
            line.insert(line.index(before) + 1, after)
    return line


def _known(before: QWidget | None, known: set[QWidget]) -> QWidget | None:
    """Whom something stands behind; where that is in a part that is not seen, whom that one stands behind."""
    asked: set[QWidget] = set()
    while before is not None and before not in known and before not in asked:
        asked.add(before)
        said = _behind.get(before)
        before = None if said is None else said()
    return before if before in known else None


def _rank(stop: QWidget, ranks: dict[QWidget, int]) -> int:
    inner: QWidget | None = stop
    while inner is not None:
        if inner in ranks:
            return ranks[inner]
        inner = inner.parentWidget()
    return len(ranks)
