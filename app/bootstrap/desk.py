"""The desk: one application with one window. The frame is painted first, the book opens in a thread behind it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QSize, QTimer, qVersion
from PySide6.QtWidgets import QApplication

from app import __version__
from app.bootstrap.backend import LateBackend
from app.bootstrap.language import speak
from app.bootstrap.shelf import DeskShelf
from app.kernel.words import _, language
from app.qt import memory, preferences
from app.qt.collecting import Collector
from app.qt.loading import make_classes
from app.qt.operations import Operations
from app.qt.own_words import speak_qt
from app.qt.theme import Theme, prepare
from app.qt.tray import Tray
from app.qt.window_place import WindowPlace
from app.shell import ahead
from app.shell.window import MainWindow

if TYPE_CHECKING:
    from app.bootstrap.places import Places
    from app.firm.queries import PersonRow
    from app.kernel.problems import Problem
    from app.qt.preferences import Preferences
    from app.qt.progress import Progress
    from app.shell.checks import Checks
    from app.shell.keys import Keys, NewBook, NewKeys, Typed
    from app.shell.refusals import How
    from app.shell.session import Session
    from app.storage.book import Book

SIZE = (1440, 900)
TURN = 0.001
"""Seconds after which a thread behind gives Python's lock to the window: a painted list asks for it forty times."""
SETTLED = 500
"""Milliseconds after the first page is filled; then the rooms of the others are imported behind it."""


