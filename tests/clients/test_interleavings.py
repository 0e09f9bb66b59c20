"""Two writers on one record, at random: the second is told, and no field that somebody saved is overwritten unseen."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.clients.commands import add_contact, remove_contact
from app.clients.queries import ContactRow, contact
from app.clients.ui.contacts import ContactDialog
from app.kernel.formats import Formats
from app.qt.editors import Check
from app.qt.operations import SynchronousOperations
from app.qt.telling import Telling
from app.qt.undo import UndoStack
from app.qt.versions import VersionsDialog
from tests.books import Office
from tests.conftest import delete_now
from tests.figures import Report
from tests.samples.clients import brightwater

FORMATS = Formats("en-GB", "Europe/London")
FIELDS = ("name", "job", "email", "phone", "payer", "sponsor")
STEPS = 9
WORDS = ("alpha", "beta", "gamma")
"""Few, so that both often write the same."""


class Window(QWidget, Telling):
    """Hears what is told."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = UndoStack()
        self.told: list[str] = []

    def notify(self, text: str, undo: Any = None, **_more: Any) -> None:
        self.told.append(text)


class Desk:
    """A person's own way into the shared book."""

    def __init__(self, office: Office, initials: str) -> None:
        self._office, self._initials = office, initials

    def read(self, query: Callable[..., Any], /, **given: Any) -> Any:
        return self._office.act_as(self._initials).read(query, **given)

    def once(self, key: str, command: Callable[..., Any], /, **given: Any) -> Any:
        return self._office.act_as(self._initials).once(key, command, **given)


@dataclass
class Writer:
    """Somebody with the form of the contact before them."""

    operations: SynchronousOperations
    window: Window
    dialog: ContactDialog | None = None
    filled: dict[str, object] = field(default_factory=dict)
    """What stood in the record when the form was filled."""
    seen: dict[str, set[object]] = field(default_factory=dict)
    """All that this person was shown of each field since then, as somebody else's."""
    typed: dict[str, object] = field(default_factory=dict)


class Game:
    """One contact, two writers, and the referee."""

    def __init__(self, office: Office, window: Callable[[], Window], client_id: int, chance: random.Random) -> None:
        self.office, self.client_id, self.chance = office, client_id, chance
        self.contact_id: int = office.book.perform(
            add_contact, client_id=client_id, name="start", job="start", email="s@s.example", phone="1"
        ).result
        self.writers = [Writer(SynchronousOperations(Desk(office, who)), window()) for who in ("EF", "GB")]
        self.count: Counter[str] = Counter()
        self.wrong: list[str] = []

    def row(self) -> ContactRow:
        return self.office.book.read(contact, contact_id=self.contact_id)

    def now(self) -> dict[str, object]:
        row = self.row()
        return {name: getattr(row, name) for name in FIELDS}

    def play(self) -> None:
        for writer in self.writers:
            self.open(writer)
        for _step in range(STEPS):
            writer = self.chance.choice(self.writers)
            if writer.dialog is None:
                self.open(writer)
            elif self.chance.random() < 0.7:
                self.type(writer)
            else:
                self.save(writer)
        for writer in self.writers:
            if writer.dialog is not None:
                self.save(writer)
        self.office.book.perform(remove_contact, contact_id=self.contact_id, version=self.row().version)

    def open(self, writer: Writer) -> None:
        dialog = ContactDialog(writer.operations, FORMATS, self.client_id, self.row(), parent=writer.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        writer.dialog, writer.filled, writer.typed = dialog, self.now(), {}
        writer.seen = {name: {value} for name, value in writer.filled.items()}

    def type(self, writer: Writer) -> None:
        assert writer.dialog is not None
        name = self.chance.choice(FIELDS)
        editor = writer.dialog.form.editor(name)
        if isinstance(editor, Check):
            editor.click()
            writer.typed[name] = editor.isChecked()
        else:
            assert isinstance(editor, QLineEdit)
            word = self.chance.choice(WORDS)
            text = f"{word}@x.example" if name == "email" else word
            editor.clear()
            editor.insert(text)
            editor.textEdited.emit(text)
            writer.typed[name] = text

    def save(self, writer: Writer) -> None:
        """Save until it is saved; whatever is asked is answered at random, once in a while only after a look back."""
        dialog = writer.dialog
        assert dialog is not None
        assert dialog.typing is not None
        editing = dialog.typing.editing
        assert editing is not None
        before, kept, told = self.now(), dict(writer.typed), len(writer.window.told)
        asked: list[VersionsDialog] = []
        dialog.form.submit()
        while dialog.isVisible():
            question = editing.dialog
            assert question is not None
            assert question.isVisible()
            asked.append(question)
            for row in question.rows:
                writer.seen[row.found.name].add(before[row.found.name])
                choice = self.chance.choice(("mine", "theirs"))
                row.choice.choose(choice)
                if choice == "theirs":
                    kept.pop(row.found.name)
            if self.chance.random() < 0.2:
                question.reject()
                assert self.now() == before
                kept = dict(writer.typed)
                dialog.form.submit()
                continue
            question.save.click()
        self._judge(writer, before, kept, asked=bool(asked), told=len(writer.window.told) > told)
        writer.dialog = None

    def _judge(
        self, writer: Writer, before: dict[str, object], kept: dict[str, object], *, asked: bool, told: bool
    ) -> None:
        after = self.now()
        mine = {name: value for name, value in kept.items() if value != writer.filled[name]}
        self.count["saves"] += 1
        self.count["overtaken"] += before != writer.filled
        self.count["asked"] += asked
        for name in FIELDS:
            if after[name] != before[name] and before[name] not in writer.seen[name]:
                self.wrong.append(f"{name}: {before[name]} was overwritten by {after[name]} unseen")
            if name in mine and after[name] != mine[name]:
                self.wrong.append(f"{name}: {mine[name]} was typed and is lost, there stands {after[name]}")
            if name not in writer.typed and after[name] != before[name]:
                self.wrong.append(f"{name}: nobody typed it, and it changed from {before[name]} to {after[name]}")
        if before != writer.filled and not (asked or told):
            theirs = {name for name in FIELDS if before[name] != writer.filled[name]}
            if any(writer.typed.get(name) != before[name] for name in theirs):
                self.wrong.append(f"overtaken and not told: {theirs}")


@pytest.mark.parametrize("games", [pytest.param(10, id="some"), pytest.param(1_000, id="all", marks=pytest.mark.soak)])
@pytest.mark.timeout(3600)
def test_two_writers_lose_nothing_and_overwrite_nothing_unseen(
    qtbot: QtBot, office: Office, light_look: None, report: Report, games: int
) -> None:
    def window() -> Window:
        made = Window()
        made.show()
        return made

    windows: list[Window] = []
    client_id = brightwater(office)
    count, wrong = Counter[str](), list[str]()
    for seed in range(games):
        game = Game(office, window, client_id, random.Random(seed))
        game.play()
        count += game.count
        wrong += [f"game {seed}: {what}" for what in game.wrong]
        windows += [writer.window for writer in game.writers]
        for one in windows:
            one.close()
            one.deleteLater()
        windows.clear()
        delete_now()
    assert wrong == []
    assert count["overtaken"] > games // 3, "who never meets nobody proves nothing"
    assert count["asked"] > games // 8
    report(f"two writers, {office.book.engine.dialect.name}", {"interleavings": games, **count, "wrong": len(wrong)})
