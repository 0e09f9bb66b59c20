"""What was typed in a window that was lost: kept while it is typed, asked about once, gone on with in its own form."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.places import Places
from app.bootstrap.typing_keeper import Keeper
from app.clients.commands import change_client
from app.clients.queries import client, clients
from app.clients.ui.form import ClientDialog
from app.kernel.typed import LeftTyped, Typed
from app.shell import areas
from app.shell.pages.clients import ClientsPage
from app.shell.pages.typed import TypedPage
from app.storage.keeping_typed import keep_typed, left_typed
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import small_review
from tests.windows import ROOM, press, type_into

CTRL = Qt.KeyboardModifier.ControlModifier
Open = Callable[[], Desk]
GONE = f"{socket.gethostname()}:999999999:0"


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> Iterator[Open]:
    """Opens the window of a book anew, as after the last one was lost."""
    desks: list[Desk] = []

    def open_anew() -> Desk:
        made = Desk(qapp, Places(*(tmp_path / name for name in ("books", "config", "logs", "data"))))
        made.backend.book = sqlite_office.book
        desks.append(made)
        made.window.frame.show()
        made._founded()
        qtbot.waitUntil(lambda: made.window.is_open, timeout=ROOM)
        return made

    yield open_anew
    for desk in desks:
        desk.backend.book = None
        desk.window.frame.close()
        desk.close()


def form_in(qtbot: QtBot, desk: Desk, act: Callable[[ClientsPage], object]) -> ClientDialog:
    page = desk.window.frame.show_page(areas.CLIENTS)
    assert isinstance(page, ClientsPage)
    act(page)
    return shown(qtbot, page)


def shown(qtbot: QtBot, page: ClientsPage) -> ClientDialog:
    qtbot.waitUntil(lambda: page.dialogs.dialog is not None and page.dialogs.dialog.isVisible(), timeout=ROOM)
    assert isinstance(page.dialogs.dialog, ClientDialog)
    return page.dialogs.dialog


def left(office: Office) -> list[LeftTyped]:
    return office.book.read(left_typed, window="another")


def kept(qtbot: QtBot, office: Office, dialog: ClientDialog) -> None:
    """As after two seconds without a key."""
    assert dialog.typing is not None
    dialog.typing.keeping.keep()
    qtbot.waitUntil(lambda: bool(left(office)), timeout=ROOM)


def test_what_was_typed_is_asked_about_once_and_stands_in_its_form_again(
    qtbot: QtBot, opened: Open, sqlite_office: Office
) -> None:
    lost = opened()
    dialog = form_in(qtbot, lost, lambda page: page.dialogs.add())
    type_into(dialog.form, "name", "Tamar Robotics")
    type_into(dialog.form, "payer_email", "jo@tamar")
    kept(qtbot, sqlite_office, dialog)
    lost.backend.book = None

    desk = opened()
    frame = desk.window.frame
    qtbot.waitUntil(lambda: not frame.standing.isHidden(), timeout=ROOM)
    assert frame.standing.text() == "A form was being filled in when the window ended. What was typed is kept."
    frame.standing.banner.button.click()
    qtbot.waitUntil(lambda: isinstance(frame.current, TypedPage) and bool(frame.current.cards), timeout=ROOM)
    assert frame.standing.isHidden()
    page = frame.current
    assert isinstance(page, TypedPage)
    (card,) = page.cards
    assert dict(card.left.typed.shown) == {"Name": "Tamar Robotics", "Email for invoices": "jo@tamar"}
    card.on_button.click()
    list_page = frame.page(areas.CLIENTS)
    assert isinstance(list_page, ClientsPage)
    again = shown(qtbot, list_page)
    assert again.form.values()["name"] == "Tamar Robotics"
    type_into(again.form, "payer_name", "Jo Whitfield")
    press(type_into(again.form, "payer_email", "jo@tamar.example"), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not left(sqlite_office), timeout=ROOM)
    assert [row.name for row in sqlite_office.book.read(clients)] == ["Tamar Robotics"]


def left_and_changed(qtbot: QtBot, opened: Open, office: Office, **changed: Any) -> int:
    """A client whose website somebody types when the window is lost; then somebody else changes the client."""
    client_id = brightwater(office)
    lost = opened()
    dialog = form_in(qtbot, lost, lambda page: page.dialogs.edit(client_id))
    type_into(dialog.form, "website", "typed.example")
    kept(qtbot, office, dialog)
    lost.backend.book = None
    row = office.book.read(client, client_id=client_id)
    office.book.perform(change_client, client_id=client_id, version=row.version, **changed)
    return client_id


def test_a_record_that_was_changed_since_is_merged_when_its_form_is_gone_on_with(
    qtbot: QtBot, opened: Open, sqlite_office: Office
) -> None:
    office = sqlite_office
    client_id = left_and_changed(qtbot, opened, office, address="1 New Quay")

    desk = opened()
    assert isinstance(desk.window.frame.keeper, Keeper)
    desk.window._go_on(left(office)[0])
    page = desk.window.frame.page(areas.CLIENTS)
    assert isinstance(page, ClientsPage)
    again = shown(qtbot, page)
    qtbot.waitUntil(lambda: again.form.values()["address"] == "1 New Quay", timeout=ROOM)
    assert again.form.values()["website"] == "typed.example"
    press(again.form.editor("name"), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not left(office), timeout=ROOM)
    now = office.book.read(client, client_id=client_id)
    assert (now.website, now.address) == ("typed.example", "1 New Quay")


def test_thrown_away_it_can_be_brought_back_and_another_persons_is_never_shown(
    qtbot: QtBot, opened: Open, sqlite_office: Office
) -> None:
    office = sqlite_office
    lost = opened()
    dialog = form_in(qtbot, lost, lambda page: page.dialogs.add())
    type_into(dialog.form, "name", "Tamar Robotics")
    kept(qtbot, office, dialog)
    (mine,) = left(office)
    office.act_as("GB").perform(keep_typed, typed=replace(mine.typed, key="hers", window=GONE))
    office.act_as("EF")
    lost.backend.book = None
    desk = opened()
    page = desk.window.frame.show_page(areas.TYPED)
    assert isinstance(page, TypedPage)
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=ROOM)
    page.cards[0].away_button.click()
    qtbot.waitUntil(lambda: not left(office), timeout=ROOM)
    assert not page.empty.isHidden()
    desk.window.frame.undo()
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=ROOM)
    assert office.act_as("GB").read(left_typed, window="another")[0].typed.key == "hers"


def test_another_person_at_work_on_the_same_record_is_told_in_the_form(
    qtbot: QtBot, opened: Open, sqlite_office: Office
) -> None:
    office = sqlite_office
    client_id = brightwater(office)
    desk = opened()
    dialog = form_in(qtbot, desk, lambda page: page.dialogs.edit(client_id))
    typing = dialog.typing
    assert typing is not None
    assert typing.hint.text() == ""
    type_into(dialog.form, "website", "typed.example")
    kept(qtbot, office, dialog)
    (mine,) = left(office)
    office.act_as("GB").perform(keep_typed, typed=replace(mine.typed, key="hers", window="elsewhere:1:1"))
    office.act_as("EF")
    typing.look_around()
    qtbot.waitUntil(lambda: typing.hint.text() == "Grace Bennett is editing this just now.", timeout=ROOM)


def test_a_form_that_is_left_on_purpose_or_stands_as_it_was_filled_is_not_kept(
    qtbot: QtBot, opened: Open, sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened()
    dialog = form_in(qtbot, desk, lambda page: page.dialogs.add())
    typing = dialog.typing
    assert typing is not None
    written: list[Any] = []
    keeper = desk.window.frame.keeper
    assert isinstance(keeper, Keeper)
    real = keeper.keep

    def counted(typed: Any) -> None:
        written.append(typed)
        real(typed)

    monkeypatch.setattr(keeper, "keep", counted)
    typing.keeping.keep()
    assert written == []
    type_into(dialog.form, "name", "Tamar")
    kept(qtbot, sqlite_office, dialog)
    typing.keeping.keep()
    assert len(written) == 1, "nothing changed, nothing is written"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not left(sqlite_office), timeout=ROOM)


def test_who_goes_back_from_two_versions_overwrites_nothing_by_saving(
    qtbot: QtBot, opened: Open, sqlite_office: Office
) -> None:
    office = sqlite_office
    client_id = left_and_changed(qtbot, opened, office, website="theirs.example")

    desk = opened()
    desk.window._go_on(left(office)[0])
    page = desk.window.frame.page(areas.CLIENTS)
    assert isinstance(page, ClientsPage)
    again = shown(qtbot, page)
    assert again.typing is not None
    editing = again.typing.editing
    assert editing is not None
    for _time in range(2):
        qtbot.waitUntil(lambda: editing.dialog is not None and editing.dialog.isVisible(), timeout=ROOM)
        press(editing.dialog, Qt.Key.Key_Escape)
        assert again.form.values()["website"] == "typed.example"
        press(again.form.editor("name"), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: editing.dialog is not None and editing.dialog.isVisible(), timeout=ROOM)
    assert office.book.read(client, client_id=client_id).website == "theirs.example"
    press(editing.dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not left(office), timeout=ROOM)
    assert office.book.read(client, client_id=client_id).website == "typed.example"


def test_a_page_about_one_thing_says_who_else_is_typing_about_it(
    qtbot: QtBot, opened: Open, sqlite_office: Office
) -> None:
    office = sqlite_office
    sample = small_review(office, brightwater(office))
    office.act_as("GB").perform(
        keep_typed, typed=Typed("hers", "elsewhere:1:1", "change_sow", "Terms", "sow", sample.sow_id, 1, {}, {}, ())
    )
    office.act_as("EF")
    desk = opened()
    frame = desk.window.frame
    frame.show_page(areas.ENGAGEMENT, sample.sow_id)
    qtbot.waitUntil(lambda: frame.notices.text() == "Grace Bennett is editing this just now.", timeout=ROOM)


def test_a_book_that_was_opened_under_another_name_of_its_file_keeps_what_is_typed_too(
    qtbot: QtBot, qapp: QApplication, founded_file: Path, tmp_path: Path
) -> None:
    place = Path(shutil.copy(founded_file, tmp_path / "firm.watertight"))
    alias = tmp_path / "alias.watertight"
    alias.symlink_to(place)
    desk = Desk(qapp, Places(*(tmp_path / name for name in ("books", "config", "logs", "data"))))
    desk.window.frame.show()
    desk.open_place(str(alias))
    qtbot.waitUntil(lambda: desk.window.is_open, timeout=ROOM)
    dialog = form_in(qtbot, desk, lambda page: page.dialogs.add())
    type_into(dialog.form, "name", "Tamar Robotics")
    assert dialog.typing is not None
    dialog.typing.keeping.keep()
    found: list[Any] = []
    desk.operations.read(left_typed, found.extend, window="another")
    qtbot.waitUntil(lambda: bool(found), timeout=ROOM)
    desk.window.frame.close()
    desk.close()