class Desk(QObject):
    """Holds the window, the operations and the open book together."""

    def __init__(self, app: QApplication, places: Places) -> None:
        """An empty window; nothing is read yet."""
        super().__init__()
        self.app = app
        self.places = places
        sys.setswitchinterval(TURN)
        self.collector = Collector(self)
        self.ahead = ahead.Ahead(self)
        self.ahead.come.connect(lambda _key: self.collector.set_aside())
        self.theme = Theme(app)
        memory.install(memory.Memory(places.config / "window.json"))
        self.theme.wear(preferences.current.load())
        preferences.current.changed.connect(self.theme.wear)
        self.backend = LateBackend()
        self.how: How | None = None
        """How the book that is asked for shall be opened."""
        self._demos: list[tempfile.TemporaryDirectory[str]] = []
        self.operations = Operations(self.backend)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED)
        self._settled.timeout.connect(self._look_ahead)
        self.operations.busy.connect(lambda busy: None if busy else self._settled.start())
        self._speak()
        self.window = self._new_window()
        preferences.current.changed.connect(self._preferred)
        self.operations.crashed.connect(self._job_crashed)
        self.operations.problem.connect(lambda problem: _note(f"refused: {problem.code}"))

    def _new_window(self) -> MainWindow:
        window = MainWindow(self.operations)
        window.new_wanted.connect(self.make_new)
        window.open_wanted.connect(self.open_place)
        window.unlock_wanted.connect(self.unlock)
        window.rekey_wanted.connect(self.rekey)
        window.ask_wanted.connect(self.open_place)
        window.demo_wanted.connect(self.open_demo)
        window.person_wanted.connect(self.switch_person)
        window.copy_wanted.connect(self.copy_book)
        window.frame.coming.ready = self.ahead.ready
        self.ahead.come.connect(window.frame.coming.came)
        window.logs = self.places.logs
        window.shelf = DeskShelf(self.places)
        window.keys = self._keys
        window.checks = self._checks
        window.place_for = self.places.proposed
        self.place = WindowPlace(window.frame)
        self.tray = Tray(window.frame)
        self.tray.log_wanted.connect(window.log_time)
        return window

    # ------------------------------------------------------------------ language

    def _speak(self) -> None:
        """Our words, and Qt's own in menus of text fields and in file dialogs."""
        speak_qt(self.app, speak(preferences.current.now.language, QLocale.system().uiLanguages()))

    def _preferred(self, _now: Preferences) -> None:
        before = language()
        self._speak()
        if language() != before:
            QTimer.singleShot(0, self._open_anew)  # the page that asked still stands in the old window

    def _open_anew(self) -> None:
        """Another language: the window is made anew in place of the old one, on the settings again.

        The old one lives on unseen while something that was done in it can be taken back.
        """
        old, *beside = self.window, self.tray, self.place
        self.window = self._new_window()
        self.window.frame.setGeometry(old.frame.geometry())
        self.window.frame.setWindowState(old.frame.windowState())
        self.window.frame.show()
        old.frame.close()
        for one in beside:
            one.deleteLater()

        def end() -> None:
            old.frame.deleteLater()
            old.deleteLater()

        def settle() -> None:
            """What the old window asked for has been answered by now."""
            old.retire()
            self.window.frame.take_over(old.frame, end)
            self.window.show_settings("look")

        def sign(book: Book) -> Session | None:
            from app.bootstrap.sessions import session_of

            return session_of(book)

        if old.is_open:
            self._change_person(sign, then=settle)
        else:
            self.window.welcome(None)
            end()

    def start(self, place: str | None, *, use_demo: bool) -> None:
        """Open the demo, the book asked for, the last one, or show the welcome page."""
        make_classes(self.app.processEvents)
        if use_demo:
            self.open_demo()
        elif (chosen := place or self.places.last_book()) is None:
            self.window.welcome(None)
        else:
            self.open_place(chosen, self.how)

    # ------------------------------------------------------------------ opening

    def open_place(self, place: str, how: How | None = None) -> None:
        """Open a book in the background; a problem shows on the welcome page."""
        self.window.waiting(_("Opening the book\u2026"))

        def work(_progress: Progress) -> tuple[Book, Session | None]:
            from app.bootstrap.entering import opened

            return opened(place, how=how, anchors=self.places.anchors)

        self.how = how
        self.operations.background(work, self.ready, failed=partial(self.not_opened, place))

    def unlock(self, place: str, typed: Typed) -> None:
        """Open a locked book by what was typed; the page that asked stays until it opens."""
        from app.bootstrap.rekeying import unlock

        unlock(self, place, typed)

    def open_demo(self) -> None:
        """Open a fresh copy of the demo firm; each window has one of its own, gone when the window closes."""
        self.places.data.mkdir(parents=True, exist_ok=True)
        self._demos.append(
            tempfile.TemporaryDirectory(prefix="demo-", dir=self.places.data, ignore_cleanup_errors=True)
        )
        folder = Path(self._demos[-1].name) / "demo"
        self.window.waiting(_("Preparing the demo firm\u2026"))

        def work(_progress: Progress) -> tuple[Book, Session | None]:
            from app.bootstrap import copy_demo
            from app.bootstrap.entering import opened

            return opened(str(copy_demo(folder)))

        self.operations.background(work, self.ready, failed=self.window.welcome)

    def _keys(self) -> Keys:
        from app.bootstrap.unlocking import DeskKeys

        return DeskKeys(self.backend)

    def make_new(self, new: NewBook) -> None:
        """Make a book with its keys and its firm; the page that asked stays until it is there."""
        from app.bootstrap.rekeying import make_new

        make_new(self, new)

    def rekey(self, new: NewKeys) -> None:
        """Close the open book, write it anew with other keys, and open it again."""
        from app.bootstrap.rekeying import rekey

        rekey(self, new)

    def not_opened(self, place: str, problem: Problem) -> None:
        """Say why, or ask for what opens it."""
        if problem.code.startswith("key."):
            self.window.ask_key(place, problem)
        elif problem.code == "book.password":
            from app.bootstrap.passwords import ask

            self.window.welcome(problem)
            ask(self, place)
        else:
            from app.bootstrap.refusing import tell

            tell(self, place, problem)

    def ready(self, opened: tuple[Book, Session | None]) -> None:
        """Show a book. What was asked for before still goes to the book it was asked of, in the database thread."""
        book, session = opened
        _note("a shared book was opened" if session is not None and session.shared else "a book was opened")

        def change() -> None:
            self.backend.take(book, self.operations.crashed.emit)

        def show(_changed: None) -> None:
            if session is None:
                self.window.found(self._founded)
            else:
                self._show(session)

        self.operations.in_turn(change, show)

    def _founded(self) -> None:
        """The firm was just founded: sign its first person in."""

        def sign(book: Book) -> Session | None:
            from app.bootstrap.sessions import session_of
            from app.bootstrap.sign_in import sign_in

            sign_in(book)
            return session_of(book)

        self._change_person(sign)

    def _show(self, session: Session) -> None:
        if not session.is_demo:
            self.places.remember(session.place)
        self.window.fill(session)
        from app.bootstrap.typing_keeper import keep_typing

        keep_typing(self, session)
        self.collector.set_aside()  # what was loaded to open a book stays

    def _look_ahead(self) -> None:
        """The page is filled: the rooms of the others come behind it, and a second start is heard."""
        from app.bootstrap.weekly import look_after

        if self.window.is_open:
            known = self.window.frame.known
            self.ahead.start([key for key in ahead.ROOMS if key in known])
            look_after(self)

    def switch_person(self, row: PersonRow) -> None:
        """Let another person of the firm work in this window.

        The pages are left at once: what would be typed while slow work comes first would be in the next one's name.
        """
        before = self.window.session if self.window.is_open else None

        def stay(problem: Problem) -> None:
            if before is None:
                self.window.welcome(problem)
                return
            self._show(before)
            self.operations.problem.emit(problem)

        def switch(book: Book) -> Session | None:
            from app.bootstrap.sessions import session_of
            from app.bootstrap.sign_in import actor_of

            book.actor = actor_of(row)
            return session_of(book, row)

        self.window.waiting(_("Handing the window to {name}\u2026").format(name=row.name))
        self._change_person(switch, failed=stay)

    def _change_person(
        self,
        change: Callable[[Book], Session | None],
        then: Callable[[], object] = lambda: None,
        failed: Callable[[Problem], object] | None = None,
    ) -> None:
        """Done in the database thread: what was asked for before is still carried out in the name of who asked."""
        book = self.backend.book

        def show(found: Session | None) -> None:
            if found is not None:
                self._show(found)
                then()

        if book is not None:
            from app.bootstrap.entering import prepared

            self.operations.read(lambda _reads: prepared(change(book)), show, failed=failed)

    def copy_book(self, target: str) -> None:
        """Copy the open book to a file, outside the window's thread, and check the copy."""
        from app.bootstrap.copying import copy_book

        copy_book(self, target)

    def _checks(self) -> Checks:
        from app.bootstrap.checking import checking_of

        return checking_of(self)

    def _job_crashed(self, trace: str) -> None:
        from app.bootstrap.failing import tell_job

        tell_job(self, trace)

    def hear_failures(self) -> None:
        """From now on failures outside every job are told, too, and the system's wish to end is heard."""
        from app.bootstrap.failing import Failures
        from app.bootstrap.quitting import quit_when_asked

        Failures(self)
        quit_when_asked(self.app)

    def close(self) -> None:
        """Finish what is queued and close the book."""
        preferences.current.changed.disconnect(self.theme.wear)
        preferences.current.changed.disconnect(self._preferred)
        self._settled.stop()
        self.ahead.close()
        self.operations.close()
        self.backend.close()
        self.collector.close()
        while self._demos:
            self._demos.pop().cleanup()


