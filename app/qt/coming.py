"""A page on its way: it comes in several turns of the window, so that none of them is felt. And back to those before.

First its place is empty. Once its room has been imported it is built, part by part, then it is put into its place and
dressed, then shown; whoever asks for another page meanwhile is not shown the first one. What is typed on the way
reaches the page.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from app.qt.inside import inside

if TYPE_CHECKING:
    from app.qt.page import Page
    from app.qt.trail import Stop, Trail

W = TypeVar("W", bound=QWidget)


def in_next_turn(owner: QObject, step: Callable[[], object]) -> None:
    """Do a step after what waits in the window now: clicks, keys, timers, and what is to be painted.

    A real timer, however short: what Qt calls a timer of no time is a message, and messages go out twice before the
    window looks at anything else, so that two steps would be felt as one.
    """
    QTimer.singleShot(1, owner, step)


def whole(parts: Generator[None, None, W]) -> W:
    """What is built in parts, built without a rest."""
    while True:
        try:
            next(parts)
        except StopIteration as end:
            page: W = end.value
            return page


class Pages(Protocol):
    """What builds pages and shows them."""

    def parts(self, key: str) -> Generator[None, None, QWidget]:
        """Build the page if it was not before, and rest between its parts."""

    def place(self, key: str) -> QWidget:
        """The page among the others."""

    def show_page(self, key: str, argument: object = None) -> object:
        """Show it."""

    def travel(self, step: int) -> object:
        """Show what was shown before, 0 for the last one."""


class Blank(QWidget):
    """The empty place of a page; what is typed meanwhile is kept for the page."""

    def __init__(self) -> None:
        """Nothing was typed."""
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._typed: list[QKeyEvent] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._typed.append(event.clone())

    def forget(self) -> None:
        """What was typed was not meant for what comes now."""
        self._typed.clear()

    def hand_on(self, page: QWidget | None) -> None:
        """Give what was typed to what has the keyboard in the page; what lies over the page by now gets none of it."""
        typed, self._typed = self._typed, []
        target = self.window().focusWidget()
        if page is not None and page.isAncestorOf(target):
            for event in typed:
                QApplication.postEvent(target, event)


class Coming(QObject):
    """The one page that was asked for last and is not there yet."""

    def __init__(self, pages: Pages, stack: QStackedWidget) -> None:
        """Nothing is on its way."""
        super().__init__(stack)
        self._pages = pages
        self._stack = stack
        self._wanted: tuple[str, object] | None = None
        self._begun = False
        self.ready: Callable[[str], bool] = lambda _key: True
        """Whether a page can be built at once; one that cannot comes when `came` tells so."""
        self.blank = Blank()
        stack.addWidget(self.blank)

    @property
    def on_its_way(self) -> bool:
        """Whether a page was asked for and is not shown yet."""
        return self._wanted is not None

    @property
    def key(self) -> str:
        """The page that is on its way, "" for none."""
        return "" if self._wanted is None else self._wanted[0]

    def ask(self, key: str, argument: object, title: str) -> None:
        """Show an empty place, and let the page come."""
        self.blank.forget()
        self._wanted, self._begun = (key, argument), False
        self.blank.setAccessibleName(title)
        self._stack.setCurrentWidget(self.blank)
        self._begin(key)

    def forget(self) -> None:
        """Another page is shown."""
        self._wanted = None

    def came(self, key: str) -> None:
        """A page can be built now: it is, if it is still the one that was asked for."""
        if self.key == key:
            self._begin(key)

    def _begin(self, key: str) -> None:
        """Once for each page that is asked for: its room may be told to have come more than once."""
        if not self._begun and self.ready(key):
            self._begun = True
            self._next(self._build)

    def _next(self, step: Callable[[str], None]) -> None:
        """Do a step in the window's next turn, unless something else is wanted by then."""
        wanted = self._wanted

        def turn() -> None:
            if wanted is None or self._wanted is not wanted:
                return
            try:
                step(wanted[0])
            except BaseException:
                self._wanted = None
                self._pages.travel(0)  # it cannot come
                raise

        in_next_turn(self, turn)

    def _build(self, key: str) -> None:
        parts = self._pages.parts(key)

        def go_on(_key: str) -> None:
            try:
                next(parts)
            except StopIteration:
                self._next(self._place)
            else:
                self._next(go_on)

        go_on(key)

    def _place(self, key: str) -> None:
        self._pages.place(key)
        self._next(self._dress)

    def _dress(self, key: str) -> None:
        for part in list(inside(self._pages.place(key))):
            part.ensurePolished()
        self._next(self._show)

    def _show(self, _key: str) -> None:
        if self._wanted is not None:
            self._pages.show_page(*self._wanted)
            self.blank.hand_on(self._stack.currentWidget())


class Traveler(Protocol):
    """A window that has been somewhere."""

    current_key: str
    coming: Coming

    @property
    def trail(self) -> Trail:
        """Where it has been."""

    @property
    def known(self) -> frozenset[str]:
        """The keys of all pages that can be shown."""

    def page(self, key: str) -> Page | None:
        """A page that was opened before."""

    def ask_page(self, key: str, argument: object = None) -> None:
        """Open a page."""

    def show_stop(self, stop: Stop) -> None:
        """Show a page as it was left."""

    def travel(self, step: int) -> None:
        """Back or forward."""


class Going:
    """Mixed into a window: back and forward through what it has shown, by keys and by the buttons of a mouse."""

    @cached_property
    def trail(self: Traveler) -> Trail:
        """Where this window has been; made when the first page is shown."""
        from app.qt.trail import Trail

        return Trail(self.page)

    @property
    def came_from(self: Traveler) -> str:
        """The page that was shown before this one, "" for none."""
        return self.trail.came_from

    def travel(self: Traveler, step: int) -> None:
        """Alt+Left and Alt+Right: where this window has been; back from a page on its way, or by 0, it stays."""
        stop = self.trail.step(0 if step < 0 and self.coming.on_its_way else step, self.known)
        if stop is not None:
            self.show_stop(stop)

    def leave_lost(self: Traveler, key: str) -> None:
        """What a page showed has gone: it is left, if it is the one that is shown, and nobody is led back to it."""
        page = self.page(key)
        if page is not None and key == self.current_key and page.home in self.known:
            self.trail.drop()
            self.ask_page(page.home)

    def mousePressEvent(self: Traveler, event: QMouseEvent) -> None:
        """The two buttons at the side of a mouse; what lies under the pointer has no use for them."""
        step = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}.get(event.button(), 0)
        if step:
            self.travel(step)
        else:
            event.ignore()
