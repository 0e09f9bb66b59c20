"""Dialogs: a form in a window of its own, and the question before what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.focus import FocusOverlay
from app.qt.forms import Field, Form
from app.qt.labels import label
from app.qt.operations import Operations
from app.qt.subjects import ask_history, subject_at
from app.qt.telling import Subject, tell
from app.qt.tokens import px

if TYPE_CHECKING:
    from app.qt.editing import Edited
    from app.qt.form_typing import FormTyping, More

WIDTH = 520
LEAST_WINDOW = 1000
"""Over a narrower window than the product's a form may be larger than it."""
_FINISHED = "finished"


class FormDialog(QDialog):
    """A form with Save and Cancel. A refused form stays open with everything typed."""

    submitted = Signal(dict)

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        formats: Formats,
        *,
        today: Callable[[], date] = date.today,
        submit: str = "",
        intro: str = "",
        values: Mapping[str, Any] | None = None,
        width: int = WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """A dialog over a window; `submit` names the result ("Add client")."""
        super().__init__(parent)
        _clear_finished(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.form = Form(fields, formats, today=today, values=values)
        self.save = Button(submit or _("Save"), keys="Ctrl+Enter", primary=True)
        self.cancel = Button(_("Cancel"), keys="Esc")
        self._pending = False
        self._width = width
        self._area = QScrollArea()
        self._inside = QWidget()
        self._content = QVBoxLayout()
        self._placed = False
        self._start = ""
        self.typing: FormTyping | None = None
        self._build(title, intro)
        self.form.submitted.connect(self._submit)
        self.form.refused_at.connect(self._bring_into_view)
        self.save.clicked.connect(self.form.submit)
        self.cancel.clicked.connect(self.reject)
        self.ring = FocusOverlay(self)
        self.finished.connect(lambda: self.setProperty(_FINISHED, "true"))

    def _build(self, title: str, intro: str) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        inside = self._inside
        inside.setObjectName("inside")
        content = self._content
        inside.setLayout(content)
        content.setContentsMargins(24, 20, 24, 20)
        content.setSpacing(12)
        content.addWidget(label(title, "title"))
        if intro:
            content.addWidget(label(intro, "second", wrap=True))
        content.addWidget(self.form)
        content.addStretch()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.addWidget(self._area, 1)
        box.addWidget(_foot(self.cancel, self.save))

    def open(self) -> None:
        """Show it, unless the same question is being asked already: a key pressed twice asks once."""
        parent = self.parentWidget()
        asked = [] if parent is None else parent.findChildren(type(self))
        if any(one is not self and one.isVisible() and one.windowTitle() == self.windowTitle() for one in asked):
            self.deleteLater()
            return
        super().open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first, self._placed = not self._placed, True
        if first:
            width = min(px(self._width), self._room().width())
            self.resize(width, self._wanted_height(width))
        if first and self.typing is not None:
            self.typing.opened()
        if self._start:
            editor = self.form.editor(self._start)
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(editor, 0, px(48))
        else:
            self.form.focus_first()

    def add(self, widget: QWidget) -> None:
        """Put something of one's own under the fields."""
        self._content.insertWidget(self._content.indexOf(self.form) + 1, widget)

    def add_above(self, widget: QWidget) -> None:
        """Put something of one's own over the fields."""
        self._content.insertWidget(self._content.indexOf(self.form), widget)

    def start_at(self, name: str) -> None:
        """Open with the keyboard in a certain field."""
        self._start = name

    def _wanted_height(self, width: int) -> int:
        wanted = max(self._content.totalHeightForWidth(width), self._content.totalSizeHint().height())
        return min(wanted + px(64), self._room().height())

    def _room(self) -> QSize:
        """How large it may be: not larger than the screen, nor than the window it stands over; the form scrolls."""
        screen = QGuiApplication.primaryScreen().availableGeometry().size() - QSize(16, 80)
        parent = self.parentWidget()
        window = parent.window() if parent is not None else None
        if window is None or not window.isVisible() or window.width() < LEAST_WINDOW:
            return screen
        return screen.boundedTo(window.size() - QSize(24, 24))

    def fit(self) -> None:
        """Grow for what was added after the dialog was shown; never beyond the screen."""
        if not self._placed:
            return
        for layout in (self.form.layout(), self._content):
            if layout is not None:
                layout.invalidate()
                layout.activate()
        self.resize(self.width(), max(self.height(), self._wanted_height(self.width())))

    # ------------------------------------------------------------------ submitting

    def runs(
        self,
        operations: Operations,
        command: Callable[..., Any],
        arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
        then: Callable[[Any], object] | None = None,
        *,
        about: Subject | None = None,
        edits: Edited | None = None,
    ) -> None:
        """On submit run a command: a problem goes to its field, success closes the dialog and calls `then`.

        What is typed is kept under the command's name, and what it is `about`. A record that it `edits` is merged with
        what somebody else made of it meanwhile.
        """
        typing = self.keeps(command.__name__, about if edits is None else edits.about)
        if edits is not None:
            typing.edit(operations, edits)

        def done(result: object) -> None:
            words = typing.saved()
            parent = self.parentWidget() if isValid(self) else None
            if isValid(self):
                self._release()
                self.accept()
            if then is not None:
                then(result)
            if words and parent is not None:
                tell(parent, words, aside=True)

        def failed(problem: Problem) -> None:
            if not typing.merges(problem, again=self._again, back=self._release, failed=self.show_problem):
                self.show_problem(problem)

        def submit(values: dict[str, Any]) -> None:
            self._hold()
            operations.run(command, done, failed=failed, **arguments(values))

        operations.crashed.connect(self._release)
        self.submitted.connect(submit)

    def keeps(self, name: str, about: Subject | None = None, more: More | None = None) -> FormTyping:
        """Keep what is typed under the name of the form, until it is saved or left; `more` is no field of it."""
        from app.qt.form_typing import FormTyping

        self.typing = FormTyping(self, name, about, more)
        self.accepted.connect(self.typing.saved)
        self.rejected.connect(self.typing.left)
        return self.typing

    def _again(self) -> None:
        """Submit once more: what somebody else changed meanwhile stands in the form now."""
        self._release()
        self.form.submit()

    def _submit(self, values: dict[str, Any]) -> None:
        if not self._pending:
            self.submitted.emit(values)

    def _hold(self) -> None:
        self._pending = True
        self.save.setEnabled(False)

    def _release(self, *_reason: object) -> None:
        self._pending = False
        self.save.setEnabled(True)

    def show_problem(self, problem: Problem) -> None:
        """Show a problem at its field; the dialog stays."""
        self._release()
        self.form.show_problem(problem)

    def _bring_into_view(self, refused: QWidget) -> None:
        """Scroll so far that the words under a refused field can be read; they take their room only now."""
        inside = self._inside
        for layout in (refused.layout(), self.form.layout(), inside.layout()):
            if layout is not None:
                layout.activate()
        inside.adjustSize()
        spot = refused.mapTo(inside, QPoint(0, refused.height()))
        self._area.ensureVisible(spot.x(), spot.y(), 0, px(20))
        if refused.height() < self._area.viewport().height():
            self._area.ensureWidgetVisible(refused, 0, px(12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels, Ctrl+Enter submits from the buttons too; Enter is the form's, not a default button's."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.form.submit()
        else:
            event.ignore()


def sized(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog a size at the reader's text size, never more than the screen has."""
    room = QGuiApplication.primaryScreen().availableGeometry()
    dialog.resize(min(px(width), room.width() - 40), min(px(height), room.height() - 80))


def _clear_finished(parent: QWidget | None) -> None:
    """Dialogs that were answered earlier go when the next one opens; nobody reads their fields any more."""
    if parent is not None:
        for dialog in parent.findChildren(QDialog):
            if dialog.property(_FINISHED) == "true":
                dialog.deleteLater()


def _foot(*buttons: QWidget) -> QFrame:
    foot = QFrame()
    foot.setProperty("sunken", "true")
    row = QHBoxLayout(foot)
    row.setContentsMargins(24, 12, 24, 12)
    row.setSpacing(8)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return foot


class PlainDialog(QDialog):
    """Esc closes it; Enter belongs to the list and the buttons in it, none of them is the default one.

    Ctrl+H opens the history of what stands where the keyboard is, as it does in the window.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() == Qt.Key.Key_H and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            ask_history(self, subject_at(self.focusWidget()))
        else:
            event.ignore()


class ConfirmDialog(PlainDialog):
    """The question before what cannot be undone. The button repeats the verb and the sum; Enter is not its default."""

    confirmed = Signal()

    def __init__(self, title: str, text: str, verb: str, *, parent: QWidget | None = None) -> None:
        """For example ("Issue 3 invoices?", "Numbers are given ...", "Issue 3 invoices · £70,629.72")."""
        super().__init__(parent)
        _clear_finished(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.verb = Button(verb, primary=True)
        self.cancel = Button(_("Cancel"), keys="Esc")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        words = QVBoxLayout()
        words.setContentsMargins(24, 20, 24, 20)
        words.setSpacing(8)
        words.addWidget(label(title, "place", wrap=True))
        words.addWidget(label(text, "second", wrap=True))
        box.addLayout(words)
        box.addWidget(_foot(self.cancel, self.verb))
        self.setMinimumWidth(px(420))
        self.verb.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        self.ring = FocusOverlay(self)
        self.finished.connect(lambda: self.setProperty(_FINISHED, "true"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        width = max(self.width(), self.sizeHint().width())
        layout = self.layout()
        self.resize(width, max(self.height(), layout.totalHeightForWidth(width) if layout is not None else 0))
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()