def _note(text: str) -> None:
    from app.bootstrap.logs import log_event

    log_event(text)


def open_desk(place: str | None, *, use_demo: bool, watched: bool = False, how: How | None = None) -> int:
    """Run the window until it is closed; the exit code. With `watched`, the log tells when the window hung."""
    prepare()
    app = QApplication(sys.argv[:1])
    from app.bootstrap.logs import log_event, start_log
    from app.bootstrap.places import Places

    places = Places.usual()
    known = None if use_demo or how is not None else place or places.last_book()
    if known is not None:
        from app.bootstrap.second_start import brought_to_front

        if brought_to_front(known):
            return 0
    start_log(places.logs)
    log_event(f"started: version {__version__}, Qt {qVersion()}, {sys.platform}")
    app.setApplicationName("Watertight")
    app.setDesktopFileName("watertight")
    watch = None
    if watched:
        from app.bootstrap.failing import watch_hangs

        watch = watch_hangs(app)
    desk = Desk(app, places)
    desk.how = how
    desk.place.restore(QSize(*SIZE))
    desk.window.frame.show()
    app.processEvents()  # the frame is painted before anything is opened
    QTimer.singleShot(0, lambda: desk.start(place, use_demo=use_demo))
    QTimer.singleShot(0, desk.hear_failures)
    app.lastWindowClosed.connect(lambda: None if desk.tray.hides else app.quit())
    app.setQuitOnLastWindowClosed(False)
    try:
        return app.exec()
    finally:
        from app.bootstrap.leaving import leave

        leave(desk)
        desk.close()
        if watch is not None:
            watch.close()
        log_event("stopped")
