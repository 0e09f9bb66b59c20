"""Keeping what is typed: whatever somebody types in goes into the book every few seconds until it is saved.

A form keeps itself by a `Keeping`; where to is said by the window it stands in. A window without a book keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.kernel.typed import AtWork, LeftTyped, Typed
from app.kernel.words import _
from app.qt.telling import Subject, Telling, newest

PAUSE = 2_000
"""Milliseconds after the last key."""
LATEST = 5_000
"""Milliseconds after the first key that is not kept yet, however fast somebody types."""
LEAVING = 300
"""Milliseconds in which a program that ends closes its windows: what was open then was not left on purpose."""
LOOK = 15_000
"""Milliseconds between two looks for who else is at work on the same thing, while a form about it is open."""


@dataclass(frozen=True, slots=True)
class Other:
    """Who changed a record last, and when, in words."""

    name: str
    when: str
    own: bool = False
    """Whether it was the same person, in another window."""


class Keeper(Protocol):
    """What a window with an open book does with what is typed in it."""

    window: str

    def keep(self, typed: Typed) -> None:
        """Put it into the book, behind the window."""

    def forget(self, key: str) -> None:
        """It was saved, or left on purpose."""

    def at_work(self, about: Subject, then: Callable[[Sequence[AtWork]], object]) -> None:
        """Who else changes a thing just now."""

    def changed_by(self, about: Subject, then: Callable[[Other | None], object]) -> None:
        """Who changed a thing last."""

    def taken_up(self, form: str, about: Subject | None) -> LeftTyped | None:
        """What a form that opens goes on with, once."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A form as it stands: what it was filled with, what stands in it, and what of that was typed, in words."""

    base: Mapping[str, Any]
    content: Mapping[str, Any]
    shown: tuple[tuple[str, str], ...]


def words_of(others: Sequence[AtWork]) -> str:
    """Who else is typing, in a sentence; the others before oneself."""
    names = [one.name for one in others if not one.own]
    if len(names) > 1:
        return _("{name} and others are editing this just now.").format(name=names[0])
    if names:
        return _("{name} is editing this just now.").format(name=names[0])
    return _("You are editing this in another window, too.") if others else ""


def keeper_at(widget: QWidget) -> Keeper | None:
    """Where the window a widget stands in keeps what is typed; None where it keeps nothing."""
    host: QWidget | None = widget.window()
    while host is not None and not isinstance(host, Telling):
        above = host.parentWidget()
        host = above.window() if above is not None else None
    return newest(host).keeper if isinstance(host, Telling) else None


def left_for(widget: QWidget, keeping: Keeping) -> LeftTyped | None:
    """What a form goes on with, once, where somebody chose to."""
    keeper = keeper_at(widget)
    return None if keeper is None else keeper.taken_up(keeping.form, keeping.about())


class Keeping(QObject):
    """Keeps one form while it is typed in. Nothing is written when nothing changed."""

    def __init__(
        self,
        host: QWidget,
        form: str,
        look: Callable[[], Snapshot],
        *,
        title: Callable[[], str],
        about: Callable[[], Subject | None] = lambda: None,
        version: Callable[[], int | None] = lambda: None,
    ) -> None:
        """`look` says how the form stands; it is asked when something is kept, not at each key."""
        super().__init__(host)
        self.form = form
        self.about = about
        self._host = host
        self._look = look
        self._title = title
        self._version = version
        self._key = ""
        self._last: Mapping[str, Any] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._latest = QTimer(self, singleShot=True, interval=LATEST)
        for timer in (self._pause, self._latest):
            timer.timeout.connect(self.keep)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.flush)

    def edited(self, *_what: object) -> None:
        """Something was typed."""
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def go_on(self, left: LeftTyped) -> None:
        """Go on with what was left: this form is kept in its place."""
        self._key, self._last = left.typed.key, None
        self.edited()

    def keep(self) -> None:
        """Keep it now, if it is not as it was kept last."""
        self._stop()
        keeper = keeper_at(self._host)
        if keeper is None:
            return
        seen = self._look()
        if seen.content == seen.base:
            self.over()  # it stands as it was filled: nothing is typed
            return
        if seen.content == self._last:
            return
        self._key = self._key or str(uuid4())
        self._last = seen.content
        kind, record_id = self.about() or (None, None)
        keeper.keep(
            Typed(
                key=self._key,
                window=keeper.window,
                form=self.form,
                title=self._title(),
                kind=kind,
                record_id=record_id,
                version=self._version(),
                base=seen.base,
                content=seen.content,
                shown=seen.shown,
            )
        )

    def flush(self) -> None:
        """Keep it now, if something was typed since: the program ends."""
        if self._pause.isActive() or self._latest.isActive():
            self.keep()

    def left(self) -> None:
        """It is left: on purpose, unless the program ends now, which closes its windows first."""
        self.flush()
        self._stop()
        keeper, key, app = keeper_at(self._host), self._key, QCoreApplication.instance()
        self._key, self._last = "", None
        if keeper is not None and key and app is not None:
            QTimer.singleShot(LEAVING, app, lambda: keeper.forget(key))

    def over(self, *_how: object) -> None:
        """It was saved, or left on purpose: there is nothing to keep any more."""
        self._stop()
        keeper = keeper_at(self._host) if self._key else None
        if keeper is not None:
            keeper.forget(self._key)
        self._key, self._last = "", None

    def _stop(self) -> None:
        self._pause.stop()
        self._latest.stop()
