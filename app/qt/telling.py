"""What a window tells, and what can be taken back in it: the newest by Ctrl+Z, also after it was made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.kernel.words import _
from app.qt.notices import Banner, NoticeBar
from app.qt.undo import Step, UndoStack

if TYPE_CHECKING:
    from app.qt.keeping import Keeper

Subject = tuple[str, int]
"""A thing that has a history: its word in the program ("invoice"), and its number."""


class Telling:
    """Mixed into a window."""

    notices: NoticeBar
    steps: UndoStack
    heir: Telling | None = None
    """The window that stands in its place now."""
    keeper: Keeper | None = None
    """Puts into the open book what is being typed; None where no book is open, or one that is only read."""
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
    ) -> None:
        """Say what was done, with a way back: some seconds as a button, the whole session by Ctrl+Z."""
        if undo is not None:
            self.steps.add(Step(text, undo, redo))
        self.notices.notify(text, self.steps.undo if undo is not None else None, seconds=seconds, tip=tip)

    def undo(self) -> None:
        """Ctrl+Z: what the notice offers, else the newest thing of this session."""
        if self.notices.can_undo:
            self.notices.undo()
            return
        step = self.steps.undo()
        if step is not None:
            self.notices.notify(_("Undone: {what}").format(what=step.words))

    def redo(self) -> None:
        """Ctrl+Shift+Z: do again what was undone."""
        step = self.steps.redo()
        if step is not None:
            self.notices.notify(_("Done again: {what}").format(what=step.words), self.steps.undo)

    def take_over(self, old: Telling, end: Callable[[], object]) -> None:
        """Stand in the place of a window that is closed: what was done there can be taken back here.

        The ways back belong to the old window's pages, so it has to live on unseen; `end` is called when they are no
        longer needed. What its pages have to say about them is told here.
        """
        self.steps = old.steps
        self.steps.at_end(end)
        if old.notices.can_undo:
            self.notices.notify(old.notices.text(), self.steps.undo)
        if isinstance(old, QWidget):
            for banner in old.findChildren(Banner):
                banner.said.connect(self._hear)
        old.heir = self

    def _hear(self, text: str) -> None:
        newest(self).notify(text)


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
) -> bool:
    """Say what was done in the window a widget stands in, with a way back; False where it stands in none."""
    window: object = widget.window()
    if not isinstance(window, Telling):
        return False
    newest(window).notify(text, undo, redo=redo, tip=tip)
    return True


def tell_on(page: QWidget, banner: Banner, text: str, undo: Callable[[], object] | None = None) -> None:
    """The same, on the page itself where it stands in no window; what its banner said before is over."""
    banner.clear()
    if not tell(page, text, undo):
        banner.show_message(text, "info", _("Undo") if undo is not None else "", undo)
