"""Operations: order, thread, problems, crashes, double clicks, background work and its cancelling."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.changes import Changes
from app.kernel.problems import Problem
from app.qt.buttons import Button
from app.qt.feed import ChangeFeed
from app.qt.operations import Operations, SynchronousOperations
from app.qt.progress import Progress
from app.qt.waiting import WaitingBar


@dataclass(frozen=True)
class Done:
    result: Any
    changes: Changes
    way: None = None


class Book:
    """A book that remembers who asked for what in which thread."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.threads: set[int] = set()
        self.ids: list[str] = []

    def read(self, query: Callable[..., Any], /, **kwargs: Any) -> Any:
        self.threads.add(threading.get_ident())
        return query(**kwargs)

    def once(self, command_id: str, command: Callable[..., Any], /, **kwargs: Any) -> Done:
        self.threads.add(threading.get_ident())
        self.ids.append(command_id)
        return Done(command(**kwargs), Changes.of("clients"))


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def operations(book: Book, qtbot: QtBot) -> Iterator[Operations]:
    made = Operations(book)
    yield made
    made.close()


def test_jobs_run_in_order_in_one_other_thread_and_come_back_to_ours(
    operations: Operations, book: Book, qtbot: QtBot
) -> None:
    results: list[tuple[int, bool]] = []
    main = threading.get_ident()

    def take(value: int) -> None:
        results.append((value, threading.get_ident() == main))

    def square(n: int) -> int:
        return n * n

    for n in range(20):
        (operations.read if n % 2 else operations.run)(square, take, n=n)
    qtbot.waitUntil(lambda: len(results) == 20)
    assert results == [(n * n, True) for n in range(20)]
    assert len(book.threads) == 1
    assert main not in book.threads


def test_a_command_announces_its_changes_before_its_result(operations: Operations, qtbot: QtBot) -> None:
    told: list[object] = []
    operations.changed.connect(told.append)
    operations.run(lambda: "made", told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [Changes.of("clients"), "made"]


def refuse() -> None:
    raise Problem("client.twice", "This client is there already.", field="name")


def test_a_row_of_commands_tells_the_pages_once_what_it_changed(operations: Operations, qtbot: QtBot) -> None:
    told: list[object] = []
    operations.changed.connect(lambda changes: told.append(changes.rooms))
    done: list[str] = []
    for name in ("one", "two", "three"):
        operations.run(lambda name=name: name, done.append, gather=True)
    qtbot.waitUntil(lambda: len(done) == 3)
    assert told == []
    operations.tell_gathered()
    assert told == [{"clients"}]
    operations.tell_gathered()
    assert len(told) == 1


def test_a_row_that_is_never_ended_is_told_all_the_same(operations: Operations, qtbot: QtBot) -> None:
    told: list[Changes] = []
    operations.changed.connect(told.append)
    operations.run(lambda: None, gather=True)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told == [Changes.of("clients")]


def test_a_problem_goes_to_failed_or_else_to_the_signal(operations: Operations, qtbot: QtBot) -> None:
    caught: list[Problem] = []
    operations.run(refuse, failed=caught.append)
    qtbot.waitUntil(lambda: len(caught) == 1)
    assert caught[0].field == "name"
    with qtbot.waitSignal(operations.problem) as signal:
        operations.run(refuse)
    assert signal.args is not None
    assert signal.args[0].code == "client.twice"


def test_a_bug_is_reported_whole_and_the_next_job_still_runs(operations: Operations, qtbot: QtBot) -> None:
    def broken() -> None:
        message = "seven"
        raise KeyError(message)

    after: list[str] = []
    with qtbot.waitSignal(operations.crashed) as signal:
        operations.run(broken)
        operations.read(lambda: "still here", after.append)
    assert signal.args is not None
    assert "KeyError: 'seven'" in signal.args[0]
    assert "broken" in signal.args[0]
    qtbot.waitUntil(lambda: after == ["still here"])


def test_every_run_has_its_own_command_id_and_a_retry_may_bring_its_own(
    operations: Operations, book: Book, qtbot: QtBot
) -> None:
    first = operations.run(lambda: None)
    second = operations.run(lambda: None)
    operations.run(lambda: None, command_id=first)
    qtbot.waitUntil(lambda: len(book.ids) == 3)
    assert first != second
    assert book.ids == [first, second, first]


def test_a_double_click_runs_a_bound_command_once(operations: Operations, book: Book, qtbot: QtBot) -> None:
    button = Button("Issue")
    qtbot.addWidget(button)
    gate = threading.Event()
    results: list[int] = []

    def issue(number: int) -> int:
        gate.wait(5)
        return number

    operations.bind(button, issue, lambda: {"number": 118}, results.append)
    button.show()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.click()
    assert not button.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: results == [118])
    assert button.isEnabled()
    assert len(book.ids) == 1


def test_a_bound_button_comes_back_after_a_problem_and_does_nothing_without_arguments(qtbot: QtBot) -> None:
    operations = SynchronousOperations(Book())
    button, nothing = Button("Save"), Button("Nothing")
    qtbot.addWidget(button)
    qtbot.addWidget(nothing)
    problems: list[Problem] = []
    operations.bind(button, refuse, dict, failed=problems.append)
    operations.bind(nothing, refuse, lambda: None)
    button.click()
    nothing.click()
    assert button.isEnabled()
    assert len(problems) == 1


