"""What of a window can be seen: the widgets to look at, and words to point at one of them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from app.qt.focus import FocusOverlay
from app.qt.inside import inside
from app.qt.overlay import Overlay


def layer(root: QWidget) -> QWidget:
    """The part of a window that has the say: an open overlay covers what is below it."""
    above = [one for one in root.findChildren(Overlay) if one.isVisible()]
    return above[-1] if above else root


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every visible widget below a root that somebody can see some of; never the focus ring."""
    for one in inside(root):
        if one.isVisible() and not isinstance(one, FocusOverlay | QScrollBar) and window_part(one, root) is not None:
            yield one


def place(widget: QWidget, root: QWidget) -> QRect:
    """Where a widget stands in the root's own pixels, seen or not."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def window_part(widget: QWidget, root: QWidget) -> QRect | None:
    """The part of a widget that its scrolled surroundings let through; None when it is scrolled away."""
    part = place(widget, root)
    inner = widget.parentWidget()
    while inner is not None and inner is not root:
        if isinstance(inner.parentWidget(), QAbstractScrollArea):
            part = part.intersected(place(inner, root))
        inner = inner.parentWidget()
    return part if part.width() > 0 and part.height() > 0 else None


def covered(widget: QWidget, root: QWidget) -> bool:
    """Whether something that floats, such as a drawer, lies on a widget or on an end of it."""
    part = place(widget, root)
    spots = (part.center(), QPoint(part.left() + 1, part.center().y()), QPoint(part.right() - 1, part.center().y()))
    return any(_floats(above) and not above.isAncestorOf(widget) for spot in spots for above in _there(root, spot))


def _there(root: QWidget, spot: QPoint) -> Iterator[QWidget]:
    inner = root.childAt(spot)
    while inner is not None and inner is not root:
        yield inner
        inner = inner.parentWidget()


def _floats(widget: QWidget) -> bool:
    return bool(widget.property("floats"))


def scrolled(widget: QWidget, root: QWidget) -> bool:
    """Whether a widget stands in something that scrolls: it may be longer than what is seen."""
    inner = widget.parentWidget()
    while inner is not None and inner is not root:
        if isinstance(inner.parentWidget(), QAbstractScrollArea):
            return True
        inner = inner.parentWidget()
    return False


def pointed(widget: QWidget) -> str:
    """Words that find a widget again: its class, what it says, and what it stands in."""
    text = getattr(widget, "text", None)
    said = text() if callable(text) else ""
    words = said if isinstance(said, str) and said else widget.accessibleName() or widget.objectName()
    holders = [type(one).__name__ for one in _above(widget) if type(one).__module__.startswith("app.")]
    return f"{type(widget).__name__} \u201c{words[:80]}\u201d in {'/'.join(reversed(holders[:3]))}"


def _above(widget: QWidget) -> Iterator[QWidget]:
    inner = widget.parentWidget()
    while inner is not None:
        yield inner
        inner = inner.parentWidget()
