"""What moves under somebody's hands when others work: what is chosen, scrolled, typed or open must stay.

Something is done with what is shown, others change the book, and what was there before is compared with what is there
then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.clients.commands import add_client, take_back_clients
from app.engagements.queries import tasks
from app.firm.queries import people
from app.kernel.changes import Changes
from app.qt.focus import takes_focus
from app.qt.grid_view import GridView
from app.qt.inside import inside
from app.qt.overlay import Overlay
from app.qt.record_view import RecordView
from app.storage.work import Work
from app.timesheets.commands import log_time, remove_entry

TYPED = "xq"
OTHERS = "EF"
_FIGURES = re.compile(r"[\d.,%]+")
"""What others write changes sums and counts, also in names."""


def unsteady(desk: Desk, player: Player, shown: QWidget) -> list[str]:
    """One sentence for everything of what is shown that did not stay where it was."""
    began = QApplication.focusWidget()
    _handle(player, shown)
    before = _state(desk, shown)
    with others_at_work(desk, player):
        found = _compared(before, _state(desk, shown), "others wrote")
        _go_elsewhere(player, shown)
        before = _state(desk, shown)
    found += _compared(before, _state(desk, shown), "others took it back")
    if began is not None and isValid(began) and began.isVisible():
        player.focus(began)
    return found


def _compared(before: dict[str, Any], after: dict[str, Any], when: str) -> list[str]:
    return [
        f"when {when}, {name} did not stay: {value!r} became {after.get(name)!r}"
        for name, value in before.items()
        if value != after.get(name)
    ]


# ------------------------------------------------------------------ somebody at work here


def _handle(player: Player, shown: QWidget) -> None:
    """Choose a row in the middle, scroll, and type half a word where words are typed."""
    here = QApplication.focusWidget()
    for view in (one for one in inside(shown) if isinstance(one, RecordView) and one.isVisible()):
        lines = view.records.rowCount()
        if lines > 2:
            view.setCurrentIndex(view.records.index(lines * 2 // 3, 0))
    player.settle()
    if isinstance(shown, QDialog) and not isinstance(here, QLineEdit):
        here = next((one for one in inside(shown) if _takes_words(one)), here)
        if here is not None:
            player.focus(here)
    if isinstance(here, QLineEdit) and not here.isReadOnly() and isinstance(shown, QDialog):
        QTest.keyClicks(here, TYPED)
        player.settle()
    for area in (one for one in inside(shown) if isinstance(one, QAbstractScrollArea) and one.isVisible()):
        bar = area.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
    player.settle()


def _go_elsewhere(player: Player, shown: QWidget) -> None:
    """The keyboard goes to a button further behind, as of a panel or a card; a layer over the page keeps it."""
    if any(isinstance(one, Overlay) and one.isVisible() for one in inside(shown)):
        return
    stops = [one for one in inside(shown) if isinstance(one, QAbstractButton) and takes_focus(one)]
    if stops and not isinstance(shown, QDialog):
        player.focus(stops[len(stops) * 4 // 5])


def _takes_words(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit) and widget.isVisible() and widget.isEnabled() and not widget.isReadOnly()


# ------------------------------------------------------------------ what is there


def _state(desk: Desk, shown: QWidget) -> dict[str, Any]:
    frame = desk.window.frame
    found: dict[str, Any] = {
        "the page": frame.current_key,
        "the breadcrumb": frame.top.crumbs.parts(),
        "what is open": [type(one).__name__ for one in QApplication.topLevelWidgets() if _open(one)]
        + [type(one).__name__ for one in inside(frame) if isinstance(one, Overlay) and one.isVisible()],
        "the keyboard": _called(QApplication.focusWidget()),
    }
    met: dict[str, int] = {}
    for widget in inside(shown):
        if not widget.isVisible():
            continue
        state = _of(widget)
        if state:
            name = _called(widget)
            met[name] = met.get(name, 0) + 1
            found |= {f"{what} of {name} {met[name]}": value for what, value in state.items()}
    return found


def _open(widget: QWidget) -> bool:
    return isinstance(widget, QDialog) and widget.isVisible()


def _called(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    words = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return f"{type(widget).__name__} {_FIGURES.sub('', words)}".strip()


def _of(widget: QWidget) -> dict[str, Any]:
    if isinstance(widget, RecordView):
        model = widget.records
        row = model.row(widget.currentIndex().row())
        lines = sorted({index.row() for index in widget.selectionModel().selectedRows()})
        top = next((line for line in range(model.rowCount()) if widget.rowViewportPosition(line) >= 0), -1)
        return {
            "the current row": None if row is None else model.key(row),
            "the selection": [model.key(one) for one in map(model.row, lines) if one is not None],
            "the first row in sight": "the first"
            if not widget.verticalScrollBar().value() or model.here(top) is None
            else model.key(model.here(top)),
        }
    if isinstance(widget, GridView):
        here = widget.currentIndex()
        rows = widget.cells.rows
        row = rows[here.row()].key if 0 <= here.row() < len(rows) else None
        return {"the current cell": (row, here.column())}
    if isinstance(widget, QLineEdit):
        return {"the text": (widget.text(), widget.cursorPosition(), widget.selectedText())}
    if isinstance(widget, QPlainTextEdit):
        return {"the text": widget.toPlainText()}
    if isinstance(widget, QComboBox):
        return {"the choice": widget.currentText()}
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        return {"the tick": widget.isChecked()}
    if isinstance(widget, QAbstractScrollArea):
        return {"the scroll": widget.verticalScrollBar().value()}
    return {}


# ------------------------------------------------------------------ others at work


def _write(work: Work, *, person_id: int, task_id: int) -> tuple[int, int]:
    """Hours and a client, at the top of every list: what is below moves."""
    entry = log_time(work, person_id=person_id, task_id=task_id, day=work.today, seconds=900, note="others")
    client_id = add_client(work, name="Aaron & Others", country="GB", language="en-GB", currency="GBP")
    return entry.entry_id, client_id


def _take_back(work: Work, *, entry_id: int, client_id: int) -> None:
    remove_entry(work, entry_id=entry_id)
    take_back_clients(work, client_ids=(client_id,))


@contextmanager
def others_at_work(desk: Desk, player: Player) -> Iterator[None]:
    """What others wrote stands in the book, and the pages were told; taken back afterwards, and told again."""
    book = desk.backend.book
    if book is None:
        yield
        return
    rows = {row.initials: row for row in player.read(people)}
    task = next(row for row in player.read(tasks, on=player.read(_today), person_id=rows["PR"].id) if row.billable)
    entry_id, client_id = _done(desk, player, _write, person_id=rows["PR"].id, task_id=task.task_id)
    try:
        yield
    finally:
        _done(desk, player, _take_back, entry_id=entry_id, client_id=client_id)


def _today(reads: Any) -> Any:
    return reads.today


def _done(desk: Desk, player: Player, command: Callable[..., Any], **facts: Any) -> Any:
    """As another window does it: the pages learn of it by the change feed alone."""
    from app.bootstrap.staged import acting  # it knows the doors

    book = desk.backend.book
    if book is None:
        raise LookupError("no book is open")
    page = desk.window.frame.current
    with acting(desk, player, OTHERS):
        outcome = book.perform(command, **facts)
    heard = outcome.changes | Changes(page.listens if page is not None else frozenset())
    desk.operations.changed.emit(heard)
    player.settle()
    return outcome.result
