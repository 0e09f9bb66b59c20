"""Forms: fields declared as data, problems at their fields, typing kept whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.editors import Choice, Line
from app.qt.fields import Field, FieldBox
from app.qt.form_lines import LineRows
from app.qt.labels import label, rule
from app.qt.notices import Banner

__all__ = ["Field", "Form"]


class Form(QWidget):
    """Fields under each other. Enter in a one-line field or Ctrl+Enter anywhere submits."""

    submitted = Signal(dict)
    edited = Signal(str)
    refused_at = Signal(QWidget)

    def __init__(
        self,
        fields: Sequence[Field],
        formats: Formats,
        *,
        today: Callable[[], date] = date.today,
        values: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """A form with the fields' defaults, or with values."""
        super().__init__(parent)
        self.fields = tuple(fields)
        self.formats = formats
        self._today = today
        self.banner = Banner()
        self._boxes: dict[str, FieldBox] = {}
        self._lines: dict[str, LineRows] = {}
        self._build()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit)
        self.set_values(
            {field.name: field.default for field in fields if field.default is not None} | dict(values or {})
        )

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.banner)
        row = QHBoxLayout()
        for field in self.fields:
            if field.section:
                if self._boxes:
                    box.addWidget(rule())
                box.addWidget(label(field.section, "section"))
            made = self._make(field)
            if not field.beside:
                row = QHBoxLayout()
                row.setSpacing(12)
                box.addLayout(row)
            row.addWidget(made, 1)

    def _make(self, field: Field) -> FieldBox:
        rows: LineRows | None = None
        if field.kind == "lines" and field.columns:
            rows = LineRows(field, self.formats, self._today, lambda: self._boxes[field.name].currency)
            self._lines[field.name] = rows
        made = FieldBox(field, self.formats, self._today, rows)
        self._boxes[field.name] = made
        (made.edited if rows is None else rows.edited).connect(lambda: self._edited(field.name))
        return made

    def _edited(self, name: str) -> None:
        if name in self._lines:
            self._boxes[name].refuse("")
        self.edited.emit(name)

    # ------------------------------------------------------------------ values

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show values; fields not named stay."""
        for name, value in values.items():
            if name in self._lines:
                self._lines[name].write(value)
            else:
                self._boxes[name].write(value)

    def values(self) -> dict[str, Any]:
        """All values; Problem when a field cannot be read (see `check`)."""
        return {
            name: self._lines[name].read() if name in self._lines else box.read() for name, box in self._boxes.items()
        }

    def editor(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._boxes[name].control

    def lines(self, name: str) -> LineRows:
        """The rows of a field of lines with columns."""
        return self._lines[name]

    def set_choices(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other values in a choice; KeyError for another kind of field."""
        control = self._boxes[name].control
        if not isinstance(control, Choice):
            raise KeyError(name)
        control.set_choices(choices)

    def set_currency(self, name: str, currency: str) -> None:
        """The currency of a money field, or of the money columns of a field of lines."""
        self._boxes[name].currency = currency

    def set_field_visible(self, name: str, visible: bool) -> None:
        """Show or hide a field that only some choices need; hidden fields keep their value."""
        self._boxes[name].setVisible(visible)

    # ------------------------------------------------------------------ problems

    def problems(self) -> list[Problem]:
        """What keeps the form from being submitted, in the order of the fields; hidden fields do not count."""
        found: list[Problem] = []
        for name, box in self._boxes.items():
            if box.isHidden():
                continue
            if name in self._lines:
                found.extend(
                    Problem(one.code, one.message, field=f"{name}.{place}.{column}", hint=one.hint)
                    for place, column, one in self._lines[name].problems()
                )
                if box.field.required and not found and not self._lines[name].read():
                    found.append(Problem("field.missing", _needs_line(box.field), field=name))
            elif (problem := box.problem()) is not None:
                found.append(Problem(problem.code, problem.message, field=name, hint=problem.hint))
        return found

    def check(self) -> bool:
        """Show every problem at its field and go to the first; True when there is none."""
        self.clear_problems()
        found = self.problems()
        for problem in reversed(found):
            self.show_problem(problem)
        return not found

    def show_problem(self, problem: Problem) -> None:
        """Show a problem at its field ("rate", "lines.2.rate"), or above the form, and go there."""
        name, _mark, rest = (problem.field or "").partition(".")
        box = self._boxes.get(name)
        if box is None:
            self.banner.show_problem(problem)
            self.refused_at.emit(self.banner)
            return
        if box.isHidden():
            self.banner.show_problem(problem)
        box.refuse(str(problem))
        target = box.control
        place, _mark, column = rest.partition(".")
        if name in self._lines and place.isdigit() and int(place) < self._lines[name].count():
            rows = self._lines[name]
            rows.refuse([(int(place), column)])
            target = rows.editor(int(place), column or rows.field.columns[0].name)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, Line):
            target.selectAll()
        self.refused_at.emit(self.banner if box.isHidden() else box)

    def remark(self, name: str, text: str, *, refused: bool = False) -> None:
        """Say under a field what a check found while somebody types, as an error or not; the focus stays."""
        box = self._boxes[name]
        if box.error() != (text if refused else ""):
            box.refuse(text if refused else "")
        box.remark("" if refused else text)

    def clear_problems(self) -> None:
        """Take all errors back."""
        self.banner.clear()
        for box in self._boxes.values():
            box.refuse("")
        for rows in self._lines.values():
            rows.refuse([])

    def error_of(self, name: str) -> str:
        """What is said under a field as an error."""
        return self._boxes[name].error()

    def below(self, name: str) -> str:
        """What stands under a field: error, value read, or help."""
        return self._boxes[name].below()

    # ------------------------------------------------------------------ keyboard

    def first_needed(self) -> QWidget | None:
        """The first field that still needs something, else the first."""
        shown = [box for box in self._boxes.values() if not box.isHidden() and box.control.isEnabled()]
        first = next((box for box in shown if box.problem() is not None), shown[0] if shown else None)
        return first.control if first is not None else None

    def focus_first(self) -> None:
        """Start in the first field that still needs something."""
        first = self.first_needed()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def submit(self) -> None:
        """Submit when there is no problem."""
        if self.check():
            self.submitted.emit(self.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
        else:
            super().keyPressEvent(event)


def _needs_line(field: Field) -> str:
    return _("Please fill in at least one line: {field}.").format(field=field.label)
