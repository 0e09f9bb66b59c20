"""The worker thread: one thread that owns the database and works its jobs in order; the book as it is seen there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Any, NoReturn, Protocol, TypeVar

from app.kernel.changes import Changes
from app.qt.undo import Way

T = TypeVar("T")
Job = Callable[[], None]


class Outcome(Protocol):
    """What a finished command gives: its result and what it changed."""

    @property
    def result(self) -> Any: ...

    @property
    def changes(self) -> Changes: ...

    @property
    def way(self) -> Way | None: ...


class Backend(Protocol):
    """The book, as seen from here. Called in the database thread only."""

    def read(self, query: Callable[..., Any], /, **kwargs: Any) -> Any:
        """Run a query in a read transaction."""

    def once(self, command_id: str, command: Callable[..., Any], /, **kwargs: Any) -> Outcome:
        """Run a command in one Work; the same command id a second time changes nothing."""


class Worker:
    """A thread of our own; a thread pool would end its idle thread, and a database connection belongs to one thread."""

    def __init__(self, name: str) -> None:
        """Start the thread."""
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._open = True
        self._thread.start()

    def put(self, job: Job) -> None:
        """Queue a job that takes care of its own failures; RuntimeError after `close`."""
        if not self._open:
            message = "the worker is closed"
            raise RuntimeError(message)
        self._jobs.put(job)

    def ask(self, function: Callable[[], T]) -> T:
        """From another thread: do something here and wait for what it gives, or for what it raises."""
        answers: SimpleQueue[Callable[[], T]] = SimpleQueue()

        def job() -> None:
            try:
                result = function()
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked
                answers.put(partial(_raise, error))
            else:
                answers.put(lambda: result)

        self.put(job)
        return answers.get()()

    def close(self) -> None:
        """Finish what is queued, then end the thread."""
        if self._open:
            self._open = False
            self._jobs.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


def _raise(error: BaseException) -> NoReturn:
    raise error
