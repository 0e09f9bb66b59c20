"""The steps to a new book. What there was before it is brought in afterwards, in the book itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.shell.keys import Keys, NewBook
from app.shell.pages.new_book.code import CodeStep
from app.shell.pages.new_book.firm import FirmStep
from app.shell.pages.new_book.place import PlaceStep
from app.shell.pages.new_book.protection import ProtectionStep
from app.shell.pages.new_book.step import Step
from app.shell.pages.new_book.steps_page import StepsPage


class NewBookPage(StepsPage):
    """`made` carries what was asked for; the desk makes the book in one go or leaves nothing."""

    made = Signal(object)

    def __init__(
        self, operations: Operations, keys: Keys, place_for: Callable[[str], Path], *, name: str, account: str
    ) -> None:
        """`name` is proposed for the book, `account` is the person's on this computer."""
        self.place_step = PlaceStep(operations, keys, place_for, name)
        self.protection_step = ProtectionStep(operations, keys)
        words = _(
            "It opens the book on any computer when this one is lost, broken or new, and when a passphrase is "
            "forgotten. Nobody can bring it back for you. It is of no use before the book is made."
        )
        self.code_step = CodeStep(operations, keys, self.place_step.place, words)
        self.firm_step = FirmStep(operations, account)
        super().__init__(
            _("A new book"),
            (self.place_step, self.protection_step, self.code_step, self.firm_step),
            verb=_("Make the book"),
            doing=_("Making the book\u2026"),
            later=[_("What you have")],
        )
        self.protection_step.chosen.connect(self.describe)
        self.firm_step.form.refused_at.connect(self.scroll_to)

    def line(self) -> list[Step]:
        """A plain book has no code."""
        code = [self.code_step] if self.protection_step.encrypted else []
        return [self.place_step, self.protection_step, *code, self.firm_step]

    def enter(self, step: Step) -> None:
        """Show a step."""
        if step is self.firm_step:
            self.firm_step.propose(Path(self.place_step.place()).stem)
        super().enter(step)

    def finish(self) -> None:
        """Everything was asked for: make the book."""
        encrypted = self.protection_step.encrypted
        self.made.emit(
            NewBook(
                place=self.place_step.place(),
                firm=self.firm_step.arguments(),
                root=self.code_step.root if encrypted else None,
                passphrase=self.protection_step.passphrase.text() if encrypted else "",
                remember=self.protection_step.remembers,
            )
        )

    def not_made(self, problem: Problem) -> None:
        """Nothing was made; everything typed is still here, and the step that can mend it is shown."""
        self.hold(making=False)
        if problem.code.startswith("key."):
            self.enter(self.protection_step)
            self.banner.show_problem(problem)
        elif problem.code.startswith("book."):
            self.enter(self.place_step)
            self.place_step.show_problem(problem)
        else:
            self.firm_step.show_problem(problem)
