"""The last invoice number that was used before the book, so that the next one follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.firm.commands import set_series
from app.firm.domain import number_text
from app.invoices.domain.opening import goes_on_after
from app.invoices.queries import NumbersView, opening_numbers
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations
from app.qt.telling import tell


def ask_for_last_number(
    operations: Operations, formats: Formats, parent: QWidget, then: Callable[[str], object] | None = None
) -> None:
    """Read where the numbers stand, then ask; `then` is told the next number."""

    def show(view: NumbersView) -> None:
        if isValid(parent):
            LastNumberDialog(operations, formats, view, parent, then).open()

    operations.read(opening_numbers, show, latest=(parent, "last number"))


def next_words(view: NumbersView) -> str:
    """Which number the next invoice gets, and what is wrong with it."""
    following = number_text(view.counter.pattern, view.on, view.counter.next_number)
    if view.collides:
        return _("The next invoice would be {number}, but the book holds higher ones from before.").format(
            number=following
        )
    return _("The next invoice is {number}.").format(number=following)


class LastNumberDialog(FormDialog):
    """One field: the number as it was printed. Under it stands at once how numbers go on."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        view: NumbersView,
        parent: QWidget,
        then: Callable[[str], object] | None = None,
    ) -> None:
        """Over what `opening_numbers` read; begins with the highest number the book knows from before."""
        known = number_text(view.counter.pattern, view.on, view.highest) if view.collides else ""
        super().__init__(
            _("Last invoice number used"),
            [
                Field(
                    "last",
                    _("Last number, as it was printed"),
                    required=True,
                    default=known or None,
                    help=_("Its letters and year are kept: the next one follows without a gap."),
                )
            ],
            formats,
            submit=_("Go on from here"),
            intro=next_words(view),
            parent=parent,
        )
        self._operations = operations
        self._view = view
        self._then = then
        self.form.edited.connect(self._look)
        self.submitted.connect(self._set)
        self.keeps("last_number")
        operations.crashed.connect(self._release)
        if known:
            self._look()

    def _look(self, *_name: object) -> None:
        """Say while somebody types how the next number looks."""
        editor: Any = self.form.editor("last")
        text = editor.read()
        if not text.strip():
            self.form.remark("last", "")
            return
        try:
            on = goes_on_after(text, self._view.counter.pattern, self._view.on)
        except Problem as problem:
            self.form.remark("last", problem.message, refused=True)
            return
        following = number_text(on.pattern, self._view.on, on.next_number)
        self.form.remark("last", _("The next invoice is {number}.").format(number=following))

    def _set(self, values: dict[str, Any]) -> None:
        try:
            on = goes_on_after(values["last"], self._view.counter.pattern, self._view.on)
        except Problem as problem:
            self.show_problem(problem)
            return
        self._hold()
        self._operations.run(
            set_series,
            self._done,
            failed=self._refused,
            key=self._view.counter.key,
            pattern=on.pattern,
            next_number=on.next_number,
            on=self._view.on,
        )

    def _refused(self, problem: Problem) -> None:
        self.show_problem(Problem(problem.code, problem.message, field="last", hint=problem.hint))

    def _done(self, number: str) -> None:
        host, then = self.parentWidget(), self._then
        self._release()
        self.accept()
        if then is not None:
            then(number)
        elif host is not None:
            tell(host, _("The next invoice is {number}.").format(number=number))
