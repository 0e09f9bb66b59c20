"""Use the program as an office does, with texts that must stay inside its book: `python canary_run.py FOLDER`.

Everything the program may call its own lies in FOLDER/own (home, settings, logs, temporary files, the book), what a
person gave it or asked for in FOLDER/given. What the program says on the terminal is taken by whoever started this.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

CLIENT = "Zorbleworth Quennimax"
NOTE = "whispered about the merger"
PERSON = "Ottoline Vanterpool"
FIRM = "Marrowbone & Thistlewick"
IBAN = "GB33BUKB20201555555555"
PASSPHRASE, LATER = "seventeen purple walruses", "eighteen ochre walruses"
TOKEN = "private-5ca1ab1e0ddba11"
CALENDAR = f"https://calendar.example/ical/ottoline/{TOKEN}/basic.ics"
MEETING = "Zorbleworth takeover talk"
SERVER = "tr0ub4dor-and-3"
SHARED = f"postgresql://ottoline:{SERVER}@127.0.0.1:1/book"
MAIL = "quennimax@zorbleworth.example"
ICS = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//canary//
X-WR-RELCALID:{CALENDAR}
BEGIN:VEVENT
UID:1@canary
DTSTAMP:20260401T080000Z
DTSTART:20260414T080000Z
DTEND:20260414T093000Z
SUMMARY:{MEETING}
URL:{CALENDAR}
END:VEVENT
BEGIN:VEVENT
UID:2@canary
DTSTART:broken
SUMMARY:{MEETING} 2
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@dataclass
class Area:
    """The folders of one run, and the secrets that came up in it."""

    folder: Path
    code: str = ""

    @property
    def book(self) -> str:
        """The book lies among what is the program's own."""
        return str(self.folder / "own" / "books" / "office" / "office.watertight")

    def given(self, name: str, text: str) -> str:
        """A file a person made."""
        path = self.folder / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return str(path)


def call(*words: str) -> dict[str, Any]:
    """A verb of the command line, answered in JSON; what it says to a person on the terminal is the person's."""
    from app.bootstrap import run

    said = TextIOWrapper(BytesIO(), encoding="utf-8")
    with redirect_stdout(said):
        run(list(words))
    said.flush()
    found: dict[str, Any] = {}
    with suppress(ValueError):
        found = json.loads(said.buffer.getvalue())
    return found


def by_verbs(area: Area) -> None:
    """The command line: what works, what is refused, what fails."""
    from app.receivables import queries

    words, later = area.given("words.txt", PASSPHRASE + "\n"), area.given("later.txt", LATER + "\n")
    new = ("new", area.book, "--firm", FIRM, "--name", PERSON, "--grade", "Partner", "--passphrase-file", words)
    made = call(*new, "--json")
    area.code = str(made["result"]["recovery_code"])
    here = ("--book", area.book)
    os.environ["WATERTIGHT_PASSPHRASE_FILE"] = area.given("wrong.txt", "a wrong passphrase\n")
    call(*here, "owed", "--json")
    os.environ["WATERTIGHT_PASSPHRASE_FILE"] = words
    call(*here, "key", "check", "--json")
    call(*here, "key", "show", "--json")
    call(*here, "key", "passphrase", "--passphrase-file", later, "--json")
    os.environ["WATERTIGHT_PASSPHRASE_FILE"] = later
    call(*here, "harvest", area.given("ottoline.ics", ICS), "--json")
    call(*here, "pay", CLIENT, "12.50", "--json")
    call(*here, "week", "--log", f"{CLIENT} 1.5 {NOTE}", "--json")
    call("--book", SHARED, "owed", "--json")
    call("new", SHARED, "--firm", FIRM, "--name", PERSON, "--json")
    call("--book", SHARED.replace(":1/", ":many/"), "owed", "--json")
    with patch.object(queries, "owed", fail):
        call(*here, "owed", "--json")
    del os.environ["WATERTIGHT_PASSPHRASE_FILE"]
    os.environ["WATERTIGHT_CODE_FILE"] = area.given("code.txt", area.code + "\n")
    call(*here, "check", "--json")
    os.environ["WATERTIGHT_CODE_FILE"] = area.given("mistyped.txt", area.code[:-1] + "\n")
    call(*here, "check", "--json")
    del os.environ["WATERTIGHT_CODE_FILE"]


def fail(*_reads: Any, **_options: Any) -> NoReturn:
    """A bug that quotes everything it knows."""
    raise LookupError(CLIENT, NOTE, IBAN, PASSPHRASE, CALENDAR, SHARED, MAIL)


def break_the_database(reads: Any) -> None:
    """A statement the database refuses, with what it was given."""
    from sqlalchemy import text

    reads.execute(text("SELECT nothing FROM client WHERE name = :a AND note = :b"), {"a": CLIENT, "b": NOTE})


