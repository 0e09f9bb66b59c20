"""Operations: how a page reads and changes the book without waiting for it.

Reads and commands go to one database thread in the order they were asked for; results come back to the window's
thread by a queued signal. An expected failure is a `Problem`; anything else is a bug and is reported whole.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from app.kernel.changes import Changes
from app.kernel.problems import Problem
from app.qt.coming import in_next_turn
from app.qt.progress import Cancelled, Progress, watched
from app.qt.undo import Way, answering, is_own_way
from app.qt.worker import Backend, Job, Outcome, Worker

T = TypeVar("T")
Then = Callable[[Any], object]
Failed = Callable[[Problem], object]
OUTSIDE = 4
"""Slow jobs outside the book that run at the same time."""
GATHERED = 2_000
"""Milliseconds after which the pages are told what a row of commands has changed so far."""


class Operations(QObject):
    """The one way from pages to the book and to the slow outside world."""

    problem = Signal(object)
    crashed = Signal(str)
    changed = Signal(object)
    saved = Signal()
    unsaved = Signal(object)
    untold = Signal(object)
    """An answer with a way back, of which nobody said anything."""
    busy = Signal(bool)
    started = Signal(object)
    _arrived = Signal(object)

    def __init__(self, backend: Backend, parent: QObject | None = None) -> None:
        """Start the threads over a backend."""
        super().__init__(parent)
        self._backend = backend
        self._pending = 0
        self.works = False
        self._newest: dict[Hashable, object] = {}
        self.running: set[Progress] = set()
        self._bound: set[QAbstractButton] = set()
        self._closed = False
        self._gathered = Changes()
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(GATHERED)
        self._telling.timeout.connect(self.tell_gathered)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._prepare()

    def _prepare(self) -> None:
        self._worker = Worker("database")
        # Python's own threads: a QRunnable is deleted by Qt behind its Python wrapper, and the next Qt object at the
        # same address is then taken for it
        self._pool = ThreadPoolExecutor(OUTSIDE, "outside")

    def read(
        self,
        query: Callable[..., T],
        then: Callable[[T], object],
        *,
        failed: Failed | None = None,
        latest: Hashable = None,
        **kwargs: Any,
    ) -> None:
        """Run a query and hand its result to `then`. With `latest`, only the newest read of that name delivers.

        After `close` nothing is read: a page that is told of a last problem may ask for more, and is not answered.
        """
        if self._closed:
            return
        ticket = object()
        if latest is not None:
            self._newest[latest] = ticket

        def wanted() -> bool:
            return latest is None or self._newest.get(latest) is ticket

        def job() -> Callable[[], None]:
            result = self._backend.read(query, **kwargs)
            return lambda: self._call(then, result) if wanted() else None

        self._start(job, failed, None)

    def in_turn(self, function: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do something to the book as a whole in the database thread, after all that was asked for before."""
        if self._closed:
            return

        def job() -> Callable[[], None]:
            result = function()
            return lambda: self._call(then, result)

        self._start(job, None, None)

    def run(
        self,
        command: Callable[..., T],
        then: Callable[[T], object] | None = None,
        *,
        failed: Failed | None = None,
        command_id: str | None = None,
        gather: bool = False,
        progress: Progress | None = None,
        **kwargs: Any,
    ) -> str:
        """Run a command; announces what it changed, then calls `then`. Gives the command id, for a retry.

        A long one says on `progress` how far it is and may be stopped there; then it has left no trace.

        One of a row gathers: pages that read all anew after each would take longer than the row itself. They are told
        now and then, and at the latest by `tell_gathered`.
        """
        identity = command_id or str(uuid4())
        self._command(command, then, failed, identity, kwargs, None, gather=gather, progress=progress)
        return identity

    def tell_gathered(self) -> None:
        """Announce what a row of commands has changed, if anything is still untold."""
        self._telling.stop()
        changes, self._gathered = self._gathered, Changes()
        if changes and not self._closed:
            self.changed.emit(changes)

    def _command(  # noqa: PLR0917 - one inner door for `run` and `bind`
        self,
        command: Callable[..., Any],
        then: Then | None,
        failed: Failed | None,
        identity: str,
        kwargs: Mapping[str, Any],
        ended: Callable[[], None] | None,
        *,
        gather: bool = False,
        progress: Progress | None = None,
    ) -> None:
        silent = gather or is_own_way()

        def job() -> Callable[[], None]:
            if progress is None:
                outcome = self._backend.once(identity, command, **kwargs)
            else:
                outcome = watched(progress, partial(self._backend.once, identity, command, **kwargs))
            way = outcome.way
            return lambda: self._announce(outcome, way, then, gather=gather, silent=silent)

        def refused(problem: Problem) -> None:
            self.unsaved.emit(problem)
            self._refused(problem, failed)

        self._start(job, refused, ended if progress is None else progress.finished.emit)

    def _announce(self, outcome: Outcome, way: Way | None, then: Then | None, *, gather: bool, silent: bool) -> None:
        self.saved.emit()
        if gather:
            self._gathered |= outcome.changes
            if self._gathered and not self._telling.isActive():
                self._telling.start()
        elif outcome.changes:
            self.changed.emit(outcome.changes)
        with answering(way, self.run, silent=silent) as answer:
            if then is not None:
                self._call(then, outcome.result)
        if way is not None and not silent and not answer.told:
            self.untold.emit(answer)

    def bind(
        self,
        button: QAbstractButton,
        command: Callable[..., T],
        arguments: Callable[[], Mapping[str, Any] | None],
        then: Callable[[T], object] | None = None,
        *,
        failed: Failed | None = None,
    ) -> None:
        """Let a button run a command; it is off while the command runs, so a double click runs it once.

        `arguments` is asked at the click; None means there is nothing to do.
        """

        def clicked() -> None:
            if button in self._bound:
                return
            given = arguments()
            if given is None:
                return
            had_focus = button.hasFocus()
            self._bound.add(button)
            button.setEnabled(False)
            self._command(
                command, then, failed, str(uuid4()), given, partial(self._release, button, had_focus=had_focus)
            )

        button.clicked.connect(clicked)

    def _release(self, button: QAbstractButton, *, had_focus: bool) -> None:
        self._bound.discard(button)
        if isValid(button):
            button.setEnabled(True)
            if had_focus and button.window().focusWidget() in {None, button}:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def background(
        self,
        function: Callable[[Progress], T],
        then: Callable[[T], object],
        *,
        failed: Failed | None = None,
        progress: Progress | None = None,
    ) -> Progress:
        """Run slow outside work (files, network, PDF pages) in a second pool; never the database."""
        shown = progress or Progress(self)
        self.running.add(shown)

        def job() -> Callable[[], None]:
            shown.check()
            result = function(shown)
            return lambda: self._call(then, result)

        def ended() -> None:
            self.running.discard(shown)
            shown.finished.emit()

        self.started.emit(shown)
        self._start_outside(job, failed, ended)
        return shown

    def soon(self, *steps: Callable[[], object]) -> None:
        """Do the rest of an answer step by step, each in a turn of the window of its own: none of them is felt."""
        self._count(1)
        in_next_turn(self, partial(self._go_on, steps))

    def _go_on(self, steps: Sequence[Callable[[], object]]) -> None:
        step, *rest = steps
        try:
            if not self._closed and _stands(step):
                step()
        finally:
            if rest and not self._closed:
                self.soon(*rest)
            self._count(-1)

    def ask(self, query: Callable[..., T], **kwargs: Any) -> T:
        """For a job outside the window's thread only: run a query in the database thread and wait for its answer."""
        answer: T = self._worker.ask(partial(self._backend.read, query, **kwargs))
        return answer

    def close(self) -> None:
        """Ask background work to stop and finish what the database thread has queued; nobody is told any more."""
        self._closed = True
        for progress in tuple(self.running):
            progress.cancel()
        self._pool.shutdown()
        self._worker.close()

    # ------------------------------------------------------------------ threads

    def _start(
        self, job: Callable[[], Callable[[], None]], failed: Failed | None, ended: Callable[[], None] | None
    ) -> None:
        self._count(1)
        self._worker.put(self._guarded(job, failed, ended))

    def _start_outside(
        self, job: Callable[[], Callable[[], None]], failed: Failed | None, ended: Callable[[], None]
    ) -> None:
        if self._closed:
            return  # nobody would be told
        self._count(1)
        self._pool.submit(self._guarded(job, failed, ended))

    def _guarded(
        self, job: Callable[[], Callable[[], None]], failed: Failed | None, ended: Callable[[], None] | None
    ) -> Job:
        """A job that always comes back: with its delivery, its problem or its crash."""

        def work() -> None:
            try:
                delivery: Callable[[], object] = partial(self._unless_closed, job())
            except Problem as problem:
                delivery = partial(self._refused, problem, failed)
            except Cancelled:
                delivery = _nothing
            except BaseException:  # noqa: BLE001 - a bug in any job is reported whole, in the window's thread
                delivery = partial(self.crashed.emit, traceback.format_exc())
            self._arrived.emit(partial(self._finish, delivery, ended))

        return work

    def _finish(self, delivery: Callable[[], object], ended: Callable[[], None] | None) -> None:
        self._count(-1)
        if ended is not None:
            ended()
        delivery()

    def _unless_closed(self, delivery: Callable[[], object]) -> None:
        """An answer that comes after the close reaches no page: it would only ask for more."""
        if not self._closed:
            delivery()

    def _deliver(self, arrival: Callable[[], None]) -> None:
        arrival()

    def _count(self, step: int) -> None:
        before, self._pending = self._pending, self._pending + step
        if (before == 0) != (self._pending == 0):
            self.works = self._pending > 0
            self.busy.emit(self.works)

    # ------------------------------------------------------------------ delivery

    def _refused(self, problem: Problem, failed: Failed | None) -> None:
        if failed is None:
            self.problem.emit(problem)
        else:
            self._call(failed, problem)

    @staticmethod
    def _call(function: Callable[[Any], object], value: object) -> None:
        """Call back, unless the receiver is a widget that has gone in the meantime."""
        if _stands(function):
            function(value)


