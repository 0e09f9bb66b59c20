"""Protection in the settings, and the page of a locked book: every key by keyboard, every refusal with its words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.rekeying import written_anew
from app.bootstrap.tour import private_places
from app.bootstrap.unlocking import DeskKeys, make_book
from app.firm.domain import KeyAct
from app.firm.queries import key_changes, people
from app.kernel.clock import SystemClock
from app.kernel.problems import Problem
from app.kernel.strength import Strength, strength_of
from app.qt import memory
from app.qt.dialogs import ConfirmDialog
from app.qt.progress import Progress
from app.shell import areas
from app.shell.key_dialogs import CodeDialog, PassphraseDialog
from app.shell.keys import NewBook, NewKeys, Root, Typed
from app.shell.pages.new_book import NewBookPage
from app.shell.pages.rekey import RekeyPage
from app.shell.pages.settings import SettingsPage
from app.shell.pages.settings.protection import ProtectionSection
from app.shell.pages.unlock import UnlockPage
from app.shell.passphrase import NewPassphrase, line_of
from app.shell.refusals import How
from app.storage import secrets
from app.storage.book import open_book
from app.storage.reading import Reading
from app.storage.secrets import Secret
from tests.keyrings import Ring, no_ring, own_ring
from tests.windows import ROOM

WORDS = "river maple stone lamp"
FIRM = {
    "name": "Marlow & Co",
    "country": "GB",
    "language": "en-GB",
    "zone": "Europe/London",
    "currency": "GBP",
    "person_name": "Ada Marlow",
    "initials": "AM",
}


@pytest.fixture
def computers_ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    return own_ring(monkeypatch)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, computers_ring: Ring) -> Iterator[Desk]:
    del computers_ring
    made = Desk(qapp, private_places(tmp_path))
    made.theme.apply("light")
    made.window.frame.resize(1440, 900)
    made.window.frame.show()
    yield made
    made.window.frame.close()
    made.close()
    memory.install(memory.Memory())


def new_book(desk: Desk, *, passphrase: str = "", remember: bool = True) -> tuple[Path, str]:
    root = secrets.new_root()
    code = secrets.code_of(root)
    path = desk.places.books / "Marlow" / "Marlow.watertight"
    new = NewBook(str(path), FIRM, Root(root, code), passphrase, remember)
    make_book(new).close()
    return path, code


def protection(desk: Desk, path: Path) -> tuple[Player, ProtectionSection]:
    player = Player(desk.window)
    desk.open_place(str(path))
    player.until(lambda: desk.window.is_open, "the book did not open")
    player.settle()
    desk.window.frame.activateWindow()
    desk.window.show_settings("protection")
    player.settle()
    page = desk.window.frame.current
    assert isinstance(page, SettingsPage)
    section = page.section("protection")
    assert isinstance(section, ProtectionSection)
    player.settle()
    return player, section


def effects(section: ProtectionSection) -> dict[str, str]:
    return {row.title: row.effect.text() for row in section.rows}


def locked(desk: Desk, path: Path) -> tuple[Player, UnlockPage]:
    player = Player(desk.window)
    desk.open_place(str(path))
    player.until(lambda: desk.window.frame.current_key == areas.UNLOCK, "nobody asked for a key")
    desk.window.frame.activateWindow()
    player.settle()
    page = desk.window.frame.current
    assert isinstance(page, UnlockPage)
    return player, page


# ------------------------------------------------------------------------------------------------ the settings


def test_the_settings_say_what_opens_the_book(desk: Desk) -> None:
    path, _code = new_book(desk, passphrase=WORDS)
    _player, section = protection(desk, path)
    said = effects(section)
    assert "opens here without asking" in said["This computer"]
    assert said["Passphrase"].startswith("Set on ")
    assert "paper" in said["Recovery code"]


def test_the_code_is_shown_again_only_for_the_passphrase_or_the_code(desk: Desk) -> None:
    path, code = new_book(desk, passphrase=WORDS)
    player, section = protection(desk, path)
    player.click(section.code_button)
    dialog = player.dialog(CodeDialog)
    assert not dialog.card.text()
    line_of(dialog.words_box).setText("not the one")
    player.click(dialog.save)
    player.settle()
    assert "does not open the book" in dialog.words_box.error()
    line_of(dialog.words_box).setText(WORDS)
    player.click(dialog.save)
    player.until(dialog.card.text, "the code was not shown")
    assert dialog.card.text() == code
    player.click(dialog.save)
    assert not dialog.isVisible()


def test_where_no_passphrase_is_set_the_code_is_shown_at_once(desk: Desk) -> None:
    path, code = new_book(desk)
    player, section = protection(desk, path)
    player.click(section.code_button)
    dialog = player.dialog(CodeDialog)
    player.until(dialog.card.text, "the code was not shown")
    assert dialog.card.text() == code


def test_the_open_book_tells_its_code_although_its_key_file_is_gone(desk: Desk) -> None:
    path, code = new_book(desk, passphrase=WORDS)
    player, section = protection(desk, path)
    secrets.key_file(path).unlink()
    section.refresh()
    player.settle()
    assert "is not beside the book" in effects(section)["Key file"]
    section.code_button.click()
    player.settle()
    (dialog,) = section.findChildren(CodeDialog)
    assert dialog._code == code


def test_a_passphrase_is_set_changed_and_removed(desk: Desk) -> None:
    path, _code = new_book(desk)
    player, section = protection(desk, path)
    assert effects(section)["Passphrase"].startswith("None")
    for words in (WORDS, "another lamp in the river"):
        player.click(section.words_button)
        dialog = player.dialog(PassphraseDialog)
        for line in (dialog.passphrase.first, dialog.passphrase.again):
            player.focus(line.control)
            player.type(words)
        player.press("Ctrl+Return")
        player.until(lambda dialog=dialog: not dialog.isVisible(), "the passphrase was not set")  # type: ignore[misc]
        player.settle()
        player.settle()
        assert secrets.unlock(path, passphrase=Secret(words)) is not None
    with pytest.raises(Problem, match="does not open"):
        secrets.unlock(path, passphrase=Secret(WORDS))
    player.click(section.no_words_button)
    player.confirm()
    player.settle()
    assert effects(section)["Passphrase"].startswith("None")
    player.click(section.here_button)
    player.settle()
    keys = DeskKeys(desk.backend)
    keys.code(Typed())
    section.refresh()
    player.until(lambda: "The recovery code was shown" in effects(section), "what was done is not told")
    assert effects(section)["The recovery code was shown"].split(", ")[1] == "Ada Marlow"
    assert desk.backend.book is not None
    assert [row.act for row in reversed(desk.backend.book.read(key_changes))] == [
        KeyAct.MADE,
        KeyAct.REMEMBERED,
        KeyAct.WORDS_SET,
        KeyAct.WORDS_CHANGED,
        KeyAct.WORDS_REMOVED,
        KeyAct.FORGOTTEN,
        KeyAct.CODE_SHOWN,
    ]


def test_the_keyboard_stays_in_the_row_of_what_it_did(desk: Desk) -> None:
    """Esc leads back to the button that asked; what was done makes new rows, and their buttons say other words."""
    path, _code = new_book(desk)
    player, section = protection(desk, path)

    def on() -> str:
        desk.window.frame.activateWindow()
        player.settle()
        here: QWidget | None = desk.window.frame.focusWidget()
        return here.accessibleName() if here is not None else ""

    for opener, name in ((section.code_button, "Show the recovery code"), (section.words_button, "Set a passphrase")):
        player.focus(opener)
        player.press("Return")
        player.settle()
        player.press("Escape")
        assert on() == name
    player.focus(section.here_button)
    for name in ("Remember the key on this computer", "Forget the key on this computer"):
        player.press("Space")
        player.until(lambda name=name: on() == name, "the keyboard was lost")  # type: ignore[misc]
    player.focus(section.words_button)
    player.press("Return")
    player.settle()
    player.type(WORDS)
    player.press("Tab")
    player.type(WORDS)
    player.press("Ctrl+Return")
    player.until(lambda: on() == "Change the passphrase", "the keyboard was lost")
    player.focus(section.no_words_button)
    player.press("Return")
    player.settle()
    player.press("Escape")
    assert on() == "Remove the passphrase"
    player.press("Return")
    player.confirm()
    player.until(lambda: on() == "Set a passphrase", "the keyboard was lost")
    player.focus(section.renew_button)
    player.press("Return")
    player.settle()
    assert desk.window.frame.current_key == areas.REKEY
    player.press("Escape")
    player.settle()
    assert desk.window.frame.current_key == areas.SETTINGS


def test_what_the_keyring_kept_is_told_instead_of_done(desk: Desk, computers_ring: Ring) -> None:
    path, _code = new_book(desk)
    player, section = protection(desk, path)
    computers_ring.locked = True
    player.click(section.here_button)
    player.settle()
    player.settle()
    assert "could not be removed" in section.banner.text()
    assert "opens here without asking" not in effects(section)["This computer"]
    assert secrets.slots(path) == ()


def test_a_book_that_is_only_read_keeps_its_keys(desk: Desk) -> None:
    path, _code = new_book(desk, passphrase=WORDS)
    before = secrets.key_file(path).read_bytes()
    desk.how = How(read_only=True)
    player = Player(desk.window)
    desk.open_place(str(path), desk.how)
    player.until(lambda: desk.window.is_open, "the book did not open")
    player.settle()
    keys = DeskKeys(desk.backend)
    slot = secrets.slots(path)[0].id
    long = "other words that are long"
    acts: list[Callable[[], object]] = [keys.remember, lambda: keys.set_passphrase(long), lambda: keys.remove(slot)]
    for act in acts:
        with pytest.raises(Problem) as refused:
            act()
        assert refused.value.code == "book.read_only_mode"
    desk.window.ask_rekey(True)
    player.settle()
    assert desk.window.frame.current_key != areas.REKEY
    assert "read only" in desk.window.frame.notices.text()
    assert secrets.key_file(path).read_bytes() == before
    assert keys.code(Typed(passphrase=WORDS)), "what tells but changes nothing still works"


def test_a_check_that_runs_makes_way_when_the_code_is_renewed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _code = new_book(desk)
    player, _section = protection(desk, path)
    begun = threading.Event()

    def endless(reading: Reading) -> list[Problem]:
        if begun.is_set():
            return []  # of the backup before the new code, which asks the same; the first one still runs
        begun.set()
        words = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, audit_entry LIMIT 1000000000)"
        reading.connection.exec_driver_sql(f"{words} SELECT max(i) FROM n").all()
        return []

    monkeypatch.setattr("app.receivables.checks.file_problems", endless)
    desk.window.check_books()
    player.until(begun.is_set, "no check began")
    root = secrets.new_root()
    desk.rekey(NewKeys(str(path), Root(root, secrets.code_of(root)), WORDS))
    player.until(lambda: desk.window.is_open, "the book did not open again")
    player.settle()
    assert secrets.opens(path, root), desk.window.frame.notices.text()


def test_forgetting_this_computer_can_be_taken_back(desk: Desk, computers_ring: Ring) -> None:
    path, _code = new_book(desk)
    player, section = protection(desk, path)
    player.click(section.here_button)
    player.settle()
    assert not computers_ring.held
    assert "asks here each time" in effects(section)["This computer"]
    desk.window.frame.undo()
    player.settle()
    player.settle()
    assert computers_ring.held
    assert "opens here without asking" in effects(section)["This computer"]
    assert secrets.unlock(path) is not None


def test_the_last_way_besides_the_code_is_removed_only_after_it_is_said(desk: Desk) -> None:
    path, code = new_book(desk, passphrase=WORDS, remember=False)
    player, page = locked(desk, path)
    page.remember.setChecked(False)
    player.type(WORDS)
    player.press("Return")
    player.until(lambda: desk.window.is_open, "the passphrase did not open it")
    desk.window.show_settings("protection")
    player.settle()
    player.settle()
    settings = desk.window.frame.current
    assert isinstance(settings, SettingsPage)
    section = settings.section("protection")
    assert isinstance(section, ProtectionSection)
    player.click(section.no_words_button)
    dialog = player.dialog(ConfirmDialog)
    assert any("only the recovery code" in one.text() for one in dialog.findChildren(type(section.heading)))
    player.click(dialog.verb)
    player.settle()
    with pytest.raises(Problem, match="nothing on this computer opens it"):
        secrets.unlock(path)
    assert secrets.unlock(path, code=code) is not None


# ------------------------------------------------------------------------------------------------ a locked book


def test_a_mistyped_code_is_told_at_its_field_and_stays_to_be_mended(desk: Desk, computers_ring: Ring) -> None:
    path, code = new_book(desk)
    computers_ring.held.clear()
    player, page = locked(desk, path)
    assert not page.way.isVisible(), "without a passphrase nobody asks for one"
    wrong = ("0" if code[5] != "0" else "1").join((code[:5], code[6:]))
    player.type(wrong)
    assert page.code_box.below() == "28 letters of 28"
    player.press("Return")
    player.until(page.code_box.error, "a wrong code said nothing")
    assert "look at group 2 first" in page.code_box.error()
    assert page.code_line.text() == wrong
    page.code_line.setText(code)
    player.press("Return")
    player.until(lambda: desk.window.is_open, "the right code did not open it")


def test_a_locked_keyring_is_tried_again_once_it_is_open(desk: Desk, computers_ring: Ring) -> None:
    path, _code = new_book(desk)
    computers_ring.locked = True
    player, page = locked(desk, path)
    assert "keyring of this computer is locked" in page.banner.text()
    assert page.again_button.isVisible()
    computers_ring.locked = False
    player.focus(page.again_button)
    player.press("Space")
    player.until(lambda: desk.window.is_open, "the keyring was not tried again")


def test_trying_the_keyring_again_still_opens_to_be_read_only(desk: Desk, computers_ring: Ring) -> None:
    path, _code = new_book(desk)
    computers_ring.locked = True
    player = Player(desk.window)
    desk.open_place(str(path), How(read_only=True))
    player.until(lambda: desk.window.frame.current_key == areas.UNLOCK, "nobody asked for a key")
    page = desk.window.frame.current
    assert isinstance(page, UnlockPage)
    page.code_line.setText("7")
    page.again_button.click()
    player.settle()
    assert desk.window.frame.current is page
    assert page.code_line.text() == "7", "what was typed stays"
    assert page.again_button.isEnabled()
    computers_ring.locked = False
    page.again_button.click()
    player.until(lambda: desk.window.is_open, "the book did not open")
    assert desk.window.session.read_only


def test_the_code_sets_a_new_passphrase_where_the_old_one_was_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_ring(monkeypatch)
    path, code = new_book(desk, passphrase="long forgotten words", remember=False)
    player, page = locked(desk, path)
    assert page.words_line.hasFocus()
    assert not page.remember.isVisible(), "a computer without a keyring remembers nothing"
    page.way.choose("code")
    player.focus(page.code_line)
    player.type(code)
    page.renew.setChecked(True)
    player.settle()
    player.focus(line_of(page.passphrase.first))
    player.type(WORDS)
    player.press("Return")
    player.settle()
    assert not desk.window.is_open, "a passphrase that was typed once is not taken"
    assert "not the same" in page.passphrase.again.error()
    player.type(WORDS)
    player.press("Return")
    player.until(lambda: desk.window.is_open, "the code did not open it")
    assert secrets.unlock(path, passphrase=Secret(WORDS)) is not None


def test_the_code_opens_the_book_although_it_cannot_be_remembered(desk: Desk, computers_ring: Ring) -> None:
    """A newer key file is not written over; the tick to remember, there by itself, must not stand in the way."""
    path, code = new_book(desk)
    computers_ring.held.clear()
    place = secrets.key_file(path)
    place.write_text(place.read_text().replace('"version": 1', '"version": 2'))
    before = place.read_bytes()
    player, page = locked(desk, path)
    assert page.remember.isChecked()
    page.code_line.setText(code)
    page.submit()
    player.until(lambda: desk.window.is_open, "the code alone opens the book")
    player.settle()
    assert "written by a newer Watertight" in desk.window.frame.notices.text()
    assert place.read_bytes() == before


def test_nothing_typed_is_said_and_esc_leads_to_the_other_books(desk: Desk, computers_ring: Ring) -> None:
    path, _code = new_book(desk)
    computers_ring.held.clear()
    player, page = locked(desk, path)
    player.press("Return")
    assert page.code_box.error() == "Type the recovery code."
    player.press("Escape")
    assert desk.window.frame.current_key == areas.WELCOME


@pytest.mark.parametrize("keyring", [True, False])
def test_who_opened_a_book_by_its_code_is_told_once_how_it_opens_without(
    desk: Desk, computers_ring: Ring, monkeypatch: pytest.MonkeyPatch, keyring: bool
) -> None:
    path, code = new_book(desk, remember=False)
    if not keyring:
        no_ring(monkeypatch)
    player, page = locked(desk, path)
    page.remember.setChecked(False)
    page.code_line.setText(code)
    player.press("Return")
    player.until(lambda: desk.window.is_open, "the book did not open")
    bar = desk.window.frame.standing
    player.until(bar.text, "nothing was said")
    assert bar.text().startswith("Opened by its code. Next time it asks again")
    assert ("let this computer remember" in bar.text()) is keyring
    if not keyring:
        bar.banner.button.click()
        player.settle()
        assert isinstance(desk.window.frame.current, SettingsPage)
        assert bar.isHidden()
        return
    desk.window.show_settings("protection")
    player.settle()
    page_of_settings = desk.window.frame.current
    assert isinstance(page_of_settings, SettingsPage)
    section = page_of_settings.section("protection")
    assert isinstance(section, ProtectionSection)
    player.until(lambda: section.rows, "the keys were not read")
    assert not bar.isHidden()
    section.here_button.click()
    player.until(bar.isHidden, "what was offered is said although it was taken up")
    assert len(computers_ring.held) == 1


# ------------------------------------------------------------------------------------------------ what is never left


def test_a_book_that_cannot_be_founded_leaves_nothing_behind(desk: Desk, computers_ring: Ring) -> None:
    root = secrets.new_root()
    path = desk.places.books / "Marlow" / "Marlow.watertight"
    broken = {**FIRM, "country": "Atlantis"}
    with pytest.raises(Problem):
        make_book(NewBook(str(path), broken, Root(root, secrets.code_of(root)), WORDS, remember=True))
    assert not path.parent.exists()
    assert not computers_ring.held


def test_a_book_that_cannot_be_founded_takes_no_neighbor_with_it(desk: Desk) -> None:
    path = desk.places.books / "Marlow" / "Marlow.watertight"
    path.parent.mkdir(parents=True)
    older = path.with_name(path.name + ".old")
    older.write_bytes(b"somebody's own")
    root = secrets.new_root()
    with pytest.raises(Problem):
        make_book(NewBook(str(path), {**FIRM, "country": "Atlantis"}, Root(root, secrets.code_of(root)), WORDS))
    assert [one.name for one in path.parent.iterdir()] == [older.name]
    assert older.read_bytes() == b"somebody's own"


def test_what_was_there_before_stays_when_a_book_cannot_be_made(desk: Desk) -> None:
    path = desk.places.books / "Marlow" / "Marlow.watertight"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"somebody's own")
    with pytest.raises(Problem, match="is there already"):
        make_book(NewBook(str(path), FIRM))
    assert path.read_bytes() == b"somebody's own"
    with pytest.raises(Problem, match="is there already"):
        DeskKeys(desk.backend).refuse_place(str(path))


def test_a_refused_place_is_told_at_its_field(desk: Desk, qtbot: QtBot) -> None:
    path = desk.places.books / "Marlow" / "Marlow.watertight"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    desk.window.welcome(None)
    desk.window.make_book()
    page = desk.window.frame.current
    assert isinstance(page, NewBookPage)
    line_of(page.place_step.place_box).setText(str(path))
    page.next()
    qtbot.waitUntil(lambda: "is there already" in page.place_step.place_box.error(), timeout=ROOM)
    assert page.current_step is page.place_step


# ------------------------------------------------------------------------------------------------ passphrases


@pytest.mark.parametrize(
    ("typed", "strength"),
    [
        ("abc", Strength.SHORT),
        ("       a", Strength.SHORT),
        ("password", Strength.WEAK),
        ("Sommer2024", Strength.WEAK),
        ("12345678901234567890", Strength.WEAK),
        ("aaaaaaaaaaaaaaaa", Strength.WEAK),
        ("grace grace grace grace", Strength.WEAK),
        ("correct horse battery staple", Strength.FAIR),
        ("Haus Hund Katze Maus Baum", Strength.STRONG),
        ("x9$Lq2!vTz0p", Strength.STRONG),
    ],
)
def test_a_passphrase_is_as_strong_as_it_is_hard_to_guess(typed: str, strength: Strength) -> None:
    assert strength_of(typed) is strength


def test_a_passphrase_is_hidden_until_somebody_wants_to_see_it_and_caps_lock_is_told(qtbot: QtBot) -> None:
    fields = NewPassphrase()
    qtbot.addWidget(fields)
    fields.show()
    first = line_of(fields.first)
    assert first.echoMode() is first.EchoMode.Password
    QTest.keyClick(fields.show_box, Qt.Key.Key_Space)
    assert first.echoMode() is first.EchoMode.Normal
    assert not fields.caps.isVisible()
    for text, shift, on in (("A", False, True), ("1", False, True), ("a", True, True), ("a", False, False)):
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(first, QKeyEvent(QKeyEvent.Type.KeyPress, ord(text.upper()), modifier, text))
        assert fields.caps.isVisible() is on, (text, shift)


def test_no_new_book_goes_into_a_folder_that_is_kept_alike(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / ".dropbox.cache").mkdir(parents=True)
    with pytest.raises(Problem, match="Dropbox"):
        DeskKeys(desk.backend).refuse_place(str(tmp_path / "Dropbox" / "Marlow" / "Marlow.watertight"))


# ------------------------------------------------------------------------------------------------ other keys


def through_the_steps(desk: Desk, player: Player) -> tuple[RekeyPage, str]:
    page = desk.window.frame.current
    assert isinstance(page, RekeyPage)
    assert not page.protection_step.way.isVisible(), "nobody can take the encryption back here"
    player.settle()
    player.press("Ctrl+Return")
    assert page.current_step is page.code_step
    player.settle()
    code = page.code_step.card.text()
    player.focus(page.code_step.line)
    player.type(code[-4:])
    player.press("Ctrl+Return")
    return page, code


def test_the_code_is_renewed_and_the_old_one_opens_the_book_no_more(desk: Desk) -> None:
    path, old = new_book(desk, passphrase=WORDS)
    player, section = protection(desk, path)
    player.click(section.renew_button)
    _page, code = through_the_steps(desk, player)
    player.until(lambda: desk.window.is_open and desk.window.frame.current_key == areas.SETTINGS, "it did not open")
    player.settle()
    assert code != old
    assert "The new code opens the book" in desk.window.frame.notices.text()
    assert [row.initials for row in player.read(people)] == ["AM"]
    desk.operations.in_turn(desk.backend.close, lambda _closed: None)
    player.settle()
    assert secrets.unlock(path, code=code) is not None
    for keys in ({"code": old}, {"passphrase": Secret(WORDS)}):
        with pytest.raises(Problem):
            secrets.unlock(path, **keys)


def test_a_plain_book_is_encrypted_and_its_plain_file_removed_on_request(desk: Desk) -> None:
    path = desk.places.books / "Marlow" / "Marlow.watertight"
    make_book(NewBook(str(path), FIRM)).close()
    player, section = protection(desk, path)
    assert list(effects(section)) == ["Not encrypted"]
    player.click(section.encrypt_button)
    _page, code = through_the_steps(desk, player)
    player.until(lambda: desk.window.is_open and desk.window.frame.current_key == areas.SETTINGS, "it did not open")
    player.settle()
    assert path.read_bytes()[:15] != b"SQLite format 3"
    before = [one for one in path.parent.glob("*.watertight") if one != path]
    assert len(before) == 1
    assert before[0].read_bytes()[:15] == b"SQLite format 3"
    player.confirm()
    player.settle()
    assert not before[0].exists()
    assert secrets.unlock(path, code=code) is not None


def test_a_book_open_in_another_window_keeps_its_keys(desk: Desk) -> None:
    path, old = new_book(desk)
    player, section = protection(desk, path)
    player.click(section.renew_button)
    with open_book(path, SystemClock()):
        through_the_steps(desk, player)
        player.until(lambda: desk.window.is_open and desk.window.frame.current_key == areas.SETTINGS, "it did not open")
        player.settle()
    assert "open in another window" in desk.window.frame.notices.text()
    assert secrets.unlock(path, code=old) is not None


def test_leaving_before_the_last_step_changes_nothing(desk: Desk) -> None:
    path, old = new_book(desk)
    player, section = protection(desk, path)
    player.click(section.renew_button)
    player.press("Ctrl+Return")
    player.press("Escape")
    assert desk.window.frame.current_key == areas.SETTINGS
    assert "as it was" in desk.window.frame.notices.text()
    assert secrets.unlock(path, code=old) is not None


def test_work_on_the_keys_can_be_stopped_and_the_book_is_as_it_was(desk: Desk) -> None:
    path, old = new_book(desk, passphrase=WORDS, remember=False)
    root = secrets.unlock(path, code=old)
    fresh = secrets.new_root()
    progress = Progress()
    progress.cancel()
    (book, session), done = written_anew(NewKeys(str(path), Root(fresh, secrets.code_of(fresh))), root, progress)
    book.close()
    assert session is not None
    assert done.problem is not None
    assert done.problem.code == "key.stopped"
    assert secrets.unlock(path, passphrase=Secret(WORDS)) == root
    left = [one.name for one in path.parent.iterdir()]
    assert [name for name in left if ".part" in name or ".new" in name or "before" in name] == []


def test_a_failure_nobody_expected_gives_the_steps_back_with_all_that_was_typed(desk: Desk) -> None:
    desk.window.welcome(None)
    desk.window.make_book()
    page = desk.window.frame.current
    assert isinstance(page, NewBookPage)
    page.hold(making=True)
    assert not page.next_button.isEnabled()
    desk.operations.crashed.emit("a bug")
    assert desk.window.frame.current is page
    assert page.next_button.isEnabled()
