"""The tour: the real window on a copy of the demo; the April invoices first, then the newcomer's journey."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import date
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.bootstrap.desk import SIZE, Desk
from app.bootstrap.journey import Newcomer, Story
from app.bootstrap.places import Places
from app.bootstrap.player import Player, Stuck
from app.invoices.queries import invoice_pdf, invoices
from app.invoices.ui import BillingRunPage
from app.kernel.words import _
from app.qt import memory
from app.qt.theme import prepare
from app.shell import areas

FIRST_NUMBERS = ("INV-2026-0118", "INV-2026-0119", "INV-2026-0120")


def newcomer_story(calendar: Path) -> Story:
    """What a new client brings to the demo firm on 30 April 2026."""
    return Story(
        client="Marlow Maps Ltd",
        domain="marlowmaps.example",
        sow_title="Wayfinding review",
        start=date(2026, 4, 27),
        end=date(2026, 6, 26),
        budget="1,000.00",
        rate="240.00",
        calendar=calendar,
        today=date(2026, 4, 30),
        line="marlow review 2 first reading",
        waiting=3,
    )


def application() -> QApplication:
    """The Qt application, off screen when there is no display."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    prepare()
    qInstallMessageHandler(_without_noise)
    return QApplication(sys.argv[:1])


def _without_noise(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Off screen there is no window manager to ask, and Qt says so for each window; all else is worth reading."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)  # noqa: T201


def private_places(folder: Path) -> Places:
    """Folders of its own, so that nobody's books and settings are touched."""
    return Places(folder / "books", folder / "config", folder / "logs", folder / "data")


def issue_april(player: Player, papers: Path) -> None:
    """Issue the three approved drafts of the demo's April run."""
    page = player.go(areas.BILLING, BillingRunPage)
    player.picture("the April run")
    page.issue()
    player.picture("issue three invoices")
    player.confirm()
    player.settle()
    rows = {row.number: row for row in player.read(invoices)}
    missing = [number for number in FIRST_NUMBERS if number not in rows]
    if missing:
        raise Stuck(f"not issued: {', '.join(missing)}")
    for number in FIRST_NUMBERS:
        (papers / f"{number}.pdf").write_bytes(player.read(invoice_pdf, invoice_id=rows[number].invoice_id))
    player.picture("three invoices issued")


def play_tour(out: Path) -> int:
    """Play everything; 0 only when every step held. Pictures and PDFs go to `out`."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    app = application()
    with tempfile.TemporaryDirectory(prefix="watertight-tour-") as scratch:
        folder = Path(scratch)
        calendar = folder / "newcomer.ics"
        calendar.write_bytes((resources.files("app.resources") / "demo" / "newcomer.ics").read_bytes())
        places = private_places(folder)
        memory.Memory(places.config / "window.json").keep("preferences", {"language": "en"})  # what it types is English
        desk = Desk(app, places)
        desk.theme.apply("light")
        desk.window.frame.resize(*SIZE)
        desk.window.frame.show()
        player = Player(desk.window, out)
        try:
            desk.open_demo()
            player.until(lambda: desk.window.is_open, "the demo did not open")
            player.settle()
            player.picture("the start page")
            issue_april(player, out)
            Newcomer(player, newcomer_story(calendar), out).play()
        except Stuck as stuck:
            player.picture("stuck")
            print(_("The tour stopped: {why}").format(why=stuck), file=sys.stderr)  # noqa: T201 - the tour's own words
            return 1
        finally:
            for path in sorted(out.iterdir()):
                print(path)  # noqa: T201
            desk.window.frame.close()
            desk.close()
    return 0
