"""What all steps of a new book have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.qt.labels import label


class Step(QWidget):
    """One step: a question, what it is about, and the fields. `ready` when one may go on."""

    ready = Signal()
    refused = Signal(object)
    """A problem that belongs to no field."""

    def __init__(self, name: str, title: str, words: str) -> None:
        """`name` stands in the line of steps."""
        super().__init__()
        self.name = name
        self.setAccessibleName(title)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(12)
        self.box.addWidget(label(title, "title", wrap=True))
        self._words = label(words, "second", wrap=True)
        self.box.addWidget(self._words)

    def entered(self) -> None:
        """The step is shown."""

    def left(self) -> None:
        """Another step is shown."""

    def finish(self) -> None:
        """Check what was typed: `ready`, or say at the field what is missing."""
        self.ready.emit()

    def show_problem(self, problem: Problem) -> None:
        """What the desk refused of this step."""
        self.refused.emit(problem)

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts."""
        return None