def test_only_the_newest_read_of_a_name_delivers(operations: Operations, qtbot: QtBot) -> None:
    got: list[str] = []
    for text in ("b", "br", "bri"):
        operations.read(lambda text: text, got.append, latest="search", text=text)
    operations.read(lambda: "end", got.append)
    qtbot.waitUntil(lambda: "end" in got)
    assert got == ["bri", "end"]


def test_results_for_a_widget_that_has_gone_are_dropped(operations: Operations, qtbot: QtBot) -> None:
    class Receiver(QWidget):
        def take(self, value: str) -> None:
            self.setWindowTitle(value)

    receiver = Receiver()
    gate = threading.Event()

    def late() -> str:
        gate.wait(5)
        return "late"

    operations.read(late, receiver.take)
    with qtbot.waitSignal(receiver.destroyed):
        receiver.deleteLater()
    with qtbot.waitSignal(operations.busy, check_params_cb=lambda on: not on):
        gate.set()


def test_what_is_queued_at_the_close_is_done_and_told_to_nobody(book: Book, qtbot: QtBot) -> None:
    operations = Operations(book)
    told: list[str] = []

    def answer(text: str) -> None:
        told.append(text)
        operations.read(lambda: "more", told.append)

    operations.read(lambda: "rows", answer)
    operations.run(lambda: "done", answer)
    operations.close()
    QApplication.processEvents()
    assert len(book.ids) == 1
    assert told == []


def test_what_is_asked_of_the_outside_after_the_close_is_not_begun(book: Book, qtbot: QtBot) -> None:
    operations = Operations(book)
    operations.close()
    begun: list[str] = []

    def work(_progress: Progress) -> str:
        begun.append("it")
        return "done"

    operations.background(work, begun.append)
    QApplication.processEvents()
    assert (begun, operations.works) == ([], False)


def test_background_work_reports_and_can_be_cancelled(operations: Operations, qtbot: QtBot) -> None:
    gate = threading.Event()
    results: list[str] = []

    def slow(progress: Progress) -> str:
        progress.report(1, 3, "Making PDFs")
        gate.wait(5)
        progress.check()
        return "all"

    bar = WaitingBar(operations)
    qtbot.addWidget(bar)
    progress = operations.background(slow, results.append)
    qtbot.waitUntil(lambda: progress.total == 3)
    assert not bar.isVisible()
    bar.appear()
    assert bar.text() == "Making PDFs 1 of 3"
    bar.button.click()
    assert progress.cancelled
    with qtbot.waitSignal(progress.finished):
        gate.set()
    assert not bar.isVisible()
    assert results == []


def test_background_work_gives_its_result_in_our_thread(operations: Operations, qtbot: QtBot) -> None:
    got: list[bool] = []
    main = threading.get_ident()
    operations.background(lambda _progress: threading.get_ident(), lambda there: got.append(there != main))
    qtbot.waitUntil(lambda: got == [True])


def test_busy_says_when_work_begins_and_ends(operations: Operations, qtbot: QtBot) -> None:
    seen: list[bool] = []
    operations.busy.connect(seen.append)
    operations.read(lambda: 1, lambda _one: None)
    operations.read(lambda: 2, lambda _two: None)
    qtbot.waitUntil(lambda: seen == [True, False])


def test_synchronous_operations_do_it_at_once_and_raise_bugs() -> None:
    operations = SynchronousOperations(Book())
    got: list[int] = []
    operations.read(lambda: 5, got.append)
    operations.run(lambda: 6, got.append)
    operations.background(lambda _progress: 7, got.append)
    assert got == [5, 6, 7]
    with pytest.raises(ZeroDivisionError):
        operations.read(lambda: 1 // 0, got.append)
    quiet = SynchronousOperations(Book(), reraise=False)
    told: list[str] = []
    quiet.crashed.connect(told.append)
    quiet.read(lambda: 1 // 0, got.append)
    assert "ZeroDivisionError" in told[0]


class Ear:
    def __init__(self, *rooms: str) -> None:
        self.listens = frozenset(rooms)
        self.heard: list[Changes] = []

    def hear(self, changes: Changes) -> None:
        self.heard.append(changes)


def test_the_feed_tells_only_whom_it_concerns() -> None:
    feed = ChangeFeed()
    money, people = Ear("invoices", "receivables"), Ear("clients")
    feed.subscribe(money)
    feed.subscribe(money)
    feed.subscribe(people)
    feed.publish(Changes.of("invoices"))
    feed.publish(Changes())
    feed.unsubscribe(people)
    feed.publish(Changes.of("clients"))
    assert len(money.heard) == 1
    assert people.heard == []


def test_a_problem_told_after_closing_may_ask_for_more_and_gets_nothing(operations: Operations, qtbot: QtBot) -> None:
    """What was not saved is still told when the window is handed over; its page then reads anew."""
    told: list[str] = []

    def refused() -> None:
        raise Problem("x", "Not saved.")

    def failed(problem: Problem) -> None:
        told.append(problem.message)
        operations.read(lambda: "anew", told.append)

    operations.run(refused, failed=failed)
    operations.close()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert told == ["Not saved."]


def test_a_step_that_fails_leaves_nothing_busy_and_the_next_step_is_done(operations: Operations, qtbot: QtBot) -> None:
    busy: list[bool] = []
    done: list[int] = []
    operations.busy.connect(busy.append)

    def fail() -> None:
        raise LookupError

    with qtbot.captureExceptions() as met:
        operations.soon(fail, lambda: done.append(2))
        qtbot.waitUntil(lambda: done == [2])
    assert len(met) == 1
    qtbot.waitUntil(lambda: busy[-1] is False)
