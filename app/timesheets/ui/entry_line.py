"""The entry line: one line of typing, shown below as it is read, logged with Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.clients.domain import short_name
from app.engagements.queries import TaskRow
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.focus import HandsOn
from app.qt.icons import icon
from app.qt.keeping import Keeping, Snapshot, left_for
from app.qt.keycaps import KeyCaps
from app.qt.labels import announce, label, set_role
from app.qt.tokens import px
from app.timesheets.domain import Part, ReadLine, read_line
from app.timesheets.ui.chips import ReadChip

SHOWN_GUESSES = 2
CAPTION_FROM = 980


@dataclass(frozen=True)
class Worth:
    """What a line would be worth: where the rate comes from, and the value."""

    caption: str = ""
    value: str = ""


class LineEdit(QLineEdit):
    """The line itself; up and down walk through the guesses, the caret stays."""

    walked = Signal(int)

    def event(self, event: QEvent) -> bool:
        """Undo and redo of an empty line are the page's: what was logged last is taken back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self.text():
            turns = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(one) for one in turns):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.walked.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class EntryLine(HandsOn, Card):
    """`entered` carries the line as read once Enter was pressed and nothing is unclear."""

    entered = Signal(object)

    def __init__(self, formats: Formats, worth: Callable[[ReadLine[TaskRow]], Worth]) -> None:
        """`worth` says what a clear line would be worth."""
        super().__init__()
        self._formats = formats
        self._worth = worth
        self._tasks: tuple[TaskRow, ...] = ()
        self._recent: tuple[int, ...] = ()
        self._today = date(1970, 1, 1)
        self._day: date | None = None
        self._chosen: int | None = None
        self._guesses: tuple[TaskRow, ...] = ()
        self.edit = LineEdit()
        self.button = Button(_("Log time"), keys="Enter", primary=True)
        self.caption = label("", "caption")
        self.value = label("", "strong")
        self.message = label("", "caption", wrap=True)
        self._below = QWidget()
        self.chips = QHBoxLayout()
        self._build()
        self.edit.textChanged.connect(self._typed)
        self.edit.walked.connect(self.walk)
        self.edit.returnPressed.connect(self.enter)
        self.button.clicked.connect(self.enter)
        self.reading: ReadLine[TaskRow] = self._read()
        self._show()
        self.keeping = Keeping(self, "week_line", self._stands, title=lambda: _("Log time"))
        self.edit.textChanged.connect(self.keeping.edited)

    def _build(self) -> None:
        self.edit.setPlaceholderText(_("Client, task, hours, note"))
        self.edit.setAccessibleName(_("Log time: client, task, hours and note in any order"))
        self.edit.addAction(
            QAction(icon("pencil-line"), _("Log time"), self.edit), QLineEdit.ActionPosition.LeadingPosition
        )
        self.edit.setMaxLength(1200)
        self.edit.setProperty("entry", True)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.edit, 1)
        first.addWidget(self.button)
        second = QHBoxLayout()
        second.setSpacing(8)
        self.chips.setSpacing(8)
        self.reads_as = label(_("Reads as"), "caption")
        second.addWidget(self.reads_as)
        second.addLayout(self.chips)
        second.addStretch(1)
        second.addWidget(self.caption)
        second.addWidget(self.value)
        self._below.setLayout(second)
        for line in (self._below, self.message):
            line.setMinimumHeight(px(26))
        second.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(6)
        self.body.addLayout(first)
        self.body.addWidget(self._below)
        self.body.addWidget(self.message)
        self.body.setContentsMargins(12, 10, 12, 8)
        self.hand_on_to(self.edit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the chips need the room of the words about the rate."""
        super().resizeEvent(event)
        self.caption.setVisible(self.width() >= px(CAPTION_FROM))

    # ------------------------------------------------------------------ what it knows

    def set_tasks(self, tasks: Sequence[TaskRow], recent: Sequence[int], today: date, day: date | None = None) -> None:
        """The tasks a line may mean, those used lately, and the day it is; what was typed is read again.

        A line that names no day means `day`, or today.
        """
        self._tasks, self._recent, self._today, self._day = tuple(tasks), tuple(recent), today, day
        self._typed()

    def clear(self) -> None:
        """Take the line away once it is logged; the caret stays in it."""
        self._chosen = None
        self.edit.setText("")
        self.keeping.over()

    def _stands(self) -> Snapshot:
        text = self.edit.text()
        return Snapshot({"line": ""}, {"line": text}, ((_("Client, task, hours, note"), text),))

    def take_up(self) -> None:
        """Go on with a line that was typed when a window was lost."""
        left = left_for(self, self.keeping)
        if left is not None:
            self.edit.setText(str(left.typed.content.get("line", "")))
            self.keeping.go_on(left)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, problem: Problem) -> None:
        """Say why the line was not logged; what was typed stays."""
        self._say(str(problem), "error")

    # ------------------------------------------------------------------ reading

    def _read(self, chosen: int | None = None) -> ReadLine[TaskRow]:
        return read_line(
            self.edit.text(),
            self._tasks,
            self._today,
            self._formats,
            recent=self._recent,
            chosen=chosen,
            usual_day=self._day,
        )

    def _typed(self) -> None:
        plain = self._read()
        self._guesses = plain.candidates
        if self._chosen is not None and self._chosen not in {task.task_id for task in self._guesses}:
            self._chosen = None
        self.reading = plain if self._chosen is None else self._read(self._chosen)
        self._show()

    def walk(self, step: int) -> None:
        """Choose the next or the previous guess."""
        if not self._guesses:
            return
        places = [task.task_id for task in self._guesses]
        if self._chosen is None:
            place = 0 if step > 0 else len(places) - 1
        else:
            place = (places.index(self._chosen) + step) % len(places)
        self._choose(places[place])

    def _choose(self, task_id: int) -> None:
        self._chosen = task_id
        self.reading = self._read(task_id)
        self._show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Log the line, or say what is missing."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.edit.text().strip():
            return
        if self.reading.ready:
            self.entered.emit(self.reading)
            return
        words = {
            Part.TASK: _("Press ↓ to choose the task.") if self._guesses else _("Name a client or a task you work on."),
            Part.HOURS: _("Say how long: 1.5, 1:30, 90m or 9-10:30."),
            Part.DAY: _("No calendar has this day."),
        }
        self._say(words[self.reading.unclear[0]], "error")

    # ------------------------------------------------------------------ showing

    def _say(self, text: str, role: str = "caption") -> None:
        self.message.setText(text)
        self.message.setToolTip(text)
        set_role(self.message, role)
        self.message.setVisible(bool(text))
        self.message.setAccessibleName(text)
        if role == "error":
            announce(self.message)

    def _show(self) -> None:
        while self.chips.count():
            gone = self.chips.takeAt(0)
            widget = None if gone is None else gone.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        empty = not self.edit.text().strip()
        self._below.setVisible(not empty)
        if empty:
            # Translators: client, task, hours and a note as somebody would type them, with the language's decimal mark.
            sample = _("bri field 1.5 interviews")
            self._say(_("In any order, for example: {sample}").format(sample=sample))
        else:
            self._say("")
            for chip in self._chips():
                self.chips.addWidget(chip)
        worth = self._worth(self.reading) if self.reading.ready and not empty else Worth()
        self.caption.setText(worth.caption)
        self.value.setText(worth.value)
        self.edit.setAccessibleDescription(self.words())

    def words(self) -> str:
        """How the line is read, in one text, for a screen reader."""
        chips = [item.widget() for place in range(self.chips.count()) if (item := self.chips.itemAt(place))]
        return ", ".join(chip.text() for chip in chips if isinstance(chip, ReadChip))

    def _chips(self) -> list[QWidget]:
        reading = self.reading
        result: list[QWidget] = self._task_chips()
        if Part.DAY in reading.unclear:
            result.append(ReadChip(_("Which day?"), look="unclear"))
        else:
            day = self._formats.day_named(reading.day)
            result.append(ReadChip(day, "calendar-days"))
        if reading.seconds is None:
            result.append(ReadChip(_("How long?"), look="unclear"))
        else:
            result.append(ReadChip(self._formats.hours(reading.seconds, unit=True), "clock"))
        if reading.billable is False:
            result.append(ReadChip(_("Not billable"), "banknote"))
        if reading.note:
            result.append(ReadChip(f"“{reading.note}”"))
        return result

    def _task_chips(self) -> list[QWidget]:
        task = self.reading.task
        result: list[QWidget] = []
        if task is not None:
            chip = ReadChip(where_of(task, self._called(task)), "building-2")
            chip.setToolTip(where_of(task, task.client_name))
            result += [chip, ReadChip(task.name, "tag")]
        if self._guesses:
            result += self._guess_chips()
        elif task is None:
            result.append(ReadChip(_("Which task?"), look="unclear"))
        return result

    def _called(self, task: TaskRow) -> str:
        """The client by the short name, where no other client has the same."""
        short = short_name(task.client_name)
        alike = {one.client_name for one in self._tasks if short_name(one.client_name) == short}
        return short if len(alike) == 1 else task.client_name

    def _guess_chips(self) -> list[QWidget]:
        """The best guesses, and the keys that choose; once one is chosen only the keys stay."""
        result: list[QWidget] = []
        if self._chosen is None:
            result.append(ReadChip(_("Which task?"), look="unclear"))
            for task in self._guesses[:SHOWN_GUESSES]:
                client = task.client_name or _("Internal")
                chip = ReadChip(f"{task.name} · {client}", "tag", "guess")
                chip.pressed.connect(lambda task_id=task.task_id: self._choose(task_id))
                result.append(chip)
        result.append(KeyCaps("Up Down"))
        return result


def where_of(task: TaskRow, called: str) -> str:
    """The client, as it is called, with the number of the statement of work: "Brightwater · SOW-2026-014"."""
    if task.sow_id is None:
        return _("Internal")
    order = f" · {task.change_order_number}" if task.change_order_number else ""
    return f"{called} · {task.sow_number}{order}"
