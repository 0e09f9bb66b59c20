"""What a widget holds, widget by widget.

Not `findChildren(QWidget)`: PySide takes all it returns for children of the widget that was asked. What Qt made itself
deep inside, as the viewport of a list, is then kept by its far ancestor after the list is gone, each time anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_OWN = Qt.FindChildOption.FindDirectChildrenOnly


def inside(widget: QWidget, into: Callable[[QWidget], bool] | None = None) -> Iterator[QWidget]:
    """All widgets in a widget, in the order they were made, each before what it holds; `into` says whose are told."""
    for child in widget.findChildren(QWidget, options=_OWN):
        yield child
        if into is None or into(child):
            yield from inside(child, into)
