"""The desk: who acts in the window, and from when on."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.bootstrap.desk import Desk
from app.bootstrap.places import Places
from app.bootstrap.sessions import session_of
from app.clients.commands import add_client
from app.clients.queries import clients
from app.firm.queries import people
from app.kernel.problems import Problem
from app.qt import memory
from app.shell import areas
from app.shell.pages.new_book import NewBookPage
from app.shell.pages.not_opened import NotOpenedPage
from app.storage.audit import AuditEntry
from app.storage.book import Book, open_book
from app.storage.reading import Reading
from app.timesheets.commands import log_time
from tests.books import Office
from tests.samples.clients import castlegate
from tests.samples.engagements import small_review
from tests.windows import ROOM


@pytest.fixture
def desk(qapp: QApplication, sqlite_office: Office, tmp_path: Path) -> Iterator[Desk]:
    """A desk at the founded firm's book."""
    made = Desk(qapp, Places(*(tmp_path / name for name in ("books", "config", "logs", "data"))))
    made.backend.book = sqlite_office.book
    yield made
    made.window.frame.close()
    made.close()


def last_entry(reading: Reading) -> tuple[str, int | None]:
    row = reading.execute(select(AuditEntry.command, AuditEntry.actor_id).order_by(AuditEntry.sequence.desc())).first()
    assert row is not None
    return row.command, row.actor_id


def test_what_was_asked_for_before_a_switch_is_done_in_the_name_of_who_asked(
    qtbot: QtBot, desk: Desk, sqlite_office: Office
) -> None:
    office = sqlite_office
    task = small_review(office, castlegate(office)).tasks["Reading"]
    partner = next(row for row in office.book.read(people) if row.initials == "EF")
    asker = office.people["PR"]
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    desk.window.open_settings()
    office.act_as("PR")
    desk.operations.run(log_time, person_id=asker, task_id=task, day=date(2026, 4, 30), seconds=3600)
    desk.switch_person(partner)
    assert not desk.window.is_open, "nothing can be typed in the old pages, in whose name would it be?"
    assert desk.window.frame.page(areas.SETTINGS) is None
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    assert desk.window.session.initials == "EF"
    assert office.book.actor.person_id == partner.id
    assert office.book.read(last_entry) == ("log_time", asker)


def test_a_person_who_cannot_take_over_leaves_the_window_to_who_had_it(
    qtbot: QtBot, desk: Desk, sqlite_office: Office
) -> None:
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    told: list[Problem] = []
    desk.operations.problem.connect(told.append)

    def refuse(_book: Book) -> None:
        raise Problem("person.gone", "Nobody is there.")

    partner = next(row for row in sqlite_office.book.read(people) if row.initials == "EF")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.bootstrap.sign_in.actor_of", refuse)
        desk.switch_person(partner)
        qtbot.waitUntil(lambda: bool(told), timeout=ROOM)
    assert desk.window.is_open
    assert [problem.code for problem in told] == ["person.gone"]


def test_whoever_founds_the_firm_works_in_the_window_at_once(qtbot: QtBot, desk: Desk) -> None:
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    assert desk.window.session.initials == "EF"


def proposed_place(desk: Desk, qtbot: QtBot) -> Path:
    desk.window.make_book()
    page = desk.window.frame.current
    assert isinstance(page, NewBookPage)
    qtbot.waitUntil(lambda: bool(page.place_step.place()), timeout=ROOM)
    return Path(page.place_step.place())


def test_a_new_book_is_proposed_in_the_folder_of_books_and_never_over_one_that_is_there(
    desk: Desk, qtbot: QtBot
) -> None:
    books = desk.places.books
    desk.window.welcome(None)
    assert proposed_place(desk, qtbot) == books / "Office" / "Office.watertight"
    (books / "Office").mkdir(parents=True)
    desk.window.welcome(None)
    assert proposed_place(desk, qtbot) == books / "Office 2" / "Office 2.watertight"


def test_a_new_book_beside_an_open_one_is_proposed_with_the_firms_name(qtbot: QtBot, desk: Desk) -> None:
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    assert proposed_place(desk, qtbot).name == f"{desk.window.session.book_name}.watertight"
    assert desk.window.is_open, "the open book stays open until the new one is there"


def test_what_was_asked_of_a_book_reaches_that_book_though_another_is_open_by_then(
    qtbot: QtBot, desk: Desk, sqlite_office: Office, tmp_path: Path, founded_file: Path
) -> None:
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    first = Path(sqlite_office.book.place)
    second = tmp_path / "second" / "Second.watertight"
    second.parent.mkdir()
    shutil.copy(founded_file, second)
    going_on = threading.Event()
    desk.operations.read(lambda _reads: going_on.wait(20), lambda _done: None)
    desk.operations.run(add_client, name="Marlow Maps", country="GB", currency="GBP", language="en-GB")
    other = open_book(second, sqlite_office.clock)
    other.actor = sqlite_office.book.actor
    desk.ready((other, session_of(other)))
    going_on.set()
    qtbot.waitUntil(lambda: desk.window.is_open and desk.window.session.place == str(second))
    assert other.read(clients) == []
    desk.backend.close()
    with open_book(first, sqlite_office.clock) as again:
        assert [row.name for row in again.read(clients)] == ["Marlow Maps"]


def test_a_book_is_left_as_soon_as_another_is_opened(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    frame = desk.window.frame
    desk.open_place(str(tmp_path / "nowhere.watertight"))
    assert not desk.window.is_open
    assert frame.current is None
    assert frame.top.crumbs.parts() == ()
    desk.window.log_time()
    desk.window.open_settings()
    desk.window.open_help()
    assert frame.current is None
    qtbot.waitUntil(lambda: isinstance(frame.current, NotOpenedPage))


def test_a_copy_is_remembered_of_the_book_it_was_made_of(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk._founded()
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    place = desk.window.session.place
    desk.copy_book(str(tmp_path / "copy.watertight"))
    desk.window._session = replace(desk.window.session, place="another book")
    qtbot.waitUntil(lambda: "and checked" in desk.window.frame.notices.text())
    known: dict[str, object] = memory.recall("copies", {})
    memory.forget("copies")
    assert list(known) == [place]


def test_the_password_of_a_shared_book_is_asked_for_and_tried(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.bootstrap import entering
    from app.qt.dialogs import FormDialog

    tried: list[str] = []

    def opened(place: str, *_root: object, **_how: object) -> object:
        tried.append(place)
        raise Problem("book.password", "The shared book asks for the password of its server.", hint="Type it.")

    def dialog() -> FormDialog:
        found: list[FormDialog] = []

        def open_now() -> bool:
            found[:] = [one for one in desk.window.frame.findChildren(FormDialog) if one.isVisible()]
            return len(found) == 1

        qtbot.waitUntil(open_now)
        return found[0]

    monkeypatch.setattr(entering, "opened", opened)
    desk.window.frame.show()
    desk.open_place("postgresql://grace@office/book")
    first = dialog()
    editor = first.form.editor("password")
    assert isinstance(editor, QLineEdit)
    assert editor.echoMode() is QLineEdit.EchoMode.Password
    editor.setText("S3:cret")
    first.form.submit()
    qtbot.waitUntil(lambda: len(tried) == 2)
    assert tried == ["postgresql://grace@office/book", "postgresql://grace:S3%3Acret@office/book"]
    second = dialog()
    assert second is not first
    assert "S3" not in " ".join(label.text() for label in second.findChildren(QLabel))
    assert any("does not take this password" in label.text() for label in second.findChildren(QLabel))
    second.reject()
