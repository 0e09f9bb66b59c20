"""What a lost window left: a bar asks once, a page lists it, and each can be gone on with in its own form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from app.kernel.typed import LeftTyped
from app.kernel.words import ngettext
from app.qt.keeping import Keeper

if TYPE_CHECKING:
    from app.shell.window import MainWindow


class TypedDesk(Keeper, Protocol):
    """What the window can do with what was left."""

    def left(self, then: Callable[[Sequence[LeftTyped]], object]) -> None:
        """Find what was left in windows that are gone."""

    def throw_away(self, keys: Sequence[str]) -> None:
        """Nobody goes on with these."""

    def take_up(self, left: LeftTyped) -> None:
        """The next form of that name about the same thing is filled with it."""


def ask_about(window: MainWindow, left: Sequence[LeftTyped]) -> None:
    """Say in a bar over the page that something typed was not saved; the page about it is one press away."""
    from app.kernel.words import _

    text = ngettext(
        "A form was being filled in when the window ended. What was typed is kept.",
        "{n} forms were being filled in when the window ended. What was typed is kept.",
        len(left),
    )
    window.frame.standing.offer(text, _("Look at it"), window.show_typed)
