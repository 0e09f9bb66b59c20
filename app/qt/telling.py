"""What a window tells, and what can be taken back in it: the newest by Ctrl+Z, also after it was made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.notices import Banner, NoticeBar
from app.qt.undo import Answer, Run, Step, UndoStack, Way, answer_told, own_way, way_told

if TYPE_CHECKING:
    from app.qt.operations import Operations

OVER = frozenset({"record.changed_meanwhile", "record.gone"})
"""Why a step can never be taken back any more: it was overtaken."""


def _gone_back() -> str:
    return _("Undone: {what}")


def _gone_again() -> str:
    return _("Done again: {what}")


if TYPE_CHECKING:
    from app.qt.keeping import Keeper

Subject = tuple[str, int]
"""A thing that has a history: its word in the program ("invoice"), and its number."""


class Telling:
    """Mixed into a window."""

    notices: NoticeBar
    steps: UndoStack
    operations: Operations | None = None
    heir: Telling | None = None
    """The window that stands in its place now."""
    keeper: Keeper | None = None
    """Puts into the open book what is being typed; None where no book is open, or one that is only read."""
    _words: Callable[[str], str] = staticmethod(str)
    """What the history calls a command."""
    history_asked: Callable[[QWidget, Subject | None], object] | None = None
    """Opens the history of a thing over a window or dialog; None says that there is nothing chosen."""

    def notify(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        *,
        redo: Callable[[], object] | None = None,
        seconds: int = 10,
        tip: str = "",
        aside: bool = False,
    ) -> None:
        """Say what was done, with a way back: some seconds as a button, the whole session by Ctrl+Z.

        Where a command is being answered its own way back is taken, unless there is another one. What is said `aside`
        tells something else than what was done: it gives the step no name.
        """
        answer = answer_told()
        if undo is None and answer is not None and answer.way is not None:
            name = self._words(answer.way.of) if aside else ""
            self.offer(text, answer, name=name, seconds=seconds, tip=tip)
            return
        if undo is not None:
            self.steps.add(Step(text, undo, redo))
        self._say(text, self.undo_newest if undo is not None else None, seconds=seconds, tip=tip)

    def offer(self, text: str, answer: Answer, *, name: str = "", seconds: int = 10, tip: str = "") -> None:
        """Say what was done, with the way back that came with its answer; `name` is the step's, if not the text."""
        if not answer.named:
            answer.named = name or text
            self.steps.add(Step(answer.named, way=answer.way, run=answer.run))
        self._say(text, self.undo_newest, seconds=seconds, tip=tip, step=answer.named)

    def _say(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        *,
        seconds: int = 10,
        tip: str = "",
        step: str = "",
    ) -> None:
        self.notices.notify(text, undo, seconds=seconds, tip=tip)
        self.notices.button.setToolTip(_("Undo: {what}").format(what=(step or text).rstrip(".")))

    def undo(self) -> None:
        """Ctrl+Z: what the notice offers, else the newest thing of this session."""
        if self.notices.can_undo:
            self.notices.undo()
        else:
            self.undo_newest()

    def undo_newest(self) -> None:
        """Take the newest step of this session back; that it is done is said when it is."""
        self._go(back=True)

    def redo(self) -> None:
        """Ctrl+Shift+Z: do again what was undone."""
        self._go(back=False)

    def _go(self, *, back: bool) -> None:
        step = self.steps.take(back=back)
        if step is None:
            return
        if step.way is not None and step.run is not None:
            self._go_way(step, step.way, step.run, back=back)
            return
        action, forward = (step.undo, step.redo) if back else (step.redo, step.undo)
        said = _gone_back() if back else _gone_again()
        with own_way(), self.steps.kept(step, back=back, both=forward is not None):
            self._go_own(action, lambda: newest(self).notified(said.format(what=step.words), again=not back))

    def _go_way(self, step: Step, way: Way, run: Run, *, back: bool) -> None:
        """Carry out the command that takes a step back, or does it again; its answer brings the other way."""
        mark = self.steps.mark

        def done(_result: object) -> None:
            other = way_told()
            if other is not None:
                self.steps.put(step, back=back, way=other, mark=mark)
            said = _gone_back() if back else _gone_again()
            newest(self).notified(said.format(what=step.words), again=not back)

        def failed(problem: Problem) -> None:
            if problem.code not in OVER and not problem.code.startswith("undo."):
                self.steps.leave(step, back=back)
            newest(self).refused(not_gone(problem, step.words, back=back))

        with own_way():
            run(way.command, done, failed=failed)

    def refused(self, problem: Problem) -> None:
        """Say why a step was not taken back, or not done again."""
        if self.operations is not None:
            self.operations.problem.emit(problem)
        else:
            self._say(str(problem))

    def notified(self, text: str, *, again: bool) -> None:
        """Say that a step was taken back, or done again: then it can be taken back once more."""
        self._say(text, self.undo_newest if again else None)

    def _go_own(self, action: Callable[[], object] | None, say: Callable[[], object]) -> None:
        """Go a way of a page's own, and say so once all it asked for is answered; what is refused is said by itself."""
        operations, refused = self.operations, list[object]()
        if operations is not None:
            operations.unsaved.connect(refused.append)
        if action is not None:
            action()

        def settled() -> None:
            if operations is not None:
                operations.unsaved.disconnect(refused.append)
            if not refused:
                say()

        def rests(busy: object) -> None:
            if not busy and operations is not None:
                operations.busy.disconnect(rests)
                QTimer.singleShot(0, settled)  # the last answer is delivered in this very turn

        if operations is not None and operations.works:
            operations.busy.connect(rests)
        else:
            settled()

    def works_with(self, operations: Operations, words: Callable[[str], str]) -> None:
        """Take steps back by these operations; `words` says what a command did of whose answer nobody said anything."""
        self.operations = operations
        self._fields = FieldsFirst(self)
        operations.untold.connect(self._untold)
        self._words = words

    def _untold(self, answer: Answer) -> None:
        if self.heir is None and answer.way is not None:
            self.offer(self._words(answer.way.of), answer)

    def take_over(self, old: Telling, end: Callable[[], object]) -> None:
        """Stand in the place of a window that is closed: what was done there can be taken back here.

        The ways back belong to the old window's pages, so it has to live on unseen; `end` is called when they are no
        longer needed. What its pages have to say about them is told here.
        """
        self.steps = old.steps
        self.steps.at_end(end)
        if old.notices.can_undo:
            self._say(old.notices.text(), self.undo_newest)
        if isinstance(old, QWidget):
            for banner in old.findChildren(Banner):
                banner.said.connect(self._hear)
        old.heir = self

    def _hear(self, text: str) -> None:
        newest(self).notify(text)


