"""The bar under the grid: note, billing, hours and value of the current cell."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.cards import Card
from app.qt.editors import Choice, Line, hours_line
from app.qt.elided import ElidedLabel
from app.qt.keeping import Keeping, Snapshot, left_for
from app.qt.labels import label, polish, set_role
from app.qt.telling import Subject
from app.qt.tokens import color, font, metrics, px
from app.timesheets.commands import CellSeen, CellWish
from app.timesheets.domain import TimeState
from app.timesheets.queries import Cell, EntryValue, WeekRow


class RateAndValue(QWidget):
    """What an entry is worth, to be read only: the rate at the left, the value at the right; a dash for nothing."""

    def __init__(self) -> None:
        """Nothing is worth anything yet."""
        super().__init__()
        self._rate = self._value = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set("", "")

    def set(self, rate: str, value: str, tip: str = "") -> None:
        """Show another rate and value."""
        self._rate, self._value = rate, value
        said = ", ".join(part for part in (rate, value) if part) or _("nothing logged")
        self.setAccessibleName(_("Rate and value: {words}").format(words=said))
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def rate(self) -> str:
        """The rate shown, or why there is none."""
        return self._rate

    def value(self) -> str:
        """The value shown."""
        return self._value

    def sizeHint(self) -> QSize:
        widths = metrics(12).horizontalAdvance(self._rate) + metrics(13, 600).horizontalAdvance(self._value)
        return QSize(max(px(150), widths + px(36)), max(px(32), metrics(13).height() + 10))

    def minimumSizeHint(self) -> QSize:
        widths = metrics(12).horizontalAdvance(self._rate) + metrics(13, 600).horizontalAdvance(self._value)
        return QSize(widths + px(30), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("line2"), 1))
        painter.setBrush(color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        box = QRectF(self.rect()).adjusted(px(10), 0, -px(10), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(12))
        painter.setPen(color("text3"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | middle), self._rate)
        painter.setFont(font(13, 600))
        painter.setPen(color("text" if self._value else "text3"))
        shown = self._value or ("" if self._rate else "–")
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | middle), shown)
        painter.end()


class NoteBar(Card):
    """Saves each field on leaving it.

    `changed` carries a `CellWish`; `billing` the entry, its version and the choice.
    """

    changed = Signal(object)
    billing = Signal(int, int, bool)
    done = Signal()

    def __init__(self, formats: Formats) -> None:
        """An empty bar."""
        super().__init__()
        self._formats = formats
        self._place: tuple[int, date] | None = None
        self._cell: Cell | None = None
        self._seconds = 0
        self._seen = CellSeen(0)
        self._in_grid: str | None = None
        self.title = ElidedLabel("", "label")
        self.hint = ElidedLabel("", "caption")
        self.note = Line()
        self.bills = Choice([(True, _("Billable")), (False, _("Not billable"))], optional=False)
        self.hours = hours_line(formats, 110)
        self.worth = RateAndValue()
        self._build()
        self.note.left.connect(self.save)
        self.hours.left.connect(self.save)
        self.bills.activated.connect(self._bill)
        for widget in (self.note, self.hours, self.bills):
            widget.installEventFilter(self)
        self.keeping = Keeping(
            self, "week_note", self._stands, title=self._called, about=self._about, version=self._version
        )
        for line in (self.note, self.hours):
            line.textEdited.connect(self.keeping.edited)
        self.show_cell(None, None, None)

    def _build(self) -> None:
        self.note.setAccessibleName(_("Note"))
        self.note.setMaxLength(1000)
        self.hours.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.hours.setAccessibleName(_("Hours"))
        self.bills.setAccessibleName(_("Billing"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(_under(self.title, self.note, self.hint), 5)
        row.addLayout(_under(label(_("Billing"), "label"), self.bills), 2)
        row.addLayout(_under(label(_("Hours"), "label"), self.hours), 1)
        row.addLayout(_under(label(_("Rate and value"), "label"), self.worth), 2)
        self.body.addLayout(row)
        self.body.setContentsMargins(14, 10, 14, 12)

    # ------------------------------------------------------------------ showing

    def show_cell(self, row: WeekRow | None, cell: Cell | None, value: EntryValue | None) -> None:
        """Show a cell. What is being typed for the same cell stays."""
        place = None if row is None or cell is None else (row.task_id, cell.day)
        same = place is not None and place == self._place
        self._place, self._cell = place, cell
        several = cell is not None and len(cell.entry_ids) > 1
        free = cell is not None and cell.editable and not several
        title = _("Note") if row is None or cell is None else _note_of(row, cell, self._formats)
        self.title.setText(title)
        self._hint(cell)
        self._seconds = 0 if cell is None else cell.seconds
        if not (same and (self._in_grid is not None or self.note.isModified() or self.hours.isModified())):
            self._seen = CellSeen(self._seconds, "" if cell is None else cell.note)
        if not (same and self.note.isModified() and self.note.hasFocus()):
            self.note.setText("" if cell is None else cell.note)
            self.note.setModified(False)
        if not (same and self.hours.isModified() and self.hours.hasFocus()):
            self._write_hours()
        for field in (self.note, self.hours):
            self._lock(field, locked=not free, off=cell is None)
        self.bills.write(cell.billable if cell is not None and cell.billable is not None else True)
        self.bills.setEnabled(free and self._seconds > 0 and row is not None and row.sow_id is not None)
        self._show_value(row, cell, value)

    @staticmethod
    def _lock(field: Line, *, locked: bool, off: bool) -> None:
        """What cannot be changed any more can still be read and copied."""
        field.setEnabled(not off)
        if field.isReadOnly() != locked:
            field.setReadOnly(locked)
            polish(field)

    def _hint(self, cell: Cell | None) -> None:
        text = _("printed on the timesheet")
        if cell is not None and cell.returned_reason:
            text = _("Returned: {reason}").format(reason=cell.returned_reason)
        elif cell is not None and len(cell.entry_ids) > 1:
            text = ngettext(
                "{n} entry, change it in the list", "{n} entries, change them in the list", len(cell.entry_ids)
            )
        elif cell is not None and not cell.editable:
            text = _("handed in") if cell.state is TimeState.SUBMITTED else _("approved")
        self.hint.setText(text)
        set_role(self.hint, "error" if cell is not None and cell.returned_reason else "caption")

    def _show_value(self, row: WeekRow | None, cell: Cell | None, value: EntryValue | None) -> None:
        if row is None or cell is None or not cell.seconds:
            self.worth.set("", "")
        elif value is None or value.value is None:
            self.worth.set(_("Not billable") if not cell.billable else _("No rate agreed"), "")
        else:
            rate = "" if value.rate is None else self._formats.rate(value.rate, value.value.currency)
            included = not value.rule and not value.extra_seconds
            money = _("Included") if included else self._formats.money(value.value)
            self.worth.set(rate, money, value.rule)

    def _write_hours(self) -> None:
        self.hours.setText(self._formats.hours(self._seconds) if self._seconds else "")
        self.hours.setModified(False)

    def expect(self, wish: CellWish) -> None:
        """Hours typed in the grid are on their way into the book: a note saved meanwhile keeps them."""
        if self._place == (wish.task_id, wish.day):
            self._seconds = wish.seconds
            self._seen = CellSeen(wish.seconds, self._seen.note if wish.note is None else wish.note.strip())
            self._write_hours()

    def edit_note(self) -> None:
        """Take the keyboard to the note."""
        if self.note.isEnabled():
            self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.note.selectAll()

    # ------------------------------------------------------------------ kept while it is typed

    def hear(self, text: str) -> None:
        """Hours are being typed in the grid, in the cell that is shown: they are kept like those typed here."""
        self._in_grid = text
        self.keeping.edited()

    def hear_end(self) -> None:
        """They are on their way into the book, or were given up."""
        if self._in_grid is None:
            return
        self._in_grid = None
        if self.note.isModified() or self.hours.isModified():
            self.keeping.edited()
        else:
            self._seen = CellSeen(self._seconds, "" if self._cell is None else self._cell.note)
            self.keeping.over()

    def _called(self) -> str:
        return self.title.text()

    def _about(self) -> Subject | None:
        cell = self._cell
        return None if cell is None or len(cell.entry_ids) != 1 else ("entry", cell.entry_ids[0])

    def _version(self) -> int | None:
        return None if self._cell is None else self._cell.version

    def _stands(self) -> Snapshot:
        task, day = self._place or (0, date.min)
        where = {"task": task, "day": day.isoformat()}
        seen, hours = self._seen, self._seen.seconds
        base = {"note": seen.note, "hours": self._formats.hours(hours) if hours else "", "seconds": hours}
        typed = self.hours.text() if self._in_grid is None else self._in_grid
        now = {"note": self.note.text(), "hours": typed, "seconds": hours}
        words = ((_("Note"), self.note.text()), (_("Hours"), typed))
        return Snapshot(where | base, where | now, tuple((name, text) for name, text in words if text))

    def take_up(self, task_id: int, day: date) -> None:
        """Go on with a note that was typed when a window was lost, if its cell is the one that is shown."""
        left = left_for(self, self.keeping) if self._place == (task_id, day) else None
        if left is None:
            return
        base, content = left.typed.base, left.typed.content
        self._seen = CellSeen(int(base.get("seconds", 0)), str(base.get("note", "")))
        for line, name in ((self.note, "note"), (self.hours, "hours")):
            line.setText(str(content.get(name, "")))
            line.setModified(content.get(name) != base.get(name))
        self.keeping.go_on(left)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ saving

    def save(self) -> None:
        """Save note and hours if they were changed."""
        if self._place is None or not (self.note.isModified() or self.hours.isModified()):
            return
        try:
            seconds = self.hours.read() or 0
        except Problem as problem:
            self.hint.setText(str(problem))
            set_role(self.hint, "error")
            return
        if not seconds and not self._seconds:
            if self.note.text().strip():
                self.hint.setText(_("Type the hours too; then the note is kept."))
                set_role(self.hint, "error")
            return
        note = self.note.text() if self.note.isModified() else None
        if not self.hours.isModified() or seconds == self._seconds:
            seconds = self._seconds
        if note is None and seconds == self._seconds:
            self._write_hours()
            return
        self._seconds = seconds
        self.note.setModified(False)
        self._write_hours()
        self.keeping.over()
        self.changed.emit(CellWish(*self._place, seconds, note if seconds else None, seen=self._seen))

    def _bill(self) -> None:
        cell = self._cell
        if cell is not None and cell.version is not None and len(cell.entry_ids) == 1:
            self.billing.emit(cell.entry_ids[0], cell.version, bool(self.bills.read()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter saves and goes back to the grid; Esc goes back with what was there before.

        Undo and redo of a field in which nothing was typed are the page's.
        """
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            turned = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if turned and not (isinstance(watched, Line) and watched.isModified()):
                event.ignore()
                return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and watched is not self.bills:
                self.save()
                self.done.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.note.setText("" if self._cell is None else self._cell.note)
                self.note.setModified(False)
                self._write_hours()
                self.keeping.over()
                self.done.emit()
                return True
        return super().eventFilter(watched, event)


def _under(head: QLabel, editor: QWidget, beside: QWidget | None = None) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(4)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(head)
    if beside is not None:
        line.addWidget(beside)
    line.addStretch(1)
    box.addLayout(line)
    box.addWidget(editor)
    return box


def _note_of(row: WeekRow, cell: Cell, formats: Formats) -> str:
    return _("Note · {weekday} {day}, {task}").format(
        weekday=formats.weekday(cell.day), day=formats.day(cell.day), task=row.task_name
    )
