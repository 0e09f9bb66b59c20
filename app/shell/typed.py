"""What a lost window left: a bar asks once, a page lists it, and each can be gone on with in its own form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from app.kernel.typed import AtWork, LeftTyped
from app.kernel.words import _, ngettext
from app.qt.frame import Frame
from app.qt.keeping import Keeper, words_of

if TYPE_CHECKING:
    from app.shell.window import MainWindow

LATER = 600
"""Milliseconds after a page is shown: by then it has read what it is about."""


class TypedDesk(Keeper, Protocol):
    """What the window can do with what was left."""

    def left(self, then: Callable[[Sequence[LeftTyped]], object]) -> None:
        """Find what was left in windows that are gone."""

    def throw_away(self, keys: Sequence[str]) -> None:
        """Nobody goes on with these."""

    def take_up(self, left: LeftTyped) -> None:
        """The next form of that name about the same thing is filled with it."""


class AtWorkHere(QObject):
    """Says on a page about one thing who else is typing about it; asked once, when the page is shown."""

    def __init__(self, frame: Frame) -> None:
        """Listens to a window."""
        super().__init__(frame)
        self._frame = frame
        self._timer = QTimer(self, singleShot=True, interval=LATER)
        self._timer.timeout.connect(self.look)
        frame.page_shown.connect(lambda _key: self._timer.start())

    def look(self) -> None:
        """Ask about what the page shows by now."""
        page, keeper = self._frame.current, self._frame.keeper
        subject = page.subject() if page is not None else None
        if keeper is not None and subject is not None:
            keeper.at_work(subject, self._tell)

    def _tell(self, others: Sequence[AtWork]) -> None:
        words = words_of(others)
        if words:
            self._frame.notify(words)


def ask_about(window: MainWindow, left: Sequence[LeftTyped]) -> None:
    """Say in a bar over the page that something typed was not saved; the page about it is one press away."""
    text = ngettext(
        "A form was being filled in when the window ended. What was typed is kept.",
        "{n} forms were being filled in when the window ended. What was typed is kept.",
        len(left),
    )
    window.frame.standing.offer(text, _("Look at it"), window.show_typed)