class FieldsFirst(QObject):
    """In a text field Ctrl+Z takes back what was typed there; with nothing typed it is the window's, as elsewhere."""

    def __init__(self, window: object) -> None:
        """Watch the field of a window that has the keyboard."""
        super().__init__()
        self._window = window
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, _FIELDS):
            old.removeEventFilter(self)
        if isinstance(new, _FIELDS) and new.window() is self._window:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
        if not (undo or redo) or _has_typed(watched, undo=undo):
            return False
        event.ignore()
        return True


_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit)


def _has_typed(field: QObject, *, undo: bool) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if undo else field.isRedoAvailable()
    if isinstance(field, QTextEdit | QPlainTextEdit):
        return field.document().isUndoAvailable() if undo else field.document().isRedoAvailable()
    return False


def newest(window: Telling) -> Telling:
    """The window that stands where this one stood."""
    while window.heir is not None:
        window = window.heir
    return window


def tell(
    widget: QWidget,
    text: str,
    undo: Callable[[], object] | None = None,
    *,
    redo: Callable[[], object] | None = None,
    tip: str = "",
    aside: bool = False,
) -> bool:
    """Say what was done in the window a widget stands in, with a way back; False where it stands in none."""
    window: object = widget.window()
    if not isinstance(window, Telling):
        return False
    newest(window).notify(text, undo, redo=redo, tip=tip, aside=aside)
    return True


def tell_on(page: QWidget, banner: Banner, text: str) -> None:
    """The same, on the page itself where it stands in no window; what its banner said before is over."""
    banner.clear()
    answer = answer_told()
    if tell(page, text):
        return
    way = None if answer is None else answer.way
    if answer is None or way is None:
        banner.show_message(text, "info")
        return
    said, run = _gone_back().format(what=text), answer.run

    def back() -> None:
        with own_way():
            run(
                way.command,
                lambda _none: banner.show_message(said, "info"),
                failed=lambda problem: banner.show_problem(not_gone(problem, text, back=True)),
            )

    banner.show_message(text, "info", _("Undo"), back)


def not_gone(problem: Problem, words: str, *, back: bool) -> Problem:
    """Why a step was not taken back, or not done again, with its name."""
    said = _("Not undone: {what}. {why}") if back else _("Not done again: {what}. {why}")
    return Problem(problem.code, said.format(what=words.rstrip("."), why=problem.message), hint=problem.hint)