def _stands(function: Callable[..., object]) -> bool:
    """Whether whose method it is still is there."""
    owner = getattr(function.func if isinstance(function, partial) else function, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


def _nothing() -> None:
    """The delivery of a job that was cancelled."""


class SynchronousOperations(Operations):
    """The same interface, at once and in the caller's thread: for tests and for single steps without a window.

    A bug is raised to the caller unless `reraise` is off; then it comes as `crashed`, as in the window.
    """

    def __init__(self, backend: Backend, parent: QObject | None = None, *, reraise: bool = True) -> None:
        """Over a backend, without threads."""
        self._reraise = reraise
        super().__init__(backend, parent)

    def _prepare(self) -> None:
        """No threads."""

    def ask(self, query: Callable[..., T], **kwargs: Any) -> T:
        """At once."""
        answer: T = self._backend.read(query, **kwargs)
        return answer

    def soon(self, *steps: Callable[[], object]) -> None:
        """At once."""
        for step in steps:
            step()

    def close(self) -> None:
        """Nothing runs between calls."""

    def _start(
        self, job: Callable[[], Callable[[], None]], failed: Failed | None, ended: Callable[[], None] | None
    ) -> None:
        self._count(1)
        try:
            delivery: Callable[[], object] = job()
        except Problem as problem:
            delivery = partial(self._refused, problem, failed)
        except Cancelled:
            delivery = _nothing
        except Exception:
            self._finish(partial(self.crashed.emit, traceback.format_exc()), ended)
            if self._reraise:
                raise
            return
        self._finish(delivery, ended)

    def _start_outside(
        self, job: Callable[[], Callable[[], None]], failed: Failed | None, ended: Callable[[], None]
    ) -> None:
        self._start(job, failed, ended)
