"""Kill a window while somebody types, again and again: `python tests/faults/typing_loop.py BOOK KILLS SEED [quick]`.

A child opens the real window on a book, opens a form and types; after each key it tells through a pipe how the form
stands. The parent kills it, opens the book and compares: what was kept is one of the states that was told, not older
than promised, and no record was touched. Now and then another child opens the window and tells what it is asked about
and how the form stands that is gone on with. Prints JSON.

On a real display: `DISPLAY=:1 WATERTIGHT_PLATFORM=xcb`. With `quick` what is typed is kept at shorter intervals,
nothing is measured, and the kill waits until something was kept: then what was told as kept must be there.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["QT_QPA_PLATFORM"] = os.environ.get("WATERTIGHT_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.tour import application, private_places
from app.bootstrap.typing_keeper import LATER
from app.clients.queries import clients
from app.kernel.clock import SystemClock
from app.kernel.typed import LeftTyped
from app.qt import keeping
from app.qt.dialogs import FormDialog
from app.shell import areas
from app.shell.pages.clients import ClientsPage
from app.shell.pages.my_week import MyWeekPage
from app.shell.pages.typed import TypedPage
from app.storage.audit import HEAD
from app.storage.book import open_book
from app.storage.keeping_typed import left_typed
from tests.books import compiled_once, the_office

PROMISED = 10.0
"""Seconds of typing that may be lost."""
LONGEST = 14.0
ASKED_EVERY = 10
Tell = Callable[..., None]


# ------------------------------------------------------------------------------------------ the child


class Typist:
    """Opens a form in the real window and types in it until somebody ends it."""

    def __init__(self, place: Path, folder: Path, seed: int, tell: Tell, *, quick: bool) -> None:
        self.chance = random.Random(seed)
        self.tell = tell
        if quick:
            keeping.PAUSE, keeping.LATEST = 60, 150
        self.app = application()
        self.desk = Desk(self.app, private_places(folder))
        self.player = Player(self.desk.window)
        self.desk.window.frame.show()
        self.desk.open_place(str(place))
        self.player.until(lambda: self.desk.window.is_open, "the book did not open")
        self.fields: list[QWidget] = []
        self.stands: Callable[[], Any] = dict

    def type(self) -> None:
        """Type for ever."""
        self.chance.choice((self.new_client, self.change_client, self.line))()
        keeper = self.desk.window.frame.keeper
        assert keeper is not None
        real = keeper.keep

        def keep(typed: Any) -> None:
            real(typed)
            self.desk.operations.in_turn(lambda: None, lambda _none: self.tell("kept", typed.content))

        keeper.keep = keep  # type: ignore[method-assign]
        self.tell("typing")
        self._key()
        self.app.exec()

    def _key(self) -> None:
        field = self.chance.choice(self.fields) if self.chance.random() < 0.1 else self.fields[0]
        self.fields.sort(key=lambda one: one is not field)
        field.setFocus()
        QTest.keyClicks(field, self.chance.choice("abcdefghij klmnop"))
        self.tell("stands", self.stands())
        pause = self.chance.choice((20, 60, 120, 120, 250, 2_600 if self.chance.random() < 0.2 else 90))
        QTimer.singleShot(pause, self._key)

    def _form(self, form: str, about: Any, dialog: FormDialog) -> None:
        typing = dialog.typing
        assert typing is not None
        names = ("website", "address", "legal_name", "name")
        found = [dialog.form.editor(name) for name in names]
        self.fields = [one for one in found if isinstance(one, (QLineEdit, QPlainTextEdit))]
        self.stands = lambda: dict(typing.look().content)
        self.tell("form", form, about)

    def _clients(self) -> ClientsPage:
        page = self.desk.window.frame.show_page(areas.CLIENTS)
        assert isinstance(page, ClientsPage)
        return page

    def _shown(self, page: ClientsPage) -> FormDialog:
        self.player.until(
            lambda: isinstance(page.dialogs.dialog, FormDialog) and page.dialogs.dialog.isVisible(), "no form"
        )
        assert isinstance(page.dialogs.dialog, FormDialog)
        return page.dialogs.dialog

    def new_client(self) -> None:
        page = self._clients()
        page.dialogs.add()
        self._form("add_client", None, self._shown(page))

    def change_client(self) -> None:
        page = self._clients()
        row = self.chance.choice(self.player.read(clients))
        page.dialogs.edit(row.id)
        self._form("change_client", ["client", row.id], self._shown(page))

    def line(self) -> None:
        page = self.desk.window.frame.show_page(areas.WEEK)
        assert isinstance(page, MyWeekPage)
        self.fields = [page.line.edit]
        self.stands = lambda: {"line": page.line.edit.text()}
        self.tell("form", "week_line", None)

    # ------------------------------------------------------------------ after a kill

    def look(self, wanted: int) -> None:
        """Tell what is asked, go on with the newest, throw the others away."""
        frame = self.desk.window.frame
        standing = frame.standing
        if not wanted:
            QTest.qWait(LATER + 300)  # by then the window has looked
            self.player.settle()
            self.tell("asked", standing.text())
            return
        self.player.until(lambda: not standing.isHidden(), "nothing is asked")
        self.tell("asked", standing.text())
        standing.banner.button.click()
        self.player.until(lambda: isinstance(frame.current, TypedPage) and frame.current.cards, "nothing is listed")
        page = frame.current
        assert isinstance(page, TypedPage)
        left = page.cards[0].left.typed
        self.tell("listed", len(page.cards), left.form, left.content)
        while len(page.cards) > 1:
            before = len(page.cards)
            page.cards[-1].away_button.click()
            self.player.until(partial(self._fewer, page, before), "it was not thrown away")
        page.cards[0].on_button.click()
        stands = self._gone_on(left.form)
        self.tell("on", stands)

    @staticmethod
    def _fewer(page: TypedPage, before: int) -> bool:
        return len(page.cards) < before

    def _gone_on(self, form: str) -> Any:
        frame = self.desk.window.frame
        if form == "week_line":
            week = frame.page(areas.WEEK)
            assert isinstance(week, MyWeekPage)
            self.player.until(lambda: bool(week.line.edit.text()), "the line did not come back")
            stands = {"line": week.line.edit.text()}
            week.line.clear()
        else:
            page = frame.page(areas.CLIENTS)
            assert isinstance(page, ClientsPage)
            dialog = self._shown(page)
            assert dialog.typing is not None
            stands = dict(dialog.typing.look().content)
            dialog.reject()
            QTest.qWait(keeping.LEAVING + 50)
        self.player.settle()
        return stands


# ------------------------------------------------------------------------------------------ the parent


@dataclass
class Heard:
    """What a child told: when, what."""

    at: float
    words: list[Any]


class Loop:
    """One book whose window is killed again and again."""

    def __init__(self, place: Path, seed: int, *, quick: bool) -> None:
        self.place, self.quick = place, quick
        self.chance = random.Random(seed)
        self.wrong: list[str] = []
        self.worst = 0.0
        self.states = 0
        self.waiting = 0
        """Forms that were left since the last look."""
        self._folder = TemporaryDirectory(prefix="typing-")

    def forked(self, work: Callable[[Typist], None], seed: int) -> tuple[int, int]:
        """A child that works in the window; its id, and the pipe it tells through."""
        read, write = os.pipe()
        child = os.fork()
        if child:
            os.close(write)
            return child, read
        os.close(read)

        def tell(*words: Any) -> None:
            os.write(write, (json.dumps([time.monotonic(), *words]) + "\n").encode())

        try:
            work(Typist(self.place, Path(self._folder.name) / "desk", seed, tell, quick=self.quick))
            tell("done")
        except BaseException as error:  # noqa: BLE001 - the parent must see any failure of the child
            tell("failed", repr(error))
        os._exit(0)

    def kill(self, seed: int) -> None:
        """Let somebody type for a while, kill the window, and look what is kept."""
        before = self.end()
        child, pipe = self.forked(Typist.type, seed)
        heard = list(self._until(pipe, seed))
        os.kill(child, signal.SIGKILL)
        killed = time.monotonic()
        os.waitpid(child, 0)
        heard += _rest(pipe)
        self._judge(heard, killed, before)

    def _until(self, pipe: int, seed: int) -> list[Heard]:
        """Hear a child out up to a random moment of its typing."""
        heard: list[Heard] = []
        enough = self.chance.uniform(0.3, LONGEST)
        kept, more = self.chance.choice((1, 2, 3)), self.chance.randrange(12)
        data, begun = b"", 0.0
        while True:
            ready, _write, _error = select.select([pipe], [], [], 0.01 if begun else 60)
            part = os.read(pipe, 65536) if ready else b""
            if ready and not part:
                return heard
            data += part
            *lines, data = data.split(b"\n")
            heard += [Heard(line[0], line[1:]) for line in map(json.loads, lines)]
            if not begun:
                begun = next((one.at for one in heard if one.words[0] == "typing"), 0.0)
            if any(one.words[0] == "failed" for one in heard):
                return heard
            if begun and self.quick:
                places = [place for place, one in enumerate(heard) if one.words[0] == "kept"]
                if len(places) >= kept and len(heard) - places[kept - 1] > more:
                    return heard
            elif begun and time.monotonic() - begun > enough:
                return heard

    def _judge(self, heard: list[Heard], killed: float, before: tuple[Any, ...]) -> None:
        self.wrong += [f"the child failed: {one.words[1]}" for one in heard if one.words[0] == "failed"]
        stands = [one for one in heard if one.words[0] == "stands"]
        told_kept = [one.words[1] for one in heard if one.words[0] == "kept"]
        forms = [one.words[1:] for one in heard if one.words[0] == "form"]
        if not stands or not forms:
            self.wrong.append("the child never typed, which proves nothing")
            return
        self.states += len(stands)
        left = self.left()
        new = left[: len(left) - self.waiting]
        if len(new) > 1:
            self.wrong.append(f"{len(new)} forms were kept of one")
        lost_since = stands[0].at
        if new:
            typed = new[0].typed
            if [typed.form, list(typed.about) if typed.about else None] != forms[0]:
                self.wrong.append(f"kept as {typed.form} about {typed.about}, it was {forms[0]}")
            states = [one.words[1] for one in stands]
            content = json.loads(json.dumps(dict(typed.content)))
            if content not in states:
                self.wrong.append(f"what was kept was never typed: {content}")
                return
            last = len(states) - 1 - states[::-1].index(content)
            if told_kept and states.index(told_kept[-1]) > last:
                self.wrong.append("what was told as kept is not there")
            lost_since = stands[last + 1].at if last + 1 < len(stands) else killed
        elif told_kept:
            self.wrong.append("what was told as kept is gone")
        self.waiting = len(left)
        self.worst = max(self.worst, killed - lost_since)
        if not self.quick and killed - lost_since > PROMISED:
            self.wrong.append(f"{killed - lost_since:.1f} s of typing are lost")
        if self.end() != before:
            self.wrong.append("the history went on, though nobody saved anything")

    def asked(self) -> None:
        """Open the window as after a lost one, twice: it asks once, and the newest stands as it was kept."""
        left = self.left()
        heard = self._look(len(left))
        told = {one.words[0]: one.words[1:] for one in heard}
        if left and told.get("listed", [0])[0] != len(left):
            self.wrong.append(f"{len(left)} forms were left, and listed is {told.get('listed')}")
        if left and not told.get("asked", [""])[0]:
            self.wrong.append("it was not asked about")
        if left and told.get("on", [None])[0] != json.loads(json.dumps(dict(left[0].typed.content))):
            self.wrong.append(f"kept was {left[0].typed.content}, gone on with is {told.get('on')}")
        again = {one.words[0]: one.words[1:] for one in self._look(0)}
        if again.get("asked", ["?"])[0] or self.left():
            self.wrong.append(f"asked twice: {again} {len(self.left())}")
        self.waiting = 0

    def _look(self, wanted: int) -> list[Heard]:
        child, pipe = self.forked(lambda typist: typist.look(wanted), 1)
        heard = _rest(pipe)
        os.waitpid(child, 0)
        self.wrong += [f"the window failed: {one.words[1]}" for one in heard if one.words[0] == "failed"]
        return heard

    def left(self) -> list[LeftTyped]:
        """What is kept of windows that are gone."""
        with open_book(self.place, SystemClock()) as book:
            the_office(book)
            return book.read(left_typed, window="the parent")

    def end(self) -> tuple[Any, ...]:
        """Where the history of the book ends."""
        with open_book(self.place, SystemClock()) as book:
            return tuple(book.read(lambda reads: reads.execute(HEAD).one()))


def _rest(pipe: int) -> list[Heard]:
    with os.fdopen(pipe, "rb") as file:
        data = file.read()
    lines = data[: data.rfind(b"\n") + 1].splitlines()
    found = []
    for line in lines:
        try:
            at, *words = json.loads(line)
        except (ValueError, TypeError):  # the first may have begun before it was heard
            continue
        found.append(Heard(at, words))
    return found


def main(place: Path, kills: int, seed: int, *, quick: bool) -> int:
    """Kill and look; exit 0 when nothing was ever wrong."""
    loop, done = Loop(place, seed, quick=quick), 0
    with compiled_once():
        while done < kills and not loop.wrong:
            loop.kill(seed * 1_000 + done)
            done += 1
            if not loop.wrong and (done % ASKED_EVERY == 0 or done == kills):
                loop.asked()
    print(json.dumps({
        "kills": done, "keys": loop.states, "worst_ms": round(loop.worst * 1000), "wrong": loop.wrong[:5],
    }))  # fmt: skip
    return 1 if loop.wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), quick="quick" in sys.argv[4:]))
