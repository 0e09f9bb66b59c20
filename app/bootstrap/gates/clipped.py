"""Cut off: words that do not fit into their widget, widgets smaller than they need, lists that scroll sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.bootstrap.gates.seen import layer, place, pointed, scrolled, shown
from app.qt.delegate import cell_width
from app.qt.elided import ElidedLabel
from app.qt.record_view import RecordView
from app.qt.tokens import metrics

ELLIPSIS = "\u2026"
JOINT = "\u200b"
"""Where a path may go on in the next line."""
SLACK = 1
EDGES = 2
"""A frame's hairlines, which a hint may count and a layout may not."""


def clipped(window: QWidget) -> list[str]:
    """One sentence for everything that is cut off in a window, or in the layer that covers it."""
    root = layer(window)
    found: list[str] = []
    for one in shown(root):
        if isinstance(one, RecordView):
            found += _list_faults(one)
        elif isinstance(one, QLabel):
            found += _label_faults(one)
        elif isinstance(one, QLineEdit):
            found += _field_faults(one)
        elif isinstance(one, QAbstractScrollArea):
            found += _sideways(one)
        found += _too_small(one)
        found += _outside(one, root)
    return found


def gives_way(widget: QWidget) -> bool:
    """Whether a text may be shortened where there is no room: it ends in an ellipsis and can be read as a whole."""
    return isinstance(widget, ElidedLabel) or bool(widget.property("givesWay"))


def _label_faults(one: QLabel) -> list[str]:
    text = one.text()
    if not text or gives_way(one) or one.textFormat() == Qt.TextFormat.RichText:
        return []
    if text.endswith(ELLIPSIS) and one.toolTip():
        return []
    inside = one.contentsRect()
    if one.wordWrap():
        need = one.heightForWidth(one.width())
        if one.height() + SLACK < need:
            return [f"{pointed(one)} needs {need} px of height and has {one.height()}"]
        longest = max(
            (one.fontMetrics().horizontalAdvance(word) for word in text.replace(JOINT, " ").split()), default=0
        )
        if longest > inside.width() + SLACK:
            return [f"{pointed(one)} has a word of {longest} px in {inside.width()}"]
        return []
    need = max(one.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))
    if need > inside.width() + SLACK:
        return [f"{pointed(one)} needs {need} px of width and has {inside.width()}"]
    if one.fontMetrics().ascent() + one.fontMetrics().descent() > one.height() + 2:
        return [f"{pointed(one)} is only {one.height()} px high"]
    return []


def _field_faults(one: QLineEdit) -> list[str]:
    """A line that scrolls may be longer than its box while it is written; what it asks for must be readable."""
    words = one.placeholderText()
    if one.text() or not words or gives_way(one):
        return []
    margins = one.textMargins()
    room = one.width() - margins.left() - margins.right() - 10
    need = one.fontMetrics().horizontalAdvance(words)
    return [f"{pointed(one)} asks \u201c{words}\u201d in {room} of {need} px"] if need > room + SLACK else []


def _sideways(one: QAbstractScrollArea) -> list[str]:
    bar = one.horizontalScrollBar()
    if bar.isVisible() and bar.maximum() > 0 and not one.property("scrollsSideways"):
        return [f"{pointed(one)} scrolls sideways by {bar.maximum()} px"]
    return []


def _too_small(one: QWidget) -> list[str]:
    """A widget below its own least size shows less than it has to say."""
    least = one.minimumSizeHint()
    if isinstance(one, QAbstractButton) and not least.isValid() and not gives_way(one):
        least = one.sizeHint()
    if isinstance(one, QAbstractScrollArea) or isinstance(one.parentWidget(), QLineEdit) or one.layout() is not None:
        return []  # of a holder of others the others tell
    found = []
    if least.width() > 0 and one.width() + EDGES < least.width():
        found.append(f"{pointed(one)} is {one.width()} px wide and needs {least.width()}")
    if least.height() > 0 and one.height() + EDGES < least.height():
        found.append(f"{pointed(one)} is {one.height()} px high and needs {least.height()}")
    return found


def _outside(one: QWidget, root: QWidget) -> list[str]:
    """A widget that sticks out of what it stands in, where nothing scrolls, is cut by it."""
    parent = one.parentWidget()
    if parent is None or parent is root or scrolled(one, root) or isinstance(parent, QAbstractScrollArea):
        return []
    here, there = place(one, root), place(parent, root)
    over = max(there.left() - here.left(), here.right() - there.right(), there.top() - here.top(), 0)
    low = here.bottom() - there.bottom()
    if over > SLACK or low > SLACK:
        return [f"{pointed(one)} sticks out of its {type(parent).__name__} by {max(over, low)} px"]
    return []


def _list_faults(view: RecordView) -> list[str]:
    """Figures, dates and headings are whole; names may end in an ellipsis, their tooltip has them whole."""
    found = _sideways(view)
    model, header = view.records, view.horizontalHeader()
    for place_, column in enumerate(model.columns):
        if view.isColumnHidden(place_):
            continue
        width = header.sectionSize(place_)
        head = metrics(12, 500).horizontalAdvance(column.title)
        if column.title and head > width:
            found.append(f"{pointed(view)}: the heading \u201c{column.title}\u201d needs {head} px and has {width}")
        if not (column.numeric or column.kind in {"chip", "date", "check", "shape", "avatar"}):
            continue
        for line in range(min(model.rowCount(), 60)):
            if model.row(line) is None:
                continue
            cell = model.cell(line, place_)
            need = cell_width(column, cell)
            if cell.text and need > width + 2 * SLACK:
                found.append(f"{pointed(view)}: {model.sentence(line, place_)} needs {need} px and has {width}")
                break
    return found
