"""Step four: the firm and its first person, in the form that founds a firm."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.firm.ui import FoundingHabits, WithoutBook, founding_arguments, founding_fields
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, formats_beside
from app.qt.editors import Line
from app.qt.forms import Form
from app.qt.operations import Operations
from app.shell.computer import of_this_computer
from app.shell.pages.new_book.step import Step


class FirmStep(Step):
    """What is not known yet can be added later."""

    def __init__(self, operations: Operations, account: str) -> None:
        """`account` is the person's on this computer."""
        super().__init__(
            _("Firm and you"),
            _("Whose book is it?"),
            _("Name, place and your own name are enough to begin. The rest can follow before the first invoice."),
        )
        formats = of_this_computer()
        self._account = account
        self.form = Form(
            founding_fields(formats),
            Formats(formats_beside(formats.tag), formats.zone),
            values={"zone": formats.zone, "language": formats.tag},
        )
        FoundingHabits(self.form, WithoutBook(operations))
        self.box.addWidget(self.form)
        self.box.addStretch(1)
        self.form.submitted.connect(lambda _values: self.ready.emit())

    def propose(self, name: str) -> None:
        """The book's name is most likely the firm's, until another is typed."""
        editor = self.form.editor("name")
        if isinstance(editor, Line) and editor.is_empty():
            editor.write(name)

    def arguments(self) -> dict[str, Any]:
        """What the founding is told."""
        return founding_arguments(self.form.values(), self._account)

    def finish(self) -> None:
        """All that is needed, readable."""
        self.form.submit()

    def show_problem(self, problem: Problem) -> None:
        """What the founding refused, at its field."""
        self.form.show_problem(problem)

    def first_focus(self) -> QWidget | None:
        """The first field that needs something."""
        return self.form.first_needed()
