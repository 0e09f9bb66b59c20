"""Checks at typing speed: a field of a form tells what a query says about the number in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject

from app.firm.queries import CheckRow, CheckState
from app.kernel.words import _
from app.qt.editors import Line
from app.qt.forms import Form
from app.qt.operations import Operations


class Asks(Protocol):
    """Whoever answers a check: the operations, or before there is a book `WithoutBook`."""

    def read(
        self, query: Callable[..., CheckRow], then: Callable[[CheckRow], object], *, latest: Hashable, **kwargs: Any
    ) -> None:
        """Ask, and hand on the answer to the newest question of that name."""


class WithoutBook:
    """Answers checks that look into no book, while there is none; behind the window all the same."""

    def __init__(self, operations: Operations) -> None:
        """Nothing was asked yet."""
        self._operations = operations
        self._newest: dict[Hashable, object] = {}

    def read(
        self, query: Callable[..., CheckRow], then: Callable[[CheckRow], object], *, latest: Hashable, **kwargs: Any
    ) -> None:
        """Ask, and hand on the answer to the newest question of that name."""
        ticket = self._newest[latest] = object()

        def answer(found: CheckRow) -> None:
            if self._newest.get(latest) is ticket:
                then(found)

        self._operations.background(lambda _progress: query(None, **kwargs), answer)


class CheckedField(QObject):
    """Asks a check about a field's text whenever it, or a field it depends on, changes.

    A number that is merely too short is not called wrong while somebody still types; leaving the field tells.
    """

    def __init__(
        self,
        form: Form,
        name: str,
        asks: Asks,
        check: Callable[..., CheckRow],
        arguments: Callable[[], Mapping[str, Any] | None],
        *,
        depends: tuple[str, ...] = (),
    ) -> None:
        """`arguments` gives what the check is asked with besides the text; None while it cannot be asked."""
        super().__init__(form)
        self._form = form
        self._name = name
        self._asks = asks
        self._check = check
        self._arguments = arguments
        self._depends = depends
        self._typing = False
        self.found: CheckRow | None = None
        editor = form.editor(name)
        if not isinstance(editor, Line):
            raise TypeError(name)
        self._editor = editor
        form.edited.connect(self._edited)
        editor.left.connect(self._left)

    def _edited(self, name: str) -> None:
        if name == self._name:
            self._typing = True
            self.ask()
        elif name in self._depends:
            self.ask()

    def _left(self) -> None:
        if self._typing:
            self._typing = False
            self.ask()

    def ask(self) -> None:
        """Ask the check about what stands in the field now."""
        arguments = self._arguments()
        if arguments is not None:
            self._asks.read(
                self._check, self._tell, latest=(id(self), self._name), text=self._editor.text(), **arguments
            )

    def _tell(self, found: CheckRow) -> None:
        self.found = found
        if found.state is CheckState.FAILED:
            unfinished = self._typing and found.unfinished
            self._form.remark(self._name, "" if unfinished else found.note, refused=not unfinished)
        elif found.state is CheckState.PASSED:
            passed = _("Check digits pass: {text}").format(text=found.text)
            self._form.remark(self._name, f"{passed}. {found.note}" if found.note else passed)
        else:
            self._form.remark(self._name, found.note)