def forget_what_is_needed(work: Any) -> None:
    """A row without what every row has."""
    from sqlalchemy import text

    work.connection.execute(text("INSERT INTO holiday (day, name) VALUES (NULL, :a)"), {"a": NOTE})


def in_the_window(area: Area) -> None:
    """The window: open by passphrase, work, look everywhere, fail in each way, copy the book, leave."""
    from PySide6.QtWidgets import QApplication

    from app.bootstrap.desk import Desk
    from app.bootstrap.failing import Failures
    from app.bootstrap.logs import start_log
    from app.bootstrap.places import Places
    from app.bootstrap.player import Player
    from app.qt.theme import prepare
    from app.shell.keys import Typed

    prepare()
    app = QApplication(sys.argv[:1])
    places = Places.usual()
    start_log(places.logs)
    desk = Desk(app, places)
    failures = Failures(desk)
    desk.window.frame.show()
    player = Player(desk.window)
    desk.window.welcome(None)
    desk.open_place(SHARED)
    player.settle()
    desk.open_place(area.book)
    player.settle()
    desk.unlock(area.book, Typed(passphrase="a wrong passphrase"))
    player.settle()
    desk.unlock(area.book, Typed(code=area.code[:-2] + "ZZ"))
    player.settle()
    desk.unlock(area.book, Typed(passphrase=LATER))
    player.until(lambda: desk.window.is_open, "the book did not open")
    player.settle()
    work(player, desk.window.session.person_id)
    look_around(desk, player)
    desk.places.remember(SHARED)
    desk.copy_book(str(Path(area.book).parent / "backups" / "office copy.watertight"))
    player.settle()
    go_wrong(desk, player)
    tell_the_log(area)
    desk.place.keep()
    desk.window.frame.close()
    desk.close()
    failures.end()


def look_around(desk: Any, player: Any) -> None:
    """Every page, the settings, a search."""
    from app.shell import areas

    for key in areas.keys_for(desk.window.session.role):
        desk.window.frame.show_page(key)
        player.settle()
    for place in ("firm", "people", "look", "calendar", "book", "about"):
        desk.window.show_settings(place)
        player.settle()
    player.press("Ctrl+K")
    player.type(CLIENT)
    player.settle()
    player.press("Escape")


def go_wrong(desk: Any, player: Any) -> None:
    """Bugs in a command, a read, a job behind, a turn of the window and a thread; what rules and database refuse."""
    from PySide6.QtCore import QTimer

    from app.clients.commands import add_client

    desk.operations.run(add_client, name=CLIENT, country="GB", language="en-GB", currency="GBP")
    desk.operations.run(forget_what_is_needed)
    desk.operations.run(fail)
    desk.operations.read(break_the_database, lambda _nothing: None)
    desk.operations.read(fail, lambda _nothing: None)
    desk.operations.background(fail, lambda _nothing: None)
    QTimer.singleShot(0, fail)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    settled(desk.app, desk)
    player.crashes.clear()


def tell_the_log(area: Area) -> None:
    """What libraries and careless rooms might write there."""
    logging.getLogger("httpx").warning("HTTP Request: GET %s", CALENDAR)
    logging.getLogger("app.harvest").error("could not read %s for %s, %s", CALENDAR, MAIL, SHARED)
    logging.getLogger("watertight").info("typed %s, paid to %s", area.code, IBAN)
    try:
        fail()
    except LookupError:
        logging.getLogger("app").exception("failed")


def settled(app: Any, desk: Any) -> None:
    """Let it fail in peace."""
    import time

    end = time.monotonic() + 1.0
    while time.monotonic() < end or desk.operations.works:
        app.processEvents()
        time.sleep(0.005)


def work(player: Any, person: int) -> None:
    """What an office writes into its book."""
    from app.clients.commands import add_client, add_contact
    from app.engagements.commands import add_internal_task
    from app.firm.commands import change_firm
    from app.firm.queries import the_firm
    from app.timesheets.commands import log_time

    client = player.act(add_client, name=CLIENT, country="GB", language="en-GB", currency="GBP")
    player.act(add_contact, client_id=client, name=PERSON, email=MAIL)
    firm = player.read(the_firm)
    player.act(change_firm, version=firm.version, iban=IBAN, account_name=FIRM)
    task = player.act(add_internal_task, name=MEETING)
    player.act(log_time, person_id=person, task_id=task, day=date(2026, 4, 14), seconds=3600, note=NOTE)


def main(folder: Path) -> int:
    """Play, and say which secrets came up besides those that are known."""
    area = Area(folder)
    by_verbs(area)
    in_the_window(area)
    (folder / "code").write_text(area.code, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
