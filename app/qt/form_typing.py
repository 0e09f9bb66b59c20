"""What a form dialog does for what is typed in it: it is kept, gone on with, and merged with what others typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.typed import AtWork, LeftTyped
from app.qt.editing import Edited, Editing
from app.qt.form_state import Cells, cells_if, cells_of, fields_kept, put
from app.qt.keeping import LOOK, Keeping, Other, Snapshot, keeper_at, left_for, words_of
from app.qt.labels import Shape, announce, label
from app.qt.operations import Operations
from app.qt.telling import Subject

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from app.qt.dialogs import FormDialog

OVERTAKEN = "record.changed_meanwhile"


class AtWorkHint(QWidget):
    """Says who else is typing about the same thing; hidden while nobody is."""

    def __init__(self) -> None:
        """Nobody."""
        super().__init__()
        self._words = label("", "second", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Shape("info", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def show_others(self, others: Sequence[AtWork]) -> bool:
        """Say who is at work; whether it has come or gone."""
        before, text = self._words.text(), words_of(others)
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self.setVisible(bool(text))
        if text and text != before:
            announce(self._words)
        return bool(text) != bool(before)

    def text(self) -> str:
        """The words shown."""
        return self._words.text()


class More(Protocol):
    """A part of a form that is none of its fields, and is typed in too."""

    edited: SignalInstance

    def kept(self) -> Mapping[str, Any]:
        """What stands in it, as far as somebody typed it."""

    def put_back(self, kept: Mapping[str, Any]) -> None:
        """Put there what stood in it."""


MORE = "more"
"""Where what is no field stands among what is kept."""


class FormTyping(QObject):
    """What is typed in one form dialog."""

    def __init__(self, dialog: FormDialog, name: str, about: Subject | None, more: More | None = None) -> None:
        """Listens from now on; what stands in the form when it is shown is what it was filled with."""
        super().__init__(dialog)
        self._dialog, self._form, self._about = dialog, dialog.form, about
        self._operations: Operations | None = None
        self.editing: Editing | None = None
        self._base: Cells = {}
        self.hint = AtWorkHint()
        self.keeping = Keeping(
            dialog,
            name,
            self.look,
            title=dialog.windowTitle,
            about=lambda: self._about,
            version=self._version,
        )
        self._looks = QTimer(self, interval=LOOK)
        self._looks.timeout.connect(self.look_around)
        self._form.edited.connect(self.keeping.edited)
        self._more = more
        if more is not None:
            more.edited.connect(self.keeping.edited)

    def edit(self, operations: Operations, edited: Edited) -> None:
        """The form changes a record that others may change meanwhile."""
        self._operations = operations
        form = self._form
        self.editing = Editing(form, form.formats, edited, title=self._dialog.windowTitle, over=self._dialog)
        self._dialog.add_above(self.hint)

    # ------------------------------------------------------------------ kept

    def opened(self) -> None:
        """The form is shown: it stands as it was filled, or as somebody typed it before."""
        self._base = cells_of(self._form)
        if self.editing is not None:
            self.editing.base = self._base
            self.look_around()
            self._looks.start()
        left = left_for(self._dialog, self.keeping)
        if left is not None:
            self._go_on(left)

    def _go_on(self, left: LeftTyped) -> None:
        typed = left.typed
        self.keeping.go_on(left)
        base = cells_if(self._form, raws=typed.base)
        put(self._form, typed.content)
        if self._more is not None:
            self._more.put_back(typed.content.get(MORE, {}))
        editing, version = self.editing, typed.version
        if editing is None or version is None or version == editing.edited.version(editing.edited.row):
            return

        def merge(other: Other | None) -> None:
            editing.go_on(base, version, other, self._merged)

        self._who(merge)

    def _merged(self) -> None:
        """What somebody changed since it was typed stands in the form; it is told under the fields when it is saved."""
        if self.editing is not None:
            self._base = self.editing.base

    def _version(self) -> int | None:
        return None if self.editing is None else self.editing.edited.version(self.editing.edited.row)

    def look(self) -> Snapshot:
        """How the form stands."""
        base = self._base if self.editing is None else self.editing.base
        now = cells_of(self._form)
        labels = {one.name: one.label for one in fields_kept(self._form)}
        shown = tuple((labels[name], cell.shown) for name, cell in now.items() if cell != base.get(name) and cell.shown)
        filled = {name: cell.raw for name, cell in base.items()}
        content = {name: cell.raw for name, cell in now.items()}
        if self._more is not None and (more := self._more.kept()):
            content[MORE] = more
        return Snapshot(filled, content, shown)

    def saved(self) -> str:
        """It is saved; what was merged into it, in a sentence."""
        self._looks.stop()
        self.keeping.over()
        return "" if self.editing is None else self.editing.told()

    def left(self) -> None:
        """It was left on purpose."""
        self._looks.stop()
        self.keeping.left()

    # ------------------------------------------------------------------ the others

    def look_around(self) -> None:
        """See who else is at work on the same thing."""
        keeper = keeper_at(self._dialog)
        if keeper is not None and self._about is not None:
            keeper.at_work(self._about, self._show_others)

    def _show_others(self, others: Sequence[AtWork]) -> None:
        if self.hint.show_others(others):
            self._dialog.fit()

    def _who(self, then: Callable[[Other | None], object]) -> None:
        keeper = keeper_at(self._dialog)
        if keeper is None or self._about is None:
            then(None)
        else:
            keeper.changed_by(self._about, then)

    def merges(
        self,
        problem: Problem,
        *,
        again: Callable[[], object],
        back: Callable[[], object],
        failed: Callable[[Problem], object],
    ) -> bool:
        """Whether a problem is that somebody was faster, and is dealt with here."""
        editing, operations = self.editing, self._operations
        if editing is None or operations is None or problem.code != OVERTAKEN:
            return False

        def read(found: Any) -> None:
            row = editing.edited.pick(found)
            if row is None:
                failed(problem)
            else:
                self._who(lambda other: editing.overtaken(row, other, again, back))

        operations.read(editing.edited.read, read, failed=failed, **editing.edited.which)
        return True
