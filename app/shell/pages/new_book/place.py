"""Step one: what the book is called and where it lies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.fields import Field, FieldBox
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.shell.book_files import ask_new, with_suffix
from app.shell.keys import Keys
from app.shell.pages.new_book.step import Step
from app.shell.passphrase import line_of


class PlaceStep(Step):
    """The place follows the name until somebody chooses another one."""

    def __init__(self, operations: Operations, keys: Keys, place_for: Callable[[str], Path], name: str) -> None:
        """`place_for` says where a book of a name usually goes."""
        super().__init__(
            _("Book"),
            _("What is your book called?"),
            _(
                "A book holds everything your office keeps. It is one file with a key file beside it, "
                "in a folder of its own."
            ),
        )
        self._operations = operations
        self._keys = keys
        self._place_for = place_for
        self._chosen = False
        self._asked: object = None
        self.name_box = _text("name", _("Name of the book"), _("Usually the name of the office."))
        self.place_box = _text(
            "place", _("Place"), _("Not in a folder that a service keeps alike on several computers.")
        )
        self.choose_button = Button(_("Choose a place\u2026"), icon="folder-open")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.place_box, 1)
        row.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addWidget(self.name_box)
        self.box.addLayout(row)
        self.box.addStretch(1)
        self.name_box.edited.connect(self._named)
        self.place_box.edited.connect(self._placed)
        self.choose_button.clicked.connect(self._choose)
        line_of(self.name_box).setText(name)
        self._named()

    def place(self) -> str:
        """The path of the book's file."""
        text = line_of(self.place_box).text().strip()
        return with_suffix(text) if text else ""

    def _named(self) -> None:
        if not self._chosen:
            ticket = self._asked = object()
            name = line_of(self.name_box).text().strip()
            self._operations.background(
                partial(_proposed, self._place_for, name), lambda place: self._propose(ticket, place)
            )

    def _propose(self, ticket: object, place: str) -> None:
        if ticket is self._asked and not self._chosen:
            line_of(self.place_box).setText(place)

    def _placed(self) -> None:
        self._chosen = bool(line_of(self.place_box).text().strip())

    def _choose(self) -> None:
        ask_new(self, Path(self.place() or "."), self._take)

    def _take(self, path: str) -> None:
        self._chosen = True
        line_of(self.place_box).setText(path)
        self.place_box.refuse("")

    def finish(self) -> None:
        """A name, and a place where nothing is yet."""
        for box in (self.name_box, self.place_box):
            problem = box.problem()
            if problem is not None:
                self._refuse(box, problem)
                return
        place = self.place()
        self._operations.background(
            lambda _progress: self._keys.refuse_place(place), lambda _free: self.ready.emit(), failed=self.show_problem
        )

    def show_problem(self, problem: Problem) -> None:
        """Everything the desk refuses here is the place's fault."""
        self._refuse(self.place_box, problem)

    def _refuse(self, box: FieldBox, problem: Problem) -> None:
        box.refuse(str(problem))
        box.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name_box.control


def _proposed(place_for: Callable[[str], Path], name: str, _progress: Progress) -> str:
    return str(place_for(name)) if name else ""


def _text(name: str, words: str, help_text: str) -> FieldBox:
    return FieldBox(Field(name, words, required=True, help=help_text), Formats(), date.today)
